// The button that copies the whole note as Markdown. It stands in the page, so that nothing moves.
(function () {
  'use strict';
  var link = document.querySelector('.twin a');
  // From a disk nothing can be fetched; the link works there too.
  if (!link || !/^http/.test(location.protocol)) return;
  var say = document.querySelector('.sheet').dataset;
  var text;

  // Fetched at the first sign that it will be wanted: a browser lets a page write to the
  // clipboard only shortly after a click.
  function load() {
    text = text || fetch(link.href).then(function (response) {
      if (!response.ok) throw new Error(response.status);
      return response.text();
    });
    text.catch(function () { text = null; });
    return text;
  }

  var button = link.previousElementSibling;
  button.addEventListener('pointerenter', load);
  button.addEventListener('focus', load);
  button.addEventListener('click', function () {
    load().then(yunji.copy).catch(function () { return false; }).then(function (done) {
      if (done) yunji.say(say.tCopied);
      else location.assign(link.href); // to be copied there by hand
    });
  });
})();
