import { labelFilter } from '../../evaluation/job/labels.ts';
import { cancelJob, hasEnded, type Job, listJobs, readJob } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import type { EvaluationPorts } from './ports.ts';

/** A job as a later process knows it: its id where the Hub told it in time, else only what was written on it. */
export type KnownJob = { readonly namespace: string; readonly run: string; readonly id?: string };

/**
 * Ends the jobs of one start: the one that is known, and any that the Hub made of it without saying so. Harmless for those
 * that have ended. What fails for one of them keeps none of the others running.
 *
 * @returns The jobs that were still under way.
 * @throws UserError what the Hub's refusals become: then something may be running still.
 */
export async function endJobs(hub: Hub, { namespace, run, id }: KnownJob): Promise<readonly Job[]> {
  const looks = await Promise.allSettled([
    listJobs(hub, namespace, { labels: [labelFilter('run', run)] }),
    ...(id === undefined ? [] : [readJob(hub, namespace, id).then((job) => [job])]),
  ]);
  const found = looks.flatMap((look) => (look.status === 'fulfilled' ? look.value : []));
  // One of two answers may be old: what says that there is something to pay counts.
  const running = new Map(found.filter((job) => !hasEnded(job)).map((job) => [job.id, job]));
  const isUnseen = id !== undefined && !found.some((job) => job.id === id);
  const ids = [...running.keys(), ...(isUnseen ? [id] : [])];
  const ends = await Promise.allSettled(ids.map((one) => cancelJob(hub, namespace, one)));
  for (const result of [...ends, ...looks]) if (result.status === 'rejected') throw result.reason;
  return [...running.values()];
}

/** Seconds that ending a job may take: a runner that is being stopped kills this process soon after. */
const ENDING_SECONDS = 6;
/** Seconds between looks for a job of which only its labels are known: it may take a while to be listed. */
const LOOKS = [1, 2];

/**
 * Ends the jobs of a start that cannot go on. Where that fails too, their own time limit is left.
 *
 * @returns Whether the Hub has ended what it knew of.
 */
export async function endOwn(
  hub: Hub,
  known: KnownJob,
  { sleep, show }: Pick<EvaluationPorts, 'sleep' | 'show'>,
): Promise<boolean> {
  const soon = { ...hub, signal: AbortSignal.timeout(ENDING_SECONDS * 1000) };
  try {
    let ended = await endJobs(soon, known);
    for (const seconds of known.id === undefined ? LOOKS : []) {
      if (ended.length > 0) break;
      await sleep(seconds, soon.signal);
      ended = await endJobs(soon, known);
    }
    for (const { url } of ended) show.say(`ended ${url}`);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    show.say(`a job of ${known.namespace} could not be ended (${reason}); its time limit ends it`);
    return false;
  }
}
