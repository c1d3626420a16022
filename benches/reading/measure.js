// One reader opening the note on a phone, with nothing in the cache.
import { setTimeout as sleep } from 'node:timers/promises';
import { Page } from '../lib/page.js';

/** A phone of the middle, as Lighthouse has it. */
const SCREEN = { width: 412, height: 823, deviceScaleFactor: 1.75, mobile: true };
const SLOWER = 4;
const SETTLE_MS = 1000; // for what moves after everything has come

/** Resolves to times in ms, layout shift, bytes and requests by type, and the size of the page. */
export async function measure(browser, url) {
  const page = await Page.open(browser, { watch: true, script: `(${watch})()` });
  try {
    await page.send('Emulation.setDeviceMetricsOverride', SCREEN);
    await page.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.goto(url);
    await page.network.idle();
    await sleep(SETTLE_MS);
    const seen = await page.run(() => window.benchSeen());
    return { ...seen, ...traffic(page.network.take()) };
  } finally {
    await page.close();
  }
}

function traffic(requests) {
  const types = {};
  for (const { type, bytes } of requests) types[type] = (types[type] ?? 0) + bytes;
  const bytes = requests.reduce((total, request) => total + request.bytes, 0);
  return { bytes, requests: requests.length, types };
}

// Runs in the page before its own scripts.
function watch() {
  const seen = { firstPaint: null, largestPaint: null, shift: 0, longTasks: [] };
  const shifts = [];
  const on = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  on('paint', (entry) => { if (entry.name === 'first-contentful-paint') seen.firstPaint = entry.startTime; });
  on('largest-contentful-paint', (entry) => { seen.largestPaint = entry.startTime; });
  on('layout-shift', (entry) => { if (!entry.hadRecentInput) shifts.push(entry); });
  on('longtask', (entry) => seen.longTasks.push(entry));

  // Shifts count by windows: at most 5 s, no second without one; the worst window is the score.
  function worstWindow() {
    let [worst, sum, first, last] = [0, 0, 0, -Infinity];
    for (const { value, startTime } of shifts) {
      if (startTime - last > 1000 || startTime - first > 5000) [sum, first] = [0, startTime];
      sum += value;
      last = startTime;
      worst = Math.max(worst, sum);
    }
    return worst;
  }

  window.benchSeen = () => ({
    firstPaint: seen.firstPaint,
    largestPaint: seen.largestPaint,
    shift: worstWindow(),
    blocked: seen.longTasks.filter(({ startTime, duration }) => startTime + duration > seen.firstPaint)
      .reduce((total, { duration }) => total + Math.max(0, duration - 50), 0),
    nodes: document.querySelectorAll('*').length,
  });
}
