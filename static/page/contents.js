// The place in the table of contents.
(function () {
  'use strict';
  var toc = document.querySelector('.toc');
  if (!toc) return;
  var toggle = toc.querySelector('.toc-toggle');
  var setOpen = function (open) {
    toc.classList.toggle('is-open', open);
    toggle.setAttribute('aria-expanded', String(open));
  };
  toggle.addEventListener('click', function () { setOpen(!toc.classList.contains('is-open')); });

  var places = [];
  toc.querySelectorAll('a').forEach(function (link) {
    link.addEventListener('click', function () { setOpen(false); });
    var heading = document.getElementById(link.getAttribute('href').slice(1));
    if (heading) places.push({ link: link, heading: heading });
  });

  var current = null;
  var waiting = false;
  var follow = function () {
    waiting = false;
    var found = null;
    for (var i = 0; i < places.length; i++) {
      if (places[i].heading.getBoundingClientRect().top > 120) break;
      found = places[i];
    }
    // A short last section can never reach the top; the end of the page counts as reaching it.
    var end = document.documentElement;
    if (places.length && end.scrollTop > 0 && end.scrollTop + innerHeight >= end.scrollHeight - 4) {
      found = places[places.length - 1];
    }
    if (found === current) return;
    if (current) current.link.removeAttribute('aria-current');
    current = found;
    if (!current) return;
    current.link.setAttribute('aria-current', 'location');
    var link = current.link;
    var top = link.offsetTop;
    if (top < toc.scrollTop + 40 || top + link.offsetHeight > toc.scrollTop + toc.clientHeight - 40) {
      toc.scrollTop = top - toc.clientHeight / 2;
    }
  };
  addEventListener('scroll', function () {
    if (!waiting) { waiting = true; requestAnimationFrame(follow); }
  }, { passive: true });
  follow();
})();
