// The measurements as a Markdown table.

const TYPES = { Document: 'HTML', Stylesheet: 'style', Script: 'script', Font: 'fonts' };

export function summary(runs) {
  const of = (value) => median(runs.map(value));
  const known = Object.keys(TYPES);
  return {
    firstPaint: of((run) => run.firstPaint),
    largestPaint: of((run) => run.largestPaint),
    shift: of((run) => run.shift),
    blocked: of((run) => run.blocked),
    bytes: of((run) => run.bytes),
    requests: of((run) => run.requests),
    types: Object.fromEntries(known.map((type) => [type, of((run) => run.types[type] ?? 0)])),
    other: of((run) => Object.entries(run.types).filter(([type]) => !known.includes(type)).reduce((sum, [, bytes]) => sum + bytes, 0)),
    nodes: of((run) => run.nodes),
  };
}

export function markdown({ note, line, runs, versions, results }) {
  const head = ['', 'first paint: ms', 'largest paint: ms', 'layout shift', 'blocked: ms', 'KB', 'requests',
    ...Object.values(TYPES).map((name) => `${name}: KB`), 'other: KB', 'nodes'];
  const rows = Object.entries(results).map(([name, one]) => [
    name, whole(one.firstPaint), whole(one.largestPaint), one.shift.toFixed(3), whole(one.blocked), kilobytes(one.bytes), one.requests,
    ...Object.keys(TYPES).map((type) => kilobytes(one.types[type])), kilobytes(one.other), one.nodes,
  ]);
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [
    `# Reading: one note of ${kilobytes(note.length)} thousand characters`, '',
    `${versions.join(' · ')}`, '',
    `Median of ${runs} runs; ${line.mbits} Mbit/s, ${line.rtt} ms, processor 4 times slower, 412 × 823, nothing cached.`, '',
    row(head), row(head.map((_, at) => (at ? '---:' : '---'))), ...rows.map(row), '',
  ].join('\n');
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function whole(value) { return Math.round(value); }
function kilobytes(bytes) { return (bytes / 1000).toFixed(1); }
