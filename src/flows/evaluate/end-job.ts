import { UserError } from '../../errors.ts';
import { labelFilter } from '../../evaluation/job/labels.ts';
import { cancelJob, hasEnded, type Job, listJobs, readJob } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { isPassing, LOOKS } from './look-for.ts';
import type { EvaluationPorts } from './ports.ts';

/** A job as a later process knows it: its id where the Hub told it in time, else only what was written on it. */
export type KnownJob = { readonly namespace: string; readonly run: string; readonly id?: string };

/**
 * Ends the jobs of one start: the one that is known, and any that the Hub made of it without saying so. Harmless for those
 * that have ended. What fails for one of them keeps none of the others running.
 *
 * @param onEnded Is told of each at once: what comes after it may fail.
 * @returns The jobs that were still under way.
 * @throws UserError what the Hub's refusals become: then something may be running still.
 */
export async function endJobs(
  hub: Hub,
  { namespace, run, id }: KnownJob,
  onEnded: (job: Job) => void = () => {},
): Promise<readonly Job[]> {
  const ends = new Map<string, Promise<void>>();
  const underWay = new Map<string, Job>();
  const end = (one: string): Promise<void> => {
    const cancel = ends.get(one) ?? cancelJob(hub, namespace, one);
    ends.set(one, cancel);
    return cancel;
  };
  const endThose = async (jobs: readonly Job[]): Promise<void> => {
    // One of two answers may be old: what says that there is something to pay counts.
    const running = jobs.filter((job) => !hasEnded(job));
    await inFull(
      running.map(async (job) => {
        await end(job.id);
        if (!underWay.has(job.id)) onEnded(job);
        underWay.set(job.id, job);
      }),
    );
  };
  const endKnown = async (one: string): Promise<void> => {
    const job = await readJob(hub, namespace, one).catch(async (error: unknown) => {
      // What cannot be seen may be running.
      await end(one);
      throw error;
    });
    await endThose([job]);
  };
  // Neither waits for the other: a list may be long in coming.
  await inFull([
    ...(id === undefined ? [] : [endKnown(id)]),
    listJobs(hub, namespace, { labels: [labelFilter('run', run)] }).then(endThose),
  ]);
  return [...underWay.values()];
}

/** Waits for all of them, and then fails with the first failure. */
async function inFull(all: readonly Promise<void>[]): Promise<void> {
  for (const one of await Promise.allSettled(all)) if (one.status === 'rejected') throw one.reason;
}

/** What became of the jobs of a start that were to be ended; `over` says that they had ended by themselves. */
export type Ending = 'ended' | 'over' | 'failed';

/** Seconds after a start within which what was made of it is to be listed. */
const LISTED = 31;

/**
 * Ends the jobs of a start that is over, for as long as it takes: while the Hub is away, and while a job of which only its
 * labels are known may not be listed yet.
 *
 * @param hub Its signal says how long that may be.
 * @returns The jobs that were still under way.
 * @throws UserError what a refusal becomes, and the last error where the time is up: then something may be running still.
 */
export async function endLeft(
  hub: Hub,
  known: KnownJob,
  { sleep, show }: Pick<EvaluationPorts, 'sleep' | 'show'>,
): Promise<readonly Job[]> {
  const ended = new Map<string, Job>();
  const tell = (job: Job): void => {
    ended.set(job.id, job);
    show.say(`ended ${job.url}: its run did not come to its end`);
  };
  let waited = 0;
  let last: unknown;
  for (const seconds of [...LOOKS, 0]) {
    const failure = await endJobs(hub, known, tell).then(
      () => undefined,
      (error: unknown) => error,
    );
    const isLate = hub.signal?.aborted === true;
    // That the time was up says less than what went wrong before.
    last = failure !== undefined && isLate ? (last ?? failure) : failure;
    const isLast = seconds === 0 || isLate;
    if (last !== undefined && (isLast || !(last instanceof UserError) || !isPassing(last))) throw last;
    const isThere = known.id !== undefined || ended.size > 0 || waited >= LISTED;
    if (last === undefined && (isThere || isLast)) break;
    waited += seconds;
    await sleep(seconds, hub.signal).catch(() => {});
  }
  return [...ended.values()];
}

/** Seconds that ending a job may take: a runner that is being stopped kills this process soon after. */
const ENDING_SECONDS = 6;
/** Seconds between looks for a job of which only its labels are known: it may take a while to be listed. */
const FIRST_LOOKS = [1, 2];

/**
 * Ends the jobs of a start that cannot go on. Where that fails too, their own time limit is left.
 *
 * @returns `failed` where something may be running still.
 */
export async function endOwn(
  hub: Hub,
  known: KnownJob,
  { sleep, show }: Pick<EvaluationPorts, 'sleep' | 'show'>,
): Promise<Ending> {
  const soon = { ...hub, signal: AbortSignal.timeout(ENDING_SECONDS * 1000) };
  try {
    const tell = ({ url }: Job): void => show.say(`ended ${url}`);
    let ended = await endJobs(soon, known, tell);
    for (const seconds of known.id === undefined ? FIRST_LOOKS : []) {
      if (ended.length > 0) break;
      await sleep(seconds, soon.signal);
      ended = await endJobs(soon, known, tell);
    }
    return ended.length > 0 ? 'ended' : 'over';
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    show.say(`what ${known.namespace} has of this run could not all be ended (${reason}); its time limit ends it`);
    return 'failed';
  }
}
