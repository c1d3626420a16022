// What other parts share: text to the clipboard, and a word to the reader.
(function () {
  'use strict';

  // The clipboard API needs HTTPS, which intranet sites often lack; selecting works everywhere.
  function copyBySelection(text) {
    var area = document.createElement('textarea');
    var focused = document.activeElement;
    area.className = 'offscreen';
    area.readOnly = true;
    area.value = text;
    document.body.append(area);
    area.select();
    var done = false;
    try { done = document.execCommand('copy'); } catch (_) { /* to be copied by hand */ }
    area.remove();
    if (focused) focused.focus({ preventScroll: true });
    return done;
  }

  // Promises whether the text is on the clipboard.
  function copy(text) {
    if (!navigator.clipboard || !isSecureContext) return Promise.resolve(copyBySelection(text));
    return navigator.clipboard.writeText(text).then(
      function () { return true; },
      function () { return copyBySelection(text); }
    );
  }

  // There before it speaks, so that screen readers listen to it.
  var status = document.createElement('p');
  var timer;
  status.className = 'toast';
  status.setAttribute('role', 'status');
  document.body.append(status);

  function say(text) {
    status.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(function () { status.textContent = ''; }, 2400);
  }

  window.yunji = { copy: copy, say: say };
})();
