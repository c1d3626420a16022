// Builds the plain index: all pages' text in one JSON file. Run as a program it is given the texts and the place:
//
//   node minisearch.js NOTES.json INDEX.json
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import MiniSearch from 'minisearch';
import { OPTIONS } from '../web/tokens.js';

/** The module as a browser loads it. */
export const SCRIPT = fileURLToPath(import.meta.resolve('minisearch'));
export const version = JSON.parse(readFileSync(join(dirname(SCRIPT), '../../package.json'))).version;

function build(notes) {
  const index = new MiniSearch(OPTIONS);
  index.addAll(notes);
  return JSON.stringify(index);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [notes, output] = process.argv.slice(2);
  writeFileSync(output, build(JSON.parse(readFileSync(notes, 'utf8'))));
}
