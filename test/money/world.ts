import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { type JobLabels, writeLabels } from '../../src/evaluation/job/labels.ts';
import type { JobReport, StagedJob } from '../local-hub/jobs/types.ts';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';
import { type Scenario, workOf } from './scenarios.ts';

export const TOKEN = 'hf_evaluatorOfHarborLabs';
export const REPO = 'harbor-labs/Kestrel-7B';
export const NAMESPACE = 'harbor-labs';
export const START = Date.parse('2026-11-01T12:00:00Z');

const WEEK = 7 * 86_400;

/** A Hub, and a clock that it and all runs on it go by: who sleeps wakes at once, and the time has passed. */
export type World = {
  readonly local: LocalHub;
  readonly now: () => number;
  readonly sleep: (seconds: number) => Promise<void>;
  /** The Hub answers nobody for so long. */
  readonly goDown: (seconds: number) => void;
  readonly isDown: () => boolean;
  /** As it was made, for a scenario. */
  readonly reset: (scenario: Scenario) => void;
  /** Jobs that are not of the runs under trial: none of them may be touched. */
  readonly neighbours: () => ReadonlyMap<string, JobReport>;
  readonly close: () => Promise<void>;
};

const hex = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length);

export const runOf = (text: string): string => hex(text, 32);

/** What hardware is chosen by, beside the size of the weights. */
export const FILES = {
  'README.md': '---\nlicense: mit\n---\n# Kestrel 7B\n',
  'config.json': JSON.stringify({ model_type: 'llama', torch_dtype: 'bfloat16', num_attention_heads: 32 }),
};

/** Somebody's jobs, all of which run on: what is ours of them is detached, or its run is alive. */
const NEIGHBOURS: readonly {
  readonly labels: Readonly<Record<string, string>>;
  /** Its run gives signs of life, by a clock that is so many seconds ahead. */
  readonly beats?: number;
}[] = [
  { labels: {} },
  { labels: { name: 'hf-eval-Kestrel-7B', 'hf-eval-owner': 'process.abc.1.5' } },
  { labels: labelled('detached', { owner: 'process.abc.1.5', detached: true, alive: START / 1000 - 9000 }) },
  { labels: labelled('same machine', { owner: 'process.abc.50.5' }), beats: 0 },
  { labels: labelled('other machine', { owner: 'process.fff.50.5' }), beats: 0 },
  { labels: labelled('other leg', { owner: 'workflow.77.2.harbor-labs--kestrel.other' }), beats: 0 },
  { labels: labelled('another workflow', { owner: 'workflow.12.1.harbor-labs--osprey.evaluate' }), beats: 0 },
  { labels: labelled('clock behind', { owner: 'process.eee.50.5', alive: START / 1000 - 7200 }), beats: -7200 },
  { labels: labelled('clock ahead', { owner: 'process.ddd.50.5', alive: START / 1000 + 7200 }), beats: 7200 },
];

export function labelled(name: string, changes: Partial<JobLabels> = {}): Record<string, string> {
  return writeLabels({
    repoId: REPO,
    run: runOf(name),
    digest: hex(name, 64),
    owner: 'process.abc.1.5',
    detached: false,
    alive: START / 1000,
    ...changes,
  });
}

/** Opens a world with neighbours in it. */
export async function openWorld(): Promise<World> {
  let now = START;
  let downUntil = 0;
  let beaten = START;
  let scenario: Scenario | undefined;
  const many = 1e9;
  const local = await startLocalHub({
    now: () => now,
    limits: { api: many, resolvers: many, pages: many },
    jobs: { settings: { schedulingSeconds: 20 }, run: (job) => (scenario === undefined ? {} : workOf(job, scenario)) },
  });
  local.addToken(TOKEN, { user: 'mara', role: 'write', orgs: [NAMESPACE] });
  await local.addModel({ id: REPO, files: FILES, safetensors: { BF16: 7_000_000_000 } });
  const stage = (labels: StagedJob['labels'] = {}): string =>
    local.jobs.stage({ namespace: NAMESPACE, labels, timeoutSeconds: WEEK, flavor: 'a10g-small' }).id;
  const staged = NEIGHBOURS.map(({ labels, beats }) => ({ id: stage(labels), labels, beats }));
  const fresh = local.snapshot();
  /** Runs that are alive elsewhere say so once a minute. */
  const beat = async (): Promise<void> => {
    if (now - beaten < 60_000) return;
    beaten = now;
    for (const { id, labels, beats } of staged) {
      const alive = String(Math.floor(now / 1000 + (beats ?? 0)));
      if (beats !== undefined) await putLabels(local, id, { ...labels, 'hf-eval-alive': alive });
    }
  };
  return {
    local,
    now: () => now,
    async sleep(seconds) {
      now += seconds * 1000;
      local.jobs.tick();
      await beat();
      // Streams are real: they get their turn.
      for (let count = 0; count < 8; count += 1) await turn();
    },
    goDown: (seconds) => {
      downUntil = now + seconds * 1000;
    },
    isDown: () => now < downUntil,
    reset(next) {
      scenario = next;
      now = START;
      beaten = START;
      downUntil = 0;
      local.restore(fresh);
      local.jobs.settings.bucketsAvailable = next.hasBucket;
    },
    neighbours: () => new Map(staged.map(({ id }) => [id, local.jobs.get(id)])),
    close: () => local.close(),
  };
}

/** What a run elsewhere does to its job. */
export async function putLabels(local: LocalHub, id: string, labels: Readonly<Record<string, string>>): Promise<void> {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
  const url = `${local.url}/api/jobs/${NAMESPACE}/${id}/labels`;
  const { ok } = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ labels }) });
  if (!ok) throw new Error(`the labels of ${id} were refused`);
}
