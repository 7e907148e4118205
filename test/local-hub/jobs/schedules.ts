import type { HubState } from '../state.ts';
import { nextTime } from './cron.ts';
import { createJob } from './lives.ts';
import { isOver } from './state.ts';
import type { Job, JobSpec } from './types.ts';
import { ownerView, specView, timeOf } from './views.ts';

/** A job that the Hub would start again and again. Here it never does so by itself. */
export type Schedule = {
  readonly id: string;
  readonly namespace: string;
  readonly createdBy: string;
  readonly schedule: string;
  readonly suspend: boolean;
  readonly concurrency: boolean;
  readonly spec: JobSpec;
  readonly createdAt: number;
  readonly lastJob?: { readonly id: string; readonly at: number };
};

/** The Hub's own words. */
export const ALREADY_RUNNING =
  'Another job is already running at the same time, set `concurrency` to allow multiple instances of scheduled jobs to run concurrently';

export function scheduleView(hub: HubState, about: Schedule): Readonly<Record<string, unknown>> {
  const { id, schedule, suspend, concurrency, lastJob } = about;
  return {
    type: 'scheduled-job',
    id,
    createdAt: timeOf(about.createdAt),
    schedule,
    suspend,
    concurrency,
    status: {
      lastJob: lastJob === undefined ? null : { id: lastJob.id, at: timeOf(lastJob.at) },
      nextJobRunAt: timeOf(nextTime(schedule, hub.now())),
    },
    owner: ownerView(hub, about.namespace),
    initiator: ownerView(hub, about.createdBy),
    jobSpec: specView(hub, about.spec, undefined),
  };
}

/** Whether a job of the schedule keeps the next one from starting. */
export function isBlocked(hub: HubState, { concurrency, lastJob }: Schedule): boolean {
  const last = hub.jobs.jobs.get(lastJob?.id ?? '');
  return !concurrency && last !== undefined && !isOver(last.status.stage);
}

export function startScheduled(hub: HubState, schedule: Schedule, by: string): Job {
  const job = createJob(hub, {
    namespace: schedule.namespace,
    createdBy: by,
    initiator: { type: 'scheduled-job', id: schedule.id },
    spec: schedule.spec,
    secrets: hub.jobs.secrets.get(schedule.id) ?? {},
  });
  hub.jobs.schedules.set(schedule.id, { ...schedule, lastJob: { id: job.id, at: job.createdAt } });
  return job;
}
