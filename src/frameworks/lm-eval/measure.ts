import { commonValue, countOf, jsonPath, ownValue, worstOf } from '../facts.ts';
import type { Measurement, Verdict } from '../run.ts';
import type { Groups } from './groups.ts';
import type { Entry, Metric } from './metrics.ts';
import { chosenFiles, commonDataset, type Dataset, datasetOf, directionOf, isOwnData, shotsOf } from './tasks.ts';
import type { Extent } from './verdict.ts';

/** A results file, as far as it is read. */
export type File = {
  readonly data: unknown;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Of the tasks that are no groups. */
  readonly extents: ReadonlyMap<string, Extent>;
  readonly groups: Groups;
  /** Of the run. */
  readonly verdict: Verdict;
};

export function measureTask(file: File, entry: Entry, metric: Metric): Measurement {
  const { data } = file;
  const { task } = entry;
  const { verdict, samples, available } = file.extents.get(task) ?? { verdict: file.verdict };
  return measurement(file, entry, metric, {
    verdict,
    stderr: metric.stderr,
    shots: shotsOf(data, task),
    samples,
    available,
    higherIsBetter: directionOf(data, task, metric.name),
    dataset: datasetOf(data, task),
    isOwnData: isOwnData(data, task),
    variant: chosenFiles(data, task),
  });
}

/** Metrics of a group times tasks in it: more is a trick, and its tasks count as not named. */
const MOST_LOOKS = 10_000_000;

/**
 * A group has hardly any facts of its own: they are those of its tasks, as far as they are common to them. The number is
 * the mean over the tasks that have this metric.
 */
export function measureGroup(file: File, entry: Entry, metric: Metric): Measurement {
  const { data, entries, groups } = file;
  const named = groups.leaves.get(entry.task);
  const leaves = named !== undefined && named.length * entry.metrics.length <= MOST_LOOKS ? named : undefined;
  const parts = (leaves ?? []).flatMap((task) => {
    const value = entries.get(task)?.values.get(metric.key);
    return value === undefined ? [] : [{ task, value, extent: file.extents.get(task) }];
  });
  const isWhole = leaves?.every((task) => entries.has(task)) ?? false;
  const verdicts = parts.map(({ extent }) => extent?.verdict ?? 'unknown');
  const samples = sum(parts.map(({ extent }) => extent?.samples));
  const isMean = samples !== undefined && isWeightedMean(metric.value, parts, samples);
  const counted = countOf(
    ownValue(ownValue(ownValue(ownValue(data, entry.under), entry.task), 'sample_count'), metric.key),
  );
  const result = measurement(file, entry, metric, {
    // Of a group whose tasks the file does not name, any may be the worst.
    verdict: leaves === undefined ? file.verdict : isWhole ? worstOf(verdicts) : 'failed',
    // lm-eval pools the errors as for a mean by size, also where the mean is another one.
    stderr: isMean ? metric.stderr : undefined,
    shots: commonValue(parts.map(({ task }) => shotsOf(data, task))),
    samples: counted ?? samples,
    available: sum(parts.map(({ extent }) => extent?.available)),
    higherIsBetter:
      directionOf(data, entry.task, metric.name) ??
      commonValue(parts.map(({ task }) => directionOf(data, task, metric.name))),
    dataset: commonDataset(parts.map(({ task }) => datasetOf(data, task))),
    // One part on other data makes another mean.
    isOwnData: parts.some(({ task }) => isOwnData(data, task)),
    variant: parts.map(({ task }) => chosenFiles(data, task)).find((variant) => variant !== undefined),
  });
  return { ...result, isGroup: true };
}

type Facts = {
  readonly verdict: Verdict;
  readonly stderr: number | undefined;
  readonly shots: number | undefined;
  readonly samples: number | undefined;
  readonly available: number | undefined;
  readonly higherIsBetter: boolean | undefined;
  readonly dataset: Dataset | undefined;
  readonly isOwnData: boolean;
  readonly variant: string | undefined;
};

function measurement(file: File, { task, under }: Entry, { key, value }: Metric, facts: Facts): Measurement {
  const { verdict, stderr, shots, samples, available, higherIsBetter, dataset, variant } = facts;
  return {
    task,
    metric: key,
    value,
    ...(stderr === undefined ? {} : { stderr }),
    ...(shots === undefined ? {} : { shots }),
    ...(samples === undefined ? {} : { samples }),
    ...(available === undefined ? {} : { available }),
    ...(verdict === file.verdict ? {} : { verdict }),
    ...(higherIsBetter === undefined ? {} : { higherIsBetter }),
    ...(dataset === undefined ? {} : { dataset }),
    ...(facts.isOwnData ? { isOwnData: true } : {}),
    ...(variant === undefined ? {} : { variant }),
    at: jsonPath(under, task, key),
  };
}

/** Undefined when a part is not known, or when there is none. */
function sum(numbers: readonly (number | undefined)[]): number | undefined {
  if (numbers.length === 0) return undefined;
  return numbers.reduce(
    (total, number) => (total === undefined || number === undefined ? undefined : total + number),
    0,
  );
}

type Share = { readonly value: number; readonly extent: Extent | undefined };

function isWeightedMean(value: number, parts: readonly Share[], samples: number): boolean {
  const mean = parts.reduce((total, part) => total + part.value * (part.extent?.samples ?? 0), 0) / samples;
  return Math.abs(mean - value) <= 1e-9 * Math.max(1, Math.abs(value));
}
