import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER, type SampleHub, STRANGER, startSampleHub } from './sample-hub.ts';
import type { LocalHub } from './server.ts';

let hub: LocalHub;
let get: SampleHub['get'];
let getJson: SampleHub['getJson'];

beforeAll(async () => {
  ({ hub, get, getJson } = await startSampleHub());
});

afterAll(() => hub.close());

describe('who gets what', () => {
  const file = (repo: string) => `/${repo}/resolve/main/README.md`;
  it.each<[string, string, string | undefined, number, string | null, RegExp]>([
    ['missing, anonymous', file('org/none'), undefined, 401, 'RepoNotFound', /^Invalid username or password\.$/],
    ['missing', file('org/none'), STRANGER, 404, 'RepoNotFound', /^Repository not found$/],
    ['private, anonymous', file('org/private'), undefined, 401, 'RepoNotFound', /^Invalid username/],
    ['private, stranger', file('org/private'), STRANGER, 404, 'RepoNotFound', /^Repository not found$/],
    ['private info, anonymous', '/api/models/org/private', undefined, 401, 'RepoNotFound', /^Invalid username/],
    ['gated, anonymous', file('org/gated'), undefined, 401, 'GatedRepo', /Please log in\.$/],
    ['gated, stranger', file('org/gated'), STRANGER, 403, 'GatedRepo', /not in the authorized list/],
    ['disabled', file('org/disabled'), OWNER, 403, null, /^Access to this resource is disabled\.$/],
    ['bad token', file('org/model'), 'hf_nobody', 401, null, /^Invalid credentials in Authorization header$/],
    ['no revision', '/org/model/resolve/v9/README.md', undefined, 404, 'RevisionNotFound', /^Invalid rev id: v9$/],
    [
      'encoded twice',
      '/org/model/resolve/refs%252Fpr%252F7/README.md',
      undefined,
      404,
      'RevisionNotFound',
      /^Invalid rev id: refs%2Fpr%2F7$/,
    ],
    ['git notation', '/org/model/resolve/main~0/README.md', undefined, 404, 'RevisionNotFound', /main~0/],
    ['an option', '/org/model/resolve/--all/README.md', undefined, 404, 'RevisionNotFound', /--all/],
    ['no file', '/org/model/resolve/main/none', undefined, 404, 'EntryNotFound', /^Entry not found$/],
    ['a folder', '/org/model/resolve/main/data', undefined, 404, 'EntryNotFound', /^Entry not found$/],
    ['no folder', '/api/models/org/model/tree/main/none', undefined, 404, 'EntryNotFound', /does not exist/],
    ['no route', '/api/nothing', undefined, 404, null, /find the page/],
    ['whoami, anonymous', '/api/whoami-v2', undefined, 401, null, /^Invalid username/],
  ])('%s', async (_name, path, token, status, code, message) => {
    const response = await get(path, token);
    expect([response.status, response.headers.get('x-error-code')]).toEqual([status, code]);
    expect(response.headers.get('x-error-message')).toMatch(message);
    // For a bad token the header says more than the body.
    const said = token === 'hf_nobody' ? 'Invalid username or password.' : response.headers.get('x-error-message');
    expect(await response.json()).toEqual({ error: said });
    expect(response.headers.get('content-type')).toContain('application/json');
  });

  it.each([
    ['org/private', OWNER],
    ['org/gated', OWNER],
    ['org/open-to-bob', STRANGER],
  ])('%s for those who may', async (repo, token) => {
    expect((await get(file(repo), token)).status).toBe(200);
  });

  it('info and tree of a gated repo for all', async () => {
    expect(await getJson('/api/models/org/gated')).toMatchObject({ gated: 'auto' });
    expect(await getJson('/api/models/org/gated/tree/main')).toHaveLength(3);
  });

  it('sends on from an old name, except to those who may not see the new one', async () => {
    const response = await get('/org/old/resolve/main/README.md?download=true');
    expect([response.status, response.headers.get('location')]).toEqual([
      307,
      '/org/model/resolve/main/README.md?download=true',
    ]);
    expect((await get('/api/models/org/old')).headers.get('location')).toBe('/api/models/org/model');
    expect((await get('/api/models/org/old-private')).status).toBe(401);
    expect((await get('/api/models/org/old-private', STRANGER)).status).toBe(404);
  });
});
