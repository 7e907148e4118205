import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beginJob } from '../../../src/flows/evaluate/begin-job.ts';
import { BUCKET, closeHome, MOUNT } from '../../../src/flows/evaluate/bring-home.ts';
import { finishJob } from '../../../src/flows/evaluate/finish-job.ts';
import { privateBucket } from '../../../src/hub/buckets.ts';
import { refusalOf } from '../publish/publishing.ts';
import { finishedRun } from './finished-run.ts';
import { labelsOf, NAMESPACE, openWorld, RUN, SPEC, type World } from './world.ts';

let world: World;
/** Of these tests alone. */
let temporary: string;
const left = (): string[] => readdirSync(temporary).filter((name) => name.startsWith('hf-eval-results-'));
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'hf-eval-finish-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
  await world.close();
});

/** Finishes a job that leaves one result, in a bucket or in its log. */
async function finish(where: 'bucket' | 'log', spoil: (world: World) => void = () => {}) {
  world = await openWorld({ run: (job) => finishedRun(job, { 'a.json': '{}' }, { seconds: 60 }) });
  const { hub, ports } = world;
  const bucket = where === 'bucket' ? await privateBucket(hub, NAMESPACE, BUCKET) : undefined;
  const volumes = bucket === undefined ? [] : [{ type: 'bucket' as const, source: bucket.id, mountPath: MOUNT }];
  const out = bucket === undefined ? {} : { HF_EVAL_OUT: `${MOUNT}/${RUN}` };
  const environment = { HF_EVAL_RUN: RUN, HF_EVAL_PLAN: '{"about":{},"argv":[]}', ...out };
  const spec = { ...SPEC, environment, volumes };
  const begun = await beginJob(hub, { namespace: NAMESPACE, spec, labels: labelsOf() }, ports);
  spoil(world);
  const bounds = { timeoutSeconds: 3600, usd: 1.1, microUsdPerMinute: 16_667 };
  return finishJob(hub, { begun, bucket, bounds, runs: {} }, ports);
}

describe('the results of a job', () => {
  it.each(['bucket', 'log'] as const)('come home by the %s, and nothing is left to be ended', async (where) => {
    const { job, home } = await finish(where);
    expect([job.stage, home.manifest.files.map(({ path }) => path)]).toEqual([
      'COMPLETED',
      ['run.json', 'output/a.json'],
    ]);
    expect(world.remembered.at(-1)).toBeUndefined();
    expect(left()).toHaveLength(1);
    await closeHome(home);
    expect(left()).toEqual([]);
  });

  it('that the Hub does not hand out now can be taken later', async () => {
    const run = finish('bucket', ({ local }) => local.fault({ path: /\/tree\//, status: 503, times: 100 }));
    const { code, hint } = await refusalOf(run);
    expect([code, hint]).toEqual([
      'hub-unavailable',
      expect.stringMatching(/The job is done: .*collect --job harbor-labs\/[0-9a-f]{24}$/),
    ]);
    expect(left()).toEqual([]);
  });
});
