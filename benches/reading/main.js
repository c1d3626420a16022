// Builds the note with each generator, lets a slow phone read it by turns, and prints the table.
// Progress goes to standard error, the report alone to standard output.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeCertificate } from '../lib/certificate.js';
import { Chromium } from '../lib/chromium.js';
import { slowLine } from '../lib/line.js';
import { run } from '../lib/program.js';
import { Mistake, chromium, count, yunji } from '../lib/programs.js';
import { Files, serve } from '../lib/server.js';
import { GENERATORS } from './generators.js';
import { measure } from './measure.js';
import { readNote } from './note.js';
import { markdown, summary } from './report.js';

const LINE = { mbits: 1.6, rtt: 150 };
const HERE = fileURLToPath(new URL('.', import.meta.url));
const HELP = `Usage: benches/reading/run [OPTIONS] [NOTE.md]

Without NOTE.md: one long note made of this project's own.

Options:
  --json      print JSON, not a table
  --runs N    how often each page is opened [default: 5]
  --help      this text

Environment:
  YUNJI       yunji binary; compiled when not set
  CHROMIUM    browser; else chromium, chromium-browser or google-chrome from PATH`;

const cleanups = [];

async function main() {
  const { values, positionals } = options();
  if (values.help) return console.log(HELP);
  const runs = count(values.runs, '--runs');
  const note = readNote(positionals[0], join(HERE, '../..'));
  const binary = yunji();
  const work = workFolder();
  const certificate = makeCertificate();
  const browser = new Chromium(chromium(), certificate.hash);
  cleanups.push(() => browser.close());

  const sites = {};
  for (const [name, build] of Object.entries(GENERATORS)) {
    say(`building with ${name}`);
    const built = await build(note, join(work, name.split(' ')[0].toLowerCase()), binary);
    sites[name] = { ...built, ...await publish(built, certificate) };
  }
  const measured = await readByTurns(browser, sites, runs);
  const results = Object.fromEntries(Object.entries(measured).map(([name, list]) => [name, summary(list)]));
  const versions = [...Object.values(sites).map(({ version }) => version), (await browser.send('Browser.getVersion')).product];
  const report = { note: { length: note.length }, line: LINE, runs, versions, results };
  console.log(values.json ? JSON.stringify({ ...report, measured }, null, 2) : markdown(report));
}

function options() {
  const flag = { type: 'boolean', default: false };
  try {
    return parseArgs({ options: { json: flag, help: flag, runs: { type: 'string', default: '5' } }, allowPositionals: true });
  } catch (error) {
    throw new Mistake(`${error.message}\n\n${HELP}`);
  }
}

/** A folder below this one: VitePress looks for its packages above what it builds. */
function workFolder() {
  mkdirSync(join(HERE, '.cache'), { recursive: true });
  const work = mkdtempSync(join(HERE, '.cache/work-'));
  cleanups.push(() => rmSync(work, { recursive: true, force: true }));
  return work;
}

/** Serves a built site over the slow line. */
async function publish({ folder, address }, certificate) {
  const server = await serve(new Files({ '/': folder }, 'gzip'), 2, certificate);
  const line = await slowLine(server.port, LINE);
  cleanups.push(() => { line.close(); server.close(); });
  return { url: server.origin(line.port) + address };
}

/** Every generator once in each round, each time another one first. The first round only warms up. */
async function readByTurns(browser, sites, runs) {
  const names = Object.keys(sites);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round <= runs; round++) {
    say(round ? `round ${round} of ${runs}` : 'warming up');
    for (let at = 0; at < names.length; at++) {
      const name = names[(at + round) % names.length];
      const seen = await measure(browser, sites[name].url);
      if (round) measured[name].push(seen);
    }
  }
  return measured;
}

function say(text) { console.error(`benches/reading: ${text}`); }

await run('benches/reading', main, cleanups);
