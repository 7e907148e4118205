import { afterAll, describe, expect, it } from 'vitest';
import { useFreshHub } from '../flows/publish/fresh-hub.ts';
import {
  BOT,
  CARD,
  changingRequests,
  fileAt,
  headOf,
  OWNER,
  REPO,
  STRANGER,
  statuses,
} from '../flows/publish/publishing.ts';
import { refOf } from '../local-hub/discussions.ts';
import { type GithubOidc, startGithubOidc } from '../local-hub/github-oidc.ts';
import type { LocalHub } from '../local-hub/server.ts';
import { renderSummary } from './rendered-summary.ts';
import { type ActionOptions, type ActionRun, runAction } from './run-action.ts';

let hub: LocalHub;
let github: GithubOidc;

useFreshHub(
  (started) => {
    hub = started;
  },
  async (hub) => {
    github = await startGithubOidc({ repository: 'org/evals' });
    hub.trustIssuer(github.key);
    hub.addPublisher({ resource: REPO, claims: { repository: 'org/evals' } });
  },
);
afterAll(() => github.close());

const RIVAL = { title: 'Theirs <b>|', author: 'stranger', files: { 'README.md': 'x\n' } };
const PAGE = () => `${hub.url}/${REPO}/discussions/1`;

function step(
  mode: string,
  token: string,
  inputs: Record<string, string> = {},
  options: ActionOptions = {},
): Promise<ActionRun> {
  return runAction(
    { mode, 'repo-id': REPO, ...(token === '' ? {} : { 'hf-token': token }), ...inputs },
    { ...options, env: { HF_ENDPOINT: hub.url, ...options.env } },
  );
}

/** The headings of a job summary. */
const headings = ({ summary }: ActionRun): string[] => summary.split('\n').filter((line) => /^#+ /.test(line));

describe('mode pull-request', () => {
  it('proposes once, and tells so in outputs and summary', async () => {
    const inputs = { 'output-format': 'both' };
    const first = await step('pull-request', BOT, inputs);
    expect([first.code, first.stderr, first.annotations]).toEqual([0, '', []]);
    expect(first.outputs).toMatchObject({
      status: 'proposed',
      changed: 'true',
      'pull-request-url': PAGE(),
      'pull-request-number': '1',
      commit: headOf(hub, refOf(1)),
      yaml: expect.stringMatching(/^model-index:/),
    });
    expect(JSON.parse(first.outputs.results ?? '')).toMatchObject({ status: 'proposed', pull_request: { number: 1 } });
    expect(headings(first)[0]).toBe(`## [Proposed in pull request 1](${PAGE()})`);
    const { tables, details } = renderSummary(first.summary);
    expect(tables[0]?.[0]).toEqual(['', 'Score', 'Value', 'There', 'File', '']);
    expect(tables[0]).toHaveLength(6);
    expect(details[0]).toBe('Diff');
    expect(first.summary).not.toContain('Nothing was written');

    const second = await step('pull-request', BOT, inputs);
    expect([second.code, second.outputs.status, second.outputs.changed]).toEqual([0, 'already-proposed', 'false']);
    expect([second.outputs['pull-request-number'], second.outputs.commit]).toEqual(['1', undefined]);
    expect(headings(second)[0]).toBe(`## [Already proposed in pull request 1](${PAGE()})`);
    expect(statuses(hub)).toBe('1 open');
  });

  it('puts remarks on the lines of a card in the checkout', async () => {
    const files = { 'README.md': CARD.replace('| 25.1 |', '| 125.1 |') };
    const run = await step('pull-request', BOT, { card: 'README.md' }, { files });
    expect([run.code, run.outputs.status]).toEqual([0, 'proposed']);
    expect(run.annotations.map(({ name, properties: { file, line } }) => [name, file, line])).toEqual([
      ['notice', 'README.md', '9'],
      ['error', 'README.md', '13'],
    ]);
    expect(run.outputs.yaml).toContain('125.1');
    expect(fileAt(hub, refOf(1), 'README.md')).not.toContain('value: 125.1');
  });

  it("stops at somebody else's pull request", async () => {
    hub.propose(REPO, RIVAL);
    const run = await step('pull-request', BOT);
    const { 'open-prs': open, ...outputs } = run.outputs;
    expect([run.code, outputs]).toEqual([
      1,
      { status: 'refused', code: 'open-pull-request', changed: 'false', count: '1' },
    ]);
    expect(JSON.parse(open ?? '')).toMatchObject({ repo_id: REPO, pull_requests: [{ number: 1, author: 'stranger' }] });
    expect(run.annotations).toMatchObject([{ name: 'error', properties: { title: 'open-pull-request' } }]);
    expect(run.annotations[0]?.data).toMatch(/#1 "Theirs <b>\|" by stranger/);
    expect(headings(run)).toEqual(['## Refused: open-pull-request']);
    expect(renderSummary(run.summary).elements.map(({ tag }) => tag)).not.toContain('b');
    const skipped = await step('pull-request', BOT, { 'on-open-pr': 'skip' });
    expect([skipped.code, skipped.outputs.status, skipped.outputs.changed]).toEqual([0, 'skipped', 'false']);
    expect(renderSummary(skipped.summary).tables.flat(2)).toContain('Theirs <b>|');
  });

  it('shows what would be done in a dry run', async () => {
    const run = await step('pull-request', BOT, { 'dry-run': 'true', 'output-format': 'both' });
    expect([run.code, run.outputs.status, run.outputs.changed]).toEqual([0, 'dry-run', 'false']);
    expect(run.stdout).toContain('+      value: 61.2');
    expect(headings(run)[0]).toBe('## Nothing was written (dry run).');
    expect([changingRequests(hub), statuses(hub)]).toEqual([[], '']);
  });
});

describe('mode push', () => {
  it('commits, with both formats', async () => {
    const run = await step('push', OWNER, { 'output-format': 'both' });
    const oid = headOf(hub, 'main');
    expect([run.code, run.outputs.status, run.outputs.changed, run.outputs.commit]).toEqual([0, 'pushed', 'true', oid]);
    expect(run.outputs).not.toHaveProperty('pull-request-url');
    expect(headings(run)[0]).toBe(`## [Committed](${hub.url}/${REPO}/commit/${oid})`);
    const again = await step('push', OWNER, { 'output-format': 'both' });
    expect([again.code, again.outputs.status, again.outputs.changed]).toEqual([0, 'up-to-date', 'false']);
    expect(headings(again)[0]).toMatch(/^## org\/Kestrel-7B has all of it already; nothing was written\.$/);
  });

  it('needs the right to write', async () => {
    const run = await step('push', STRANGER);
    expect([run.code, run.outputs.code]).toEqual([1, 'forbidden']);
    expect(run.summary).toContain('may not write there');
    expect(changingRequests(hub)).toEqual([]);
  });

  it('does without a token where the repo trusts the workflow', async () => {
    const run = await step('push', '', {}, { env: github.env });
    expect([run.code, run.outputs.status]).toEqual([0, 'pushed']);
    const refused = await step('push', '', { 'repo-id': 'org/None-7B' }, { env: github.env });
    expect([refused.code, refused.outputs.code]).toEqual([1, 'unauthorized']);
    expect(refused.summary).toContain('trusted publisher');
  });
});

describe('mode pull-requests', () => {
  it('lists what is open', async () => {
    await step('pull-request', BOT);
    hub.propose(REPO, RIVAL);
    const run = await step('pull-requests', BOT);
    expect([run.code, run.outputs.status, run.outputs.changed, run.outputs.count]).toEqual([0, 'listed', 'false', '2']);
    expect(JSON.parse(run.outputs['open-prs'] ?? '')).toMatchObject({
      repo_id: REPO,
      pull_requests: [
        { number: 2, ours: false, touches_results: true },
        { number: 1, ours: true },
      ],
    });
    expect(headings(run)).toEqual([`## ${REPO}: 2 open pull requests`]);
    expect(renderSummary(run.summary).tables[0]?.[1]?.slice(0, 4)).toEqual(['#2', 'open', 'Theirs <b>|', 'stranger']);
  });

  it('of none is no error', async () => {
    const run = await step('pull-requests', '');
    expect([run.code, run.outputs.count, run.summary]).toEqual([0, '0', `## ${REPO}: 0 open pull requests\n\n`]);
  });
});

it('mode preview writes nothing, with both formats', async () => {
  const run = await step('preview', OWNER, { 'output-format': 'both' });
  expect([run.code, run.outputs.status, run.outputs.changed]).toEqual([0, 'previewed', 'false']);
  expect(headings(run)[0]).toBe('## 5 changes, not written yet');
  expect(JSON.parse(run.outputs.results ?? '')).toMatchObject({ changes: expect.any(Array), diff: expect.any(String) });
  expect([changingRequests(hub), statuses(hub)]).toEqual([[], '']);
});
