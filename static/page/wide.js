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
  function judge(part, overflows) {
    var box = part.closest('.code');
    if (box && overflows && !box.querySelector('.wrap')) wrapButton(box);
    if (overflows && !(box && box.classList.contains('is-wrapped'))) {
      part.tabIndex = 0;
      part.setAttribute('role', 'group');
      part.setAttribute('aria-label', box ? [sheet.dataset.tCode, box.dataset.lang].join(' ').trim() : sheet.dataset.tTable);
    } else {
      ['tabindex', 'role', 'aria-label'].forEach(function (name) { part.removeAttribute(name); });
    }
  }

  var observer = new ResizeObserver(function (entries) {
    // All are measured before the first is changed: to measure after a change is to lay out the
    // whole note again, once for each of its blocks.
    var parts = entries.map(function (entry) { return entry.target; }).filter(function (part) { return part.clientWidth; });
    var overflows = parts.map(function (part) { return part.scrollWidth > part.clientWidth + 1; });
    parts.forEach(function (part, number) { judge(part, overflows[number]); });
  });
  sheet.querySelectorAll('.prose pre, .table-wrap').forEach(function (part) { observer.observe(part); });
})();
