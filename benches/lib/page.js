// One tab in a fresh profile: nothing cached, nothing stored.
import { recordNetwork } from './network.js';

const PATIENCE_MS = 60_000;

export class Page {
  #browser;
  #session;
  #context;
  /** Record of what went over the wire; only of pages opened with `watch`. */
  network = null;

  static async open(browser, { watch = false, script = '' } = {}) {
    const page = new Page();
    page.#browser = browser;
    page.#context = (await browser.send('Target.createBrowserContext')).browserContextId;
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId: page.#context });
    page.#session = (await browser.send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
    await page.send('Page.enable');
    await page.send('Page.bringToFront');
    if (script) await page.send('Page.addScriptToEvaluateOnNewDocument', { source: script });
    if (watch) page.network = await recordNetwork(browser, page.#session);
    return page;
  }

  send(method, params) {
    return this.#browser.send(method, params, this.#session);
  }

  async goto(url) {
    const loaded = new Promise((resolve) => {
      const end = this.#browser.listen((event) => {
        if (event.sessionId !== this.#session || event.method !== 'Page.loadEventFired') return;
        end();
        resolve();
      });
    });
    const { errorText } = await this.send('Page.navigate', { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await inTime(loaded, `${url} does not finish loading`);
  }

  /** Runs a function of the page's world; arguments and result are JSON. */
  async run(work, ...values) {
    const expression = `(${work})(...${JSON.stringify(values)})`;
    const call = this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    const { result, exceptionDetails } = await inTime(call, `no answer from the page to ${expression.slice(0, 200)}`);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
    return result.value;
  }

  async pressControl(letter) {
    const key = { key: letter, code: `Key${letter.toUpperCase()}`, modifiers: 2, windowsVirtualKeyCode: letter.toUpperCase().charCodeAt(0) };
    await this.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  }

  async close() {
    this.network?.end();
    await this.#browser.send('Target.disposeBrowserContext', { browserContextId: this.#context });
  }
}

async function inTime(promise, complaint) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(complaint)), PATIENCE_MS); });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
