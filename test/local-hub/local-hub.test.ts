import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitFiles } from './repo.ts';
import { CARD, FILES, OWNER, type SampleHub, startSampleHub } from './sample-hub.ts';
import { type LocalHub, startLocalHub } from './server.ts';

let hub: LocalHub;
let head: string;
let get: SampleHub['get'];

beforeAll(async () => {
  ({ hub, head, get } = await startSampleHub());
});

afterAll(() => hub.close());

describe('files', () => {
  const path = '/org/model/resolve/main/README.md';
  const oid = createHash('sha1').update(`blob ${CARD.length}\0${CARD}`).digest('hex');

  it.each(['resolve', 'raw'])('come by %s, with blob id and commit', async (verb) => {
    const response = await get(`/org/model/${verb}/main/README.md`);
    expect(await response.text()).toBe(CARD);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: `"${oid}"`,
      'x-repo-commit': head,
      'content-length': String(CARD.length),
      'accept-ranges': 'bytes',
    });
  });

  it('come by commit id, from folders, from models without namespace, and as bytes', async () => {
    expect(await (await get(`/gpt2/resolve/main/.eval_results/a.yaml`)).text()).toBe('a: 1\n');
    const binary = await get(`/org/model/resolve/${head}/data/deep/x.bin`);
    expect([...(await binary.bytes())]).toEqual([0, 255]);
    expect(binary.headers.get('content-type')).toBe('application/octet-stream');
  });

  it('answer HEAD like GET, without the body', async () => {
    const response = await get(path, undefined, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      String(CARD.length),
      '',
    ]);
  });

  it.each([`"${oid}"`, `W/"${oid}"`, `"x", "${oid}"`, '*'])('are unchanged for %s', async (tag) => {
    const response = await get(path, undefined, { headers: { 'If-None-Match': tag } });
    expect([response.status, response.headers.get('etag')]).toEqual([304, `"${oid}"`]);
  });

  it.each<[string, number, string | null, string]>([
    ['bytes=0-0', 206, `bytes 0-0/${CARD.length}`, '-'],
    ['bytes=4-11', 206, `bytes 4-11/${CARD.length}`, 'pipeline'],
    ['bytes=60-', 206, `bytes 60-${CARD.length - 1}/${CARD.length}`, CARD.slice(60)],
    ['bytes=-6', 206, `bytes ${CARD.length - 6}-${CARD.length - 1}/${CARD.length}`, 'Model\n'],
    ['bytes=0-9999', 206, `bytes 0-${CARD.length - 1}/${CARD.length}`, CARD],
    ['bytes=9999-', 416, `bytes */${CARD.length}`, '{"error":"Range not satisfiable"}'],
    ['bytes=-0', 416, `bytes */${CARD.length}`, '{"error":"Range not satisfiable"}'],
    ['bytes=9-2', 200, null, CARD],
    ['lines=1-2', 200, null, CARD],
    ['bytes=0-1,4-5', 200, null, CARD],
  ])('in the range %s', async (range, status, contentRange, body) => {
    const response = await get(path, undefined, { headers: { Range: range } });
    expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange]);
    expect(await response.text()).toBe(body);
  });

  it('follow a ref of a pull request, which is one segment', async () => {
    const dir = hub.repos.get('org/model')?.dir ?? '';
    const files = { 'README.md': 'proposed', 'data/deep/x.bin': null };
    const oidOfPr = await commitFiles(dir, { ref: 'refs/pr/7', parent: head, files, title: 'Proposal' });
    const response = await get('/org/model/resolve/refs%2Fpr%2F7/README.md');
    expect([await response.text(), response.headers.get('x-repo-commit')]).toEqual(['proposed', oidOfPr]);
    expect((await get('/org/model/resolve/refs%2Fpr%2F7/data/deep/x.bin')).status).toBe(404);
    expect((await get('/org/model/resolve/refs/pr/7/README.md')).status).toBe(404);
    expect(await (await get(path)).text()).toBe(CARD);
  });
});

describe('a double', () => {
  it('makes the same commits on every run', async () => {
    const other = await startLocalHub();
    await other.addModel({ id: 'org/model', files: FILES });
    expect((await fetch(`${other.url}/org/model/raw/main/README.md`)).headers.get('x-repo-commit')).toBe(head);
    await other.close();
  });

  it('leaves nothing behind', async () => {
    const other = await startLocalHub();
    const { dir } = await other.addModel({ id: 'org/model', files: FILES });
    other.fault({ delayMs: 60_000 });
    const pending = fetch(other.url).catch((error: unknown) => error);
    while (other.requests.length === 0) await new Promise(setImmediate);
    await other.close();
    expect(await pending).toBeInstanceOf(TypeError);
    await expect(access(dir)).rejects.toThrow('ENOENT');
  });

  it('writes down every request', async () => {
    await get('/x%2Fy?z=1', OWNER, { method: 'POST', body: 'sent', headers: { 'X-Mixed': 'Case' } });
    expect(hub.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: '/x%2Fy?z=1',
      headers: { 'x-mixed': 'Case', authorization: `Bearer ${OWNER}` },
      body: Buffer.from('sent'),
      time: expect.any(Number),
    });
  });
});
