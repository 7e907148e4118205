import { headText, type Layout, readingAt, sampleRows } from './layout.ts';
import { namesBenchmark } from './vocabulary/benchmarks.ts';
import { isLanguage, isShots, isSplit } from './vocabulary/facets.ts';
import {
  headsBenchmarks,
  headsFacets,
  headsGroups,
  headsMetrics,
  headsModels,
  headsValues,
} from './vocabulary/headers.ts';
import { isMetricName, mentionsMetric } from './vocabulary/metrics.ts';
import { isSizeLabel, modelLikeness } from './vocabulary/models.ts';
import { namesQuantity, namesShots, namesSpread } from './vocabulary/quantities.ts';

/** What a label names. `unknown` is common: most models and many benchmarks are in no list. */
export type LabelKind = 'model' | 'benchmark' | 'metric' | 'language' | 'split' | 'shots' | 'quantity' | 'unknown';

/**
 * What a column holds. `value` columns may hold scores; `quantity` columns hold sizes, costs, settings and links;
 * `sign` is a column of ± or arrows.
 */
export type ColumnRole =
  | 'value'
  | 'text'
  | 'model'
  | 'benchmark'
  | 'group'
  | 'facet'
  | 'metric'
  | 'shots'
  | 'stderr'
  | 'sign'
  | 'index'
  | 'quantity';

/** A column with what its header and its cells say. */
export type Column = {
  readonly index: number;
  readonly header: string;
  readonly role: ColumnRole;
  /** Kind of the header. */
  readonly kind: LabelKind;
  /** A quantity that also tells scores of one model apart, such as an embedding size. */
  readonly facet: boolean;
  readonly stats: CellStats;
};

/** Counts over the sampled body cells of a column. */
export type CellStats = {
  readonly numbers: number;
  readonly scoreLike: number;
  readonly missing: number;
  readonly texts: readonly string[];
  readonly integers: number;
  readonly largest: number;
  readonly percents: number;
};

const remembered = new Map<string, LabelKind>();
const MOST_REMEMBERED = 10_000;

/** Tells what a label names, by the field's vocabulary. */
export function kindOf(label: string): LabelKind {
  let kind = remembered.get(label);
  if (kind === undefined) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    kind = judgeLabel(label);
    remembered.set(label, kind);
  }
  return kind;
}

function judgeLabel(label: string): LabelKind {
  if (label === '') return 'unknown';
  if (isShots(label)) return 'shots';
  if (isMetricName(label)) return 'metric';
  const likeness = modelLikeness(label);
  if (likeness === 2 && !startsWithBenchmark(label)) return 'model';
  if (namesQuantity(label)) return 'quantity';
  if (namesBenchmark(label)) return 'benchmark';
  if (isLanguage(label)) return 'language';
  if (isSplit(label)) return 'split';
  if (mentionsMetric(label)) return 'metric';
  return likeness === 1 ? 'model' : 'unknown';
}

/** A benchmark whose name holds a model's, or a benchmark with a judge or a size behind it. */
function startsWithBenchmark(label: string): boolean {
  const head = label.split(/[\s(]/)[0] ?? '';
  return modelLikeness(head) === 0 && namesBenchmark(head);
}

/** Works out the role of every column from its header and cells. */
export function readColumns(layout: Layout): Column[] {
  const rows = sampleRows(layout);
  return Array.from({ length: layout.table.columns }, (_, index) => {
    const header = headText(layout, index);
    const stats = countCells(layout, index);
    const role = roleOf(header, stats, rows.length);
    return { index, header, role, kind: kindOf(header), facet: headsFacets(header), stats };
  });
}

function countCells(layout: Layout, column: number): CellStats {
  const stats = { numbers: 0, scoreLike: 0, missing: 0, integers: 0, largest: 0, percents: 0 };
  const texts: string[] = [];
  for (const row of sampleRows(layout)) {
    const reading = readingAt(layout, row, column);
    if (reading.kind === 'missing') stats.missing += 1;
    else if (reading.kind === 'number') {
      stats.numbers += 1;
      stats.largest = Math.max(stats.largest, reading.value);
      if (/^-?\d+$/.test(reading.written)) stats.integers += 1;
      if (reading.percent) stats.percents += 1;
    } else if (reading.scoreLike) stats.scoreLike += 1;
    const text = row.cells[column]?.text ?? '';
    if (text !== '') texts.push(text);
  }
  return { ...stats, texts };
}

function roleOf(header: string, stats: CellStats, rowCount: number): ColumnRole {
  const { texts } = stats;
  if (texts.length > 0 && texts.every((text) => /^(?:±|\+\/?-|[↑↓⬆⬇])$/u.test(text))) return 'sign';
  if (namesShots(header)) return 'shots';
  const numeric = stats.numbers + stats.scoreLike;
  const isNumeric = numeric > 0 && numeric * 2 >= rowCount - stats.missing;
  if (namesSpread(header)) return isNumeric ? 'stderr' : 'quantity';
  if (isNumeric && isRunningNumber(header, texts)) return 'index';
  if (isNumeric) return namesQuantity(header) && modelLikeness(header) < 2 ? 'quantity' : 'value';
  if (stats.missing === rowCount && modelLikeness(header) === 2) return 'value';
  if (texts.length > 0 && texts.every(isSizeLabel) && !headsModels(header)) return 'text';
  if (headsFacets(header)) return 'facet';
  if (headsGroups(header)) return 'group';
  if (headsMetrics(header)) return 'metric';
  if (headsBenchmarks(header)) return 'benchmark';
  if (headsModels(header)) return 'model';
  if (headsValues(header)) return 'value';
  return namesQuantity(header) ? 'quantity' : 'text';
}

/** 0, 1, 2 … or 1, 2, 3 … under a blank header or `#`. */
function isRunningNumber(header: string, texts: readonly string[]): boolean {
  if (!/^(?:#|no\.?|id|idx|index|rank|)$/i.test(header) || texts.length < 2) return false;
  const first = Number(texts[0]);
  return (first === 0 || first === 1) && texts.every((text, at) => text === String(first + at));
}
