// Reading offline: registers the service worker, saves the whole site when the reader wishes,
// says when a page is not of now, and lists what is here when one is not.
(function () {
  'use strict';
  var html = document.documentElement;
  var script = html.dataset.serviceWorker;
  if (!script || !navigator.serviceWorker || !window.caches) return;
  var root = new URL(html.dataset.root || './', document.baseURI);
  var box = document.querySelector('[data-keep]');
  if (!box) return;
  var say = box.dataset;

  function at(path) { return new URL(path, root).href; }
  function open() { return caches.open('yunji ' + root.pathname); }
  function element(name, className, text) {
    var node = document.createElement(name);
    if (className) node.className = className;
    node.textContent = text;
    return node;
  }

  // ---- a page that was kept -----------------------------------------------

  var visit = performance.getEntriesByType('navigation')[0];
  var kept = visit && (visit.serverTiming || []).find(function (entry) { return entry.name === 'kept'; });
  if (kept) {
    var date = new Date(kept.description);
    var shown = isNaN(date) ? '' : date.toLocaleString(html.lang, { dateStyle: 'medium', timeStyle: 'short' });
    var note = element('p', 'kept', (shown ? say.tKept : say.tKeptUndated).replace('{date}', shown));
    note.setAttribute('role', 'status');
    document.body.append(note); // at the end, where nothing moves for it
  }

  // ---- in the place of a page that was not --------------------------------

  var list = document.querySelector('[data-kept-pages]');
  var MOST = 30;

  async function listPages() {
    var cache = await open();
    var pages = (await cache.keys()).reverse().filter(function (request) {
      var path = request.url.slice(root.href.length);
      return /(^|\/|\.html)$/.test(path) && !/^(search|assets)\//.test(path);
    });
    for (var request of pages.slice(0, MOST)) {
      var text = await (await cache.match(request)).text();
      var title = new DOMParser().parseFromString(text, 'text/html').title;
      var item = element('li', '', '');
      var link = element('a', '', title.replace(/ · [^·]*$/, ''));
      link.href = request.url;
      item.append(link);
      list.append(item);
    }
    list.parentNode.hidden = !list.firstChild;
  }

  if (list) {
    listPages().catch(function () { /* the search and the links above are left */ });
    addEventListener('online', function () { location.reload(); });
  }

  // ---- saving the whole site ----------------------------------------------

  var LIST = at('offline.json');
  var button = box.querySelector('button');
  var status = box.querySelector('[role=status]');
  var build = null;    // what the worker says there is
  var saving = null;   // { stop } while files are fetched

  function ask(worker) {
    return new Promise(function (resolve) {
      var channel = new MessageChannel();
      channel.port1.onmessage = function (event) { resolve(event.data); };
      worker.postMessage('build', [channel.port2]);
    });
  }

  function show(text, label) {
    status.textContent = text;
    button.hidden = !label;
    button.textContent = label || '';
    box.hidden = false;
  }

  function offer(text) {
    show(text || '', say.tSave.replace('{size}', (build.size / 1e6).toFixed(build.size < 1e7 ? 1 : 0) + ' MB'));
  }

  async function savedList(cache) {
    var kept = await cache.match(LIST);
    return kept ? kept.json() : { version: '', files: {} };
  }

  // `reload` tells the worker that the file is not for showing.
  async function load(address) {
    var response = await fetch(address, { cache: 'reload' });
    if (!response.ok || response.redirected) throw new Error(address);
    return response;
  }

  // Fetches what is new, six at a time, and drops what is gone. What was fetched when it is
  // stopped or fails counts at the next time.
  async function save() {
    var run = saving = { stop: false };
    var cache = await open();
    var search = await caches.open('yunji-search'); // where the search keeps its engine
    var list = await (await load(LIST)).json();
    var files = list.files;
    var had = (await savedList(cache)).files;
    var before = await cache.keys();
    var here = new Set(before.concat(await search.keys()).map(function (request) { return request.url; }));
    var paths = Object.keys(files);
    var todo = paths.filter(function (path) { return had[path] !== files[path] || !here.has(at(path)); });
    var all = todo.length;
    var left = new Set(todo);

    async function fetchSome() {
      for (var path; !run.stop && (path = todo.pop()) !== undefined;) {
        await (/^search\/(boot|engine)\./.test(path) ? search : cache).put(at(path), await load(at(path)));
        left.delete(path);
        show(say.tSaving.replace('{percent}', Math.floor(100 * (1 - left.size / all))), say.tCancel);
      }
    }

    var failed = null;
    await Promise.all(Array.from({ length: 6 }, fetchSome)).catch(function (error) { failed = error; run.stop = true; });
    var done = {};
    paths.forEach(function (path) { if (!left.has(path)) done[path] = files[path]; });
    if (!left.size) {
      var wanted = new Set(paths.map(at));
      await Promise.all(before.map(function (request) { return wanted.has(request.url) || cache.delete(request); }));
    }
    var version = left.size ? '' : list.version;
    await cache.put(LIST, new Response(JSON.stringify({ version: version, files: done })));
    if (failed) throw failed;
    return !left.size;
  }

  function start() {
    show(say.tSaving.replace('{percent}', 0), say.tCancel);
    save().then(function (whole) {
      if (whole) show(say.tSaved);
      else offer();
    }, function () { offer(say.tFailed); }).then(function () { saving = null; });
  }

  button.addEventListener('click', function () {
    if (saving) {
      saving.stop = true;
      return;
    }
    // Asks the browser not to clear it when space grows short.
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    start();
  });

  async function ready() {
    build = await ask((await navigator.serviceWorker.ready).active);
    var saved = await savedList(await open());
    if (saved.version === build.version) show(say.tSaved);
    else if (saved.version && navigator.onLine && !kept) start(); // a new build: only what changed
    else offer();
  }

  addEventListener('load', function () {
    (window.requestIdleCallback || setTimeout)(function () {
      navigator.serviceWorker.register(at(script)).then(ready).catch(function () { /* read online then */ });
    });
  });
})();
