import { labelFilter } from '../../evaluation/job/labels.ts';
import { cancelJob, hasEnded, type Job, listJobs, readJob } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';

/** A job as a later process knows it: its id where the Hub told it in time, else only what was written on it. */
export type KnownJob = { readonly namespace: string; readonly run: string; readonly id?: string };

/**
 * Ends the jobs of one start: the one that is known, and any that the Hub made of it without saying so. Harmless for those
 * that have ended.
 *
 * @returns The jobs that were still under way.
 * @throws UserError what the Hub's refusals become: then something may be running still.
 */
export async function endJobs(hub: Hub, { namespace, run, id }: KnownJob): Promise<readonly Job[]> {
  const known = id === undefined ? [] : [await readJob(hub, namespace, id)];
  const labelled = known.some((job) => !hasEnded(job))
    ? []
    : await listJobs(hub, namespace, { labels: [labelFilter('run', run)] });
  const running = [...known, ...labelled.filter((job) => job.id !== id)].filter((job) => !hasEnded(job));
  for (const job of running) await cancelJob(hub, namespace, job.id);
  return running;
}
