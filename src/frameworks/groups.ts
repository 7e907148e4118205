import { findTask } from './known-tasks.ts';
import type { Measurement, Refusal, Run } from './run.ts';

/** The groups of a run that have numbers of their own, and what is in them. */
export type Groups = {
  /** The measurements of each task on one set of data, without those that are only parts of a group. */
  readonly tasks: readonly (readonly Measurement[])[];
  readonly refused: readonly Refusal[];
  /** What a mean is made of, of the same metric, in the order of the file; empty for what is no mean. */
  partsOf(mean: Measurement): readonly Measurement[];
};

/**
 * Sorts out groups: MMLU is one score, and its 57 subjects are what it is made of. A mean over benchmarks that stand for
 * themselves is the score of none.
 */
export function findGroups(run: Run): Groups {
  const { measurements } = run;
  const measured = new Set(measurements.filter(({ isGroup }) => isGroup).map(({ task }) => task));
  const parents = new Map<string, string>();
  for (const one of measurements) {
    const parent = one.partOf ?? prefixOf(one, run, measured);
    if (parent !== undefined && parent !== one.task) parents.set(one.task, parent);
  }
  const groupsOf = (task: string): string[] => {
    const found: string[] = [];
    for (let at = parents.get(task); at !== undefined && !found.includes(at); at = parents.get(at)) found.push(at);
    return found.filter((group) => measured.has(group));
  };
  const isKnown = (task: string): boolean => findTask(run.framework, task, run.harness) !== undefined;
  const inside = new Map([...new Set(measurements.map(({ task }) => task))].map((task) => [task, groupsOf(task)]));
  const mixed = new Set(
    [...inside].flatMap(([task, groups]) => (isKnown(task) ? groups : [])).filter((group) => !isKnown(group)),
  );
  const isPart = ({ task }: Measurement): boolean =>
    (inside.get(task) ?? []).some((group) => !mixed.has(group)) &&
    !(isKnown(task) && !(inside.get(task) ?? []).some(isKnown));
  const own = measurements.filter((one) => !isPart(one) && !mixed.has(one.task));
  const keyOf = ({ task, dataset, shots }: Measurement): string => JSON.stringify([task, dataset, shots]);
  return {
    tasks: [...Map.groupBy(own, keyOf).values()],
    refused: [...mixed].map((what) => ({ what, reason: 'A mean over several benchmarks is the score of none.' })),
    partsOf(mean) {
      if (mean.isGroup !== true) return [];
      const parts = measurements.filter(
        ({ task, isGroup }) => isGroup !== true && inside.get(task)?.includes(mean.task),
      );
      const same = parts.filter(({ metric }) => metric === mean.metric);
      // Bundles of NeMo Evaluator call the mean over all answers so, and that over those of a category otherwise.
      return same.length === 0 && mean.metric === 'pass@1'
        ? parts.filter(({ metric }) => metric === 'mean_reward')
        : same;
    },
  };
}

/** NeMo Evaluator writes the parts of a group beside it, told by their names alone: `mmlu_anatomy` of `mmlu`. */
function prefixOf(
  { task, isGroup }: Measurement,
  { framework }: Run,
  measured: ReadonlySet<string>,
): string | undefined {
  if (framework !== 'nemo-evaluator' || isGroup === true) return undefined;
  return [...measured].filter((group) => task.startsWith(`${group}_`)).sort((a, b) => b.length - a.length)[0];
}
