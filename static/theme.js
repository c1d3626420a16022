// Runs before the first paint: picks the theme, so that a dark page never flashes white.
// Three choices: "light", "dark", or nothing stored, which follows the system.
(function () {
  'use strict';
  var root = document.documentElement;
  var key = 'yunji-theme';
  root.dataset.js = '';
  if (/Mac|iPhone|iPad/.test(navigator.platform)) root.dataset.mac = '';

  // One colour per scheme for the browser's own bars; a choice overrules both.
  var metas = Array.from(document.querySelectorAll('meta[name=theme-color]'));
  var colors = metas.map(function (meta) { return meta.content; });

  function stored() {
    try {
      var value = localStorage.getItem(key);
      return value === 'light' || value === 'dark' ? value : null;
    } catch (_) {
      return null; // storage may be blocked; follow the system then
    }
  }

  function apply(choice) {
    if (choice) root.dataset.theme = choice;
    else delete root.dataset.theme;
    metas.forEach(function (meta, i) { meta.content = colors[choice === 'light' ? 0 : choice === 'dark' ? 1 : i]; });
    var button = document.querySelector('[data-theme-toggle]');
    if (!button) return;
    var label = button.getAttribute('data-t-' + (choice || 'auto'));
    button.setAttribute('aria-label', label);
    button.title = label;
  }

  apply(stored());
  document.addEventListener('DOMContentLoaded', function () { apply(stored()); });
  window.addEventListener('storage', function (event) { if (event.key === key) apply(stored()); });
  document.addEventListener('click', function (event) {
    if (!event.target.closest || !event.target.closest('[data-theme-toggle]')) return;
    var now = root.dataset.theme;
    var next = !now ? 'light' : now === 'light' ? 'dark' : null;
    try {
      if (next) localStorage.setItem(key, next);
      else localStorage.removeItem(key);
    } catch (_) { /* the choice then lasts for this page only */ }
    apply(next);
  });
})();
