import { describe, expect, it } from 'vitest';
import type { CardScore } from '../../src/card/extract.ts';
import { type ScoreOptions, toScores } from '../../src/card/to-scores.ts';

const OPTIONS: ScoreOptions = { taskType: 'text-generation', modelName: 'Kestrel' };

function file(score: Partial<CardScore> & { benchmark: string }, options: Partial<ScoreOptions> = {}) {
  const result: CardScore = { value: 61.2, written: '61.2', line: 3, at: [1, 1], ...score };
  const [filed] = toScores(
    { table: 1, results: [result], areFractions: false, skipped: [] },
    { ...OPTIONS, ...options },
  );
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
  expect(
    toScores({ table: 4, results: [result], areFractions: false, skipped: [] }, { ...OPTIONS, source }),
  ).toMatchObject([
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

describe('what is said of how a score was measured', () => {
  const hle = (score: Partial<CardScore>, options: Partial<ScoreOptions> = {}) => {
    const result: CardScore = { benchmark: 'HLE', value: 25.1, written: '25.1', line: 3, at: [1, 1], ...score };
    const all = { ...OPTIONS, ...options };
    const [filed] = toScores({ table: 1, results: [result], areFractions: false, skipped: [] }, all);
    return { dataset: filed?.dataset.type, name: filed?.metric.name, notes: filed?.notes, partial: filed?.partial };
  };
  const plain = { dataset: 'cais/hle', name: 'accuracy', notes: undefined, partial: undefined };

  it.each<[string, Partial<CardScore>, Partial<ScoreOptions>]>([
    ['nothing', {}, {}],
    ['praise', { remarks: ['SOTA', '#1'] }, {}],
    ['a category', { group: 'Reasoning & Knowledge' }, {}],
    ['titles of what it is about', {}, { outline: ['Evaluation', 'Tool use'] }],
  ])('%s leaves the score plain', (_, score, options) => {
    expect(hle(score, options)).toEqual(plain);
  });

  it.each<[string, Partial<CardScore>, string]>([
    ['in brackets behind the number', { remarks: ['with tools'] }, 'With tools'],
    ['in a section of the table', { group: 'With tools' }, 'With tools'],
    ['in the label and behind the number', { benchmark: 'HLE (CoT)', remarks: ['with tools'] }, 'CoT, with tools'],
    ['twice', { benchmark: 'HLE (with tools)', remarks: ['with tools'] }, 'With tools'],
    ['with shots', { remarks: ['8-shot, CoT'] }, '8-shot, CoT'],
  ])('a method %s is noted', (_, score, notes) => {
    expect(hle(score)).toMatchObject({ dataset: 'cais/hle', notes });
  });

  it('a metric behind the number is the metric', () => {
    expect(hle({ benchmark: 'GSM8K', remarks: ['maj@8'] })).toMatchObject({ dataset: 'openai/gsm8k', name: 'maj@8' });
  });

  it.each<[string, Partial<CardScore>, Partial<ScoreOptions>, string]>([
    ['a part of it', { remarks: ['math subset'] }, {}, 'HLE (math subset)'],
    ['a part of it, by section', { group: 'Math only subset' }, {}, 'HLE (Math only subset)'],
    ['another model', { group: 'int4 quantized' }, {}, 'HLE (int4 quantized)'],
    ['a way that a title tells', {}, { outline: ['Results with tools'] }, 'HLE (Results with tools)'],
    ['what nobody knows', { remarks: ['Harness X'] }, {}, 'HLE (Harness X)'],
  ])('%s is not filed under the benchmark', (_, score, options, name) => {
    expect(hle(score, options)).toMatchObject({ dataset: 'benchmark', name });
  });

  it('a language is looked for in all titles above', () => {
    expect(hle({}, { heading: 'Results', outline: ['Arabic', 'Results'] })).toMatchObject({ dataset: 'benchmark' });
  });

  it.each<[Partial<CardScore>, Partial<ScoreOptions>]>([
    [{ remarks: ['first 100 samples'] }, {}],
    [{ remarks: ['limit 100'] }, {}],
    [{ remarks: ['100 samples only'] }, {}],
    [{}, { outline: ['Results (limit 100 samples)'] }],
    [{}, { outline: ['First 100 questions'] }],
  ])('a run on some of the samples is a partial one: %j %j', (score, options) => {
    expect(hle(score, options).partial).toEqual({ limit: 100 });
  });

  it.each(['First 3 epochs', 'Top 5', '5-shot only', 'Limitations', 'only 8 shots'])('"%s" limits nothing', (title) => {
    expect(hle({}, { outline: [title] }).partial).toBeUndefined();
  });
});

describe('a number of at most 1', () => {
  const unit = (areFractions: boolean, own?: 'percent' | 'fraction', given?: 'percent' | 'fraction') => {
    const result: CardScore = {
      benchmark: 'HLE',
      value: 0.9,
      written: '0.9',
      line: 3,
      at: [1, 1],
      ...(own === undefined ? {} : { unit: own }),
    };
    const options = { ...OPTIONS, ...(given === undefined ? {} : { unit: given }) };
    return toScores({ table: 1, results: [result], areFractions, skipped: [] }, options)[0]?.unit;
  };

  it.each([
    ['is a percentage where the card says so', false, 'percent', undefined, 'percent'],
    ['is one whatever the user says', false, 'percent', 'fraction', 'percent'],
    ['is a fraction where more than its size shows it', true, 'fraction', undefined, 'fraction'],
    ['is nothing in particular by its size alone', false, 'fraction', undefined, undefined],
    ['is what the user says where its size alone speaks', false, 'fraction', 'percent', 'percent'],
    ['is what the user says where nothing does', false, undefined, 'fraction', 'fraction'],
  ] as const)('%s', (_, areFractions, own, given, expected) => {
    expect(unit(areFractions, own, given)).toBe(expected);
  });
});
