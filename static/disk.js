// Search on pages that are opened from a disk. A browser lets them fetch nothing and start no
// worker from a file, but load any script: each file of the search folder is one there, which
// hands its content over. The worker is made from its text, and asks this page for files.
(function () {
  'use strict';
  var root = new URL(document.documentElement.dataset.root || './', document.baseURI);
  var asked = {}; // promises of files under way, and what fulfils them, by address
  var give = {};

  // Called by the script of each file.
  window.yunjiDisk = function (path, base64) {
    var address = new URL(path, root).href;
    if (give[address]) give[address](base64);
  };

  function read(address) {
    return asked[address] = asked[address] || new Promise(function (resolve, reject) {
      var script = document.createElement('script');
      give[address] = resolve;
      script.onload = script.onerror = function () {
        script.remove();
        delete asked[address];
        delete give[address];
        reject(new Error(address)); // nothing happens if it was handed over
      };
      script.src = address + '.js';
      document.head.append(script);
    });
  }

  // Runs in the worker, before the worker's own script.
  function prepare() {
    var asked = new Map();
    function bytes(base64) {
      var text = atob(base64);
      var bytes = new Uint8Array(text.length);
      for (var i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
      return bytes;
    }
    self.fetch = function (address) {
      return new Promise(function (resolve) {
        asked.set(String(address), (asked.get(String(address)) || []).concat(resolve));
        postMessage({ type: 'read', address: String(address) });
      });
    };
    addEventListener('message', function (event) {
      var data = event.data;
      if (data.type !== 'file') return;
      event.stopImmediatePropagation();
      (asked.get(data.address) || []).forEach(function (resolve) {
        resolve(data.base64 ? new Response(bytes(data.base64)) : new Response(null, { status: 404 }));
      });
      asked.delete(data.address);
    });
  }

  // In the place of the browser's own for the worker's script at `address`.
  window.yunjiDisk.Worker = function (address) {
    var outside = this;
    var started = read(address).then(function (base64) {
      var source = new TextDecoder().decode(Uint8Array.from(atob(base64), function (ch) { return ch.charCodeAt(0); }));
      var url = URL.createObjectURL(new Blob(['(' + prepare + ')();\n' + source], { type: 'text/javascript' }));
      var worker = new Worker(url);
      worker.onmessage = function (event) {
        if (event.data.type !== 'read') return outside.onmessage(event);
        hand(worker, event.data.address);
      };
      worker.onerror = function (event) { outside.onerror(event); };
      return worker;
    });
    started.catch(function (error) { outside.onerror({ message: error.message }); });
    this.postMessage = function (message) { started.then(function (worker) { worker.postMessage(message); }, function () {}); };
    this.terminate = function () { started.then(function (worker) { worker.terminate(); }, function () {}); };
  };

  function hand(worker, address) {
    function answer(base64) { worker.postMessage({ type: 'file', address: address, base64: base64 }); }
    read(address).then(answer, function () { answer(''); });
  }
})();
