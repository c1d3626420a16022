// How well each engine answers the judged queries.
import { readFileSync } from 'node:fs';
import { SURFACES, LIMIT } from '../engines/surfaces.js';
import { SearchPage } from '../engines/drive.js';
import { pageUrl } from '../engines/notes.js';
import { Mistake } from '../../lib/programs.js';

const DEPTH = 10;
const ANSWERS = 2; // the grade of a page that answers; 1 only helps

/** Judged queries, one JSON object a line. Line breaks of pasted messages become blanks, as an input field makes them. */
export function readQueries(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const queries = lines.map((line, at) => line.trim() && parse(line, `${file}:${at + 1}`)).filter(Boolean);
  if (!queries.length) throw new Mistake(`no queries in ${file}`);
  return queries;
}

function parse(line, place) {
  let query;
  try {
    query = JSON.parse(line);
  } catch (error) {
    throw new Mistake(`${place}: ${error.message}`);
  }
  const { id, query: text, kind, relevant } = query;
  if (!text?.trim() || !Array.isArray(relevant)) throw new Mistake(`${place}: needs "query" and "relevant"`);
  return { id, text: text.split(/\s+/).filter(Boolean).join(' '), kind: kind || '–', grades: new Map(relevant.map(({ path, grade }) => [path, grade])) };
}

/** Judged pages that are no page of the site make a query unanswerable; one line says so. */
export function unknownPaths(queries, notes) {
  const known = new Set(notes.map(({ path }) => path));
  return [...new Set(queries.flatMap(({ grades }) => [...grades.keys()]))].filter((path) => !known.has(path));
}

export async function measureQuality({ yunji, browser, origin, notes, queries }) {
  const texts = queries.map(({ text }) => text);
  const ranked = { yunji: (await yunji.search(texts, LIMIT)).map(({ results }) => results.map(({ path }) => path)) };
  const pathOf = new Map(notes.map(({ url, path }) => [url, path]));
  for (const engine of ['pagefind', 'minisearch']) {
    const answers = await askAll(browser, origin, SURFACES[engine], texts);
    ranked[engine] = answers.map((urls) => urls.map((url) => pathOf.get(pageUrl(url)) ?? url));
  }
  return Object.fromEntries(Object.entries(ranked).map(([engine, answers]) => [engine, byKind(queries, answers)]));
}

async function askAll(browser, origin, surface, texts) {
  const { page } = await SearchPage.open(browser, origin, surface);
  const answers = [];
  for (const text of texts) {
    answers.push(await page.run((query, count) => window.askEngine(query, count), text, DEPTH));
  }
  await page.close();
  return answers;
}

function byKind(queries, answers) {
  const kinds = { all: [] };
  queries.forEach(({ kind, grades }, at) => {
    const one = score(grades, answers[at]);
    kinds.all.push(one);
    (kinds[kind] ??= []).push(one);
  });
  const mean = (scores, name) => scores.reduce((sum, one) => sum + one[name], 0) / scores.length;
  return Object.fromEntries(Object.entries(kinds).map(([kind, scores]) => [kind, {
    queries: scores.length,
    top3: mean(scores, 'top3'),
    mrr: mean(scores, 'mrr'),
    empty: scores.filter(({ empty }) => empty).length,
  }]));
}

/** Several sections of a page count once, at the best place. */
export function score(grades, paths) {
  const pages = [...new Set(paths)].slice(0, DEPTH);
  const place = pages.findIndex((path) => grades.get(path) === ANSWERS);
  return { top3: Number(place >= 0 && place < 3), mrr: place < 0 ? 0 : 1 / (place + 1), empty: pages.length === 0 };
}
