// How long a reader waits: with everything loaded, and for the very first answer over a slow line.
import { SURFACES } from '../engines/surfaces.js';
import { SearchPage } from '../engines/drive.js';

/**
 * With the engine loaded, every query is typed twice: at first its part of the index is fetched (from this machine,
 * without delay, unless an earlier query had it), then it is in memory.
 * Yunji's pages are compared with the terminal's, `expected`, which the quality is measured with.
 */
export async function measureWarm({ browser, origin, texts, expected, warmUp }) {
  const measured = {};
  for (const [engine, surface] of Object.entries(SURFACES)) {
    const search = await SearchPage.open(browser, origin, surface);
    await search.focus();
    await search.ask(warmUp); // the engine itself is loaded
    const passes = [await typeAll(search, texts), await typeAll(search, texts)];
    await search.close();
    const [fresh, repeated] = passes.map((answers) => ({
      screen: percentiles(answers.map(({ screen }) => screen)),
      call: percentiles(answers.map(({ call }) => call)),
    }));
    measured[engine] = { queries: texts.length, new: fresh, repeated };
    if (engine === 'yunji') measured[engine].unlikeTerminal = unlike(texts, passes[0], expected);
  }
  return measured;
}

async function typeAll(search, texts) {
  const answers = [];
  for (const text of texts) answers.push(await search.ask(text));
  return answers;
}

function unlike(texts, answers, expected) {
  return texts.filter((_, at) => JSON.stringify(answers[at].urls) !== JSON.stringify(expected[at]));
}

/** First answers: typing at once after the focus, and after a pause long enough to load everything. */
export async function measureCold({ browser, origin, line, query, runs }) {
  const measured = {};
  for (const engine of Object.keys(SURFACES)) measured[engine] = { atOnce: [], afterPause: [] };
  for (let run = 0; run < runs; run++) {
    for (const [engine, surface] of Object.entries(SURFACES)) {
      measured[engine].atOnce.push(await firstAnswer({ browser, origin, line, surface, query, pause: false }));
      measured[engine].afterPause.push(await firstAnswer({ browser, origin, line, surface, query, pause: true }));
    }
  }
  for (const times of Object.values(measured)) {
    for (const name of Object.keys(times)) times[name] = spread(times[name]);
  }
  return measured;
}

// Without the record of the wire: joining a worker's session would hold it up.
async function firstAnswer({ browser, origin, line, surface, query, pause }) {
  const search = await SearchPage.open(browser, origin, surface);
  await line.idle();
  await search.focus();
  if (pause) await line.idle();
  const { screen } = await search.ask(query);
  await search.close();
  return screen;
}

export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at % 1);
}

function spread(numbers) {
  return { median: quantile(numbers, 0.5), least: Math.min(...numbers), most: Math.max(...numbers) };
}

function percentiles(numbers) {
  return { p50: quantile(numbers, 0.5), p95: quantile(numbers, 0.95) };
}
