// Keeps what was read, so that it can be read without a network.
//
// Pages come from the network whenever it answers, so that nobody reads an old note without
// need; what was kept stands in for them. Files with a hash in their name never change and
// are taken from what is kept first. The build puts a line before this text that says what
// to keep from the beginning: `self.yunji`.
(function () {
  'use strict';
  var scope = self.registration.scope;
  var below = new URL(scope).pathname;
  var KEPT = 'yunji ' + below; // other sites may live on the same host
  var SEARCH = 'yunji-search'; // where search-worker.js keeps its engine
  var PATIENCE = 4000; // milliseconds that a page is waited for when it was kept before

  function store(path) { return caches.open(/^search\/(boot|engine)\./.test(path) ? SEARCH : KEPT); }

  // Whether the name of a file changes with its content.
  function lasting(path) {
    return /^(assets\/.+\.[0-9a-f]{8}\.\w+|search\/(.+\/.+|\w+\.[0-9a-f]{8,}\.\w+))$/.test(path);
  }

  // A page behind a redirection is a login page as often as not.
  function good(response) { return response.ok && response.type === 'basic' && !response.redirected; }

  // What it is not worth to wait for, or not possible.
  function ignore() {}

  // ---- installing ---------------------------------------------------------

  async function keep(path) {
    var address = new URL(path, scope).href;
    var cache = await store(path);
    if (lasting(path) && await cache.match(address)) return;
    var response = await fetch(address, { cache: lasting(path) ? 'default' : 'no-cache' });
    if (!good(response)) throw new Error(path + ': ' + response.status);
    await cache.put(address, response);
  }

  // Files of former builds that no page asks for any more. Who saved the whole site has a
  // list of it and tidies up by that.
  async function tidy() {
    var cache = await caches.open(KEPT);
    if (await cache.match(scope + 'offline.json')) return;
    var shell = self.yunji.shell;
    var old = (await cache.keys()).filter(function (request) {
      var path = request.url.slice(scope.length);
      return lasting(path) && !shell.includes(path);
    });
    await Promise.all(old.map(function (request) { return cache.delete(request); }));
  }

  self.addEventListener('install', function (event) {
    event.waitUntil(Promise.all(self.yunji.shell.map(keep)).then(function () { return self.skipWaiting(); }));
  });

  self.addEventListener('activate', function (event) {
    event.waitUntil(Promise.all([self.clients.claim(), tidy()]));
  });

  // Pages ask what there is to save.
  self.addEventListener('message', function (event) {
    if (event.ports[0]) event.ports[0].postMessage(self.yunji);
  });

  // ---- answering ----------------------------------------------------------

  function plain(address) { return address.split(/[?#]/)[0]; }

  // From the network, noting what came. Of what a link opens only pages: no archives, no films.
  async function fresh(event, options) {
    var request = event.request;
    var response = await fetch(request, options);
    var address = plain(request.url);
    var cache = await caches.open(KEPT);
    var page = /^text\/html/.test(response.headers.get('Content-Type'));
    if (good(response) && (page || request.mode !== 'navigate')) {
      event.waitUntil(cache.put(address, response.clone()).catch(ignore)); // the disk may be full
    } else if (response.status === 404 || response.status === 410) {
      await cache.delete(address);
    }
    return response;
  }

  async function page(event) {
    var request = event.request;
    var kept = await caches.match(plain(request.url));
    // The browser's own cache may hold it without asking the server; notes must be fresh.
    var network = fresh(event, { cache: 'no-cache' });
    event.waitUntil(network.catch(ignore));
    try {
      var response = await (kept ? Promise.race([network, late()]) : network);
      if (response.status < 500 || !kept) return response;
    } catch (error) {
      if (!kept) return lacking(error);
    }
    return marked(kept);
  }

  function late() {
    return new Promise(function (_, reject) { setTimeout(reject, PATIENCE, new Error('late')); });
  }

  // Says to the page that it is not of now, in the one header that pages can read.
  function marked(kept) {
    var headers = new Headers(kept.headers);
    headers.set('Server-Timing', 'kept;desc="' + (headers.get('Date') || '') + '"');
    return new Response(kept.body, { status: kept.status, headers: headers });
  }

  // In the place of a page that was not kept. It is shown at any address, so that its links,
  // which begin with what leads from its own to the root, need the root's path.
  async function lacking(error) {
    var kept = await caches.match(scope + 'assets/offline/');
    if (!kept) throw error;
    var html = (await kept.text()).replace(/="(\.\.\/){2}/g, '="' + below);
    return new Response(html, { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  }

  async function file(event, path) {
    var request = event.request;
    var kept = await caches.match(request.url);
    if (kept) return kept;
    try {
      var response = await fresh(event);
      if (response.ok) return response;
    } catch (error) {
      response = error;
    }
    // A page of a former build gets the style of this one.
    var same = path.startsWith('assets/') && await caches.match(scope + twin(path));
    if (same) return same;
    if (response instanceof Response) return response;
    throw response;
  }

  // The file of this build whose name differs in the hash only.
  function twin(path) {
    function bare(path) { return path.replace(/\.[0-9a-f]{8}(\.\w+)$/, '$1'); }
    return self.yunji.shell.find(function (known) { return bare(known) === bare(path); }) || path;
  }

  // Pictures and the like.
  async function other(event) {
    try {
      var response = await fresh(event);
      if (response.status < 500) return response;
    } catch (error) {
      response = error;
    }
    var kept = await caches.match(plain(event.request.url));
    if (kept) return kept;
    if (response instanceof Response) return response;
    throw response;
  }

  self.addEventListener('fetch', function (event) {
    var request = event.request;
    if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
    // Recordings come in parts, and who saves the site keeps its files itself.
    if (request.headers.has('range') || request.cache === 'reload' && request.mode !== 'navigate') return;
    var path = plain(request.url).slice(scope.length);
    if (request.mode === 'navigate') event.respondWith(page(event));
    else if (lasting(path)) event.respondWith(file(event, path));
    else if (/^(image|font|style|script|manifest|)$/.test(request.destination)) event.respondWith(other(event));
  });
})();
