import { quoted } from '../../data.ts';
import { jsonPath, known, measured, refuseAll, textOf } from '../facts.ts';
import { type Found, gather } from '../nemo-evaluator/gather.ts';
import type { Reader } from '../reader.ts';
import type { Measurement, Refusal } from '../run.ts';
import { findBeside, kindOf, ROLES } from './recognise.ts';
import { judge, readParent, readSettings, readTask } from './run-spec.ts';
import { readSamples } from './samples.ts';
import { countInstances, isBookkeeping, isScore, readStat, SPLIT, type Stat } from './stats.ts';

/**
 * Reads the `stats.json` of a HELM run, with the `run_spec.json` and `scenario.json` beside it: the means over the test
 * split, as it is. Statistics of changed inputs, of other splits and of how the run went are no scores of it.
 */
export const helm: Reader = {
  framework: 'helm',
  recognise(content) {
    const kind = kindOf(content);
    return kind === undefined ? undefined : ROLES[kind];
  },
  async read(file, nearby) {
    const { content } = file;
    const beside = findBeside(file, nearby);
    const { runSpec } = beside;
    const list = content.kind === 'document' && Array.isArray(content.data) ? content.data : [];
    const stats = list.map(readStat);
    const named = stats.filter((stat) => stat !== undefined);
    const instances = countInstances(named);
    const { shots, ...settings } = readSettings(runSpec);
    const task = readTask(file.path, beside);
    const scenario = textOf(beside.scenario?.name);
    const facts = known({
      shots,
      samples: instances.get(SPLIT),
      partOf: task === undefined ? undefined : readParent(runSpec, task),
      dataset: scenario === undefined ? undefined : { id: scenario, split: SPLIT },
    });
    const { measurements, refused } =
      task === undefined ? { measurements: [], refused: [NAMELESS] } : gather(walk(stats, { task, ...facts }));
    return {
      framework: 'helm',
      ...judge(runSpec, instances),
      ...settings,
      measurements,
      refused: [...beside.refused, ...refused, ...refuseOthers(named)],
    };
  },
  samples: readSamples,
};

const NAMELESS: Refusal = {
  what: 'all statistics',
  reason: 'Nothing tells which run they are of: give the run_spec.json beside them.',
};

function* walk(
  stats: readonly (Stat | undefined)[],
  facts: Pick<Measurement, 'task'> & Partial<Measurement>,
): Iterable<Found> {
  for (const [index, stat] of stats.entries()) {
    if (stat === undefined) yield { what: jsonPath(index), reason: 'It is no statistic that has a name.' };
    else if (isScore(stat)) yield measured({ ...facts, metric: stat.name, at: jsonPath(index, 'mean') }, stat.mean);
  }
}

function refuseOthers(stats: readonly Stat[]): Refusal[] {
  const unchanged = stats.filter(({ isPerturbed }) => !isPerturbed);
  const ofTest = unchanged.filter(({ split }) => split === SPLIT);
  const names = (some: readonly Stat[]): string[] => some.map(({ name }) => name);
  const bySplit = Map.groupBy(
    unchanged.filter(({ split }) => split !== SPLIT),
    ({ split }) => split,
  );
  return [
    ...refuseAll(
      names(stats.filter(({ isPerturbed }) => isPerturbed)),
      'statistic',
      'They are of inputs that were changed on purpose.',
    ),
    ...[...bySplit].flatMap(([split, some]) =>
      refuseAll(
        names(some),
        'statistic',
        split === undefined
          ? 'They are of no split.'
          : `They are of the split ${quoted(split)}, not of ${quoted(SPLIT)}.`,
      ),
    ),
    ...refuseAll(names(ofTest.filter(({ isOfPart }) => isOfPart)), 'statistic', 'They are of a part of the split.'),
    ...refuseAll(
      names(ofTest.filter(({ isOfPart, name }) => !isOfPart && isBookkeeping(name))),
      'statistic',
      'They tell how the run went, not how good the answers are.',
    ),
  ];
}
