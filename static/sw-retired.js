// Takes the place of a worker of a former build, when a site is no longer kept for reading
// offline: drops what that one kept, and itself.
(function () {
  'use strict';
  self.addEventListener('install', function () { self.skipWaiting(); });
  self.addEventListener('activate', function (event) {
    var kept = 'yunji ' + new URL(self.registration.scope).pathname;
    event.waitUntil(Promise.all([caches.delete(kept), self.registration.unregister()]));
  });
})();
