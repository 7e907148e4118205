import { describe, expect, it } from 'vitest';
import { type BaselineScore, matchBaseline, nameOf } from '../../src/gate/pairs.ts';
import type { Score } from '../../src/scores/score.ts';
import { slotOf } from '../../src/scores/slot.ts';
import { makeScore } from '../exports/collection.ts';

function held(changes: Partial<BaselineScore> = {}, score: Score = makeScore()): BaselineScore {
  const { type, config } = score.dataset;
  return {
    value: 0.7,
    slot: slotOf(score),
    name: 'GSM8K',
    dataset: { type, ...(config === undefined ? {} : { config }) },
    metric: { type: score.metric.type },
    ...changes,
  };
}

const elsewhere = { slot: 'another' };
const pairsOf = (scores: readonly Score[], baselines: readonly BaselineScore[]) => {
  const { matched, unmatched } = matchBaseline(
    scores.map((score) => ({ score })),
    baselines,
  );
  return { pairs: matched.map(({ pair }) => pair), unmatched: unmatched.length };
};

describe('the baseline of a score', () => {
  it('is that of its slot, before any that is alike', () => {
    const { pairs } = pairsOf([makeScore()], [held({ ...elsewhere, value: 0.1 }), held({ value: 0.6 })]);
    expect(pairs.map(({ baseline }) => baseline.value)).toEqual([0.6]);
  });

  it.each<[string, Partial<BaselineScore>, Partial<Score>, number]>([
    ['the only one of its data and metric', elsewhere, {}, 1],
    ['in letters of another case', { ...elsewhere, dataset: { type: 'OpenAI/GSM8K', config: 'main' } }, {}, 1],
    ['with accuracy for exact match', { ...elsewhere, metric: { type: 'accuracy' } }, {}, 1],
    [
      'in a place that has one metric only',
      { value: 0.7, slot: 'x', dataset: { type: 'openai/gsm8k', config: 'main' } },
      {},
      1,
    ],
    ['not with another metric', { ...elsewhere, metric: { type: 'f1' } }, {}, 0],
    ['not with another config', { ...elsewhere, dataset: { type: 'openai/gsm8k', config: 'socratic' } }, {}, 0],
    ['not of other data', { ...elsewhere, dataset: { type: 'org/gsm8k', config: 'main' } }, {}, 0],
  ])('is %s', (_, baseline, score, count) => {
    const found = pairsOf([makeScore(score)], [held(baseline)]);
    expect([found.pairs.length, found.unmatched]).toEqual([count, 1 - count]);
  });

  it('is none where two could be it', () => {
    const two = [held({ slot: 'a' }), held({ slot: 'b', value: 0.5 })];
    expect(pairsOf([makeScore()], two)).toEqual({ pairs: [], unmatched: 1 });
    expect(pairsOf([makeScore()], [held(), held({ value: 0.5 })])).toEqual({ pairs: [], unmatched: 1 });
  });

  it('is none where it could be that of two', () => {
    const eight = makeScore({
      shots: 8,
      notes: '8-shot',
      dataset: { ...makeScore().dataset, args: { num_few_shot: 8 } },
    });
    expect(pairsOf([makeScore(), eight], [held(elsewhere)])).toEqual({ pairs: [], unmatched: 2 });
    expect(pairsOf([makeScore(), eight], [held()]).pairs.map(({ benchmark }) => benchmark)).toEqual(['GSM8K, 5-shot']);
  });
});

describe('a baseline is put on the scale of the score', () => {
  it.each<[string, Score['unit'] | undefined, BaselineScore['unit'] | undefined, number, number | undefined]>([
    ['stated, alike', 'fraction', 'fraction', 0.7, 0.7],
    ['stated percent of a fraction', 'fraction', 'percent', 70, 0.7],
    ['stated fraction of a percentage', 'percent', 'fraction', 0.7, 70],
    ['stated percent, small', 'fraction', 'percent', 0.5, 0.005],
    ['not stated, above 1', 'fraction', undefined, 70, 0.7],
    ['not stated, below 1', 'fraction', undefined, 0.7, 0.7],
    ['not stated, of a percentage', 'percent', undefined, 70, 70],
    ['not stated, of a percentage, which may be either', 'percent', undefined, 0.7, undefined],
    ['not stated, nothing', 'percent', undefined, 0, 0],
    ['of a number without a scale', undefined, undefined, 12.5, 12.5],
  ])('%s', (_, unit, given, value, before) => {
    const { unit: __, ...rest } = makeScore();
    const score: Score = unit === undefined ? rest : { ...rest, unit };
    const { pairs } = pairsOf([score], [held({ value, ...(given === undefined ? {} : { unit: given }) }, score)]);
    if (before === undefined) expect(pairs).toEqual([]);
    else expect(pairs[0]?.baseline.value).toBeCloseTo(before, 12);
  });

  it('with its standard error, while outcomes stay what they are', () => {
    const outcomes = new Map([['1', 1]]);
    const { pairs } = pairsOf([makeScore()], [held({ value: 70, stderr: 1.2, samples: 9, outcomes, unit: 'percent' })]);
    expect(pairs[0]).toMatchObject({ scale: 1, baseline: { stderr: 0.012, samples: 9, outcomes } });
  });

  it.each<[Score['unit'] | undefined, number | undefined]>([
    ['fraction', 1],
    ['percent', 100],
    [undefined, undefined],
  ])('whose end is known by the unit: %s', (unit, scale) => {
    const { unit: _, ...rest } = makeScore();
    const score: Score = unit === undefined ? rest : { ...rest, unit };
    expect(pairsOf([score], [held({ value: 50 }, score)]).pairs[0]?.scale).toBe(scale);
  });
});

describe('the name of a comparison', () => {
  it('is that of the benchmark, with how it was run', () => {
    expect([nameOf(makeScore({ benchmark: { id: 'GSM8K' } })), nameOf(makeScore({ notes: '8-shot, CoT' }))]).toEqual([
      'GSM8K, 5-shot',
      'GSM8K, 8-shot, CoT',
    ]);
  });

  it('has the metric where two would be called the same', () => {
    const other = makeScore({ metric: { type: 'f1', name: 'F1 (f1,none)' } });
    const { pairs } = pairsOf([makeScore(), other], [held(), held({ value: 0.5 }, other)]);
    expect(pairs.map(({ benchmark }) => benchmark)).toEqual([
      'GSM8K, 5-shot · exact match (exact_match,strict-match)',
      'GSM8K, 5-shot · F1 (f1,none)',
    ]);
  });
});

it('more is better where the score says so', () => {
  const perplexity = makeScore({ metric: { type: 'perplexity', name: 'perplexity', higherIsBetter: false } });
  const { higherIsBetter: _, ...metric } = makeScore().metric;
  const up = (score: Score): unknown => pairsOf([score], [held({}, score)]).pairs[0]?.higherIsBetter;
  expect([up(perplexity), up(makeScore()), up(makeScore({ metric }))]).toEqual([false, true, undefined]);
});

describe('a score that is not compared', () => {
  const reasonOf = (
    score: Score,
    baselines: readonly BaselineScore[],
    unusable: Parameters<typeof matchBaseline>[2] = [],
  ): unknown => {
    const { unmatched } = matchBaseline([{ score }], baselines, unusable);
    return unmatched.map(({ reason, isGap }) => [isGap, reason]);
  };
  const percent = { value: 60, unit: 'percent' } as const;
  const { unit: _, ...unscaled } = makeScore();
  const wer: Score = { ...unscaled, value: 0.3, metric: { type: 'wer', name: 'WER', higherIsBetter: false } };

  it.each<[string, Score, readonly BaselineScore[], boolean, RegExp]>([
    ['is new', makeScore(), [], false, /nothing of this benchmark/],
    [
      'is new among others',
      makeScore(),
      [held({ slot: 'x', dataset: { type: 'google/boolq' } })],
      false,
      /nothing of this benchmark/,
    ],
    [
      'has one of other shots',
      makeScore(),
      [held({ slot: 'x', dataset: { type: 'openai/gsm8k', config: 'main', args: { num_few_shot: 8 } } })],
      true,
      /another setup or metric/,
    ],
    ['has two', makeScore(), [held(), held({ value: 0.5 })], true, /2 numbers/],
    ['may be a fraction or a percentage', unscaled, [held(percent)], true, /--unit says so/],
    [
      'has a small number in a card of percentages',
      makeScore(),
      [held({ value: 0.9, isHeld: true }), held({ value: 60, slot: 'x', dataset: { type: 'google/boolq' } })],
      true,
      /fraction or a percentage/,
    ],
    [
      'is a rate of errors that the card may have in percent',
      wer,
      [held({ value: 5.2, isHeld: true }, wer)],
      true,
      /fraction or a percentage/,
    ],
  ])('%s', (_name, score, baselines, isGap, reason) => {
    expect(reasonOf(score, baselines)).toEqual([[isGap, expect.stringMatching(reason)]]);
  });

  it('has something that is no number', () => {
    const unusable = [{ dataset: { type: 'openai/gsm8k' }, reason: 'the card has "60 %" for it, which is no number' }];
    expect(reasonOf(makeScore(), [], unusable)).toEqual([[true, expect.stringContaining('"60 %"')]]);
  });
});

it('what the baseline has and the scores have not is missing', () => {
  const other = held({ slot: 'x', name: 'BoolQ, 0-shot', dataset: { type: 'google/boolq' } });
  const { missing } = matchBaseline([{ score: makeScore() }], [held(), other]);
  expect(missing).toEqual([other]);
});

describe('a held number', () => {
  const pairOf = (score: Score, baseline: BaselineScore) => pairsOf([score], [baseline]).pairs[0];

  it('has the samples that the score has, for a benchmark has the same ones', () => {
    const held60 = held({ value: 60, isHeld: true, rounding: 0.5 });
    expect(pairOf(makeScore({ samples: 1319 }), held60)?.baseline).toEqual({
      value: 0.6,
      samples: 1319,
      isAssumed: true,
      rounding: 0.005,
    });
  });

  it.each<[string, Partial<Score>, string]>([
    ['shots', {}, 'the baseline does not state its shots'],
    ['a part', { partial: { limit: 10, isNamed: true } }, 'the candidate was on a part of the data'],
  ])('may be silent about %s', (_name, changes, caveat) => {
    const score = makeScore({ ...changes, dataset: { ...makeScore().dataset, args: { num_few_shot: 5 } } });
    expect(pairOf(score, held({ isHeld: true }))?.caveats).toContain(caveat);
  });
});

it('two frameworks are named', () => {
  const { matched } = matchBaseline([{ score: makeScore(), framework: 'lighteval' }], [held({ framework: 'lm-eval' })]);
  expect(matched[0]?.pair.frameworks).toEqual(['lm-eval', 'lighteval']);
});
