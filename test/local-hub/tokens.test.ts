import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GithubOidc, startGithubOidc } from './github-oidc.ts';
import { type LocalHub, startLocalHub } from './server.ts';
import type { Account } from './state.ts';
import { type Answer, file, talkTo } from './talk.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const FILES = { 'README.md': '# Card\n' };
const GRANT = {
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
};

let hub: LocalHub;
let github: GithubOidc;
let clock = NOW;

beforeAll(async () => {
  hub = await startLocalHub({ now: () => clock });
  github = await startGithubOidc({ repository: 'org/evals', ref: 'refs/heads/main' }, () => clock);
  for (const id of ['org/model', 'org/other', 'ann/own', 'far/model']) await hub.addModel({ id, files: FILES });
  await hub.addModel({ id: 'org/private', files: FILES, private: true });
  await hub.addModel({ id: 'org/gated', files: FILES, gated: 'auto' });
  hub.trustIssuer(github.key);
  hub.addPublisher({ resource: 'org/model', claims: { repository: 'org/evals' } });
  hub.addPublisher({ resource: 'ann', claims: { repository: 'org/evals', ref: 'refs/heads/main' } });
  hub.addPublisher({ resource: 'org/other', claims: { repository: 'org/else' } });
});

afterAll(async () => {
  await hub.close();
  await github.close();
});

const ann = { user: 'ann', orgs: ['org'] };
const fine = (entity: string, ...permissions: string[]): Account => ({
  ...ann,
  role: 'fineGrained',
  scoped: [{ entity, permissions }],
});

/** What a token may do with a repo: reads, writes, opens pull requests; as statuses. */
async function rights(token: string, repo: string): Promise<readonly number[]> {
  const talk = talkTo(hub, token);
  const answers = [
    await talk.get(`/${repo}/resolve/main/README.md`),
    await talk.get(`/api/models/${repo}/auth-check/write`),
    await talk.commit(`/api/models/${repo}/commit/main?create_pr=1`, { summary: 'Try' }, [file('a', '1')]),
  ];
  return answers.map(({ status }) => status);
}

describe('what tokens may do', () => {
  it.each<[string, Account, string, readonly number[]]>([
    ['write, own repo', { ...ann, role: 'write' }, 'ann/own', [200, 200, 200]],
    ['write, repo of the organization', { ...ann, role: 'write' }, 'org/model', [200, 200, 200]],
    ['write, private', { ...ann, role: 'write' }, 'org/private', [200, 200, 200]],
    ["write, somebody else's", { ...ann, role: 'write' }, 'far/model', [200, 403, 200]],
    ['read', { ...ann, role: 'read' }, 'org/model', [200, 403, 403]],
    [
      'a reader of the organization',
      { user: 'ann', role: 'write', orgs: [{ name: 'org', role: 'read' }] },
      'org/private',
      [200, 403, 200],
    ],
    [
      'nobody in the organization',
      { user: 'ann', role: 'write', orgs: [{ name: 'org', role: 'no_access' }] },
      'org/private',
      [404, 404, 404],
    ],
    ['fine-grained, nothing', { ...ann, role: 'fineGrained' }, 'org/model', [200, 403, 403]],
    ['fine-grained, private without scope', { ...ann, role: 'fineGrained' }, 'org/private', [403, 403, 403]],
    ['fine-grained, this repo', fine('org/private', 'repo.write'), 'org/private', [200, 200, 403]],
    [
      'fine-grained, this repo and discussions',
      fine('org/model', 'repo.write', 'discussion.write'),
      'org/model',
      [200, 200, 200],
    ],
    ['fine-grained, another repo', fine('org/other', 'repo.write'), 'org/model', [200, 403, 403]],
    [
      'fine-grained, the organization',
      fine('org', 'repo.content.write', 'discussion.write'),
      'org/model',
      [200, 200, 200],
    ],
    ['fine-grained, discussions here', fine('far/model', 'discussion.write'), 'far/model', [200, 403, 200]],
    [
      'fine-grained, discussions everywhere',
      { ...ann, role: 'fineGrained', global: ['discussion.write'] },
      'far/model',
      [200, 403, 200],
    ],
    [
      'fine-grained, no gated repos',
      { ...fine('org', 'repo.write'), canReadGatedRepos: false },
      'org/gated',
      [403, 403, 403],
    ],
    [
      'refused by the organization',
      { ...ann, role: 'write', policies: { org: 'pending' } },
      'org/model',
      [403, 403, 403],
    ],
    [
      'refused there, good elsewhere',
      { ...ann, role: 'write', policies: { org: 'denied' } },
      'ann/own',
      [200, 200, 200],
    ],
    ['expired', { ...ann, role: 'write', expiresAt: '2026-05-31T00:00:00Z' }, 'org/model', [401, 401, 401]],
  ])('%s', async (_name, account, repo, statuses) => {
    hub.addToken('hf_tried', account);
    // The pull request of a gated repo needs no access to its files.
    const expected = repo === 'org/gated' ? [...statuses.slice(0, 2), 403] : statuses;
    expect(await rights('hf_tried', repo)).toEqual(expected);
  });

  it('is told by whoami', async () => {
    hub.addToken('hf_tried', {
      ...fine('org/model', 'repo.write'),
      global: ['discussion.write'],
      policies: { org: 'revoked' },
    });
    expect((await talkTo(hub, 'hf_tried').get('/api/whoami-v2')).json).toMatchObject({
      name: 'ann',
      orgs: [{ name: 'org', roleInOrg: 'write', securityRestrictions: ['token-revoked'] }],
      auth: {
        accessToken: {
          role: 'fineGrained',
          fineGrained: {
            global: ['discussion.write'],
            scoped: [{ entity: { name: 'org/model', type: 'model' }, permissions: ['repo.write'] }],
          },
        },
      },
    });
  });
});

describe('an identity token of a CI', () => {
  const ask = async (audience: string): Promise<string> => {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = github.env;
    const response = await fetch(`${url}&audience=${audience}`, { headers: { Authorization: `Bearer ${token}` } });
    return ((await response.json()) as { value: string }).value;
  };
  const exchange = async (resource: string, more: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
    talkTo(hub).post('/oauth/token', { ...GRANT, subject_token: await ask(hub.url), resource, ...more });

  it('becomes a token that writes to one repo, for an hour', async () => {
    const { status, json } = await exchange('org/model');
    expect([status, json]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^hf_jwt_/),
        token_type: 'bearer',
        expires_in: 3600,
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      },
    ]);
    const token = (json as { access_token: string }).access_token;
    expect(await rights(token, 'org/model')).toEqual([200, 200, 403]);
    expect(await rights(token, 'org/other')).toEqual([200, 403, 403]);
    const commits = await talkTo(hub, token).commit('/api/models/org/model/commit/main', { summary: 'By CI' }, [
      file('a', '1'),
    ]);
    expect(commits.status).toBe(200);
    expect((await talkTo(hub).get('/api/models/org/model/commits/main')).json).toMatchObject([
      { authors: [{ user: '[OIDC]' }] },
      {},
    ]);
    clock = NOW + 3_600_000;
    expect(await rights(token, 'org/model')).toEqual([401, 401, 401]);
    clock = NOW;
  });

  it('becomes a token that reads what a user may', async () => {
    hub.addToken('hf_ann', { ...ann, role: 'write' });
    const { json } = await exchange('ann');
    const token = (json as { access_token: string }).access_token;
    expect(token).toMatch(/^hf_oauth_/);
    expect(await rights(token, 'ann/own')).toEqual([200, 403, 403]);
  });

  it.each<[string, string, Readonly<Record<string, unknown>>, string]>([
    ['for a repo whose publisher is another one', 'org/other', {}, 'invalid_grant'],
    ['for a repo without publishers', 'far/model', {}, 'invalid_grant'],
    ['with another grant', 'org/model', { grant_type: 'password' }, 'invalid_request'],
    ['when it is none', 'org/model', { subject_token: 'a.b.c' }, 'invalid_grant'],
    ['when it is missing', 'org/model', { subject_token: undefined }, 'invalid_request'],
  ])('is refused %s', async (_name, resource, more, error) => {
    const answer = await exchange(resource, more);
    expect([answer.status, answer.json]).toEqual([400, { error, error_description: expect.any(String) }]);
  });

  it('is refused for another audience, when it is old, and when it was changed', async () => {
    const wrong = await ask('https://huggingface.co');
    const right = await ask(hub.url);
    const [head, , signature] = right.split('.');
    const forged = Buffer.from(JSON.stringify({ iss: github.key.issuer, aud: hub.url, exp: 9e9 })).toString(
      'base64url',
    );
    expect((await exchange('org/model', { subject_token: wrong })).status).toBe(400);
    expect((await exchange('org/model', { subject_token: `${head}.${forged}.${signature}` })).status).toBe(400);
    clock = NOW + 301_000;
    expect((await exchange('org/model', { subject_token: right })).status).toBe(400);
    clock = NOW;
    expect(github.audiences).toContain('https://huggingface.co');
  });

  it('is not given to those who may not ask', async () => {
    expect((await fetch(github.env.ACTIONS_ID_TOKEN_REQUEST_URL ?? '')).status).toBe(401);
  });
});
