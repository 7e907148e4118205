import type { Comparison, ComparisonItem, Flip } from '../html/report.ts';
import { andMore, byteLength, details, mdTable, mdText } from '../markdown.ts';
import { count } from '../plain-text.ts';
import { renderErrorBar } from './error-bar.ts';
import { decimalsFor, formatDate, formatDelta, formatNumber, formatP, scaleOf } from './numbers.ts';
import { countVerdicts, signOf } from './verdicts.ts';

const MOST_ITEMS = 300;
const MOST_FLIPS = 20;
/** Of all flips together: they share a job summary of 1 MiB with everything else. */
const MOST_FLIP_BYTES = 200_000;
const BAR_WIDTH = 21;

/** Markdown for scores beside those of a baseline: a sentence, a table, and the flips of each benchmark folded. */
export function renderComparison(comparison: Comparison): string {
  const shown = comparison.items.slice(0, MOST_ITEMS);
  const left = comparison.items.length - shown.length;
  return [
    introduce(comparison),
    ...(shown.length === 0 ? [] : [itemTable(shown)]),
    ...(left === 0 ? [] : [`_… and ${count(left, 'more benchmark')}._`]),
    ...unmatchedBlock(comparison),
    ...flipBlocks(shown),
  ].join('\n\n');
}

function introduce(comparison: Comparison): string {
  const { baseline, baselineDate, alpha } = comparison;
  const date = baselineDate === undefined ? 'of an unknown date' : `of ${mdText(formatDate(baselineDate), 40)}`;
  const counts = countVerdicts(comparison).map((one) => `${one.count} ${one.verdict}`);
  const alarms = ` At most ${Number((alpha * 100).toPrecision(3))} % false alarms over all benchmarks that were tested.`;
  return (
    `Compared with **${mdText(baseline)}** ${date}: ${counts.join(', ') || 'nothing in common'}.` +
    (comparison.isTested ? alarms : '')
  );
}

/** What was not compared; benchmarks that are new are nobody's concern. */
function unmatchedBlock({ unmatched }: Comparison): string[] {
  if (unmatched.length === 0) return [];
  const gaps = unmatched.filter(({ isGap }) => isGap);
  const rows = [...gaps, ...unmatched.filter(({ isGap }) => !isGap)]
    .slice(0, MOST_ITEMS)
    .map(({ name, reason }) => [mdText(name), mdText(reason, 200)]);
  const table = mdTable(['Not compared', 'Why'], rows) + andMore(unmatched.length - rows.length);
  return gaps.length > 0 ? [table] : [details(`${count(unmatched.length, 'score')} not compared`, table)];
}

function itemTable(items: readonly ComparisonItem[]): string {
  const columns: readonly { title: string; right?: true; read(item: ComparisonItem): string }[] = [
    { title: 'Benchmark', read: ({ benchmark }) => mdText(benchmark) },
    { title: 'Before → after', right: true, read: values },
    { title: 'Δ', right: true, read: (item) => `**${formatDelta(item.delta, decimalsOf(item))}**` },
    { title: 'Before over after, 95 %', read: bars },
    { title: 'Verdict', read: ({ verdict }) => `${signOf(verdict)} **${verdict}**` },
    { title: 'p', right: true, read: ({ p }) => (p === undefined ? '' : mdText(formatP(p))) },
    {
      title: 'Smallest detectable',
      right: true,
      read: (item) =>
        item.smallestEffect === undefined ? '' : `± ${formatNumber(item.smallestEffect, decimalsOf(item))}`,
    },
    { title: 'Why', read: ({ why }) => mdText(why, 160) },
  ];
  const used = columns.filter(({ read }) => items.some((item) => read(item) !== ''));
  return mdTable(
    used.map(({ title }) => title),
    items.map((item) => used.map(({ read }) => read(item))),
    used.flatMap(({ right }, at) => (right ? [at] : [])),
  );
}

function decimalsOf({ before, after }: ComparisonItem): number {
  return decimalsFor([before, after]);
}

function values(item: ComparisonItem): string {
  const decimals = decimalsOf(item);
  return `${formatNumber(item.before, decimals)} → ${formatNumber(item.after, decimals)}`;
}

function bars({ before, beforeStderr, after, afterStderr }: ComparisonItem): string {
  const scale = scaleOf([
    { value: before, stderr: beforeStderr },
    { value: after, stderr: afterStderr },
  ]);
  const [first, second] = [
    renderErrorBar(before, beforeStderr, scale, BAR_WIDTH),
    renderErrorBar(after, afterStderr, scale, BAR_WIDTH),
  ];
  return `\`${first}\`<br>\`${second}\``;
}

function flipBlocks(items: readonly ComparisonItem[]): string[] {
  const blocks: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const block = flipBlock(item);
    bytes += byteLength(block);
    if (bytes > MOST_FLIP_BYTES) return [...blocks, '_The flips of further benchmarks are too many to be shown here._'];
    if (block !== '') blocks.push(block);
  }
  return blocks;
}

function flipBlock({ benchmark, flips }: ComparisonItem): string {
  if (flips === undefined || flips.total === 0) return '';
  const shown = flips.shown.slice(0, MOST_FLIPS);
  const left = flips.total - shown.length;
  const title = `${mdText(benchmark)}: ${count(flips.total, 'sample')} right before, wrong now`;
  const head = ['Sample', 'Question', 'Target', 'Before', 'Now'];
  const body = mdTable(head, shown.map(flipCells));
  return details(title, left === 0 ? body : `${body}\n\n_… and ${left} more._`);
}

function flipCells({ id, question, target, before, now }: Flip): string[] {
  return [
    mdText(id, 60),
    ...[question, target, before, now].map((text) => (text === undefined ? '–' : mdText(text, 200))),
  ];
}
