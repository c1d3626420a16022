// The search page keeps what is searched in its address, `?q=` with `kind=` and `tag=`, so that
// it can be shared, and so that Back leads to the query before. An entry of the history is a
// query at which the typing rested, not a key.
(function (search) {
  'use strict';
  if (!search) return;
  var REST = 1000; // milliseconds
  var title = document.title;
  var settled = true;
  var timer = 0;

  // What comes next is a query of its own.
  search.settle = function () {
    clearTimeout(timer);
    settled = true;
  };

  // Keeps what is wanted: in the address, or of the dialog the query for this tab.
  search.remember = function (wanted) {
    if (search.dialog) return search.keep('sessionStorage', 'yunji-query', wanted.query);
    document.title = wanted.query ? wanted.query + ' \u00b7 ' + title : title;
    var address = new URL(location.href);
    address.search = '';
    if (wanted.query) address.searchParams.set('q', wanted.query);
    wanted.kinds.forEach(function (kind) { address.searchParams.append('kind', kind); });
    wanted.tags.forEach(function (tag) { address.searchParams.append('tag', tag); });
    if (address.href === location.href) return;
    var push = settled && location.search;
    clearTimeout(timer);
    settled = false;
    timer = setTimeout(search.settle, REST);
    // Safari refuses when it is called too often: then only the address is behind.
    try { history[push ? 'pushState' : 'replaceState'](null, '', address); } catch (_) { /* see above */ }
  };

  if (search.dialog) return;

  function read() {
    var asked = new URL(location.href).searchParams;
    search.settle();
    var left = history.state && history.state.search;
    var wanted = { query: asked.get('q') || '', kinds: asked.getAll('kind'), tags: asked.getAll('tag') };
    if (left) search.restore(Object.assign({}, left, { wanted: wanted }));
    else {
      search.want(wanted);
      search.ask();
    }
  }

  addEventListener('popstate', read);
  // After the last part of this file is there.
  document.addEventListener('DOMContentLoaded', function () {
    if (history.state && history.state.search) history.scrollRestoration = 'manual';
    search.input.focus({ preventScroll: true });
    read();
  });
})(window.yunjiSearch);
