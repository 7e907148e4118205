import { setImmediate as turn } from 'node:timers/promises';
import type { JobLabels } from '../../../src/evaluation/job/labels.ts';
import type { EvaluationPorts } from '../../../src/flows/evaluate/ports.ts';
import { retryingFetch } from '../../../src/http/retrying-fetch.ts';
import type { JobSpec } from '../../../src/hub/jobs.ts';
import type { Hub } from '../../../src/hub/request.ts';
import type { JobsOptions } from '../../local-hub/jobs/types.ts';
import { type LocalHub, startLocalHub } from '../../local-hub/server.ts';

export const TOKEN = 'hf_evaluatorOfHarborLabs';
export const REPO = 'harbor-labs/Kestrel-7B';
export const NAMESPACE = 'harbor-labs';
export const RUN = '0123456789abcdef0123456789abcdef';
const START = Date.parse('2026-11-01T12:00:00Z');

/** A Hub with jobs, and a clock that both go by: who sleeps wakes at once, and the time has passed. */
export type World = {
  readonly local: LocalHub;
  readonly hub: Hub;
  readonly now: () => number;
  readonly pass: (seconds: number) => void;
  readonly said: readonly string[];
  readonly logged: readonly string[];
  readonly remembered: readonly unknown[];
  readonly stop: (reason?: unknown) => void;
  readonly ports: EvaluationPorts;
  readonly close: () => Promise<void>;
};

/** Opens such a world; its jobs do what `run` says in place of processes. */
export async function openWorld(jobs: JobsOptions = {}): Promise<World> {
  let now = START;
  const local = await startLocalHub({ now: () => now, jobs: { settings: { schedulingSeconds: 20 }, ...jobs } });
  local.addToken(TOKEN, { user: 'mara', role: 'write', orgs: [NAMESPACE] });
  await local.addModel({ id: REPO, files: { 'README.md': '---\nlicense: mit\n---\n# Kestrel\n' } });
  const said: string[] = [];
  const logged: string[] = [];
  const remembered: unknown[] = [];
  const stopped = new AbortController();
  const pass = (seconds: number): void => {
    now += seconds * 1000;
    local.jobs.tick();
  };
  const sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    pass(seconds);
    // Streams are real: they get their turn.
    for (let count = 0; count < 20; count += 1) await turn();
    signal?.throwIfAborted();
  };
  const ports: EvaluationPorts = {
    fetch,
    userAgent: 'hf-eval/test',
    say: (line) => void said.push(line),
    today: '2026-11-01',
    now: () => now,
    sleep,
    newRun: () => RUN,
    signal: stopped.signal,
    owner: { kind: 'process', host: 'abc', pid: 1, started: 5 },
    isRunning: () => true,
    secretOf: (name) => (name === 'HF_TOKEN' ? TOKEN : undefined),
    withoutSecrets: (text) => text.replaceAll(TOKEN, '***'),
    remember: (about) => void remembered.push(about),
    show: {
      say: (line) => void said.push(line),
      log: (line) => void logged.push(line),
      progress: () => {},
    },
  };
  const hub: Hub = {
    fetch: retryingFetch(fetch, { tries: 2, sleep: async () => {} }),
    endpoint: local.url,
    repoId: REPO,
    token: TOKEN,
    userAgent: 'hf-eval/test',
  };
  return {
    local,
    hub,
    now: () => now,
    pass,
    said,
    logged,
    remembered,
    stop: (reason) => stopped.abort(reason),
    ports,
    close: () => local.close(),
  };
}

export function labelsOf(changes: Partial<JobLabels> = {}): JobLabels {
  return {
    repoId: REPO,
    run: RUN,
    digest: 'ab'.repeat(32),
    owner: 'process.abc.1.5',
    detached: false,
    alive: START / 1000,
    ...changes,
  };
}

export const SPEC: JobSpec = {
  dockerImage: 'python:3.12',
  command: ['true'],
  environment: {},
  secrets: {},
  flavor: 'a10g-small',
  timeoutSeconds: 3600,
  labels: {},
  volumes: [],
};
