import type { Registry } from '../scores/benchmarks.ts';
import type { Score } from '../scores/score.ts';
import { chooseMetrics, type MetricChoice } from './choose-metrics.ts';
import type { CollectedFile, Collection, ScoredGroup } from './collection.ts';
import { type Extent, extentOf } from './extent.ts';
import { fileUnder, type GivenDataset } from './file-under.ts';
import { findGroups } from './groups.ts';
import { identify, isOfRevision, type Target } from './identity.ts';
import { type Candidate, findPassedOver, placeOf } from './newest.ts';
import type { ReadFile } from './read-all.ts';
import type { Refusal } from './run.ts';
import { scoreOf } from './score-of.ts';

/** What the user decides about what of result files becomes scores. */
export type CollectOptions = {
  readonly target: Target;
  readonly registry: Registry;
  /** Hub pipeline tag. */
  readonly taskType: string;
  readonly given: GivenDataset;
  readonly metrics: MetricChoice;
  /** Take runs on a part of the data, as what they are. */
  readonly allowPartial: boolean;
  /** Take runs of which the file does not tell whether they were on all data. */
  readonly allowUnknown: boolean;
  /** What numbers are of which nobody knows it. */
  readonly unit?: 'percent' | 'fraction';
  /** Where the files can be looked at. */
  readonly sourceUrl?: string;
};

/** What one file came to. */
type Taken = {
  readonly file: CollectedFile;
  readonly candidates: readonly Candidate[];
  readonly groups: readonly ScoredGroup[];
};

/**
 * Makes scores of what was read: of runs of the model that is meant, on all of the data, one metric for each benchmark. All
 * else is named with the reason. Of several runs of the same thing, the one that is sure to be it counts, or the newest.
 */
export function collectScores(read: readonly ReadFile[], options: CollectOptions): Collection {
  const repoId = options.target.repoId ?? claimedBy(read, options.target);
  const modelName = repoId?.split('/').at(-1) ?? '';
  const taken = read.map((file) => takeFile(file, modelName, options));
  const passedOver = findPassedOver(taken.flatMap(({ candidates }) => candidates));
  const isTaken = (score: Score): boolean => !passedOver.has(score);
  const scoresOf = ({ candidates }: Taken): readonly Score[] => candidates.map(({ score }) => score);
  return {
    ...(repoId === undefined ? {} : { repoId }),
    modelName,
    revision: options.target.revision ?? 'any',
    files: taken.map((one) => ({
      ...one.file,
      refused: [...one.file.refused, ...scoresOf(one).flatMap(refusePassedOver)],
    })),
    scores: taken.flatMap((one) => scoresOf(one).filter(isTaken)),
    groups: taken.flatMap(({ groups }) => groups.filter(({ score }) => isTaken(score))),
  };

  function refusePassedOver(score: Score): Refusal[] {
    const reason = passedOver.get(score);
    return reason === undefined ? [] : [{ what: placeOf(score), reason }];
  }
}

/** The one model that all runs are of; undefined where they are of several, or name none. */
export function claimedBy(read: readonly ReadFile[], target: Target): string | undefined {
  const names = new Map<string, string>();
  for (const { run, path } of read) {
    const found = run === undefined || run.contradicted !== undefined ? undefined : identify(run, path, target);
    if (found !== undefined && !('refused' in found)) names.set(found.repoId.toLowerCase(), found.repoId);
  }
  const [only, ...others] = names.values();
  return others.length === 0 ? only : undefined;
}

function takeFile(
  { path, framework, role, run, unreadable }: ReadFile,
  modelName: string,
  options: CollectOptions,
): Taken {
  const facts = { path, ...(framework === undefined ? {} : { framework }), ...(role === undefined ? {} : { role }) };
  if (run === undefined) {
    const file = { ...facts, ...(unreadable === undefined ? {} : { reason: unreadable }), refused: [] };
    return { file, candidates: [], groups: [] };
  }
  const none = (reason: string): Taken => ({
    file: { ...facts, run, reason, refused: run.refused },
    candidates: [],
    groups: [],
  });
  if (run.verdict === 'failed') return none(`The run failed: ${run.why}.`);
  if (run.contradicted !== undefined) return none(`${run.contradicted}.`);
  const model = identify(run, path, options.target);
  if ('refused' in model) return none(`${model.refused}.`);
  const refused: Refusal[] = [...run.refused];
  const candidates: Candidate[] = [];
  const groups: ScoredGroup[] = [];
  const { tasks, refused: means, partsOf } = findGroups(run);
  refused.push(...means);
  const lost = Map.groupBy(
    run.refused.flatMap(({ of }) => (of === undefined ? [] : [of])),
    ({ task }) => task,
  );
  for (const measured of tasks) {
    const [first] = measured;
    if (first === undefined) continue;
    const filing = fileUnder(first, run, options);
    const { chosen, refused: others } = chooseMetrics(measured, options.metrics, {
      run,
      known: filing.known,
      benchmark: filing.benchmark,
      lost: (lost.get(first.task) ?? []).map(({ metric }) => metric),
    });
    refused.push(...others);
    for (const one of chosen) {
      const parts = partsOf(one);
      const extent = extentOf(one, run, filing, parts);
      const reason = whyNot(extent, options);
      if (reason !== undefined) {
        refused.push({ what: one.at, reason });
        continue;
      }
      const score = scoreOf(one, { run, path, model, filing, extent, modelName, options });
      const isProven = extent.verdict !== 'unknown';
      candidates.push({ score, isProven, isOfRevision: isOfRevision(model, options.target) });
      if (parts.length > 0) groups.push({ score, parts });
    }
  }
  return { file: { ...facts, run, refused }, candidates, groups };
}

/** Why a number is not taken; undefined where it is. */
function whyNot({ verdict, why }: Extent, options: CollectOptions): string | undefined {
  if (verdict === 'full') return undefined;
  if (verdict === 'partial') {
    return options.allowPartial
      ? undefined
      : `The run was on a part of the data (${why}); --allow-partial takes it as such.`;
  }
  if (verdict === 'unknown') {
    return options.allowUnknown
      ? undefined
      : `Nothing proves that the run was on all data (${why}); --allow-unknown takes it.`;
  }
  return `The task failed (${why}).`;
}
