// Marks the words of the search that led here.
(function () {
  'use strict';
  var article = document.querySelector('article');
  if (!article) return;

  var canMark = typeof Highlight === 'function' && window.CSS && CSS.highlights;

  function marks() {
    var left;
    try {
      left = JSON.parse(sessionStorage.getItem('yunji-marks'));
      sessionStorage.removeItem('yunji-marks');
    } catch (_) { return; }
    if (!canMark || !left || left.path !== location.pathname) return;
    var words = left.words.map(function (word) { return word.toLowerCase(); }).filter(Boolean);
    var ranges = [];
    var walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (ranges.length < 100 && walker.nextNode()) {
      var node = walker.currentNode;
      var text = node.data.toLowerCase();
      if (text.length !== node.data.length) continue; // lower case moved the offsets
      words.forEach(function (word) {
        for (var at = text.indexOf(word); at >= 0 && ranges.length < 100; at = text.indexOf(word, at + word.length)) {
          var range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          ranges.push(range);
        }
      });
    }
    // The first comes last: of tabs, it is the one to see.
    ranges.slice().reverse().forEach(function (range) {
      range.startContainer.parentElement.dispatchEvent(new Event('yunji-reveal', { bubbles: true }));
    });
    if (ranges.length) CSS.highlights.set('yunji', new Highlight(...ranges));
  }

  marks();
  // A result on this very page changes only the hash; the search says so with this event.
  document.addEventListener('yunji-marks', marks);
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && canMark && !document.querySelector('dialog[open]')) CSS.highlights.delete('yunji');
  });
})();
