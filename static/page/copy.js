// Buttons that copy a block of code.
(function () {
  'use strict';
  var sheet = document.querySelector('.sheet');
  if (!sheet) return;

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
      yunji.copy(commands(code.textContent).replace(/\n$/, '')).then(function (done) {
        if (!done) getSelection().selectAllChildren(code);
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
