import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARD, FILES, OWNER, type SampleHub, STRANGER, startSampleHub } from './sample-hub.ts';
import type { LocalHub } from './server.ts';

let hub: LocalHub;
let head: string;
let get: SampleHub['get'];
let getJson: SampleHub['getJson'];

beforeAll(async () => {
  ({ hub, head, get, getJson } = await startSampleHub());
});

afterAll(() => hub.close());

describe('the API', () => {
  it('tells about a model', async () => {
    const info = {
      id: 'org/model',
      sha: head,
      private: false,
      gated: false,
      disabled: false,
      author: 'org',
      pipeline_tag: 'text-generation',
      cardData: { pipeline_tag: 'text-generation', 'model-index': [] },
      siblings: Object.keys(FILES)
        .sort()
        .map((rfilename) => ({ rfilename })),
      lastModified: '2026-01-01T00:00:00.000Z',
    };
    expect(await getJson('/api/models/org/model')).toMatchObject(info);
    expect(await getJson(`/api/models/org/model/revision/${head}`)).toMatchObject(info);
    expect(await getJson('/api/models/gpt2/revision/main')).toMatchObject({ id: 'gpt2' });
    expect(await getJson('/api/models/org/broken')).toMatchObject({ cardData: {} });
  });

  it('tells only what was asked for', async () => {
    const info = await getJson('/api/models/org/model?expand=sha&expand[]=gated');
    expect(Object.keys(info as object)).toEqual(['_id', 'id', 'sha', 'gated']);
  });

  it('lists a tree, page by page, with links to itself', async () => {
    const top = await getJson('/api/models/org/model/tree/main');
    expect(top).toEqual([
      { type: 'directory', oid: expect.any(String), size: 0, path: '.eval_results' },
      { type: 'file', oid: expect.any(String), size: CARD.length, path: 'README.md' },
      { type: 'directory', oid: expect.any(String), size: 0, path: 'data' },
    ]);
    for (const folder of ['data%2Fdeep', 'data/deep']) {
      const below = await getJson(`/api/models/org/model/tree/main/${folder}`);
      expect(below).toMatchObject([{ path: 'data/deep/x.bin', size: 2 }]);
    }
    const paths: string[] = [];
    let next: string | undefined = '/api/models/org/model/tree/main?recursive=true&limit=2';
    while (next !== undefined) {
      const response = await get(next);
      for (const { path } of (await response.json()) as { path: string }[]) paths.push(path);
      const link = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
      expect(link ?? hub.url).toContain(hub.url);
      next = link?.slice(hub.url.length);
    }
    expect(paths).toEqual([
      '.eval_results',
      '.eval_results/a.yaml',
      'README.md',
      'data',
      'data/deep',
      'data/deep/x.bin',
    ]);
  });

  it('tells whose token it is', async () => {
    expect(await getJson('/api/whoami-v2', OWNER)).toMatchObject({
      type: 'user',
      name: 'ann',
      orgs: [{ name: 'org' }],
      auth: { type: 'access_token', accessToken: { role: 'write' } },
    });
    const { auth } = (await getJson('/api/whoami-v2', STRANGER)) as { auth: unknown };
    expect(auth).toMatchObject({ accessToken: { role: 'fineGrained', fineGrained: { scoped: [] } } });
  });
});
