import { beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import type { ErrorCode } from '../../../src/errors.ts';
import { listOpenPullRequests } from '../../../src/flows/pull-requests.ts';
import type { FaultRule } from '../../local-hub/faults.ts';
import { LIST_FAULTS } from '../../local-hub/named-faults.ts';
import type { LocalHub } from '../../local-hub/server.ts';
import type { Proposal } from '../../local-hub/staging.ts';
import { useFreshHub } from './fresh-hub.ts';
import {
  act,
  BOT,
  changingRequests,
  descriptionOf,
  OWNER,
  publish,
  REPO,
  refusalOf,
  SHORT,
  STRANGER,
  statuses,
} from './publishing.ts';

let hub: LocalHub;

const restore = useFreshHub((started) => {
  hub = started;
});
beforeEach(() => {
  hub.settings.discussionsPageSize = 10;
  hub.settings.deletedUsers = [];
  const repo = hub.repos.get(REPO);
  if (repo !== undefined) repo.discussionsDisabled = false;
});

const RIVAL: Proposal = { title: 'Add results', author: 'stranger', files: { 'README.md': '# Other\n' } };
const LIST = /\/discussions$/;
const DETAILS = /\/discussions\/\d+$/;

/** A pull request without commits, as the Hub's page makes them. */
async function openEmptyDraft(): Promise<void> {
  const response = await fetch(`${hub.url}/api/models/${REPO}/discussions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${STRANGER}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ title: 'Add results', description: '', pullRequest: true }),
  });
  expect(response.status).toBe(200);
}

describe("somebody else's pull request stops a run", () => {
  it.each<[string, () => unknown]>([
    ['it touches the card', () => hub.propose(REPO, RIVAL)],
    ['it is a draft', () => hub.propose(REPO, { ...RIVAL, status: 'draft' })],
    ['it touches results', () => hub.propose(REPO, { ...RIVAL, files: { '.eval_results/hle.yaml': '[]\n' } })],
    [
      'it touches results of a name beyond ASCII',
      () => hub.propose(REPO, { ...RIVAL, files: { '.eval_results/é ü.yaml': '[]\n' } }),
    ],
    ['it is an empty draft', openEmptyDraft],
    [
      'its files cannot be told',
      () => {
        hub.propose(REPO, { ...RIVAL, files: { LICENSE: 'MIT\n' } });
        hub.fault({ path: DETAILS, edit: (answer) => ({ ...(answer as object), diff: undefined }), times: 9 });
      },
    ],
    [
      'its changes are too many to be looked at',
      () => hub.propose(REPO, { ...RIVAL, files: { 'tokenizer.json': `${'x'.repeat(99)}\n`.repeat(210_000) } }),
    ],
    [
      'it is on the last of many pages',
      () => {
        hub.settings.discussionsPageSize = 2;
        hub.propose(REPO, RIVAL);
        for (let n = 0; n < 5; n += 1) hub.propose(REPO, { ...RIVAL, title: 'Licence', files: { LICENSE: `${n}\n` } });
      },
    ],
    [
      'it has our text, by another account',
      async () => {
        await publish(hub);
        const description = descriptionOf(hub, 1);
        restore();
        hub.propose(REPO, { ...RIVAL, description });
      },
    ],
  ])('%s', async (_, arrange) => {
    await arrange();
    for (const raw of [{ 'create-pr': 'true' }, { apply: 'true' }]) {
      const error = await refusalOf(publish(hub, raw, { token: OWNER }));
      expect(error.code).toBe('open-pull-request');
      expect(error.message).toMatch(
        /#\d+ "Add results" by stranger, \d{4}-\d\d-\d\d: http.*\/org\/Kestrel-7B\/discussions\/\d+$/,
      );
    }
    expect(changingRequests(hub).filter((one) => one.includes('/commit/'))).toEqual([]);
  });

  it('and is told in all detail', async () => {
    hub.propose(REPO, { ...RIVAL, title: 'A\u001b[31m "title"\n::error::x' });
    hub.propose(REPO, { ...RIVAL, author: 'gone', title: 'Second' });
    hub.settings.deletedUsers = ['gone'];
    const error = await refusalOf(publish(hub));
    expect(error.message.split('\n')).toEqual([
      `${REPO} has 2 open pull requests that may be about the same files:`,
      expect.stringMatching(/^#2 "Second" by a deleted account, \d{4}-\d\d-\d\d: http.*\/discussions\/2$/),
      expect.stringMatching(/^#1 "A \[31m "title" ::error::x" by stranger, \d{4}-\d\d-\d\d: http.*\/discussions\/1$/),
    ]);
    expect(error.hint).toMatch(/--on-open-pr proceed/);
    expect(error.details).toMatchObject({
      repo_id: REPO,
      pull_requests: [
        { number: 2, status: 'open', title: 'Second', url: `${hub.url}/${REPO}/discussions/2` },
        { number: 1, author: 'stranger', ours: false, touches_results: true, created_at: expect.stringMatching(/^2/) },
      ],
    });
    expect((error.details.pull_requests as object[])[0]).not.toHaveProperty('author');
  });

  it('skip ends without an error, proceed goes on; both tell of it', async () => {
    hub.propose(REPO, RIVAL);
    const skipped = await publish(hub, { 'on-open-pr': 'skip' });
    expect([skipped.status, skipped.rivals.map(({ number }) => number)]).toEqual(['skipped', [1]]);
    expect(changingRequests(hub)).toEqual([]);
    const proposed = await publish(hub, { 'on-open-pr': 'proceed' });
    expect([proposed.status, proposed.rivals.map(({ number }) => number)]).toEqual(['proposed', [1]]);
    expect(statuses(hub)).toBe('1 open, 2 open');
  });
});

describe('what does not stop a run', () => {
  it.each<[string, () => unknown]>([
    ['other files', () => hub.propose(REPO, { ...RIVAL, files: { LICENSE: 'MIT\n', 'docs/README.md': 'x\n' } })],
    ['one that was closed', () => hub.propose(REPO, { ...RIVAL, status: 'closed' })],
    [
      'one that was merged',
      async () => {
        hub.propose(REPO, { ...RIVAL, files: { '.eval_results/other.yaml': '[]\n' } });
        await act(hub, OWNER, '1/merge', {});
      },
    ],
    ['a discussion', () => hub.discuss(REPO, { title: 'README.md?', author: 'stranger', comments: ['Hello'] })],
    [
      'one that is closed after it was listed',
      () => {
        hub.propose(REPO, RIVAL);
        hub.fault({ path: DETAILS, edit: (answer) => ({ ...(answer as object), status: 'closed' }), times: 9 });
      },
    ],
  ])('%s', async (_, arrange) => {
    await arrange();
    expect((await publish(hub)).status).toBe('proposed');
  });
});

describe('a check that fails stops a run', () => {
  const TEXT = { 'content-type': 'application/json' };
  it.each<[string, FaultRule, ErrorCode]>([
    ['no answer', { path: LIST, silent: true, times: 9 }, 'guard-failed'],
    ['500', { path: LIST, status: 500, times: 9 }, 'guard-failed'],
    ['500 for one of them', { path: DETAILS, status: 500, times: 9 }, 'guard-failed'],
    ['502 page', { path: LIST, status: 502, body: '<html>', times: 9 }, 'guard-failed'],
    [
      'a web page',
      { path: LIST, body: '<!doctype html><html>', headers: { 'content-type': 'text/html' } },
      'guard-failed',
    ],
    ['a truncated page', { path: LIST, truncate: 10, times: 9 }, 'guard-failed'],
    ['broken JSON', { path: LIST, body: '{"discussions":[', headers: TEXT, times: 9 }, 'guard-failed'],
    ['a list alone', { path: LIST, body: '[]', headers: TEXT, times: 9 }, 'guard-failed'],
    ['no count', { path: LIST, body: { discussions: [] }, times: 9 }, 'guard-failed'],
    [
      'an entry of another shape',
      { path: LIST, body: { discussions: [{ num: '1' }], count: 1 }, times: 9 },
      'guard-failed',
    ],
    [
      'a status that is not known',
      {
        path: LIST,
        edit: (answer) => {
          const { discussions, count } = answer as { discussions: object[]; count: number };
          return { count, discussions: discussions.map((one) => ({ ...one, status: 'paused' })) };
        },
        times: 9,
      },
      'guard-failed',
    ],
    ['an entry too few', { path: LIST, ...LIST_FAULTS['page too short'], times: 9 }, 'guard-failed'],
    [
      'details of another one',
      { path: DETAILS, edit: (one) => ({ ...(one as object), num: 7 }), times: 9 },
      'guard-failed',
    ],
    [
      'details without events',
      { path: DETAILS, edit: (one) => ({ ...(one as object), events: {} }), times: 9 },
      'guard-failed',
    ],
    ['401', { path: LIST, status: 401 }, 'unauthorized'],
    ['403', { path: LIST, status: 403 }, 'forbidden'],
    ['404', { path: LIST, status: 404, headers: { 'x-error-code': 'RepoNotFound' } }, 'repo-not-found'],
    ['429', { path: LIST, status: 429, headers: { ratelimit: '"api";r=0;t=3600' } }, 'rate-limited'],
  ])('%s: %s', async (_, fault, code) => {
    hub.propose(REPO, { ...RIVAL, files: { LICENSE: 'MIT\n' } });
    hub.fault(fault);
    const error = await refusalOf(publish(hub, { 'on-open-pr': 'proceed' }, fault.silent === true ? SHORT : {}));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(REPO)]);
    expect(error.message + error.hint).not.toMatch(/README\.md|undefined/);
    if (code === 'guard-failed') expect(error.details.cause).toMatch(/^(?:hub-unavailable|unexpected-answer)$/);
    expect(changingRequests(hub)).toEqual([]);
  });

  it.each(['stale', 'page repeated'] as const)('but a list that comes right is taken: %s', async (name) => {
    hub.settings.discussionsPageSize = 1;
    for (const title of ['One', 'Two']) hub.propose(REPO, { ...RIVAL, title, files: { LICENSE: `${title}\n` } });
    hub.fault({ path: LIST, nth: 2, ...LIST_FAULTS[name] });
    expect((await publish(hub)).status).toBe('proposed');
  });

  it('discussions that are switched off are called so', async () => {
    const repo = hub.repos.get(REPO);
    if (repo !== undefined) repo.discussionsDisabled = true;
    const runs: readonly [object, string][] = [
      [{ 'create-pr': 'true' }, BOT],
      [{ apply: 'true' }, OWNER],
    ];
    for (const [raw, token] of runs) {
      const error = await refusalOf(publish(hub, raw, { token }));
      expect([error.code, error.details.reason]).toEqual(['forbidden', 'discussions-off']);
      expect(error.message).toMatch(/^Discussions and pull requests are switched off on org\/Kestrel-7B\./);
      expect(error.hint).toMatch(/\/settings/);
    }
    expect((await publish(hub, { apply: 'true', 'on-open-pr': 'proceed' }, { token: OWNER })).status).toBe('pushed');
    expect((await refusalOf(publish(hub, { 'on-open-pr': 'proceed' }, { token: BOT }))).code).toBe('forbidden');
  });
});

describe('get-prs', () => {
  const list = (token?: string) =>
    listOpenPullRequests(parseConfig('get-prs', { 'repo-id': REPO }, { HF_ENDPOINT: hub.url, HF_TOKEN: token }), {
      fetch,
      userAgent: 'hf-eval/test',
      say: () => {},
      today: '2026-03-01',
      sleep: async () => {},
    });

  it('lists what is open, the newest first, and tells which ones are ours', async () => {
    await publish(hub);
    hub.propose(REPO, { ...RIVAL, files: { LICENSE: 'MIT\n' }, status: 'draft' });
    hub.propose(REPO, { ...RIVAL, status: 'closed' });
    const facts = async (token?: string) =>
      (await list(token)).pullRequests.map((one) => [one.number, one.status, one.ours, one.touchesResults]);
    expect(await facts(BOT)).toEqual([
      [2, 'draft', false, false],
      [1, 'open', true, true],
    ]);
    expect(await facts()).toEqual([
      [2, 'draft', false, false],
      [1, 'open', false, true],
    ]);
  });

  it('fails as the Hub does, since nothing is to be written', async () => {
    hub.fault({ path: LIST, status: 500, times: 9 });
    expect((await refusalOf(list())).code).toBe('hub-unavailable');
    hub.clearFaults();
    expect((await refusalOf(list('hf_unknown'))).code).toBe('unauthorized');
  });
});
