// A field that narrows a long list of names.
(function () {
  'use strict';
  var box = document.querySelector('[data-filter]');
  if (!box) return;
  var input = box.querySelector('input');
  var status = box.querySelector('[role=status]');
  var items = Array.from(document.querySelectorAll('[data-filter-item]'), function (item) {
    var name = item.querySelector('code') || item;
    return { element: item, text: name.textContent.toLowerCase() };
  });
  var groups = Array.from(document.querySelectorAll('[data-filter-group]'));
  if (items.length < 12) return;
  box.hidden = false;

  function narrow() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    items.forEach(function (item) {
      var shown = words.every(function (word) { return item.text.includes(word); });
      item.element.hidden = !shown;
      if (shown) count += 1;
    });
    groups.forEach(function (group) { group.hidden = !group.querySelector('[data-filter-item]:not([hidden])'); });
    status.textContent = !words.length ? '' : count ? box.dataset.tCount.replace('{n}', count) : box.dataset.tNone;
  }

  // Long lists are narrowed once a frame, however fast one types.
  var asked = 0;
  input.addEventListener('input', function () {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(narrow);
  });
  // A link to a name that is filtered out leads to it all the same.
  addEventListener('hashchange', function () {
    if (!input.value) return;
    input.value = '';
    narrow();
    document.querySelector(':target').scrollIntoView();
  });
  if (input.value) narrow();
})();
