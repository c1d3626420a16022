// Runs the search engine off the page's thread: fetches the index a little at a time and
// hands it to the engine, which is WebAssembly compiled from the crate the terminal uses.
//
// in:  { type: 'open', base, entry? }             where the search folder is, what its index.json says
//      { type: 'search', id, query, limit, group?, kinds?, tags? }
// out: { type: 'ready' } | { type: 'answer', id, answer } | { type: 'error', id|null, message, code? }
//
// A code says what no other try will mend: 'old', a browser that cannot run the engine, or
// 'blocked', a policy of the site's host that forbids it.
//
// Only the newest query is answered: one that is overtaken while files are fetched for it is
// dropped, so that typing on a slow line never waits for what is no longer wanted.
(function () {
  'use strict';
  var base = '';
  var engine = null; // promise of the open engine
  var newest = null; // the query to answer next
  var running = false;

  function Missing(path) { this.path = path; }

  async function load(path, cache) {
    var response = await fetch(new URL(path, base), { cache: cache || 'default' });
    // A file of a former build that is gone: the site was published anew since.
    if (response.status === 404 || response.status === 410) throw new Missing(path);
    if (!response.ok) throw new Error(path + ': ' + response.status);
    return response;
  }

  async function bytes(response) { return new Uint8Array(await response.arrayBuffer()); }

  // Files named by their content never change: what the browser has of them is good, however
  // old.
  async function piece(path) { return bytes(await load(path, 'force-cache')); }

  // Engine and boot file are kept beyond what the host allows, where the browser can (only on
  // https and localhost).
  var STORE = 'yunji-search';
  async function keep(path) {
    var store = null;
    try { store = await caches.open(STORE); } catch (_) { /* as if nothing were kept */ }
    var address = new URL(path, base).href;
    var kept = store && await store.match(address);
    if (kept) return bytes(kept);
    var response = await load(path);
    if (store) store.put(address, response.clone()).catch(function () {});
    return bytes(response);
  }

  // Drops what former builds left.
  async function forget(entry) {
    try {
      var store = await caches.open(STORE);
      var old = (await store.keys()).filter(function (key) {
        var here = key.url.startsWith(base) && key.url.slice(base.length);
        return here && here !== entry.engine && here !== entry.boot;
      });
      await Promise.all(old.map(function (key) { return store.delete(key); }));
    } catch (_) { /* as above */ }
  }

  async function instantiate(bytes) {
    try {
      return (await WebAssembly.instantiate(bytes, {})).instance.exports;
    } catch (error) {
      error.code = /content security|CSP|unsafe-eval/i.test(error.message) ? 'blocked' : 'old';
      throw error;
    }
  }

  async function open(known) {
    if (typeof WebAssembly !== 'object') throw Object.assign(new Error('WebAssembly'), { code: 'old' });
    var text = new TextDecoder();
    var entry = known || await (await load('index.json', 'no-cache')).json();
    var files = await Promise.all([keep(entry.engine), keep(entry.boot)]);
    forget(entry);
    var wasm = await instantiate(files[0]);

    // Writes the parts into the engine's input, calls it, and reads its output as JSON.
    function call(name, parts, argument) {
      var length = parts.reduce(function (sum, part) { return sum + part.length; }, 0);
      var at = wasm.input(length);
      parts.forEach(function (part) {
        new Uint8Array(wasm.memory.buffer, at, part.length).set(part);
        at += part.length;
      });
      var size = argument === undefined ? wasm[name]() : wasm[name](argument);
      var result = JSON.parse(text.decode(new Uint8Array(wasm.memory.buffer, wasm.output(), size)));
      if (result.error) throw new Error(result.error);
      return result;
    }

    call('open', [files[1]]);
    return call;
  }

  // The answer, or null when a newer query came while files were fetched.
  async function search(request) {
    var encoder = new TextEncoder();
    var call = await (engine = engine || open());
    while (!newest) {
      var outcome = call('search', [encoder.encode(JSON.stringify(request))]);
      if (outcome.answer) return outcome.answer;
      var contents = await Promise.all(outcome.missing.map(piece));
      outcome.missing.forEach(function (path, number) {
        var name = encoder.encode(path);
        call('supply', [name, contents[number]], name.length);
      });
    }
    return null;
  }

  async function answer(data) {
    var request = {
      query: data.query, limit: data.limit || 10, group: !!data.group, kinds: data.kinds || [], tags: data.tags || []
    };
    try {
      return await search(request);
    } catch (error) {
      // Once more from the beginning: with the new index, or after the engine gave up.
      if (!(error instanceof Missing || error instanceof WebAssembly.RuntimeError)) throw error;
      engine = null;
      return search(request);
    }
  }

  function fail(id, error) {
    engine = null;
    var message = error instanceof Missing ? error.path + ': 404' : String(error && error.message || error);
    postMessage({ type: 'error', id: id, message: message, code: error && error.code });
  }

  async function run() {
    running = true;
    while (newest) {
      var data = newest;
      newest = null;
      try {
        var found = await answer(data);
        if (found) postMessage({ type: 'answer', id: data.id, answer: found });
      } catch (error) {
        if (!newest) fail(data.id, error);
      }
    }
    running = false;
  }

  onmessage = function (event) {
    var data = event.data;
    if (data.type === 'open') {
      base = data.base;
      // The names may be of a former build that is gone.
      engine = open(data.entry).catch(function (error) {
        if (data.entry && error instanceof Missing) return open();
        throw error;
      });
      engine.then(function () { postMessage({ type: 'ready' }); }, function (error) { fail(null, error); });
    } else if (data.type === 'search') {
      newest = data;
      if (!running) run();
    }
  };
})();
