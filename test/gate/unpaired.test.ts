import { describe, expect, it } from 'vitest';
import { type Comparison, compareAll, type Pair } from '../../src/gate/compare.ts';
import { pair, withoutScale } from './runs.ts';

function compare(one: Pair, others: readonly Pair[] = []): Comparison {
  const [comparison] = compareAll([one, ...others]);
  if (comparison === undefined) throw new Error('no comparison');
  return comparison;
}

describe('standard errors', () => {
  const fall = pair({ value: 0.7, stderr: 0.012 }, { value: 0.65, stderr: 0.013 });

  it('make a z-test where the numbers of samples are unknown', () => {
    const { test, pWorse, pBetter, standardErrorOfDelta, interval, smallestEffect } = compare(fall);
    // By hand: z = -0.05 / √(0.012² + 0.013²) = -0.05 / 0.0176918 = -2.82617; scipy 1.17: norm.cdf(z).
    expect(test).toBe('standard-errors');
    expect(standardErrorOfDelta).toBeCloseTo(0.0176918, 7);
    expect(pWorse).toBeCloseTo(0.002355434144185744, 12);
    expect(pBetter).toBeCloseTo(0.9976445658558143, 12);
    expect(interval?.[0]).toBeCloseTo(-0.07910043128772941, 9);
    expect(interval?.[1]).toBeCloseTo(-0.020899568712270455, 9);
    // (1.64485 + 0.84162) 0.0176918, and with 2.57583 for a tenth of 0.05.
    expect(smallestEffect).toBeCloseTo(0.04399023088848464, 9);
    expect(compare(fall, new Array(9).fill(fall)).smallestEffect).toBeCloseTo(0.06046087196162506, 9);
  });

  it('make a t-test where they are known', () => {
    const baseline = { value: 71.3, stderr: 1.2, samples: 1319 };
    const { pWorse, interval, verdict } = compare(
      pair(baseline, { value: 66.9, stderr: 1.3, samples: 1319 }, { scale: 100 }),
    );
    // t = -4.4 / 1.77125 with 2619.29 degrees of freedom; both by the formulas of Welch and the score test in Python.
    expect(pWorse).toBeCloseTo(0.006524698130510394, 9);
    expect(interval?.[0]).toBeCloseTo(-7.311072713994967, 7);
    expect(interval?.[1]).toBeCloseTo(-1.4889272860050156, 7);
    expect(verdict).toBe('worse');
  });

  it('of a small run next to a large one are not taken at their word', () => {
    // 19 of 20 right look like 0.95 ± 0.05; the large run says that such samples vary more: ± 0.11.
    const { pBetter } = compare(
      pair({ value: 0.62, stderr: 0.0155, samples: 1000 }, { value: 0.95, stderr: 0.05, samples: 20 }),
    );
    expect(pBetter).toBeCloseTo(0.003277419561424741, 9);
  });

  it('need no scale', () => {
    const { verdict, pWorse, why } = compare(withoutScale({ value: 8.1, stderr: 0.2 }, { value: 8.9, stderr: 0.1 }));
    // z = 0.8 / √0.05 = 3.57771
    expect(verdict).toBe('worse');
    expect(pWorse).toBeCloseTo(0.000173, 6);
    expect(why).toContain('+0.8, which is beyond chance');
  });
});

describe('a missing standard error', () => {
  const derivable = (right: number, samples: number) => ({ value: right / samples, samples });

  it('of a share is derived from the number of samples', () => {
    const { pWorse, interval, why } = compare(pair(derivable(900, 1000), derivable(850, 1000)));
    // Agresti and Caffo: 901 and 851 of 1002, as the t-test above.
    expect(pWorse).toBeCloseTo(0.0003851426863435092, 9);
    expect(interval?.[0]).toBeCloseTo(-0.07420836630377751, 7);
    expect(why).toContain("the baseline's derived from 1,000 samples, the candidate's derived from 1,000 samples");
  });

  it('is derived of a share of 100 as well', () => {
    const percent = compare(pair({ value: 90, samples: 1000 }, { value: 85, samples: 1000 }, { scale: 100 }));
    expect(percent.pWorse).toBeCloseTo(0.0003851426863435092, 9);
    expect(percent.interval?.[0]).toBeCloseTo(-7.420836630377751, 5);
  });

  it('is derived from as many samples as there are outcomes', () => {
    const outcomes = new Map(Array.from({ length: 10 }, (_, at) => [`sample ${at}`, 1]));
    const { pWorse } = compare(pair({ value: 1, outcomes }, derivable(3, 10)));
    expect(pWorse).toBeCloseTo(0.006237916267075674, 9);
  });

  it.each([0, 1e-17, -0.1, Number.NaN, Number.POSITIVE_INFINITY])('may be stated as %d', (stderr) => {
    const { pWorse } = compare(pair({ value: 1, stderr, samples: 10 }, { value: 0.3, stderr, samples: 10 }));
    expect(pWorse).toBeCloseTo(0.006237916267075674, 9);
  });

  it.each<[string, Pair]>([
    ['without a scale', withoutScale({ value: 8.1, samples: 100 }, { value: 8.9, stderr: 0.1, samples: 100 })],
    ['beyond the scale', pair({ value: 1.1, samples: 100 }, { value: 0.5, stderr: 0.05, samples: 100 })],
    ['below 0', pair({ value: -0.1, samples: 100 }, { value: 0.5, stderr: 0.05, samples: 100 })],
    ['without samples', pair({ value: 0.4 }, { value: 0.5, stderr: 0.05, samples: 100 })],
    ['of one sample', pair({ value: 1, samples: 1 }, { value: 0.5, stderr: 0.05, samples: 100 })],
    ['of 0 samples', pair({ value: 0, samples: 0 }, { value: 0.5, stderr: 0.05, samples: 100 })],
  ])('is not derived %s', (_, one) => {
    const { test, verdict, why } = compare(one);
    expect({ test, verdict }).toEqual({ test: 'none', verdict: 'inconclusive' });
    expect(why).toContain('the baseline has no standard error');
    expect(why).toContain('give a tolerance');
  });
});

describe('what a number of a card leaves open', () => {
  const now = { value: 0.5125, stderr: 0.0138, samples: 1319 };

  it('is its own chance, as large as that of as many samples', () => {
    const { test, verdict, why } = compare(
      pair({ value: 0.524, samples: 1319, isAssumed: true, rounding: 0.0005 }, now),
    );
    expect([test, verdict]).toEqual(['standard-errors', 'inconclusive']);
    expect(why).toContain("the baseline's derived from 1,319 samples, as many as the other has");
  });

  it('is what was cut off of it', () => {
    const exact = compare(pair({ value: 0.5, stderr: 0.001 }, { value: 0.503, stderr: 0.001 }));
    const rounded = compare(pair({ value: 0.5, stderr: 0.001, rounding: 0.005 }, { value: 0.503, stderr: 0.001 }));
    expect([exact.verdict, rounded.verdict]).toEqual(['better', 'same']);
    // √(2 · 0.001² + 0.005² / 3)
    expect(rounded.standardErrorOfDelta).toBeCloseTo(0.00321455, 8);
  });
});
