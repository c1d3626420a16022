// The mark behind a heading leads to it, and copies its address on the way.
document.addEventListener('click', function (event) {
  'use strict';
  var anchor = event.target.closest && event.target.closest('.anchor');
  if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  yunji.copy(anchor.href).then(function (done) {
    if (done) yunji.say(anchor.closest('.sheet').dataset.tLinkCopied);
  });
});
