// The search box, in the dialog and on the search page. This part holds what the others share:
// they add their functions to `yunjiSearch`, each file one concern. A box is in every page once
// or not at all.
(function () {
  'use strict';
  var html = document.documentElement;
  var box = document.querySelector('[data-search]');
  if (!box) return;

  function part(name) { return box.querySelector('.search-' + name); }

  // Resolved once: a later ?q= in the address must not move the base.
  var rootUrl = new URL(html.dataset.root || './', document.baseURI);

  var search = window.yunjiSearch = {
    box: box,
    dialog: box.closest('dialog'),
    input: part('input'),
    body: part('body'),
    list: part('list'),
    status: part('status'),
    live: part('live'),
    message: part('message'),
    hint: part('hint'),
    bar: part('facets'),
    recent: part('recent'),
    more: part('more'),
    say: box.dataset,
    rootUrl: rootUrl,
    workerUrl: new URL(html.dataset.worker, rootUrl).href,
    base: new URL(html.dataset.searchBase, rootUrl).href,
    PAGES: 10, // shown at first and with each "more", two sections of each
    kinds: [], // what the answer is narrowed to beside the query's own filters
    tags: []
  };

  // What the reader wants to know now: plain data, compared and kept as JSON.
  search.wanted = function () {
    return { query: search.input.value.trim(), kinds: search.kinds, tags: search.tags };
  };

  search.isNothing = function (wanted) {
    return !wanted.query && !wanted.kinds.length && !wanted.tags.length;
  };

  // Puts what was wanted before back into the box.
  search.want = function (wanted) {
    search.input.value = wanted.query || '';
    search.kinds = wanted.kinds || [];
    search.tags = wanted.tags || [];
  };

  search.fill = function (text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; });
  };

  search.element = function (name, className, text) {
    var node = document.createElement(name);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  };

  // A button that the arrow keys reach from the field; see keys.js.
  search.button = function (className, text, press) {
    var button = search.element('button', className, text);
    button.type = 'button';
    button.addEventListener('click', press);
    return button;
  };

  search.kindName = function (kind) { return box.getAttribute('data-kind-' + kind) || kind; };

  // Storage is only a convenience: where it is blocked, nothing is remembered.
  search.kept = function (storage, key) {
    try { return JSON.parse(window[storage].getItem(key)); } catch (_) { return null; }
  };

  search.keep = function (storage, key, value) {
    try { window[storage].setItem(key, JSON.stringify(value)); } catch (_) { /* see above */ }
  };
})();
