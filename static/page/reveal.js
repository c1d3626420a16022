// Opens what hides the place that an address leads to. Whatever hides something listens for
// the event, which goes up from there.
(function () {
  'use strict';
  function reveal() {
    var id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch (_) { /* as it is */ }
    var target = id && document.getElementById(id);
    if (!target) return;
    var top = target.getBoundingClientRect().top;
    target.dispatchEvent(new Event('yunji-reveal', { bubbles: true }));
    if (target.getBoundingClientRect().top !== top) target.scrollIntoView();
  }

  document.addEventListener('yunji-reveal', function (event) {
    for (var box = event.target.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
  });
  addEventListener('hashchange', reveal);
  reveal();
})();
