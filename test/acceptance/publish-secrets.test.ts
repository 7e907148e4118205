import { afterAll, describe, expect, it } from 'vitest';
import { useFreshHub } from '../flows/publish/fresh-hub.ts';
import { REPO } from '../flows/publish/publishing.ts';
import type { FaultRule } from '../local-hub/faults.ts';
import { type GithubOidc, startGithubOidc } from '../local-hub/github-oidc.ts';
import type { LocalHub } from '../local-hub/server.ts';
import { type ActionRun, runAction } from './run-action.ts';
import { runCli } from './run-cli.ts';

const TOKEN = 'hf_canaryCanaryCanaryCanary42';

let hub: LocalHub;
let github: GithubOidc;

const restore = useFreshHub(
  (started) => {
    hub = started;
  },
  async (hub) => {
    hub.addToken(TOKEN, { user: 'org', role: 'write' });
    github = await startGithubOidc({ repository: 'org/evals' });
    hub.trustIssuer(github.key);
    hub.addPublisher({ resource: REPO, claims: { repository: 'org/evals' } });
  },
);
afterAll(() => github.close());

const withoutMasks = (run: ActionRun): string => run.everything.replace(/^::add-mask::.*$/gm, '');

/** Everything that was sent, apart from the header that the token belongs in; and all that is kept on the Hub. */
function sentAndKept(): string {
  const sent = hub.requests.map(({ path, body, headers: { authorization: _, ...headers } }) => [
    path,
    headers,
    path === '/oauth/token' ? '' : new TextDecoder().decode(body),
    // A commit's files are sent as base64.
    ...[...new TextDecoder().decode(body).matchAll(/"content":"([^"]*)"/g)].map(([, text = '']) =>
      Buffer.from(text, 'base64').toString(),
    ),
  ]);
  return JSON.stringify([sent, [...(hub.repos.get(REPO)?.discussions.values() ?? [])]]);
}

/** The secrets of a run without a token: the identity that GitHub gives, and what the Hub gives for it. */
function exchanged(): string[] {
  const [exchange] = hub.requests.filter(({ path }) => path === '/oauth/token');
  const { subject_token } = JSON.parse(new TextDecoder().decode(exchange?.body)) as { subject_token: string };
  const { access_token } = JSON.parse(new TextDecoder().decode(exchange?.answer?.body)) as { access_token: string };
  return [subject_token, access_token];
}

/** The Hub repeats the token in what it answers to the calls of a run, one after the other. */
const ECHOES: readonly [string, FaultRule][] = [
  ['the account', { path: /whoami/ }],
  ['the head', { path: /\/revision\// }],
  ['the list', { path: /\/discussions$/ }],
  ['the check of the card', { path: /validate-yaml/ }],
  ['the commit', { path: /\/commit\// }],
];

describe('the token', () => {
  it.each(['--create-pr', '--apply'])('is told nowhere: %s', async (how) => {
    const env = { HF_ENDPOINT: hub.url, HF_TOKEN: TOKEN, HF_EVAL_DEBUG: '1' };
    for (const format of ['text', 'json']) {
      const run = await runCli(['extract-readme', '--repo-id', REPO, how, '--format', format], { env });
      expect(run.code).toBe(0);
      expect(run.stdout + run.stderr + sentAndKept()).not.toContain(TOKEN);
    }
  });

  it.each(['pull-request', 'push', 'pull-requests'])('is masked and told nowhere: mode %s', async (mode) => {
    const env = { HF_ENDPOINT: hub.url, RUNNER_DEBUG: '1' };
    const run = await runAction({ 'repo-id': REPO, 'hf-token': TOKEN, mode }, { env });
    expect([run.code, run.masks]).toEqual([0, [TOKEN]]);
    expect(run.commands[0]?.name).toBe('add-mask');
    expect(withoutMasks(run) + (await run.post()).everything + sentAndKept()).not.toContain(TOKEN);
  });

  it.each(ECHOES)('is not told when the Hub repeats it: %s', async (_, rule) => {
    const echo = { status: 403, body: { error: `no ${TOKEN}` }, headers: { 'X-Request-Id': TOKEN }, times: 20 };
    for (const fault of [echo, { ...echo, status: 400, body: { errors: [{ message: `no ${TOKEN}` }] } }]) {
      restore();
      hub.fault({ ...rule, ...fault });
      const env = { HF_ENDPOINT: hub.url, RUNNER_DEBUG: '1' };
      const run = await runAction({ 'repo-id': REPO, 'hf-token': TOKEN, mode: 'push' }, { env });
      expect(withoutMasks(run) + sentAndKept()).not.toContain(TOKEN);
      expect(run.stderr).toBe('');
      // Where the Hub's words are shown, they are shown without it.
      if (run.code !== 0) expect(withoutMasks(run)).toContain('***');
    }
  });
});

describe('what a workflow gets in place of a token', () => {
  it('is masked and told nowhere', async () => {
    const env = { HF_ENDPOINT: hub.url, RUNNER_DEBUG: '1', ...github.env };
    const run = await runAction({ 'repo-id': REPO, mode: 'push' }, { env });
    expect([run.code, run.outputs.status]).toEqual([0, 'pushed']);
    const secrets = exchanged();
    expect(run.masks).toEqual(secrets);
    for (const secret of secrets) expect(withoutMasks(run) + sentAndKept()).not.toContain(secret);
    expect(withoutMasks(run)).not.toContain(github.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN);
  });

  it('is told nowhere by the command line', async () => {
    const env = { HF_ENDPOINT: hub.url, HF_EVAL_DEBUG: '1', ...github.env };
    for (const how of ['--apply', '--create-pr']) {
      const run = await runCli(['extract-readme', '--repo-id', REPO, how, '--format', 'json'], { env });
      for (const secret of exchanged()) expect(run.stdout + run.stderr).not.toContain(secret);
    }
  });

  it('goes to the Hub alone, and what GitHub wants goes to GitHub alone', async () => {
    await runAction({ 'repo-id': REPO, mode: 'push' }, { env: { HF_ENDPOINT: hub.url, ...github.env } });
    const told = hub.requests.map(({ headers }) => headers.authorization ?? 'none');
    expect(new Set(told)).toEqual(new Set(['none', `Bearer ${exchanged()[1]}`]));
    expect(JSON.stringify(hub.requests.map(({ path, headers }) => [path, headers]))).not.toContain(
      github.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
    );
    expect(github.audiences).toContain(hub.url);
  });
});
