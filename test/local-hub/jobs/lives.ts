import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeBucketFile } from '../buckets/buckets.ts';
import type { HubState } from '../state.ts';
import { findFlavor, variablesOf } from './hardware.ts';
import { type LocalProcess, startProcess } from './processes.ts';
import { addLine, isOver, putJob, type Run, reportOf, type Step, wake } from './state.ts';
import type { Initiator, Job, JobSpec, Status, StubEnd, StubRun } from './types.ts';
import { findMountProblem, jobFolder, locate, mountVolumes, removeFolder, replaceMounts } from './volumes.ts';

type NewJob = {
  readonly namespace: string;
  readonly createdBy: string;
  readonly initiator: Initiator;
  readonly spec: JobSpec;
  readonly secrets: Readonly<Record<string, string>>;
};

/** A job that waits for its machine. */
export function createJob(hub: HubState, about: NewJob): Job {
  const job = recordJob(hub, about);
  const { plans, settings } = hub.jobs;
  const stub = askForStub(hub, job);
  const startsAt = job.createdAt + (stub?.starts ?? settings.schedulingSeconds) * 1000;
  plans.set(job.id, { startsAt, ...(stub === undefined ? {} : { stub }) });
  return job;
}

/** A job for which nothing is planned yet. */
export function recordJob(hub: HubState, { secrets, ...about }: NewJob): Job {
  const { jobs } = hub;
  const values = Object.values(secrets);
  const token = values.find((value) => hub.accounts.has(value)) ?? '';
  const tokenOf = hub.accounts.get(token)?.user;
  const job: Job = {
    ...about,
    id: hub.nextId(),
    status: { stage: 'SCHEDULING', message: null },
    createdAt: hub.now(),
    ...(tokenOf === undefined ? {} : { tokenOf }),
  };
  putJob(jobs, job);
  jobs.secrets.set(job.id, secrets);
  return job;
}

/** Lets a job that waits run. */
export function startJob(hub: HubState, id: string, at: number): void {
  const job = jobOf(hub, id);
  const stub = hub.jobs.plans.get(id)?.stub;
  hub.jobs.plans.delete(id);
  const started: Job = { ...job, startedAt: at, status: { ...job.status, stage: 'RUNNING' } };
  putJob(hub.jobs, started);
  if (hub.jobs.credit.has(job.namespace)) hub.jobs.paidUntil.set(id, at);
  startAttempt(hub, started, { at, stub });
}

/** Does the next thing that the stub of a job has to do. */
export function takeStep(hub: HubState, id: string, at: number): void {
  const run = hub.jobs.runs.get(id);
  const [step, ...steps] = run?.kind === 'stub' ? run.steps : [];
  if (run?.kind !== 'stub' || step === undefined) return;
  hub.jobs.runs.set(id, { ...run, steps });
  if ('says' in step) addLine(hub.jobs, id, { at, text: step.says });
  else if ('writes' in step) {
    const place = locate(hub, jobOf(hub, id), step.writes);
    if (place !== undefined) writeBucketFile(place.bucket, place.path, step.content);
  } else endAttempt(hub, id, { at, end: step.ends });
}

/** Ends what runs of a job with an exit code; after a failure there may be another attempt. */
export function endAttempt(
  hub: HubState,
  id: string,
  { at, end }: { readonly at: number; readonly end: StubEnd },
): void {
  const job = jobOf(hub, id);
  const { code = 0, reason = 'Error' } = end;
  if (code === 0) {
    endJob(hub, id, { at, status: { ...job.status, stage: 'COMPLETED', message: null } });
    return;
  }
  const failureCount = (job.status.failureCount ?? 0) + 1;
  if (failureCount < job.spec.attempts) {
    const again: Job = { ...job, status: { ...job.status, failureCount } };
    putJob(hub.jobs, again);
    startAttempt(hub, again, { at, stub: askForStub(hub, again) });
    return;
  }
  const message = `Job failed with exit code: ${code}. Reason: ${reason}`;
  endJob(hub, id, { at, status: { stage: 'ERROR', message, failureCount } });
}

/** Ends a job, with all that runs of it. */
export function endJob(
  hub: HubState,
  id: string,
  { at, status }: { readonly at: number; readonly status: Status },
): void {
  const { jobs } = hub;
  const job = jobOf(hub, id);
  if (isOver(job.status.stage)) return;
  const run = jobs.runs.get(id);
  jobs.runs.delete(id);
  jobs.plans.delete(id);
  jobs.paidUntil.delete(id);
  putJob(jobs, { ...job, finishedAt: at, status });
  if (run?.kind === 'process') run.process.stop(jobs.settings.graceMs);
}

export function jobOf(hub: HubState, id: string): Job {
  const job = hub.jobs.jobs.get(id);
  if (job === undefined) throw new Error(`the local Hub has no job ${id}`);
  return job;
}

function startAttempt(
  hub: HubState,
  job: Job,
  { at, stub }: { readonly at: number; readonly stub: StubRun | undefined },
): void {
  const problem = findMountProblem(hub, job.spec.volumes);
  if (problem !== undefined) {
    endJob(hub, job.id, { at, status: { ...job.status, stage: 'ERROR', message: problem } });
    return;
  }
  const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  addLine(hub.jobs, job.id, { at, text: `===== Job started at ${time} =====` });
  if (stub === undefined) runProcess(hub, job);
  else hub.jobs.runs.set(job.id, { kind: 'stub', since: at, steps: stepsOf(stub) });
}

/** What a test has the job do. Throws when that cannot be, as it is a mistake of the test. */
function askForStub(hub: HubState, job: Job): StubRun | undefined {
  const stub = hub.jobs.options.run?.(reportOf(hub, job));
  for (const { path } of stub?.writes ?? []) {
    if (locate(hub, job, path) === undefined) throw new Error(`a stub writes ${path}, where its job has no bucket`);
  }
  return stub;
}

/** In the order of their times; what is said and written at one time comes before the end. */
function stepsOf({ says = [], writes = [], ends }: StubRun): readonly Step[] {
  const steps: readonly Step[] = [
    ...says.map((line) => (typeof line === 'string' ? { at: 0, says: line } : { at: line.at, says: line.text })),
    ...writes.map(({ at = 0, path, content }) => ({ at, writes: path, content })),
    ...(ends === undefined ? [] : [{ at: ends.at ?? 0, ends }]),
  ];
  return steps.toSorted((left, right) => left.at - right.at);
}

function runProcess(hub: HubState, job: Job): void {
  const { jobs } = hub;
  const { id, spec } = job;
  const folder = jobFolder(hub, id);
  const cwd = join(folder, 'home');
  removeFolder(folder);
  mkdirSync(cwd, { recursive: true });
  const mounts = mountVolumes(hub, job);
  const replaced = Object.entries(spec.environment).map(([name, value]) => [name, replaceMounts(value, mounts)]);
  const flavor = findFlavor(spec.flavor);
  const isOurs = () => jobs.runs.get(id) === run;
  const started: LocalProcess = startProcess({
    command: [...spec.command, ...spec.arguments].map((text) => replaceMounts(text, mounts)),
    environment: {
      PATH: process.env.PATH ?? '',
      HOME: cwd,
      LANG: 'C.UTF-8',
      ...jobs.options.environment,
      ...(flavor === undefined ? {} : variablesOf(id, flavor)),
      ...Object.fromEntries(replaced),
      ...jobs.secrets.get(id),
    },
    cwd,
    guard: jobs.guard,
    onLine(text) {
      if (!isOurs()) return;
      addLine(jobs, id, { at: hub.now(), text });
      wake(jobs);
    },
    onEnd(end) {
      if (!isOurs()) return;
      endAttempt(hub, id, { at: hub.now(), end });
      wake(jobs);
    },
  });
  const run: Run = { kind: 'process', process: started };
  jobs.runs.set(id, run);
  jobs.processes.add(started);
  void started.gone.then(() => {
    jobs.processes.delete(started);
    // Another attempt has the folder already.
    if (jobs.runs.get(id)?.kind !== 'process') removeFolder(folder);
  });
}
