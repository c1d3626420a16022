// Builds the notes, lets three engines index the same pages, measures, and prints the report.
// Progress goes to standard error, the report alone to standard output.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as minisearch from './engines/minisearch.js';
import { readNotes, writePages } from './engines/notes.js';
import * as pagefind from './engines/pagefind.js';
import { LIMIT } from './engines/surfaces.js';
import { Yunji } from '../lib/yunji.js';
import { makeCertificate } from '../lib/certificate.js';
import { Chromium } from '../lib/chromium.js';
import { slowLine } from '../lib/line.js';
import { run } from '../lib/program.js';
import { readOptions } from './options.js';
import { Files, serve } from '../lib/server.js';
import { indexMiniSearch, measureIndexing } from './measure/indexing.js';
import { measureCold, measureWarm } from './measure/latency.js';
import { measureQuality, readQueries, unknownPaths } from './measure/quality.js';
import { measureWire } from './measure/wire.js';
import { markdown } from './report.js';

const LINE = { mbits: 10, rtt: 50 };
const WEB = fileURLToPath(new URL('web', import.meta.url));

const cleanups = [];
// Whoever reads the report may stop early; the cleaning up still has to be done.
process.stdout.on('error', () => {});

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(options.help);
  const queries = readQueries(options.queries);
  const work = mkdtempSync(join(tmpdir(), 'yunji-bench-'));
  cleanups.push(() => rmSync(work, { recursive: true, force: true }));
  const certificate = makeCertificate();
  const browser = new Chromium(options.chromium, certificate.hash);
  cleanups.push(() => browser.close());

  const prepared = await prepare({ options, browser, work });
  const report = {
    notes: prepared.notes.length,
    queries: queries.length,
    versions: await versions(prepared.yunji, browser),
    unknownPaths: unknownPaths(queries, prepared.notes),
    ...await measure({ ...prepared, options, browser, certificate, queries, work }),
  };
  console.log(options.json ? JSON.stringify(report, null, 2) : markdown(report));
}

/** The site, the notes taken out of it, and what the other two engines make of them. */
async function prepare({ options, browser, work }) {
  const yunji = new Yunji(options.yunji, options.root, work);
  say('building the site');
  await yunji.build();
  const notes = await readNotes(browser, yunji.public);
  say(`indexing ${notes.length} notes with Pagefind and MiniSearch`);
  const [pages, index, texts] = ['pages', 'index', 'texts.json'].map((name) => join(work, name));
  mkdirSync(index);
  writePages(notes, pages);
  writeFileSync(texts, JSON.stringify(notes.map(({ url, title, text }) => ({ url, title, text }))));
  await pagefind.index(pages, join(work, 'pagefind'));
  await indexMiniSearch(texts, join(index, 'minisearch.json'));
  return { yunji, notes, pages, texts };
}

async function versions(yunji, browser) {
  const { product } = await browser.send('Browser.getVersion');
  return {
    yunji: await yunji.version(),
    pagefind: `Pagefind ${pagefind.version} extended`,
    minisearch: `MiniSearch ${minisearch.version}, bigrams`,
    browser: product,
  };
}

async function measure(given) {
  const { options, work } = given;
  const wanted = (part) => options.parts.includes(part);
  const measured = {};
  // First, while no server and page compete for the processor.
  if (wanted('indexing')) {
    say(`index build, ${options.runs} runs`);
    measured.indexing = await measureIndexing({ ...given, runs: options.runs });
  }
  if (!['quality', 'wire', 'latency'].some(wanted)) return measured;

  say('compressing what is served');
  const script = join(work, 'minisearch');
  mkdirSync(script);
  cpSync(minisearch.SCRIPT, join(script, 'index.js'));
  const folders = { '/': given.yunji.public, '/pagefind/': join(work, 'pagefind'), '/index/': join(work, 'index'), '/minisearch/': script, '/bench/': WEB };
  const files = new Files(folders);
  await files.compressAll();
  const near = await serve(files, 2, given.certificate);
  cleanups.push(near.close);
  const context = { ...given, files, near, origin: near.origin() };
  if (wanted('quality')) {
    say('quality');
    measured.quality = await measureQuality(context);
  }
  if (wanted('wire')) measured.wire = await overLine(near, (origin) => {
    say('over the wire');
    return measureWire({ ...context, origin, shortQueries: options.shortQueries });
  });
  if (wanted('latency')) measured.latency = await measureLatency(context);
  return measured;
}

async function measureLatency(context) {
  const { options, queries, yunji, files, near, certificate } = context;
  const texts = sample(queries.map(({ text }) => text), options.sample);
  say(`latency, ${texts.length} queries`);
  const urls = new Map(context.notes.map(({ path, url }) => [path, url]));
  const expected = (await yunji.search(texts, LIMIT)).map(({ results }) => [...new Set(results.map(({ path }) => urls.get(path)))]);
  const warm = await measureWarm({ ...context, texts, expected, warmUp: options.shortQueries[0] });
  say(`cold answers, ${options.runs} runs`);
  const plain = await serve(files, 1, certificate);
  cleanups.push(plain.close);
  const given = { ...context, query: options.shortQueries[0], runs: options.runs };
  const cold = {};
  for (const [name, server] of [['HTTP/2', near], ['HTTP/1.1', plain]]) {
    cold[name] = await overLine(server, (origin, line) => measureCold({ ...given, origin, line }));
  }
  return { warm, cold };
}

async function overLine(server, work) {
  const line = await slowLine(server.port, LINE);
  try {
    return await work(server.origin(line.port), line);
  } finally {
    line.close();
  }
}

/** So many of the list, evenly spread; always the same ones. */
function sample(list, count = list.length) {
  if (count >= list.length) return list;
  return Array.from({ length: count }, (_, at) => list[Math.floor(at * list.length / count)]);
}

function say(text) { console.error(`benches/search: ${text}`); }

await run('benches/search', main, cleanups);
