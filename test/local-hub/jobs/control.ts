import type { HubState } from '../state.ts';
import { arm, setCredit, settle } from './clock.ts';
import { endAttempt, jobOf, recordJob } from './lives.ts';
import { isBlocked, startScheduled } from './schedules.ts';
import { addLine, isOver, putJob, reportOf, wake } from './state.ts';
import type { Job, JobReport, JobsControl, StagedJob } from './types.ts';

/** What tests tell and ask of the jobs of a Hub. All of it is about the time that the clock says. */
export function createJobsControl(hub: HubState): JobsControl {
  const { jobs } = hub;
  const get = (id: string): JobReport => {
    settle(hub);
    return reportOf(hub, jobOf(hub, id));
  };
  /** Stubs alone can be told what to do. */
  const openStub = (id: string): void => {
    settle(hub);
    if (jobs.runs.get(id)?.kind !== 'stub') throw new Error(`job ${id} is no stub that runs`);
  };
  return {
    settings: jobs.settings,
    all() {
      settle(hub);
      return [...jobs.jobs.values()].map((job) => reportOf(hub, job));
    },
    get,
    log(id) {
      get(id);
      return (jobs.logs.get(id) ?? []).map(({ text }) => text);
    },
    ended: (id) => waitForEnd(hub, id),
    stage: (spec) => stageJob(hub, spec),
    say(id, text) {
      openStub(id);
      addLine(jobs, id, { at: hub.now(), text });
      wake(jobs);
    },
    end(id, end = {}) {
      openStub(id);
      endAttempt(hub, id, { at: hub.now(), end });
      wake(jobs);
    },
    tick: () => settle(hub),
    billedSeconds: (id) => get(id).billedSeconds,
    cost: (id) => get(id).cost,
    setCredit(namespace, usd) {
      settle(hub);
      setCredit(hub, namespace, usd === null ? undefined : Math.round(usd * 1e6));
    },
    credit(namespace) {
      settle(hub);
      const left = jobs.credit.get(namespace);
      return left === undefined ? null : left / 1e6;
    },
    cutLogs: jobs.cuts.add,
    fire(scheduleId) {
      settle(hub);
      const schedule = jobs.schedules.get(scheduleId);
      if (schedule === undefined) throw new Error(`the local Hub has no schedule ${scheduleId}`);
      const isBroke = (jobs.credit.get(schedule.namespace) ?? 1) <= 0;
      if (schedule.suspend || isBroke || isBlocked(hub, schedule)) return undefined;
      const job = startScheduled(hub, schedule, schedule.createdBy);
      arm(hub);
      return reportOf(hub, job);
    },
  };
}

function waitForEnd(hub: HubState, id: string): Promise<JobReport> {
  settle(hub);
  return new Promise((resolve) => {
    const look = () => {
      const job = jobOf(hub, id);
      if (!isOver(job.status.stage)) return;
      hub.jobs.listeners.delete(look);
      resolve(reportOf(hub, job));
    };
    hub.jobs.listeners.add(look);
    look();
  });
}

/** A job that nobody asked for with a request: over already, or one that waits or runs until it is stopped. */
function stageJob(hub: HubState, staged: StagedJob): JobReport {
  const { namespace, by = namespace, stage = 'RUNNING', message = null, cancelReason, log = [], ...rest } = staged;
  const { createdAt = hub.now(), startedAt = createdAt, finishedAt = hub.now(), secrets = {}, ...given } = rest;
  settle(hub);
  const spec = {
    ...(given.spaceId === undefined ? { dockerImage: 'python:3.12' } : {}),
    command: ['true'],
    arguments: [],
    environment: {},
    flavor: 'cpu-basic',
    timeoutSeconds: null,
    attempts: 1,
    labels: {},
    volumes: [],
    ssh: false,
    ...given,
    secrets: Object.keys(secrets),
  };
  const made = recordJob(hub, { namespace, createdBy: by, initiator: { type: 'user', id: by }, spec, secrets });
  const { jobs } = hub;
  if (stage === 'SCHEDULING') jobs.plans.set(made.id, { startsAt: Number.POSITIVE_INFINITY });
  if (stage === 'RUNNING') jobs.runs.set(made.id, { kind: 'stub', since: startedAt, steps: [] });
  if (stage === 'RUNNING' && jobs.credit.has(namespace)) jobs.paidUntil.set(made.id, startedAt);
  const job: Job = {
    ...made,
    createdAt,
    ...(stage === 'SCHEDULING' ? {} : { startedAt }),
    ...(isOver(stage) ? { finishedAt } : {}),
    status: { stage, message, ...(cancelReason === undefined ? {} : { cancelReason }) },
  };
  putJob(jobs, job);
  for (const text of log) addLine(jobs, job.id, { at: startedAt, text });
  wake(jobs);
  return reportOf(hub, job);
}
