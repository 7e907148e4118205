import { UserError } from '../../errors.ts';
import { type JobLabels, labelFilter, readLabels, writeLabels } from '../../evaluation/job/labels.ts';
import { type Job, type JobSpec, listJobs, startJob } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { endOwn } from './end-job.ts';
import { lookFor } from './look-for.ts';
import type { EvaluationPorts } from './ports.ts';

/** A job that does the work, and whether this run has started it. */
export type Begun = {
  readonly job: Job;
  readonly labels: JobLabels;
  /** `found`: another run started it, and answers for it. */
  readonly by: 'this run' | 'found';
};

/**
 * The newest job that did, or is doing, the same work: it is not paid for twice. One that a schedule started counts where
 * its schedule is of a commit: of a branch, each run is of what the branch was then, and has another digest.
 *
 * @throws UserError what the Hub's refusals become.
 */
export async function findSame(hub: Hub, namespace: string, digest: string): Promise<Begun | undefined> {
  const same = await listJobs(hub, namespace, {
    labels: [labelFilter('digest', digest)],
    stages: ['COMPLETED', 'RUNNING', 'SCHEDULING'],
  });
  const [job] = same.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const labels = job === undefined ? undefined : readLabels(job.labels);
  return job === undefined || labels === undefined ? undefined : { job, labels, by: 'found' };
}

/**
 * Starts a job, once. Where the Hub does not say whether it did, the job is looked for by what is written on it; it is never
 * asked for a second time.
 *
 * @throws UserError `job-unknown` where nobody knows whether there is a job; `cost-limit` for one that the Hub gave other
 *   bounds, which is ended; what refusals become: then there is none. `job-canceled` when the signal was aborted meanwhile:
 *   what there is has been ended.
 */
export async function beginJob(
  hub: Hub,
  { namespace, spec, labels }: { readonly namespace: string; readonly spec: JobSpec; readonly labels: JobLabels },
  ports: Pick<EvaluationPorts, 'sleep' | 'signal' | 'remember' | 'show'>,
): Promise<Begun> {
  const { run } = labels;
  // First, so that whatever kills this process between here and the answer, somebody can look for it.
  ports.remember({ namespace, run });
  const start = await startJob(hub, namespace, { ...spec, labels: writeLabels(labels) }).catch((error: unknown) => {
    // Refused, there is nothing to look for.
    if (error instanceof UserError) ports.remember(undefined);
    throw error;
  });
  const job =
    start.kind === 'started' ? start.made : await findLost(hub, { namespace, run, error: start.error }, ports);
  ports.remember({ namespace, run, job });
  const { timeoutSeconds, flavor } = job;
  if (timeoutSeconds === undefined || timeoutSeconds > spec.timeoutSeconds || flavor !== spec.flavor) {
    const isEnded = (await endOwn(hub, { namespace, run, id: job.id }, ports)) !== 'failed';
    throw new UserError(
      'cost-limit',
      `The Hub gave the job ${flavor} for ${timeoutSeconds ?? 'an unknown number of'} seconds, not ${spec.flavor} for ${spec.timeoutSeconds}: it ${isEnded ? 'was ended' : 'could not be ended, end it there'}. ${job.url}`,
      { hint: 'Nothing of it can be relied on. Please report it as a defect.', details: jobDetails(job) },
    );
  }
  return { job, labels, by: 'this run' };
}

/**
 * Two runs that start the same at once find no job of each other: then the older one stays, and the other is ended before it
 * has cost more than a minute.
 *
 * @returns The one that does the work.
 */
export async function yieldToOlder(
  hub: Hub,
  begun: Begun,
  ports: Pick<EvaluationPorts, 'sleep' | 'remember' | 'show'>,
): Promise<Begun> {
  const { job, labels } = begun;
  const { namespace, id } = job;
  const older = await findOlder(hub, begun).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    // It is paid for within its ceiling, if twice.
    ports.show.say(`whether another run has started the same could not be looked up: ${error.message}`);
    return undefined;
  });
  if (older === undefined) return begun;
  ports.show.say(`another run has started the same at the same time: ${older.job.url}; this one is ended: ${job.url}`);
  if ((await endOwn(hub, { namespace, run: labels.run, id }, ports)) === 'failed') return begun;
  ports.remember(undefined);
  return older;
}

async function findOlder(hub: Hub, { job, labels: { digest } }: Begun): Promise<Begun | undefined> {
  const ageOf = ({ createdAt, id }: Job): string => `${createdAt} ${id}`;
  const same = await listJobs(hub, job.namespace, {
    labels: [labelFilter('digest', digest)],
    stages: ['SCHEDULING', 'RUNNING'],
  });
  const [oldest] = same.toSorted((a, b) => (ageOf(a) < ageOf(b) ? -1 : 1));
  const labels = oldest === undefined ? undefined : readLabels(oldest.labels);
  if (oldest === undefined || labels === undefined || ageOf(oldest) >= ageOf(job)) return undefined;
  return { job: oldest, labels, by: 'found' };
}

async function findLost(
  hub: Hub,
  { namespace, run, error }: { readonly namespace: string; readonly run: string; readonly error: UserError },
  ports: Pick<EvaluationPorts, 'sleep' | 'signal' | 'show'>,
): Promise<Job> {
  ports.show.say(`the Hub did not say whether it started the job (${error.message}); looking for it`);
  const labels = [labelFilter('run', run)];
  const looked = await lookFor(async () => (await listJobs(hub, namespace, { labels }))[0], error, ports);
  if ('found' in looked) return looked.found;
  if (ports.signal.aborted) {
    // Nobody will look for it any more.
    const isEnded = (await endOwn(hub, { namespace, run }, ports)) !== 'failed';
    throw stoppedWhileLooking(hub, { namespace, run, isEnded });
  }
  const { last } = looked;
  throw new UserError(
    'job-unknown',
    `Whether the Hub started a job for ${namespace} is not known: it did not say so, and none is listed. ${last.message}`,
    {
      hint: `Look at ${new URL(hub.endpoint).origin}/jobs/${namespace}. Should it be there, the next run ends it, and its own time limit does in any case.`,
      details: { ...last.details, namespace, run },
      cause: last,
    },
  );
}

function stoppedWhileLooking(
  { endpoint }: Hub,
  { namespace, run, isEnded }: { readonly namespace: string; readonly run: string; readonly isEnded: boolean },
): UserError {
  const what = isEnded ? 'what the Hub has of it was ended' : 'it could not be ended';
  return new UserError(
    'job-canceled',
    `The run was stopped before the Hub said whether it had started a job for ${namespace}; ${what}.`,
    {
      hint: `Look at ${new URL(endpoint).origin}/jobs/${namespace}. Should one be there, the next run ends it, and its own time limit does in any case.`,
      details: { namespace, run },
    },
  );
}

/** What an error tells of a job. */
export function jobDetails({ id, namespace, url, stage, flavor }: Job): Record<string, unknown> {
  return { job: { id, namespace, url, stage, flavor } };
}
