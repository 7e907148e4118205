import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refOf } from '../../local-hub/discussions.ts';
import type { LocalHub } from '../../local-hub/server.ts';
import {
  CARD,
  descriptionOf,
  fileAt,
  filesAt,
  headOf,
  publish,
  pullRequest,
  REPO,
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
    expect(descriptionOf(hub, 1)).toContain('It holds earlier scores as well: readme table 1.');
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
