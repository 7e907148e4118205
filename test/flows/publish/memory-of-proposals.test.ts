import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refOf } from '../../local-hub/discussions.ts';
import { readCommit } from '../../local-hub/repo.ts';
import type { LocalHub } from '../../local-hub/server.ts';
import {
  act,
  BOT,
  CARD,
  descriptionOf,
  editCard,
  fileAt,
  filesAt,
  headOf,
  OWNER,
  publish,
  pullRequest,
  REPO,
  refusalOf,
  startHub,
  statuses,
  valuesAt,
} from './publishing.ts';

const PR = refOf(1);
const HEAD = CARD.slice(0, CARD.indexOf('| Benchmark'));
const tableOf = (...rows: string[]): string =>
  `| Benchmark | Kestrel 7B | Heron 13B |\n|---|---:|---:|\n${rows.map((row) => `| ${row} | 1.5 |\n`).join('')}\n`;
const SPEECH = `\n## Speech\n\n${tableOf('MMLU-Pro | 44.1', 'HellaSwag | 71.3')}`;

let hub: LocalHub;

beforeEach(async () => {
  hub = await startHub();
});

afterEach(() => hub.close());

async function restart(card: string, files: Readonly<Record<string, string>> = {}): Promise<void> {
  await hub.close();
  hub = await startHub({ 'README.md': card, ...files });
}

const table = (number: number, more = {}) => publish(hub, { table: String(number), ...more });

describe('a pull request that a person makes with the same account, after a commit of this program', () => {
  const byOwner = { token: OWNER };

  beforeEach(async () => {
    await restart(CARD + SPEECH);
    await publish(hub, { table: '1', apply: 'true' }, byOwner);
    hub.propose(REPO, {
      title: 'Fix typos',
      description: 'By hand.',
      author: 'org',
      files: { 'README.md': `${fileAt(hub, 'main', 'README.md')}\nmore\n` },
    });
  });

  it('is none of ours, and stands in the way', async () => {
    expect((await refusalOf(publish(hub, { table: '2' }, byOwner))).code).toBe('open-pull-request');
    const { status } = await publish(hub, { table: '2', 'on-open-pr': 'proceed' }, byOwner);
    expect([status, statuses(hub)]).toEqual(['proposed', '1 open, 2 open']);
    expect([pullRequest(hub, 1).title, descriptionOf(hub, 1)]).toEqual(['Fix typos', 'By hand.']);
  });

  it('is no proposal when it is closed', async () => {
    await act(hub, OWNER, '1/status', { status: 'closed' });
    hub.commit(REPO, { files: { 'README.md': CARD + SPEECH }, title: 'Without the scores' });
    expect((await publish(hub, { table: '1' }, byOwner)).status).toBe('proposed');
  });
});

describe('scores that a maintainer closed', () => {
  it('are known by the commit where the description could not be written', async () => {
    await publish(hub);
    editCard(hub, '25.1', '26.2');
    hub.fault({ method: 'POST', path: /\/edit$/, status: 500 });
    await refusalOf(publish(hub));
    await act(hub, OWNER, '1/status', { status: 'closed' });
    expect((await refusalOf(publish(hub))).code).toBe('closed-before');
  });

  it('stand against new ones when nothing tells any more what they were', async () => {
    await publish(hub);
    const [first] = pullRequest(hub, 1).events;
    await act(hub, OWNER, `1/comment/${first?.id}/hide`, {});
    await act(hub, OWNER, '1/status', { status: 'closed' });
    await fetch(`${hub.url}/api/models/${REPO}/discussions/1/ref`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${OWNER}` },
    });
    const error = await refusalOf(publish(hub));
    expect(error.code).toBe('closed-before');
    expect(error.message).toMatch(/which ones cannot be read any more/);
    expect((await publish(hub, { reopen: 'true' })).pullRequest?.number).toBe(2);
    expect((await publish(hub)).status).toBe('already-proposed');
  });

  it('are not opened again where a person has committed to them', async () => {
    await publish(hub);
    const parent = headOf(hub, PR);
    hub.commit(REPO, { ref: PR, parent, files: { 'README.md': `${CARD}by hand\n` }, title: 'By hand', user: 'org' });
    await act(hub, OWNER, '1/status', { status: 'closed' });
    expect((await refusalOf(publish(hub))).hint).toMatch(/--reopen proposes them anew/);
    expect((await publish(hub, { reopen: 'true' })).pullRequest?.number).toBe(2);
    expect(statuses(hub)).toBe('1 closed, 2 open');
  });
});

describe('two tables that give other values for one score', () => {
  beforeEach(async () => {
    await restart(`${CARD}\n## Speech\n\n${tableOf('MMLU | 62.9', 'HellaSwag | 71.3')}`);
    await table(1);
  });

  it('are told as a conflict, and the first one counts', async () => {
    const { status, changes } = await table(2);
    const mmlu = changes.filter(({ offered }) => offered.score.dataset.name === 'MMLU');
    expect([status, mmlu.map(({ op }) => op)]).toEqual(['updated', ['conflict']]);
    expect(mmlu[0]).toMatchObject({ reason: 'table 1 of the model card gives 61.2 for it' });
    expect((await table(2)).changes.some(({ op }) => op === 'conflict')).toBe(true);
    expect(valuesAt(hub, PR)).toContain(61.2);
  });

  it('are refused where conflicts are to fail', async () => {
    const head = headOf(hub, PR);
    expect((await refusalOf(table(2, { 'on-conflict': 'fail' }))).code).toBe('conflict');
    expect(headOf(hub, PR)).toBe(head);
  });
});

describe('what a proposal remembers', () => {
  it('has one column of a table, and another one in its place is said', async () => {
    await publish(hub, { table: '1', 'model-column-index': '1' });
    const { notes } = await publish(hub, { table: '1', 'model-column-index': '2' });
    expect(notes).toEqual([expect.stringMatching(/^What hf-eval .*--model-column-index 1 .* is out of it/)]);
  });

  it('is written once where the same scores are asked for in another way', async () => {
    await publish(hub);
    const replace = { 'on-conflict': 'replace' };
    expect((await publish(hub, replace)).status).toBe('updated');
    expect((await publish(hub, replace)).status).toBe('already-proposed');
  });

  it('is the same whichever of two tables with the same scores is run', async () => {
    await restart(`${CARD}\n## Again\n\n${tableOf('MMLU | 61.2', 'GSM8K | 52.1')}`);
    await table(1);
    expect((await table(2)).status).toBe('updated');
    for (const number of [2, 1, 2]) expect((await table(number)).status).toBe('already-proposed');
    hub.commit(REPO, {
      files: { 'README.md': `${HEAD}${tableOf('MMLU | 61.2', 'GSM8K | 52.1')}${SPEECH}` },
      title: 'One left',
    });
    await table(2);
    expect(valuesAt(hub, PR).sort()).toEqual([44.1, 52.1, 61.2, 71.3]);
  });

  it('tells two tables with the same heading and header apart by their rows', async () => {
    const [first, second] = [tableOf('MMLU | 61.2', 'GSM8K | 52.1'), tableOf('HLE | 25.1', 'HellaSwag | 71.3')];
    const code = `## Code\n\n${tableOf('MBPP | 33.3', 'HumanEval | 44.4')}`;
    await restart(`${HEAD}${first}And more:\n\n${second}${code}`);
    await table(1);
    await table(2);
    hub.commit(REPO, { files: { 'README.md': `${HEAD}And more:\n\n${second}${code}` }, title: 'Withdrawn' });
    const { notes } = await table(2);
    expect(valuesAt(hub, PR).sort()).toEqual([25.1, 33.3, 44.4, 71.3]);
    expect(notes).toEqual([expect.stringMatching(/^The scores of table 1 of the model card are out of it/)]);
    // The other one is the first table now.
    expect(descriptionOf(hub, 1)).toContain('earlier: table 1 of the model card');
    expect(descriptionOf(hub, 1)).toContain('--table 1 ');
  });

  it('is of the table, not of the path of a local card', async () => {
    const cards = [CARD, CARD.replace('25.1', '26.2')].map((text) => {
      const path = join(mkdtempSync(join(tmpdir(), 'hf-eval-card-')), 'README.md');
      writeFileSync(path, text);
      return path;
    });
    await publish(hub, { card: cards[0] ?? '' });
    expect((await publish(hub, { card: cards[1] ?? '' })).status).toBe('updated');
    expect(valuesAt(hub, PR)).toEqual([61.2, 52.1, 26.2]);
    expect((await publish(hub)).status).toBe('updated');
    expect(valuesAt(hub, PR)).toEqual([61.2, 52.1, 25.1]);
  });

  it('keeps a replaced value replaced, whatever else the branch gets', async () => {
    await restart(CARD + SPEECH, {
      '.eval_results/gsm8k.yaml': '- dataset: {id: openai/gsm8k, task_id: gsm8k}\n  value: 40.0\n',
    });
    await table(1, { 'on-conflict': 'replace' });
    hub.commit(REPO, { files: { LICENSE: 'x\n' }, title: 'License' });
    await table(2);
    expect(fileAt(hub, PR, '.eval_results/gsm8k.yaml')).toContain('52.1');
  });

  it('is newer in the younger of two proposals', async () => {
    await restart(CARD + SPEECH);
    await table(1);
    await act(hub, OWNER, '1/status', { status: 'closed' });
    editCard(hub, '25.1', '26.2');
    await table(1);
    await act(hub, OWNER, '1/status', { status: 'open' });
    await table(2);
    expect(statuses(hub)).toBe('1 open, 2 closed');
    expect(valuesAt(hub, PR)).toContain(26.2);
  });

  it('goes with withdrawn scores though the branch has all others', async () => {
    await publish(hub, { 'output-format': 'model-index' });
    const text = fileAt(hub, PR, 'README.md') ?? '';
    const without = text
      .replace('| HLE | 25.1 | 20.2 |\n', '')
      .replace(/ {2}- task:(?:(?! {2}- task:)[\s\S])*?25\.1[\s\S]*?(?= {2}- task:|---)/, '');
    hub.commit(REPO, { files: { 'README.md': without }, title: 'HLE was wrong' });
    const { status, notes } = await publish(hub, { 'output-format': 'model-index' });
    expect([status, notes]).toEqual(['updated', ['#1 proposes nothing any more: it can be closed.']]);
    await act(hub, OWNER, '1/merge', {});
    expect(fileAt(hub, 'main', 'README.md')).toBe(without);
  });
});

describe('work of people on a proposal', () => {
  it('is left alone when an amended commit has our name and our message', async () => {
    await publish(hub);
    const { title, message } = readCommit(hub.repos.get(REPO)?.dir ?? '', headOf(hub, PR));
    const files = Object.fromEntries(filesAt(hub, PR).map((path) => [path, fileAt(hub, PR, path) ?? '']));
    hub.commit(REPO, {
      ref: PR,
      parent: headOf(hub, 'main'),
      files: { ...files, 'README.md': `${files['README.md']}by hand\n` },
      title,
      description: message,
      user: 'bot',
      pushedBy: 'bot',
    });
    const head = headOf(hub, PR);
    editCard(hub, '25.1', '26.2');
    expect((await refusalOf(publish(hub))).code).toBe('proposal-edited');
    expect(headOf(hub, PR)).toBe(head);
  });

  it('stays in title and description', async () => {
    await publish(hub);
    const [first] = pullRequest(hub, 1).events;
    await act(hub, BOT, `1/comment/${first?.id}/edit`, { content: `Dear maintainers,\n\n${descriptionOf(hub, 1)}` });
    await act(hub, BOT, '1/title', { title: 'Numbers from the paper' });
    editCard(hub, '25.1', '26.2');
    expect((await publish(hub)).status).toBe('updated');
    expect(pullRequest(hub, 1).title).toBe('Numbers from the paper');
    expect(descriptionOf(hub, 1)).toMatch(/^Dear maintainers,[\s\S]*26\.2/);
    expect((await publish(hub)).status).toBe('already-proposed');
  });

  it('is not said to be superfluous where something is missing on the branch', async () => {
    await publish(hub);
    await publish(hub, { apply: 'true', 'output-format': 'model-index', 'on-open-pr': 'proceed' }, { token: OWNER });
    const { notes } = await publish(hub);
    expect(notes.join()).not.toMatch(/can be closed/);
    expect(filesAt(hub, PR)).toContain('.eval_results/hle.yaml');
  });
});

it('a commit whose answer was lost is found though others came on top of it', async () => {
  hub.fault({ method: 'POST', path: /\/commit\//, afterHandling: true, status: 500 });
  const pause = hub.pauseAfter({ method: 'POST', path: /\/commit\// });
  const run = publish(hub, { apply: 'true' }, { token: OWNER });
  await pause.reached;
  const ours = headOf(hub, 'main');
  hub.commit(REPO, { files: { LICENSE: 'x\n' }, title: 'License' });
  pause.release();
  const { status, commit } = await run;
  expect([status, commit?.oid]).toEqual(['pushed', ours]);
});
