import {
  decimalsFor,
  type Estimate,
  formatDelta,
  formatNumber,
  intervalOf,
  placeOn,
  type Scale,
  scaleOf,
} from '../chart/numbers.ts';
import { count, shorten } from '../plain-text.ts';
import { type Html, html, outside, raw, when } from './html.ts';
import { describe } from './plots.ts';
import type { Trend } from './report.ts';
import { type Column, renderTable } from './table.ts';

const MOST_CHARTS = 24;
const MOST_LINES = 100;
const MOST_REVISIONS = 200;
/** With more points than these, dots would hide the line. */
const MOST_DOTS = 40;

type Line = Trend['lines'][number];
/** A score of a revision, with the number of that revision. */
type Point = Estimate & { readonly at: number };

/** A line chart for each benchmark, on a scale of its own, and a table with all values. */
export function renderTrend({ revisions, lines }: Trend): Html {
  const first = Math.max(0, revisions.length - MOST_REVISIONS);
  const shown = revisions.slice(first);
  const drawn = lines.slice(0, MOST_CHARTS);
  const left = lines.length - drawn.length;
  return html`<p class="more">Each chart has a scale of its own. The band is the 95 % interval; a gap is a revision without a score.</p>
<div class="charts">${drawn.map((line) => renderChart(shown, line, first))}</div>
${when(left > 0, () => html`<p class="more">The table has ${count(left, 'more benchmark')}.</p>`)}
${trendTable(revisions, shown, lines, first)}`;
}

function renderChart(revisions: readonly string[], line: Line, first: number): Html {
  const points = revisions.flatMap((_, at) => pointAt(line, first + at, at));
  const scale = scaleOf(points);
  const decimals = decimalsFor(line.values);
  const ends = [points[0], points.at(-1)] as const;
  const change = points.length < 2 ? 0 : (ends[1]?.value ?? 0) - (ends[0]?.value ?? 0);
  return html`<figure><figcaption><span class="lead">${outside(line.benchmark, 80)}</span><span class="figure">${formatNumber(ends[1]?.value ?? Number.NaN, decimals)}</span>${when(points.length > 1, () => html`<span class="quiet">${formatDelta(change, decimals)} since ${outside(revisions[ends[0]?.at ?? 0] ?? '', 40)}</span>`)}</figcaption>
<div class="frame"><span class="top" aria-hidden="true">${formatNumber(scale.max, Math.min(decimals, 2))}</span><span class="bottom" aria-hidden="true">${formatNumber(scale.min, Math.min(decimals, 2))}</span>${renderLines(points, scale, { revisions, name: line.benchmark })}</div>
<div class="span" aria-hidden="true">${outside(revisions[0] ?? '', 24)}${outside(revisions.at(-1) ?? '', 24)}</div></figure>\n`;
}

function pointAt({ values, stderrs }: Line, index: number, at: number): readonly Point[] {
  const value = values[index];
  return value === undefined || !Number.isFinite(value) ? [] : [{ at, value, stderr: stderrs?.[index] }];
}

type About = { readonly revisions: readonly string[]; readonly name: string };

/** Lines are stretched to the width there is, dots and strokes are not: hence the chart within the chart. */
function renderLines(points: readonly Point[], scale: Scale, { revisions, name }: About): Html {
  const last = Math.max(1, revisions.length - 1);
  const x = (at: number): number => Number(((at / last) * 100).toFixed(2));
  const y = (value: number): number => Number((100 - placeOn(scale, value) * 100).toFixed(2));
  const pieces = splitAtGaps(points);
  const paths = pieces.map((piece) => {
    const line = piece.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ');
    const upper = piece.map((point) => `${x(point.at)},${y(intervalOf(point)[1])}`);
    const lower = piece.map((point) => `${x(point.at)},${y(intervalOf(point)[0])}`).reverse();
    return raw(`<polygon points="${[...upper, ...lower].join(' ')}"/><polyline points="${line}"/>`);
  });
  const dotted = points.length > MOST_DOTS ? points.slice(-1) : points;
  const dots = dotted.map(
    (point) =>
      html`<circle class="dot" cx="${x(point.at)}%" cy="${y(point.value)}%" r="3.5"><title>${revisions[point.at]}: ${describe(point)}</title></circle>`,
  );
  return html`<svg class="chart" role="img"><title>${name} over ${count(revisions.length, 'revision')}; the table below has the numbers</title><svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">${paths}</svg>${dots}</svg>`;
}

/** Runs of neighbouring revisions: a line over a missing one would show a score that nobody measured. */
function splitAtGaps(points: readonly Point[]): readonly (readonly Point[])[] {
  const pieces: Point[][] = [];
  for (const point of points) {
    const piece = pieces.at(-1);
    if (piece?.at(-1)?.at === point.at - 1) piece?.push(point);
    else pieces.push([point]);
  }
  return pieces;
}

function trendTable(all: readonly string[], revisions: readonly string[], lines: readonly Line[], first: number): Html {
  const shown = lines.slice(0, MOST_LINES);
  const columns: readonly Column<Line>[] = [
    { title: 'Benchmark', kind: 'name', cell: ({ benchmark }) => outside(benchmark, 80) },
    ...revisions.map(
      (revision, at): Column<Line> => ({
        title: shorten(revision, 40),
        kind: 'number',
        cell: (line) => valueCell(line, first + at),
      }),
    ),
  ];
  const left = lines.length - shown.length;
  const caption = html`Every value, with its standard error where one is known.${when(first > 0, () => html` The last ${revisions.length} of ${all.length} revisions.`)}${when(left > 0, () => html` ${count(left, 'more benchmark')} are not shown here.`)}`;
  return renderTable('trend-values', caption, columns, shown, 'grid').html;
}

function valueCell({ values, stderrs }: Line, at: number): Html {
  const [value, stderr] = [values[at], stderrs?.[at]];
  if (value === undefined) return html`<span class="quiet">–</span>`;
  const decimals = decimalsFor(values);
  return html`${formatNumber(value, decimals)}${stderr === undefined ? undefined : html` <span class="quiet">± ${formatNumber(stderr, decimals)}</span>`}`;
}
