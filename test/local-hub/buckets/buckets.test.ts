import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BODY, type JobsHub, NOW, startJobsHub } from '../jobs/sample-jobs.ts';
import type { LocalHub } from '../server.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Answer, talkTo } from '../talk.ts';

const FILES = { 'a.txt': 'a', 'deep/b.bin': new Uint8Array([0, 255]), 'deep/er/ü c.txt': 'text', 'empty.txt': '' };
const OPEN = '/api/buckets/ann/open';

let sample: JobsHub;
let hub: LocalHub;
let fresh: Snapshot;

beforeAll(async () => {
  sample = await startJobsHub(() => ({}));
  ({ hub } = sample);
  hub.addBucket({ id: 'ann/open', files: FILES });
  hub.addBucket({ id: 'ann/closed', private: true, files: FILES });
  hub.addBucket({ id: 'org/closed', private: true, files: FILES });
  hub.addToken('hf_reader', { user: 'ann', role: 'read' });
  const scoped = [{ entity: 'buckets/ann/closed', permissions: ['repo.content.read'] }];
  hub.addToken('hf_scoped', { user: 'ann', role: 'fineGrained', orgs: ['org'], scoped });
  fresh = hub.snapshot();
});

beforeEach(() => {
  sample.clock.now = NOW;
  hub.restore(fresh);
});

afterAll(() => hub.close());

const pathsOf = ({ json }: Answer) => (json as { readonly path: string }[]).map(({ path }) => path);

describe('a bucket', () => {
  it('is made once, public unless said otherwise', async () => {
    const made = await sample.ann.post('/api/buckets/org/new', {});
    const about = { url: `${hub.url}/buckets/org/new`, name: 'org/new', id: expect.stringMatching(/^[0-9a-f]{24}$/) };
    expect([made.status, made.json]).toEqual([200, about]);
    const again = await sample.ann.post('/api/buckets/org/new', { private: true });
    expect([again.status, again.json]).toEqual([
      409,
      { error: 'You already created this bucket', url: about.url, id: about.id },
    ]);
    expect((await talkTo(hub).get('/api/buckets/org/new')).json).toMatchObject({ private: false, totalFiles: 0 });
  });

  it.each([[{ private: true }], [{ visibility: 'private' }]])('is private with %o', async (body) => {
    await sample.ann.post('/api/buckets/me/new', body);
    expect((await sample.ann.get('/api/buckets/ann/new')).json).toMatchObject({ private: true });
    expect((await talkTo(hub).get('/api/buckets/ann/new')).status).toBe(401);
    expect((await sample.bob.get('/api/buckets/ann/new')).status).toBe(404);
  });

  it('is made, changed and deleted by those who may', async () => {
    const statuses = [
      await talkTo(hub).post('/api/buckets/ann/new', {}),
      await sample.bob.post('/api/buckets/ann/new', {}),
      await talkTo(hub, 'hf_reader').post('/api/buckets/ann/new', {}),
      await sample.ann.post('/api/buckets/ann/a b', {}),
      await sample.ann.post('/api/buckets/ann/new', { private: 'yes' }),
      await sample.bob.remove(OPEN),
      await talkTo(hub).remove(OPEN),
      await sample.ann.remove(OPEN),
      await sample.ann.get(OPEN),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 403, 403, 400, 400, 403, 401, 200, 404]);
  });

  it('is listed with its size', async () => {
    const { json } = await sample.ann.get('/api/buckets/me');
    expect(json).toMatchObject([
      { id: 'ann/open', author: 'ann', private: false, size: 7, totalFiles: 4, repoType: 'bucket', cdnRegions: [] },
      { id: 'ann/closed', private: true },
    ]);
    expect((await sample.bob.get('/api/buckets/ann')).json).toHaveLength(1);
    expect((await sample.ann.get('/api/buckets/ann?search=clo')).json).toHaveLength(1);
  });
});

describe('files', () => {
  it('are listed, all of them or folder by folder', async () => {
    const { json } = await sample.ann.get(`${OPEN}/tree`);
    expect(json).toMatchObject([
      {
        type: 'file',
        path: 'a.txt',
        size: 1,
        xetHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        uploadedAt: expect.any(String),
      },
      { path: 'deep/b.bin', size: 2 },
      { path: 'deep/er/ü c.txt' },
      { path: 'empty.txt', size: 0 },
    ]);
    const ask = async (rest: string) => pathsOf(await sample.ann.get(`${OPEN}/tree${rest}`));
    expect(await ask('?recursive=false')).toEqual(['a.txt', 'deep', 'empty.txt']);
    expect(await ask('/deep?recursive=False')).toEqual(['deep/b.bin', 'deep/er']);
    expect(await ask('/deep%2Fer')).toEqual(['deep/er/ü c.txt']);
    expect(await ask('/dee')).toEqual([]);
  });

  it('come page by page', async () => {
    const found: string[] = [];
    let next: string | undefined = `${OPEN}/tree?limit=3`;
    while (next !== undefined) {
      const page: Answer = await sample.ann.get(next);
      found.push(...pathsOf(page));
      next = /^<(.*)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1]?.slice(hub.url.length);
    }
    expect(found).toEqual(Object.keys(FILES));
  });

  it('are told by path', async () => {
    const paths = ['deep/b.bin', 'deep', 'none'];
    expect(pathsOf(await sample.ann.post(`${OPEN}/paths-info`, { paths }))).toEqual(['deep/b.bin']);
    expect(pathsOf(await talkTo(hub).post(`${OPEN}/paths-info`, { paths: 'a.txt' }))).toEqual(['a.txt']);
    expect((await sample.ann.post(`${OPEN}/paths-info`, {})).status).toBe(400);
  });

  it('come from another URL, which holds for an hour and needs no token', async () => {
    const answer = await sample.ann.get('/buckets/ann/closed/resolve/deep%2Fer%2F%C3%BC%20c.txt');
    const link = answer.headers.get('location') ?? '';
    expect([answer.status, answer.headers.get('x-linked-size')]).toEqual([302, '4']);
    expect(link).toContain(`${hub.url}/xet-bridge/ann/closed/`);
    const path = link.slice(hub.url.length);
    expect(await talkTo(hub).get(path)).toMatchObject({ status: 200, json: 'text' });
    expect((await talkTo(hub).get(path.replace(/Signature=./, 'Signature=x'))).status).toBe(403);
    expect((await talkTo(hub).get(path.replace('closed', 'open'))).status).toBe(403);
    sample.clock.now += 3_600_000;
    expect((await talkTo(hub).get(path)).status).toBe(403);
  });

  it('or from where they are asked for, in ranges', async () => {
    hub.jobs.settings.bucketRedirects = false;
    const path = `${hub.url}/buckets/ann/open/resolve/deep/b.bin`;
    const whole = await fetch(path);
    expect([...(await whole.bytes())]).toEqual([0, 255]);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-length': '2',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
    const part = await fetch(path, { headers: { Range: 'bytes=1-1' } });
    expect([part.status, part.headers.get('content-range'), ...(await part.bytes())]).toEqual([
      206,
      'bytes 1-1/2',
      255,
    ]);
    const head = await fetch(path, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '2']);
    expect((await fetch(path, { method: 'POST' })).status).toBe(405);
  });

  it.each<[string, string | undefined, string, number]>([
    ['public, nobody', undefined, 'ann/open', 302],
    ['private, nobody', undefined, 'ann/closed', 401],
    ['private, a stranger', 'hf_bob', 'ann/closed', 404],
    ['private, its owner', 'hf_ann', 'ann/closed', 302],
    ['private, a token to read', 'hf_reader', 'ann/closed', 302],
    ['private, a token for it', 'hf_scoped', 'ann/closed', 302],
    ['private, a token for another', 'hf_scoped', 'org/closed', 403],
    ['missing, nobody', undefined, 'ann/none', 401],
    ['missing', 'hf_ann', 'ann/none', 404],
  ])('are read by those who may: %s', async (_name, token, id, status) => {
    const talk = talkTo(hub, token);
    const statuses = [await talk.get(`/buckets/${id}/resolve/a.txt`), await talk.get(`/api/buckets/${id}/tree`)];
    expect(statuses.map((answer) => answer.status)).toEqual([status, status === 302 ? 200 : status]);
  });

  it('that are not there have a code', async () => {
    const missing = await sample.ann.get('/buckets/ann/open/resolve/none.txt');
    expect([missing.status, missing.headers.get('x-error-code')]).toEqual([404, 'EntryNotFound']);
    expect((await sample.ann.get('/buckets/ann/open/resolve/deep')).status).toBe(404);
    expect((await sample.ann.get('/buckets/ann/open/resolve/..%2F..%2Fann%2Fclosed%2Fa.txt')).status).toBe(404);
    expect((await sample.ann.get('/buckets/ann/open/resolve/')).status).toBe(400);
  });

  it('are no links that a job made', async () => {
    const dir = hub.buckets.get('ann/open')?.dir ?? '';
    symlinkSync('/etc/hostname', join(dir, 'link'));
    expect(pathsOf(await sample.ann.get(`${OPEN}/tree`))).not.toContain('link');
    expect((await sample.ann.get('/buckets/ann/open/resolve/link')).status).toBe(404);
  });
});

describe('a Hub without buckets', () => {
  it('has none of it, and jobs cannot mount them', async () => {
    hub.jobs.settings.bucketsAvailable = false;
    const volumes = [{ type: 'bucket', source: 'ann/open', mountPath: '/out' }];
    const statuses = [
      await sample.ann.post('/api/buckets/ann/new', {}),
      await sample.ann.get(OPEN),
      await sample.ann.get(`${OPEN}/tree`),
      await sample.ann.get('/buckets/ann/open/resolve/a.txt'),
      await sample.ann.post('/api/jobs/ann', { ...BODY, volumes }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([404, 404, 404, 404, 400]);
  });
});
