// The same note as a site of each generator, with the theme and the search that it comes with.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Mistake } from '../lib/programs.js';
import { Yunji } from '../lib/yunji.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const INDEX = '# 笔记\n\n[全部笔记](note.md)\n';
const execute = promisify(execFile);

/** Each builds `note` below a folder of its own and resolves to `{ version, folder, address }`. */
export const GENERATORS = { Yunji: yunji, 'Material for MkDocs': material, VitePress: vitepress };

async function yunji(note, work, binary) {
  write(work, { 'site.yaml': 'title: 笔记\nlanguage: zh-CN\n', 'content/note.md': note });
  const program = new Yunji(binary, work, work);
  await program.build();
  return { version: await program.version(), folder: program.public, address: '/note/' };
}

async function material(note, work) {
  // No font of Google's: it would be fetched from there, and an intranet has none.
  const settings = 'site_name: 笔记\ntheme:\n  name: material\n  language: zh\n  font: false\n'
    + 'markdown_extensions: [pymdownx.highlight, pymdownx.superfences, footnotes, admonition]\nplugins: [search]\n';
  write(work, { 'mkdocs.yml': settings, 'docs/index.md': INDEX, 'docs/note.md': note });
  await run(join(HERE, '.cache/venv/bin/mkdocs'), ['build', '--quiet', '--config-file', join(work, 'mkdocs.yml'), '--site-dir', join(work, 'site')]);
  const version = readFileSync(join(HERE, 'requirements.txt'), 'utf8').match(/mkdocs-material==(\S+)/)[1];
  return { version: `Material for MkDocs ${version}`, folder: join(work, 'site'), address: '/note/' };
}

async function vitepress(note, work) {
  const settings = {
    title: '笔记', lang: 'zh-CN', ignoreDeadLinks: true, outDir: join(work, 'site'),
    themeConfig: { search: { provider: 'local' }, sidebar: [{ text: '全部笔记', link: '/note' }], outline: 'deep' },
  };
  // Braces in a note are a program to Vue unless they are declared to be text.
  const verbatim = `:::::: v-pre\n${note}\n::::::\n`;
  write(work, { '.vitepress/config.mjs': `export default ${JSON.stringify(settings)}`, 'index.md': INDEX, 'note.md': verbatim });
  const folder = join(HERE, 'node_modules/vitepress');
  await run(process.execPath, [join(folder, 'bin/vitepress.js'), 'build', work]);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { version: `VitePress ${version}`, folder: join(work, 'site'), address: '/note.html' };
}

function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

async function run(program, args) {
  try {
    await execute(program, args, { maxBuffer: 1 << 26 });
  } catch (error) {
    throw new Mistake(`${program} ${args.join(' ')} failed:\n${error.stdout || ''}${error.stderr || error.message}`);
  }
}
