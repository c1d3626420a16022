// Everything the benchmark knows of the three search pages: where to type and what shows that results stand there.
// A change of Yunji's theme is followed here and nowhere else. All three open by Ctrl+K and mark the list as
// aria-busy from the query to its results.

const LIST = { input: '[role=combobox]', list: '[role=listbox]', link: '[role=listbox] a[href]' };

export const SURFACES = {
  yunji: {
    name: 'Yunji', address: '/', box: 'dialog [data-search]', error: '.search-reason', ...LIST,
    // Loaded with every page or while it is idle, before any intent to search.
    pageScript: /\/(assets\/search(-worker)?\.[^/]*js|search\/index\.json)$/,
  },
  pagefind: { name: 'Pagefind', address: '/bench/pagefind.html', box: '#search', error: '.error', ...LIST },
  minisearch: { name: 'MiniSearch', address: '/bench/minisearch.html', box: '#search', error: '.error', ...LIST },
};

/** What is code and not index, among the files a search fetches. */
export const ENGINE_FILE = /\.(js|wasm)$|\/wasm\.[^/]+\.pagefind$/;

/** A note's page as the theme renders it. */
export const NOTE = {
  article: 'article.prose',
  title: '#yj-title',
  // Path of the note below the content folder, as the judgements name it.
  source: '.notefoot .source code',
  // Links beside headings are no text of the note.
  furniture: 'a.anchor',
};

/** As many pages as the search box asks for. */
export const LIMIT = 10;
