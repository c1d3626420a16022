// Pictures that are shown smaller than they are, in full.
(function () {
  'use strict';
  var sheet = document.querySelector('.sheet');
  if (!sheet || !window.HTMLDialogElement) return;
  var pictures = Array.from(sheet.querySelectorAll('.prose img')).filter(function (picture) {
    return !picture.closest('a, button, summary');
  });
  if (!pictures.length) return;
  var dialog, shown, caption, at;

  // The width of the file; a drawing that names none to the browser has it from the build.
  function fullWidth(picture) {
    return Math.max(picture.naturalWidth, Number(picture.getAttribute('width')) || 0);
  }

  function isSmaller(picture) {
    return picture.clientWidth > 0 && fullWidth(picture) > picture.clientWidth * 1.1;
  }

  // A drawing has no size of its own; an icon is none to look at.
  function isDrawing(picture) {
    return /\.svg\b/.test(picture.src) && picture.clientWidth >= 200 && picture.clientWidth < innerWidth * 0.8;
  }

  function isLarger(picture) { return isSmaller(picture) || isDrawing(picture); }

  function judge(picture, larger) {
    picture.classList.toggle('is-zoomable', larger);
    if (larger) {
      picture.tabIndex = 0;
      picture.setAttribute('role', 'button');
      picture.setAttribute('aria-haspopup', 'dialog');
      // An empty one says decoration, which cannot be a button too.
      if (picture.getAttribute('alt') === '') {
        picture.removeAttribute('alt');
        picture.dataset.decoration = '';
      }
      picture.setAttribute('aria-label', [sheet.dataset.tZoom, picture.alt].join(' ').trim());
    } else {
      if ('decoration' in picture.dataset) picture.alt = '';
      ['tabindex', 'role', 'aria-haspopup', 'aria-label'].forEach(function (name) { picture.removeAttribute(name); });
    }
  }

  function build() {
    dialog = document.createElement('dialog');
    var close = document.createElement('button');
    var figure = document.createElement('figure');
    shown = document.createElement('img');
    caption = document.createElement('figcaption');
    dialog.className = 'lightbox';
    close.type = 'button';
    close.className = 'iconbutton';
    close.textContent = '×';
    close.setAttribute('aria-label', sheet.dataset.tClose);
    figure.append(shown, caption);
    dialog.append(close, figure);
    // A click shows one that is larger than the screen in its own size first, then closes.
    dialog.addEventListener('click', function (event) {
      if (event.target === shown && !dialog.classList.contains('is-full') && isSmaller(shown)) dialog.classList.add('is-full');
      else dialog.close();
    });
    dialog.addEventListener('keydown', function (event) {
      var step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || dialog.classList.contains('is-full')) return;
      var others = pictures.filter(function (picture) { return picture.classList.contains('is-zoomable'); });
      var next = others[others.indexOf(pictures[at]) + step];
      event.preventDefault();
      if (next) show(next);
    });
    dialog.addEventListener('close', function () { pictures[at].focus(); });
    document.body.append(dialog);
  }

  function show(picture) {
    var figure = picture.closest('figure');
    var told = figure && figure.querySelector('figcaption');
    at = pictures.indexOf(picture);
    dialog.classList.remove('is-full');
    shown.src = picture.currentSrc || picture.src;
    shown.alt = picture.alt;
    shown.width = fullWidth(picture);
    caption.textContent = told ? told.textContent : picture.alt || picture.title;
    dialog.setAttribute('aria-label', caption.textContent || sheet.dataset.tZoom);
  }

  function open(event) {
    if (!event.target.classList.contains('is-zoomable')) return;
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (!dialog) build();
    show(event.target);
    dialog.showModal();
  }

  var observer = window.ResizeObserver && new ResizeObserver(function (entries) {
    // All are measured before the first is changed, or the note is laid out once for each.
    var larger = entries.map(function (entry) { return isLarger(entry.target); });
    entries.forEach(function (entry, number) { judge(entry.target, larger[number]); });
  });
  pictures.forEach(function (picture) {
    picture.addEventListener('load', function () { judge(picture, isLarger(picture)); });
    picture.addEventListener('click', open);
    picture.addEventListener('keydown', open);
    if (observer) observer.observe(picture);
  });
})();
