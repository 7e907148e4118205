import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askGit } from './git.ts';
import { type LocalHub, startLocalHub } from './server.ts';
import type { Snapshot } from './snapshot.ts';
import { type Answer, file, type Talk, talkTo } from './talk.ts';

const API = '/api/models/org/model';
const ALL = `${API}/discussions`;
const HLE = (value: number) => `- dataset: {id: cais/hle, task_id: hle}\n  value: ${value}\n`;

let hub: LocalHub;
let fresh: Snapshot;
let owner: Talk;
let stranger: Talk;

beforeAll(async () => {
  hub = await startLocalHub({ settings: { discussionsPageSize: 2 } });
  hub.addToken('hf_owner', { user: 'ann', role: 'write', orgs: ['org'] });
  hub.addToken('hf_stranger', { user: 'bob', role: 'write' });
  hub.addToken('hf_other', { user: 'cem', role: 'write' });
  await hub.addModel({ id: 'org/model', files: { 'README.md': '# Card\n', '.eval_results/hle.yaml': HLE(20) } });
  await hub.addModel({ id: 'org/quiet', files: {}, discussionsDisabled: true });
  const yaml = 'name: HLE\nevaluation_framework: inspect-ai\ntasks:\n- id: hle\n- id: other\n';
  await hub.addDataset({ id: 'cais/hle', files: { 'eval.yaml': yaml }, tags: ['benchmark:official'] });
  await hub.addDataset({ id: 'org/data', files: {} });
  owner = talkTo(hub, 'hf_owner');
  stranger = talkTo(hub, 'hf_stranger');
  fresh = hub.snapshot();
});

beforeEach(() => hub.restore(fresh));

afterAll(() => hub.close());

const dirOf = (key: string) => hub.repos.get(key)?.dir ?? '';
const numbersOf = ({ json }: Answer) => (json as { discussions: { num: number }[] }).discussions.map(({ num }) => num);

describe('the list', () => {
  beforeEach(() => {
    hub.discuss('org/model', { title: 'Question', author: 'bob', comments: ['What?', 'And?'] });
    hub.propose('org/model', { title: 'Add results', author: 'bob', files: { a: '1' } });
    hub.propose('org/model', { title: 'Add more', author: 'cem', files: { b: '1' }, status: 'closed' });
    hub.propose('org/model', { title: 'Later', author: 'cem', files: { c: '1' }, status: 'draft' });
    hub.discuss('org/model', { title: 'Other', author: 'cem', comments: ['Hello'] });
  });

  it.each<[string, readonly number[], number]>([
    ['', [5, 4], 5],
    ['?p=1', [3, 2], 5],
    ['?p=2', [1], 5],
    ['?p=3', [], 5],
    ['?type=discussion', [5, 1], 2],
    ['?type=pull_request', [4, 3], 3],
    ['?type=pull_request&status=open', [4, 2], 2],
    ['?status=closed', [3], 1],
    ['?author=bob', [2, 1], 2],
    ['?author=nobody', [], 0],
    ['?search=add', [3, 2], 2],
    ['?sort=trending&type=discussion', [1, 5], 2],
  ])('%s', async (query, numbers, count) => {
    const answer = await talkTo(hub).get(ALL + query);
    expect([answer.status, numbersOf(answer)]).toEqual([200, numbers]);
    expect(answer.json).toMatchObject({ count, start: 2 * Number(/p=(\d)/.exec(query)?.[1] ?? 0) });
  });

  it.each(['type=x', 'status=merged', 'sort=oldest'])('refuses %s', async (query) => {
    expect((await stranger.get(`${ALL}?${query}`)).status).toBe(400);
  });

  it('has no author where the account is gone', async () => {
    hub.settings.deletedUsers = ['cem'];
    const { json } = await stranger.get(ALL);
    const [first] = (json as { discussions: Record<string, unknown>[] }).discussions;
    expect(first).toMatchObject({ num: 5, title: 'Other', isPullRequest: false, numComments: 0 });
    expect(first).not.toHaveProperty('author');
  });
});

describe('a discussion', () => {
  it('is opened, answered, edited, hidden, renamed, closed and opened again', async () => {
    const made = await stranger.post(ALL, { title: 'Question', description: 'What?' });
    expect([made.status, made.json]).toEqual([
      200,
      { num: 1, url: `${hub.url}/org/model/discussions/1`, pullRequest: false },
    ]);
    const said = await owner.post(`${ALL}/1/comment`, { comment: 'This' });
    const { id } = (said.json as { newMessage: { id: string } }).newMessage;
    expect([said.status, said.json]).toMatchObject([201, { newMessage: { type: 'comment', author: { name: 'ann' } } }]);
    expect((await owner.post(`${ALL}/1/comment/${id}/edit`, { content: 'That' })).json).toMatchObject({
      updatedComment: { id, data: { edited: true, numEdits: 1, latest: { raw: 'That' } } },
    });
    expect((await stranger.post(`${ALL}/1/title`, { title: 'Better' })).json).toMatchObject({
      newTitle: { type: 'title-change', data: { from: 'Question', to: 'Better' } },
    });
    expect((await owner.post(`${ALL}/1/comment/${id}/hide`)).json).toMatchObject({
      updatedComment: { data: { hidden: true } },
    });
    expect((await owner.post(`${ALL}/1/status`, { status: 'closed', comment: 'Done' })).json).toMatchObject({
      newStatus: { type: 'status-change', data: { status: 'closed' } },
    });
    expect((await owner.post(`${ALL}/1/pin`, { pinned: true })).status).toBe(200);
    const { json } = await stranger.get(`${ALL}/1`);
    expect(json).toMatchObject({
      title: 'Better',
      status: 'closed',
      pinned: true,
      locked: false,
      isPullRequest: false,
    });
    const types = (json as { events: { type: string }[] }).events.map(({ type }) => type);
    expect(types).toEqual(['comment', 'comment', 'title-change', 'comment', 'status-change', 'pinning-change']);
    expect((await stranger.post(`${ALL}/1/status`, { status: 'open' })).status).toBe(200);
  });

  it.each<[string, string, string, unknown, number]>([
    ['a short title', 'hf_other', '', { title: 'ab', description: '' }, 400],
    ['no description', 'hf_other', '', { title: 'abc' }, 400],
    ['nobody', '', '', { title: 'abc', description: '' }, 401],
    ['none of this number', 'hf_other', '/9/comment', { comment: 'x' }, 404],
    ['an empty comment', 'hf_other', '/1/comment', { comment: '' }, 400],
    ['a comment of nobody', '', '/1/comment', { comment: 'x' }, 401],
    ['a comment on a locked one', 'hf_owner', '/2/comment', { comment: 'x' }, 403],
    ["somebody else's title", 'hf_other', '/1/title', { title: 'Mine' }, 403],
    ["somebody else's status", 'hf_other', '/1/status', { status: 'closed' }, 403],
    ['another status', 'hf_owner', '/1/status', { status: 'merged' }, 400],
    ['the same status', 'hf_owner', '/1/status', { status: 'open' }, 400],
    ['a merge of a discussion', 'hf_owner', '/1/merge', {}, 400],
    ['an unknown action', 'hf_owner', '/1/like', {}, 404],
    ['JSON that is none', 'hf_owner', '/1/comment', [], 400],
  ])('refuses %s', async (_name, token, path, body, status) => {
    hub.discuss('org/model', { title: 'Question', author: 'bob', comments: ['What?'] });
    hub.discuss('org/model', { title: 'Locked', author: 'bob', comments: ['What?'] });
    hub.lock('org/model', { num: 2, by: 'ann' });
    const answer = await talkTo(hub, token || undefined).post(ALL + path, body);
    expect([answer.status, answer.json]).toEqual([status, { error: expect.any(String) }]);
  });

  it('is not to be had where they are switched off', async () => {
    expect((await owner.get('/api/models/org/quiet/discussions')).status).toBe(403);
    expect((await owner.post('/api/models/org/quiet/discussions', { title: 'abc', description: '' })).status).toBe(403);
  });

  it('is there for datasets too', async () => {
    await stranger.post('/api/datasets/org/data/discussions', { title: 'abc', description: '' });
    expect((await owner.get('/api/datasets/org/data/discussions/1')).json).toMatchObject({
      repo: { name: 'org/data', type: 'dataset' },
    });
  });
});

describe('a pull request', () => {
  it('made without a commit is a draft until it is published', async () => {
    await stranger.post(ALL, { title: 'Question', description: '' });
    const made = await stranger.post(ALL, { title: 'Draft', description: 'Later', pullRequest: true });
    expect(made.json).toMatchObject({ num: 2, pullRequest: true, references: { base: 'refs/heads/main' } });
    expect((await owner.post(`${ALL}/2/merge`)).status).toBe(400);
    await stranger.commit(`${API}/commit/refs%2Fpr%2F2`, { summary: 'Add' }, [file('a', '1')]);
    expect((await stranger.get(`${ALL}/2`)).json).toMatchObject({ status: 'draft' });
    await stranger.post(`${ALL}/2/status`, { status: 'open' });
    expect((await owner.post(`${ALL}/2/merge`)).status).toBe(200);
  });

  it('is merged by git, and what conflicts is not', async () => {
    hub.propose('org/model', { title: 'Fits', author: 'bob', files: { 'README.md': '# Card\nMore\n' } });
    hub.propose('org/model', { title: 'Else', author: 'bob', files: { b: '2' } });
    hub.propose('org/model', { title: 'Collides', author: 'cem', files: { 'README.md': '# Theirs\n' } });
    expect((await stranger.post(`${ALL}/1/merge`)).status).toBe(403);
    expect((await owner.post(`${ALL}/1/merge`, { comment: 'Thanks' })).status).toBe(200);
    expect((await owner.post(`${ALL}/2/merge`)).status).toBe(200);
    const dir = dirOf('org/model');
    expect(await askGit(dir, ['log', '--format=%s', 'main'])).toBe('Else (#2)\nFits (#1)\ninitial commit');
    expect(await askGit(dir, ['show', 'main:b'])).toBe('2');
    expect((await owner.get(`${ALL}/2`)).json).toMatchObject({
      status: 'merged',
      filesWithConflicts: [],
      changes: { mergeCommitId: await askGit(dir, ['rev-parse', 'main']) },
    });
    expect((await owner.get(`${ALL}/3`)).json).toMatchObject({ status: 'open', filesWithConflicts: ['README.md'] });
    expect((await owner.post(`${ALL}/3/merge`)).status).toBe(409);
    expect((await owner.post(`${ALL}/1/status`, { status: 'open' })).status).toBe(400);
    expect(await askGit(dir, ['fsck', '--full', '--strict', '--no-dangling'])).toBe('');
  });

  it('loses its ref only when it is closed', async () => {
    hub.propose('org/model', { title: 'Open', author: 'bob', files: { b: '2' } });
    expect((await owner.remove(`${ALL}/1/ref`)).status).toBe(400);
    await owner.post(`${ALL}/1/status`, { status: 'closed' });
    expect((await owner.remove(`${ALL}/1/ref`)).status).toBe(200);
    expect((await owner.get(`${ALL}/1`)).json).toMatchObject({ changes: { refDeleted: true } });
    expect((await owner.get(`${API}/tree/refs%2Fpr%2F1`)).status).toBe(404);
    expect((await owner.remove(`${ALL}/1`)).status).toBe(200);
    expect((await owner.get(`${ALL}/1`)).status).toBe(404);
  });
});

describe('results', () => {
  const results = async () => {
    const { json } = await stranger.get(`${API}?expand=evalResults`);
    return (json as { evalResults: unknown[] }).evalResults;
  };
  const entry = (filename: string, value: number) => ({
    filename: `.eval_results/${filename}`,
    verified: false,
    data: { dataset: { id: 'cais/hle', task_id: 'hle' }, value },
  });

  it('come from main and from open pull requests, until these close', async () => {
    const files = { '.eval_results/more.yaml': HLE(30) };
    hub.propose('org/model', { title: 'Open', author: 'bob', files });
    hub.propose('org/model', { title: 'Draft', author: 'bob', files, status: 'draft' });
    expect(await results()).toEqual([entry('hle.yaml', 20), { ...entry('more.yaml', 30), pullRequest: 1 }]);
    const board = await stranger.get('/api/datasets/cais/hle/leaderboard');
    expect(board.json).toMatchObject([
      { rank: 1, modelId: 'org/model', value: 30, pullRequest: 1, filename: '.eval_results/more.yaml' },
      { rank: 2, modelId: 'org/model', value: 20, filename: '.eval_results/hle.yaml' },
    ]);
    expect((await stranger.get('/api/datasets/cais/hle/leaderboard?task_id=other')).json).toEqual([]);
    await owner.post(`${ALL}/1/status`, { status: 'closed' });
    expect(await results()).toEqual([entry('hle.yaml', 20)]);
  });

  it.each<[string, string, RegExp]>([
    ['broken YAML', '- a: [', /./],
    ['no list', 'a: 1\n', /array/],
    ['no task', '- dataset: {id: a/b}\n  value: 1\n', /task_id/],
    ['a text as value', '- dataset: {id: a/b, task_id: c}\n  value: "1"\n', /number/],
    ['a source without URL', '- dataset: {id: a/b, task_id: c}\n  value: 1\n  source: {name: x}\n', /url/],
  ])('have an error in place of %s', async (_name, text, says) => {
    hub.commit('org/model', { files: { '.eval_results/hle.yaml': text }, title: 'Break' });
    expect(await results()).toEqual([{ filename: '.eval_results/hle.yaml', error: expect.stringMatching(says) }]);
  });

  it('have their benchmarks in a list', async () => {
    expect((await stranger.get('/api/datasets?filter=benchmark:official')).json).toMatchObject([{ id: 'cais/hle' }]);
    expect((await stranger.get('/datasets/cais/hle/resolve/main/eval.yaml')).json).toContain('name: HLE');
  });
});
