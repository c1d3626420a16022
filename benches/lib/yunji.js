// Runs the yunji binary: builds the site, asks queries.
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Mistake } from './programs.js';

const execute = promisify(execFile);
const ROOM = { maxBuffer: 1 << 30 };

export class Yunji {
  constructor(binary, root, work) {
    this.binary = binary;
    this.root = root;
    this.work = work;
    this.public = join(work, 'site');
  }

  async version() {
    return (await this.#run(['--version'])).stdout.trim();
  }

  /** Builds into a folder; resolves to seconds and, where the binary tells it, those of the index alone. */
  async build(output = this.public) {
    const timings = await this.#knowsTimings() ? ['--timings'] : [];
    // A cache of an earlier run would make this an update and not a build.
    const env = { ...process.env, XDG_CACHE_HOME: mkdtempSync(join(this.work, 'cache-')) };
    const start = performance.now();
    const { stdout, stderr } = await this.#run(['--root', this.root, 'build', ...timings, '--output', output], env);
    return { seconds: (performance.now() - start) / 1000, indexSeconds: timings.length ? indexLine(stdout + stderr) : null };
  }

  /** One answer for each query, in order, grouped by page as the search box shows it. */
  async search(queries, limit) {
    const file = join(this.work, 'queries.txt');
    writeFileSync(file, queries.map((query) => `${query}\n`).join(''));
    const { stdout } = await this.#run(['search', '--index', join(this.public, 'search'), '--queries', file, '--group', '--limit', `${limit}`]);
    const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    if (answers.length !== queries.length) throw new Error(`${answers.length} answers to ${queries.length} queries`);
    return answers;
  }

  async #knowsTimings() {
    this.timings ??= (await this.#run(['build', '--help'])).stdout.includes('--timings');
    return this.timings;
  }

  async #run(args, env = process.env) {
    try {
      return await execute(this.binary, args, { ...ROOM, env });
    } catch (error) {
      throw new Mistake(`yunji ${args.join(' ')} failed:\n${error.stdout || ''}${error.stderr || error.message}`);
    }
  }
}

/** Seconds of the first line of timings that speaks of the index. */
function indexLine(text) {
  const [, number, unit] = text.match(/^.*\bindex\b.*?([\d.]+)\s*(ms|s)\b/im) || [];
  return number === undefined ? null : Number(number) / (unit === 'ms' ? 1000 : 1);
}
