// What is typed becomes a query. Queries are sent as they are typed; the worker answers the
// newest. Half-typed pinyin is none.
(function (search) {
  'use strict';
  if (!search) return;

  var android = /Android/i.test(navigator.userAgent);
  var composed = null; // text an input method is composing, null when none

  // Whether the first result is to be opened as soon as its answer is there.
  search.openFirst = false;

  search.isComposing = function () { return composed !== null; };

  // Asks for what is in the box now; `pages` of it when it was shown further before.
  search.ask = function (pages) {
    var wanted = search.wanted();
    search.remember(wanted);
    if (search.isNothing(wanted)) search.clear();
    search.post(wanted, pages || (search.isAnswered() ? search.pagesShown() : search.PAGES));
  };

  // Empties the list; what is left is where to begin.
  search.clear = function () {
    search.forget();
    search.tell('');
    search.message.hidden = true;
    search.more.hidden = true;
    search.hint.hidden = false;
    search.box.classList.remove('is-asked');
    search.setOptions([]);
    search.showRecent();
  };

  var input = search.input;
  input.addEventListener('compositionstart', function () { composed = ''; });
  input.addEventListener('compositionupdate', function (event) { composed = event.data || ''; });
  input.addEventListener('compositionend', function () {
    composed = null;
    search.openFirst = false;
    search.ask();
  });
  input.addEventListener('input', function (event) {
    search.openFirst = false;
    // Android keyboards compose plain Latin words too, so there it is a query.
    if ((event.isComposing || composed !== null) && !android && /[a-z]/i.test(composed || event.data || '')) return;
    search.ask();
  });
})(window.yunjiSearch);
