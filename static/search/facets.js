// Kinds and tags above the results: each with the pages that it would leave, pressed to narrow
// the answer. One written into the query (`tag:docker`) is pressed too, and goes from there.
(function (search) {
  'use strict';
  if (!search) return;
  var bar = search.bar;
  var shown = { kinds: [], tags: [] }; // the last answer's

  function chip(facet, value) {
    var button = search.button('chip', '', function () { toggle(facet, value); });
    button.setAttribute('aria-pressed', String(!!value.chosen));
    button.dataset.facet = facet + ':' + value.name;
    button.append(facet === 'kinds'
      ? search.element('span', 'kind kind-' + value.name, search.kindName(value.name))
      : value.name);
    button.append(search.element('span', 'count', String(value.pages)));
    return button;
  }

  function toggle(facet, value) {
    // As the answer names them: the address may have called them otherwise.
    var others = shown[facet].filter(function (one) { return one.chosen && !one.typed && one.name !== value.name; });
    search[facet] = others.concat(value.chosen ? [] : value).map(function (one) { return one.name; });
    removeTyped(value);
    search.settle();
    search.ask();
  }

  function removeTyped(value) {
    if (value.typed) search.input.value = search.input.value.replace(value.typed, '').replace(/ +/g, ' ').trim();
  }

  // Takes every filter away.
  search.unfilter = function () {
    shown.kinds.concat(shown.tags).forEach(removeTyped);
    search.kinds = [];
    search.tags = [];
    search.input.focus();
    search.settle();
    search.ask();
  };

  // Shows the kinds and tags of an answer; the one that has the focus keeps it.
  search.showFacets = function (facets) {
    shown = facets;
    var focused = document.activeElement && bar.contains(document.activeElement) && document.activeElement.dataset.facet;
    var kinds = facets.kinds.map(function (kind) { return chip('kinds', kind); });
    var tags = facets.tags.map(function (tag) { return chip('tags', tag); });
    // A single kind tells nothing apart.
    if (kinds.length < 2 && !facets.kinds.some(function (kind) { return kind.chosen; })) kinds = [];
    var chips = kinds.concat(tags);
    bar.replaceChildren.apply(bar, chips);
    if (kinds.length && tags.length) tags[0].classList.add('chip-first');
    bar.classList.toggle('is-empty', !chips.length);
    var again = focused && chips.find(function (one) { return one.dataset.facet === focused; });
    reach(again || chips[0]);
    if (focused) (again || chips[0] || search.body).focus();
  };

  // One stop for Tab; the arrows move within.
  function reach(chip) {
    Array.from(bar.children).forEach(function (one) { one.tabIndex = one === chip ? 0 : -1; });
  }

  bar.addEventListener('keydown', function (event) {
    var chips = Array.from(bar.children);
    var at = chips.indexOf(event.target);
    var to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: chips.length - 1 }[event.key];
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      return search.input.focus();
    }
    if (at < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    var chip = chips[(to + chips.length) % chips.length];
    reach(chip);
    chip.focus();
  });
})(window.yunjiSearch);
