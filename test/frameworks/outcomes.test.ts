import { describe, expect, it } from 'vitest';
import { readAnswers, readOutcomes, type Wanted } from '../../src/frameworks/outcomes.ts';
import type { Measurement } from '../../src/frameworks/run.ts';
import { filesOf, GSM8K, inspectLog, lmEval } from './results-fixtures.ts';

const STAMP = '2026-03-04T12-00-00.000001';

const one = (task: string, metric: string): Measurement => ({ task, metric, value: 0, at: '' });
const wanted = (task: string, metric: string, ...parts: string[]): Wanted => ({
  one: one(task, metric),
  parts: parts.map((part) => one(part, metric)),
});

function line(id: number, value: number, { filter = 'strict-match', metric = 'exact_match' } = {}) {
  return {
    doc_id: id,
    doc: { question: `How many birds are in tree ${id}?` },
    target: String(id),
    resps: [[`There are ${id}.`]],
    filtered_resps: [`${id + (value === 1 ? 0 : 1)}`],
    filter,
    metrics: [metric],
    [metric]: value,
  };
}

async function outcomesOf(data: Readonly<Record<string, unknown>>, path: string, ask: Wanted): Promise<unknown> {
  const files = filesOf(data);
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`there is no ${path}`);
  const found = (await readOutcomes(file, files, [ask])).get(ask.one);
  return found === undefined ? undefined : Object.fromEntries(found.scores);
}

const GSM8K_ASKED = wanted('gsm8k', 'exact_match,strict-match');

describe('samples behind a number of lm-eval', () => {
  it('are those of its task, metric and filter', async () => {
    const lines = [line(1, 1), line(1, 0, { filter: 'flexible-extract' }), line(2, 0), line(2, 1, { metric: 'f1' })];
    const data = { [`results_${STAMP}.json`]: lmEval(), [`samples_gsm8k_${STAMP}.jsonl`]: lines };
    expect(await outcomesOf(data, `results_${STAMP}.json`, GSM8K_ASKED)).toEqual({ 1: 1, 2: 0 });
  });

  it.each<[string, string, boolean]>([
    ['of the same stamp', `samples_gsm8k_${STAMP}.jsonl`, true],
    ['of the same stamp elsewhere', `more/samples_gsm8k_${STAMP}.jsonl`, true],
    ['of another stamp', 'samples_gsm8k_2026-03-05T12-00-00.000001.jsonl', false],
    ['of another task', `samples_boolq_${STAMP}.jsonl`, false],
    ['of no stamp', 'gsm8k.jsonl', false],
  ])('%s', async (_, path, isTaken) => {
    const data = { [`results_${STAMP}.json`]: lmEval(), [path]: [line(1, 1)] };
    expect(await outcomesOf(data, `results_${STAMP}.json`, GSM8K_ASKED)).toEqual(isTaken ? { 1: 1 } : undefined);
  });

  it('lie beside it where its name has no stamp, unless another run does so too', async () => {
    const data = { 'a/results.json': lmEval(), 'a/gsm8k.jsonl': [line(1, 1)], 'b/gsm8k.jsonl': [line(1, 0)] };
    expect(await outcomesOf(data, 'a/results.json', GSM8K_ASKED)).toEqual({ 1: 1 });
    expect(await outcomesOf({ ...data, 'a/older.json': lmEval() }, 'a/results.json', GSM8K_ASKED)).toBeUndefined();
  });

  it('of a mean over parts are those of all parts, told apart by their names', async () => {
    const data = {
      [`results_${STAMP}.json`]: lmEval({ tasks: { mmlu_a: GSM8K, mmlu_b: GSM8K } }),
      [`samples_mmlu_a_${STAMP}.jsonl`]: [line(1, 1), line(2, 1)],
      [`samples_mmlu_b_${STAMP}.jsonl`]: [line(1, 0)],
    };
    const ask = wanted('mmlu', 'exact_match,strict-match', 'mmlu_a', 'mmlu_b');
    expect(await outcomesOf(data, `results_${STAMP}.json`, ask)).toEqual({
      'mmlu_a/1': 1,
      'mmlu_a/2': 1,
      'mmlu_b/1': 0,
    });
  });

  it('bring questions and answers of those that are asked for, and of no others', async () => {
    const files = filesOf({
      [`r_${STAMP}.json`]: lmEval(),
      [`samples_gsm8k_${STAMP}.jsonl`]: [1, 2, 3].map((id) => line(id, 0)),
    });
    const [file] = files;
    if (file === undefined) throw new Error('no file');
    const found = await readAnswers(file, files, GSM8K_ASKED, new Set(['2', '9']));
    expect([...found]).toEqual([
      ['2', expect.objectContaining({ question: 'How many birds are in tree 2?', target: '2', answer: '3', value: 0 })],
    ]);
  });
});

describe('samples in a log of inspect-ai', () => {
  const sample = (id: number, epoch: number, value: unknown) => ({
    id,
    epoch,
    input: `Question ${id}`,
    target: 'A',
    scores: { match: { value, answer: 'A' } },
    output: { choices: [] },
  });

  it('are averaged over their epochs', async () => {
    const log = inspectLog({ samples: [sample(1, 1, 'C'), sample(1, 2, 'I'), sample(2, 1, 'C'), sample(2, 2, 'C')] });
    const { gsm8k: _, ...found } = {
      gsm8k: 0,
      ...((await outcomesOf({ 'a.json': log }, 'a.json', wanted('inspect_evals/gsm8k', 'match/accuracy'))) as object),
    };
    expect(found).toEqual({ 1: 0.5, 2: 1 });
  });
});

it('a file that keeps no samples has none', async () => {
  expect(await outcomesOf({ 'a.json': lmEval() }, 'a.json', GSM8K_ASKED)).toBeUndefined();
  expect(await outcomesOf({ 'a.json': { nothing: 1 } }, 'a.json', GSM8K_ASKED)).toBeUndefined();
});
