import { describe, expect, it } from 'vitest';
import { type Comparison, compareAll, type Pair } from '../../src/gate/compare.ts';
import { compareWithSwaps } from '../../src/gate/random-swaps.ts';
import { pair, rightAndWrong, runOf, withoutScale } from './runs.ts';

function compare(one: Pair, alpha = 0.05): Comparison {
  const [comparison] = compareAll([one], { alpha });
  if (comparison === undefined) throw new Error('no comparison');
  return comparison;
}

describe('right and wrong answers', () => {
  const fifteenToFive = rightAndWrong({ lost: 15, won: 5, right: 500, wrong: 480 });

  it('are compared by McNemar’s exact test', () => {
    const { test, pWorse, pBetter, paired, delta } = compare(fifteenToFive);
    expect({ test, paired }).toEqual({ test: 'mcnemar', paired: { samples: 1000, lost: 15, won: 5 } });
    expect(delta).toBeCloseTo(-0.01, 12);
    // By hand: (15504 + 4845 + 1140 + 190 + 20 + 1) / 2^20; statsmodels' mcnemar(exact=True) gives twice that.
    expect(pWorse).toBeCloseTo(21_700 / 2 ** 20, 12);
    expect(pBetter).toBeCloseTo(0.9940910339355469, 12);
  });

  it('have the interval of Bonett and Price', () => {
    // With 2 won and 8 lost of 23: (2 - 8) / 23 ± 1.96 √((10 / 23 - (6 / 23)²) / 23), alpha being 0.025.
    const { interval, standardErrorOfDelta } = compare(rightAndWrong({ lost: 7, won: 1, right: 1, wrong: 12 }), 0.025);
    expect(standardErrorOfDelta).toBeCloseTo(0.12627259653810763, 12);
    expect(interval?.[0]).toBeCloseTo(-0.5083593066664394, 9);
    expect(interval?.[1]).toBeCloseTo(-0.01337982376834318, 9);
  });

  it('tell the smallest effect that would be found', () => {
    // (1.64485 + 0.84162) √(15 + 5 + 2) / 1002 + 1 / 1000
    expect(compare(fifteenToFive).smallestEffect).toBeCloseTo(0.012639322227752842, 9);
    // Of samples that never change as many have to change for the first time: 6.18 and one more.
    const { smallestEffect } = compare(rightAndWrong({ lost: 0, won: 0, right: 500, wrong: 500 }));
    expect(smallestEffect).toBeCloseTo(0.0071826, 6);
  });

  it('of which all have to fall to be found tell that much', () => {
    const of = (wrong: number) => compare(rightAndWrong({ lost: 0, won: 0, right: 0, wrong })).smallestEffect;
    expect([of(4), of(5)]).toEqual([undefined, 1]);
  });

  it('may be lower in what is better', () => {
    const { verdict, pWorse, paired, delta } = compare({ ...fifteenToFive, higherIsBetter: false });
    expect({ verdict, paired }).toEqual({ verdict: 'better', paired: { samples: 1000, lost: 5, won: 15 } });
    expect(pWorse).toBeCloseTo(0.9940910339355469, 12);
    expect(delta).toBeLessThan(0);
  });

  it('may be fractions where the score is in percent', () => {
    const { baseline, candidate } = fifteenToFive;
    const percent = (run: Pair['baseline']) => ({ ...run, value: 100 * run.value });
    const { test, interval, ...rest } = compare(pair(percent(baseline), percent(candidate), { scale: 100 }));
    expect(test).toBe('mcnemar');
    expect(rest.pWorse).toBe(compare(fifteenToFive).pWorse);
    expect(interval?.[0]).toBeCloseTo(100 * (compare(fifteenToFive).interval?.[0] ?? 0), 9);
    const fromNothing = pair({ ...runOf([0, 0, 0]) }, { ...runOf([0, 1, 0]), value: 33.33 }, { scale: 100 });
    expect(compare(fromNothing)).toMatchObject({ test: 'mcnemar', paired: { won: 1 } });
  });
});

describe('scores of samples', () => {
  const before = [0.5, 0.75, 1, 0.2, 0.75, 1, 0.3, 0.4, 0.6];
  const now = [0, 0.5, 0.75, 0.3, 0, 0, 0.6, 0.2, 0.6];

  it('are compared by random signs', () => {
    const { test, pWorse, pBetter, paired } = compare(pair(runOf(before), runOf(now)));
    expect({ test, paired }).toEqual({ test: 'paired-bootstrap', paired: { samples: 9, lost: 6, won: 2 } });
    // scipy 1.17: permutation_test of the differences, all 256 patterns of signs.
    expect(pWorse).toBeCloseTo(0.0390625, 12);
    expect(pBetter).toBeCloseTo(0.96484375, 12);
  });

  it('have an interval that allows for two samples more', () => {
    // Differences -2.55 in sum, 1.935 in squares, of 8; t with 9 degrees of freedom (scipy 1.17).
    const { interval, standardErrorOfDelta } = compare(pair(runOf(before.slice(0, 8)), runOf(now.slice(0, 8))));
    expect(standardErrorOfDelta).toBeCloseTo(0.18512833386599686, 12);
    expect(interval?.[0]).toBeCloseTo(-0.5943611430108606, 9);
    expect(interval?.[1]).toBeCloseTo(0.08436114301086056, 9);
  });

  it('are the same but for digits that the order of epochs leaves', () => {
    const { verdict, paired } = compare(pair(runOf([0.6, 0.3, 1, 0, 1, 0]), runOf([0.6, 0.1 + 0.2, 1, 0, 1, 0])));
    expect({ verdict, paired }).toEqual({ verdict: 'same', paired: { samples: 6, lost: 0, won: 0 } });
  });

  it('need no scale', () => {
    const falling = Array.from({ length: 200 }, (_, at) => 8 + (at % 7));
    const { verdict, test } = compare(withoutScale(runOf(falling), runOf(falling.map((one) => one - 0.5))));
    expect({ verdict, test }).toEqual({ verdict: 'better', test: 'paired-bootstrap' });
  });
});

describe('random signs', () => {
  /** By how many quarters 45 samples changed: `[quarters, samples]`. */
  const CHANGES = [
    [-4, 3],
    [-3, 4],
    [-2, 8],
    [-1, 12],
    [1, 9],
    [2, 5],
    [3, 3],
    [4, 1],
  ] as const;
  const quarters = CHANGES.flatMap(([by, count]) => new Array<number>(count).fill(by));
  const differences = (values: readonly number[], by = 4) => Float64Array.from(values, (value) => value / by);

  it.each([4, 3, 0.01])('agree with all patterns of them, in units of 1/%d', (unit) => {
    // All 2^45 patterns, counted in Python by adding one sample after another. Of 20,000 the error is 0.002.
    const { pDown, pUp } = compareWithSwaps(differences(quarters, unit));
    expect(Math.abs(pDown - 0.09039781962479765)).toBeLessThan(0.005);
    expect(Math.abs(pUp - 0.9307660888702003)).toBeLessThan(0.005);
  });

  it('of many samples give the normal distribution', () => {
    // 2,100 down and 2,000 up: z = -100 / √4100.
    const many = Float64Array.from({ length: 4100 }, (_, at) => (at < 2100 ? -1 : 1));
    expect(compareWithSwaps(many).pDown).toBeCloseTo(0.05917490636, 9);
  });

  it('give the same answer in any order, and the opposite one with opposite signs', () => {
    const { pDown, pUp } = compareWithSwaps(differences(quarters, 3));
    expect(compareWithSwaps(differences(quarters.toReversed(), 3))).toEqual({ pDown, pUp });
    expect(compareWithSwaps(differences(quarters, -3))).toEqual({ pDown: pUp, pUp: pDown });
  });

  it('of samples that all fell are as good as impossible, but never quite', () => {
    const { pDown, pUp } = compareWithSwaps(new Float64Array(300).fill(-0.1));
    expect(pDown).toBeGreaterThan(0);
    expect(pDown).toBeLessThan(1e-60);
    expect(pUp).toBe(1);
    expect(compareWithSwaps(new Float64Array(5).fill(-0.1)).pDown).toBe(1 / 32);
    expect(compareWithSwaps(new Float64Array(5))).toEqual({ pDown: 1, pUp: 1 });
  });
});

describe('samples are not compared one by one', () => {
  const run = runOf([1, 0, 1, 1, 0, 1, 1, 1]);
  const { outcomes = new Map() } = run;

  it.each<[string, Pair['candidate'], string]>([
    ['when only one run has them', { value: 0.75, samples: 8 }, 'not there for both runs'],
    ['when there are none', { ...run, samples: 8, outcomes: new Map() }, 'not there for both runs'],
    ['when one is missing', runOf([1, 0, 1, 1, 0, 1, 1]), 'not on the same samples (7 in both, of 8 and 7)'],
    ['when there is one more', runOf([1, 0, 1, 1, 0, 1, 1, 1, 1]), 'not on the same samples (8 in both, of 8 and 9)'],
    [
      'when their ids differ',
      { ...run, outcomes: new Map([...outcomes].map(([id, outcome]) => [`other ${id}`, outcome])) },
      'not on the same samples (0 in both, of 8 and 8)',
    ],
    ['when the score is another number than their mean', { ...run, value: 0.6 }, 'not the score itself'],
    ['when one is not a number', { ...run, outcomes: new Map(outcomes).set('sample 0', Number.NaN) }, 'not the score'],
  ])('%s', (_, candidate, reason) => {
    const { test, paired, why } = compare(pair(run, candidate));
    expect({ test, paired }).toEqual({ test: 'standard-errors', paired: undefined });
    expect(why).toContain(reason);
  });

  it('but are when the score was only rounded', () => {
    expect(compare(pair(run, { ...run, value: 0.7504 })).test).toBe('mcnemar');
  });
});

describe('samples of one id', () => {
  const prints = (texts: readonly string[]): ReadonlyMap<string, string> =>
    new Map(texts.map((text, at) => [`sample ${at}`, text]));
  const before = runOf([1, 1, 0, 1, 1, 0, 1, 1]);
  const now = runOf([0, 0, 0, 0, 0, 0, 1, 1]);
  const contents = ['#a', '#b', '#c', '#d', '#e', '#f', '#g', '#h'];

  it.each<[string, readonly string[], boolean]>([
    ['are compared where their content is the same', contents, true],
    ['are compared where one run has hashes and the other right answers', contents.map((_, at) => `=${at}`), true],
    ['are not where one is of another content', ['#z', ...contents.slice(1)], false],
  ])('%s', (_, others, isPaired) => {
    const { test, why } = compare(pair({ ...before, prints: prints(contents) }, { ...now, prints: prints(others) }));
    expect(test === 'mcnemar').toBe(isPaired);
    if (!isPaired) expect(why).toContain('1 sample with the same id is of other content');
  });
});
