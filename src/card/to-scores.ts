import { parseBenchmarkLabel, REGISTRY, type Registry } from '../scores/benchmarks.ts';
import { NO_DATASET } from '../scores/datasets.ts';
import { metricId } from '../scores/metric-id.ts';
import type { Score } from '../scores/score.ts';
import type { CardScore, Extraction } from './extract.ts';
import { namesOtherLanguage } from './vocabulary/facets.ts';
import { headsValues } from './vocabulary/headers.ts';
import { kindOf } from './vocabulary/kinds.ts';
import { isMetricName, metricAtEnd } from './vocabulary/metrics.ts';
import { isMethod, isPraise, readLimit, titlesVariant } from './vocabulary/remarks.ts';

/** What the user decides about how the scores of a card are filed. */
export type ScoreOptions = {
  /** Hub pipeline tag. */
  readonly taskType: string;
  /** Either one files all scores under this dataset, known benchmark or not. */
  readonly datasetName?: string;
  readonly datasetType?: string;
  readonly modelName: string;
  /** The heading above the table: the benchmark of tables whose columns say only "Accuracy" or "Test". */
  readonly heading?: string;
  /** All headings that the table stands under, but for the card's title. */
  readonly outline?: readonly string[];
  readonly source?: { readonly name: string; readonly url: string };
  /** What numbers are of which the card does not say it. */
  readonly unit?: 'percent' | 'fraction';
  /** The benchmarks that are known; this program's own without it. */
  readonly registry?: Registry;
};

const UNKNOWN_DATASET = { type: NO_DATASET, name: 'Benchmarks' };

/** Files the scores of a card under their datasets and metrics. Values stay as written. */
export function toScores(extraction: Extraction, options: ScoreOptions): Score[] {
  return extraction.results.map((result) => ({
    task: { type: options.taskType },
    ...fileUnder(result, options),
    value: result.value,
    written: result.written,
    ...unitOf(result, extraction, options),
    ...(result.stderr === undefined ? {} : { stderr: result.stderr }),
    ...(result.shots === undefined ? {} : { shots: result.shots }),
    ...limitOf(result, options),
    model: { name: options.modelName },
    ...(options.source === undefined ? {} : { source: options.source }),
    provenance: { kind: 'card-table', table: extraction.table, line: result.line, at: result.at },
  }));
}

/** Numbers up to 1 may be percentages too: without more to go by, nothing is said of them. */
function unitOf({ unit }: CardScore, { areFractions }: Extraction, options: ScoreOptions): Pick<Score, 'unit'> {
  const known = unit === 'percent' || areFractions ? unit : undefined;
  const found = known ?? options.unit;
  return found === undefined ? {} : { unit: found };
}

type Filed = Pick<Score, 'dataset' | 'metric' | 'benchmark' | 'notes'>;

function fileUnder(result: CardScore, options: ScoreOptions): Filed {
  const given = options.datasetName !== undefined || options.datasetType !== undefined;
  const known = given ? undefined : fileUnderRegistry(result, options);
  if (known !== undefined) return known;
  const name = fullLabel(result, options.heading) + remarksOn(result, options).map(inBrackets).join('');
  return {
    dataset: {
      type: options.datasetType ?? UNKNOWN_DATASET.type,
      name: options.datasetName ?? UNKNOWN_DATASET.name,
    },
    metric: {
      type: metricId(result.metric ?? metricOf(result.benchmark) ?? name),
      name,
      ...direction(result.higherIsBetter),
    },
  };
}

/** A known benchmark gets its own dataset; a subset of it (a language, another split) would be another dataset. */
function fileUnderRegistry(result: CardScore, options: ScoreOptions): Filed | undefined {
  if (result.subset !== undefined || speaksOfElsewhere(result, options)) return undefined;
  const registry = options.registry ?? REGISTRY;
  const whole = registry.byName(result.benchmark);
  const label = parseBenchmarkLabel(whole === undefined ? result.benchmark : '');
  const remark = parseBenchmarkLabel(remarksOn(result, options).map(inBrackets).join(''));
  const said = [...new Set([...label.notes, ...remark.notes])];
  // A remark that is not on how a benchmark was run may mean another dataset, so the registry is not asked.
  const benchmark = said.every(isMethod) ? (whole ?? registry.byName(label.base)) : undefined;
  if (benchmark?.dataset === undefined) return undefined;
  const stated = result.metric ?? label.metric ?? remark.metric;
  const notes = said.join(', ');
  const shots = result.shots ?? remark.shots;
  const setup = [shots === undefined ? '' : `${shots}-shot`, notes].filter(Boolean).join(', ');
  // Where several metrics are customary, none may be claimed that the card does not state.
  const customary = benchmark.metric ?? { type: 'score', name: 'score' };
  const metric = stated === undefined ? customary : { type: metricId(stated), name: stated };
  const { id, config, split } = benchmark.dataset;
  return {
    dataset: {
      type: id,
      name: benchmark.name,
      ...(config === undefined ? {} : { config }),
      ...(split === undefined ? {} : { split }),
      ...(shots === undefined ? {} : { args: { num_few_shot: shots } }),
    },
    metric: {
      type: metric.type,
      name: notes === '' ? metric.name : `${metric.name} (${notes})`,
      ...direction(result.higherIsBetter ?? benchmark.higherIsBetter),
    },
    benchmark: { id: benchmark.name, ...(benchmark.taskId === undefined ? {} : { taskId: benchmark.taskId }) },
    // The Hub's own spelling of the most frequent one.
    ...(setup === '' ? {} : { notes: setup.replace(/^with tools$/i, 'With tools') }),
  };
}

function inBrackets(remark: string): string {
  return ` (${remark.replace(/[()[\]]/g, ' ').trim()})`;
}

/** What the table and the titles above it say of how a score was measured, beside its names. */
function remarksOn({ remarks = [], group = '' }: CardScore, { outline = [] }: ScoreOptions): string[] {
  const titles = [group, ...outline].filter(titlesVariant);
  return [...remarks.flatMap((remark) => remark.split(/[,;]\s*/)), ...titles]
    .map((remark) => remark.trim())
    .filter((remark) => remark !== '' && !isPraise(remark));
}

/** A run on some of the samples is none on all of them. */
function limitOf(
  { benchmark, remarks = [], group = '' }: CardScore,
  { outline = [] }: ScoreOptions,
): Pick<Score, 'partial'> {
  const limit = [benchmark, ...remarks, group, ...outline].map(readLimit).find((found) => found !== undefined);
  return limit === undefined ? {} : { partial: { limit } };
}

/** "Accuracy", "Test", "5-shot", "French": what was measured stands elsewhere. */
function isGeneric(benchmark: string): boolean {
  return (
    isMetricName(benchmark) || ['split', 'shots', 'language'].includes(kindOf(benchmark)) || headsValues(benchmark)
  );
}

/**
 * Does the group or the heading name another language or suite? HellaSwag under "Dutch" or "KoBEST" is a translation,
 * another dataset than the registry's.
 */
function speaksOfElsewhere(result: CardScore, { heading = '', outline = [] }: ScoreOptions): boolean {
  const texts = [result.group ?? '', heading, ...outline];
  return texts.some(
    (text) => namesOtherLanguage(text) || /kobest|haerae|translated|multilingual|okapi/.test(text.toLowerCase()),
  );
}

function direction(higherIsBetter: boolean | undefined): { higherIsBetter?: boolean } {
  return higherIsBetter === undefined ? {} : { higherIsBetter };
}

/** All that the table says of a score's name, in one text: benchmark, subset, metric, shots. */
function fullLabel(result: CardScore, heading: string | undefined): string {
  const parts = isGeneric(result.benchmark) && heading !== undefined ? [heading, result.benchmark] : [result.benchmark];
  const holds = (part: string): boolean => parts.some((known) => known.toLowerCase().includes(part.toLowerCase()));
  if (result.subset !== undefined && !holds(result.subset)) parts.push(result.subset);
  if (result.metric !== undefined && !holds(result.metric)) parts.push(result.metric);
  const label = parts
    .join(' ')
    .replace(/\s*[↑↓⬆⬇]\s*/g, ' ')
    .trim();
  const saysShots =
    result.shots === undefined || parseBenchmarkLabel(result.benchmark).shots !== undefined || /^[nk]\s?=/.test(label);
  return saysShots ? label : `${label} (${result.shots}-shot)`;
}

/** The metric that a label names beside the benchmark: "Kite-Eval pass@1 (0-shot)", "LibriSpeech WER". */
function metricOf(label: string): string | undefined {
  const { base, metric } = parseBenchmarkLabel(label);
  return metric ?? metricAtEnd(base);
}
