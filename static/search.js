// The search box, in the dialog and on the search page. The worker does the searching; before
// the reader shows an intent to search, nothing is loaded but its script and the names of its
// files, 2 KB while the page is idle. Queries are sent as they are typed; the worker answers
// the newest.
(function () {
  'use strict';
  var html = document.documentElement;
  var box = document.querySelector('[data-search]');
  if (!box) return;

  var input = box.querySelector('.search-input');
  var list = box.querySelector('.search-list');
  var status = box.querySelector('.search-status');
  var message = box.querySelector('.search-message');
  var hint = box.querySelector('.search-hint');
  var dialog = box.closest('dialog');
  var say = box.dataset;
  var disk = window.yunjiDisk; // on pages opened from a disk, which cannot fetch
  // Resolved once: a later ?q= in the address must not move the base.
  var rootUrl = new URL(html.dataset.root || './', document.baseURI);
  var workerUrl = new URL(html.dataset.worker, rootUrl).href;
  var searchBase = new URL(html.dataset.searchBase, rootUrl).href;
  var android = /Android/i.test(navigator.userAgent);
  var PAGES = 10; // shown at most, two sections of each
  var IN_SIGHT = 5; // of them, on a screen of usual height

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; });
  }

  function element(name, className, text) {
    var node = document.createElement(name);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  function remember(key, value) {
    try { sessionStorage.setItem(key, value); } catch (_) { /* only a convenience */ }
  }

  function forget(key) {
    try { sessionStorage.removeItem(key); } catch (_) { /* as above */ }
  }

  // ---- worker -------------------------------------------------------------

  var worker = null;
  var opened = null;   // promise: the worker has been told where the index is
  var names = null;    // promise of what index.json says, or of null
  var lastId = 0;      // id of the newest query posted
  var asked = null;    // that query
  var inFlight = false; // whether its answer is still to come
  var answered = null; // query whose results stand in the list

  function drop(reason) {
    if (worker) worker.terminate();
    worker = names = null; // the next query starts afresh
    inFlight = false;
    answered = null;
    if (wanted()) showError(reason);
  }

  // Asked for before it is needed, because engine and index can only be fetched by these names.
  function lookAhead() {
    names = names || disk && Promise.resolve(null) || fetch(new URL('index.json', searchBase), { cache: 'no-cache' }).then(function (response) {
      return response.ok ? response.json() : null;
    }).catch(function () { return null; });
    return names;
  }

  function wake() {
    if (worker) return true;
    try {
      worker = new (disk ? disk.Worker : Worker)(workerUrl);
    } catch (error) {
      drop(String(error && error.message || error));
      return false;
    }
    worker.onmessage = function (event) { receive(event.data); };
    worker.onerror = function (event) { drop(event.message || ''); };
    var started = worker;
    opened = lookAhead().then(function (entry) {
      started.postMessage({ type: 'open', base: searchBase, entry: entry });
    });
    return true;
  }

  function receive(data) {
    if (!data) return;
    if (data.type === 'error' && data.id == null) return drop(data.message);
    if (data.type !== 'answer' && data.type !== 'error' || data.id !== lastId) return;
    inFlight = false;
    if (!wanted()) return;
    if (data.type === 'answer') show(data.answer);
    else showError(data.message);
  }

  function post(query) {
    if (!wake()) return;
    lastId++;
    inFlight = true;
    asked = query;
    list.setAttribute('aria-busy', 'true');
    if (answered === null) status.textContent = say.tLoading;
    var to = worker;
    var message = { type: 'search', id: lastId, query: query, limit: PAGES, group: true };
    opened.then(function () { to.postMessage(message); });
  }

  addEventListener('load', function () {
    (window.requestIdleCallback || setTimeout)(function () {
      if (worker || disk) return; // which has asked for both, or asks for nothing ahead
      lookAhead();
      fetch(workerUrl).catch(function () { /* it will be fetched again */ });
    });
  });

  // ---- typing -------------------------------------------------------------

  var composed = null; // text an input method is composing, null when none
  var openFirst = false;

  function wanted() { return input.value.trim(); }

  function ask() {
    var query = wanted();
    if (!dialog) {
      var address = new URL(location.href);
      if (query) address.searchParams.set('q', query);
      else address.searchParams.delete('q');
      // Safari refuses when it is called too often.
      try { history.replaceState(history.state, '', address); } catch (_) { /* only the address is behind */ }
    }
    remember('yunji-query', query);
    if (!query) return clear();
    if (query === (inFlight ? asked : answered)) return;
    post(query);
  }

  function clear() {
    answered = asked = null;
    inFlight = false;
    lastId++; // makes the answer under way stale
    status.textContent = '';
    message.hidden = true;
    hint.hidden = false;
    box.classList.remove('is-asked');
    setOptions([]);
  }

  input.addEventListener('compositionstart', function () { composed = ''; });
  input.addEventListener('compositionupdate', function (event) { composed = event.data || ''; });
  input.addEventListener('compositionend', function () { composed = null; openFirst = false; ask(); });
  input.addEventListener('input', function (event) {
    openFirst = false;
    // Half-typed pinyin is no query. Android keyboards compose plain Latin words too, so there it is one.
    if ((event.isComposing || composed !== null) && !android && /[a-z]/i.test(composed || event.data || '')) return;
    ask();
  });

  // ---- results ------------------------------------------------------------

  var options = [];
  var active = -1;
  var body = box.querySelector('.search-body');
  var scrolled = false;
  body.addEventListener('scroll', function () { scrolled = body.scrollTop > 0; }, { passive: true });

  function setOptions(next) {
    options = next;
    if (!next.length) list.textContent = '';
    list.removeAttribute('aria-busy');
    input.setAttribute('aria-expanded', String(next.length > 0));
    setActive(next.length ? 0 : -1);
  }

  function setActive(index, scroll) {
    if (options[active]) options[active].setAttribute('aria-selected', 'false');
    active = index;
    var option = options[active];
    if (!option) return input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', option.id);
    if (scroll) option.scrollIntoView({ block: 'nearest' });
  }

  var ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

  // The excerpt is escaped text with <mark> only; it is taken apart here, never set as HTML.
  function excerpt(target, source) {
    var inside = false;
    source.split(/(<\/?mark>)/).forEach(function (part) {
      if (part === '<mark>') inside = true;
      else if (part === '</mark>') inside = false;
      else if (part) {
        var text = part.replace(/&(amp|lt|gt|quot|#39);/g, function (_, name) { return ENTITIES[name]; });
        target.append(inside ? element('mark', '', text) : text);
      }
    });
  }

  function group(results) {
    var pages = [];
    var byPath = new Map();
    results.forEach(function (result) {
      var page = byPath.get(result.path);
      if (!page) {
        page = [];
        byPath.set(result.path, page);
        pages.push(page);
      }
      page.push(result);
    });
    return pages;
  }

  function option(result, lead, index) {
    var link = element('a', lead ? 'result result-lead' : 'result');
    link.href = new URL(result.url, rootUrl).href;
    link.id = list.id + '-' + index;
    link.tabIndex = -1;
    link.setAttribute('role', 'option');
    link.setAttribute('aria-selected', 'false');
    if (lead) {
      var top = element('span', 'result-top');
      top.append(element('span', 'result-title', result.title));
      if (result.kind) top.append(element('span', 'kind kind-' + result.kind, box.getAttribute('data-kind-' + result.kind) || result.kind));
      link.append(top);
    }
    if (result.heading && result.heading !== result.title) link.append(element('span', 'result-heading', result.heading));
    var text = element('span', 'result-text');
    excerpt(text, result.excerpt || '');
    link.append(text);
    return link;
  }

  function pageBlock(results) {
    var block = element('div', 'result-page');
    block.setAttribute('role', 'group');
    block.setAttribute('aria-label', results[0].title);
    results.forEach(function (result, place) {
      var link = option(result, place === 0, options.length);
      options.push(link);
      block.append(link);
    });
    return block;
  }

  // The pages in sight come with the next frame, the others with the one after it: a frame that
  // lays out all of them is late.
  function show(answer) {
    var pages = group(answer.results);
    var waiting = pages.splice(IN_SIGHT);
    answered = asked;
    box.classList.add('is-asked');
    options = [];
    list.replaceChildren.apply(list, pages.map(pageBlock));
    setOptions(options);
    describe(answer);
    // Only when it is not: setting it forces a layout that the next frame makes anyway.
    if (scrolled) body.scrollTop = 0;
    if (openFirst && answered === wanted()) {
      openFirst = false;
      if (options[0]) options[0].click();
    }
    var shown = options;
    if (waiting.length) afterFrame(function () {
      if (options === shown) list.append.apply(list, waiting.map(pageBlock));
    });
  }

  function afterFrame(run) { requestAnimationFrame(function () { setTimeout(run); }); }

  // What is said of the results: how many, what was searched in place of what was typed, what is nowhere.
  function describe(answer) {
    var count = answer.results.length;
    hint.hidden = count > 0;
    message.textContent = '';
    if (count) {
      status.textContent = fill(answer.total > count ? say.tMore : say.tCount, { n: count, total: answer.total });
      (answer.replaced || []).forEach(function (one) {
        message.append(element('p', 'search-replaced', fill(say.tReplaced, { typed: one.typed, by: one.by.join(say.tSeparator) })));
      });
    } else {
      status.textContent = fill(say.tNone, { q: answered });
      message.append(element('p', '', say.tNoneHint));
    }
    var missing = answer.missing_words || [];
    if (missing.length) message.append(element('p', 'search-missing', fill(say.tMissing, { words: missing.join(say.tSeparator) })));
    message.hidden = !message.firstChild;
  }

  function showError(reason) {
    openFirst = false;
    answered = null;
    setOptions([]);
    hint.hidden = false;
    box.classList.add('is-asked');
    status.textContent = say.tError;
    message.textContent = '';
    message.append(element('p', '', say.tErrorHint));
    if (reason) message.append(element('p', 'search-reason', reason));
    message.hidden = false;
  }

  // ---- keys and mouse -----------------------------------------------------

  function composing(event) { return event.isComposing || event.keyCode === 229; }

  input.addEventListener('keydown', function (event) {
    if (composing(event)) return;
    var last = options.length - 1;
    var to = null;
    if (event.key === 'Enter') {
      event.preventDefault();
      // Never open a result of an older query: ask first, open when its answer comes.
      if (wanted() !== answered || inFlight) {
        if (wanted()) { openFirst = true; ask(); }
        return;
      }
      if (!options[active]) return;
      if (event.ctrlKey || event.metaKey) {
        // The new tab starts with a copy of this tab's session storage, marks included.
        leave(options[active]);
        window.open(options[active].href, '_blank');
        forget('yunji-marks');
      } else options[active].click();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'Escape' && !dialog) {
      input.value = '';
      ask();
    } else if (event.key === 'ArrowDown') to = active < last ? active + 1 : 0;
    else if (event.key === 'ArrowUp') to = active > 0 ? active - 1 : last;
    else if (event.key === 'Home') to = 0;
    else if (event.key === 'End') to = last;
    if (to === null || last < 0) return;
    event.preventDefault();
    setActive(to, true);
  });

  // Leaves the found words for the page that opens; the excerpt's marks are what really stands there.
  function leave(link) {
    var words = new Set((answered || '').split(/\s+/));
    link.querySelectorAll('mark').forEach(function (mark) { words.add(mark.textContent); });
    remember('yunji-marks', JSON.stringify({
      path: link.pathname,
      words: Array.from(words).filter(function (word) { return word.length > 1 || word > '\u2e7f'; })
    }));
  }

  // pointermove, not pointerover: the list scrolling under a resting mouse must not move the choice.
  list.addEventListener('pointermove', function (event) {
    var index = options.indexOf(event.target.closest('.result'));
    if (index >= 0 && index !== active) setActive(index);
  });
  list.addEventListener('mousedown', function (event) { if (event.button === 0) event.preventDefault(); });
  list.addEventListener('click', function (event) {
    var link = event.target.closest('.result');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    leave(link);
    if (link.pathname !== location.pathname || link.search !== location.search) return;
    if (dialog) dialog.close();
    document.dispatchEvent(new Event('yunji-marks'));
  });

  // ---- opening ------------------------------------------------------------

  function open() {
    wake();
    if (!dialog) return input.focus();
    if (dialog.open) return;
    dialog.showModal();
    input.focus();
    if (!input.value) {
      try { input.value = sessionStorage.getItem('yunji-query') || ''; } catch (_) { /* starts empty */ }
    }
    input.select();
    if (wanted()) ask();
  }

  document.querySelectorAll('[data-search-open]').forEach(function (button) {
    button.addEventListener('pointerenter', wake, { once: true });
    button.addEventListener('focus', wake, { once: true });
    button.addEventListener('click', open);
  });
  input.addEventListener('focus', wake);

  document.addEventListener('keydown', function (event) {
    if (composing(event) || event.defaultPrevented) return;
    var combo = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';
    var typing = event.target.closest && event.target.closest('input, textarea, select, [contenteditable]');
    var slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!combo && !slash) return;
    event.preventDefault();
    open();
  });

  if (dialog) {
    box.querySelector('[data-search-close]').addEventListener('click', function () { dialog.close(); });
    dialog.addEventListener('cancel', function (event) { if (composed !== null) event.preventDefault(); });
    // The box fills the dialog, so a press on the dialog itself is on the backdrop.
    dialog.addEventListener('pointerdown', function (event) { if (event.target === dialog) dialog.close(); });
  } else {
    input.value = new URL(location.href).searchParams.get('q') || '';
    input.focus();
    if (wanted()) ask();
  }
})();
