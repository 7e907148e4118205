import { afterEach, describe, expect, it } from 'vitest';
import { mergeThree } from '../../../src/flows/publish/merge-three.ts';
import { findTables } from '../../../src/flows/sources.ts';
import { refOf } from '../../local-hub/discussions.ts';
import type { LocalHub } from '../../local-hub/server.ts';
import { act, CARD, editCard, fileAt, OWNER, publish, REPO, startHub, valuesAt } from './publishing.ts';

const PR = refOf(1);
let hub: LocalHub;

afterEach(() => hub?.close());

const SPEECH = '\n## Speech\n\n| Benchmark | Kestrel 7B | Heron 13B |\n|---|---:|---:|\n| MMLU-Pro | 44.1 | 48.0 |\n';
const entry = (name: string, id: string, value: number): string =>
  `  - task:\n      type: text-generation\n    dataset:\n      name: ${name}\n      type: ${id}\n      split: test\n    metrics:\n    - type: accuracy\n      value: ${value}\n`;
const withIndex = (...entries: string[]): string =>
  CARD.replace(
    'pipeline_tag: text-generation\n',
    `pipeline_tag: text-generation\nmodel-index:\n- name: Kestrel-7B\n  results:\n${entries.join('')}`,
  );

describe('a proposal whose branch moves on', () => {
  const [old, lambada, hle] = [entry('Old', 'x/old', 9), entry('Lambada', 'x/lambada', 0), entry('HLE', 'cais/hle', 0)];
  const options = { 'output-format': 'model-index', 'on-conflict': 'replace' };

  it.each<[string, string, string]>([
    ['is taken away', withIndex(old, lambada, hle), withIndex(lambada, hle)],
    ['is added', withIndex(lambada, hle), withIndex(old, lambada, hle)],
  ])('keeps each value in its slot when an entry above %s', async (_, before, after) => {
    hub = await startHub({ 'README.md': before });
    await publish(hub, options);
    hub.commit(REPO, { files: { 'README.md': after }, title: 'Entries' });
    await publish(hub, options);
    await act(hub, OWNER, '1/merge', {});
    const text = fileAt(hub, 'main', 'README.md') ?? '';
    expect(/name: Lambada[\s\S]*?value: (\S+)/.exec(text)?.[1]).toBe('0');
    expect(/name: HLE[\s\S]*?value: (\S+)/.exec(text)?.[1]).toBe('25.1');
  });

  it('says so when entries stand in another order there, for merging may take one for another', async () => {
    hub = await startHub({ 'README.md': withIndex(old, hle, lambada) });
    await publish(hub, options);
    hub.commit(REPO, { files: { 'README.md': withIndex(lambada, hle) }, title: 'Another order' });
    const { notes } = await publish(hub, options);
    expect(notes).toEqual([
      expect.stringMatching(/^Merging #1 may not give main what it is to have: README\.md changed/),
    ]);
  });

  it('brings back nothing that was taken back there, not even where both changed the same lines', async () => {
    hub = await startHub({ 'README.md': CARD });
    await publish(hub);
    const tags = 'pipeline_tag: text-generation\ntags: [x]\n';
    editCard(hub, 'pipeline_tag: text-generation\n', tags);
    editCard(hub, '# Kestrel 7B\n', '# Kestrel 7B\n\nNot to be published.\n');
    await publish(hub);
    hub.commit(REPO, { files: { 'README.md': CARD }, title: 'Back' });
    await act(hub, OWNER, '1/merge', {});
    expect(fileAt(hub, 'main', 'README.md')).not.toMatch(/Not to be published|tags/);
    expect(valuesAt(hub, 'main')).toEqual([61.2, 52.1, 25.1]);
  });

  it('lets go of scores that are another model’s now', async () => {
    hub = await startHub({ 'README.md': CARD + SPEECH });
    await publish(hub, { table: '1' });
    editCard(hub, '| MMLU | 61.2 | 66.0 |', '| MMLU | 66.0 | 61.2 |');
    const { notes } = await publish(hub, { table: '2' });
    expect(valuesAt(hub, PR)).toEqual([52.1, 25.1, 44.1]);
    expect(notes).toEqual([expect.stringMatching(/^MMLU 61\.2 of table 1 of the model card is out of it/)]);
  });

  it.each<[string, string, string]>([
    ['a column more', 'Heron 13B |\n|---|---:|---:|', 'Heron 13B | Owl 9B |\n|---|---:|---:|---:|'],
    ['another heading', '## Evaluation', '## Results'],
  ])('keeps those of a table with %s', async (_, from, to) => {
    hub = await startHub({ 'README.md': CARD + SPEECH });
    await publish(hub, { table: '1' });
    editCard(hub, from, to);
    const { notes } = await publish(hub, { table: '2' });
    expect([valuesAt(hub, PR), notes]).toEqual([[61.2, 52.1, 25.1, 44.1], []]);
  });
});

describe('tables that a proposal remembers', () => {
  const key = (head: string, labels: string) => ({ head, labels });

  it.each<[string, ReturnType<typeof key>[], ReturnType<typeof key>[], unknown[]]>([
    [
      'are found where they are',
      [key('a', '1')],
      [key('b', '2'), key('a', '1')],
      [{ kind: 'found', index: 1, same: 'all' }],
    ],
    ['by their header when rows came', [key('a', '1')], [key('a', '2')], [{ kind: 'found', index: 0, same: 'head' }]],
    [
      'by their rows when a column came',
      [key('a', '1')],
      [key('b', '1')],
      [{ kind: 'found', index: 0, same: 'labels' }],
    ],
    ['are gone', [key('a', '1')], [key('b', '2')], [{ kind: 'gone' }]],
    [
      'are unclear among twins',
      [key('a', '1')],
      [key('a', '2'), key('a', '3')],
      [{ kind: 'unclear', indices: [0, 1] }],
    ],
    [
      'do not take another one’s',
      [key('a', '1'), key('a', '2')],
      [key('a', '2')],
      [{ kind: 'gone' }, { kind: 'found', index: 0, same: 'all' }],
    ],
  ])('%s', (_, remembered, tables, found) => {
    expect(findTables(remembered, tables)).toEqual(found);
  });
});

describe('three texts', () => {
  it.each<[string, string, string, string, string | undefined]>([
    ['one side changed', 'a\nb\n', 'a\nc\n', 'a\nb\n', 'a\nc\n'],
    ['both sides, apart', 'a\nb\nc\n', 'x\nb\nc\n', 'a\nb\ny\n', 'x\nb\ny\n'],
    ['both sides the same', 'a\nb\n', 'a\nc\n', 'a\nc\n', 'a\nc\n'],
    ['both sides in one place', 'a\nb\n', 'a\nc\n', 'a\nd\n', undefined],
    ['an insertion beside a change', 'a\nb\nc\n', 'a\nx\nb\nc\n', 'a\ny\nc\n', undefined],
    ['no line break at the end', 'a\nb\nc', 'x\nb\nc', 'a\nb\nd', 'x\nb\nd'],
  ])('merge as git does: %s', (_, base, ours, theirs, merged) => {
    expect(mergeThree(base, ours, theirs)).toBe(merged);
    expect(mergeThree(base, theirs, ours)).toBe(merged);
  });
});
