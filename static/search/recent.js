// Searches that led to a page, newest first, for when the field is empty. They stay on this
// device; where storage is blocked there are none.
(function (search) {
  'use strict';
  if (!search) return;
  var MOST = 8;
  // Sites below one host share its storage.
  var KEY = 'yunji-recent:' + search.rootUrl.pathname;

  function load() {
    var kept = search.kept('localStorage', KEY);
    return Array.isArray(kept) ? kept.filter(function (one) { return one && typeof one.query === 'string'; }) : [];
  }

  function without(wanted) {
    var same = JSON.stringify(wanted);
    return load().filter(function (one) { return JSON.stringify(one) !== same; });
  }

  // Remembers a search that led somewhere.
  search.addRecent = function (wanted) {
    if (search.isNothing(wanted)) return;
    search.keep('localStorage', KEY, [wanted].concat(without(wanted)).slice(0, MOST));
  };

  function label(wanted) {
    var filters = (wanted.kinds || []).map(search.kindName).concat(wanted.tags || []);
    return [wanted.query].concat(filters).filter(Boolean).join(' \u00b7 ');
  }

  function row(wanted, place) {
    var item = search.element('li');
    var again = search.button('search-step recent-again', label(wanted), function () {
      search.want(wanted);
      search.input.focus();
      search.settle();
      search.ask();
    });
    var remove = search.button('recent-remove', '\u00d7', function () {
      search.keep('localStorage', KEY, without(wanted));
      search.showRecent();
      var left = search.recent.querySelectorAll('.recent-again');
      (left[Math.min(place, left.length - 1)] || search.input).focus();
    });
    remove.setAttribute('aria-label', search.fill(search.say.tForget, { q: label(wanted) }));
    item.append(again, remove);
    return item;
  }

  search.showRecent = function () {
    var recent = load();
    var list = search.recent.querySelector('ul');
    list.replaceChildren.apply(list, recent.map(row));
    search.recent.hidden = !recent.length;
  };

  search.recent.querySelector('.recent-clear').addEventListener('click', function () {
    search.keep('localStorage', KEY, []);
    search.showRecent();
    search.input.focus();
  });

  search.recent.addEventListener('keydown', function (event) {
    if (event.key !== 'Delete' || !event.target.matches('.recent-again')) return;
    event.preventDefault();
    event.target.nextElementSibling.click();
  });
})(window.yunjiSearch);
