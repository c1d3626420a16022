// What is wider than the page: reachable by key, and code may be wrapped.
(function () {
  'use strict';
  var sheet = document.querySelector('.sheet');
  if (!sheet || !window.ResizeObserver) return;
  var KEY = 'yunji-wrap';

  // How the last block was wanted is how the next ones begin, for this visit.
  function wanted() {
    try { return sessionStorage.getItem(KEY) === '1'; } catch (_) { return false; }
  }

  function wrapButton(box) {
    var button = document.createElement('button');
    var set = function (wrap) {
      box.classList.toggle('is-wrapped', wrap);
      button.setAttribute('aria-pressed', String(wrap));
    };
    button.type = 'button';
    button.className = 'wrap';
    button.textContent = sheet.dataset.tWrap;
    button.addEventListener('click', function () {
      var wrap = !box.classList.contains('is-wrapped');
      set(wrap);
      try { sessionStorage.setItem(KEY, wrap ? '1' : '0'); } catch (_) { /* for this block then */ }
    });
    box.querySelector('.code-tools').prepend(button);
    set(wanted() || box.classList.contains('is-wrapped'));
  }

  // One that scrolls has to be reached by key; one that does not is only in the way of Tab.
  function judge(part) {
    var box = part.closest('.code');
    var overflows = part.scrollWidth > part.clientWidth + 1;
    if (box && overflows && !box.querySelector('.wrap')) {
      wrapButton(box);
      overflows = part.scrollWidth > part.clientWidth + 1;
    }
    if (overflows) {
      part.tabIndex = 0;
      part.setAttribute('role', 'group');
      part.setAttribute('aria-label', box ? [sheet.dataset.tCode, box.dataset.lang].join(' ').trim() : sheet.dataset.tTable);
    } else {
      ['tabindex', 'role', 'aria-label'].forEach(function (name) { part.removeAttribute(name); });
    }
  }

  var observer = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) { if (entry.target.clientWidth) judge(entry.target); });
  });
  sheet.querySelectorAll('.prose pre, .table-wrap').forEach(function (part) { observer.observe(part); });
})();
