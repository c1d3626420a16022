// The link to the worker that does the searching. Before the reader shows an intent to search,
// nothing is loaded but its script and the names of its files, 2 KB while the page is idle.
(function (search) {
  'use strict';
  if (!search) return;

  var worker = null;
  var opened = null;   // promise: the worker has been told where the index is
  var names = null;    // promise of what index.json says, or of null
  var lastId = 0;      // id of the newest query posted
  var asked = null;    // that query, as JSON
  var inFlight = false; // whether its answer is still to come
  var answered = null; // what the list shows the answer of, as JSON

  function drop(reason, code) {
    if (worker) worker.terminate();
    worker = names = null; // the next query starts afresh
    fail(reason, code);
  }

  function fail(reason, code) {
    inFlight = false;
    answered = null;
    search.showError(reason, location.protocol === 'file:' && !disk ? 'local' : code);
  }

  // On pages opened from a disk, which cannot fetch.
  var disk = window.yunjiDisk;

  // Asked for before it is needed, because engine and index can only be fetched by these names.
  function lookAhead() {
    names = names || disk && Promise.resolve(null) || fetch(new URL('index.json', search.base), { cache: 'no-cache' }).then(function (response) {
      return response.ok ? response.json() : null;
    }).catch(function () { return null; });
    return names;
  }

  search.wake = function () {
    if (worker) return true;
    try {
      worker = new (disk ? disk.Worker : Worker)(search.workerUrl);
    } catch (error) {
      drop(String(error && error.message || error), 'worker');
      return false;
    }
    worker.onmessage = function (event) { receive(event.data); };
    worker.onerror = function (event) { drop(event.message || '', 'worker'); };
    var started = worker;
    opened = lookAhead().then(function (entry) {
      started.postMessage({ type: 'open', base: search.base, entry: entry });
    });
    return true;
  };

  function receive(data) {
    if (!data) return;
    if (data.type === 'error' && data.id == null) return drop(data.message, data.code);
    if (data.type !== 'answer' && data.type !== 'error' || data.id !== lastId) return;
    inFlight = false;
    if (data.type === 'error') return fail(data.message, data.code);
    answered = asked;
    search.show(data.answer, JSON.parse(asked));
  }

  // Asks for so many pages of what is wanted, unless just that is shown or on its way.
  search.post = function (wanted, pages) {
    var request = JSON.stringify({ query: wanted.query, kinds: wanted.kinds, tags: wanted.tags, limit: pages });
    if (request === (inFlight ? asked : answered) || !search.wake()) return;
    lastId++;
    inFlight = true;
    asked = request;
    search.list.setAttribute('aria-busy', 'true');
    if (answered === null && wanted.query) search.status.textContent = search.say.tLoading;
    var to = worker;
    var message = Object.assign({ type: 'search', id: lastId, group: true }, JSON.parse(request));
    opened.then(function () { to.postMessage(message); });
  };

  // Whether what the list shows is the answer of what is wanted.
  search.isAnswered = function () {
    if (inFlight || answered === null) return false;
    var shown = JSON.parse(answered);
    delete shown.limit;
    return JSON.stringify(shown) === JSON.stringify(search.wanted());
  };

  // Makes an answer under way stale.
  search.forget = function () {
    lastId++;
    inFlight = false;
    answered = asked = null;
  };

  addEventListener('load', function () {
    (window.requestIdleCallback || setTimeout)(function () {
      if (worker || disk) return; // which has asked for both, or asks for nothing ahead
      lookAhead();
      fetch(search.workerUrl).catch(function () { /* it will be fetched again */ });
    });
  });
})(window.yunjiSearch);
