import type { HubState } from '../state.ts';
import { findFlavor, PORTS_MICRO_USD } from './hardware.ts';
import { createLogCutList, type LogCutList } from './log-cuts.ts';
import { createProcessGuard, type ProcessGuard } from './process-guard.ts';
import type { LocalProcess } from './processes.ts';
import type { Schedule } from './schedules.ts';
import type { Job, JobReport, JobSettings, JobsOptions, Stage, Status, StubEnd, StubRun } from './types.ts';

export type LogLine = { readonly at: number; readonly text: string };

/** What one attempt of a job is: steps at times, or a process. */
export type Run =
  | { readonly kind: 'stub'; readonly since: number; readonly steps: readonly Step[] }
  | { readonly kind: 'process'; readonly process: LocalProcess };

/** Something that a stub does, so many seconds after it began. */
export type Step = { readonly at: number } & (
  | { readonly says: string }
  | { readonly writes: string; readonly content: string | Uint8Array }
  | { readonly ends: StubEnd }
);

/** When a job that waits will run, and as what. */
export type Plan = { readonly startsAt: number; readonly stub?: StubRun };

export type JobsState = {
  /** Oldest first. */
  readonly jobs: Map<string, Job>;
  /** Jobs as they were before their last change; undefined: not there. */
  readonly past: Map<string, Job | undefined>;
  /** Values, by the id of the job or schedule that has them. They never leave this map but to a process. */
  readonly secrets: Map<string, Readonly<Record<string, string>>>;
  readonly logs: Map<string, LogLine[]>;
  readonly changes: Map<string, Status[]>;
  readonly plans: Map<string, Plan>;
  readonly runs: Map<string, Run>;
  /** All that run, those included that are being stopped. */
  readonly processes: Set<LocalProcess>;
  readonly schedules: Map<string, Schedule>;
  /** Millionths of a US dollar that are left, by namespace; those that have enough are not here. */
  readonly credit: Map<string, number>;
  /** Until when the minutes of a job are paid, where its namespace has no more than a credit. */
  readonly paidUntil: Map<string, number>;
  readonly cuts: LogCutList;
  /** Streams and tests that wait for something to happen. */
  readonly listeners: Set<() => void>;
  readonly settings: JobSettings;
  readonly options: JobsOptions;
  readonly guard: ProcessGuard;
  /** When the clock will be looked at. */
  alarm?: { readonly at: number; readonly timer: NodeJS.Timeout };
};

const DEFAULTS: JobSettings = {
  bucketsAvailable: true,
  bucketRedirects: true,
  schedulingSeconds: 0,
  defaultTimeoutSeconds: 1800,
  jobsPageSize: 50,
  keepAliveMs: 30_000,
  metricsMs: 1000,
  endedMetricsStatus: 500,
  endedCancelStatus: 200,
  graceMs: 1000,
};

export function createJobsState(options: JobsOptions, folder: string): JobsState {
  return {
    jobs: new Map(),
    past: new Map(),
    secrets: new Map(),
    logs: new Map(),
    changes: new Map(),
    plans: new Map(),
    runs: new Map(),
    processes: new Set(),
    schedules: new Map(),
    credit: new Map(),
    paidUntil: new Map(),
    cuts: createLogCutList(),
    listeners: new Set(),
    settings: { ...DEFAULTS, ...options.settings },
    options,
    guard: createProcessGuard(folder),
  };
}

export function isOver(stage: Stage): boolean {
  return stage !== 'SCHEDULING' && stage !== 'RUNNING';
}

/** Puts a job in place of what it was. */
export function putJob(state: JobsState, job: Job): void {
  state.past.set(job.id, state.jobs.get(job.id));
  state.jobs.set(job.id, job);
  const known = state.changes.get(job.id) ?? [];
  if (known.at(-1) !== job.status) state.changes.set(job.id, [...known, job.status]);
}

export function addLine(state: JobsState, id: string, line: LogLine): void {
  const log = state.logs.get(id) ?? [];
  state.logs.set(id, log);
  log.push(line);
}

/** Tells streams that there may be something new. */
export function wake(state: JobsState): void {
  for (const listener of [...state.listeners]) listener();
}

/** The jobs that a request sees: those of now, or of before the last change. */
export function staleJobs(state: JobsState): JobsState {
  const jobs = new Map(state.jobs);
  for (const [id, job] of state.past) {
    if (job === undefined) jobs.delete(id);
    else jobs.set(id, job);
  }
  return { ...state, jobs };
}

/** Millionths of a US dollar that a minute of the job costs. */
export function priceOf({ spec }: Job): number {
  return (findFlavor(spec.flavor)?.microUsdPerMinute ?? 0) + (spec.expose?.ports.length ? PORTS_MICRO_USD : 0);
}

export function reportOf({ now }: Pick<HubState, 'now'>, job: Job): JobReport {
  const { startedAt } = job;
  const billedSeconds = startedAt === undefined ? 0 : ((job.finishedAt ?? now()) - startedAt) / 1000;
  return { ...job, billedSeconds, cost: (Math.ceil(billedSeconds / 60) * priceOf(job)) / 1e6 };
}
