import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askGit } from './git.ts';
import { FAULTS, type FaultName, LIST_FAULTS } from './named-faults.ts';
import { type LocalHub, startLocalHub } from './server.ts';
import type { Snapshot } from './snapshot.ts';
import { type Answer, file, type Talk, talkTo } from './talk.ts';

const API = '/api/models/org/model';
const COMMIT = `${API}/commit/main`;
const ALL = `${API}/discussions`;

let hub: LocalHub;
let fresh: Snapshot;
let owner: Talk;
let stranger: Talk;
let dir: string;

beforeAll(async () => {
  hub = await startLocalHub({ settings: { discussionsPageSize: 2 } });
  hub.addToken('hf_owner', { user: 'ann', role: 'write', orgs: ['org'] });
  hub.addToken('hf_stranger', { user: 'bob', role: 'write' });
  ({ dir } = await hub.addModel({ id: 'org/model', files: { 'README.md': '# Card\n' } }));
  owner = talkTo(hub, 'hf_owner');
  stranger = talkTo(hub, 'hf_stranger');
  fresh = hub.snapshot();
});

beforeEach(() => hub.restore(fresh));

afterAll(() => hub.close());

const numbersOf = ({ json }: Answer) => (json as { discussions: { num: number }[] }).discussions.map(({ num }) => num);
const proposals = () => hub.repos.get('org/model')?.discussions.size;
const propose = () => stranger.commit(`${COMMIT}?create_pr=1`, { summary: 'Results' }, [file('p', '1')]);

describe('faults', () => {
  it('befall the n-th request of a kind, as long as they are asked to', async () => {
    hub.fault({ method: 'POST', path: /\/comment$/, nth: 2, times: 2, status: 500 });
    hub.discuss('org/model', { title: 'Question', author: 'bob', comments: ['What?'] });
    const statuses: number[] = [];
    for (const comment of ['1', '2', '3', '4']) {
      statuses.push((await owner.post(`${ALL}/1/comment`, { comment })).status);
    }
    expect(statuses).toEqual([201, 500, 500, 201]);
  });

  it.each([
    [{ query: /create_pr=1/ }, [503, 200]],
    [{ sent: /"summary":"Results"/ }, [503, 200]],
    [{ user: 'ann' }, [200, 503]],
    [{ path: /\/none$/ }, [200, 200]],
  ])('know a request by %o', async (rule, statuses) => {
    hub.fault({ ...rule, status: 503 });
    const answers = [await propose(), await owner.commit(COMMIT, { summary: 'Own' }, [file('a', '1')])];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });

  it.each<[FaultName, number | 'no JSON' | 'lost', number]>([
    ['rate limit, used up', 429, 0],
    ['rate limit of an action', 429, 0],
    ['500', 500, 0],
    ['502', 502, 0],
    ['503', 503, 0],
    ['reset', 'lost', 0],
    ['no answer', 'lost', 0],
    ['truncated body', 'lost', 1],
    ['web page with 200', 'no JSON', 0],
    ['malformed JSON', 'no JSON', 0],
    ['done, but 500', 500, 1],
    ['done, but reset', 'lost', 1],
    ['done, but no answer', 'lost', 1],
  ])('by name: %s', async (name, outcome, made) => {
    hub.fault({ method: 'POST', path: /\/commit\//, ...FAULTS[name] });
    const silence = AbortSignal.timeout(100);
    const headers = { Authorization: 'Bearer hf_stranger', 'Content-Type': 'application/x-ndjson' };
    const body = '{"key":"header","value":{"summary":"x"}}';
    const found = await fetch(`${hub.url}${COMMIT}?create_pr=1`, { method: 'POST', headers, body, signal: silence })
      .then(async (response) => {
        const text = await response.text();
        return response.ok && !isJson(text) ? 'no JSON' : response.status;
      })
      .catch(() => 'lost');
    expect([found, proposals()]).toEqual([outcome, made]);
  });

  it('of lists: stale, repeated, too short', async () => {
    for (const title of ['One', 'Two', 'Three']) {
      await stranger.post(ALL, { title, description: '' });
    }
    hub.fault({ method: 'GET', path: /\/discussions$/, ...LIST_FAULTS.stale });
    expect(numbersOf(await stranger.get(ALL))).toEqual([2, 1]);
    expect(numbersOf(await stranger.get(ALL))).toEqual([3, 2]);
    hub.fault({ method: 'GET', query: /p=1/, ...LIST_FAULTS['page repeated'] });
    expect(numbersOf(await stranger.get(`${ALL}?p=1`))).toEqual([3, 2]);
    expect(numbersOf(await stranger.get(`${ALL}?p=1`))).toEqual([1]);
    hub.fault({ ...LIST_FAULTS['page too short'] });
    const short = await stranger.get(ALL);
    expect([numbersOf(short), short.json]).toMatchObject([[3], { count: 3 }]);
  });

  it('show the head, too, as it was before the last change', async () => {
    const before = await askGit(dir, ['rev-parse', 'main']);
    await owner.commit(COMMIT, { summary: 'New' }, [file('a', '1')]);
    hub.fault({ path: /\/models\/org\/model$/, stale: true });
    expect((await owner.get(`${API}?expand=sha`)).json).toMatchObject({ sha: before });
    expect((await owner.get(`${API}?expand=sha`)).json).not.toMatchObject({ sha: before });
  });
});

describe('pauses', () => {
  it('let one client go between two calls of another', async () => {
    const head = await askGit(dir, ['rev-parse', 'main']);
    const pause = hub.pauseBefore({ method: 'POST', path: /\/commit\//, user: 'ann' });
    const slow = owner.commit(COMMIT, { summary: 'Slow', parentCommit: head }, [file('a', '1')]);
    expect(await pause.reached).toMatchObject({ method: 'POST', tokenKind: 'write', user: 'ann' });
    hub.commit('org/model', { files: { a: '2' }, title: 'Quick' });
    pause.release();
    expect((await slow).status).toBe(412);
    expect(await askGit(dir, ['show', 'main:a'])).toBe('2');
  });

  it('after the work is done hold the answer back', async () => {
    const pause = hub.pauseAfter({ query: /create_pr/ });
    const slow = propose();
    await pause.reached;
    expect(numbersOf(await owner.get(ALL))).toEqual([1]);
    expect(hub.requests[0]?.answer).toBeUndefined();
    pause.release();
    expect((await slow).status).toBe(200);
  });

  it('outlive a client that is killed there: what it had sent is done', async () => {
    const pause = hub.pauseBefore({ query: /create_pr/ });
    const killed = new AbortController();
    const headers = { Authorization: 'Bearer hf_stranger', 'Content-Type': 'application/x-ndjson' };
    const body = '{"key":"header","value":{"summary":"x"}}';
    const init = { method: 'POST', headers, body, signal: killed.signal };
    const lost = fetch(`${hub.url}${COMMIT}?create_pr=1`, init).catch(() => 'lost');
    await pause.reached;
    killed.abort();
    expect(await lost).toBe('lost');
    pause.release();
    while (hub.requests[0]?.answer === undefined) await new Promise(setImmediate);
    expect(numbersOf(await owner.get(ALL))).toEqual([1]);
  });

  it('that nobody came to hold nobody, and the second of a kind may be meant', async () => {
    hub.pauseBefore({ path: /./ }).release();
    const pause = hub.pauseBefore({ path: /\/discussions$/, nth: 2 });
    expect((await owner.get(ALL)).status).toBe(200);
    const second = owner.get(ALL);
    await pause.reached;
    pause.release();
    expect((await second).status).toBe(200);
  });
});

describe('the log', () => {
  it('has every request with its answer', async () => {
    await propose();
    await talkTo(hub, 'hf_nobody').get('/api/whoami-v2');
    await talkTo(hub).get(ALL);
    const lines = hub.requests.map(({ method, path, tokenKind, user, answer }) => [
      method,
      path,
      tokenKind,
      user,
      answer?.status,
    ]);
    expect(lines).toEqual([
      ['POST', `${COMMIT}?create_pr=1`, 'write', 'bob', 200],
      ['GET', '/api/whoami-v2', 'unknown', undefined, 401],
      ['GET', ALL, 'anonymous', undefined, 200],
    ]);
  });
});

describe('a snapshot', () => {
  it('brings back refs, discussions, tokens, times and ids', async () => {
    const run = async () => {
      await propose();
      await owner.commit(COMMIT, { summary: 'New' }, [file('a', '1')]);
      hub.addToken('hf_late', { user: 'late', role: 'read' });
      return [(await owner.get(`${ALL}/1`)).json, await askGit(dir, ['for-each-ref'])];
    };
    const first = await run();
    hub.restore(fresh);
    expect([proposals(), await askGit(dir, ['for-each-ref', '--format=%(refname)'])]).toEqual([0, 'refs/heads/main']);
    expect((await talkTo(hub, 'hf_late').get('/api/whoami-v2')).status).toBe(401);
    hub.restore(fresh);
    expect(await run()).toEqual(first);
  });

  it('forgets repos that came later, settings, faults and rate limits', async () => {
    await hub.addModel({ id: 'org/late', files: {} });
    hub.fault({ status: 500 });
    hub.settings.discussionsPageSize = 1;
    hub.restore(fresh);
    expect(hub.settings.discussionsPageSize).toBe(2);
    expect((await owner.get(API)).headers.get('ratelimit')).toBe('"api";r=999;t=300');
    expect((await owner.get('/api/models/org/late')).status).toBe(404);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
