import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARD, REPO } from './cards.ts';
import { type Hubs, startHubs, TOKEN } from './hubs.ts';
import { type ActionRun, runAction } from './run-action.ts';
import { runCli, runCliOn } from './run-cli.ts';

let hubs: Hubs;

beforeAll(async () => {
  hubs = await startHubs();
});

afterAll(() => hubs.close());

/** Everything of a step but the lines that tell the runner what to mask. */
function withoutMasks(run: ActionRun): string {
  return run.everything.replace(/^::add-mask::.*$/gm, '');
}

const REPOS: readonly [string, number][] = [
  [REPO, 0],
  ['aviary/private', 0],
  ['aviary/stored-3b', 0],
  ['aviary/missing', 1],
  ['aviary/disabled', 1],
  ['aviary/lost-3b', 1],
  ['aviary/bare', 1],
];

describe('the token', () => {
  it.each(REPOS)('is not told by the command line: %s', async (repo, code) => {
    const env = { HF_ENDPOINT: hubs.hub.url, HF_TOKEN: TOKEN, HF_EVAL_DEBUG: '1' };
    for (const format of ['text', 'json']) {
      const run = await runCli(['inspect-tables', '--repo-id', repo, '--format', format], { env });
      expect(run.code).toBe(code);
      expect(run.stdout + run.stderr).not.toContain(TOKEN);
      expect(run.stdout + run.stderr).not.toContain('secret-of-the-link');
    }
  });

  it.each(REPOS)('is masked, and not told by the Action: %s', async (repo, code) => {
    const env = { HF_ENDPOINT: hubs.hub.url, RUNNER_DEBUG: '1' };
    const run = await runAction({ 'repo-id': repo, 'hf-token': TOKEN, mode: 'inspect' }, { env });
    expect([run.code, run.masks]).toEqual([code, [TOKEN]]);
    expect(run.commands[0]?.name).toBe('add-mask');
    expect(withoutMasks(run) + (await run.post()).everything).not.toContain(TOKEN);
    expect(withoutMasks(run)).not.toContain('secret-of-the-link');
  });

  it.each([
    ['hf-token', { 'hf-token': TOKEN }, {}],
    ['HF_TOKEN', {}, { HF_TOKEN: TOKEN }],
    ['hf-token, before HF_TOKEN', { 'hf-token': TOKEN }, { HF_TOKEN: 'hf_another' }],
  ])('is sent to the Hub: %s', async (_, inputs, env) => {
    const before = hubs.hub.requests.length;
    const run = await runAction(
      { 'repo-id': 'aviary/private', mode: 'inspect', ...inputs },
      { env: { HF_ENDPOINT: hubs.hub.url, ...env } },
    );
    expect([run.code, run.masks]).toEqual([0, [TOKEN]]);
    expect(hubs.hub.requests.slice(before).map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`]);
  });

  it('is not sent to another origin that the Hub redirects to', async () => {
    const env = { HF_ENDPOINT: hubs.hub.url, HF_TOKEN: TOKEN };
    const before = hubs.store.requests.length;
    const run = await runCli(['inspect-tables', '--repo-id', 'aviary/stored-3b'], { env });
    expect(run.code).toBe(0);
    const sent = hubs.store.requests.slice(before);
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent.map(({ path, headers }) => [path, headers]))).not.toMatch(
      /canary|authorization|cookie/i,
    );
  });

  it('is not sent back after a redirect to another origin that redirects to the Hub', async () => {
    hubs.store.fault({
      path: /there-and-back/,
      status: 302,
      headers: { location: `${hubs.hub.url}/${REPO}/resolve/main/README.md` },
    });
    hubs.hub.fault({ path: /there-and-back/, status: 302, headers: { location: `${hubs.store.url}/there-and-back` } });
    const before = hubs.hub.requests.length;
    const env = { HF_ENDPOINT: hubs.hub.url, HF_TOKEN: TOKEN };
    await runCli(['inspect-tables', '--repo-id', 'aviary/there-and-back'], { env });
    const sent = hubs.hub.requests.slice(before).map(({ headers }) => headers.authorization);
    expect(sent).toEqual([`Bearer ${TOKEN}`, undefined]);
  });

  it('is not sent, nor told, when a file is read', async () => {
    const before = hubs.hub.requests.length;
    const run = await runCliOn({ 'README.md': CARD }, ['inspect-tables', '--card', 'README.md', '--format', 'json'], {
      env: { HF_ENDPOINT: hubs.hub.url, HF_TOKEN: TOKEN },
    });
    expect([run.code, hubs.hub.requests.length - before]).toEqual([0, 0]);
    expect(run.stdout + run.stderr).not.toContain(TOKEN);
  });

  it('is not told when the server repeats it', async () => {
    const message = `token ${TOKEN} is no good`;
    for (const [fault, repo] of [
      [{ status: 401, headers: { 'X-Error-Message': message } }, 'echo/header'],
      [{ status: 403, body: { error: message } }, 'echo/body'],
      [{ status: 302, headers: { location: `/log-in?token=${TOKEN}` } }, 'echo/query'],
      [{ status: 418, headers: { 'X-Request-Id': TOKEN } }, 'echo/id'],
    ] as const) {
      hubs.hub.fault({ ...fault, path: new RegExp(`^/${repo}/`) });
      const run = await runAction({ 'repo-id': repo, 'hf-token': TOKEN }, { env: { HF_ENDPOINT: hubs.hub.url } });
      expect(run.code).toBe(1);
      expect(withoutMasks(run)).not.toContain(TOKEN);
    }
  });

  it.each([
    ['with a space in it', `${TOKEN} x`],
    ['of two lines', `${TOKEN}\nsecond-line-of-it`],
    ['in quotes', `"${TOKEN}"`],
    ['beyond ASCII', `${TOKEN}é`],
  ])('is not told when it cannot be one: %s', async (_, token) => {
    const env = { HF_ENDPOINT: hubs.hub.url };
    const [action, cli] = await Promise.all([
      runAction({ 'repo-id': REPO, 'hf-token': token }, { env }),
      runCli(['inspect-tables', '--repo-id', REPO], { env: { ...env, HF_TOKEN: token } }),
    ]);
    expect([action.code, action.outputs.code, cli.code]).toEqual([1, 'unauthorized', 1]);
    for (const text of [withoutMasks(action), cli.stdout + cli.stderr]) {
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain('second-line-of-it');
    }
    // Masks are lines: each of them is masked by itself.
    for (const line of token.split('\n')) expect(action.masks).toContain(line);
  });

  it('is not looked for on the command line', async () => {
    const run = await runCli(['inspect-tables', '--repo-id', REPO, '--hf-token', TOKEN]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--hf-token');
    expect(run.stdout + run.stderr).not.toContain(TOKEN);
  });
});
