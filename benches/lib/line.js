// A slow line between the browser and the local server: delay both ways, and one bandwidth for all that comes down.
//
// The browser's own emulation works per session, so that a page and its worker would each get a line of their own.
// Here every byte passes, whoever asked for it. Not modelled: slow start and loss, which make real lines slower.
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const SLICE = 4096; // so that large answers on two connections share the line
const QUIET_MS = 700;

export async function slowLine(port, { mbits, rtt }) {
  const bytesPerMs = mbits * 1000 / 8;
  let lineFree = 0;

  let lastUse = 0;

  function throughLine(bytes) {
    lineFree = Math.max(performance.now(), lineFree) + bytes / bytesPerMs;
    return lineFree + rtt / 2;
  }

  const sockets = new Set();
  const server = net.createServer((browser) => {
    // The kernel accepts at once; on a real line nothing is sent before one round trip of SYN and ACK.
    const connected = performance.now() + rtt;
    const upstream = net.connect(port, '127.0.0.1');
    const up = later(upstream);
    const down = later(browser);
    browser.on('data', (data) => {
      lastUse = performance.now();
      up(data, Math.max(lastUse, connected) + rtt / 2);
    });
    upstream.on('data', (data) => {
      lastUse = performance.now();
      for (let at = 0; at < data.length; at += SLICE) {
        const slice = data.subarray(at, at + SLICE);
        down(slice, throughLine(slice.length));
      }
    });
    for (const [socket, other] of [[browser, upstream], [upstream, browser]]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {}); // 'close' follows
      socket.on('close', () => { sockets.delete(socket); other.destroy(); });
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    /** Resolves when nothing has passed for a while from now on. */
    async idle() {
      const since = performance.now();
      while (performance.now() - Math.max(since, lastUse, lineFree) < QUIET_MS) await sleep(50);
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Writes to a socket at the given times, in order whatever the timers' precision. */
function later(socket) {
  const queue = [];
  let timer = null;

  function flush() {
    timer = null;
    const now = performance.now();
    while (queue.length && queue[0].at <= now + 0.5) {
      const { data } = queue.shift();
      if (!socket.destroyed) socket.write(data);
    }
    if (queue.length) timer = setTimeout(flush, queue[0].at - performance.now());
  }

  return (data, at) => {
    queue.push({ data, at });
    timer ??= setTimeout(flush, at - performance.now());
  };
}
