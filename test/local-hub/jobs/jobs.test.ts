import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../snapshot.ts';
import type { Account } from '../state.ts';
import { type Answer, talkTo } from '../talk.ts';
import { BODY, type JobsHub, NOW, startJobsHub } from './sample-jobs.ts';

const ALL = '/api/jobs/ann';

let sample: JobsHub;
let fresh: Snapshot;

beforeAll(async () => {
  sample = await startJobsHub(() => ({}));
  sample.hub.addToken('hf_reader', { user: 'ann', role: 'read', orgs: ['org'] });
  fresh = sample.hub.snapshot();
});

beforeEach(() => {
  sample.clock.now = NOW;
  sample.hub.restore(fresh);
});

afterAll(() => sample.hub.close());

const idsOf = ({ json }: Answer) => (json as { readonly id: string }[]).map(({ id }) => id);

describe('who may', () => {
  const fine = (entity: string, ...permissions: string[]): Account => ({
    user: 'ann',
    role: 'fineGrained',
    orgs: ['org'],
    scoped: [{ entity, permissions }],
  });
  const inOrg = (role: 'admin' | 'contributor' | 'read' | 'no_access'): Account => ({
    user: 'ann',
    role: 'write',
    orgs: [{ name: 'org', role }],
  });

  it.each<[string, Account | undefined, string, readonly number[]]>([
    ['nobody', undefined, 'ann', [401, 401, 401]],
    ['write, own', { user: 'ann', role: 'write' }, 'ann', [200, 200, 200]],
    ['write, own, called me', { user: 'ann', role: 'write' }, 'me', [200, 200, 200]],
    ['write, in the organization', { user: 'ann', role: 'write', orgs: ['org'] }, 'org', [200, 200, 200]],
    ['an administrator', inOrg('admin'), 'org', [200, 200, 200]],
    ['a contributor', inOrg('contributor'), 'org', [200, 403, 403]],
    ['a reader', inOrg('read'), 'org', [200, 403, 403]],
    ['no access', inOrg('no_access'), 'org', [403, 403, 403]],
    ["write, somebody else's", { user: 'ann', role: 'write' }, 'bob', [403, 403, 403]],
    ['write, nowhere', { user: 'ann', role: 'write' }, 'nowhere', [404, 404, 404]],
    ['a token to read', { user: 'ann', role: 'read', orgs: ['org'] }, 'org', [200, 403, 403]],
    ['fine-grained, without the scope', fine('org', 'repo.write'), 'org', [403, 403, 403]],
    ['fine-grained, scope elsewhere', fine('ann', 'job.write'), 'org', [403, 403, 403]],
    ['fine-grained, with the scope', fine('org', 'job.write'), 'org', [200, 200, 200]],
    ['not taken by the organization', { ...inOrg('admin'), policies: { org: 'pending' } }, 'org', [403, 403, 403]],
  ])('%s', async (_name, account, namespace, statuses) => {
    if (account !== undefined) sample.hub.addToken('hf_tried', account);
    const talk = talkTo(sample.hub, account === undefined ? undefined : 'hf_tried');
    const answers = [
      await talk.get(`/api/jobs/${namespace}`),
      await talk.post(`/api/jobs/${namespace}`, BODY),
      await talk.post(`/api/jobs/${namespace}/auth-check/write`),
    ];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    expect((await talk.post(`/api/jobs/${namespace}/auth-check/read`)).status).toBe(statuses[0]);
  });

  it('is said by name, for a job as well', async () => {
    const id = await sample.start({}, 'org');
    const check = await sample.ann.post(`/api/jobs/org/${id}/auth-check/read`);
    const view = (name: string) => ({ id: expect.any(String), name });
    expect(check.json).toEqual({ namespace: view('org'), user: view('ann') });
    expect((await sample.ann.post('/api/jobs/org/none/auth-check/read')).status).toBe(404);
    expect((await sample.ann.post('/api/jobs/org/auth-check/all')).status).toBe(400);
  });

  it('change jobs only where they may start them', async () => {
    const id = await sample.start({}, 'org');
    const reader = talkTo(sample.hub, 'hf_reader');
    const answers = [
      await reader.get(`/api/jobs/org/${id}`),
      await reader.post(`/api/jobs/org/${id}/cancel`),
      await reader.post(`/api/jobs/org/${id}/duplicate`),
      await reader.put(`/api/jobs/org/${id}/labels`, { labels: {} }),
      await sample.bob.get(`/api/jobs/org/${id}`),
      await sample.bob.get(`/api/jobs/bob/${id}`),
      await talkTo(sample.hub).get(`/api/jobs/org/${id}/logs`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 403, 403, 403, 404, 401]);
  });
});

describe('the list', () => {
  it('has the newest first, with filters, and counts', async () => {
    const first = await sample.start({ labels: { run: 'a', kind: 'x' } });
    const second = await sample.start({ labels: { run: 'b', kind: 'x' } });
    const third = await sample.start({ labels: { run: 'a' } });
    await sample.start({}, 'org');
    await sample.ann.post(`${ALL}/${second}/cancel`);
    const ask = async (query: string) => idsOf(await sample.ann.get(`${ALL}?${query}`));
    expect(await ask('')).toEqual([third, second, first]);
    expect(await ask('stage=RUNNING')).toEqual([third, first]);
    expect(await ask('stage=CANCELED&stage=ERROR')).toEqual([second]);
    expect(await ask('label=run=a')).toEqual([third, first]);
    expect(await ask('label=run=a&label=kind=x')).toEqual([first]);
    expect(await ask('label=kind=')).toEqual([]);
    expect((await sample.ann.get(`${ALL}/count`)).json).toEqual({ count: 3 });
    expect((await sample.ann.get(`${ALL}/count?stage=RUNNING&stage=CANCELED`)).json).toEqual({ count: 3 });
    expect((await sample.ann.get(`${ALL}?stage=FAILED`)).status).toBe(400);
    expect((await sample.ann.get(`${ALL}?label=run`)).status).toBe(400);
  });

  it('comes in pages, which new jobs do not move', async () => {
    sample.hub.jobs.settings.jobsPageSize = 2;
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift(await sample.start());
    const found: string[] = [];
    let next: string | undefined = `${ALL}?stage=RUNNING`;
    while (next !== undefined) {
      const page: Answer = await sample.ann.get(next);
      found.push(...idsOf(page));
      await sample.start();
      const link = /^<(.*)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
      expect(link ?? sample.hub.url).toContain(sample.hub.url);
      next = link?.slice(sample.hub.url.length);
    }
    expect(found).toEqual(ids);
    expect(idsOf(await sample.ann.get(`${ALL}?limit=3`))).toHaveLength(3);
  });
});

describe('a job that is there', () => {
  it('is cancelled once', async () => {
    const id = await sample.start();
    sample.clock.now += 90_500;
    const cancelled = await sample.ann.post(`${ALL}/${id}/cancel`);
    const after = {
      status: { stage: 'CANCELED', message: null },
      startedAt: '2026-06-01T00:00:00.000Z',
      finishedAt: '2026-06-01T00:01:30.500Z',
      durations: { schedulingSecs: 0, runningSecs: 90, totalSecs: 90 },
    };
    expect([cancelled.status, cancelled.json]).toMatchObject([200, after]);
    expect(await sample.ann.post(`${ALL}/${id}/cancel`)).toMatchObject({ status: 200, json: after });
    sample.hub.jobs.settings.endedCancelStatus = 409;
    expect((await sample.ann.post(`${ALL}/${id}/cancel`)).status).toBe(409);
    expect((await sample.ann.post(`${ALL}/none/cancel`)).status).toBe(404);
  });

  it('is duplicated with its secrets, and other labels stay its own', async () => {
    const id = await sample.start({ secrets: { HF_TOKEN: 'hf_ann' }, labels: { run: 'a' } });
    const copy = await sample.ann.post(`${ALL}/${id}/duplicate`);
    expect(copy.json).toMatchObject({
      secrets: ['HF_TOKEN'],
      labels: { run: 'a' },
      initiator: { type: 'duplicated-job', id },
      hfToken: { ownerName: 'ann' },
    });
    sample.hub.jobs.setCredit('ann', 0);
    expect((await sample.ann.post(`${ALL}/${id}/duplicate`)).status).toBe(402);
  });

  it('gets other labels in place of all that it had, after its end too', async () => {
    const id = await sample.start({ labels: { run: 'a' } });
    const put = (labels: unknown) => sample.ann.put(`${ALL}/${id}/labels`, { labels });
    expect((await put({ name: 'new' })).json).toMatchObject({ labels: { name: 'new' } });
    await sample.ann.post(`${ALL}/${id}/cancel`);
    expect((await put({})).json).toMatchObject({ labels: {} });
    expect((await put({ name: 'a/b' })).status).toBe(400);
    expect((await put(undefined)).status).toBe(400);
  });

  it('opens and closes ports while it runs', async () => {
    const id = await sample.start();
    sample.hub.jobs.tick();
    const put = (body: unknown) => sample.ann.put(`${ALL}/${id}/expose`, body);
    expect((await put({ ports: [80] })).json).toMatchObject({ status: { exposeUrls: [`https://${id}--80.hf.jobs`] } });
    expect((await put({ ports: [] })).json).not.toHaveProperty('status.exposeUrls');
    expect((await put({ ports: 80 })).status).toBe(400);
    await sample.ann.post(`${ALL}/${id}/cancel`);
    expect((await put({ ports: [80] })).status).toBe(400);
  });

  it('has no other calls', async () => {
    const id = await sample.start();
    const statuses = [
      await sample.ann.get(`${ALL}/none`),
      await sample.ann.get(`${ALL}/${id}/none`),
      await sample.ann.post(`${ALL}/${id}/none`),
      await sample.ann.remove(`${ALL}/${id}`),
    ].map(({ status }) => status);
    expect(statuses).toEqual([404, 404, 404, 404]);
  });
});
