import { mkdirSync } from 'node:fs';
import {
  type Bucket,
  listBucket,
  readBucketFile,
  removeBucket,
  removeBucketFile,
  writeBucketFile,
} from '../buckets/buckets.ts';
import type { HubState } from '../state.ts';
import { arm } from './clock.ts';
import type { Schedule } from './schedules.ts';
import type { JobsState, LogLine, Plan, Run } from './state.ts';
import { wake } from './state.ts';
import type { Job, JobSettings, Status } from './types.ts';

/** Jobs, schedules, credits and buckets at one moment. Processes are not in it: nothing brings back one that ended. */
export type JobsSnapshot = {
  readonly jobs: ReadonlyMap<string, Job>;
  readonly past: ReadonlyMap<string, Job | undefined>;
  readonly secrets: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly logs: ReadonlyMap<string, LogLine[]>;
  readonly changes: ReadonlyMap<string, Status[]>;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly runs: ReadonlyMap<string, Run>;
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly credit: ReadonlyMap<string, number>;
  readonly paidUntil: ReadonlyMap<string, number>;
  readonly settings: JobSettings;
  readonly buckets: readonly { readonly bucket: Bucket; readonly files: ReadonlyMap<string, Uint8Array> }[];
};

export function takeJobsSnapshot({ jobs: state, buckets }: HubState): JobsSnapshot {
  return {
    jobs: new Map(state.jobs),
    past: new Map(state.past),
    secrets: new Map(state.secrets),
    logs: new Map([...state.logs].map(([id, log]) => [id, [...log]])),
    changes: new Map(state.changes),
    plans: new Map(state.plans),
    runs: new Map(state.runs),
    schedules: new Map(state.schedules),
    credit: new Map(state.credit),
    paidUntil: new Map(state.paidUntil),
    settings: { ...state.settings },
    buckets: [...buckets.values()].map((bucket) => ({ bucket, files: readFiles(bucket) })),
  };
}

/** Puts everything back; jobs that were started since are stopped and forgotten. */
export function restoreJobsSnapshot(hub: HubState, snapshot: JobsSnapshot): void {
  const { jobs: state } = hub;
  const present = { jobs: new Map(state.jobs), logs: new Map(state.logs), changes: new Map(state.changes) };
  const running = new Map([...state.runs].filter(([id]) => snapshot.runs.get(id)?.kind === 'process'));
  for (const [id, run] of state.runs) if (run.kind === 'process' && !running.has(id)) run.process.stop(0);
  for (const key of MAPS) refill<unknown>(state[key], snapshot[key]);
  for (const [id, log] of snapshot.logs) state.logs.set(id, [...log]);
  for (const [id, run] of snapshot.runs) {
    if (run.kind !== 'process') continue;
    // What was a process then is as it is now.
    keepPresent(state, present, id);
    const still = running.get(id);
    if (still === undefined) state.runs.delete(id);
    else state.runs.set(id, still);
  }
  Object.assign(state.settings, snapshot.settings);
  state.cuts.clear();
  restoreBuckets(hub, snapshot);
  wake(state);
  arm(hub);
}

/** Ends all that runs, at once. */
export async function closeJobs({ jobs }: HubState): Promise<void> {
  clearTimeout(jobs.alarm?.timer);
  jobs.listeners.clear();
  jobs.runs.clear();
  jobs.plans.clear();
  const all = [...jobs.processes];
  for (const process of all) process.stop(0);
  await Promise.all(all.map(({ gone }) => gone));
  await jobs.guard.close();
}

const MAPS = [
  'jobs',
  'past',
  'secrets',
  'changes',
  'plans',
  'runs',
  'schedules',
  'credit',
  'paidUntil',
  'logs',
] as const;

type Present = Pick<JobsState, 'jobs' | 'logs' | 'changes'>;

function keepPresent(state: JobsState, present: Present, id: string): void {
  const job = present.jobs.get(id);
  if (job !== undefined) state.jobs.set(id, job);
  state.logs.set(id, present.logs.get(id) ?? []);
  state.changes.set(id, present.changes.get(id) ?? []);
}

function refill<Value>(map: Map<string, Value>, from: ReadonlyMap<string, Value>): void {
  map.clear();
  for (const [key, value] of from) map.set(key, value);
}

function restoreBuckets(hub: HubState, { buckets }: JobsSnapshot): void {
  for (const bucket of [...hub.buckets.values()]) {
    if (!buckets.some((item) => item.bucket.id === bucket.id)) removeBucket(hub, bucket);
  }
  hub.buckets.clear();
  for (const { bucket, files } of buckets) {
    hub.buckets.set(bucket.id, bucket);
    // The folder itself stays: jobs of before may still write into it.
    mkdirSync(bucket.dir, { recursive: true });
    for (const { path } of listBucket(bucket)) if (!files.has(path)) removeBucketFile(bucket, path);
    for (const [path, content] of files) writeBucketFile(bucket, path, content);
  }
}

function readFiles(bucket: Bucket): ReadonlyMap<string, Uint8Array> {
  return new Map(listBucket(bucket).map(({ path }) => [path, readBucketFile(bucket, path)]));
}
