// How the plain index cuts text: neighbouring pairs of Han characters, and runs of other letters and digits.
// The same for notes and queries, in Node.js and in the browser.

const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_])+/gu;
const HAN = /^\p{Script=Han}/u;

export function tokenize(text) {
  const runs = text.normalize('NFKC').toLowerCase().match(RUNS) || [];
  return runs.flatMap((run) => (HAN.test(run) ? pairs([...run]) : [run]));
}

function pairs(characters) {
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, before) => characters[before] + character);
}

/** Any of the words (OR) finds a page, as MiniSearch has it; a word in the title counts double. */
export const OPTIONS = {
  idField: 'url',
  fields: ['title', 'text'],
  storeFields: ['title'],
  tokenize,
  processTerm: (term) => term,
  searchOptions: { boost: { title: 2 } },
};
