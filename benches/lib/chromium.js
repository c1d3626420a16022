// Starts Chromium and speaks its DevTools protocol over two pipes: messages of JSON, each ended by a zero byte.
// The protocol is used directly because the numbers come from workers' sessions, which libraries keep to themselves.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mistake } from './programs.js';

const FLAGS = [
  '--headless=new', '--no-sandbox', '--no-first-run', '--disable-gpu', '--remote-debugging-pipe',
  '--window-size=1280,900',
  // Nothing but the measured page may use the line or the processor.
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-extensions',
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding',
];

export class Chromium {
  #process;
  #profile = mkdtempSync(join(tmpdir(), 'yunji-bench-profile-'));
  #lastId = 0;
  #waiting = new Map();
  #listeners = new Set();
  #ended = null; // why, once it has

  /** `trusted` is the hash of the public key of the local server's certificate. */
  constructor(executable, trusted) {
    const flags = [...FLAGS, `--user-data-dir=${this.#profile}`, `--ignore-certificate-errors-spki-list=${trusted}`];
    this.#process = spawn(executable, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
    let said = '';
    this.#process.stderr.on('data', (data) => { said = (said + data).slice(-2000); });
    this.#process.once('error', (error) => this.#stop(new Mistake(`${executable}: ${error.message}`)));
    this.#process.once('exit', () => this.#stop(new Mistake(`${executable} ended: ${said.trim() || 'without a word'}`)));
    this.#process.stdio[3].on('error', () => {}); // the end is reported by 'exit'
    this.#read(this.#process.stdio[4]);
  }

  send(method, params = {}, sessionId = undefined) {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** Calls back with every event; returns a function that ends this. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close() {
    if (!this.#ended) {
      const ended = new Promise((resolve) => this.#process.once('exit', resolve));
      await this.send('Browser.close').catch(() => this.#process.kill('SIGKILL'));
      await ended;
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #read(pipe) {
    let parts = [];
    pipe.on('data', (data) => {
      let from = 0;
      for (let end = data.indexOf(0); end >= 0; end = data.indexOf(0, from)) {
        parts.push(data.subarray(from, end));
        this.#receive(JSON.parse(Buffer.concat(parts).toString()));
        parts = [];
        from = end + 1;
      }
      parts.push(data.subarray(from));
    });
  }

  #receive(message) {
    if (!message.id) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    const { resolve, reject, method } = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) reject(new Error(`${method}: ${message.error.message}`));
    else resolve(message.result);
  }

  #stop(error) {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
