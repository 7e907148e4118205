import { decimalsFor, formatCount, formatDate, formatNumber } from '../chart/numbers.ts';
import { count } from '../plain-text.ts';
import { type Html, html, outside, outsideName, when } from './html.ts';
import { renderBar } from './plots.ts';
import type { Report, ReportRow } from './report.ts';
import { type Column, renderTable, type Table } from './table.ts';

/** A browser is slow with more rows than these. */
const MOST_ROWS = 2_000;
/** More digits of a value than these are noise: the rest is in a tooltip. */
const MOST_DIGITS = 7;

/** The table of all scores, with its filter. */
export function renderScores(report: Report): Table {
  const rows = report.rows.slice(0, MOST_ROWS);
  const left = report.rows.length - rows.length;
  const bars = rows.some(({ unit }) => unit !== undefined);
  const caption = html`Values as their files state them${when(bars, () => html`; bars on one scale from 0 to 100 %, with the 95 % interval (value ± 1.96 standard errors) where a standard error is known`)}.${when(left > 0, () => html` ${formatCount(left)} more scores are not shown here.`)}`;
  const table = renderTable('scores', caption, columnsFor(report, rows), rows);
  const body = html`<div class="filter" id="scores-filter" hidden role="search"><label for="filter">Filter</label><input id="filter" type="search" placeholder="Benchmark, metric, file …" autocomplete="off" spellcheck="false"><output for="filter" aria-live="polite"></output></div>${table.html}`;
  return { html: rows.length === 0 ? html`<p class="empty">No file gave a score.</p>` : body, keys: table.keys };
}

/** How many scores there are, for the page's head. */
export function countScores({ rows }: Report): string {
  return count(rows.length, 'score');
}

function columnsFor(report: Report, rows: readonly ReportRow[]): readonly Column<ReportRow>[] {
  const fileNumbers = new Map(report.files.map(({ path }, at) => [path, at + 1]));
  const all: readonly (Column<ReportRow> & { readonly isUsed?: boolean })[] = [
    { title: 'Benchmark', kind: 'name', key: ({ benchmark }) => benchmark, cell: nameCell },
    { title: 'Metric', kind: 'text', key: ({ metric }) => metric, cell: ({ metric }) => outsideName(metric, 80) },
    { title: 'Value', kind: 'main', key: ({ value }) => value, cell: valueCell },
    {
      title: 'Std. error',
      kind: 'number',
      key: ({ stderr }) => stderr,
      cell: stderrCell,
      isUsed: rows.some(({ stderr }) => stderr !== undefined),
    },
    {
      title: '95 % interval',
      kind: 'plot',
      cell: barCell,
      under: html`<span class="scale" aria-hidden="true"><span>0</span><span>50</span><span>100 %</span></span>`,
      isUsed: rows.some(({ unit }) => unit !== undefined),
    },
    {
      title: 'Shots',
      kind: 'number',
      key: ({ shots }) => shots,
      cell: ({ shots }) => html`${shots}`,
      isUsed: rows.some(({ shots }) => shots !== undefined),
    },
    {
      title: 'Samples',
      kind: 'number',
      key: ({ samples }) => samples,
      cell: ({ samples }) => html`${samples === undefined ? undefined : formatCount(samples)}`,
      isUsed: rows.some(({ samples }) => samples !== undefined),
    },
    { title: 'Measured by', kind: 'text', key: ({ by }) => by, cell: ({ by }) => outside(by, 80) },
    { title: 'File', kind: 'file', key: ({ file }) => file, cell: ({ file }) => fileCell(file, fileNumbers.get(file)) },
    {
      title: 'Date',
      kind: 'text',
      key: ({ date }) => date,
      cell: ({ date }) =>
        date === undefined ? html`` : html`<span class="date">${formatDate(date).slice(0, 10)}</span>`,
      isUsed: rows.some(({ date }) => date !== undefined),
    },
  ];
  return all.filter(({ isUsed }) => isUsed !== false);
}

function nameCell({ benchmark, partial }: ReportRow): Html {
  return html`${outside(benchmark, 160)}${when(partial === true, () => html` <span class="chip partial">partial</span>`)}`;
}

function valueCell({ value, written, unit }: ReportRow): Html {
  const short = written.length <= MOST_DIGITS ? written : formatNumber(value, decimalsFor([value]));
  const exact = Number.isFinite(value) ? value : '';
  return html`<data value="${exact}" title="${written}">${short.replace(/^-/, '−')}${when(unit === 'percent', () => html`&nbsp;%`)}</data>`;
}

function stderrCell({ value, stderr }: ReportRow): Html {
  return html`${stderr === undefined ? undefined : formatNumber(stderr, decimalsFor([value]))}`;
}

function barCell({ value, stderr, unit }: ReportRow): Html {
  if (unit === undefined || !Number.isFinite(value)) return html``;
  const factor = unit === 'fraction' ? 100 : 1;
  return renderBar({ value: value * factor, stderr: stderr === undefined ? undefined : stderr * factor });
}

/** The last part of a path tells a reader which file; the list of files has the whole. */
function fileCell(path: string, number: number | undefined): Html {
  const name = outside(path.split(/[/\\]/).findLast((part) => part !== '') ?? path, 80);
  return number === undefined ? name : html`<a class="quiet" href="#file-${number}" title="${path}">${name}</a>`;
}
