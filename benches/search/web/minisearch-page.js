// MiniSearch with Han bigrams over one JSON file. It knows titles only; excerpts would need the whole text.
import { searchPage } from './harness.js';

async function load() {
  const [{ default: MiniSearch }, { OPTIONS }, text] = await Promise.all([
    import('/minisearch/index.js'),
    import('./tokens.js'),
    fetch('/index/minisearch.json').then((response) => response.text()),
  ]);
  const index = MiniSearch.loadJSON(text, OPTIONS);
  return {
    async search(query, count) {
      return index.search(query).slice(0, count).map(({ id, title }) => ({ url: encode(id), title }));
    },
  };
}

function encode(path) {
  return path.split('/').map(encodeURIComponent).join('/');
}

searchPage(load, 10);
