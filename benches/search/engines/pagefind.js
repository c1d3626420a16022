// Runs Pagefind's extended binary, which cuts Chinese, as `npx pagefind` would.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { Mistake } from '../../lib/programs.js';

const execute = promisify(execFile);
const PACKAGE = new URL('../node_modules/pagefind/', import.meta.url);
const RUNNER = fileURLToPath(new URL('lib/runner/bin.cjs', PACKAGE));

export const version = JSON.parse(readFileSync(new URL('package.json', PACKAGE))).version;

/** Indexes a folder of pages; resolves to seconds. */
export async function index(site, output) {
  const args = [RUNNER, '--site', site, '--output-path', output, '--force-language', 'zh-cn', '--quiet'];
  const start = performance.now();
  try {
    await execute(process.execPath, args);
  } catch (error) {
    throw new Mistake(`pagefind failed:\n${error.stdout || ''}${error.stderr || error.message}`);
  }
  return (performance.now() - start) / 1000;
}
