// What a page and its workers fetch, as the browser's own Network events tell it.
import { setTimeout as sleep } from 'node:timers/promises';

const QUIET_MS = 700; // longer than any pause between dependent requests on the measured line

export async function recordNetwork(browser, pageSession) {
  const record = new NetworkRecord();
  const sessions = new Set();

  // Workers start halted, so that their first request is seen too; theirs may start others.
  async function join(sessionId, waiting) {
    sessions.add(sessionId);
    await browser.send('Network.enable', {}, sessionId);
    await browser.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }, sessionId);
    if (waiting) await browser.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
  }

  record.end = browser.listen((event) => {
    if (!sessions.has(event.sessionId)) return;
    // A worker that ends while it is joined is no fault.
    if (event.method === 'Target.attachedToTarget') join(event.params.sessionId, event.params.waitingForDebugger).catch(() => {});
    else record.note(event);
  });
  await join(pageSession, false);
  return record;
}

class NetworkRecord {
  #requests = new Map();
  #changed = performance.now();

  note({ method, params, sessionId }) {
    if (!params?.requestId) return;
    // A worker's own file is announced in one session and finished in another; its id is the same in both.
    const id = params.requestId;
    const request = this.#requests.get(id);
    if (method === 'Network.requestWillBeSent' && !request) {
      if (/^(data|blob):/.test(params.request.url)) return;
      this.#requests.set(id, { url: params.request.url, type: params.type, start: params.timestamp, end: null, bytes: 0, sessionId });
    } else if (request && method === 'Network.loadingFinished') {
      request.end = params.timestamp;
      request.bytes = wireBytes(params.encodedDataLength, request.response);
    } else if (request && method === 'Network.responseReceived') {
      request.response = params.response;
    } else if (request && method === 'Network.loadingFailed') {
      request.end = params.timestamp;
      request.failed = params.errorText;
    } else return;
    this.#changed = performance.now();
  }

  async idle() {
    const open = () => [...this.#requests.values()].filter((request) => request.end === null);
    const deadline = performance.now() + 60_000;
    while (open().length || performance.now() - this.#changed < QUIET_MS) {
      if (performance.now() > deadline) throw new Error(`requests without an end: ${open().map((one) => one.url)}`);
      await sleep(50);
    }
  }

  /** The requests since the last call; those answered from the browser's cache cost nothing and are left out. */
  take() {
    const taken = [...this.#requests.values()];
    const failed = taken.find((request) => request.failed);
    if (failed) throw new Error(`${failed.url}: ${failed.failed}`);
    this.#requests.clear();
    return taken.filter((request) => request.bytes > 0);
  }
}

/**
 * Of a worker's own file the browser counts the head only, and nothing at all when it was cached; the server says
 * the length of what followed.
 */
function wireBytes(counted, response) {
  if (response?.fromDiskCache || !counted) return 0;
  const body = Number(response?.headers['content-length'] ?? 0);
  return counted < body ? counted + body : counted;
}

/**
 * Length of the longest chain of requests of which each began after the one before it had ended: on a line where
 * the delay dominates, the number of round trips that cannot be made at once.
 */
export function roundTrips(requests) {
  const depth = new Map();
  for (const request of [...requests].sort((a, b) => a.start - b.start)) {
    const before = requests.filter((other) => other.end <= request.start && depth.has(other));
    depth.set(request, 1 + Math.max(0, ...before.map((other) => depth.get(other))));
  }
  return Math.max(0, ...depth.values());
}
