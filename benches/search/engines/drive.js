// Uses a search page as a reader does: opens it by keyboard, types, waits until results stand on the screen.
import { Page } from '../../lib/page.js';
import { pageUrl } from './notes.js';

export class SearchPage {
  #last = null;

  static async open(browser, origin, surface, { watch = false } = {}) {
    const search = new SearchPage();
    search.surface = surface;
    search.page = await Page.open(browser, { watch, script: `(${probe})()` });
    await search.page.goto(origin + surface.address);
    await search.page.network?.idle();
    return search;
  }

  get network() { return this.page.network; }

  /** Ctrl+K, then waits for the caret in the box. */
  async focus() {
    await this.page.pressControl('k');
    const { box, input } = this.surface;
    await this.page.run(focused, `${box} ${input}`);
  }

  /**
   * Types over what is there, as pasting or an input method does: one input event for the whole query.
   * Resolves to `{ urls, screen, call }`: pages in order, and milliseconds from the input event to the results on
   * the screen, and of the engine's own share of it.
   */
  async ask(query) {
    // The same text again would be no new query, and the page rightly silent.
    if (query === this.#last?.query) return this.#last.shown;
    const { name, box } = this.surface;
    await this.page.run((surface) => window.benchProbe.arm(surface), this.surface);
    await this.page.send('Input.insertText', { text: query });
    const shown = await this.page.run(() => window.benchProbe.shown());
    if (shown.error !== null) throw new Error(`${name}, ${box}: ${query}: ${shown.error}`);
    shown.urls = [...new Set(shown.urls.map(pageUrl))];
    this.#last = { query, shown };
    return shown;
  }

  close() { return this.page.close(); }
}

function focused(selector) {
  return new Promise((resolve, reject) => {
    const end = performance.now() + 5000;
    (function look() {
      const input = document.querySelector(selector);
      if (input && document.activeElement === input) resolve();
      else if (performance.now() > end) reject(new Error(`Ctrl+K does not put the caret into ${selector}`));
      else setTimeout(look, 1);
    })();
  });
}

// Runs in the page before its own scripts.
function probe() {
  let asked = 0; // when a worker was last sent anything
  let told = 0; // and last sent something back
  const NativeWorker = window.Worker;
  window.Worker = class extends NativeWorker {
    constructor(...values) {
      super(...values);
      this.addEventListener('message', () => { told = performance.now(); });
    }

    postMessage(...values) {
      asked = performance.now();
      super.postMessage(...values);
    }
  };

  let result = null;

  // What was composed in this task is on the screen after the next frame.
  function painted() {
    return new Promise((resolve) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    }));
  }

  function arm(surface) {
    const box = document.querySelector(surface.box);
    const list = box.querySelector(surface.list);
    const input = box.querySelector(surface.input);
    result = new Promise((resolve) => {
      let typed = 0;
      let busy = false;
      input.addEventListener('input', () => { typed = performance.now(); }, { capture: true, once: true });
      const observer = new MutationObserver(async () => {
        const now = list.getAttribute('aria-busy') === 'true';
        if (busy === now) return;
        busy = now;
        if (busy) return;
        observer.disconnect();
        const call = window.lastCall ?? told - asked;
        const error = box.querySelector(surface.error);
        const screen = await painted() - typed;
        await painted(); // results below the edge may follow those in sight
        await painted();
        const urls = Array.from(box.querySelectorAll(surface.link), (link) => link.href);
        resolve({ urls, screen, error: error && error.textContent, call });
      });
      observer.observe(list, { attributes: true, attributeFilter: ['aria-busy'] });
    });
    input.select();
  }

  window.benchProbe = { arm, shown: () => result };
}
