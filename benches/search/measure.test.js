// What the numbers are computed by. `npm test` runs it; no browser is needed.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { pageUrl } from './engines/notes.js';
import { slowLine } from '../lib/line.js';
import { roundTrips } from '../lib/network.js';
import { quantile } from './measure/latency.js';
import { score } from './measure/quality.js';
import { tokenize } from './web/tokens.js';

test('han is cut into pairs and the rest into words', () => {
  assert.deepEqual(tokenize('容器OOM了，看 cpu.cfs_quota_us'), ['容器', 'oom', '了', '看', 'cpu', 'cfs_quota_us']);
  assert.deepEqual(tokenize('内存限制'), ['内存', '存限', '限制']);
});

test('a page counts once, at its best section', () => {
  const grades = new Map([['a', 2], ['b', 1]]);
  assert.deepEqual(score(grades, ['b', 'b', 'b', 'b', 'a']), { top3: 1, mrr: 0.5, empty: false });
  assert.deepEqual(score(grades, ['w', 'x', 'y', 'a']), { top3: 0, mrr: 0.25, empty: false });
  assert.deepEqual(score(grades, ['b']), { top3: 0, mrr: 0, empty: false });
  assert.deepEqual(score(grades, []), { top3: 0, mrr: 0, empty: true });
});

test('requests at the same time are one round trip, dependent ones several', () => {
  const request = (start, end) => ({ start, end });
  assert.equal(roundTrips([]), 0);
  assert.equal(roundTrips([request(0, 5), request(1, 6)]), 1);
  assert.equal(roundTrips([request(0, 5), request(1, 9), request(5, 8), request(10, 12)]), 3);
});

test('an address has one form', () => {
  assert.equal(pageUrl('http://localhost:1/%E7%AC%94%E8%AE%B0/a/#%E5%AE%B9'), '/笔记/a/');
  assert.equal(pageUrl('/a/index.html'), '/a/');
});

test('quantiles lie between numbers', () => {
  assert.equal(quantile([3, 1], 0.5), 2);
  assert.equal(quantile([5], 0.95), 5);
});

test('the line delays and divides its bandwidth', async () => {
  const server = http.createServer((_, response) => response.end(Buffer.alloc(125_000)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line = await slowLine(server.address().port, { mbits: 10, rtt: 50 });
  const start = performance.now();
  const get = async () => (await fetch(`http://127.0.0.1:${line.port}/`)).arrayBuffer();
  const bodies = await Promise.all([get(), get()]);
  const took = performance.now() - start;
  line.close();
  server.close();
  assert.deepEqual(bodies.map(({ byteLength }) => byteLength), [125_000, 125_000]);
  // 50 ms to connect, 50 ms for the answer, 200 ms for two times 125 kB.
  assert.ok(took >= 295, `${took} ms`);
  assert.ok(took < 600, `${took} ms`);
});
