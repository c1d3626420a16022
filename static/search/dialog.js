// Opening and closing: the buttons, `/` and Ctrl+K, and Back to a page that was left from the
// dialog.
(function (search) {
  'use strict';
  if (!search) return;
  var dialog = search.dialog;
  var input = search.input;

  // Opens the dialog with what is given, or with the last query of this tab: without its filters,
  // which nobody would look for in a new search.
  search.open = function (wanted) {
    search.wake();
    if (!dialog) return input.focus();
    if (dialog.open) return;
    dialog.showModal();
    input.focus();
    if (wanted) search.want(wanted);
    else if (search.isNothing(search.wanted())) search.want({ query: search.kept('sessionStorage', 'yunji-query') });
    input.select();
    search.ask();
  };

  search.close = function () { dialog.close(); };

  document.querySelectorAll('[data-search-open]').forEach(function (button) {
    button.addEventListener('pointerenter', search.wake, { once: true });
    button.addEventListener('focus', search.wake, { once: true });
    button.addEventListener('click', function () { search.open(); });
  });
  input.addEventListener('focus', search.wake);

  document.addEventListener('keydown', function (event) {
    if (search.isKeyOfInputMethod(event) || event.defaultPrevented) return;
    var combo = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';
    var typing = event.target.closest && event.target.closest('input, textarea, select, [contenteditable]');
    var slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!combo && !slash) return;
    event.preventDefault();
    search.open();
  });

  if (!dialog) return;
  search.box.querySelector('[data-search-close]').addEventListener('click', search.close);
  dialog.addEventListener('cancel', function (event) { if (search.isComposing()) event.preventDefault(); });
  // The box fills the dialog, so a press on the dialog itself is on the backdrop.
  dialog.addEventListener('pointerdown', function (event) { if (event.target === dialog) search.close(); });
  // After a result on this very page the entry of the history is a new one: the old keeps its state.
  dialog.addEventListener('close', search.stay);

  function back(state) {
    if (state && state.search) search.restore(state.search);
    else if (dialog.open) search.close();
  }

  addEventListener('popstate', function (event) { back(event.state); });
  var navigation = performance.getEntriesByType('navigation')[0];
  if (navigation && navigation.type === 'back_forward') back(history.state);
})(window.yunjiSearch);
