import { describe, expect, it } from 'vitest';
import { entrySlot, isResultsFile, type ReadFile, readResultsFile } from '../../../src/formats/eval-results/read.ts';
import { refusal } from '../model-index/merging.ts';

const PATH = '.eval_results/gsm8k.yaml';
const ENTRY = `- dataset:
    id: openai/gsm8k
    task_id: gsm8k
  value: 71.30
`;

function read(text: string): ReadFile {
  return readResultsFile({ path: PATH, text });
}

describe('an entry', () => {
  it('is read with its place, source, notes and proof', () => {
    const text = `# ours\n- dataset: {id: cais/hle, task_id: hle, revision: abc}
  value: 20.90
  verifyToken: proof
  date: '2026-01-31'
  source: {url: https://a.example, name: A, org: aviary}
  notes: With tools
`;
    expect(read(text).entries).toMatchObject([
      {
        datasetId: 'cais/hle',
        taskId: 'hle',
        value: 20.9,
        notes: 'With tools',
        source: 'https://a.example',
        locked: true,
        file: PATH,
        line: 3,
        column: 10,
      },
    ]);
  });

  it.each([
    ['plain', ENTRY],
    ['in flow style', '[{dataset: {id: openai/gsm8k, task_id: gsm8k}, value: 71.30}]'],
    ['in JSON', '[{"dataset": {"id": "openai/gsm8k", "task_id": "gsm8k"}, "value": 71.30}]'],
    ['with CRLF', ENTRY.replaceAll('\n', '\r\n')],
    ['behind a byte order mark', `\uFEFF${ENTRY}`],
    ['in a document of its own', `---\n${ENTRY}...\n`],
    [
      'wrapped in `data`, as the API answers it',
      ENTRY.replace('- ', '- data:\n    ').replace(/\n {2}(?=\S| {2}i| {2}t)/g, '\n    '),
    ],
    ['with an alias', '- dataset: &d {id: openai/gsm8k, task_id: gsm8k}\n  value: 71.30\n  x: *d\n'],
  ])('is found: %s', (_, text) => {
    const { entries, oddities } = read(text);
    expect(oddities).toEqual([]);
    expect(entries.map(({ datasetId, taskId, value }) => [datasetId, taskId, value])).toEqual([
      ['openai/gsm8k', 'gsm8k', 71.3],
    ]);
  });

  it.each([
    ['nothing', '', false],
    ['an empty proof', 'verifyToken:', false],
    ['null', 'verifyToken: null', false],
    ['a proof', 'verifyToken: abc', true],
  ])('is locked by a proof only: %s', (_, line, locked) => {
    expect(read(`${ENTRY}${line === '' ? '' : `  ${line}\n`}`).entries[0]?.locked).toBe(locked);
  });

  it('keeps what is no number as it is', () => {
    expect(read(ENTRY.replace('71.30', '"20.0 ± 1.2"')).entries[0]?.value).toBe('20.0 ± 1.2');
  });

  it.each([
    ['an alias', `- &a {dataset: {id: openai/gsm8k, task_id: gsm8k}, value: 1}\n- *a\n`],
    ['a merge key', `- &a {dataset: {id: openai/gsm8k, task_id: gsm8k}, value: 1}\n- <<: *a\n  notes: x\n`],
  ])('is found behind %s', (_, text) => {
    expect(read(text).entries).toHaveLength(2);
  });
});

describe('what is not understood', () => {
  it.each([
    [
      'the file of an error, {filename, error}',
      '- filename: x.yaml\n  error: broken\n',
      'entry 1 has no dataset.id',
      1,
      3,
    ],
    ['no dataset', '- value: 1\n', 'entry 1 has no dataset.id', 1, 3],
    ['a dataset that is a text', '- dataset: cais/hle\n  value: 1\n', 'entry 1 has no dataset.id', 1, 3],
    ['an id that is a number', '- dataset: {id: 5, task_id: x}\n  value: 1\n', 'entry 1 has no dataset.id', 1, 3],
    ['no task', '- dataset: {id: cais/hle}\n  value: 1\n', 'entry 1 has no dataset.task_id', 1, 3],
    ['no value', '- dataset: {id: cais/hle, task_id: hle}\n', 'entry 1 has no value', 1, 3],
    ['a text', '- cais/hle\n', 'entry 1 has no dataset.id', 1, 3],
    ['nothing', '- \n', 'entry 1 has no dataset.id', 1, 1],
    [
      'a mapping in place of the list',
      '# c\ndataset: {id: cais/hle, task_id: hle}\nvalue: 1\n',
      'the file holds no list of entries',
      2,
      1,
    ],
    ['a text in place of the list', 'none\n', 'the file holds no list of entries', 1, 1],
  ])('is named with its place: %s', (_, text, message, line, column) => {
    expect(read(text)).toMatchObject({ entries: [], oddities: [{ message, line, column }] });
  });

  it('takes nothing with it', () => {
    const text = `- 5\n${ENTRY}- value: 1\n- {filename: x, error: y}\n${ENTRY}`;
    const { entries, oddities } = read(text);
    expect(entries.map(({ line }) => line)).toEqual([5, 11]);
    expect(oddities.map(({ line }) => line)).toEqual([1, 6, 7]);
  });

  it.each(['', '\n', '# nothing yet\n', '[]', '---\n[]\n'])('is not that nothing is there: %j', (text) => {
    expect(read(text)).toMatchObject({ entries: [], oddities: [] });
  });

  it.each([
    ['an open bracket', '- a\n- [b\n', /line 3/],
    ['two documents', `${ENTRY}---\n${ENTRY}`, /line 5/],
    ['a key twice', '- value: 1\n  value: 2\n', /line 2/],
    ['a control sign', '- a\u0000b\n', /line 1/],
    ['an alias of nothing', '- *nothing\n', /line 1/],
  ])('a file that is no YAML is refused with its place: %s', (_, text, says) => {
    const error = refusal(() => read(text));
    expect([error.code, error.message]).toEqual(['invalid-card', expect.stringMatching(says)]);
    expect(error.message).toContain(PATH);
  });

  it('a file of aliases of aliases is refused', () => {
    const levels = Array.from({ length: 30 }, (_, at) => `- &a${at + 1} [${`*a${at}, `.repeat(9)}*a${at}]`);
    const start = performance.now();
    expect(refusal(() => read(`- &a0 [x]\n${levels.join('\n')}\n`)).code).toBe('invalid-card');
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

it.each([
  ['.eval_results/hle.yaml', true],
  ['.eval_results/a b.yaml', true],
  ['.eval_results/中文.yaml', true],
  ['.eval_results/hle.yml', false],
  ['.eval_results/hle.YAML', false],
  ['.eval_results/sub/hle.yaml', false],
  ['.eval_results/.yaml', false],
  ['hle.yaml', false],
])('the Hub reads %s: %s', (path, isRead) => {
  expect(isResultsFile(path)).toBe(isRead);
});

describe('the slot of an entry', () => {
  const slotsOf = (...lines: readonly string[]): string[] =>
    read(lines.map((line) => `${ENTRY}${line}`).join('')).entries.map(({ slot }) => slot);

  it.each([
    ['notes of a list', '  notes: [8-shot]\n'],
    ['notes of a number', '  notes: 8\n'],
    ['notes of a mapping', '  notes: {shots: 8}\n'],
    ['notes that are false', '  notes: false\n'],
  ])('is one of its own: %s', (_, line) => {
    expect(new Set(slotsOf(line, '')).size).toBe(2);
  });

  it.each(['5', '1e5', 'true', '[abc]', '{a: b}'])('is one of its own: the revision %s', (revision) => {
    const text = ENTRY.replace('task_id: gsm8k', `task_id: gsm8k\n    revision: ${revision}`);
    expect(new Set(read(ENTRY + text).entries.map(({ slot }) => slot)).size).toBe(2);
  });

  it.each(['  notes:\n', '  notes: ""\n', '  notes: null\n'])('is the plain one: %j', (line) => {
    expect(new Set(slotsOf(line, '')).size).toBe(1);
  });

  const one = { datasetId: 'cais/hle', taskId: 'hle', notes: 'With tools' };

  it.each([
    ['case and blanks of notes', { ...one, notes: ' with Tools ' }],
    ['case of the dataset', { ...one, datasetId: 'CAIS/hle' }],
  ])('is the same: %s', (_, other) => {
    expect(entrySlot(other)).toBe(entrySlot(one));
  });

  it.each([
    ['the notes', { ...one, notes: 'no-tools' }],
    ['no notes', { datasetId: 'cais/hle', taskId: 'hle' }],
    ['the task, whose id has capitals', { ...one, taskId: 'HLE' }],
    ['the revision', { ...one, revision: 'abc' }],
    ['the dataset', { ...one, datasetId: 'cais/hle2' }],
  ])('is another: %s', (_, other) => {
    expect(entrySlot(other)).not.toBe(entrySlot(one));
  });
});
