import { describe, expect, it } from 'vitest';
import { useFreshHub } from '../flows/publish/fresh-hub.ts';
import {
  BOT,
  CARD,
  changingRequests,
  fileAt,
  filesAt,
  headOf,
  OWNER,
  REPO,
  STRANGER,
  statuses,
} from '../flows/publish/publishing.ts';
import { refOf } from '../local-hub/discussions.ts';
import type { LocalHub } from '../local-hub/server.ts';
import type { Finished } from './child.ts';
import { expectJsonRefusal, expectNoTrace, expectRefusal } from './expectations.ts';
import { runCli, runCliOn } from './run-cli.ts';

let hub: LocalHub;

useFreshHub((started) => {
  hub = started;
});

const RIVAL = { title: 'Theirs', author: 'stranger', files: { 'README.md': 'x\n' } };
const PAGE = () => `${hub.url}/${REPO}/discussions/1`;

const cli = (token: string | undefined, ...args: string[]): Promise<Finished> =>
  runCli(args, { env: { HF_ENDPOINT: hub.url, HF_TOKEN: token } });
const extract = (token: string | undefined, ...args: string[]): Promise<Finished> =>
  cli(token, 'extract-readme', '--repo-id', REPO, '--output-format', 'both', ...args);

/** The JSON document of a run that did what it should. */
function documentOf(run: Finished): Record<string, unknown> {
  expectNoTrace(run);
  expect([run.code, run.stderr]).toEqual([0, '']);
  return JSON.parse(run.stdout) as Record<string, unknown>;
}

describe('extract-readme --create-pr', () => {
  it('proposes once, as text', async () => {
    const first = await extract(BOT, '--create-pr');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout.trimEnd().split('\n').at(-1)).toBe(`Proposed in pull request 1: ${PAGE()}`);
    const second = await extract(BOT, '--create-pr');
    expect([second.code, second.stderr]).toEqual([0, '']);
    expect(second.stdout.trimEnd().split('\n').at(-1)).toBe(`Already proposed in pull request 1: ${PAGE()}`);
    hub.commit(REPO, { files: { 'README.md': CARD.replace('25.1', '26.2') }, title: 'Better' });
    const third = await extract(BOT, '--create-pr');
    expect(third.stdout.trimEnd().split('\n').at(-1)).toBe(`Pull request 1 is brought up to date: ${PAGE()}`);
    expect(statuses(hub)).toBe('1 open');
    expect(fileAt(hub, refOf(1), '.eval_results/hle.yaml')).toContain('26.2');
  });

  it('proposes once, as JSON', async () => {
    const first = documentOf(await extract(BOT, '--create-pr', '--format', 'json'));
    const head = headOf(hub, refOf(1));
    expect(first).toMatchObject({
      status: 'proposed',
      repo_id: REPO,
      pull_request: { number: 1, url: PAGE() },
      commit: { oid: head, url: `${hub.url}/${REPO}/commit/${head}` },
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      table: 1,
      results: [{ benchmark: 'MMLU', value: 61.2 }, {}, {}],
    });
    expect(first.changes).toHaveLength(5);
    expect(first.changes).toContainEqual({
      op: 'add',
      file: 'README.md',
      benchmark: expect.stringContaining('MMLU'),
      metric: expect.any(String),
      value: 61.2,
    });
    const second = documentOf(await extract(BOT, '--create-pr', '--format', 'json'));
    expect(second).toMatchObject({ status: 'already-proposed', pull_request: { number: 1 }, digest: first.digest });
    expect(second).not.toHaveProperty('commit');
  });

  it('prints the block alone as YAML', async () => {
    const run = await extract(BOT, '--create-pr', '--format', 'yaml');
    expect([run.code, run.stdout.split('\n')[0]]).toEqual([0, 'model-index:']);
    expect(statuses(hub)).toBe('1 open');
  });

  it('takes the scores of a local card', async () => {
    const env = { HF_ENDPOINT: hub.url, HF_TOKEN: BOT };
    const args = ['extract-readme', '--repo-id', REPO, '--card', 'README.md', '--create-pr', '--format', 'json'];
    const run = await runCliOn({ 'README.md': CARD.replace('25.1', '27.3') }, args, { env });
    expect(documentOf(run).status).toBe('proposed');
    expect(fileAt(hub, refOf(1), 'README.md')).toMatch(/value: 27\.3[\s\S]*\| HLE \| 25\.1/);
  });

  it("stops at somebody else's, skips or proceeds", async () => {
    hub.propose(REPO, RIVAL);
    const says = /#1 "Theirs" by stranger, \d{4}-\d\d-\d\d: http/;
    expectRefusal(await extract(BOT, '--create-pr'), 'open-pull-request', says);
    const error = expectJsonRefusal(await extract(BOT, '--create-pr', '--format=json'), 'open-pull-request', says);
    expect(error).toMatchObject({
      repo_id: REPO,
      pull_requests: [{ number: 1, title: 'Theirs', author: 'stranger', url: PAGE(), status: 'open', ours: false }],
    });
    const skipped = await extract(BOT, '--create-pr', '--on-open-pr', 'skip');
    expect([skipped.code, skipped.stdout]).toEqual([0, expect.stringContaining('Skipped: ')]);
    expect(documentOf(await extract(BOT, '--create-pr', '--on-open-pr=proceed', '--format=json'))).toMatchObject({
      status: 'proposed',
      open_pull_requests: [{ number: 1 }],
    });
  });

  it.each<[string, string | undefined, string, RegExp]>([
    ['no token', undefined, 'unauthorized', /there is none/],
    ['an unknown one', 'hf_nobodysTokenNobody', 'unauthorized', /does not accept the token/],
  ])('needs a token: %s', async (_, token, code, says) => {
    expectRefusal(await extract(token, '--create-pr'), code, says);
    expectJsonRefusal(await extract(token, '--create-pr', '--format', 'json'), code, says);
  });

  it('is not combined with what excludes it', async () => {
    expectRefusal(await extract(BOT, '--create-pr', '--apply'), 'usage', /exclude each other/);
    expect(hub.requests).toEqual([]);
  });
});

describe('extract-readme --apply', () => {
  it('commits, and then finds nothing to do', async () => {
    const first = await extract(OWNER, '--apply');
    const commit = `${hub.url}/${REPO}/commit/${headOf(hub, 'main')}`;
    expect([first.code, first.stderr, first.stdout.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      '',
      `Committed: ${commit}`,
    ]);
    expect(filesAt(hub, 'main')).toContain('.eval_results/gsm8k.yaml');
    const second = documentOf(await extract(OWNER, '--apply', '--format', 'json'));
    expect(second.status).toBe('up-to-date');
    expect(new Set((second.changes as { op: string }[]).map(({ op }) => op))).toEqual(new Set(['keep']));
    expect(statuses(hub)).toBe('');
  });

  it('is refused to who may not write', async () => {
    expectRefusal(await extract(STRANGER, '--apply'), 'forbidden', /account stranger may not write there/);
    expect(changingRequests(hub)).toEqual([]);
  });
});

describe('--dry-run', () => {
  it.each(['--create-pr', '--apply'])('prints what would be written, and writes nothing: %s', async (how) => {
    const text = await extract(OWNER, how, '--dry-run');
    expect([text.code, text.stderr]).toEqual([0, '']);
    expect(text.stdout).toMatch(/^\+ {6}value: 61\.2$/m);
    expect(text.stdout).toMatch(/^\+\+\+ b\/\.eval_results\/hle\.yaml$/m);
    expect(text.stdout.trimEnd().split('\n').at(-1)).toBe('Nothing was written (dry run).');
    const json = documentOf(await extract(OWNER, how, '--dry-run', '--format', 'json'));
    const diff = expect.stringContaining('+      value: 61.2');
    const what = how === '--apply' ? 'commit' : 'pull-request';
    const planned = { what, title: expect.stringMatching(/\w/), text: expect.stringMatching(/\w/), diff, closes: [] };
    expect(json).toMatchObject({ status: 'dry-run', diff, would_write: planned });
    expect([changingRequests(hub), statuses(hub)]).toEqual([[], '']);
  });
});

describe('get-prs', () => {
  it('lists what is open, as text and as JSON', async () => {
    const none = await cli(undefined, 'get-prs', '--repo-id', REPO);
    expect([none.code, none.stdout]).toEqual([0, `${REPO}: 0 open pull requests\n`]);
    await extract(BOT, '--create-pr');
    hub.propose(REPO, { ...RIVAL, status: 'draft', files: { LICENSE: 'MIT\n' } });
    const text = await cli(BOT, 'get-prs', '--repo-id', REPO);
    expect(text.stdout).toMatch(
      /^ +#2 +draft +Theirs +stranger +\d{4}-\d\d-\d\d +http.*\n +#1 +open, ours +Evaluation/m,
    );
    expect(documentOf(await cli(BOT, 'get-prs', '--repo-id', REPO, '--format', 'json'))).toEqual({
      repo_id: REPO,
      pull_requests: [
        {
          number: 2,
          status: 'draft',
          title: 'Theirs',
          author: 'stranger',
          created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          url: `${hub.url}/${REPO}/discussions/2`,
          ours: false,
          touches_results: false,
        },
        expect.objectContaining({ number: 1, ours: true, touches_results: true }),
      ],
    });
  });

  it('is refused where it cannot look', async () => {
    hub.fault({ path: /Kestrel-7B\/discussions$/, body: { discussions: [], count: 1 }, times: 9 });
    expectRefusal(await cli(undefined, 'get-prs', '--repo-id', REPO), 'unexpected-answer', /the list of/);
    expectJsonRefusal(await cli(undefined, 'get-prs', '--repo-id', 'org/None-7B', '--format=json'), 'repo-not-found');
    expectRefusal(await cli(undefined, 'get-prs', '--card', 'README.md'), 'usage', /--repo-id is needed/);
  });
});
