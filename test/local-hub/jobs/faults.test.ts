import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAULTS, type FaultName } from '../named-faults.ts';
import type { LocalHub } from '../server.ts';
import type { Snapshot } from '../snapshot.ts';
import { BODY, idOf, type JobsHub, NOW, startJobsHub } from './sample-jobs.ts';
import type { StubRun } from './types.ts';

const ALL = '/api/jobs/ann';

let sample: JobsHub;
let hub: LocalHub;
let fresh: Snapshot;
let stub: StubRun;

beforeAll(async () => {
  sample = await startJobsHub(() => stub);
  ({ hub } = sample);
  hub.addBucket({ id: 'ann/out', files: { 'old.txt': 'old' } });
  fresh = hub.snapshot();
});

beforeEach(() => {
  stub = {};
  sample.clock.now = NOW;
  hub.restore(fresh);
});

afterAll(() => hub.close());

const count = () => hub.jobs.all().length;

describe('faults', () => {
  it.each<[FaultName, number | 'lost', number]>([
    ['rate limit, used up', 429, 0],
    ['502', 502, 0],
    ['reset', 'lost', 0],
    ['truncated body', 'lost', 1],
    ['done, but 500', 500, 1],
    ['done, but reset', 'lost', 1],
    ['done, but no answer', 'lost', 1],
  ])('of a new job: %s', async (name, outcome, made) => {
    hub.fault({ method: 'POST', path: /\/api\/jobs\/ann$/, sent: /python:3.12/, ...FAULTS[name] });
    const headers = { Authorization: 'Bearer hf_ann', 'Content-Type': 'application/json' };
    const patience = AbortSignal.timeout(name === 'done, but no answer' ? 200 : 10_000);
    const init = { method: 'POST', headers, body: JSON.stringify(BODY), signal: patience };
    const found = await fetch(hub.url + ALL, init)
      .then((response) => response.text().then(() => response.status))
      .catch(() => 'lost');
    expect([found, count()]).toEqual([outcome, made]);
  });

  it.each([
    ['POST', 'cancel', 'CANCELED'],
    ['POST', 'duplicate', 'RUNNING'],
    ['PUT', 'labels', 'RUNNING'],
  ])('of what changes a job, after it is done: %s %s', async (method, verb, stage) => {
    const id = await sample.start();
    hub.fault({ method, path: new RegExp(`/${verb}$`), ...FAULTS['done, but 500'] });
    const path = `${ALL}/${id}/${verb}`;
    const { status } = await (method === 'PUT' ? sample.ann.put(path, { labels: { a: 'b' } }) : sample.ann.post(path));
    expect([status, hub.jobs.get(id).status.stage, count()]).toEqual([500, stage, verb === 'duplicate' ? 2 : 1]);
    expect(hub.jobs.get(id).spec.labels).toEqual(verb === 'labels' ? { a: 'b' } : {});
  });

  it('show a job as it was before: not there, or in another stage', async () => {
    const id = await sample.start();
    hub.fault({ path: /\/jobs\/ann$/, stale: true });
    expect((await sample.ann.get(ALL)).json).toMatchObject([{ status: { stage: 'SCHEDULING' } }]);
    await sample.ann.post(`${ALL}/${id}/cancel`);
    hub.fault({ method: 'GET', path: new RegExp(id), stale: true });
    expect((await sample.ann.get(`${ALL}/${id}`)).json).toMatchObject({ status: { stage: 'RUNNING' } });
    expect((await sample.ann.get(`${ALL}/${id}`)).json).toMatchObject({ status: { stage: 'CANCELED' } });
    stub = { starts: 60 };
    const second = await sample.start();
    hub.fault({ method: 'GET', stale: true });
    expect((await sample.ann.get(`${ALL}/${second}`)).status).toBe(404);
  });

  it('repeat a page of the list', async () => {
    for (let made = 0; made < 3; made += 1) await sample.start();
    const first = await sample.ann.get(`${ALL}?limit=2`);
    const next = /<(.*)>/.exec(first.headers.get('link') ?? '')?.[1]?.slice(hub.url.length) ?? '';
    hub.fault({ query: /cursor/, repeatPage: true });
    expect((await sample.ann.get(next)).json).toEqual(first.json);
    expect((await sample.ann.get(next)).json).toHaveLength(1);
  });

  it('are held back by pauses, before and after', async () => {
    const before = hub.pauseBefore({ method: 'POST', path: /\/jobs\/ann$/ });
    const slow = sample.ann.post(ALL, BODY);
    await before.reached;
    expect(count()).toBe(0);
    const after = hub.pauseAfter({ method: 'POST', path: /\/jobs\/ann$/ });
    before.release();
    await after.reached;
    expect(count()).toBe(1);
    after.release();
    expect((await slow).status).toBe(200);
  });
});

describe('a snapshot', () => {
  it('forgets jobs, schedules, credit, cuts, settings and files that came later', async () => {
    stub = {
      writes: [
        { path: '/out/new.txt', content: 'new' },
        { path: '/out/old.txt', content: 'x' },
      ],
      ends: {},
    };
    const volumes = [{ type: 'bucket', source: 'ann/out', mountPath: '/out' }];
    const first = [idOf(await sample.ann.post(ALL, { ...BODY, volumes }))];
    hub.jobs.tick();
    const jobSpec = { ...BODY, secrets: { KEY: 'x' } };
    await sample.ann.post('/api/scheduled-jobs/ann', { jobSpec, schedule: '@daily' });
    hub.addBucket({ id: 'ann/late' });
    hub.jobs.setCredit('ann', 0);
    hub.jobs.settings.bucketsAvailable = false;
    hub.jobs.cutLogs({ empty: true });
    hub.restore(fresh);
    expect([hub.jobs.all(), hub.jobs.credit('ann'), hub.jobs.settings.bucketsAvailable]).toEqual([[], null, true]);
    expect((await sample.ann.get('/api/scheduled-jobs/ann')).json).toEqual([]);
    expect((await sample.ann.get('/api/buckets/ann/out/tree')).json).toMatchObject([{ path: 'old.txt' }]);
    expect(readFileSync(join(hub.buckets.get('ann/out')?.dir ?? '', 'old.txt'), 'utf8')).toBe('old');
    expect((await sample.ann.get('/api/buckets/ann/late')).status).toBe(404);
    stub = { says: ['1'], ends: {} };
    const second = [await sample.start()];
    expect((await sample.ann.get(`${ALL}/${second[0]}/logs`)).json).toContain('"1"');
    expect(second).toEqual(first);
  });

  it('brings back stubs where they stood', async () => {
    stub = {
      says: [
        { at: 10, text: '1' },
        { at: 20, text: '2' },
      ],
      ends: { at: 30 },
    };
    const id = await sample.start({ labels: { run: 'a' } });
    hub.jobs.setCredit('ann', 1);
    sample.clock.now += 15_000;
    hub.jobs.tick();
    const half = hub.snapshot();
    sample.clock.now += 15_000;
    await sample.ann.put(`${ALL}/${id}/labels`, { labels: {} });
    expect(hub.jobs.get(id).status.stage).toBe('COMPLETED');
    sample.clock.now -= 15_000;
    hub.restore(half);
    expect(hub.jobs.get(id)).toMatchObject({ status: { stage: 'RUNNING' }, spec: { labels: { run: 'a' } } });
    expect(hub.jobs.log(id)).toHaveLength(2);
    sample.clock.now += 15_000;
    expect([hub.jobs.log(id).length, hub.jobs.get(id).status.stage]).toEqual([3, 'COMPLETED']);
  });

  it('leaves processes of before alone, running or over', async () => {
    const real = await startJobsHub();
    const over = await real.start({ command: ['sleep', '0.2'] });
    const running = await real.start({ command: ['sleep', '60'] });
    await real.hub.jobs.tick();
    const half = real.hub.snapshot();
    await real.hub.jobs.ended(over);
    real.hub.restore(half);
    expect([over, running].map((id) => real.hub.jobs.get(id).status.stage)).toEqual(['COMPLETED', 'RUNNING']);
    await real.ann.post(`${ALL}/${running}/cancel`);
    expect(real.hub.jobs.get(running).status.stage).toBe('CANCELED');
    await real.hub.close();
  });
});
