// The programs that a benchmark starts, and mistakes of whoever runs it.
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** A mistake of whoever runs this; printed without a stack. */
export class Mistake extends Error {}

/** The binary that YUNJI names; `run` sets it. */
export function yunji(path = process.env.YUNJI) {
  if (!path) throw new Mistake('YUNJI is not set; start this with the run beside it');
  if (!executable(path)) throw new Mistake(`YUNJI is no program: ${path}`);
  return resolve(path);
}

/** The browser that CHROMIUM names, else one from PATH. */
export function chromium(named = process.env.CHROMIUM) {
  if (named && !executable(named)) throw new Mistake(`CHROMIUM is no program: ${named}`);
  const folders = (process.env.PATH || '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = named || names.flatMap((name) => folders.map((folder) => join(folder, name))).find(executable);
  if (!found) throw new Mistake('no Chromium found: install it (apt-get install chromium) or set CHROMIUM');
  return found;
}

export function count(text, option) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Mistake(`${option} takes a number from 1, not ${text}`);
  return number;
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
