import type { HubState } from '../state.ts';
import { endJob, jobOf, startJob, takeStep } from './lives.ts';
import { priceOf, wake } from './state.ts';

/** Something that happens at a time; at the same time, what has the lower rank comes first. */
type Due = { readonly at: number; readonly rank: number; readonly happen: () => void };

const MINUTE_MS = 60_000;
/** A clock of a test may stand still. */
const PATIENCE_MS = 15;

/** Looks at the clock again whenever something happened. */
export function startClock(hub: HubState): void {
  hub.jobs.listeners.add(() => arm(hub, PATIENCE_MS));
}

/** Brings all jobs to what the clock says: what was due happens in the order of its time, however late anybody looks. */
export function settle(hub: HubState): void {
  const now = hub.now();
  for (let due = nextDue(hub); due !== undefined && due.at <= now; due = nextDue(hub)) due.happen();
  wake(hub.jobs);
}

/** Has the clock looked at when something is due. */
export function arm(hub: HubState, patienceMs = 0): void {
  const { jobs } = hub;
  const at = nextDue(hub)?.at;
  if (jobs.alarm?.at === at) return;
  clearTimeout(jobs.alarm?.timer);
  delete jobs.alarm;
  if (at === undefined) return;
  const ring = () => {
    delete jobs.alarm;
    settle(hub);
  };
  const delay = Math.min(Math.max(at - hub.now(), patienceMs), 2 ** 31 - 1);
  jobs.alarm = { at, timer: setTimeout(ring, delay).unref() };
}

/** What a namespace has from now on, in millionths of a US dollar; undefined: enough. */
export function setCredit(hub: HubState, namespace: string, microUsd: number | undefined): void {
  const { credit, paidUntil, runs } = hub.jobs;
  if (microUsd === undefined) credit.delete(namespace);
  else credit.set(namespace, microUsd);
  for (const id of runs.keys()) {
    const { startedAt = 0, namespace: payer } = jobOf(hub, id);
    if (payer !== namespace) continue;
    // The minute that has begun is paid.
    const minutes = Math.ceil((hub.now() - startedAt) / MINUTE_MS);
    if (microUsd === undefined) paidUntil.delete(id);
    else paidUntil.set(id, startedAt + minutes * MINUTE_MS);
  }
  arm(hub);
}

function nextDue(hub: HubState): Due | undefined {
  let next: Due | undefined;
  for (const due of allDue(hub)) {
    if (next === undefined || due.at < next.at || (due.at === next.at && due.rank < next.rank)) next = due;
  }
  return next;
}

function* allDue(hub: HubState): Generator<Due> {
  const { plans, runs, settings, paidUntil } = hub.jobs;
  for (const [id, { startsAt }] of plans) {
    yield { at: startsAt, rank: 0, happen: () => startJob(hub, id, startsAt) };
  }
  for (const [id, run] of runs) {
    const step = run.kind === 'stub' ? run.steps[0] : undefined;
    if (run.kind === 'stub' && step !== undefined) {
      const at = run.since + step.at * 1000;
      yield { at, rank: 1, happen: () => takeStep(hub, id, at) };
    }
    const { startedAt = 0, spec, status } = jobOf(hub, id);
    const end = startedAt + (spec.timeoutSeconds ?? settings.defaultTimeoutSeconds) * 1000;
    const timeout = { ...status, stage: 'ERROR', message: 'Job timeout' } as const;
    yield { at: end, rank: 2, happen: () => endJob(hub, id, { at: end, status: timeout }) };
    const paid = paidUntil.get(id);
    if (paid !== undefined) yield { at: paid, rank: 3, happen: () => charge(hub, id, paid) };
  }
}

/** Takes the next minute of a job, and of those whose minute ends with its, from the credit; without one, all end. */
function charge(hub: HubState, id: string, at: number): void {
  const { credit, paidUntil, plans, runs } = hub.jobs;
  const { namespace } = jobOf(hub, id);
  const left = credit.get(namespace) ?? 0;
  const active = [...plans.keys(), ...runs.keys()].map((other) => jobOf(hub, other));
  const ours = active.filter((job) => job.namespace === namespace);
  if (left <= 0) {
    const status = { stage: 'CANCELED', message: null, cancelReason: 'NO_CREDITS' } as const;
    for (const job of ours) endJob(hub, job.id, { at, status });
    return;
  }
  const due = ours.filter((job) => paidUntil.get(job.id) === at);
  credit.set(namespace, left - due.reduce((sum, job) => sum + priceOf(job), 0));
  for (const job of due) paidUntil.set(job.id, at + MINUTE_MS);
}
