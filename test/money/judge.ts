import { UserError } from '../../src/errors.ts';
import { isOver } from '../local-hub/jobs/state.ts';
import type { JobReport } from '../local-hub/jobs/types.ts';
import type { Ran } from './runs.ts';
import type { Most } from './scenarios.ts';
import type { Effect } from './troubles.ts';

/** What is wrong with an end, each in a sentence; none: it is as it has to be. */
export type Wrong = readonly string[];

/** No job is left, and none has taken more than it may. */
export function judgeJobs(jobs: readonly JobReport[], most: Most): Wrong {
  return [...judgeLeft(jobs), ...judgeMoney(jobs, most)];
}

/** No job is left. */
export function judgeLeft(jobs: readonly JobReport[]): Wrong {
  return jobs.flatMap(({ id, status: { stage } }) => (isOver(stage) ? [] : [`job ${id} is left: ${stage}`]));
}

/** Every job has a ceiling and has kept it, and no start made two. */
export function judgeMoney(jobs: readonly JobReport[], most: Most): Wrong {
  const starts = jobs.map(({ spec }) => spec.labels['hf-eval-run'] ?? '');
  const twice = starts.filter((run, at) => starts.indexOf(run) !== at);
  return [
    ...twice.map((run) => `the start ${run} made two jobs`),
    ...jobs.flatMap(({ id, spec, billedSeconds, cost }) => {
      const { timeoutSeconds } = spec;
      if (timeoutSeconds === null) return [`job ${id} has no time limit`];
      return [
        ...(timeoutSeconds > most.seconds ? [`job ${id} was given ${timeoutSeconds} s, not ${most.seconds} s`] : []),
        ...(billedSeconds > timeoutSeconds ? [`job ${id} ran for ${billedSeconds} s of ${timeoutSeconds} s`] : []),
        ...(cost > most.usd ? [`job ${id} cost $${cost}, more than $${most.usd}`] : []),
      ];
    }),
  ];
}

/** Refusals after which there is nothing that could be paid for. */
const BEFORE = /Nothing was started|nothing to pay for/;

/**
 * What a run leaves at its own end.
 *
 * @param about.jobs Those of this run, at its end.
 * @param about.isSeenTo Whether a process after it could see to its job.
 */
export function judgeRun(
  { outcome, created, createdWhenStopped }: Pick<Ran, 'outcome' | 'created' | 'createdWhenStopped'>,
  {
    effect,
    jobs,
    isSeenTo,
  }: {
    readonly effect: Effect;
    readonly jobs: readonly JobReport[];
    readonly isSeenTo: boolean;
  },
): Wrong {
  const mayBeLeft = (effect === 'kills' || effect === 'cuts off') && !isSeenTo;
  const error = outcome.kind === 'refused' ? outcome.error : undefined;
  return [
    ...(created > 1 ? [`it asked for ${created} jobs`] : []),
    ...(mayBeLeft ? [] : judgeLeft(jobs)),
    ...(error === undefined || error instanceof UserError ? [] : [`it ended with a defect: ${error.stack}`]),
    ...(error instanceof UserError && BEFORE.test(`${error.message} ${error.hint}`) && jobs.length > 0
      ? ['it was refused, and started a job all the same']
      : []),
    ...(createdWhenStopped !== undefined && created > createdWhenStopped
      ? ['it asked for a job after it was told to stop']
      : []),
    ...(outcome.kind === 'done' ? judgeLeft(jobs) : []),
  ];
}

/** Other people's jobs, and those of runs that are alive, are as they were. */
export function judgeNeighbours(before: ReadonlyMap<string, JobReport>, after: ReadonlyMap<string, JobReport>): Wrong {
  return [...before].flatMap(([id, { status, spec }]) => {
    const now = after.get(id);
    // That is the Hub's own doing.
    if (now?.status.cancelReason === 'NO_CREDITS') return [];
    return now?.status.stage === status.stage && now.spec.labels['hf-eval-run'] === spec.labels['hf-eval-run']
      ? []
      : [`job ${id} of somebody else is ${now?.status.stage}, its labels ${JSON.stringify(now?.spec.labels)}`];
  });
}
