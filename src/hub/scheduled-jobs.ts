import { type Part, partOf } from '../data.ts';
import { cleanServerText } from './errors.ts';
import { isJobId, type JobSpec, sentSpec } from './jobs.ts';
import { callJobs, jobsUrl, readJobsList, type Started, startOnce } from './jobs-api.ts';
import type { Hub } from './request.ts';

/** What makes the Hub start a job again and again. */
export type ScheduledJob = {
  readonly id: string;
  /** User or organization that pays for its jobs. */
  readonly namespace: string;
  /** When, in UTC: `@weekly`, or a cron expression. */
  readonly schedule: string;
  /** It starts nothing until somebody resumes it. */
  readonly isSuspended: boolean;
  /** A job is started though the last one is still under way. */
  readonly isConcurrent: boolean;
  /** ISO times. */
  readonly createdAt: string;
  readonly next?: string;
  /** Of its jobs. */
  readonly flavor: string;
  readonly timeoutSeconds?: number;
  readonly labels: Part;
};

/**
 * The scheduled jobs of a namespace.
 *
 * @throws UserError what a refused call becomes.
 */
export async function listScheduledJobs(hub: Hub, namespace: string): Promise<readonly ScheduledJob[]> {
  const what = `the scheduled jobs of ${namespace}`;
  const url = jobsUrl(hub, { api: 'scheduled-jobs', namespace, path: '' });
  return readJobsList(hub, url, { what, namespace }, (data) => readItem(hub, namespace, data));
}

/**
 * Schedules a job, once.
 *
 * @throws UserError `forbidden`, and what else a refusal becomes: then there is no schedule.
 */
export async function createScheduledJob(
  hub: Hub,
  namespace: string,
  { spec, schedule, concurrency }: { readonly spec: JobSpec; readonly schedule: string; readonly concurrency: boolean },
): Promise<Started<ScheduledJob>> {
  const asked = {
    what: `a scheduled job for ${namespace}`,
    json: { jobSpec: sentSpec(spec), schedule, concurrency },
  };
  const place = { api: 'scheduled-jobs', namespace, path: '' } as const;
  return startOnce(hub, place, asked, (data) => readItem(hub, namespace, data));
}

/**
 * Ends a schedule. A job of it that is running goes on.
 *
 * @throws UserError what a refused call becomes.
 */
export async function deleteScheduledJob(
  hub: Hub,
  { namespace, id }: Pick<ScheduledJob, 'namespace' | 'id'>,
): Promise<void> {
  const what = `the end of the scheduled job ${id} of ${namespace}`;
  await callJobs(hub, { api: 'scheduled-jobs', namespace, path: `/${id}` }, { what, method: 'DELETE' });
}

function readItem(hub: Hub, namespace: string, data: unknown): ScheduledJob | undefined {
  const { id, schedule, suspend, concurrency, createdAt, status, jobSpec } = partOf(data);
  if (!isJobId(id) || typeof schedule !== 'string') return undefined;
  const { nextJobRunAt } = partOf(status);
  const { flavor, timeout, labels } = partOf(jobSpec);
  const text = (value: unknown): string => (typeof value === 'string' ? cleanServerText(value, hub.token) : '');
  const next = text(nextJobRunAt);
  return {
    id,
    namespace,
    schedule: text(schedule),
    isSuspended: suspend === true,
    // What is not said may be so.
    isConcurrent: concurrency !== false,
    createdAt: text(createdAt),
    flavor: text(flavor),
    labels: partOf(labels),
    ...(next === '' ? {} : { next }),
    ...(typeof timeout === 'number' ? { timeoutSeconds: timeout } : {}),
  };
}
