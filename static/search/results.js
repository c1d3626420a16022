// The list of results: pages with the sections that were found in them.
(function (search) {
  'use strict';
  if (!search) return;

  var list = search.list;
  var body = search.body;
  var IN_SIGHT = 5; // pages on a screen of usual height
  var QUIET = 900; // milliseconds without a new answer before a screen reader is told of it

  var options = [];
  var active = -1;
  var shown = null;  // what the list shows, without its length
  var blocks = 0;    // pages in it
  var scrolled = false;
  var telling = 0;
  body.addEventListener('scroll', function () { scrolled = body.scrollTop > 0; }, { passive: true });

  search.options = function () { return options; };
  search.active = function () { return active; };
  // How many pages are shown or asked for.
  search.pagesShown = function () { return Math.max(blocks, search.PAGES); };

  search.setOptions = function (next) {
    options = next;
    if (!next.length) {
      list.textContent = '';
      shown = null;
      blocks = 0;
    }
    list.removeAttribute('aria-busy');
    search.input.setAttribute('aria-expanded', String(next.length > 0));
    search.setActive(next.length ? 0 : -1);
  };

  search.setActive = function (index, scroll) {
    if (options[active]) options[active].setAttribute('aria-selected', 'false');
    active = index;
    var option = options[active];
    if (!option) return search.input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    search.input.setAttribute('aria-activedescendant', option.id);
    if (scroll) option.scrollIntoView({ block: 'nearest' });
  };

  var ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

  // The excerpt is escaped text with <mark> only; it is taken apart here, never set as HTML.
  function excerpt(target, source) {
    var inside = false;
    source.split(/(<\/?mark>)/).forEach(function (part) {
      if (part === '<mark>') inside = true;
      else if (part === '</mark>') inside = false;
      else if (part) {
        var text = part.replace(/&(amp|lt|gt|quot|#39);/g, function (_, name) { return ENTITIES[name]; });
        target.append(inside ? search.element('mark', '', text) : text);
      }
    });
  }

  function group(results) {
    var byPath = new Map();
    results.forEach(function (result) {
      if (byPath.has(result.path)) byPath.get(result.path).push(result);
      else byPath.set(result.path, [result]);
    });
    return Array.from(byPath.values());
  }

  // The headings above a section, then its own.
  function trail(result) {
    var headings = (result.trail || []).slice();
    if (result.heading && result.heading !== result.title) headings.push(result.heading);
    if (!headings.length) return null;
    var line = search.element('span', 'result-heading');
    headings.forEach(function (heading, place) {
      if (place) line.append(search.element('span', 'result-step', ' \u203a '));
      line.append(heading);
    });
    return line;
  }

  function option(result, lead, index) {
    var link = search.element('a', lead ? 'result result-lead' : 'result');
    link.href = new URL(result.url, search.rootUrl).href;
    link.id = list.id + '-' + index;
    link.tabIndex = -1;
    link.setAttribute('role', 'option');
    link.setAttribute('aria-selected', 'false');
    if (lead) {
      var top = search.element('span', 'result-top');
      top.append(search.element('span', 'result-title', result.title));
      if (result.kind) top.append(search.element('span', 'kind kind-' + result.kind, search.kindName(result.kind)));
      link.append(top);
    }
    link.append(trail(result) || '');
    var text = search.element('span', 'result-text');
    excerpt(text, result.excerpt || '');
    link.append(text);
    return link;
  }

  function pageBlock(results) {
    var block = search.element('div', 'result-page');
    block.setAttribute('role', 'group');
    block.setAttribute('aria-label', results[0].title);
    results.forEach(function (result, place) {
      var link = option(result, place === 0, options.length);
      options.push(link);
      block.append(link);
    });
    return block;
  }

  // Shows the answer of what was asked. What is in sight comes with the next frame, the rest
  // with the one after it: a frame that lays out all of it is late.
  search.show = function (answer, asked) {
    var pages = group(answer.results);
    var limit = asked.limit;
    delete asked.limit;
    var nothing = search.isNothing(asked);
    var key = JSON.stringify(asked);
    if (key === shown && pages.length > blocks) grow(pages);
    else if (nothing) list.removeAttribute('aria-busy');
    else replace(pages);
    shown = key;
    blocks = pages.length;
    afterFrame(function () {
      search.showFacets(answer.facets);
      showMore(!nothing && pages.length >= limit && answer.pages > pages.length);
      search.shown();
    });
    if (nothing) return;
    search.describe(answer, asked, pages.length);
    if (search.openFirst && search.isAnswered()) {
      search.openFirst = false;
      if (options[0]) options[0].click();
    }
  };

  function replace(pages) {
    var waiting = pages.slice(IN_SIGHT);
    search.box.classList.add('is-asked');
    search.recent.hidden = true;
    options = [];
    list.replaceChildren.apply(list, pages.slice(0, IN_SIGHT).map(pageBlock));
    search.setOptions(options);
    // Only when it is not: setting it forces a layout that the next frame makes anyway.
    if (scrolled) body.scrollTop = 0;
    var current = options;
    if (waiting.length) afterFrame(function () {
      if (options === current) list.append.apply(list, waiting.map(pageBlock));
    });
  }

  // The pages shown before are the first of the longer answer, too: they stay as they are.
  function grow(pages) {
    var next = options.length;
    list.append.apply(list, pages.slice(blocks).map(pageBlock));
    list.removeAttribute('aria-busy');
    search.setActive(next);
  }

  function showMore(any) {
    var focused = document.activeElement === search.more;
    search.more.hidden = !any;
    if (focused && !any) search.body.focus();
  }

  function afterFrame(run) { requestAnimationFrame(function () { setTimeout(run); }); }

  search.more.addEventListener('click', function () {
    search.post(search.wanted(), search.pagesShown() + search.PAGES);
  });

  // Says how an answer came out: to the eye at once, to the ear when the typing rests.
  search.tell = function (text) {
    search.status.textContent = text;
    clearTimeout(telling);
    telling = setTimeout(function () { search.live.textContent = text; }, QUIET);
  };
})(window.yunjiSearch);
