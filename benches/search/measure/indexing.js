// How long the index takes to build, run by turns so that a busy moment of the machine hits all engines.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as pagefind from '../engines/pagefind.js';
import { quantile } from './latency.js';

const execute = promisify(execFile);
const MINISEARCH = fileURLToPath(new URL('../engines/minisearch.js', import.meta.url));

export async function indexMiniSearch(texts, output) {
  const start = performance.now();
  await execute(process.execPath, [MINISEARCH, texts, output]);
  return (performance.now() - start) / 1000;
}

export async function measureIndexing({ yunji, pages, texts, work, runs }) {
  const seconds = { yunjiBuild: [], yunjiIndex: [], pagefind: [], minisearch: [] };
  for (let run = 0; run < runs; run++) {
    const folder = mkdtempSync(join(work, 'run-'));
    const built = await yunji.build(join(folder, 'site'));
    seconds.yunjiBuild.push(built.seconds);
    if (built.indexSeconds !== null) seconds.yunjiIndex.push(built.indexSeconds);
    seconds.pagefind.push(await pagefind.index(pages, join(folder, 'pagefind')));
    seconds.minisearch.push(await indexMiniSearch(texts, join(folder, 'minisearch.json')));
    rmSync(folder, { recursive: true });
  }
  const medians = Object.entries(seconds).map(([name, times]) => [name, times.length ? quantile(times, 0.5) : null]);
  return { runs, ...Object.fromEntries(medians) };
}
