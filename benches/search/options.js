// What was typed on the command line, checked.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Mistake, chromium, count, yunji } from '../lib/programs.js';

export const PARTS = ['quality', 'wire', 'latency', 'indexing'];

const HELP = `Usage: benches/search/run [OPTIONS] [CONTENT_DIR QUERIES.jsonl]

Without arguments: this project's own notes and tests/relevance/queries.jsonl.

Options:
  --json             print JSON, not tables
  --sample N         type only N of the queries in the browser (quality is always over all)
  --runs N           runs of the index build and of each cold answer [default: 3]
  --only PARTS       some of: ${PARTS.join(',')}
  --first QUERY      first short query of the wire measurement [default: 磁盘]
  --second QUERY     second one [default: 网络]
  --help             this text

Environment:
  YUNJI              yunji binary; compiled when not set
  CHROMIUM           browser; else chromium, chromium-browser or google-chrome from PATH`;

export function readOptions(argv) {
  const { values, positionals } = parse(argv);
  if (values.help) return { help: HELP };
  const [root, queries] = place(values.repository, positionals);
  return {
    root,
    queries,
    json: values.json,
    sample: values.sample && count(values.sample, '--sample'),
    runs: count(values.runs, '--runs'),
    parts: parts(values.only),
    shortQueries: [values.first, values.second],
    yunji: yunji(),
    chromium: chromium(),
  };
}

function parse(argv) {
  const text = (value) => ({ type: 'string', default: value });
  const flag = { type: 'boolean', default: false };
  const options = {
    json: flag, help: flag, sample: { type: 'string' }, runs: text('3'), only: text(PARTS.join(',')),
    first: text('磁盘'), second: text('网络'), repository: text('.'),
  };
  try {
    return parseArgs({ args: argv, options, allowPositionals: true });
  } catch (error) {
    throw new Mistake(`${error.message}\n\n${HELP}`);
  }
}

function place(repository, positionals) {
  if (positionals.length === 1 || positionals.length > 2) {
    throw new Mistake('give both CONTENT_DIR and QUERIES.jsonl, or neither; --help says more');
  }
  const [root, queries] = positionals.length
    ? positionals.map((path) => resolve(path))
    : [resolve(repository), join(resolve(repository), 'tests/relevance/queries.jsonl')];
  if (!existsSync(root)) throw new Mistake(`no such folder of notes: ${root}`);
  if (!existsSync(queries)) throw new Mistake(`no such file of judged queries: ${queries}`);
  return [root, queries];
}

function parts(text) {
  const chosen = text.split(',');
  const unknown = chosen.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new Mistake(`--only knows ${PARTS.join(', ')}; not ${unknown}`);
  return chosen;
}
