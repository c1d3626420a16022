// The measurements as Markdown tables.
import { basename } from 'node:path';

const NAMES = { yunji: 'Yunji', pagefind: 'Pagefind', minisearch: 'MiniSearch' };

export function markdown(report) {
  const parts = [
    `# Search: ${report.notes} notes, ${report.queries} judged queries\n\n${Object.values(report.versions).join(' · ')}`,
    report.unknownPaths.length && `Judged, but no page of the site: ${report.unknownPaths.join(', ')}`,
    report.quality && quality(report.quality),
    report.wire && wire(report.wire),
    report.latency && latency(report.latency),
    report.indexing && indexing(report.indexing),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function quality(measured) {
  const engines = Object.keys(measured);
  const kinds = Object.keys(measured.yunji);
  const cells = (kind) => engines.flatMap((engine) => {
    const { top3, mrr, empty } = measured[engine][kind];
    return [share(top3), share(mrr), empty];
  });
  const head = engines.flatMap((engine) => ['top3', 'MRR@10', 'empty'].map((name) => `${NAMES[engine]} ${name}`));
  const rows = kinds.map((kind) => [kind, measured.yunji[kind].queries, ...cells(kind)]);
  return `## Quality\n\n${table(['kind', 'queries', ...head], rows)}`;
}

function wire(measured) {
  const { first, second } = measured.yunji;
  const each = (row) => Object.entries(measured).map(([engine, one]) => [NAMES[engine], ...row(one)]);
  const traffic = ({ bytes, requests, roundTrips }) => [kilobytes(bytes), requests, roundTrips];
  const columns = (name) => [`${name}: KB`, 'requests', 'round trips'];
  const sizes = table(
    ['', 'engine and script: KB', `index for 「${first.query}」: KB`, ...columns('first query, all'), 'pages', ...columns(`second, 「${second.query}」`), 'pages'],
    each((one) => [kilobytes(one.engine.bytes), kilobytes(one.index.bytes), ...traffic(one.first), one.first.pages, ...traffic(one.second), one.second.pages]),
  );
  const prefetch = table(
    ['', ...columns('fetched after focus'), ...columns('then for the first query'), 'fetched after focus'],
    each((one) => [...traffic(one.prefetched), ...traffic(one.afterPrefetch), files(one.prefetched.files)]),
  );
  return `## Over the wire\n\nTyping at once after the focus:\n\n${sizes}\n\nTyping after a pause:\n\n${prefetch}`;
}

function files(list) {
  const shown = list.slice(0, 8).map(({ path, bytes }) => `${basename(path)} ${kilobytes(bytes)}`);
  return shown.join(', ') + (list.length > shown.length ? `, and ${list.length - shown.length} more` : '');
}

function latency({ warm, cold }) {
  const times = ({ p50, p95 }) => [milliseconds(p50), milliseconds(p95)];
  const both = (name) => [`${name}: p50`, 'p95'];
  const rows = Object.entries(warm).map(([engine, one]) => [
    NAMES[engine], ...times(one.new.screen), ...times(one.repeated.screen), ...times(one.new.call), ...times(one.repeated.call),
  ]);
  const head = ['ms', ...both('key to screen, new query'), ...both('repeated'), ...both('search call, new query'), ...both('repeated')];
  const { queries, unlikeTerminal } = warm.yunji;
  const alike = `In the browser and the terminal Yunji ranked the same pages for ${queries - unlikeTerminal.length} of ${queries} queries`
    + `${unlikeTerminal.length ? `; not for: ${unlikeTerminal.slice(0, 5).join(' / ')}` : ''}.`;
  const lines = Object.keys(cold);
  const coldRows = Object.keys(warm).map((engine) => [
    NAMES[engine], ...lines.flatMap((line) => [spread(cold[line][engine].atOnce), spread(cold[line][engine].afterPause)]),
  ]);
  const coldHead = lines.flatMap((line) => [`${line}: typing at once`, 'after a pause']);
  return `## Latency\n\nWarm, ${queries} queries:\n\n${table(head, rows)}\n\n${alike}\n\n`
    + `Cold first answer, 10 Mbit/s and 50 ms, key to screen, median (least–most):\n\n${table(['ms', ...coldHead], coldRows)}`;
}

function indexing({ runs, yunjiBuild, yunjiIndex, pagefind, minisearch }) {
  const yunji = yunjiIndex === null
    ? ['Yunji: the whole `yunji build`, upper bound of its index phase', seconds(yunjiBuild)]
    : ['Yunji: index phase', seconds(yunjiIndex)];
  const whole = yunjiIndex === null ? [] : [['Yunji: the whole `yunji build`', seconds(yunjiBuild)]];
  const rows = [yunji, ...whole, ['Pagefind: `pagefind --site`', seconds(pagefind)], ['MiniSearch: reading texts, indexing, writing', seconds(minisearch)]];
  return `## Index build\n\n${table([`median of ${runs}`, 's'], rows)}`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

function share(value) { return value.toFixed(3).replace(/^0/, ''); }
function kilobytes(bytes) { return (bytes / 1000).toFixed(1); }
function milliseconds(value) { return value < 10 ? value.toFixed(1) : value.toFixed(0); }
function spread({ median, least, most }) { return `${milliseconds(median)} (${milliseconds(least)}–${milliseconds(most)})`; }
function seconds(value) { return value.toFixed(2); }
