// Buttons that copy a block of code.
(function () {
  'use strict';
  var sheet = document.querySelector('.sheet');
  if (!sheet) return;

  // Lines that were taken out of code are shown and not wanted; in a patch they are.
  function content(box, code) {
    var lines = Array.from(code.querySelectorAll('.line'));
    if (!lines.length || /^(diff|patch)/.test(box.dataset.lang)) return code.textContent;
    return lines.filter(function (line) { return !line.classList.contains('removed'); })
      .map(function (line) { return line.textContent; }).join('');
  }

  var SESSION = /^(console|terminal|.*session)$/i;
  // Shells, Python, and clients of MySQL, PostgreSQL, SQLite and Redis.
  var PROMPT = /^(?:\$|➜ +\S+|PS [^>]*>|\[[^\]]*@[^\]]*\][#$]|[\w.-]+@[\w.-]+:[^\s#$]*[#$]|>>>|mysql>|MariaDB \[[^\]]*\]>|\w+=[#>]|sqlite>|[\d.]+:\d+>) /;
  var CONTINUED = /^(?:\.\.\.| +->| +\.\.\.>|\w+-[#>]) ?/;
  var ROOT = /^# /;

  // Of a session, which begins with a prompt, what was typed: neither prompts nor output.
  function commands(text, language) {
    var lines = text.split('\n');
    var prompts = function (line) { return PROMPT.test(line); };
    var prompt = PROMPT;
    if (!prompts(text)) {
      // A bare `# ` is a prompt only where nothing else is; else it is a comment.
      if (!SESSION.test(language)) return text;
      if (!lines.some(prompts)) {
        if (!ROOT.test(text)) return text;
        prompt = ROOT;
      }
    }
    var typed = false;
    var goesOn = false;
    return lines.map(function (line) {
      var starts = prompt.test(line);
      var more = typed && !starts && !goesOn && CONTINUED.test(line);
      typed = starts || goesOn || more;
      goesOn = typed && /\\$/.test(line);
      if (!typed) return null;
      return starts ? line.replace(prompt, '') : more ? line.replace(CONTINUED, '') : line;
    }).filter(function (line) { return line !== null; }).join('\n');
  }

  sheet.querySelectorAll('.code').forEach(function (box) {
    var code = box.querySelector('code');
    if (!code) return;
    var tools = document.createElement('div');
    var button = document.createElement('button');
    var timer;
    tools.className = 'code-tools';
    button.type = 'button';
    button.className = 'copy';
    button.textContent = sheet.dataset.tCopy;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', function () {
      yunji.copy(commands(content(box, code), box.dataset.lang).replace(/\n$/, '')).then(function (done) {
        if (!done) getSelection().selectAllChildren(code);
        button.textContent = done ? sheet.dataset.tCopied : sheet.dataset.tCopyFailed;
        tools.classList.add('is-said');
        clearTimeout(timer);
        timer = setTimeout(function () {
          button.textContent = sheet.dataset.tCopy;
          tools.classList.remove('is-said');
        }, 1600);
      });
    });
    tools.append(button);
    box.append(tools);
  });
})();
