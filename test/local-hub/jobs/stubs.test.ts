import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalHub } from '../server.ts';
import { type JobsHub, linesOf, NOW, startJobsHub } from './sample-jobs.ts';
import type { JobReport, StubEnd, StubRun } from './types.ts';

const ALL = '/api/jobs/ann';
const HOUR = 3_600_000;
const FAR = { timeoutSeconds: 24 * 3600 };

let sample: JobsHub;
let hub: LocalHub;
let stub: StubRun;
let asked: JobReport[];

beforeEach(async () => {
  stub = {};
  asked = [];
  sample = await startJobsHub((job) => {
    asked.push(job);
    return stub;
  });
  ({ hub } = sample);
});

afterEach(() => hub.close());

const pass = (seconds: number) => {
  sample.clock.now += seconds * 1000;
};
const stageOf = (id: string) => hub.jobs.get(id).status.stage;

describe('a stub', () => {
  it('says, writes and ends what it is told to, at its times', async () => {
    hub.addBucket({ id: 'ann/out', files: { 'runs/a/x': '' } });
    stub = {
      starts: 10,
      says: ['loading', { at: 60, text: 'half' }, { at: 30, text: 'quarter' }],
      writes: [{ at: 90, path: '/out/deep/results.json', content: '{}' }],
      ends: { at: 90 },
    };
    const id = await sample.start({
      volumes: [{ type: 'bucket', source: 'ann/out', mountPath: '/out', path: 'runs/a' }],
    });
    pass(9);
    expect([stageOf(id), hub.jobs.log(id)]).toEqual(['SCHEDULING', []]);
    pass(1);
    expect([stageOf(id), hub.jobs.log(id)]).toEqual([
      'RUNNING',
      ['===== Job started at 2026-06-01 00:00:10 =====', 'loading'],
    ]);
    pass(59);
    expect(hub.jobs.log(id).slice(1)).toEqual(['loading', 'quarter']);
    pass(40);
    expect(hub.jobs.log(id).slice(1)).toEqual(['loading', 'quarter', 'half']);
    expect(readFileSync(join(hub.buckets.get('ann/out')?.dir ?? '', 'runs/a/deep/results.json'), 'utf8')).toBe('{}');
    expect(hub.jobs.get(id)).toMatchObject({
      status: { stage: 'COMPLETED', message: null },
      startedAt: NOW + 10_000,
      finishedAt: NOW + 100_000,
      billedSeconds: 90,
    });
    const { json } = await sample.ann.get(`${ALL}/${id}`);
    expect(json).toMatchObject({ durations: { schedulingSecs: 10, runningSecs: 90, totalSecs: 100 } });
    expect((await sample.ann.get(`${ALL}/${id}/logs`)).json).toContain(
      '"timestamp":"2026-06-01T00:01:10.000Z","data":"half"',
    );
  });

  it.each<[StubEnd, Readonly<Record<string, unknown>>]>([
    [{}, { stage: 'COMPLETED', message: null }],
    [{ code: 2 }, { stage: 'ERROR', message: 'Job failed with exit code: 2. Reason: Error', failureCount: 1 }],
    [
      { code: 137, reason: 'OOMKilled' },
      { stage: 'ERROR', message: 'Job failed with exit code: 137. Reason: OOMKilled', failureCount: 1 },
    ],
  ])('ends with %o', async (ends, status) => {
    stub = { ends };
    expect(hub.jobs.get(await sample.start()).status).toEqual(status);
  });

  it('is asked for again at each attempt', async () => {
    stub = { says: ['trying'], ends: { at: 10, code: 1 } };
    const id = await sample.start({ attempts: 3 });
    pass(15);
    hub.jobs.tick();
    stub = { ends: { at: 5 } };
    pass(100);
    expect(hub.jobs.get(id)).toMatchObject({ status: { stage: 'COMPLETED', failureCount: 2 }, billedSeconds: 25 });
    expect(asked.map(({ status }) => [status.stage, status.failureCount ?? 0])).toEqual([
      ['SCHEDULING', 0],
      ['RUNNING', 1],
      ['RUNNING', 2],
    ]);
  });

  it('goes on as a test says', async () => {
    const id = await sample.start();
    hub.jobs.say(id, 'hello');
    pass(30);
    const stream = sample.ann.get(`${ALL}/${id}/logs`);
    hub.jobs.end(id, { code: 1 });
    expect(linesOf((await stream).json)).toEqual(['hello']);
    expect(hub.jobs.get(id)).toMatchObject({ status: { stage: 'ERROR' }, billedSeconds: 30 });
    expect(() => hub.jobs.end(id)).toThrow('no stub that runs');
    expect(() => hub.jobs.get('none')).toThrow('no job none');
  });

  it('that writes where it has no bucket is a mistake of the test', async () => {
    stub = { writes: [{ path: '/out/x', content: '' }] };
    await expect(sample.start()).rejects.toThrow('a stub writes /out/x, where its job has no bucket');
  });

  it('tells streams by itself when the clock goes on', async () => {
    const real = await startJobsHub(undefined, {
      jobs: { run: () => ({ starts: 0.02, says: ['1', { at: 0.03, text: '2' }], ends: { at: 0.05 } }) },
    });
    const id = await real.start();
    expect(linesOf((await real.ann.get(`${ALL}/${id}/logs`)).json)).toEqual(['1', '2']);
    const { startedAt = 0, finishedAt = 0 } = real.hub.jobs.get(id);
    expect(finishedAt - startedAt).toBe(50);
    await real.hub.close();
  });

  it('may be left to a process', async () => {
    const mixed = await startJobsHub(undefined, {
      jobs: { run: ({ spec }) => (spec.labels.stub === undefined ? undefined : { says: ['stub'], ends: {} }) },
    });
    const ids = [await mixed.start({ labels: { stub: '' } }), await mixed.start({ command: ['echo', 'process'] })];
    for (const id of ids) await mixed.hub.jobs.ended(id);
    expect(ids.map((id) => mixed.hub.jobs.log(id)[1])).toEqual(['stub', 'process']);
    await mixed.hub.close();
  });

  it('costs little: hundreds of jobs', async () => {
    stub = { says: [{ at: 1, text: 'x' }], ends: { at: 60 } };
    for (let count = 0; count < 300; count += 1) hub.jobs.stage({ namespace: 'ann', stage: 'COMPLETED' });
    for (let count = 0; count < 100; count += 1) await sample.start();
    pass(60);
    hub.jobs.tick();
    expect(hub.jobs.all().filter(({ status }) => status.stage === 'COMPLETED')).toHaveLength(400);
  });
});

describe('time', () => {
  it('ends what has no end of its own: after 30 minutes, or at its own limit', async () => {
    const [first, second, third] = [
      await sample.start({ timeoutSeconds: null }),
      await sample.start({ timeoutSeconds: 90 }),
      await sample.start(FAR),
    ];
    pass(2 * 3600);
    hub.jobs.tick();
    const found = [first, second, third].map((id) => [hub.jobs.get(id).status, hub.jobs.billedSeconds(id)]);
    expect(found).toEqual([
      [{ stage: 'ERROR', message: 'Job timeout' }, 1800],
      [{ stage: 'ERROR', message: 'Job timeout' }, 90],
      [{ stage: 'RUNNING', message: null }, 7200],
    ]);
  });

  it('of scheduling counts for nothing', async () => {
    stub = { starts: 7200 };
    const id = await sample.start({ timeoutSeconds: 60 });
    pass(7199);
    expect([stageOf(id), hub.jobs.cost(id)]).toEqual(['SCHEDULING', 0]);
    await sample.ann.post(`${ALL}/${id}/cancel`);
    expect(hub.jobs.get(id)).toMatchObject({ billedSeconds: 0, cost: 0 });
    expect((await sample.ann.get(`${ALL}/${id}`)).json).toMatchObject({ durations: { totalSecs: 7199 } });
  });

  it('may be set for all', async () => {
    hub.jobs.settings.schedulingSeconds = 5;
    const id = await sample.start();
    pass(4);
    expect(stageOf(id)).toBe('SCHEDULING');
    pass(1);
    expect(stageOf(id)).toBe('RUNNING');
  });
});

describe('money', () => {
  it.each<[string, Readonly<Record<string, unknown>>, number, number]>([
    ['nothing yet', { flavor: 'a10g-small' }, 0, 0],
    ['a second', { flavor: 'a10g-small' }, 1, 0.016667],
    ['a minute', { flavor: 'a10g-small' }, 60, 0.016667],
    ['a minute and a bit', { flavor: 'a10g-small' }, 60.5, 0.033334],
    ['two hours', { flavor: 'h200x8' }, 7200, 80.00004],
    ['two hours with a port', { flavor: 'h200x8', expose: { ports: [80] } }, 7200, 80.02008],
  ])('is what the minutes cost that have begun: %s', async (_name, body, seconds, cost) => {
    const id = await sample.start({ ...FAR, ...body });
    hub.jobs.tick();
    pass(seconds);
    expect(hub.jobs.billedSeconds(id)).toBe(seconds);
    expect(hub.jobs.cost(id)).toBeCloseTo(cost, 9);
    await sample.ann.post(`${ALL}/${id}/cancel`);
    pass(3600);
    expect(hub.jobs.cost(id)).toBeCloseTo(cost, 9);
  });

  it('runs out: all jobs of the namespace end in the minute that nobody pays', async () => {
    hub.jobs.setCredit('org', 0.1);
    const dear = await sample.start({ ...FAR, flavor: 'a10g-small' }, 'org');
    const cheap = await sample.start({ ...FAR, flavor: 'cpu-basic' }, 'org');
    const other = await sample.start({ ...FAR, flavor: 'a10g-small' });
    pass(7200);
    hub.jobs.tick();
    const { status, billedSeconds } = hub.jobs.get(dear);
    // Six minutes of both cost 0.101004.
    expect([status, billedSeconds]).toEqual([{ stage: 'CANCELED', message: null, cancelReason: 'NO_CREDITS' }, 360]);
    expect(hub.jobs.get(cheap)).toMatchObject({ status, billedSeconds: 360 });
    expect(stageOf(other)).toBe('RUNNING');
    expect(hub.jobs.credit('org')).toBeCloseTo(-0.001004, 9);
    expect((await sample.ann.get(`/api/jobs/org/${dear}`)).json).toMatchObject({
      status: { cancelReason: 'NO_CREDITS' },
    });
    expect((await sample.ann.post('/api/jobs/org', { dockerImage: 'x', command: ['x'], flavor: 'h200' })).status).toBe(
      402,
    );
  });

  it('may run out, or come, while a job runs', async () => {
    const id = await sample.start(FAR);
    pass(90);
    hub.jobs.setCredit('ann', 0);
    pass(29);
    expect(stageOf(id)).toBe('RUNNING');
    pass(60);
    expect(hub.jobs.get(id)).toMatchObject({ status: { cancelReason: 'NO_CREDITS' }, billedSeconds: 120 });
    hub.jobs.setCredit('ann', null);
    const next = await sample.start(FAR);
    hub.jobs.setCredit('ann', 0.0001);
    pass(30);
    hub.jobs.setCredit('ann', null);
    pass(3600);
    expect([stageOf(next), hub.jobs.credit('ann')]).toEqual(['RUNNING', null]);
  });
});

describe('staged jobs', () => {
  it('are there without a request, over or not', async () => {
    const past = hub.jobs.stage({
      namespace: 'org',
      by: 'bob',
      stage: 'ERROR',
      message: 'Job timeout',
      startedAt: NOW - HOUR,
      createdAt: NOW - HOUR,
      flavor: 't4-small',
      labels: { name: 'eval' },
      secrets: { HF_TOKEN: 'hf_bob' },
      log: ['one', 'two'],
    });
    const running = hub.jobs.stage({ namespace: 'org' });
    const waiting = hub.jobs.stage({ namespace: 'org', stage: 'SCHEDULING' });
    expect(asked).toEqual([]);
    expect(past).toMatchObject({ billedSeconds: 3600, createdBy: 'bob', cost: 0.40002 });
    pass(60);
    const { json } = await sample.ann.get('/api/jobs/org');
    expect(json).toMatchObject([
      { id: waiting.id, status: { stage: 'SCHEDULING' } },
      { id: running.id, status: { stage: 'RUNNING' }, durations: { runningSecs: 60 } },
      { id: past.id, status: { message: 'Job timeout' }, secrets: ['HF_TOKEN'], hfToken: { ownerName: 'bob' } },
    ]);
    expect(linesOf((await sample.ann.get(`/api/jobs/org/${past.id}/logs`)).json)).toEqual(['one', 'two']);
    await sample.ann.post(`/api/jobs/org/${running.id}/cancel`);
    expect(stageOf(running.id)).toBe('CANCELED');
  });
});
