import { describe, expect, it } from 'vitest';
import type { CardScore } from '../../src/card/extract.ts';
import { type ScoreOptions, toScores } from '../../src/card/to-scores.ts';

const OPTIONS: ScoreOptions = { taskType: 'text-generation', modelName: 'Kestrel' };

function file(score: Partial<CardScore> & { benchmark: string }, options: Partial<ScoreOptions> = {}) {
  const result: CardScore = { value: 61.2, written: '61.2', line: 3, at: [1, 1], ...score };
  const [filed] = toScores({ table: 1, results: [result], skipped: [] }, { ...OPTIONS, ...options });
  return { dataset: filed?.dataset, metric: filed?.metric };
}

describe('a known benchmark', () => {
  it('goes to its dataset, shots to its arguments', () => {
    expect(file({ benchmark: 'GSM8K (8-shot)', shots: 8 })).toEqual({
      dataset: { type: 'openai/gsm8k', name: 'GSM8K', config: 'main', split: 'test', args: { num_few_shot: 8 } },
      metric: { type: 'exact_match', name: 'exact match' },
    });
  });

  it('keeps the metric that the table states, and how it was run', () => {
    expect(file({ benchmark: 'GSM8K CoT', metric: 'maj@8' }).metric).toEqual({ type: 'maj@8', name: 'maj@8 (CoT)' });
    expect(file({ benchmark: 'HumanEval pass@10' }).metric).toMatchObject({ type: 'pass@10' });
  });

  it.each([
    ['a language of it', { benchmark: 'MMLU', subset: 'French' }],
    ['another split', { benchmark: 'GSM8K (train)' }],
    ['a remark that nobody knows', { benchmark: 'MMLU (STEM)' }],
    ['a version that its name leaves open', { benchmark: 'AlpacaEval' }],
    ['a translation of it', { benchmark: 'HellaSwag', group: 'Dutch' }],
    ['a category that is called like it', { benchmark: 'Math' }],
  ])('is not taken for %s', (_, score) => {
    expect(file(score).dataset).toEqual({ type: 'benchmark', name: 'Benchmarks' });
  });
});

it('claims no metric where several are customary', () => {
  expect(file({ benchmark: 'MRPC' }).metric).toEqual({ type: 'score', name: 'score' });
  expect(file({ benchmark: 'MRPC', metric: 'Acc' }).metric).toEqual({ type: 'acc', name: 'Acc' });
});

describe('any other score', () => {
  it('takes the heading for the benchmark when its own name says only what was counted', () => {
    expect(file({ benchmark: 'Accuracy' }, { heading: 'Sentiment analysis' }).metric?.name).toBe(
      'Sentiment analysis Accuracy',
    );
    expect(file({ benchmark: 'Kite-Eval' }, { heading: 'Sentiment analysis' }).metric?.name).toBe('Kite-Eval');
  });

  it('is a metric of the shared result, named in full', () => {
    expect(file({ benchmark: 'Kite-Eval', subset: 'test', metric: 'F1', shots: 3 })).toEqual({
      dataset: { type: 'benchmark', name: 'Benchmarks' },
      metric: { type: 'f1', name: 'Kite-Eval test F1 (3-shot)' },
    });
  });

  it.each([
    ['Heron WER (%) ↓', { type: 'wer', name: 'Heron WER (%)' }],
    ['Heron pass@1 (0-shot)', { type: 'pass@1', name: 'Heron pass@1 (0-shot)' }],
    ['Heron set', { type: 'heron_set', name: 'Heron set' }],
  ])('has the type of the metric that its label ends with: %s', (benchmark, metric) => {
    expect(file({ benchmark }, { heading: 'Evaluation' }).metric).toEqual(metric);
  });

  it.each([
    [{ datasetName: 'My suite' }, { type: 'benchmark', name: 'My suite' }],
    [{ datasetType: 'org/suite' }, { type: 'org/suite', name: 'Benchmarks' }],
  ])('goes where the user says, known or not: %j', (options, dataset) => {
    expect(file({ benchmark: 'Kite-Eval' }, options).dataset).toEqual(dataset);
    expect(file({ benchmark: 'GSM8K', shots: 5 }, options)).toMatchObject({
      dataset,
      metric: { name: 'GSM8K (5-shot)' },
    });
  });
});

it('values, directions and places come along', () => {
  const result: CardScore = {
    benchmark: 'WER',
    value: 9.1,
    written: '9.10',
    unit: 'percent',
    stderr: 0.2,
    higherIsBetter: false,
    line: 7,
    at: [2, 1],
  };
  const source = { name: 'Model README', url: 'https://hub.example/o/m' };
  expect(toScores({ table: 4, results: [result], skipped: [] }, { ...OPTIONS, source })).toMatchObject([
    {
      value: 9.1,
      written: '9.10',
      unit: 'percent',
      stderr: 0.2,
      metric: { higherIsBetter: false },
      source,
      provenance: { kind: 'card-table', table: 4, line: 7, at: [2, 1] },
    },
  ]);
});
