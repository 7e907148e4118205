import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import type { WorkflowIdentity } from '../../../src/hub/keyless.ts';
import type { FaultRule } from '../../local-hub/faults.ts';
import { type GithubOidc, startGithubOidc } from '../../local-hub/github-oidc.ts';
import type { LocalHub } from '../../local-hub/server.ts';
import { useFreshHub } from './fresh-hub.ts';
import { CARD, publish, refusalOf, statuses } from './publishing.ts';
import { type Outcome, REPOS, TOKENS, type TokenCase, TRIED, tryToken } from './tokens.ts';

let hub: LocalHub;
let github: GithubOidc;
let identity: WorkflowIdentity;

useFreshHub(
  (started) => {
    hub = started;
  },
  async (hub) => {
    for (const id of [REPOS.own, REPOS.far]) await hub.addModel({ id, files: { 'README.md': CARD } });
    github = await startGithubOidc({ repository: 'org/evals', workflow: 'scores' });
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } = github.env;
    identity = { url, token };
    hub.trustIssuer(github.key);
    hub.addPublisher({ resource: REPOS.org, claims: { repository: 'org/evals' } });
  },
);
afterAll(() => github.close());

const identityFor = ({ workflow }: TokenCase): WorkflowIdentity | undefined =>
  workflow === undefined ? undefined : workflow === 'with an identity' ? identity : { ...identity, token: 'another' };

const shown = (outcome: Outcome): string => (outcome === 'yes' ? 'yes' : `\`${outcome.code}\``);

/** The rows of the documented table, by their first cell. */
const [, table = ''] = readFileSync('docs/tokens.md', 'utf8').split(/^<!-- .?tokens -->$/m);
const [head = [], , ...rows] = table
  .trim()
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('the documented table of tokens', () => {
  it('has the kinds of tokens that are tried, and no others', () => {
    expect(head).toEqual(['Token', '`get-prs`', '`--create-pr`', '`--apply`']);
    expect(rows.map(([name]) => name)).toEqual([...new Set(TOKENS.map(({ name }) => name))]);
  });

  it.each(TOKENS.map((one, at) => [at, one.name, one] as const))('is true: %i, %s', async (_, name, one) => {
    const outcomes = await tryToken(hub, one, identityFor(one));
    const row = rows.find(([first]) => first === name);
    expect([name, ...Object.values(outcomes).map(shown)]).toEqual(row);
    for (const outcome of Object.values(outcomes)) {
      if (outcome === 'yes') continue;
      const told = [outcome.message, outcome.hint, JSON.stringify(outcome.details)].join('\n');
      expect(told).not.toMatch(/README\.md|undefined|eyJ/);
      for (const secret of [TRIED, identity.token]) expect(told).not.toContain(secret);
      expect(outcome.hint).toMatch(/token|HF_TOKEN|permission|publisher/);
    }
  });
});

describe('a refusal of a token says what is missing', () => {
  const orgs = ['org'];
  it.each<[string, TokenCase, '--create-pr' | '--apply', RegExp, RegExp]>([
    ['none', { name: '' }, '--apply', /there is none/, /HF_TOKEN.*\/settings\/tokens.*id-token: write/],
    [
      'expired',
      { name: '', account: { user: 'ann', role: 'write', expiresAt: '2020-01-01T00:00:00Z' } },
      '--create-pr',
      /does not accept the token/,
      /expired or revoked/,
    ],
    ['read', { name: '', account: { user: 'ann', role: 'read', orgs } }, '--apply', /it may only read/, /role "write"/],
    [
      'read, to propose',
      { name: '', account: { user: 'ann', role: 'read', orgs } },
      '--create-pr',
      /it may only read/,
      /role "write"/,
    ],
    [
      'fine-grained without discussions',
      { name: '', account: { user: 'ann', role: 'fineGrained', orgs } },
      '--create-pr',
      /no permission for discussions/,
      /discussion\.write/,
    ],
    [
      'fine-grained without writing',
      { name: '', account: { user: 'ann', role: 'fineGrained', orgs, global: ['discussion.write'] } },
      '--apply',
      /no permission to write there/,
      /repo\.write/,
    ],
    [
      'fine-grained with writing alone',
      {
        name: '',
        account: { user: 'ann', role: 'fineGrained', orgs, scoped: [{ entity: 'org', permissions: ['repo.write'] }] },
      },
      '--create-pr',
      /does not allow a pull request on org\/Kestrel-7B/,
      /discussion\.write/,
    ],
    [
      'a role that is too low',
      { name: '', account: { user: 'ann', role: 'write', orgs: [{ name: 'org', role: 'read' }] } },
      '--apply',
      /account ann may not write there/,
      /--create-pr/,
    ],
    [
      'an organization that has to approve it',
      { name: '', account: { user: 'ann', role: 'write', orgs, policies: { org: 'pending' } } },
      '--apply',
      /organization org does not take this token: .*not approved/,
      /administrators/,
    ],
    [
      'an organization that has revoked it',
      { name: '', account: { user: 'ann', role: 'write', orgs, policies: { org: 'revoked' } } },
      '--create-pr',
      /organization org does not take this token: .*revoked/,
      /administrators/,
    ],
    [
      'a workflow that nobody trusts',
      { name: '', workflow: 'with an identity', repo: REPOS.far },
      '--apply',
      /gives this workflow no token for far\/Kestrel-7B/,
      /trusted publisher: .*\/far\/Kestrel-7B\/settings.*HF_TOKEN/,
    ],
    [
      'a workflow without an identity',
      { name: '', workflow: 'without one' },
      '--apply',
      /GitHub gives this workflow no identity token \(HTTP 401\)/,
      /id-token: write/,
    ],
  ])('%s', async (_, one, door, message, hint) => {
    const outcome = (await tryToken(hub, one, identityFor(one)))[door];
    expect(outcome).toBeInstanceOf(UserError);
    if (outcome === 'yes') return;
    expect([outcome.message, outcome.hint]).toEqual([expect.stringMatching(message), expect.stringMatching(hint)]);
  });

  it.each<[string, object]>([
    ['a member', { account: { user: 'ann', role: 'write', orgs: ['org'] } }],
    ['an account elsewhere', { account: { user: 'ann', role: 'write', orgs: ['org'], policies: { other: 'denied' } } }],
  ])('but the rules of other organizations do not matter: %s', async (_, one) => {
    expect((await tryToken(hub, { name: '', ...one }, undefined))['--apply']).toBe('yes');
  });
});

describe('a workflow without a token', () => {
  const run = (more = {}, hide: string[] = []) =>
    publish(hub, { apply: 'true', ...more }, { token: '', identity, hide: (secret) => hide.push(secret) });

  it('commits as nobody, and hides what it was given', async () => {
    const hidden: string[] = [];
    expect((await run({}, hidden)).status).toBe('pushed');
    expect(hidden).toEqual([expect.stringMatching(/^eyJ/), expect.stringMatching(/^hf_jwt_/)]);
    expect(hub.requests.some(({ path }) => path.includes('whoami'))).toBe(false);
    expect(hub.requests.filter(({ tokenKind }) => tokenKind === 'anonymous').map(({ path }) => path)).toEqual([
      '/oauth/token',
      '/api/validate-yaml',
    ]);
  });

  it('prefers a token of an account', async () => {
    hub.addToken(TRIED, { user: 'ann', role: 'write', orgs: ['org'] });
    expect((await publish(hub, { apply: 'true' }, { token: TRIED, identity })).status).toBe('pushed');
    expect(hub.requests.some(({ path }) => path.includes('oauth'))).toBe(false);
  });

  it('finds its own proposal, and takes that of an account with the same text for no own one', async () => {
    const permissions = ['repo.write', 'discussion.write'];
    hub.addPublisher({ resource: REPOS.own, claims: { workflow: 'scores' }, permissions });
    const trusted = hub.snapshot();
    const propose = () => run({ apply: undefined, 'create-pr': 'true', 'repo-id': REPOS.own });
    expect((await propose()).status).toBe('proposed');
    expect((await propose()).status).toBe('already-proposed');
    const repo = hub.repos.get(REPOS.own);
    const first = repo?.discussions.get(1)?.events[0];
    const description = first?.type === 'comment' ? first.comment.raw : '';
    hub.restore(trusted);
    hub.propose(REPOS.own, { title: 'Trust me', author: 'mallory', description, files: { 'README.md': 'x\n' } });
    expect((await refusalOf(propose())).code).toBe('open-pull-request');
    hub.settings.deletedUsers = ['mallory'];
    expect((await refusalOf(propose())).code).toBe('open-pull-request');
    hub.settings.deletedUsers = [];
  });

  it.each<[string, FaultRule, RegExp]>([
    ['500', { status: 500, times: 9 }, /hub-unavailable.*a token for org\/Kestrel-7B/],
    ['429', { status: 429, body: { error: 'Too many' } }, /rate-limited/],
    ['a web page', { body: '<!doctype html><html>', headers: { 'content-type': 'text/html' } }, /unexpected-answer/],
    ['no token', { body: { token_type: 'bearer' } }, /unexpected-answer/],
  ])('is told when the exchange fails: %s', async (_, fault, says) => {
    hub.fault({ path: /oauth/, ...fault });
    const error = await refusalOf(run());
    expect(`${error.code} ${error.message}`).toMatch(says);
    expect(error.hint).toMatch(/Nothing was written\.$/);
    expect(statuses(hub)).toBe('');
  });

  it('never repeats what the Hub repeats of it', async () => {
    hub.fault({
      path: /oauth/,
      status: 500,
      times: 9,
      body: { error: 'bad subject eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl and hf_jwt_abcdefgh.ijklmnop-qrs' },
    });
    const error = await refusalOf(run());
    expect(error.message).toMatch(/bad subject \*\*\* and hf_jwt_\*\*\*/);
  });
});
