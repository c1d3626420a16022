// What a link leads to, in a card beside it: another note, a section of one, or a footnote.
(function () {
  'use strict';
  var sheet = document.querySelector('.sheet');
  if (!sheet) return;
  var DELAY = 300; // before anything is fetched or shown
  var GRACE = 200; // for the pointer on its way from the link to the card
  var MOST = 700; // characters
  var canFetch = 'previews' in sheet.dataset && /^http/.test(location.protocol);
  var pages = new Map();
  var link = null;
  var card = null;
  var timer;

  // The note at an address, or null where there is none.
  function page(address) {
    if (!pages.has(address)) {
      pages.set(address, fetch(location.origin + address).then(function (response) {
        var isPage = response.ok && /html/.test(response.headers.get('content-type'));
        return isPage ? response.text() : '';
      }).then(function (html) {
        var found = new DOMParser().parseFromString(html, 'text/html');
        var article = found.querySelector('article.prose');
        return article && { title: found.querySelector('h1').textContent, article: article };
      }).catch(function () { pages.delete(address); return null; }));
    }
    return pages.get(address);
  }

  function byId(root, hash) {
    var id = hash.slice(1);
    try { id = decodeURIComponent(id); } catch (_) { /* as it is */ }
    return id && root.querySelector('#' + CSS.escape(id));
  }

  function level(node) { return /^H[2-6]$/.test(node.tagName) ? +node.tagName[1] : 9; }

  // What stands at a place of a note: a section, a block, or the note from its beginning.
  function passage(article, hash) {
    var place = byId(article, hash);
    if (place && level(place) === 9) return [place];
    var nodes = place ? [place] : [];
    var length = 0;
    var next = place ? place.nextElementSibling : article.firstElementChild;
    for (; next && length < MOST; next = next.nextElementSibling) {
      if (place && level(next) <= level(place)) break;
      nodes.push(next);
      length += next.textContent.length;
    }
    return nodes;
  }

  var FURNITURE = 'script,style,link,template,iframe,object,embed,video,audio,form,button,.anchor,.referrers,.footnote-ref,.footnote-back,.footnotes';

  // A copy that can stand on this page: nothing to press, no names, addresses from `base`.
  function copied(nodes, base) {
    var box = document.createElement('div');
    box.className = 'prose';
    nodes.forEach(function (node) { box.append(document.importNode(node, true)); });
    box.querySelectorAll(FURNITURE).forEach(function (node) { node.remove(); });
    box.querySelectorAll('*').forEach(function (node) {
      Array.from(node.attributes).forEach(function (attribute) {
        if (/^(id|name|style|href|srcset|tabindex|contenteditable|hidden|open|aria-.*|on.*)$/.test(attribute.name)) node.removeAttribute(attribute.name);
      });
      if (node.tagName === 'IMG') {
        node.loading = 'lazy';
        try { node.src = new URL(node.getAttribute('src'), base).href; } catch (_) { node.remove(); }
      }
    });
    box.querySelectorAll('details,summary').forEach(function (node) {
      var plain = document.createElement('div');
      plain.append.apply(plain, node.childNodes);
      node.replaceWith(plain);
    });
    return shortened(box);
  }

  function shortened(box) {
    var walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    var left = MOST;
    while (walker.nextNode()) {
      var node = walker.currentNode;
      left -= node.data.length;
      if (left >= 0) continue;
      node.data = node.data.slice(0, left) + '…';
      var rest = document.createRange();
      rest.setStartAfter(node);
      rest.setEndAfter(box.lastChild);
      rest.deleteContents();
      break;
    }
    return box;
  }

  // What to show for a link: a promise of a title and a copy, or nothing.
  function content(from) {
    if (from.closest('.footnote-ref')) {
      var note = byId(document, from.hash);
      return note && Promise.resolve({ box: copied(Array.from(note.childNodes), from.href) });
    }
    var isHere = from.pathname === location.pathname && from.search === location.search;
    // Whatever has another ending is a file to load, perhaps a large one.
    var isPage = /(\/|\.html?|\/[^/.]+)$/.test(from.pathname);
    if (!canFetch || isHere || !isPage || from.origin !== location.origin || from.matches('.tag,.wanted')) return null;
    return page(from.pathname + from.search).then(function (found) {
      return found && { title: found.title, box: copied(passage(found.article, from.hash), from.href) };
    });
  }

  function place(y) {
    var lines = Array.from(link.getClientRects());
    var line = lines.find(function (rect) { return y >= rect.top && y <= rect.bottom; }) || lines[0];
    if (!line) return;
    var room = document.documentElement.clientWidth - card.offsetWidth - 8;
    var gap = link.closest('sup') ? 12 : 6; // small signs stand above their line
    var fitsBelow = line.bottom + card.offsetHeight + 2 * gap < innerHeight || line.top < card.offsetHeight + 72;
    var top = fitsBelow ? line.bottom + gap : line.top - card.offsetHeight - gap;
    card.style.left = Math.max(8, Math.min(line.left, room)) + scrollX + 'px';
    card.style.top = top + scrollY + 'px';
  }

  function show(shown, y) {
    card = document.createElement('div');
    card.className = 'preview';
    card.id = 'yj-preview';
    if (shown.title) {
      var title = document.createElement('p');
      title.className = 'preview-title';
      title.textContent = shown.title;
      card.append(title);
      // To whom it would be read aloud at each link, the link's own text says enough.
      card.setAttribute('aria-hidden', 'true');
    } else {
      card.setAttribute('role', 'tooltip');
      link.setAttribute('aria-describedby', card.id);
    }
    card.append(shown.box);
    card.addEventListener('pointerenter', function () { clearTimeout(timer); });
    card.addEventListener('pointerleave', leave);
    sheet.parentNode.append(card);
    place(y);
  }

  function hide() {
    clearTimeout(timer);
    if (!card) return;
    card.remove();
    card = null;
    link.removeAttribute('aria-describedby');
  }

  function forget() { hide(); link = null; }

  function leave() {
    clearTimeout(timer);
    timer = setTimeout(forget, card ? GRACE : 0);
  }

  function enter(event) {
    var from = event.target.closest('.prose a[href], .backlinks a[href]');
    if (!from || from.matches('.anchor,.footnote-back')) return;
    clearTimeout(timer);
    if (from === link) return;
    timer = setTimeout(function () {
      forget();
      link = from;
      var shown = content(from);
      if (!shown) return;
      shown.then(function (found) {
        if (found && found.box.firstChild && link === from && !card) show(found, event.clientY);
      });
    }, DELAY);
  }

  sheet.addEventListener('pointerover', function (event) { if (event.pointerType !== 'touch') enter(event); });
  sheet.addEventListener('pointerout', function (event) {
    if (event.pointerType !== 'touch' && event.target.closest('a')) leave();
  });
  sheet.addEventListener('focusin', function (event) { if (event.target.matches(':focus-visible')) enter(event); });
  sheet.addEventListener('focusout', forget);
  // The link is remembered, so that the card stays away until the pointer comes anew.
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') hide(); });
  sheet.addEventListener('click', forget);
  addEventListener('pagehide', forget);
})();
