import { findBenchmark } from '../scores/benchmarks.ts';
import type { Judgement } from './classify.ts';
import type { Column } from './columns.ts';
import { type BodyRow, readingAt, sampleRows } from './layout.ts';
import type { Names } from './score-names.ts';
import { isLanguage, isLanguageAxis } from './vocabulary/facets.ts';
import { headsCategories, namesOtherSource } from './vocabulary/headers.ts';
import { namesError, namesUnbounded } from './vocabulary/metrics.ts';
import { modelLikeness } from './vocabulary/models.ts';
import {
  endsInQuantity,
  isEntityAxis,
  namesQuantity,
  namesQuantityAnywhere,
  namesSpread,
} from './vocabulary/quantities.ts';

/** Is the label a size, a cost, a setting or a loss? */
export function isNoScore(judgement: Judgement, names: Names): boolean {
  const { benchmark, metric = '', subset = '' } = names;
  if (namesQuantity(metric) || namesSpread(metric) || metric.toLowerCase().includes('stderr')) return true;
  if (/[A-Za-z]/.test(subset) && subset.split(' ').length > 1 && namesQuantity(subset)) return true;
  if (/^(?:support|tp|fp|fn|tn|count)$/.test(subset.toLowerCase())) return true;
  const labels = axisLabels(judgement);
  if (isEntityAxis(labels) || (isLanguage(benchmark) && isLanguageAxis(labels))) return false;
  const category = headsCategories(judgement.label?.header ?? '') && !namesQuantityAnywhere(benchmark);
  if (category && judgement.orientation !== 'models-as-rows') return false;
  if (endsInQuantity(benchmark)) return true;
  return namesQuantity(benchmark) && modelLikeness(benchmark) < 2 && findBenchmark(benchmark) === undefined;
}

function axisLabels({ label, columns }: Judgement): readonly string[] {
  return [...columns.map((column) => column.header), ...(label?.stats.texts ?? [])];
}

/**
 * A whole number above 100 among percentages is a count that slipped in, unless its name is known for large numbers
 * (ratings, points, perplexities, MME).
 */
export function isFarOff(judgement: Judgement, { benchmark, metric = '' }: Names, value: number): boolean {
  if (value <= 100 || !Number.isInteger(value) || judgement.orientation === 'models-as-rows') return false;
  if (namesUnbounded(benchmark) || namesUnbounded(metric) || findBenchmark(benchmark)?.scale !== undefined)
    return false;
  let numbers = 0;
  let small = 0;
  for (const row of sampleRows(judgement.layout)) {
    for (const column of judgement.values) {
      const reading = readingAt(judgement.layout, row, column.index);
      if (reading.kind !== 'number') continue;
      numbers += 1;
      if (reading.value <= 100) small += 1;
    }
  }
  return small >= numbers * 0.6;
}

/** Is the column somebody else's numbers beside the model's own: "Score (original paper)"? */
export function isElsewhere({ orientation, values }: Judgement, column: Column): boolean {
  return orientation === 'single-model' && values.length > 1 && namesOtherSource(column.header);
}

/** Does a header or label say that its numbers are percent? "Keystroke errors 2%" does not. */
export function saysPercent(label: string): boolean {
  return /[([]\s*(?:in\s+)?%\s*[)\]]|%\s*[)\]]|(?:^|[^\d\s])\s?%\s*[↑↓]?$/.test(label);
}

/** All numbers of the table lie between 0 and 1 and are written with decimals: it states fractions. */
export function writesFractions(judgement: Judgement): boolean {
  let numbers = 0;
  let decimals = 0;
  for (const row of sampleRows(judgement.layout)) {
    for (const column of judgement.values) {
      const reading = readingAt(judgement.layout, row, column.index);
      if (reading.kind !== 'number') continue;
      if (reading.value < 0 || reading.value > 1 || reading.percent) return false;
      numbers += 1;
      if (reading.written.includes('.')) decimals += 1;
    }
  }
  return numbers > 1 && decimals > 0;
}

/**
 * The standard error in the column that follows a value column. After several value columns in a row a spread belongs
 * to none of them for certain: "Mean | Median | Std".
 */
export function stderrBeside(judgement: Judgement, row: BodyRow, column: Column): number | undefined {
  const isSpread = (other: Column): boolean => other.role === 'stderr';
  const after = judgement.columns.slice(column.index + 1).find((other) => other.role === 'value' || isSpread(other));
  if (after === undefined || !isSpread(after)) return undefined;
  const before = judgement.columns.slice(0, column.index);
  const run = before.slice(before.findLastIndex(isSpread) + 1);
  if (run.some((other) => other.role === 'value')) return undefined;
  const text = (row.cells[after.index]?.text ?? '').replace(/^(?:±|\+\/?-)\s*/, '');
  return /^\d*\.?\d+%?$/.test(text) ? Number.parseFloat(text) : undefined;
}

/** ↑ or ↓ beside the names, or a metric that is known to be an error. */
export function directionOf(judgement: Judgement, row: BodyRow, column: Column, names: Names): boolean | undefined {
  const signs = judgement.columns
    .filter((sign) => sign.role === 'sign')
    .map((sign) => row.cells[sign.index]?.text ?? '');
  const texts = [column.header, names.benchmark, names.metric ?? '', ...signs].join(' ');
  if (/[↓⬇]/.test(texts)) return false;
  if (/[↑⬆]/.test(texts)) return true;
  return namesError(texts) ? false : undefined;
}
