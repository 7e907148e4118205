import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askGit, runGit } from './git.ts';
import { type LocalHub, startLocalHub } from './server.ts';
import type { Snapshot } from './snapshot.ts';
import type { Repo } from './state.ts';
import { file, type Line, ndjson, type Talk, talkTo } from './talk.ts';

const API = '/api/models/org/model';
const COMMIT = `${API}/commit/main`;
const CARD = '---\nlicense: mit\n---\n# Card\n';

let hub: LocalHub;
let repo: Repo;
let head: string;
let fresh: Snapshot;
let owner: Talk;
let stranger: Talk;

beforeAll(async () => {
  hub = await startLocalHub();
  hub.addToken('hf_owner', { user: 'ann', role: 'write', orgs: ['org'] });
  hub.addToken('hf_reader', { user: 'ann', role: 'read', orgs: ['org'] });
  hub.addToken('hf_stranger', { user: 'bob', role: 'write' });
  hub.addToken('hf_other', { user: 'cem', role: 'write' });
  const files = { 'README.md': CARD, 'data/a.txt': 'a', 'data/b.txt': 'b' };
  repo = await hub.addModel({ id: 'org/model', files });
  await hub.addModel({ id: 'org/quiet', files, discussionsDisabled: true });
  await hub.addDataset({ id: 'org/data', files: { 'README.md': CARD } });
  head = await askGit(repo.dir, ['rev-parse', 'main']);
  owner = talkTo(hub, 'hf_owner');
  stranger = talkTo(hub, 'hf_stranger');
  fresh = hub.snapshot();
});

beforeEach(() => hub.restore(fresh));

afterAll(() => hub.close());

const git = (...args: string[]) => askGit(repo.dir, args);

describe('a commit', () => {
  it('is a real one', async () => {
    const lines = [
      file('README.md', `${CARD}More\n`),
      {
        key: 'file',
        value: { path: 'x/ü.bin', content: Buffer.from([0, 255]).toString('base64'), encoding: 'base64' },
      },
      { key: 'file', value: { path: 'moved.txt', content: 'a', oldPath: 'data/a.txt' } },
    ];
    const { status, json } = await owner.commit(COMMIT, { summary: 'Title', description: 'Body' }, lines);
    const oid = await git('rev-parse', 'main');
    const commitUrl = `${hub.url}/org/model/commit/${oid}`;
    expect([status, json]).toEqual([200, { success: true, commitOid: oid, commitUrl, hookOutput: '' }]);
    expect(await git('-c', 'core.quotePath=false', 'ls-tree', '-r', '--name-only', 'main')).toBe(
      'README.md\ndata/b.txt\nmoved.txt\nx/ü.bin',
    );
    expect([...(await runGit(repo.dir, ['show', 'main:x/ü.bin']))]).toEqual([0, 255]);
    expect(await git('log', '-1', '--format=%P|%an|%s|%b', 'main')).toBe(`${head}|ann|Title|Body`);
    expect(await git('fsck', '--full', '--strict', '--no-dangling')).toBe('');
  });

  it('is the same with a last line end and without', async () => {
    const oids: unknown[] = [];
    for (const end of ['', '\n']) {
      hub.restore(fresh);
      const body = ndjson({ summary: 'Title' }, [file('a', '1')]) + end;
      const headers = { Authorization: 'Bearer hf_owner', 'Content-Type': 'application/x-ndjson' };
      const response = await fetch(hub.url + COMMIT, { method: 'POST', headers, body });
      oids.push(((await response.json()) as { commitOid: string }).commitOid);
    }
    expect(oids[0]).toMatch(/^[0-9a-f]{40}$/);
    expect(oids[1]).toBe(oids[0]);
  });

  it.each<[string, Line, string]>([
    ['a file', { key: 'deletedFile', value: { path: 'data/a.txt' } }, 'README.md\ndata/b.txt'],
    ['a folder', { key: 'deletedFolder', value: { path: 'data/' } }, 'README.md'],
    ['an entry', { key: 'deletedEntry', value: { path: 'data' } }, 'README.md'],
  ])('deletes %s', async (_name, line, left) => {
    expect((await owner.commit(COMMIT, { summary: 'Delete' }, [line])).status).toBe(200);
    expect(await git('ls-tree', '-r', '--name-only', 'main')).toBe(left);
  });

  const some = [file('a', '1')];
  it.each<[string, Readonly<Record<string, unknown>>, readonly Line[], number, RegExp]>([
    ['no summary', { summary: '' }, some, 400, /summary/],
    ['a parent that is no id', { summary: 'x', parentCommit: 'main' }, some, 400, /parentCommit/],
    ['another parent', { summary: 'x', parentCommit: '0'.repeat(40) }, some, 412, /^The branch was updated since/],
    ['a path out of the repo', { summary: 'x' }, [file('../a', '1')], 400, /Invalid path/],
    ['a path into git', { summary: 'x' }, [file('a/.git/config', '1')], 400, /Invalid path/],
    ['a missing file to delete', { summary: 'x' }, [{ key: 'deletedFile', value: { path: 'none' } }], 404, /none/],
    ['an unknown operation', { summary: 'x' }, [{ key: 'rename', value: { path: 'a' } }], 400, /Unknown operation/],
    [
      'another encoding',
      { summary: 'x' },
      [{ key: 'file', value: { path: 'a', content: '', encoding: 'hex' } }],
      400,
      /encoding/,
    ],
    ['a large file', { summary: 'x' }, [{ key: 'lfsFile', value: { path: 'a' } }], 400, /LFS/],
    ['broken YAML', { summary: 'x' }, [file('README.md', '---\na: [b\n---\n')], 400, /^Invalid metadata in README/],
    ['a bad model-index', { summary: 'x' }, [file('README.md', '---\nmodel-index: 1\n---\n')], 400, /must be an array/],
  ])('with %s is refused, and nothing is committed', async (_name, header, lines, status, says) => {
    const answer = await owner.commit(COMMIT, header, lines);
    expect([answer.status, await git('rev-parse', 'main')]).toEqual([status, head]);
    expect(answer.json).toEqual({ error: expect.stringMatching(says) });
    expect(answer.headers.get('x-error-message')).not.toBeNull();
  });

  it('may have the head as its parent, in short too', async () => {
    const first = await owner.commit(COMMIT, { summary: 'x', parentCommit: head.slice(0, 7) }, some);
    expect(first.status).toBe(200);
    expect((await owner.commit(COMMIT, { summary: 'y', parentCommit: head }, some)).status).toBe(412);
  });

  it('of an eval.yaml is checked in datasets alone', async () => {
    const lines = [file('eval.yaml', 'name: x\n')];
    expect((await owner.commit('/api/datasets/org/data/commit/main', { summary: 'x' }, lines)).status).toBe(400);
    expect((await owner.commit(COMMIT, { summary: 'x' }, lines)).status).toBe(200);
  });
});

describe('who may commit where', () => {
  it.each<[string, string | undefined, string, number, RegExp]>([
    ['anonymous', undefined, COMMIT, 401, /Invalid username/],
    ['a stranger', 'hf_stranger', COMMIT, 403, /pass `create_pr=1`/],
    ['a token that reads', 'hf_reader', COMMIT, 403, /create_pr/],
    ['a token that reads, as a pull request', 'hf_reader', `${COMMIT}?create_pr=1`, 403, /may not create/],
    ['no repo', 'hf_owner', '/api/models/org/none/commit/main', 404, /Repository not found/],
    ['no branch', 'hf_owner', `${API}/commit/none`, 404, /Invalid rev id: none/],
    ['encoded twice', 'hf_owner', `${API}/commit/refs%252Fpr%252F1`, 404, /Invalid rev id: refs%2Fpr%2F1/],
    ['a commit, not a branch', 'hf_owner', `${API}/commit/${'0'.repeat(40)}`, 404, /Invalid rev id/],
    ['no discussions', 'hf_stranger', '/api/models/org/quiet/commit/main?create_pr=1', 403, /disabled/],
    ['not the author', 'hf_other', `${API}/commit/refs%2Fpr%2F1`, 403, /create_pr/],
    ['the author', 'hf_stranger', `${API}/commit/refs%2Fpr%2F1`, 200, /^$/],
    ['a writer', 'hf_owner', `${API}/commit/refs%2Fpr%2F1`, 200, /^$/],
    ['a closed pull request', 'hf_stranger', `${API}/commit/refs%2Fpr%2F2`, 403, /closed/],
  ])('%s', async (_name, token, path, status, says) => {
    hub.propose('org/model', { title: 'Open', author: 'bob', files: { p: '1' } });
    hub.propose('org/model', { title: 'Closed', author: 'bob', files: { p: '1' }, status: 'closed' });
    const { status: found, json } = await talkTo(hub, token).commit(path, { summary: 'Try' }, [file('p', '2')]);
    expect(found).toBe(status);
    expect((json as { error?: string }).error ?? '').toMatch(says);
    // The answer before the commit is the same as that of the commit.
    const asked = path.replace('/commit/', '/preupload/');
    const sample = { files: [{ path: 'p', size: 1, sample: 'Mg==' }] };
    expect((await talkTo(hub, token).post(asked, sample)).status).toBe(status);
  });

  it('create_pr makes a pull request from the parent, without a lock', async () => {
    await owner.commit(COMMIT, { summary: 'Main goes on' }, [file('m', '1')]);
    const header = { summary: 'Results', description: 'Why', parentCommit: head };
    const { json } = await stranger.commit(`${COMMIT}?create_pr=1`, header, [file('p', '1')]);
    expect(json).toMatchObject({ pullRequestUrl: `${hub.url}/org/model/discussions/1` });
    expect(await git('rev-parse', 'refs/pr/1^')).toBe(head);
    expect((await stranger.get(`${API}/discussions/1?diff=1`)).json).toMatchObject({
      title: 'Results',
      status: 'open',
      events: [
        { type: 'comment', data: { latest: { raw: 'Why' } } },
        { type: 'commit', data: { subject: 'Results' } },
      ],
      changes: { base: 'refs/heads/main', headCommitId: await git('rev-parse', 'refs/pr/1') },
      diff: expect.stringMatching(/^diff --git a\/p b\/p\n/),
    });
  });

  it('two at once with the same parent: one wins', async () => {
    const commits = ['1', '2', '3'].map((text) =>
      owner.commit(COMMIT, { summary: text, parentCommit: head }, [file('a', text)]),
    );
    expect((await Promise.all(commits)).map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect(await git('rev-list', '--count', 'main')).toBe('2');
  });

  it('preupload tells how to send files, and what they are now', async () => {
    const files = [
      { path: 'README.md', size: 5, sample: '' },
      { path: 'model.safetensors', size: 20_000_000, sample: '' },
    ];
    const oid = await git('rev-parse', 'main:README.md');
    expect((await owner.post(`${API}/preupload/main`, { files })).json).toEqual({
      commitOid: head,
      files: [
        { path: 'README.md', uploadMode: 'regular', shouldIgnore: false, oid },
        { path: 'model.safetensors', uploadMode: 'lfs', shouldIgnore: false },
      ],
    });
    expect((await owner.post(`${API}/preupload/main`, { files: [{ path: 'x' }] })).status).toBe(422);
  });
});

describe('history', () => {
  it('is told page by page, with what each ref is', async () => {
    await owner.commit(COMMIT, { summary: 'Second', description: 'Body' }, [file('data/a.txt', '2')]);
    const page = await stranger.get(`${API}/commits/main?limit=1`);
    expect(page.headers.get('link')).toBe(`<${hub.url}${API}/commits/main?limit=1&p=1>; rel="next"`);
    expect(page.headers.get('x-total-count')).toBe('2');
    expect(page.json).toMatchObject([{ title: 'Second', message: 'Body', authors: [{ user: 'ann' }] }]);
    const next = await stranger.get(`${API}/commits/main?limit=1&p=1`);
    expect([next.json, next.headers.get('link')]).toMatchObject([[{ id: head, title: 'initial commit' }], null]);
    const tree = await stranger.get(`${API}/tree/main/data?expand=true`);
    expect(tree.json).toMatchObject([
      { path: 'data/a.txt', lastCommit: { title: 'Second' } },
      { path: 'data/b.txt', lastCommit: { id: head } },
    ]);
    expect((await stranger.post(`${API}/paths-info/main`, { paths: ['data', 'none'] })).json).toMatchObject([
      { path: 'data', type: 'directory' },
    ]);
    expect((await stranger.get(`${API}/compare/${head}..main?raw=1`)).json).toMatch(/^diff --git a\/data\/a\.txt/);
    hub.propose('org/model', { title: 'P', author: 'bob', files: { p: '1' } });
    expect((await stranger.get(`${API}/refs?include_prs=1`)).json).toMatchObject({
      branches: [{ name: 'main', ref: 'refs/heads/main' }],
      pullRequests: [{ name: '1', ref: 'refs/pr/1' }],
    });
  });
});
