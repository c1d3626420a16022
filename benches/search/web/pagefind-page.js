// Pagefind through its documented API: https://pagefind.app/docs/api/
import { searchPage } from './harness.js';

async function load() {
  const pagefind = await import('/pagefind/pagefind.js');
  await pagefind.init();
  return {
    async search(query, count) {
      const { results } = await pagefind.search(query);
      const shown = await Promise.all(results.slice(0, count).map((result) => result.data()));
      return shown.map(({ url, meta, excerpt }) => ({ url, title: meta.title, excerpt }));
    },
  };
}

// Five results are what Pagefind's own interface shows at first.
searchPage(load, 5);
