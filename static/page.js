// Small helps on a note: copy buttons, tabs, the place in the table of contents, search words.
(function () {
  'use strict';
  var sheet = document.querySelector('.sheet');
  var article = document.querySelector('article');
  if (!sheet || !article) return;

  // ---- copy buttons -------------------------------------------------------

  // The clipboard API needs HTTPS, which intranet sites often lack; selecting works everywhere.
  function copyBySelection(code, text) {
    var area = document.createElement('textarea');
    var focused = document.activeElement;
    area.className = 'offscreen';
    area.readOnly = true;
    area.value = text;
    document.body.append(area);
    area.select();
    var done = false;
    try { done = document.execCommand('copy'); } catch (_) { /* to be copied by hand */ }
    area.remove();
    if (focused) focused.focus({ preventScroll: true });
    if (!done) getSelection().selectAllChildren(code);
    return done;
  }

  function copy(code) {
    var text = commands(code.textContent).replace(/\n$/, '');
    if (!navigator.clipboard || !isSecureContext) return Promise.resolve(copyBySelection(code, text));
    return navigator.clipboard.writeText(text).then(
      function () { return true; },
      function () { return copyBySelection(code, text); }
    );
  }

  var PROMPT = /^(?:\$|➜ +\S+|PS [^>]*>|\[[^\]]*@[^\]]*\][#$]|[\w.-]+@[\w.-]+:[^\s#$]*[#$]) /;

  // Of a session, which begins with a prompt, what was typed: neither prompts nor output.
  function commands(text) {
    if (!PROMPT.test(text)) return text;
    var goesOn = false;
    return text.split('\n').filter(function (line) {
      var typed = goesOn || PROMPT.test(line);
      goesOn = typed && /\\$/.test(line);
      return typed;
    }).map(function (line) { return line.replace(PROMPT, ''); }).join('\n');
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

  // ---- tabs ---------------------------------------------------------------

  // Without scripts the panels stand one below the other, each under its label.
  var groups = [];

  function tabbed(box, group) {
    var panels = Array.from(box.children).filter(function (child) { return child.classList.contains('tab'); });
    if (panels.length < 2) return;
    var row = document.createElement('div');
    row.className = 'tab-row';
    row.setAttribute('role', 'tablist');
    var buttons = panels.map(function (panel, number) {
      var label = panel.firstElementChild;
      var button = document.createElement('button');
      button.type = 'button';
      button.id = 'yj-tab-' + group + '-' + number;
      button.setAttribute('role', 'tab');
      button.textContent = label.textContent;
      label.hidden = true;
      panel.id = 'yj-panel-' + group + '-' + number;
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', button.id);
      button.setAttribute('aria-controls', panel.id);
      row.append(button);
      return button;
    });
    function choose(number) {
      buttons.forEach(function (button, at) {
        button.setAttribute('aria-selected', String(at === number));
        button.tabIndex = at === number ? 0 : -1;
        panels[at].hidden = at !== number;
      });
    }
    row.addEventListener('click', function (event) {
      var number = buttons.indexOf(event.target);
      if (number < 0) return;
      // Whoever reads one listing in a language reads the others in it too.
      var top = row.getBoundingClientRect().top;
      groups.forEach(function (other) { other.chooseLabel(buttons[number].textContent); });
      choose(number);
      scrollBy(0, row.getBoundingClientRect().top - top);
    });
    row.addEventListener('keydown', function (event) {
      var last = buttons.length - 1;
      var at = buttons.indexOf(document.activeElement);
      var to = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      choose(to);
      buttons[to].focus();
    });
    box.prepend(row);
    box.classList.add('is-tabbed');
    choose(0);
    groups.push({
      chooseLabel: function (label) {
        var number = buttons.findIndex(function (button) { return button.textContent === label; });
        if (number >= 0) choose(number);
      },
      reveal: function (target) {
        var number = panels.findIndex(function (panel) { return panel.contains(target); });
        if (number >= 0) choose(number);
      }
    });
  }

  function reveal() {
    var id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch (_) { /* as it is */ }
    var target = id && document.getElementById(id);
    if (!target || target.offsetParent) return;
    groups.forEach(function (group) { group.reveal(target); });
    target.scrollIntoView();
  }

  article.querySelectorAll('.tabs').forEach(tabbed);
  if (groups.length) {
    addEventListener('hashchange', reveal);
    reveal();
  }

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
