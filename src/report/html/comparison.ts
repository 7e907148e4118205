import { decimalsFor, formatDate, formatDelta, formatNumber, formatP, scaleOf } from '../chart/numbers.ts';
import { countVerdicts, rankOf, signOf } from '../chart/verdicts.ts';
import { count } from '../plain-text.ts';
import { type Html, html, outside, outsideName, when } from './html.ts';
import { renderChange } from './plots.ts';
import type { Comparison, ComparisonItem, Flip, Flips, Verdict } from './report.ts';
import { type Column, renderTable, type Table } from './table.ts';

const MOST_ITEMS = 1_000;
const MOST_FLIPS = 100;
const MOST_ANSWER = 600;

/** How many benchmarks have each verdict, as chips. */
export function renderVerdictCounts(comparison: Comparison): Html {
  return html`${countVerdicts(comparison).map(({ verdict, sign, count: number }) => html`<span class="chip ${verdict}">${sign} ${number} ${verdict}</span>`)}`;
}

/** What the scores are compared with. */
export function renderBaseline({ baseline, baselineDate }: Comparison): Html {
  return html`${outside(baseline, 120)} ${baselineDate === undefined ? html`(date unknown)` : html`of ${outside(formatDate(baselineDate), 30)}`}`;
}

/** The table of what changed, with the flips of each benchmark below it. */
export function renderComparison(comparison: Comparison): Table {
  const { alpha } = comparison;
  const items = comparison.items.slice(0, MOST_ITEMS);
  const left = comparison.items.length - items.length;
  if (items.length === 0) {
    return {
      html: html`<p class="empty">Nothing could be compared with ${renderBaseline(comparison)}.</p>${renderUnmatched(comparison)}`,
      keys: [],
    };
  }
  const alarms = html` Over all benchmarks that were tested at most ${Number((alpha * 100).toPrecision(3))} % of false alarms.`;
  const caption = html`Baseline ${renderBaseline(comparison)}.${when(comparison.isTested, () => alarms)} In the pictures, before is hollow and after is filled, with 95 % intervals; each row has a scale of its own.${when(left > 0, () => html` ${count(left, 'more benchmark')} are not shown here.`)}`;
  const table = renderTable('changes', caption, columnsFor(items), items);
  return { html: html`${table.html}${renderUnmatched(comparison)}${items.map(renderFlips)}`, keys: table.keys };
}

/** What was not compared, with the reason. */
function renderUnmatched({ unmatched }: Comparison): Html {
  if (unmatched.length === 0) return html``;
  const columns: readonly Column<(typeof unmatched)[number]>[] = [
    { title: 'Not compared', kind: 'name', cell: ({ name }) => outsideName(name, 160) },
    { title: 'Why', kind: 'note', cell: ({ reason }) => outside(reason, 300) },
  ];
  const caption = html`${count(unmatched.length, 'score')} without a counterpart`;
  return renderTable('unmatched', caption, columns, unmatched.slice(0, MOST_ITEMS)).html;
}

function columnsFor(items: readonly ComparisonItem[]): readonly Column<ComparisonItem>[] {
  const all: readonly (Column<ComparisonItem> & { readonly isUsed?: boolean })[] = [
    { title: 'Benchmark', kind: 'name', key: ({ benchmark }) => benchmark, cell: nameCell },
    {
      title: 'Verdict',
      kind: 'status',
      key: ({ verdict }) => rankOf(verdict),
      cell: ({ verdict }) => renderVerdict(verdict),
    },
    { title: 'Before', kind: 'number', key: ({ before }) => before, cell: (item) => side(item, 'before') },
    { title: 'After', kind: 'number', key: ({ after }) => after, cell: (item) => side(item, 'after') },
    {
      title: 'Change',
      kind: 'number',
      key: ({ delta }) => delta,
      cell: (item) => html`<strong class="${item.verdict}">${formatDelta(item.delta, decimalsOf(item))}</strong>`,
    },
    { title: 'Before and after', kind: 'plot', cell: changeCell },
    {
      title: 'p',
      kind: 'number',
      key: ({ p }) => p,
      cell: ({ p }) => html`${p === undefined ? undefined : formatP(p)}`,
      isUsed: items.some(({ p }) => p !== undefined),
    },
    {
      title: 'Smallest detectable',
      kind: 'number',
      key: ({ smallestEffect }) => smallestEffect,
      cell: (item) =>
        html`${item.smallestEffect === undefined ? undefined : `± ${formatNumber(item.smallestEffect, decimalsOf(item))}`}`,
      isUsed: items.some(({ smallestEffect }) => smallestEffect !== undefined),
    },
  ];
  return all.filter(({ isUsed }) => isUsed !== false);
}

function renderVerdict(verdict: Verdict): Html {
  return html`<span class="chip ${verdict}">${signOf(verdict)} ${verdict}</span>`;
}

function nameCell({ benchmark, why }: ComparisonItem): Html {
  return html`${outsideName(benchmark, 160)}<span class="why">${outside(why, 200)}</span>`;
}

function decimalsOf({ before, after }: ComparisonItem): number {
  return decimalsFor([before, after]);
}

function side(item: ComparisonItem, which: 'before' | 'after'): Html {
  const stderr = which === 'before' ? item.beforeStderr : item.afterStderr;
  const decimals = decimalsOf(item);
  return html`${formatNumber(item[which], decimals)}${stderr === undefined ? undefined : html` <span class="quiet">± ${formatNumber(stderr, decimals)}</span>`}`;
}

function changeCell(item: ComparisonItem): Html {
  const before = { value: item.before, stderr: item.beforeStderr };
  const after = { value: item.after, stderr: item.afterStderr };
  return renderChange(before, after, scaleOf([before, after]));
}

function renderFlips({ benchmark, flips }: ComparisonItem, at: number): Html {
  if (flips === undefined || flips.total === 0) return html``;
  return html`<details class="flips"><summary><span class="lead">${outsideName(benchmark, 120)}</span><span class="quiet">${count(flips.total, 'sample')} right before, wrong now</span></summary>
${flipTable(flips, `flips-${at + 1}`)}</details>\n`;
}

function flipTable({ total, shown }: Flips, id: string): Html {
  const rows = shown.slice(0, MOST_FLIPS);
  const left = total - rows.length;
  const text = (value: string | undefined): Html => (value === undefined ? html`` : outside(value, MOST_ANSWER));
  const columns: readonly Column<Flip>[] = [
    { title: 'Sample', kind: 'name', cell: (flip) => outsideName(flip.id, 80) },
    { title: 'Question', kind: 'note', cell: ({ question }) => text(question) },
    { title: 'Target', kind: 'note', cell: ({ target }) => text(target) },
    { title: 'Before', kind: 'note', cell: ({ before }) => text(before) },
    { title: 'Now', kind: 'note', cell: ({ now }) => text(now) },
  ];
  const caption = html`${left > 0 ? `${rows.length} of ${total} samples` : count(total, 'sample')}, with the answers before and now`;
  return renderTable(id, caption, columns, rows).html;
}
