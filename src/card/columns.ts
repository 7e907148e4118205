import { headText, type Layout, readingAt, sampleRows } from './layout.ts';
import { namesBenchmark } from './vocabulary/benchmarks.ts';
import { isLanguage, isLanguageAxis, isShots, isSplit } from './vocabulary/facets.ts';
import {
  headsBenchmarks,
  headsFacets,
  headsGroups,
  headsMetrics,
  headsModels,
  headsModes,
  headsParts,
  headsValues,
} from './vocabulary/headers.ts';
import { kindOf, type LabelKind } from './vocabulary/kinds.ts';
import { mentionsMetric } from './vocabulary/metrics.ts';
import { isSizeLabel, modelLikeness } from './vocabulary/models.ts';
import { endsInQuantity, isEntityAxis, namesQuantity, namesShots, namesSpread } from './vocabulary/quantities.ts';

/**
 * What a column holds. `value` columns may hold scores; `quantity` columns hold sizes, costs, settings and links;
 * `sign` is a column of ± or arrows; `part` names a part of models, such as a backbone.
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
  | 'part'
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

/** Works out the role of every column from its header and cells. */
export function readColumns(layout: Layout): Column[] {
  const rows = sampleRows(layout);
  const headers = Array.from({ length: layout.table.columns }, (_, index) => headText(layout, index));
  const areEntities = isEntityAxis(headers);
  const areLanguages = isLanguageAxis(headers);
  const columns = headers.map((header, index) => {
    const stats = countCells(layout, index);
    const isAxis = areEntities || (areLanguages && isLanguage(header));
    const role = isRanking(layout, index, stats)
      ? 'index'
      : roleUnder(layout.heads[index] ?? [], header, stats, rows.length, isAxis);
    return {
      index,
      header,
      role,
      kind: kindOf(header),
      facet: role !== 'value' && (role === 'facet' || headsFacets(header) || headsModes(header)),
      stats,
    };
  });
  return columns.map((column) => (isCount(column, columns) ? { ...column, role: 'quantity' } : column));
}

/**
 * Whole numbers, beyond 100 or three at least, under a header that no list knows, among columns of decimals that all look
 * like scores: a size or a count, whatever its name.
 */
function isCount({ index, role, kind, stats }: Column, columns: readonly Column[]): boolean {
  if (role !== 'value' || kind !== 'unknown' || stats.integers < stats.numbers) return false;
  if (stats.largest <= 100 && stats.numbers < 3) return false;
  const others = columns.filter((other) => other.role === 'value' && other.index !== index && other.stats.numbers > 0);
  return others.length >= 2 && others.every((other) => other.stats.largest <= 100 && other.stats.integers === 0);
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

/** Under several headers the lowest may say more than all of them: "Metrics" below "Performance". */
function roleUnder(
  heads: readonly string[],
  header: string,
  stats: CellStats,
  rowCount: number,
  isAxis: boolean,
): ColumnRole {
  const role = roleOf(header, stats, rowCount, isAxis);
  return role === 'text' && heads.length > 1 ? roleOf(heads.at(-1) ?? '', stats, rowCount, isAxis) : role;
}

function roleOf(header: string, stats: CellStats, rowCount: number, isAxis: boolean): ColumnRole {
  const { texts } = stats;
  const most = (test: (text: string) => boolean): boolean =>
    texts.length > 0 && texts.filter(test).length * 2 > texts.length;
  if (texts.length > 0 && texts.every((text) => /^(?:±|\+\/?-|[↑↓⬆⬇])$/.test(text))) return 'sign';
  if (
    namesShots(header) &&
    texts.every((text) =>
      /^(?:\d{1,3}\*?|\d+\s?[-–]\s?\d+|.*shots?.*|[-–—]|none|n\/a|\d+\/\d+-?shot)$/.test(text.toLowerCase()),
    )
  )
    return 'shots';
  const numeric = stats.numbers + stats.scoreLike;
  const isNumeric = numeric > 0 && numeric * 2 >= rowCount - stats.missing;
  if (namesSpread(header)) return isNumeric ? 'stderr' : 'quantity';
  if (isNumeric && isRunningNumber(header, texts)) return 'index';
  if (isNumeric && !(headsModels(header) && stats.numbers === 0)) {
    if (isAxis || (modelLikeness(header) === 2 && !endsInQuantity(header))) return 'value';
    const isSmall = stats.integers === stats.numbers && stats.largest <= 20;
    if (isSmall && (headsModes(header) || headsFacets(header))) return 'quantity';
    return namesQuantity(header) || looksLikeSettings(header, stats) ? 'quantity' : 'value';
  }
  if (stats.missing === rowCount && modelLikeness(header) === 2) return 'value';
  if (texts.length > 0 && texts.every(isSizeLabel) && !headsModels(header)) return 'text';
  if (headsParts(header)) return 'part';
  if (
    headsFacets(header) ||
    headsModes(header) ||
    (most(isFacetLabel) && !headsBenchmarks(header) && !headsModels(header))
  )
    return 'facet';
  // "Setting" may head ways to prompt one model.
  if (headsModels(header)) return texts.length > 0 && texts.every(isShots) ? 'facet' : 'model';
  if (headsGroups(header)) return 'group';
  if (headsMetrics(header)) return 'metric';
  if (headsBenchmarks(header)) return 'benchmark';
  if (headsValues(header)) return 'value';
  if (most((text) => modelLikeness(text) === 2)) return 'text';
  return namesQuantity(header) ? 'quantity' : 'text';
}

function isFacetLabel(text: string): boolean {
  return isLanguage(text) || isSplit(text);
}

/** Powers of two and image sizes in every row, under a header that no list knows: a resolution, a width, a length. */
function looksLikeSettings(header: string, { numbers, texts }: CellStats): boolean {
  if (numbers < 2 || namesBenchmark(header) || mentionsMetric(header)) return false;
  return texts.every((text) =>
    /^(?:128|192|224|256|288|320|336|384|448|480|512|576|640|768|800|1024|1280|1536|2048|4096|8192)$/.test(text),
  );
}

/** 1, 2, 3 … beside the labels, whatever the header says. */
function isRanking(layout: Layout, column: number, { texts }: CellStats): boolean {
  if (column > 0 || texts.length < 3 || texts.some((text, at) => text !== String(at + 1))) return false;
  const next = sampleRows(layout).map((row) => readingAt(layout, row, 1));
  return next.length > 0 && next.every((reading) => reading.kind === 'other' && !reading.scoreLike);
}

/** 0, 1, 2 … or 1, 2, 3 … under a blank header or `#`. */
function isRunningNumber(header: string, texts: readonly string[]): boolean {
  if (!/^(?:#|no\.?|id|idx|index|rank|)$/.test(header.toLowerCase()) || texts.length < 2) return false;
  const first = Number(texts[0]);
  return (first === 0 || first === 1) && texts.every((text, at) => text === String(first + at));
}
