import type { Column } from './columns.ts';
import { type BodyRow, type Layout, readingAt, sampleRows } from './layout.ts';
import { kindOf, type LabelKind } from './vocabulary/kinds.ts';
import { namesUnbounded } from './vocabulary/metrics.ts';
import { modelLikeness, namesPrecision } from './vocabulary/models.ts';
import { endsInQuantity, isEntityAxis, namesQuantity } from './vocabulary/quantities.ts';

/** What the labels and numbers of a table have in common, as shares from 0 to 1. */
export type Facts = {
  readonly heads: Shares;
  readonly rows: Shares;
  /** Numbers among the filled cells of the value columns. */
  readonly scores: number;
  /** Numbers with a decimal point or a percent sign, not above 100; pairs and ranges of such where there are no others. */
  readonly scoreShaped: number;
  /** Numbers from 0 to 100, whole ones included. */
  readonly percentShaped: number;
  /** Every number is an integer, and some are too large for a percentage. */
  readonly counts: boolean;
  /** Whole numbers under headers that no list knows, and more columns beside them hold sizes and settings. */
  readonly settings: boolean;
  readonly quantityRows: number;
  /** Rows whose label is a precision or a way of quantization. */
  readonly precisionRows: number;
  /** Rows whose label is a sentence: data, not results. */
  readonly sentenceRows: number;
};

/** How many of some labels name what. */
export type Shares = {
  readonly model: number;
  readonly benchmark: number;
  readonly metric: number;
  /** Languages, splits, numbers of shots. */
  readonly facet: number;
  /** The labels that name benchmarks or metrics. */
  readonly names: readonly string[];
};

/** Gathers what a table's labels and numbers say about it. */
export function gatherFacts(
  layout: Layout,
  columns: readonly Column[],
  values: readonly Column[],
  label: Column | undefined,
): Facts {
  const rows = sampleRows(layout);
  const labels = label === undefined ? [] : distinctTexts(rows, label.index);
  const headTexts = values.flatMap((column) => ownHeads(layout, values, column));
  const sum = (read: (column: Column) => number): number => values.reduce((total, column) => total + read(column), 0);
  const numbers = sum((column) => column.stats.numbers);
  const shaped = rows.reduce(
    (total, row) =>
      total + values.filter((column) => (numbers > 0 ? isShaped : isShapedPair)(layout, row, column)).length,
    0,
  );
  const share = (count: number, of: number): number => count / Math.max(of, 1);
  const areEntities = isEntityAxis(labels);
  return {
    heads: sharesOf(headTexts),
    rows: sharesOf(labels),
    scores: share(
      numbers + sum((column) => column.stats.scoreLike),
      sum((column) => column.stats.texts.length),
    ),
    scoreShaped: share(shaped, numbers > 0 ? numbers : sum((column) => column.stats.scoreLike)),
    percentShaped: share(
      rows.reduce((total, row) => total + values.filter((column) => isPercent(layout, row, column)).length, 0),
      numbers,
    ),
    counts:
      numbers > 0 &&
      sum((column) => column.stats.integers) === numbers &&
      values.some((column) => column.stats.largest > 100) &&
      ![...labels, ...headTexts].some(namesUnbounded),
    settings:
      numbers > 0 &&
      sum((column) => column.stats.integers) === numbers &&
      values.every((column) => column.kind === 'unknown') &&
      columns.filter((column) => column.role === 'quantity' && column.stats.numbers > 0).length > values.length,
    quantityRows: share(labels.filter((text) => !areEntities && isQuantity(text)).length, labels.length),
    precisionRows: share(
      labels.filter((text) => namesPrecision(text) && modelLikeness(text) < 2).length,
      labels.length,
    ),
    sentenceRows: share(labels.filter(isSentence).length, labels.length),
  };
}

/** A size or cost: "FPS", and "YOLOv4 FPS" too, but not a model that holds such a word. */
export function isQuantity(label: string): boolean {
  return endsInQuantity(label) || (namesQuantity(label) && modelLikeness(label) < 2);
}

/**
 * The header levels of a column without a caption that all value columns share: "Scores" over the names of models says
 * nothing of what the columns are.
 */
export function ownHeads(layout: Layout, values: readonly Column[], column: Column): readonly string[] {
  const heads = layout.heads[column.index] ?? [];
  const [top] = heads;
  const isCaption =
    top !== undefined &&
    heads.length > 1 &&
    values.length > 1 &&
    kindOf(top) !== 'benchmark' &&
    values.every((other) => (layout.heads[other.index] ?? [])[0] === top);
  return isCaption ? heads.slice(1) : heads;
}

function isShaped(layout: Layout, row: BodyRow, column: Column): boolean {
  const reading = readingAt(layout, row, column.index);
  return (
    reading.kind === 'number' && reading.value <= 100 && (reading.percent === true || reading.written.includes('.'))
  );
}

/** "86.4/85.1", "90.0 - 88.9": about scores, though none is read from it. */
function isShapedPair(layout: Layout, row: BodyRow, column: Column): boolean {
  const reading = readingAt(layout, row, column.index);
  if (reading.kind !== 'other' || !reading.scoreLike) return false;
  const parts = row.cells[column.index]?.text.split(/[\s()\-–/|,;]+/).filter(Boolean) ?? [];
  return parts.length > 1 && parts.every((part) => /^\d{1,2}\.\d+%?$/.test(part));
}

function isPercent(layout: Layout, row: BodyRow, column: Column): boolean {
  const reading = readingAt(layout, row, column.index);
  return reading.kind === 'number' && reading.value >= 0 && reading.value <= 100;
}

/** Counts what labels name. */
export function sharesOf(labels: readonly string[]): Shares {
  const kinds = labels.map(kindOf);
  const share = (...wanted: LabelKind[]): number =>
    kinds.filter((kind) => wanted.includes(kind)).length / Math.max(kinds.length, 1);
  return {
    model: share('model'),
    benchmark: share('benchmark'),
    metric: share('metric'),
    facet: share('language', 'split', 'shots'),
    names: labels.filter((_, index) => kinds[index] === 'benchmark' || kinds[index] === 'metric'),
  };
}

/** The different texts of a column, blanks left out. */
export function distinctTexts(rows: readonly BodyRow[], column: number): string[] {
  return [...new Set(rows.map((row) => row.cells[column]?.text ?? ''))].filter((text) => text !== '');
}

function isSentence(text: string): boolean {
  return text.length > 60 || (text.split(/\s+/).length > 5 && /[.?!]$|,\s/.test(text));
}
