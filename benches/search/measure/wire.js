// What goes over the wire, and how often one request has to wait for another.
import { ENGINE_FILE, SURFACES } from '../engines/surfaces.js';
import { SearchPage } from '../engines/drive.js';
import { roundTrips } from '../../lib/network.js';

/** `origin` is by way of a slow line, where the order of requests shows what depends on what. */
export async function measureWire({ browser, origin, shortQueries }) {
  const measured = {};
  for (const [engine, surface] of Object.entries(SURFACES)) {
    measured[engine] = { ...await atOnce(browser, origin, surface, shortQueries), ...await afterPause(browser, origin, surface, shortQueries[0]) };
  }
  return measured;
}

/** The reader focuses the box and types at once: everything is fetched after the key. */
async function atOnce(browser, origin, surface, [first, second]) {
  const search = await SearchPage.open(browser, origin, surface, { watch: true });
  const script = search.network.take().filter(({ url }) => surface.pageScript?.test(url));
  await search.focus();
  const found = await search.ask(first);
  await search.network.idle();
  const requests = search.network.take();
  const isEngine = ({ url }) => ENGINE_FILE.test(new URL(url).pathname);
  const again = await search.ask(second);
  await search.network.idle();
  const report = {
    engine: sum([...script, ...requests.filter(isEngine)]),
    index: sum(requests.filter((request) => !isEngine(request))),
    first: { query: first, pages: found.urls.length, ...sum(requests) },
    second: { query: second, pages: again.urls.length, ...sum(search.network.take()) },
  };
  await search.close();
  return report;
}

/** The reader focuses the box and thinks: what is there before the first key, and what is left to fetch. */
async function afterPause(browser, origin, surface, query) {
  const search = await SearchPage.open(browser, origin, surface, { watch: true });
  search.network.take();
  await search.focus();
  await search.network.idle();
  const requests = search.network.take();
  await search.ask(query);
  await search.network.idle();
  const rest = search.network.take();
  await search.close();
  const files = requests.map(({ url, bytes }) => ({ path: decodeURIComponent(new URL(url).pathname), bytes }));
  return { prefetched: { ...sum(requests), files }, afterPrefetch: sum(rest) };
}

function sum(requests) {
  return {
    bytes: requests.reduce((total, { bytes }) => total + bytes, 0),
    requests: requests.length,
    roundTrips: roundTrips(requests),
  };
}
