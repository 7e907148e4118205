import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/errors.ts';
import { readAccount } from '../../../src/hub/account.ts';
import { commitFiles, listCommits, readHead } from '../../../src/hub/commits.ts';
import { editComment, listPullRequests, readPullRequest, setStatus, setTitle } from '../../../src/hub/pull-requests.ts';
import type { Hub } from '../../../src/hub/request.ts';
import type { FaultRule } from '../../local-hub/faults.ts';
import type { LocalHub } from '../../local-hub/server.ts';
import { OWNER, REPO, refusalOf, startHub } from './publishing.ts';

let local: LocalHub;
let hub: Hub;

beforeAll(async () => {
  local = await startHub();
  hub = { fetch, endpoint: local.url, repoId: REPO, token: OWNER, userAgent: 'hf-eval/test', bodyTimeoutSeconds: 0.2 };
});
afterAll(() => local.close());

const commit = {
  revision: 'main',
  parent: '0'.repeat(40),
  title: 'Title',
  description: '',
  files: [{ path: 'README.md', text: 'x' }],
};

/** The calls of a run that writes, with what messages call them. */
const CALLS: Readonly<Record<string, { readonly call: () => Promise<unknown>; readonly is: RegExp; changes?: true }>> =
  {
    whoami: { call: () => readAccount(hub), is: /the account of the token/ },
    head: { call: () => readHead(hub, 'main'), is: /the head of main of org\/Kestrel-7B/ },
    history: { call: () => listCommits(hub, 'refs/pr/1'), is: /the commits of refs\/pr\/1 of org\/Kestrel-7B/ },
    list: { call: () => listPullRequests(hub), is: /the list of pull requests of org\/Kestrel-7B/ },
    details: { call: () => readPullRequest(hub, 1), is: /pull request 1 of org\/Kestrel-7B/ },
    'edit a comment': {
      call: () => editComment(hub, 1, { id: 'a', text: 'b' }),
      is: /changing the description of pull request 1 of org\/Kestrel-7B/,
      changes: true,
    },
    rename: {
      call: () => setTitle(hub, 1, 'New'),
      is: /changing the title of pull request 1 of org\/Kestrel-7B/,
      changes: true,
    },
    propose: {
      call: () => commitFiles(hub, { ...commit, asPullRequest: true }),
      is: /a pull request on org\/Kestrel-7B/,
      changes: true,
    },
    commit: { call: () => commitFiles(hub, commit), is: /a commit to org\/Kestrel-7B/, changes: true },
  };

/** Every error of the Hub's that a call may meet, and what it becomes; `changed` for calls that change something. */
const ANSWERS: readonly [string, FaultRule, ErrorCode, RegExp, RegExp, { code: ErrorCode; says: RegExp }?][] = [
  [
    '401',
    { status: 401, headers: { 'X-Error-Message': 'Invalid credentials' } },
    'unauthorized',
    /does not accept the token/,
    /expired or revoked/,
  ],
  [
    '401, no repo',
    { status: 401, headers: { 'X-Error-Code': 'RepoNotFound' } },
    'repo-not-found',
    /does not exist/,
    /spelling/,
  ],
  [
    'gated',
    { status: 403, headers: { 'X-Error-Code': 'GatedRepo' } },
    'gated',
    /files of org\/Kestrel-7B are gated/,
    /Ask for access/,
  ],
  [
    'disabled',
    { status: 403, headers: { 'X-Error-Message': 'Access to this resource is disabled.' } },
    'forbidden',
    /Access to org\/Kestrel-7B is disabled/,
    /opens it again/,
  ],
  [
    'no discussions',
    { status: 403, body: { error: 'Discussions are disabled for this repo' } },
    'forbidden',
    /switched off/,
    /settings/,
  ],
  [
    '403',
    { status: 403, body: { error: 'Forbidden' } },
    'forbidden',
    /refuses this caller access/,
    /permission/,
    { code: 'forbidden', says: /does not allow/ },
  ],
  [
    'no repo',
    { status: 404, headers: { 'X-Error-Code': 'RepoNotFound' } },
    'repo-not-found',
    /may not see it/,
    /account/,
  ],
  [
    'no revision',
    { status: 404, headers: { 'X-Error-Code': 'RevisionNotFound' } },
    'revision-not-found',
    /no (?:revision|branch)/,
    /branch/,
  ],
  ['429', { status: 429, headers: { RateLimit: '"api";r=0;t=54' } }, 'rate-limited', /rate limit/, /in 55 s/],
  ['408', { status: 408 }, 'hub-unavailable', /could not answer/, /later/],
  ['500', { status: 500, body: { error: 'Internal' } }, 'hub-unavailable', /could not answer/, /later/],
  [
    '400',
    { status: 400, body: { error: 'Bad thing' } },
    'unexpected-answer',
    /No usable answer/,
    /HF_ENDPOINT/,
    { code: 'unexpected-answer', says: /The Hub refuses .*"Bad thing"/ },
  ],
  [
    '402',
    { status: 402, body: { error: 'Pay' } },
    'unexpected-answer',
    /402.*"Pay"/,
    /HF_ENDPOINT/,
    { code: 'unexpected-answer', says: /The Hub refuses .*"Pay"/ },
  ],
  [
    '409',
    { status: 409, body: { error: 'Exists' } },
    'unexpected-answer',
    /409.*"Exists"/,
    /HF_ENDPOINT/,
    { code: 'unexpected-answer', says: /The Hub refuses .*"Exists"/ },
  ],
  [
    '422',
    { status: 422, body: { error: 'No' } },
    'unexpected-answer',
    /422.*"No"/,
    /HF_ENDPOINT/,
    { code: 'unexpected-answer', says: /The Hub refuses .*"No"/ },
  ],
  [
    'a web page',
    { body: '<!doctype html><html>', headers: { 'content-type': 'text/html' } },
    'unexpected-answer',
    /web page/,
    /HF_ENDPOINT/,
  ],
  ['a reset', { reset: true }, 'hub-unavailable', /could not be reached/, /network/],
  ['a cut body', { status: 200, body: '{"a":1,"b":2,"c":3}', truncate: 5 }, 'hub-unavailable', /broke off/, /network/],
];

describe.each(Object.entries(CALLS))('a refusal of a call: %s', (_, { call, is, changes }) => {
  it.each(ANSWERS)('%s', async (__, fault, code, message, hint, changed) => {
    local.clearFaults();
    local.fault({ ...fault, times: 5 });
    // What became of a commit is not known after a failure; that is no error yet.
    const error = await call().then(
      (outcome) => (outcome as { error?: Error }).error ?? new Error(`no refusal: ${JSON.stringify(outcome)}`),
      (thrown: unknown) => thrown,
    );
    const { code: got, message: said, hint: todo, details } = await refusalOf(Promise.reject(error));
    const isChanged = changes === true && changed !== undefined;
    expect([got, said]).toEqual([
      isChanged ? changed.code : code,
      expect.stringMatching(isChanged ? changed.says : message),
    ]);
    if (!isChanged) expect(todo).toMatch(hint);
    expect(`${said} ${todo}`).not.toMatch(/README\.md|undefined|anonymous|HF_TOKEN to a token/);
    expect(`${said} ${todo}`).not.toContain(OWNER);
    expect(details.repo_id).toBe(REPO);
    // Those about the repo or the token as a whole name that; all others what was asked for.
    const isWhole =
      ['unauthorized', 'repo-not-found', 'revision-not-found', 'gated'].includes(got) ||
      /switched off|is disabled|refuses this caller/.test(said);
    expect(said).toMatch(isWhole ? /org\/Kestrel-7B/ : is);
  });
});

describe('opening and closing a pull request', () => {
  it('that is so already is done', async () => {
    local.clearFaults();
    local.propose(REPO, { title: 'One', author: 'org', files: { A: 'a\n' }, status: 'closed' });
    await setStatus(hub, 1, { status: 'closed', comment: 'x' });
    local.fault({ method: 'POST', path: /\/status$/, afterHandling: true, status: 500 });
    await setStatus(hub, 1, { status: 'open', comment: 'x' });
    expect(local.repos.get(REPO)?.discussions.get(1)?.status).toBe('open');
  });

  it('that is refused says what was to be done', async () => {
    local.fault({ method: 'POST', path: /\/status$/, status: 403, body: { error: 'Forbidden' } });
    const error = await refusalOf(setStatus(hub, 1, { status: 'closed', comment: 'x' }));
    expect([error.code, error.message]).toEqual([
      'forbidden',
      expect.stringMatching(/^The Hub does not allow closing pull request 1 of org\/Kestrel-7B\./),
    ]);
  });
});

it('a card that a commit brings is told to be the reason', async () => {
  local.clearFaults();
  local.fault({ method: 'POST', status: 400, body: { error: 'Invalid metadata in README.md.\n- "a" must be b' } });
  const error = await refusalOf(commitFiles(hub, commit));
  expect([error.code, error.message, error.hint]).toEqual([
    'invalid-card',
    expect.stringMatching(/^The Hub refuses a commit to org\/Kestrel-7B\. .*"a" must be b/),
    expect.stringContaining('validate'),
  ]);
});
