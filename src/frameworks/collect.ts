import type { Registry } from '../scores/benchmarks.ts';
import { renderRemarks } from '../scores/remarks.ts';
import type { Score } from '../scores/score.ts';
import { slotOf } from '../scores/slot.ts';
import { chooseMetrics, type MetricChoice } from './choose-metrics.ts';
import type { CollectedFile, Collection, ScoredGroup } from './collection.ts';
import { type Filing, fileUnder, type GivenDataset } from './file-under.ts';
import { findGroups } from './groups.ts';
import { type Identified, identify, type Target } from './identity.ts';
import { describeMetric } from './metrics.ts';
import type { ReadFile } from './read-all.ts';
import type { Measurement, Refusal, Run } from './run.ts';

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
  readonly scores: readonly Score[];
  readonly groups: readonly ScoredGroup[];
};

/**
 * Makes scores of what was read: of runs of the model that is meant, on all of the data, one metric for each benchmark. All
 * else is named with the reason. Of several runs of the same thing, the newest counts.
 */
export function collectScores(read: readonly ReadFile[], options: CollectOptions): Collection {
  const repoId = options.target.repoId ?? claimedBy(read, options.target);
  const modelName = repoId?.split('/').at(-1) ?? '';
  const taken = read.map((file) => takeFile(file, modelName, options));
  const older = findOlder(taken.flatMap(({ scores }) => scores));
  const isNewest = (score: Score): boolean => !older.has(score);
  return {
    ...(repoId === undefined ? {} : { repoId }),
    modelName,
    revision: options.target.revision ?? 'any',
    files: taken.map(({ file, scores }) => ({ ...file, refused: [...file.refused, ...scores.flatMap(refuseOlder)] })),
    scores: taken.flatMap(({ scores }) => scores.filter(isNewest)),
    groups: taken.flatMap(({ groups }) => groups.filter(({ score }) => isNewest(score))),
  };

  function refuseOlder(score: Score): Refusal[] {
    const newer = older.get(score);
    return newer === undefined ? [] : [{ what: placeOf(score), reason: `A newer run counts: ${newer}.` }];
  }
}

/** The one model that all runs are of; undefined where they are of several, or name none. */
export function claimedBy(read: readonly ReadFile[], target: Target): string | undefined {
  const names = new Map<string, string>();
  for (const { run, path } of read) {
    const found = run === undefined ? undefined : identify(run, path, target);
    if (found !== undefined && !('refused' in found)) names.set(found.repoId.toLowerCase(), found.repoId);
  }
  const [only, ...others] = names.values();
  return others.length === 0 ? only : undefined;
}

function takeFile({ path, framework, role, run }: ReadFile, modelName: string, options: CollectOptions): Taken {
  const facts = { path, ...(framework === undefined ? {} : { framework }), ...(role === undefined ? {} : { role }) };
  if (run === undefined) return { file: { ...facts, refused: [] }, scores: [], groups: [] };
  const none = (reason: string): Taken => ({
    file: { ...facts, run, reason, refused: run.refused },
    scores: [],
    groups: [],
  });
  if (run.verdict === 'failed') return none(`The run failed: ${run.why}.`);
  const model = identify(run, path, options.target);
  if ('refused' in model) return none(`${model.refused}.`);
  const refused: Refusal[] = [...run.refused];
  const scores: Score[] = [];
  const groups: ScoredGroup[] = [];
  const { tasks, refused: means, partsOf } = findGroups(run);
  refused.push(...means);
  for (const measured of tasks) {
    const [first] = measured;
    if (first === undefined) continue;
    const filing = fileUnder(first, run, options);
    const { chosen, refused: others } = chooseMetrics(measured, options.metrics, {
      run,
      known: filing.known,
      benchmark: filing.benchmark,
    });
    refused.push(...others);
    for (const one of chosen) {
      const verdict = judge(one, run, options);
      if (typeof verdict === 'string') {
        refused.push({ what: one.at, reason: verdict });
        continue;
      }
      const score = scoreOf(one, { run, path, model, filing, modelName, options });
      scores.push(score);
      const parts = partsOf(one);
      if (parts.length > 0) groups.push({ score, parts });
    }
  }
  return { file: { ...facts, run, refused }, scores, groups };
}

/** Whether a number is taken; a reason where it is not. */
function judge(one: Measurement, run: Run, options: CollectOptions): true | string {
  const verdict = one.verdict ?? run.verdict;
  const why = one.verdict === undefined ? run.why : (describeCounts(one) ?? run.why);
  if (verdict === 'full') return true;
  if (verdict === 'partial') {
    return options.allowPartial || `The run was on a part of the data (${why}); --allow-partial takes it as such.`;
  }
  if (verdict === 'unknown') {
    return options.allowUnknown || `Nothing proves that the run was on all data (${why}); --allow-unknown takes it.`;
  }
  return `The task failed (${why}).`;
}

function scoreOf(
  one: Measurement,
  {
    run,
    path,
    model,
    filing,
    modelName,
    options,
  }: {
    readonly run: Run;
    readonly path: string;
    readonly model: Exclude<Identified, { refused: string }>;
    readonly filing: Filing;
    readonly modelName: string;
    readonly options: CollectOptions;
  },
): Score {
  const metric = metricOf(one, run, filing);
  const better = filing.benchmark?.higherIsBetter ?? metric.higherIsBetter;
  const unit = metric.unit ?? (metric.higherIsBetter === false ? undefined : options.unit);
  const verdict = one.verdict ?? run.verdict;
  const isPartial = verdict === 'partial';
  const id = one.metric === metric.name ? metric.name : `${metric.name} (${one.metric})`;
  const beside = [filing.variant, isPartial ? describePart(one) : undefined].filter((part) => part !== undefined);
  const name = [id, ...beside.map((part) => `(${part})`)].join(' ');
  const notes = [one.shots === undefined ? undefined : `${one.shots}-shot`, filing.variant].filter(Boolean).join(', ');
  const by = run.version === undefined ? run.framework : `${run.framework} ${run.version}`;
  const revision = model.sha ?? model.revision;
  const isListed = filing.benchmark !== undefined && !isPartial;
  return {
    task: { type: options.taskType },
    dataset: filing.dataset,
    metric: { type: metric.type, name, ...(better === undefined ? {} : { higherIsBetter: better }) },
    value: one.value,
    written: String(one.value),
    ...(unit === undefined ? {} : { unit }),
    ...(one.stderr === undefined ? {} : { stderr: one.stderr }),
    ...(one.shots === undefined ? {} : { shots: one.shots }),
    ...(one.samples === undefined ? {} : { samples: one.samples }),
    ...(isPartial ? { partial: { limit: one.samples ?? 0, isNamed: true as const } } : {}),
    model: { name: modelName, ...(model.revision === undefined ? {} : { revision: model.revision }) },
    ...(isListed ? { benchmark: listed(filing.benchmark) } : {}),
    ...(options.sourceUrl === undefined ? {} : { source: { name: by, url: options.sourceUrl } }),
    ...(run.date === undefined ? {} : { date: run.date.slice(0, 10) }),
    ...(notes === '' ? {} : { notes }),
    remarks: renderRemarks({
      by,
      ...(run.backend === undefined ? {} : { backend: run.backend }),
      ...(run.chatTemplate === undefined ? {} : { chatTemplate: run.chatTemplate }),
      ...(revision === undefined ? {} : { revision }),
      isUnproven: verdict === 'unknown',
    }),
    provenance: { kind: 'result-file', file: path, at: one.at, by, task: one.task, metric: one.metric },
  };
}

/** simple-evals calls what it counts `score`, whatever it is: of a benchmark that is known it is the customary metric. */
function metricOf(one: Measurement, run: Run, { known, benchmark }: Filing): ReturnType<typeof describeMetric> {
  const metric = describeMetric(one, run);
  const isNameless = known !== undefined && /^score(?:\.micro)?$/.test(one.metric);
  return isNameless && benchmark?.metric !== undefined ? { ...metric, ...benchmark.metric } : metric;
}

function listed({ name, taskId }: NonNullable<Filing['benchmark']>): NonNullable<Score['benchmark']> {
  return { id: name, ...(taskId === undefined ? {} : { taskId }) };
}

/** "partial: 10 of 1319 samples": {@link slotOf} reads it. */
function describePart(one: Measurement): string {
  const counts = describeCounts(one);
  return counts === undefined ? 'partial' : `partial: ${counts}`;
}

function describeCounts({ samples, available }: Measurement): string | undefined {
  if (samples === undefined) return undefined;
  return `${samples}${available === undefined ? '' : ` of ${available}`} ${(available ?? samples) === 1 ? 'sample' : 'samples'}`;
}

/**
 * Of several runs of the same thing, all but the newest, each with the file of the newest. Where dates do not tell, none is
 * older: two values for one slot are a conflict, which merging shows.
 */
function findOlder(scores: readonly Score[]): ReadonlyMap<Score, string> {
  const older = new Map<Score, string>();
  const bySlot = Map.groupBy(scores, (score) => `${slotOf(score)} ${byOf(score)}`);
  for (const same of bySlot.values()) {
    const dates = same.map(({ date = '' }) => date);
    const newest = dates.reduce((a, b) => (a > b ? a : b), '');
    if (newest === '' || dates.includes('')) continue;
    const winner = same.find(({ date }) => date === newest);
    for (const score of same) {
      if (score.date !== newest && winner !== undefined) older.set(score, placeOf(winner));
    }
  }
  return older;
}

/** The framework: two of them measure each in their own way. */
function byOf({ provenance }: Score): string {
  return provenance.kind === 'result-file' ? (provenance.by.split(' ')[0] ?? '') : '';
}

function placeOf({ provenance }: Score): string {
  return provenance.kind === 'result-file' ? `${provenance.file}, ${provenance.at}` : '';
}
