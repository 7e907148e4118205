import { describe, type Part, partOf } from '../../data.ts';
import { finiteNumber, jsonPath, textOf } from '../facts.ts';
import type { Measurement, Refusal } from '../run.ts';
import { kindOf, type MetricKind } from './kinds.ts';

/** What one scorer found, as the log has it. */
export type Score = {
  /** `choice`; `judge/tone` for one field of the scorer's values. */
  readonly label: string;
  /** How several epochs became one; absent for the mean of them. */
  readonly reducer?: string;
  readonly data: Part;
  readonly metrics: readonly Metric[];
};

type Metric = MetricKind & {
  /** Tells it apart from all others of the log. */
  readonly id: string;
  /** As the log has it. */
  readonly value: unknown;
  readonly at: string;
};

/** One number of a score; what it is of is for others to say. */
export type Taken = Pick<Measurement, 'metric' | 'value' | 'at' | 'stderr'> & {
  /** Whether it may be of a part of the scored samples. */
  readonly isDerived: boolean;
};

/**
 * The scores of a log's `results`; what is none is refused.
 *
 * @param given.task The task that they are of.
 * @param given.reducer How answers to one sample became one, where a score does not say it itself.
 */
export function readScores(
  results: unknown,
  given: { readonly task: string; readonly reducer?: string },
): { readonly scores: readonly Score[]; readonly refused: readonly Refusal[] } {
  const refused: Refusal[] = [];
  const { scores: list, scorer, metrics } = partOf(results);
  const found: Found[] = [];
  if (Array.isArray(list)) {
    for (const [at, item] of list.entries()) {
      const one = readScore(partOf(item), ['results', 'scores', at], given.reducer);
      if (typeof one === 'string') refused.push({ what: jsonPath(...['results', 'scores', at]), reason: one });
      else found.push(one);
    }
  } else if (list !== undefined && list !== null) {
    refused.push({ what: 'results.scores', reason: `it is ${describe(list)}, not a list of scores` });
  } else if (scorer !== undefined && scorer !== null) {
    // As logs of 2024 have it: one scorer, and its metrics beside it.
    const own = partOf(scorer);
    const path = metrics ? ['results'] : ['results', 'scorer'];
    const one = readScore({ ...own, metrics: metrics ?? own.metrics }, path, given.reducer);
    if (typeof one === 'string') refused.push({ what: 'results.scorer', reason: one });
    else found.push(one);
  }
  return { scores: nameMetrics(found, given.task, refused), refused };
}

type Found = Omit<Score, 'metrics'> & {
  readonly metrics: Part;
  readonly path: readonly (string | number)[];
};

/** A score of the log, or why it is none. */
function readScore(data: Part, path: readonly (string | number)[], fallback: string | undefined): Found | string {
  const scorer = textOf(data.scorer) ?? textOf(data.name);
  const name = textOf(data.name) ?? scorer;
  if (scorer === undefined || name === undefined) return 'it does not name its scorer';
  const { metrics } = data;
  if (typeof metrics !== 'object' || metrics === null || Array.isArray(metrics)) {
    return metrics === undefined ? 'it has no metrics' : `its metrics are ${describe(metrics)}`;
  }
  const reducer = textOf(data.reducer) ?? fallback;
  const label = scorer === name ? name : `${scorer}/${name}`;
  return { label, ...(reducer === undefined ? {} : { reducer }), data, metrics: metrics as Part, path };
}

/** Gives all metrics their ids, and leaves out those that share one. */
function nameMetrics(found: readonly Found[], task: string, refused: Refusal[]): Score[] {
  const reducers = new Map<string, Set<string>>();
  for (const { label, reducer = '' } of found) reducers.set(label, (reducers.get(label) ?? new Set()).add(reducer));
  const named = found.map(({ label, reducer, data, metrics, path }) => {
    const isSaid = reducer !== undefined && (reducer !== 'mean' || (reducers.get(label)?.size ?? 0) > 1);
    const read = Object.entries(metrics).map(([key, given]): Metric => {
      const metric = partOf(given);
      const at = jsonPath(...[...path, 'metrics', key, 'value']);
      return { ...kindOf(key, metric), id: `${label}/${key}${isSaid ? `,${reducer}` : ''}`, value: metric.value, at };
    });
    return { label, ...(reducer === undefined ? {} : { reducer }), data, metrics: read };
  });
  const uses = new Map<string, number>();
  for (const { id } of named.flatMap(({ metrics }) => metrics)) uses.set(id, (uses.get(id) ?? 0) + 1);
  return named.map((score) => ({
    ...score,
    metrics: score.metrics.filter(({ id, at }) => {
      const isAlone = uses.get(id) === 1;
      const reason = `${at} is not the only value of this name`;
      if (!isAlone) refused.push({ what: id, reason, of: { task, metric: id } });
      return isAlone;
    }),
  }));
}

/**
 * The numbers of a score, and its standard error with its mean.
 *
 * @param given.samples How many samples the score is of, where that is known.
 */
export function takeNumbers(
  score: Score,
  { task, samples }: { readonly task: string; readonly samples: number | undefined },
): { readonly taken: readonly Taken[]; readonly refused: readonly Refusal[] } {
  const means = score.metrics.filter(({ kind, isDerived }) => kind === 'mean' && !isDerived);
  const errors = score.metrics.filter(({ kind }) => kind === 'error');
  const refused: Refusal[] = [];
  let stderr: number | undefined;
  for (const error of errors) {
    const reason = whyNoError(error, { means, errors, samples });
    if (reason === undefined) stderr = finiteNumber(error.value);
    else refused.push({ what: error.id, reason });
  }
  const taken = score.metrics.flatMap(({ id, kind, base, value: given, at, isDerived }): Taken[] => {
    const value = finiteNumber(given);
    if (kind === 'error') return [];
    if (kind === 'spread') refused.push({ what: id, reason: `it tells how the scores lie (${base}), and is no score` });
    else if (value === undefined) refused.push({ what: id, reason: notFinite(given), of: { task, metric: id } });
    else {
      const own = stderr !== undefined && at === means[0]?.at ? { stderr } : {};
      return [{ metric: id, value, ...own, isDerived, at }];
    }
    return [];
  });
  return { taken, refused };
}

type Around = {
  readonly means: readonly Metric[];
  readonly errors: readonly Metric[];
  readonly samples: number | undefined;
};

/** Why a metric is not the standard error of the one mean beside it; undefined where it is. */
function whyNoError(error: Metric, { means, errors, samples }: Around): string | undefined {
  if (error.isDerived) return 'it is a standard error of a part of the values, and no score';
  const [mean] = means;
  if (mean === undefined) return 'it is a standard error, and there is no mean beside it';
  if (means.length > 1) return `it is a standard error, and the log does not say of which of ${means.length} means`;
  const rivals = errors.filter(({ isDerived }) => !isDerived);
  // A bootstrap draws at random: the exact one goes before it.
  const exact = rivals.filter(({ base }) => base === 'stderr');
  const best = exact.length > 0 ? exact : rivals;
  if (best.length > 1) return `it is one of ${best.length} standard errors of the same mean`;
  if (best[0] !== error) return `it is a standard error; ${best[0]?.id} was taken`;
  const value = finiteNumber(error.value);
  if (value === undefined) return notFinite(error.value);
  if (value < 0) return `it is a standard error of ${value}`;
  if (finiteNumber(mean.value) === undefined) return `it is the standard error of ${mean.id}, which was not taken`;
  if (samples === 1 && value === 0) return 'it is the 0 that inspect writes where one sample has no standard error';
  return undefined;
}

function notFinite(value: unknown): string {
  return value === undefined ? 'it has no value' : `its value is ${describe(value)}, no finite number`;
}
