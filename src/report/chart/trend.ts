import type { Trend } from '../html/report.ts';
import { mdTable, mdText } from '../markdown.ts';
import { count } from '../plain-text.ts';
import { areNamed, LINE_COLOURS, renderLineChart } from './mermaid.ts';
import { decimalsFor, formatNumber, scaleOf } from './numbers.ts';

/** More lines than these would share colours. */
const MOST_LINES = LINE_COLOURS.length;
/** Mermaid draws nothing from a text above 50,000 characters. */
const MOST_POINTS = 50;
/** Beyond it a number is no score, and would be written with an exponent, which Mermaid does not know. */
const MOST_VALUE = 1e9;
/** Of a table, so that many benchmarks become several tables and not a wide one. */
const MOST_COLUMNS = 8;
const MOST_CELLS = 10_000;

type Line = Trend['lines'][number];
type FullLine = { readonly benchmark: string; readonly values: readonly number[] };

/** Markdown for the scores of several revisions: line charts in Mermaid, and under them tables with every value. */
export function renderTrend(trend: Trend): string {
  if (trend.revisions.length === 0 || trend.lines.length === 0) return '';
  return [...charts(trend), ...tables(trend)].join('\n\n');
}

/** A chart for each size of numbers: fractions would lie flat at the bottom of a chart of percentages. */
function charts({ revisions, lines }: Trend): string[] {
  if (revisions.length < 2) return [];
  const first = Math.max(0, revisions.length - MOST_POINTS);
  const shown = revisions.slice(first);
  const windows = lines.map(({ benchmark, values }) => ({
    benchmark,
    values: shown.flatMap((_, at) => values[first + at] ?? []).filter((value) => Math.abs(value) < MOST_VALUE),
  }));
  const full = windows.filter(({ values }) => values.length === shown.length);
  const parts = [0, 1, 2].flatMap((size) => {
    const alike = full.filter(({ values }) => sizeOf(values) === size);
    return alike.length === 0 ? [] : [chart(shown, alike)];
  });
  return [...parts, ...gapNote(windows.filter((line) => !full.includes(line))), ...pointNote(revisions)];
}

function sizeOf(values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest <= 1 ? 0 : largest <= 100 ? 1 : 2;
}

function chart(revisions: readonly string[], lines: readonly FullLine[]): string {
  const drawn = lines.slice(0, MOST_LINES);
  const block = renderLineChart({
    xTitle: areNamed(revisions) ? 'Revision' : 'No. in the table',
    yTitle: 'Score',
    scale: scaleOf(drawn.flatMap(({ values }) => values.map((value) => ({ value })))),
    points: revisions,
    lines: drawn.map(({ benchmark, values }) => ({ name: benchmark, values })),
  });
  // Not every version of Mermaid has a legend.
  const fromTop = [...drawn].sort((a, b) => (b.values.at(-1) ?? 0) - (a.values.at(-1) ?? 0));
  const names = fromTop.map(({ benchmark }) => mdText(benchmark, 60)).join(', ');
  const legend = drawn.length === 1 ? `The line is ${names}.` : `Lines at the last revision, from the top: ${names}.`;
  const left = lines.length - drawn.length;
  return `${block}\n\n_${legend}${left === 0 ? '' : ` ${count(left, 'more benchmark')} in the table only.`}_`;
}

function gapNote(lines: readonly { readonly benchmark: string }[]): string[] {
  if (lines.length === 0) return [];
  const names = lines.slice(0, MOST_LINES).map(({ benchmark }) => mdText(benchmark, 60));
  const more = lines.length > names.length ? ` and ${lines.length - names.length} more` : '';
  return [`_Not drawn, for lack of a score at some revision: ${names.join(', ')}${more}._`];
}

function pointNote(revisions: readonly string[]): string[] {
  if (revisions.length <= MOST_POINTS) return [];
  return [`_Drawn are the last ${MOST_POINTS} of ${revisions.length} revisions._`];
}

/** Revisions as rows, so that each value stays beside its revision whatever is missing. */
function tables({ revisions, lines }: Trend): string[] {
  const most = Math.max(1, Math.floor(MOST_CELLS / revisions.length));
  const shown = lines.slice(0, most);
  const rows = revisions.slice(-MOST_CELLS);
  const left = lines.length - shown.length;
  const blocks = Array.from({ length: Math.ceil(shown.length / MOST_COLUMNS) }, (_, at) =>
    table(rows, revisions.length - rows.length, shown.slice(at * MOST_COLUMNS, (at + 1) * MOST_COLUMNS)),
  );
  return left === 0 ? blocks : [...blocks, `_… and ${count(left, 'more benchmark')}._`];
}

function table(revisions: readonly string[], skipped: number, lines: readonly Line[]): string {
  const drawnFrom = Math.max(0, skipped + revisions.length - MOST_POINTS);
  const numbered = !areNamed(revisions.slice(-MOST_POINTS));
  const decimals = lines.map(({ values }) => decimalsFor(values));
  const rows = revisions.map((revision, at) => [
    ...(numbered ? [skipped + at < drawnFrom ? '' : String(skipped + at - drawnFrom + 1)] : []),
    mdText(revision, 60),
    ...lines.map((line, column) => cell(line, skipped + at, decimals[column] ?? 2)),
  ]);
  const head = [...(numbered ? ['No.'] : []), 'Revision', ...lines.map(({ benchmark }) => mdText(benchmark, 60))];
  return mdTable(
    head,
    rows,
    head.flatMap((_, at) => (at === (numbered ? 1 : 0) ? [] : [at])),
  );
}

function cell({ values, stderrs }: Line, at: number, decimals: number): string {
  const [value, stderr] = [values[at], stderrs?.[at]];
  if (value === undefined) return '–';
  return formatNumber(value, decimals) + (stderr === undefined ? '' : ` ± ${formatNumber(stderr, decimals)}`);
}
