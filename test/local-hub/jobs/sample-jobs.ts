import { existsSync, readFileSync } from 'node:fs';
import { type LocalHub, type LocalHubOptions, startLocalHub } from '../server.ts';
import { type Answer, type Talk, talkTo } from '../talk.ts';
import type { JobsOptions } from './types.ts';

export const NOW = Date.parse('2026-06-01T00:00:00Z');
/** A body that the Hub takes. */
export const BODY = { dockerImage: 'python:3.12', command: ['true'], flavor: 'cpu-basic' };

/** A Hub whose jobs tests watch; ann is in `org`, and bob is not. */
export type JobsHub = {
  readonly hub: LocalHub;
  readonly ann: Talk;
  readonly bob: Talk;
  /** Its time, which tests move. */
  readonly clock: { now: number };
  /** Starts a job of ann's and gives its id. */
  readonly start: (body?: Readonly<Record<string, unknown>>, namespace?: string) => Promise<string>;
};

/** With `run`, jobs are stubs under a clock that stands still; without it, processes under the real one. */
export async function startJobsHub(run?: JobsOptions['run'], options: LocalHubOptions = {}): Promise<JobsHub> {
  const clock = { now: NOW };
  const hub = await startLocalHub({
    ...(run === undefined ? {} : { now: () => clock.now }),
    ...options,
    jobs: { ...(run === undefined ? {} : { run }), ...options.jobs },
    limits: { api: 10_000 },
  });
  hub.addToken('hf_ann', { user: 'ann', role: 'write', orgs: ['org'] });
  hub.addToken('hf_bob', { user: 'bob', role: 'write' });
  const ann = talkTo(hub, 'hf_ann');
  const start: JobsHub['start'] = async (body = {}, namespace = 'ann') => {
    const { status, json } = await ann.post(`/api/jobs/${namespace}`, { ...BODY, ...body });
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(json)}`);
    return idOf({ json });
  };
  return { hub, ann, bob: talkTo(hub, 'hf_bob'), clock, start };
}

export function idOf({ json }: Pick<Answer, 'json'>): string {
  return (json as { readonly id: string }).id;
}

/** Starts a job that runs this script for real. */
export function script(text: string): Readonly<Record<string, unknown>> {
  return { command: ['bash', '-c', text] };
}

/** The lines of a log as a stream has them, without the first. */
export function linesOf(stream: unknown): readonly string[] {
  return eventsOf(stream)
    .map((event) => String((event as { readonly data: unknown }).data))
    .filter((line) => !line.startsWith('===== Job started'));
}

/** The data of the events of a stream. */
export function eventsOf(stream: unknown): readonly unknown[] {
  return [...String(stream).matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json));
}

/** Whether a process runs. One that ended may be listed until its parent, or the system, asks for it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return !existsSync('/proc/self');
  }
}

/** Waits until something holds, for ten seconds at most. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
