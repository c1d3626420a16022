// Small helps on a note: copy buttons, the place in the table of contents, search words.
(function () {
  'use strict';
  var sheet = document.querySelector('.sheet');
  var article = document.querySelector('article');
  if (!sheet || !article) return;

  // ---- copy buttons -------------------------------------------------------

  // The clipboard API needs HTTPS, which intranet sites often lack; selecting works everywhere.
  function copyBySelection(node) {
    var selection = getSelection();
    var kept = selection.rangeCount ? selection.getRangeAt(0) : null;
    var range = document.createRange();
    range.selectNodeContents(node);
    selection.removeAllRanges();
    selection.addRange(range);
    var done = false;
    try { done = document.execCommand('copy'); } catch (_) { /* stays selected, to copy by hand */ }
    if (done) {
      selection.removeAllRanges();
      if (kept) selection.addRange(kept);
    }
    return done;
  }

  function copy(code) {
    if (!navigator.clipboard || !isSecureContext) return Promise.resolve(copyBySelection(code));
    return navigator.clipboard.writeText(code.textContent.replace(/\n$/, '')).then(
      function () { return true; },
      function () { return copyBySelection(code); }
    );
  }

  article.querySelectorAll('.code').forEach(function (box) {
    var code = box.querySelector('code');
    if (!code) return;
    var button = document.createElement('button');
    var timer;
    button.type = 'button';
    button.className = 'copy';
    button.textContent = sheet.dataset.tCopy;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', function () {
      copy(code).then(function (done) {
        button.textContent = done ? sheet.dataset.tCopied : sheet.dataset.tCopyFailed;
        button.classList.add('is-said');
        clearTimeout(timer);
        timer = setTimeout(function () {
          button.textContent = sheet.dataset.tCopy;
          button.classList.remove('is-said');
        }, 1600);
      });
    });
    box.append(button);
  });

  // ---- table of contents --------------------------------------------------

  var toc = document.querySelector('.toc');
  if (toc) {
    var toggle = toc.querySelector('.toc-toggle');
    var setOpen = function (open) {
      toc.classList.toggle('is-open', open);
      toggle.setAttribute('aria-expanded', String(open));
    };
    toggle.addEventListener('click', function () { setOpen(!toc.classList.contains('is-open')); });

    var places = [];
    toc.querySelectorAll('a').forEach(function (link) {
      link.addEventListener('click', function () { setOpen(false); });
      var heading = document.getElementById(link.getAttribute('href').slice(1));
      if (heading) places.push({ link: link, heading: heading });
    });

    var current = null;
    var waiting = false;
    var follow = function () {
      waiting = false;
      var found = null;
      for (var i = 0; i < places.length; i++) {
        if (places[i].heading.getBoundingClientRect().top > 120) break;
        found = places[i];
      }
      // A short last section can never reach the top; the end of the page counts as reaching it.
      var end = document.documentElement;
      if (places.length && end.scrollTop > 0 && end.scrollTop + innerHeight >= end.scrollHeight - 4) {
        found = places[places.length - 1];
      }
      if (found === current) return;
      if (current) current.link.removeAttribute('aria-current');
      current = found;
      if (!current) return;
      current.link.setAttribute('aria-current', 'location');
      var link = current.link;
      var top = link.offsetTop;
      if (top < toc.scrollTop + 40 || top + link.offsetHeight > toc.scrollTop + toc.clientHeight - 40) {
        toc.scrollTop = top - toc.clientHeight / 2;
      }
    };
    addEventListener('scroll', function () {
      if (!waiting) { waiting = true; requestAnimationFrame(follow); }
    }, { passive: true });
    follow();
  }

  // ---- words of the search that led here ----------------------------------

  var canMark = typeof Highlight === 'function' && window.CSS && CSS.highlights;

  function marks() {
    var left;
    try {
      left = JSON.parse(sessionStorage.getItem('yunji-marks'));
      sessionStorage.removeItem('yunji-marks');
    } catch (_) { return; }
    if (!canMark || !left || left.path !== location.pathname) return;
    var words = left.words.map(function (word) { return word.toLowerCase(); }).filter(Boolean);
    var ranges = [];
    var walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (ranges.length < 100 && walker.nextNode()) {
      var node = walker.currentNode;
      var text = node.data.toLowerCase();
      if (text.length !== node.data.length) continue; // lower case moved the offsets
      words.forEach(function (word) {
        for (var at = text.indexOf(word); at >= 0 && ranges.length < 100; at = text.indexOf(word, at + word.length)) {
          var range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          ranges.push(range);
        }
      });
    }
    if (ranges.length) CSS.highlights.set('yunji', new Highlight(...ranges));
  }

  marks();
  // A result on this very page changes only the hash; the search says so with this event.
  document.addEventListener('yunji-marks', marks);
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && canMark && !document.querySelector('dialog[open]')) CSS.highlights.delete('yunji');
  });
})();
