// Takes the notes out of the built site, so that every engine indexes the same pages: the title and the article.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Page } from '../../lib/page.js';
import { NOTE } from './surfaces.js';

export async function readNotes(browser, site) {
  const page = await Page.open(browser);
  const notes = [];
  for (const file of htmlFiles(site)) {
    const note = await page.run(takeNote, readFileSync(file, 'utf8'), NOTE);
    if (!note) continue; // a list, a redirect
    const address = relative(site, file).split(sep).join('/');
    if (!note.path) throw new Error(`${address} does not say which note it is: nothing at ${NOTE.source}`);
    notes.push({ file: address, url: pageUrl(`/${address}`), ...note });
  }
  await page.close();
  if (!notes.length) throw new Error(`no page of the built site has ${NOTE.article}`);
  return notes;
}

/** Writes each note as a page of its own, at the address it has on the site. */
export function writePages(notes, folder) {
  for (const { file, title, html } of notes) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    const heading = escape(title);
    writeFileSync(path, `<!doctype html>
<html lang="zh-cn"><head><meta charset="utf-8"><title>${heading}</title></head>
<body><main data-pagefind-body><h1>${heading}</h1>
${html}
</main></body></html>
`);
  }
}

/** One form for the address of a page, whatever it was written like: decoded, without file name, query and anchor. */
export function pageUrl(address) {
  const { pathname } = new URL(address, 'http://localhost');
  return decodeURIComponent(pathname).replace(/(^|\/)index\.html$/, '$1');
}

function htmlFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return htmlFiles(path);
    return entry.name.endsWith('.html') ? [path] : [];
  });
}

// Runs in the browser: its parser is the one that readers have.
function takeNote(source, select) {
  const page = new DOMParser().parseFromString(source, 'text/html');
  const article = page.querySelector(select.article);
  if (!article) return null;
  article.querySelectorAll(select.furniture).forEach((node) => node.remove());
  const html = article.outerHTML;
  // Without this the last word of a cell or line and the first of the next would be one.
  article.querySelectorAll('h1,h2,h3,h4,h5,h6,p,li,td,th,dt,dd,pre,div,br').forEach((node) => node.after('\n'));
  return {
    path: page.querySelector(select.source)?.textContent.trim(),
    title: page.querySelector(select.title).textContent.trim(),
    text: article.textContent,
    html,
  };
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
