// Buttons that copy a block of code.
(function () {
  'use strict';
  var sheet = document.querySelector('.sheet');
  if (!sheet) return;

  // The clipboard API needs HTTPS, which intranet sites often lack; selecting works everywhere.
  function copyBySelection(code, text) {
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
    if (!done) getSelection().selectAllChildren(code);
    return done;
  }

  function copy(code) {
    var text = commands(code.textContent).replace(/\n$/, '');
    if (!navigator.clipboard || !isSecureContext) return Promise.resolve(copyBySelection(code, text));
    return navigator.clipboard.writeText(text).then(
      function () { return true; },
      function () { return copyBySelection(code, text); }
    );
  }

  var PROMPT = /^(?:\$|➜ +\S+|PS [^>]*>|\[[^\]]*@[^\]]*\][#$]|[\w.-]+@[\w.-]+:[^\s#$]*[#$]) /;

  // Of a session, which begins with a prompt, what was typed: neither prompts nor output.
  function commands(text) {
    if (!PROMPT.test(text)) return text;
    var goesOn = false;
    return text.split('\n').filter(function (line) {
      var typed = goesOn || PROMPT.test(line);
      goesOn = typed && /\\$/.test(line);
      return typed;
    }).map(function (line) { return line.replace(PROMPT, ''); }).join('\n');
  }

  sheet.querySelectorAll('.code').forEach(function (box) {
    var code = box.querySelector('code');
    if (!code) return;
    var button = document.createElement('button');
    var timer;
    button.type = 'button';
    button.className = 'copy';
    button.textContent = sheet.dataset.tCopy;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', function () {
      copy(code).then(function (done) {
        button.textContent = done ? sheet.dataset.tCopied : sheet.dataset.tCopyFailed;
        button.classList.add('is-said');
        clearTimeout(timer);
        timer = setTimeout(function () {
          button.textContent = sheet.dataset.tCopy;
          button.classList.remove('is-said');
        }, 1600);
      });
    });
    box.append(button);
  });
})();
