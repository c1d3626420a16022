// The note that all three generators are given.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../lib/programs.js';

/** The text of a note that is given, or one long note made of all those of a site. */
export function readNote(given, repository) {
  if (given) {
    if (!existsSync(given)) throw new Mistake(`no such note: ${given}`);
    return neutral(readFileSync(given, 'utf8'));
  }
  const folder = join(repository, 'content');
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.md')).sort();
  return `# 全部笔记\n\n${files.map((name) => chapter(readFileSync(join(folder, name), 'utf8'))).join('\n')}`;
}

/** A note as a chapter: its title is a heading, its headings are one deeper. */
function chapter(text) {
  const [, front = '', body = text] = text.match(/^---\n(.*?)\n---\n(.*)$/s) ?? [];
  const title = front.match(/^title: *"?(.*?)"?$/m)?.[1] ?? '';
  return `## ${title}\n${outsideCode(neutral(body), (line) => line.replace(/^(#{1,5}) /, '#$1 '))}`;
}

/** Without what only one of the three understands: front matter, links to other notes, templates, tags. */
function neutral(text) {
  const body = text.replace(/^---\n.*?\n---\n/s, '');
  return outsideCode(body, (line) => line
    .replace(/(?<!!)\[([^\]]*)\]\((?!https?:)[^)]*\)/g, '$1')
    .replace(/!\[([^\]]*)\]\((?!https?:)[^)]*\)/g, '$1')
    .replace(/^> \[!\w+\].*$/, '> ')
    .split(/(`+.*?`+)/).map((part, at) => (at % 2 ? part : part.replace(/<[^>]*>/g, '').replace(/[{}]/g, ''))).join(''));
}

function outsideCode(text, change) {
  let fence = null;
  return text.split('\n').map((line) => {
    const mark = line.match(/^\s*(`{3,}|~{3,})/)?.[1];
    if (fence) {
      if (mark?.startsWith(fence)) fence = null;
      return line;
    }
    if (mark) fence = mark;
    return mark ? line : change(line);
  }).join('\n');
}
