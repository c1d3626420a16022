// Blocks of an outline fold away what stands below them.
(function () {
  'use strict';
  var sheet = document.querySelector('.sheet');
  if (!sheet) return;

  sheet.querySelectorAll('.outline li').forEach(function (item, number) {
    var lists = Array.from(item.children).filter(function (child) { return /^[OU]L$/.test(child.tagName); });
    if (!lists.length) return;
    var button = document.createElement('button');
    function set(open) {
      // The browser's own search still looks into what is hidden so.
      lists.forEach(function (list) { if (open) list.hidden = false; else list.setAttribute('hidden', 'until-found'); });
      button.setAttribute('aria-expanded', String(open));
    }
    var show = function () { set(true); };
    button.type = 'button';
    button.className = 'fold';
    button.setAttribute('aria-label', sheet.dataset.tFold);
    button.addEventListener('click', function () { set(button.getAttribute('aria-expanded') === 'false'); });
    lists.forEach(function (list) {
      list.addEventListener('beforematch', show);
      list.addEventListener('yunji-reveal', show);
    });
    item.prepend(button);
    set(!item.classList.contains('collapsed'));
  });
})();
