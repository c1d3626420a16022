// What a result that is opened takes along, and what is there again when the reader comes Back.
(function (search) {
  'use strict';
  if (!search) return;
  var MINUTE = 60000;

  // The found words, for the page that opens in this tab or another; the excerpt's marks are what
  // really stands there.
  function leaveMarks(link) {
    var words = new Set(search.wanted().query.split(/\s+/));
    link.querySelectorAll('mark').forEach(function (mark) { words.add(mark.textContent); });
    var now = Date.now();
    var left = search.kept('localStorage', 'yunji-marks') || {};
    Object.keys(left).forEach(function (path) { if (!(now - left[path].at < MINUTE)) delete left[path]; });
    left[link.pathname] = {
      at: now,
      words: Array.from(words).filter(function (word) { return word.length > 1 || word > '\u2e7f'; })
    };
    search.keep('localStorage', 'yunji-marks', left);
  }

  // Called before a result is opened, `here` in this tab.
  search.leave = function (link, here) {
    leaveMarks(link);
    search.addRecent(search.wanted());
    if (!here) return;
    search.settle();
    var state = Object.assign({}, history.state, { search: {
      wanted: search.wanted(),
      pages: search.pagesShown(),
      active: search.options().indexOf(link),
      top: search.dialog ? search.body.scrollTop : window.scrollY
    } });
    history.replaceState(state, '');
  };

  var place = null; // where to scroll once the list is as it was

  // Puts the box back as it was left.
  search.restore = function (left) {
    place = left;
    if (search.dialog) search.open(left.wanted);
    else search.want(left.wanted);
    search.ask(left.pages);
  };

  // Called when an answer is shown in full.
  search.shown = function () {
    if (!place) return;
    var left = place;
    place = null;
    if (left.active > 0) search.setActive(left.active);
    if (search.dialog) search.body.scrollTop = left.top;
    else window.scrollTo(0, left.top);
  };

  // Drops what is kept for Back: the reader closed the box.
  search.stay = function () {
    if (!history.state || !history.state.search) return;
    var state = Object.assign({}, history.state);
    delete state.search;
    history.replaceState(state, '');
  };
})(window.yunjiSearch);
