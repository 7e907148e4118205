import { describe, expect, it } from 'vitest';
import { checkResultsFile, toChecked } from '../../../src/formats/eval-results/check.ts';
import { readResultsFile } from '../../../src/formats/eval-results/read.ts';
import { REGISTRY } from '../../../src/scores/benchmarks.ts';

const GOOD = `- dataset:
    id: cais/hle
    task_id: hle
  value: 20.90
  date: '2026-01-31'
  source:
    url: https://a.example
    name: A
    org: aviary
  notes: With tools
`;

function check(text: string, path = '.eval_results/hle.yaml') {
  return checkResultsFile(readResultsFile({ path, text }), REGISTRY);
}

function codes(text: string, path?: string): string[] {
  return check(text, path).map(({ severity, code }) => `${severity} ${code}`);
}

describe('no alarm', () => {
  it.each([
    ['all keys', GOOD],
    ['no more than it must have', '- dataset: {id: cais/hle, task_id: hle}\n  value: 20\n'],
    ['a date and time', GOOD.replace('2026-01-31', '2026-01-31T12:00:00Z')],
    ['a date in double quotes', GOOD.replace("'2026-01-31'", '"2026-01-31"')],
    ['a proof', `${GOOD}  verifyToken: abc\n`],
    ['an empty list', '[]'],
    ['nothing', ''],
    ['a whole number', GOOD.replace('20.90', '21')],
    [
      'a task id with signs',
      GOOD.replace('cais/hle', 'SWE-bench/SWE-bench_Verified').replace('hle', 'swe_bench_%_resolved'),
    ],
    ['CRLF', GOOD.replaceAll('\n', '\r\n')],
  ])('%s', (_, text) => {
    expect(codes(text)).toEqual([]);
  });

  it.each(['hle.yaml', 'HLE.yaml', 'ArguAna.yaml', 'a b.yaml'])('any base name: %s', (name) => {
    expect(codes(GOOD, `.eval_results/${name}`)).toEqual([]);
  });
});

describe('an error', () => {
  it.each([
    ['no id', GOOD.replace('    id: cais/hle\n', ''), 'eval-results', 1, 3, /dataset\.id/],
    ['no task id', GOOD.replace('    task_id: hle\n', ''), 'eval-results', 1, 3, /dataset\.task_id/],
    ['no value', GOOD.replace('  value: 20.90\n', ''), 'eval-results', 1, 3, /no value/],
    ['no list', 'a: 1\n', 'eval-results', 1, 1, /no list/],
    ['a value that is a text', GOOD.replace('20.90', '"20.90"'), 'value', 4, 10, /number/],
    ['a value that is empty', GOOD.replace(' 20.90', ''), 'value', 4, 8, /number/],
    ['a value with an error', GOOD.replace('20.90', '20.9 ± 0.1'), 'value', 4, 10, /number/],
    ['a date that is a number', GOOD.replace("'2026-01-31'", '20260131'), 'date', 4, 10, /text/],
    ['a source without url', GOOD.replace('    url: https://a.example\n', ''), 'source', 4, 10, /A, aviary,.* no url/],
    ['a source that is null', GOOD.replace(/source:\n(?: {4}.*\n)+/, 'source: null\n'), 'source', 4, 10, /no url/],
    [
      'a source that is a text',
      GOOD.replace(/source:\n(?: {4}.*\n)+/, 'source: https://a.example\n'),
      'source',
      4,
      10,
      /no url/,
    ],
  ])('%s, with its place', (_, text, code, line, column, says) => {
    const found = check(text).filter(({ severity }) => severity === 'error');
    expect(found).toMatchObject([
      { code, line, column, file: '.eval_results/hle.yaml', message: expect.stringMatching(says) },
    ]);
  });

  it.each(['hle.yml', 'hle.YAML'])('a file that the Hub does not read: %s', (name) => {
    expect(codes(GOOD, `.eval_results/${name}`)).toEqual(['error file-name']);
  });
});

describe('a warning', () => {
  it('a date without quotes, which is a timestamp to some readers', () => {
    expect(codes(GOOD.replace(/'/g, ''))).toEqual(['warning date']);
  });

  it.each([
    ['openai/gsm8k', 'main', 'gsm8k'],
    ['cais/hle', 'default', 'hle'],
  ])("the task id of the documentation's sample, with the live one: %s", (id, sample, live) => {
    const text = `- dataset: {id: ${id}, task_id: ${sample}}\n  value: 50\n`;
    expect(codes(text)).toEqual(['warning task-id']);
    expect(check(text)[0]?.message).toContain(`"${live}"`);
  });

  it('the same where several benchmarks share the dataset', () => {
    const text = '- dataset: {id: Idavidrein/gpqa, task_id: gpqa_diamond}\n  value: 50\n';
    expect(codes(text)).toEqual(['warning task-id']);
  });

  it('a dataset that is no known benchmark', () => {
    expect(codes(GOOD.replace('cais/hle', 'aviary/kite-eval'))).toEqual(['warning benchmark']);
  });

  it.each(['allenai/olmOCR-bench', 'hf-audio/open-asr-leaderboard', 'llamaindex/ParseBench', 'claw-eval/Claw-Eval'])(
    'does not say that a leaderboard is not known when only its tasks are not: %s',
    (id) => {
      const text = `- dataset: {id: ${id}, task_id: some_task}\n  value: 50\n`;
      expect(
        check(text)
          .map(({ message }) => message)
          .join(),
      ).not.toContain('is not known to have a leaderboard');
    },
  );
});

it('what is wrong with one entry hides nothing of the others', () => {
  const text = `- 5\n${GOOD}${GOOD.replace('20.90', 'x')}- {dataset: {id: a/b, task_id: c}, value: 1, date: 2026-01-31}\n`;
  expect(codes(text)).toEqual(['error eval-results', 'error value', 'warning date', 'warning benchmark']);
});

it('an entry goes to the checks of values with its place, setup and date', () => {
  const [entry] = readResultsFile({ path: 'x.yaml', text: GOOD }).entries;
  expect(entry === undefined ? undefined : toChecked(entry)).toMatchObject({
    format: 'eval-results',
    file: 'x.yaml',
    line: 4,
    column: 10,
    value: 20.9,
    dataset: { type: 'cais/hle' },
    taskId: 'hle',
    notes: 'With tools',
    date: '2026-01-31',
  });
});
