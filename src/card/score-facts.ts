import { findBenchmark, parseBenchmarkLabel } from '../scores/benchmarks.ts';
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
import { headsNotes, titlesVariant } from './vocabulary/remarks.ts';

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
 * What shows that a table of numbers between 0 and 1 states fractions, beside their size: it says so, it is the print-out
 * of an evaluation harness, or it has multiple-choice tests, of which nobody gets less than 1 % right. Percentages of a
 * poor model on hard benchmarks look the same: HLE 0.9, AIME 0.4.
 */
export function provesFractions(
  judgement: Judgement,
  results: readonly { readonly benchmark: string; readonly value: number }[],
): boolean {
  if (results.some(({ value }) => value < 0 || value > 1)) return false;
  const { columns, label, layout } = judgement;
  const titles = [
    label?.header ?? '',
    ...columns.map(({ header }) => header),
    layout.table.heading ?? '',
    layout.table.caption ?? '',
  ];
  if (titles.some(saysFraction)) return true;
  const isPrintOut = ['metric', 'stderr'].every((role) => columns.some((column) => column.role === role));
  return isPrintOut || results.some(({ benchmark, value }) => value > 0.02 && isMultipleChoice(benchmark));
}

function saysFraction(title: string): boolean {
  return /[([]\s*0(?:\.0)?\s*(?:-|–|to|,|\.\.)\s*1(?:\.0)?\s*[)\]]|\bfractions?\b/i.test(title);
}

/** Tests with two to ten answers to choose from. */
const MULTIPLE_CHOICE = new Set(
  'MMLU,MMLU-Redux,MMLU-Pro,MMLU-ProX,MMMLU,Global-MMLU,GPQA,GPQA Diamond,HellaSwag,ARC-Challenge,ARC-Easy,PIQA,WinoGrande,OpenBookQA,BoolQ,CommonsenseQA,SocialIQA,SciQ,AGIEval,C-Eval,CMMLU,KMMLU,Belebele,XNLI,ANLI,MedMCQA,PubMedQA,TruthfulQA MC2,MMMU,MMBench,MMStar,AI2D,IMDB,GLUE SST-2,GLUE MNLI,GLUE QNLI,GLUE QQP,GLUE RTE,GLUE MRPC'.split(
    ',',
  ),
);

function isMultipleChoice(benchmark: string): boolean {
  const found = findBenchmark(benchmark) ?? findBenchmark(parseBenchmarkLabel(benchmark).base);
  return found !== undefined && MULTIPLE_CHOICE.has(found.name);
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

/** What a row's columns of notes say, and the header of the labels in brackets: "Benchmark (with tools)". */
export function remarksBeside({ columns, label, orientation }: Judgement, row: BodyRow): string[] {
  const notes = columns
    .filter(
      ({ role, facet, index, header }) => index !== label?.index && !facet && role !== 'value' && headsNotes(header),
    )
    .map(({ index }) => row.cells[index]?.text ?? '');
  const above = orientation === 'models-as-rows' ? undefined : /[([]([^()[\]]+)[)\]]/.exec(label?.header ?? '')?.[1];
  return [...notes, above !== undefined && titlesVariant(above) ? above : ''].filter(
    (text) => !/^[-–—\s]*$/.test(text),
  );
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
