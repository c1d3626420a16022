// The smallest honest search page around an engine: wakes it on focus, asks on every input, shows the results.
// No delay for typing and no styling, so that what is measured is the engine's and not this page's.

/**
 * `load()` resolves to the engine: `search(query, count)` resolves to `{ title, url, excerpt }`s.
 * `count` results are shown.
 */
export function searchPage(load, count) {
  const box = document.querySelector('#search');
  const input = box.querySelector('[role=combobox]');
  const list = box.querySelector('[role=listbox]');
  const error = box.querySelector('.error-place');
  let engine = null;
  let newest = 0;

  const wake = () => (engine ??= load());

  function show(results) {
    list.replaceChildren(...results.map(({ title, url, excerpt }) => {
      const link = document.createElement('a');
      link.setAttribute('role', 'option');
      link.href = url;
      link.textContent = title;
      const text = document.createElement('p');
      text.innerHTML = excerpt || '';
      link.append(text);
      return link;
    }));
    list.removeAttribute('aria-busy');
  }

  async function ask() {
    const number = ++newest;
    const query = input.value.trim();
    if (!query) return show([]);
    list.setAttribute('aria-busy', 'true');
    try {
      const { search } = await wake();
      const start = performance.now();
      const results = await search(query, count);
      window.lastCall = performance.now() - start;
      if (number === newest) show(results);
    } catch (reason) {
      error.className = 'error';
      error.textContent = String(reason);
      show([]);
    }
  }

  input.addEventListener('focus', wake);
  input.addEventListener('input', ask);
  document.addEventListener('keydown', (event) => {
    if (!event.ctrlKey || event.key !== 'k') return;
    event.preventDefault();
    input.focus();
  });

  /** For many queries in a row, without typing. */
  window.askEngine = async (query, wanted) => (await (await wake()).search(query, wanted)).map(({ url }) => url);
}
