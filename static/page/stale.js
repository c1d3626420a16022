// Says that a note is old. The page cannot: it does not know the day it is read on.
(function () {
  'use strict';
  var notice = document.querySelector('.stale');
  if (!notice) return;
  var said = notice.dataset;
  var days = Math.floor((Date.now() - Date.parse(said.since)) / 864e5);
  if (!(days > said.days)) return;
  var age = days < 60 ? [days, said.tDays]
    : days < 730 ? [Math.floor(days / 30.4375), said.tMonths] : [Math.floor(days / 365), said.tYears];
  notice.textContent = said.tStale.replace('{age}', age[1].replace('{n}', age[0]));
  notice.hidden = false;
})();
