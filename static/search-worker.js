// Runs the search engine off the page's thread: fetches the index a little at a time and
// hands it to the engine, which is WebAssembly compiled from the crate the terminal uses.
//
// in:  { type: 'open', base }                     where the search folder is
//      { type: 'search', id, query, limit, kind?, tag? }
// out: { type: 'ready' } | { type: 'answer', id, answer } | { type: 'error', id|null, message }
(function () {
  'use strict';
  var base = '';
  var engine = null; // promise of the open engine
  var queue = Promise.resolve(); // the engine answers one query at a time

  function Missing(path) { this.path = path; }

  async function load(path, cache) {
    var response = await fetch(new URL(path, base), { cache: cache || 'default' });
    // A file of a former build that is gone: the site was published anew since.
    if (response.status === 404 || response.status === 410) throw new Missing(path);
    if (!response.ok) throw new Error(path + ': ' + response.status);
    return new Uint8Array(await response.arrayBuffer());
  }

  async function open() {
    var text = new TextDecoder();
    var entry = JSON.parse(text.decode(await load('index.json', 'no-cache')));
    var files = await Promise.all([load(entry.engine), load(entry.boot)]);
    var wasm = (await WebAssembly.instantiate(files[0], {})).instance.exports;

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

  async function search(request) {
    var bytes = new TextEncoder();
    var call = await (engine = engine || open());
    for (;;) {
      var outcome = call('search', [bytes.encode(JSON.stringify(request))]);
      if (outcome.answer) return outcome.answer;
      var contents = await Promise.all(outcome.missing.map(function (path) { return load(path); }));
      outcome.missing.forEach(function (path, number) {
        var name = bytes.encode(path);
        call('supply', [name, contents[number]], name.length);
      });
    }
  }

  async function answer(data) {
    var request = { query: data.query, limit: data.limit || 30 };
    if (data.kind) request.kind = data.kind;
    if (data.tag) request.tag = data.tag;
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
    postMessage({ type: 'error', id: id, message: message });
  }

  onmessage = function (event) {
    var data = event.data;
    if (data.type === 'open') {
      base = data.base;
      engine = open();
      engine.then(function () { postMessage({ type: 'ready' }); }, function (error) { fail(null, error); });
    } else if (data.type === 'search') {
      queue = queue.then(function () { return answer(data); }).then(
        function (found) { postMessage({ type: 'answer', id: data.id, answer: found }); },
        function (error) { fail(data.id, error); }
      );
    }
  };
})();
