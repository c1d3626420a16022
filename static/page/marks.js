// Marks the words of the search that led here, and steps from one to the next: the bar, `n` and
// `N` as in a pager. Escape takes the marks away.
(function () {
  'use strict';
  var article = document.querySelector('article');
  var bar = document.querySelector('.marks');
  if (!article || !bar || typeof Highlight !== 'function' || !window.CSS || !CSS.highlights) return;

  var MOST = 999;
  var KEY = 'yunji-marks';
  var count = bar.querySelector('.marks-count');
  var found = []; // ranges in the order of the text
  var at = -1;

  // The words left for this page by the search, once; old ones of a page that never opened are not.
  function words() {
    try {
      var left = JSON.parse(localStorage.getItem(KEY)) || {};
      var own = left[location.pathname];
      if (!own) return [];
      delete left[location.pathname];
      localStorage.setItem(KEY, JSON.stringify(left));
      if (Date.now() - own.at > 60000) return [];
      return own.words.map(function (word) { return word.toLowerCase(); }).filter(Boolean);
    } catch (_) { return []; }
  }

  // Where words stand in a text, those that overlap as one.
  function places(text, words) {
    var all = [];
    words.forEach(function (word) {
      for (var from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + word.length)) {
        all.push([from, from + word.length]);
      }
    });
    all.sort(function (a, b) { return a[0] - b[0]; });
    return all.reduce(function (merged, place) {
      var last = merged[merged.length - 1];
      if (last && place[0] <= last[1]) last[1] = Math.max(last[1], place[1]);
      else merged.push(place);
      return merged;
    }, []);
  }

  function find(words) {
    var ranges = [];
    var walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (ranges.length < MOST && walker.nextNode()) {
      var node = walker.currentNode;
      var text = node.data.toLowerCase();
      if (text.length !== node.data.length) continue; // lower case moved the offsets
      places(text, words).forEach(function (place) {
        var range = new Range();
        range.setStart(node, place[0]);
        range.setEnd(node, place[1]);
        ranges.push(range);
      });
    }
    // The first comes last: of tabs, it is the one to see.
    ranges.slice().reverse().forEach(function (range) {
      range.startContainer.parentElement.dispatchEvent(new Event('yunji-reveal', { bubbles: true }));
    });
    // What another tab hides still is no place to step to.
    return ranges.filter(function (range) { return range.getClientRects().length; });
  }

  function show() {
    count.textContent = at + 1 + '/' + found.length;
    CSS.highlights.set('yunji-here', new Highlight(found[at]));
  }

  function step(by) {
    at = (at + by + found.length) % found.length;
    show();
    var box = found[at].getBoundingClientRect();
    if (box.top < 100 || box.bottom > innerHeight - 100) scrollBy(0, box.top - innerHeight / 3);
  }

  function close() {
    found = [];
    bar.hidden = true;
    CSS.highlights.delete('yunji');
    CSS.highlights.delete('yunji-here');
  }

  function marks() {
    var left = words();
    if (!left.length) return;
    close();
    found = find(left);
    if (!found.length) return;
    CSS.highlights.set('yunji', new Highlight(...found));
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    // The first in the section that was found, or after it.
    at = target ? found.findIndex(function (range) { return target.compareDocumentPosition(range.startContainer) & 20; }) : 0;
    if (at < 0) at = 0;
    bar.hidden = false;
    show();
  }

  bar.querySelector('.marks-previous').addEventListener('click', function () { step(-1); });
  bar.querySelector('.marks-next').addEventListener('click', function () { step(1); });
  bar.querySelector('.marks-close').addEventListener('click', close);

  marks();
  // A result on this very page changes only the hash; the search says so with this event.
  document.addEventListener('yunji-marks', function () { setTimeout(marks); });
  document.addEventListener('keydown', function (event) {
    if (bar.hidden || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector('dialog[open]') || event.target.closest('input, textarea, select, [contenteditable]')) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'n' || event.key === 'N') step(event.key === 'n' ? 1 : -1);
    else return;
    event.preventDefault();
  });
})();
