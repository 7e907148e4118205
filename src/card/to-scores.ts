import { findBenchmark, parseBenchmarkLabel } from '../scores/benchmarks.ts';
import type { Score } from '../scores/score.ts';
import type { CardScore, Extraction } from './extract.ts';

/** What the user decides about how the scores of a card are filed. */
export type ScoreOptions = {
  /** Hub pipeline tag. */
  readonly taskType: string;
  /** Either one files all scores under this dataset, known benchmark or not. */
  readonly datasetName?: string;
  readonly datasetType?: string;
  readonly modelName: string;
  readonly source?: { readonly name: string; readonly url: string };
};

const UNKNOWN_DATASET = { type: 'benchmark', name: 'Benchmarks' };
/** Remarks on how a benchmark was run; any other remark may mean another dataset, so the registry is not asked. */
const METHOD_NOTE =
  /^(?:\d+-?shot )?(?:cot|c\.o\.t\.|chain[ -]of[ -]thought|zero|0-?cot|(?:no|with|w\/o|w\/|without) (?:tools?|thinking|cot)|(?:non-)?think(?:ing)?|greedy|strict|loose|en|english)$/i;

/** Files the scores of a card under their datasets and metrics. Values stay as written. */
export function toScores(extraction: Extraction, options: ScoreOptions): Score[] {
  return extraction.results.map((result) => ({
    task: { type: options.taskType },
    ...fileUnder(result, options),
    value: result.value,
    written: result.written,
    ...(result.unit === undefined ? {} : { unit: result.unit }),
    ...(result.stderr === undefined ? {} : { stderr: result.stderr }),
    ...(result.shots === undefined ? {} : { shots: result.shots }),
    model: { name: options.modelName },
    ...(options.source === undefined ? {} : { source: options.source }),
    provenance: { kind: 'card-table', table: extraction.table, line: result.line, at: result.at },
  }));
}

function fileUnder(result: CardScore, options: ScoreOptions): Pick<Score, 'dataset' | 'metric' | 'benchmark'> {
  const given = options.datasetName !== undefined || options.datasetType !== undefined;
  const known = given ? undefined : fileUnderRegistry(result);
  if (known !== undefined) return known;
  const name = fullLabel(result);
  return {
    dataset: {
      type: options.datasetType ?? UNKNOWN_DATASET.type,
      name: options.datasetName ?? UNKNOWN_DATASET.name,
    },
    metric: { type: metricId(name), name, ...direction(result.higherIsBetter) },
  };
}

/** A known benchmark gets its own dataset; a subset of it (a language, another split) would be another dataset. */
function fileUnderRegistry(result: CardScore): Pick<Score, 'dataset' | 'metric' | 'benchmark'> | undefined {
  if (result.subset !== undefined) return undefined;
  const label = parseBenchmarkLabel(result.benchmark);
  const whole = findBenchmark(result.benchmark);
  const benchmark =
    whole ?? (label.notes.every((note) => METHOD_NOTE.test(note)) ? findBenchmark(label.base) : undefined);
  if (benchmark?.dataset === undefined) return undefined;
  const stated = result.metric ?? (whole === undefined ? label.metric : undefined);
  const notes = whole === undefined ? label.notes.join(', ') : '';
  const metric = stated === undefined ? benchmark.metric : { type: metricId(stated), name: stated };
  const { id, config, split } = benchmark.dataset;
  return {
    dataset: {
      type: id,
      name: benchmark.name,
      ...(config === undefined ? {} : { config }),
      ...(split === undefined ? {} : { split }),
      ...(result.shots === undefined ? {} : { args: { num_few_shot: result.shots } }),
    },
    metric: {
      type: metric.type,
      name: notes === '' ? metric.name : `${metric.name} (${notes})`,
      ...direction(result.higherIsBetter ?? benchmark.higherIsBetter),
    },
    benchmark: { id: benchmark.name, ...(benchmark.taskId === undefined ? {} : { taskId: benchmark.taskId }) },
  };
}

function direction(higherIsBetter: boolean | undefined): { higherIsBetter?: boolean } {
  return higherIsBetter === undefined ? {} : { higherIsBetter };
}

/** All that the table says of a score's name, in one text: benchmark, subset, metric, shots. */
function fullLabel(result: CardScore): string {
  const parts = [result.benchmark];
  const holds = (part: string): boolean => parts.some((known) => known.toLowerCase().includes(part.toLowerCase()));
  if (result.subset !== undefined && !holds(result.subset)) parts.push(result.subset);
  if (result.metric !== undefined && !holds(result.metric)) parts.push(result.metric);
  const label = parts
    .join(' ')
    .replace(/\s*[↑↓⬆⬇]\s*/gu, ' ')
    .trim();
  const saysShots =
    result.shots === undefined || parseBenchmarkLabel(result.benchmark).shots !== undefined || /^[nk]\s?=/.test(label);
  return saysShots ? label : `${label} (${result.shots}-shot)`;
}

/** An id for a metric from its label: lower case, words joined by `_`. */
function metricId(label: string): string {
  const id = label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@+./-]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return id === '' ? 'score' : id;
}
