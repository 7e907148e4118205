import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refOf } from '../../local-hub/discussions.ts';
import type { LocalHub } from '../../local-hub/server.ts';
import {
  act,
  CARD,
  descriptionOf,
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

const SECOND = `${CARD}
## Speech

| Benchmark | Kestrel 7B | Heron 13B |
|---|---:|---:|
| MMLU-Pro | 44.1 | 48.0 |
| HellaSwag | 71.3 | 80.1 |
`;
const PR = refOf(1);
let hub: LocalHub;

beforeEach(async () => {
  hub = await startHub({ 'README.md': SECOND });
});
afterEach(() => hub.close());

const table = (number: number) => publish(hub, { table: String(number) });

const values = () => valuesAt(hub, PR);

describe('scores of several tables', () => {
  it('come to one pull request, which keeps all of them', async () => {
    expect((await table(1)).status).toBe('proposed');
    expect((await table(2)).status).toBe('updated');
    expect(statuses(hub)).toBe('1 open');
    expect(values()).toEqual([61.2, 52.1, 25.1, 44.1, 71.3]);
    expect(filesAt(hub, PR).sort()).toEqual([
      '.eval_results/gsm8k.yaml',
      '.eval_results/hle.yaml',
      '.eval_results/mmlu_pro.yaml',
      'README.md',
    ]);
    expect(descriptionOf(hub, 1)).toMatch(/\| MMLU \|.*\*\*61\.2\*\*.*earlier: table 1 of the model card/);
    expect(descriptionOf(hub, 1)).toMatch(/Made by .*--table 2.*--table 1/);
    expect(pullRequest(hub, 1).title).toContain('5 scores');
  });

  it('are found again, whichever is run', async () => {
    await table(1);
    await table(2);
    const [head, { events }] = [headOf(hub, PR), pullRequest(hub, 1)];
    for (const number of [2, 1, 2]) expect((await table(number)).status).toBe('already-proposed');
    expect([headOf(hub, PR), pullRequest(hub, 1).events]).toEqual([head, events]);
  });

  it('are corrected each for itself', async () => {
    await table(1);
    await table(2);
    hub.commit(REPO, { files: { 'README.md': SECOND.replace('25.1', '26.2') }, title: 'A better run' });
    expect((await table(1)).status).toBe('updated');
    expect(values()).toEqual([61.2, 52.1, 26.2, 44.1, 71.3]);
    expect(fileAt(hub, PR, '.eval_results/hle.yaml')).toContain('value: 26.2');
    expect((await table(2)).status).toBe('already-proposed');
  });

  it.each([1, 2])('that are not in the card any more leave it, whichever is run: %s', async (number) => {
    await table(1);
    await table(2);
    hub.commit(REPO, { files: { 'README.md': SECOND.replace('| MMLU | 61.2 | 66.0 |\n', '') }, title: 'Withdrawn' });
    const { notes } = await table(number);
    expect(values()).toEqual([52.1, 25.1, 44.1, 71.3]);
    // A run of the table itself has them no more; a run of the other one says what it found.
    expect(notes).toEqual(
      number === 1 ? [] : [expect.stringMatching(/^MMLU 61\.2 of table 1 .* is out of it: .*--table 1 /)],
    );
    await table(1);
    expect(values()).toEqual([52.1, 25.1, 44.1, 71.3]);
    expect(pullRequest(hub, 1).title).toContain('4 scores');
  });

  it('are of the same table when another one is put above it', async () => {
    await table(1);
    const moved = SECOND.replace(
      '## Evaluation',
      '## Layers\n\n| Part | Size |\n|---|---|\n| head | 3 |\n\n## Evaluation',
    );
    const without = moved.replace('| MMLU | 61.2 | 66.0 |\n', '');
    hub.commit(REPO, { files: { 'README.md': without }, title: 'Layers' });
    expect((await table(2)).status).toBe('updated');
    expect(values()).toEqual([52.1, 25.1]);
  });

  it('of a table that is gone leave the proposal, and that is said', async () => {
    await table(1);
    await table(2);
    hub.commit(REPO, { files: { 'README.md': CARD }, title: 'No speech' });
    const { notes } = await table(1);
    expect(notes).toEqual([expect.stringMatching(/scores of table 2 of the model card are out of it/)]);
    expect([values(), filesAt(hub, PR).includes('.eval_results/mmlu_pro.yaml')]).toEqual([[61.2, 52.1, 25.1], false]);
  });

  it('keep the way in which each was to be written', async () => {
    const held = '- dataset: {id: openai/gsm8k, task_id: gsm8k}\n  value: 40.0\n';
    hub.commit(REPO, { files: { '.eval_results/gsm8k.yaml': held }, title: 'Theirs' });
    await publish(hub, { table: '1', 'on-conflict': 'replace' });
    await publish(hub, { table: '2', 'output-format': 'model-index' });
    expect(fileAt(hub, PR, '.eval_results/gsm8k.yaml')).toContain('52.1');
    expect(filesAt(hub, PR)).not.toContain('.eval_results/mmlu_pro.yaml');
    expect((await publish(hub, { table: '2', 'output-format': 'model-index' })).status).toBe('already-proposed');
  });

  it('come together when two runs at once have opened a proposal each', async () => {
    const pauses = [1, 2].map(() => hub.pauseAfter({ method: 'POST', path: /\/commit\// }));
    const runs = [table(1), table(2)];
    await Promise.all(pauses.map(({ reached }) => reached));
    for (const { release } of pauses) release();
    await Promise.all(runs);
    const { notes } = await table(1);
    expect([statuses(hub), new Set(values())]).toEqual(['1 open, 2 closed', new Set([61.2, 52.1, 25.1, 44.1, 71.3])]);
    expect(notes).toEqual([]);
  });

  it('are not lost when a run writes its description behind that of another one', async () => {
    const third = `${SECOND}\n## Code\n\n| Benchmark | Kestrel 7B | Heron 13B |\n|---|---:|---:|\n| MBPP | 33.3 | 48.0 |\n`;
    hub.commit(REPO, { files: { 'README.md': third }, title: 'Three tables' });
    await table(1);
    const pause = hub.pauseBefore({ method: 'POST', path: /\/edit$/ });
    const second = table(2);
    await pause.reached;
    await table(3);
    pause.release();
    await second;
    const all = [61.2, 52.1, 25.1, 44.1, 71.3, 33.3];
    expect(values()).toEqual(all);
    for (const number of [1, 2, 3]) expect((await table(number)).status).toBe('already-proposed');
    expect(values()).toEqual(all);
    expect(descriptionOf(hub, 1)).toMatch(/MBPP[\s\S]*<!--/);
  });

  it('that differ in one slot are as the first one says, whichever is run, and that is said', async () => {
    const other = SECOND.replace('| MMLU-Pro | 44.1 | 48.0 |', '| MMLU | 62.9 | 66.0 |');
    hub.commit(REPO, { files: { 'README.md': other }, title: 'MMLU twice' });
    await table(1);
    await table(2);
    const now = values();
    expect(now).toEqual([61.2, 52.1, 25.1, 71.3]);
    expect(descriptionOf(hub, 1)).toMatch(/\| MMLU.*62\.9.*table 1 of the model card gives 61\.2/);
    for (const number of [1, 2, 1]) expect((await table(number)).status).toBe('already-proposed');
    expect(values()).toEqual(now);
  });

  it('do not bring back what the branch has replaced since', async () => {
    const held = '- dataset: {id: openai/gsm8k, task_id: gsm8k}\n  value: 40.0\n';
    hub.commit(REPO, { files: { '.eval_results/gsm8k.yaml': held }, title: 'Theirs' });
    await publish(hub, { table: '1', 'on-conflict': 'replace' });
    expect(fileAt(hub, PR, '.eval_results/gsm8k.yaml')).toContain('52.1');
    hub.commit(REPO, { files: { '.eval_results/gsm8k.yaml': held.replace('40.0', '55.5') }, title: 'Corrected' });
    await table(2);
    await act(hub, OWNER, '1/merge', {});
    expect(fileAt(hub, 'main', '.eval_results/gsm8k.yaml')).toContain('55.5');
  });

  it('are withdrawn although the branch has all others by now', async () => {
    await table(1);
    await table(2);
    const half = fileAt(hub, PR, 'README.md')?.replace('| HLE | 25.1 | 20.2 |\n', '') ?? '';
    const index = half.replace(/ {2}- task:(?:(?! {2}- task:)[\s\S])*?25\.1[\s\S]*?(?= {2}- task:)/, '');
    hub.commit(REPO, { files: { 'README.md': index }, title: 'By hand' });
    await publish(hub, { table: '1', 'output-format': 'model-index' });
    expect(values()).not.toContain(25.1);
    await act(hub, OWNER, '1/merge', {});
    const merged = valuesAt(hub, 'main');
    expect(merged).not.toContain(25.1);
    expect(merged).toEqual(expect.arrayContaining([61.2, 52.1, 44.1, 71.3]));
  });

  it('of a younger proposal are taken over before it is closed, and that is said', async () => {
    await table(2);
    const left = hub.snapshot();
    const [description, files] = [
      descriptionOf(hub, 1),
      Object.fromEntries(filesAt(hub, PR).map((path) => [path, fileAt(hub, PR, path) ?? ''])),
    ];
    hub.restore(left);
    const fresh = await startHub({ 'README.md': SECOND });
    await hub.close();
    hub = fresh;
    await table(1);
    hub.propose(REPO, { title: 'Evaluation results of Kestrel-7B: 2 scores', description, author: 'bot', files });
    const { notes, status } = await table(1);
    expect([status, notes]).toEqual(['updated', [expect.stringMatching(/^#2 is closed: its scores are in #1/)]]);
    expect([statuses(hub), values()]).toEqual(['1 open, 2 closed', [61.2, 52.1, 25.1, 44.1, 71.3]]);
  });

  it('that are too many to be remembered have to be merged first', async () => {
    const random = (at: number): string => ((at * 7919) % 9973).toString(36).padStart(3, 'x');
    const rows = Array.from(
      { length: 1500 },
      (_, at) => `| Task ${random(at)}${random(at * 31 + 7)} | ${(at * 37) % 100}.${at % 10} | 1 |`,
    );
    hub.commit(REPO, {
      files: { 'README.md': SECOND.replace(/(?<=---:\|\n)\| MMLU \|/, `${rows.join('\n')}\n| MMLU |`) },
      title: 'Many',
    });
    await table(1);
    const error = await refusalOf(table(2));
    expect([error.code, error.hint]).toEqual(['proposal-full', expect.stringContaining('Merge it first')]);
    expect((await table(1)).status).toBe('already-proposed');
    expect(statuses(hub)).toBe('1 open');
  });

  describe('one of which was closed', () => {
    const close = (number: number) => act(hub, OWNER, `${number}/status`, { status: 'closed' });

    it.each([1, 2])('are all not made again: %s', async (number) => {
      await table(1);
      await table(2);
      await close(1);
      expect((await refusalOf(table(number))).code).toBe('closed-before');
      expect(statuses(hub)).toBe('1 closed');
    });

    it('do not come back in another proposal, unless they are asked for', async () => {
      await table(1);
      await close(1);
      await table(2);
      const error = await refusalOf(table(1));
      expect([error.code, error.hint]).toEqual([
        'closed-before',
        expect.stringContaining('--reopen puts them into #2'),
      ]);
      expect(values()).toEqual([61.2, 52.1, 25.1]);
      expect(valuesAt(hub, refOf(2))).toEqual([44.1, 71.3]);
      expect((await publish(hub, { table: '1', reopen: 'true' })).pullRequest?.number).toBe(2);
      expect(valuesAt(hub, refOf(2))).toEqual([44.1, 71.3, 61.2, 52.1, 25.1]);
      expect((await table(1)).status).toBe('already-proposed');
    });

    it.each([
      ['## Evaluation', '## Results'],
      ['Heron 13B', 'Heron-13B'],
      ['| Benchmark | Kestrel 7B |', '| Task | Kestrel 7B |'],
    ])('are the same whatever the table is called: %s, %s', async (from, to) => {
      await table(1);
      await close(1);
      hub.commit(REPO, { files: { 'README.md': SECOND.replaceAll(from, to) }, title: 'Renamed' });
      expect((await refusalOf(table(1))).code).toBe('closed-before');
    });

    it('are the same in whatever format they are to be written', async () => {
      await table(1);
      await close(1);
      expect((await refusalOf(publish(hub, { table: '1', 'output-format': 'model-index' }))).code).toBe(
        'closed-before',
      );
    });
  });

  it('do not change what the branch holds of others', async () => {
    const held = '- dataset: {id: TIGER-Lab/MMLU-Pro, task_id: mmlu_pro}\n  value: 40.0\n';
    hub.commit(REPO, { files: { '.eval_results/mmlu_pro.yaml': held }, title: 'Theirs' });
    await table(1);
    const { changes } = await table(2);
    expect(changes.filter(({ op }) => op === 'conflict')).toHaveLength(1);
    expect(fileAt(hub, PR, '.eval_results/mmlu_pro.yaml')).toBe(held);
    expect(values()).toEqual([61.2, 52.1, 25.1, 44.1, 71.3]);
  });

  it.each<[string, object]>([
    ['another text', { body: '# Another card' }],
    ['some JSON', { headers: { 'content-type': 'application/json' }, body: { ok: true } }],
    ['a text with the ETag of another', { body: '# Another card', headers: { etag: `"${'a'.repeat(40)}"` } }],
  ])('are not put into %s that comes in place of the card', async (_, fault) => {
    await table(1);
    const head = headOf(hub, PR);
    hub.fault({ path: new RegExp(`/resolve/${head}/README\\.md`), ...fault });
    await expect(table(2)).rejects.toMatchObject({ code: 'unexpected-answer' });
    expect(headOf(hub, PR)).toBe(head);
    expect((await table(2)).status).toBe('updated');
  });
});
