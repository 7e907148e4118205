import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultRule } from '../local-hub/faults.ts';
import { commitFiles } from '../local-hub/repo.ts';
import { CARD, REPO, TABLE_LINE } from './cards.ts';
import type { Finished } from './child.ts';
import { expectJsonRefusal, expectNoTrace, expectRefusal } from './expectations.ts';
import { type Hubs, STRANGER, startHubs, TOKEN } from './hubs.ts';
import { runAction } from './run-action.ts';
import { runCli } from './run-cli.ts';

let hubs: Hubs;

beforeAll(async () => {
  hubs = await startHubs();
});

afterAll(() => hubs.close());

function inspect(repo: string, token?: string, ...more: string[]): Promise<Finished> {
  const env = { HF_ENDPOINT: hubs.hub.url, HF_TOKEN: token };
  return runCli(['inspect-tables', '--repo-id', repo, ...more], { env });
}

/** A model of its own, on which only the requests of one test fall. */
async function faulty(name: string, ...faults: FaultRule[]): Promise<string> {
  const id = `faults/${name}`;
  await hubs.hub.addModel({ id, files: { 'README.md': CARD } });
  for (const fault of faults) hubs.hub.fault({ ...fault, path: new RegExp(`^/${id}/`) });
  return id;
}

const requestsOf = (id: string) => hubs.hub.requests.filter(({ path }) => path.startsWith(`/${id}/`));

describe('a card on the Hub', () => {
  it.each<[string, string | undefined]>([
    [REPO, undefined],
    [REPO, TOKEN],
    ['aviary/private', TOKEN],
    ['aviary/gated', TOKEN],
    ['aviary/old', undefined],
    ['aviary/stored-3b', undefined],
  ])('is read: %s, token %s', async (repo, token) => {
    const run = await inspect(repo, token, '--format', 'json');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(JSON.parse(run.stdout)).toMatchObject({ repo_id: repo, tables: [{ line: TABLE_LINE, kind: 'evaluation' }] });
  });

  it.each(['text', 'json', 'yaml'])('gives the same scores as the file, as %s', async (format) => {
    const env = { HF_ENDPOINT: hubs.hub.url };
    const run = await runCli(['extract-readme', '--repo-id', REPO, '--format', format], { env });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/value: 85\.20(?:\\n|$)/m);
    expect(run.stdout).toContain(`${hubs.hub.url}/${REPO}`);
  });

  it('is read by the Action', async () => {
    const run = await runAction(
      { 'repo-id': 'aviary/private', 'hf-token': TOKEN, 'model-name': 'Sparrow 3B' },
      { env: { HF_ENDPOINT: hubs.hub.url } },
    );
    expect([run.code, run.stderr, run.outputs.status]).toEqual([0, '', 'previewed']);
    expect(run.annotations).toEqual([]);
  });

  it('is read at a revision, also that of a pull request', async () => {
    const id = await faulty('revisions');
    const dir = hubs.hub.repos.get(id)?.dir ?? '';
    const text = CARD.replace('85.20', '12.34');
    const commit = await commitFiles(dir, { ref: 'refs/pr/1', files: { 'README.md': text }, title: 'Proposal' });
    const args = ['--model-name', 'Sparrow 3B', '--format', 'yaml'];
    const env = { HF_ENDPOINT: hubs.hub.url };
    for (const revision of ['refs/pr/1', commit]) {
      const run = await runCli(['extract-readme', '--repo-id', id, '--revision', revision, ...args], { env });
      expect([run.code, run.stdout.includes('12.34')]).toEqual([0, true]);
    }
  });

  it('needs one request, and names the program', async () => {
    const id = await faulty('count');
    await inspect(id);
    expect(requestsOf(id).map(({ method, headers }) => [method, headers.authorization])).toEqual([['GET', undefined]]);
    expect(requestsOf(id)[0]?.headers['user-agent']).toMatch(/^hf-eval\/\d/);
  });

  it('is not asked for when a file is given', async () => {
    const before = hubs.hub.requests.length;
    const env = { HF_ENDPOINT: hubs.hub.url, HF_TOKEN: TOKEN };
    const run = await runAction({ card: 'README.md', 'repo-id': 'aviary/old' }, { env, files: { 'README.md': CARD } });
    expect(run.outputs.code).toBe('model-not-found');
    expect(hubs.hub.requests.slice(before).filter(({ path }) => path.includes('aviary/old'))).toEqual([]);
  });
});

describe('a card that the Hub does not give', () => {
  it.each<[string, string | undefined, string, RegExp, string?]>([
    ['aviary/missing', undefined, 'repo-not-found', /HF_TOKEN/],
    ['aviary/missing', TOKEN, 'repo-not-found', /spelling/],
    ['aviary/private', undefined, 'repo-not-found', /HF_TOKEN/],
    ['aviary/private', STRANGER, 'repo-not-found', /HF_TOKEN/],
    ['aviary/private', 'hf_nobodysToken', 'unauthorized', /HF_TOKEN/],
    [REPO, 'hf_nobodysToken', 'unauthorized', /HF_TOKEN/],
    ['aviary/gated', undefined, 'gated', /access/],
    ['aviary/gated', STRANGER, 'gated', /access/],
    ['aviary/disabled', undefined, 'forbidden', /disabled/],
    ['aviary/bare', undefined, 'no-card', /README\.md/],
    [REPO, undefined, 'revision-not-found', /"nowhere"/, 'nowhere'],
    [REPO, undefined, 'revision-not-found', /refs\/pr\/99/, 'refs/pr/99'],
    ['aviary/huge', undefined, 'card-too-large', /5,000,000|5 MB/],
    ['aviary/empty', undefined, 'no-tables', /empty/],
    ['aviary/lost-3b', undefined, 'unexpected-answer', /HF_ENDPOINT/],
  ])('%s, token %s: %s', async (repo, token, code, says, revision) => {
    const more = revision === undefined ? [] : ['--revision', revision];
    const [run, json] = await Promise.all([
      inspect(repo, token, ...more),
      inspect(repo, token, '--format=json', ...more),
    ]);
    expectRefusal(run, code, says);
    expect(run.stderr).toContain(repo);
    expectJsonRefusal(json, code);
    expect(run.seconds).toBeLessThan(10);
  });

  it('is told in the summary and the outputs of the Action', async () => {
    const run = await runAction({ 'repo-id': 'aviary/bare', mode: 'inspect' }, { env: { HF_ENDPOINT: hubs.hub.url } });
    expect([run.code, run.outputs.status, run.outputs.code]).toEqual([1, 'refused', 'no-card']);
    expect(run.summary).toContain('no-card');
    expect(run.annotations).toMatchObject([{ name: 'error', properties: { title: 'no-card' } }]);
  });

  it.each<[string, string, FaultRule, RegExp]>([
    [
      'a web page',
      'unexpected-answer',
      { body: '<!DOCTYPE html>\n<title>Log in</title>', headers: { 'Content-Type': 'text/html' } },
      /HF_ENDPOINT/,
    ],
    [
      'a redirect in a ring',
      'unexpected-answer',
      { status: 302, headers: { location: 'README.md' }, times: 20 },
      /redirect/,
    ],
    ['a redirect to nowhere', 'unexpected-answer', { status: 302 }, /redirect/],
    [
      'a redirect out of the web',
      'unexpected-answer',
      { status: 302, headers: { location: 'file:///etc/passwd' } },
      /redirect/,
    ],
    ['too long a wait', 'rate-limited', { status: 429, headers: { RateLimit: '"resolvers";r=0;t=3600' } }, /3601 s/],
    ['a broken body', 'hub-unavailable', { truncate: 100, times: 9 }, /network/],
    ['a teapot', 'unexpected-answer', { status: 418, body: { error: 'short and stout' } }, /short and stout/],
    [
      'an answer of text that is not for terminals',
      'unexpected-answer',
      { status: 418, body: 'a\u001b[31mb\u009b1mc\u202ed' },
      /abc|a b c|\[31mb/,
    ],
  ])('%s: %s', async (name, code, fault, says) => {
    const run = await inspect(await faulty(name.replaceAll(' ', '-'), fault));
    expectRefusal(run, code, says);
  });
});

describe.concurrent('a Hub with troubles', () => {
  it.each<[string, readonly FaultRule[], RegExp]>([
    ['503 once', [{ status: 503 }], /waiting .*503/],
    ['429 with a reset in 1 s', [{ status: 429, headers: { RateLimit: '"resolvers";r=0;t=1' } }], /waiting 2 s .*429/],
    ['429 with Retry-After', [{ status: 429, headers: { 'Retry-After': '1' } }], /waiting 1 s .*429/],
    ['a reset connection', [{ reset: true }], /waiting .*(?:ECONNRESET|closed|connection)/],
    ['500 and 502', [{ status: 500 }, { status: 502 }], /waiting .*500[\s\S]*waiting .*502/],
  ])('is asked again: %s', async (name, faults, says) => {
    const id = await faulty(name.replaceAll(' ', '-'), ...faults);
    const run = await inspect(id, undefined, '--format', 'json');
    expect(run.code).toBe(0);
    expectNoTrace(run);
    expect(run.stderr).toMatch(says);
    // The waiting is talk, so it stays out of the result.
    expect(JSON.parse(run.stdout).tables).toHaveLength(1);
    expect(requestsOf(id)).toHaveLength(faults.length + 1);
  });

  it('may be slow', async () => {
    const run = await inspect(await faulty('slow', { delayMs: 2500 }));
    expect([run.code, run.stderr]).toEqual([0, '']);
  });

  it('may keep a job waiting, whose log tells so', async () => {
    const id = await faulty('action', { status: 429, headers: { RateLimit: '"resolvers";r=0;t=0' } });
    const run = await runAction({ 'repo-id': id, mode: 'inspect' }, { env: { HF_ENDPOINT: hubs.hub.url } });
    expect([run.code, run.outputs.status]).toEqual([0, 'inspected']);
    expect(run.stdout).toMatch(/waiting .*429/);
  });

  it.each<[string, FaultRule]>([
    ['always 500', { status: 500 }],
    ['always reset', { reset: true }],
  ])('is given up in the end: %s', async (name, fault) => {
    const run = await inspect(await faulty(name.replaceAll(' ', '-'), { ...fault, times: 99 }));
    // Above the error are the waits.
    expectRefusal(run, 'hub-unavailable', /status\.huggingface\.co/);
    expect(run.seconds).toBeLessThan(25);
  });

  it('may not be there at all', async () => {
    const run = await runCli(['inspect-tables', '--repo-id', REPO], { env: { HF_ENDPOINT: 'http://127.0.0.1:1' } });
    expectRefusal(run, 'hub-unavailable', /HF_ENDPOINT/);
  });
});
