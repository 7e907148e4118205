import { describe, expect, it } from 'vitest';
import {
  type Comparison,
  compareAll,
  failsOn,
  type GateOptions,
  type GateVerdict,
  type Pair,
} from '../../src/gate/compare.ts';
import { pair, rightAndWrong, runOf, withoutScale } from './runs.ts';

function compare(one: Pair, options: GateOptions = {}): Comparison {
  const [comparison] = compareAll([one], options);
  if (comparison === undefined) throw new Error('no comparison');
  return comparison;
}

const within = (general: number): GateOptions => ({ tolerance: { general } });
const named = (points: number): GateOptions => ({ tolerance: { byBenchmark: new Map([['Aviary-LM', points]]) } });

describe('the verdict of a test', () => {
  /** scipy's binom.sf(59, 80, 0.5) is 0.0000043, and binom.sf(49, 74, 0.5) 0.0017. */
  const down = rightAndWrong({ lost: 60, won: 20, right: 500, wrong: 420 });
  const littleDown = rightAndWrong({ lost: 50, won: 24, right: 3200, wrong: 3226 });
  const steady = rightAndWrong({ lost: 4, won: 5, right: 500, wrong: 491 });
  const few = rightAndWrong({ lost: 2, won: 0, right: 5, wrong: 3 });

  it.each<[string, Pair, GateOptions, GateVerdict, string]>([
    ['a fall beyond chance', down, {}, 'worse', '-4 points, which is beyond chance (p below 0.0001)'],
    ['a rise beyond chance', { ...down, higherIsBetter: false }, {}, 'better', '-4 points, which is beyond chance'],
    ['a fall beyond a given tolerance', down, within(3), 'worse', 'beyond chance'],
    [
      'a fall of a given tolerance',
      down,
      within(4),
      'same',
      'beyond chance (p below 0.0001), but within the tolerance of 4 points',
    ],
    ['a small fall, no tolerance given', littleDown, {}, 'worse', '-0.4 points, which is beyond chance (p = 0.0017)'],
    ['a small fall, a tolerance given', littleDown, within(1), 'same', 'but within the tolerance of 1 point'],
    [
      'hardly any difference',
      steady,
      {},
      'same',
      '+0.1 points, which may be chance (p = 0.5; 90 % interval -0.44 to +0.64 points) and is within the tolerance of 1 point in any case',
    ],
    [
      'hardly any difference, a small tolerance',
      steady,
      within(0.5),
      'inconclusive',
      'may also be beyond the tolerance of 0.5 points',
    ],
    ['a difference of few samples', few, {}, 'inconclusive', '-20 points, which may be chance (p = 0.25'],
    [
      'the same outcomes',
      rightAndWrong({ lost: 0, won: 0, right: 4, wrong: 2 }),
      {},
      'same',
      '0 points, every sample has the score that it had',
    ],
    [
      'the same outcomes, too few to show a change',
      rightAndWrong({ lost: 0, won: 0, right: 2, wrong: 1 }),
      {},
      'inconclusive',
      'so few samples could show no change at all',
    ],
    [
      'the same outcomes, no tolerance',
      rightAndWrong({ lost: 0, won: 0, right: 4, wrong: 2 }),
      within(0),
      'same',
      'every sample',
    ],
  ])('%s', (_, one, options, verdict, why) => {
    const comparison = compare(one, options);
    expect(comparison.verdict).toBe(verdict);
    expect(comparison.why).toContain(why);
  });

  it('needs a tolerance to call numbers without a scale the same', () => {
    const steadyPerplexity = withoutScale({ value: 8.12, stderr: 0.02 }, { value: 8.13, stderr: 0.02 });
    expect(compare(steadyPerplexity)).toMatchObject({ verdict: 'inconclusive' });
    expect(compare(steadyPerplexity).why).toContain('and no tolerance is given');
    expect(compare(steadyPerplexity, named(0.1))).toMatchObject({ verdict: 'same', tolerance: 0.1 });
  });

  it('takes no points of a hundred for numbers that have none', () => {
    const worseError = withoutScale({ value: 0.05, stderr: 0.005 }, { value: 0.6, stderr: 0.01 });
    expect(compare(worseError, within(1))).toMatchObject({ verdict: 'worse' });
    expect(compare(withoutScale({ value: 0.05 }, { value: 0.6 }), within(1))).toMatchObject({
      verdict: 'inconclusive',
    });
  });

  it.each<[string, Partial<Pair>, GateOptions, string]>([
    ['a fall', {}, {}, 'inconclusive'],
    ['a fall within a tolerance', {}, within(9), 'same'],
    ['a fall beyond it', {}, within(1), 'inconclusive'],
  ])('is none but "same" where nobody knows which way is better: %s', (_, changes, options, verdict) => {
    const { higherIsBetter: _unknown, ...undirected } = { ...down, ...changes };
    const comparison = compare(undirected, options);
    expect(comparison.verdict).toBe(verdict);
    expect(comparison.pWorse).toBeUndefined();
    if (verdict === 'inconclusive') expect(comparison.why).toContain('whether more is better is not known');
  });

  it('of what cannot be judged is no test to correct others for', () => {
    const { higherIsBetter: _unknown, ...undirected } = { ...down, benchmark: 'b' };
    expect(compareAll([down, undirected])[0]?.pWorse).toBe(compareAll([down])[0]?.pWorse);
  });

  it('is none where two frameworks measured', () => {
    const comparison = compare({ ...down, frameworks: ['lm-eval', 'lighteval'] });
    expect(comparison.verdict).toBe('inconclusive');
    expect(comparison.why).toContain('lm-eval measured it before and lighteval does now');
  });

  it('says what the comparison takes for granted', () => {
    const caveats = ['the baseline does not state its shots'];
    expect(compare({ ...down, caveats }).why).toMatch(/; the baseline does not state its shots\. /);
  });

  it('takes the tolerance of the benchmark before the general one', () => {
    const tolerance = { general: 5, byBenchmark: new Map([['Aviary-QA', 1]]) };
    expect(compare(down, { tolerance })).toMatchObject({ verdict: 'worse', tolerance: 0.01 });
    expect(compare({ ...down, benchmark: 'Aviary-MC' }, { tolerance })).toMatchObject({
      verdict: 'same',
      tolerance: 0.05,
    });
  });

  it('is harder to come by among many benchmarks', () => {
    // 15 of 20: p = 0.0207; corrected for three benchmarks 0.0621.
    const fall = rightAndWrong({ lost: 15, won: 5, right: 100, wrong: 80 });
    expect(compare(fall)).toMatchObject({ verdict: 'worse' });
    const [first] = compareAll([fall, { ...steady, benchmark: 'b' }, { ...few, benchmark: 'c' }]);
    expect(first?.verdict).toBe('inconclusive');
    expect(first?.pWorse).toBeCloseTo((3 * 21_700) / 2 ** 20, 12);
    expect(first?.why).toContain('p = 0.062 after correction for 3 benchmarks');
    // What cannot be tested is no part of the family.
    expect(compareAll([fall, pair({ value: 0.5 }, { value: 0.4 })])[0]).toMatchObject({ verdict: 'worse' });
  });

  it('is as strict as asked', () => {
    const fall = rightAndWrong({ lost: 15, won: 5, right: 100, wrong: 80 });
    expect(compare(fall, { alpha: 0.02 }).verdict).toBe('inconclusive');
    expect(compare(fall, { alpha: 0.02 }).why).toContain('96 % interval');
  });
});

describe('few samples are no certainty', () => {
  it.each<[string, Pair]>([
    ['one sample, wrong now', pair(runOf([1]), runOf([0]))],
    ['four samples, all wrong now', pair(runOf([1, 1, 1, 1]), runOf([0, 0, 0, 0]))],
    ['four samples, all a little lower', pair(runOf([0.9, 0.9, 0.9, 0.9]), runOf([0.8, 0.8, 0.8, 0.8]))],
    ['three samples, hardly different', pair(runOf([0.9, 0.9, 0.9]), runOf([0.9, 0.9, 0.901]))],
    ['three right of three, then none', pair({ value: 1, stderr: 0, samples: 3 }, { value: 0, stderr: 0, samples: 3 })],
    ['all right of ten twice', pair({ value: 1, stderr: 0, samples: 10 }, { value: 1, stderr: 0, samples: 10 })],
  ])('%s', (_, one) => {
    expect(compare(one).verdict).toBe('inconclusive');
  });

  it('and where no change could be found, that is said', () => {
    const { smallestEffect, why } = compare(pair(runOf([1, 0, 1]), runOf([0, 0, 1])));
    expect(smallestEffect).toBeUndefined();
    expect(why).toMatch(/; so few samples could show no change at all\. /);
  });
});

describe('the verdict of a tolerance alone', () => {
  const fall = pair({ value: 71.3 }, { value: 70.3, stderr: 1.2 }, { scale: 100 });

  it.each<[string, Pair, GateOptions, GateVerdict, string]>([
    ['none', fall, {}, 'inconclusive', '-1 point, with nothing to judge it by: give a tolerance'],
    [
      'of another benchmark',
      fall,
      { tolerance: { byBenchmark: new Map([['b', 1]]) } },
      'inconclusive',
      'give a tolerance',
    ],
    ['just enough', fall, within(1), 'same', '-1 point, within the tolerance of 1 point'],
    ['too small', fall, within(0.99), 'worse', '-1 point, beyond the tolerance of 0.99 points'],
    [
      'lower is better',
      { ...fall, higherIsBetter: false },
      within(0.5),
      'better',
      'beyond the tolerance of 0.5 points',
    ],
    ['fractions', pair({ value: 0.713 }, { value: 0.703 }), within(1), 'same', '-1 point, within'],
    [
      'no scale',
      withoutScale({ value: 8.1 }, { value: 8.6 }),
      named(0.4),
      'worse',
      '+0.5, beyond the tolerance of 0.4',
    ],
    [
      '0, and no difference',
      pair({ value: 0.7 }, { value: 0.7 }),
      within(0),
      'same',
      '0 points, within the tolerance of 0',
    ],
  ])('%s', (_, one, options, verdict, why) => {
    const comparison = compare(one, options);
    expect(comparison).toMatchObject({ verdict, test: verdict === 'inconclusive' ? 'none' : 'tolerance' });
    expect(comparison.why).toContain(why);
  });

  it('is none of numbers that are none', () => {
    const comparison = compare(pair({ value: Number.NaN, stderr: 1 }, { value: 1, stderr: 1 }), within(1));
    expect(comparison).toMatchObject({ verdict: 'inconclusive', test: 'none' });
  });
});

it('many samples are compared in a time that grows as they do', () => {
  const scores = (shift: number, levels: number) =>
    Array.from(
      { length: 100_000 },
      (_, at) => Math.floor((((at * 7919 + shift) % 1009) / 1009) * (levels + 1)) / levels,
    );
  const verdicts = [1, 4].map((levels) => compare(pair(runOf(scores(0, levels)), runOf(scores(1, levels)))).verdict);
  expect(verdicts).toEqual(['same', 'same']);
});

describe('options', () => {
  it.each([0, 0.5, 1, -0.1, Number.NaN])('alpha cannot be %d', (alpha) => {
    expect(() => compareAll([], { alpha })).toThrow(RangeError);
  });

  it.each([-1, Number.NaN])('a tolerance cannot be %d', (general) => {
    expect(() => compare(pair({ value: 1 }, { value: 1 }), within(general))).toThrow(RangeError);
  });
});

describe('the gate', () => {
  const of = (...verdicts: readonly GateVerdict[]) =>
    verdicts.map((verdict) => ({ benchmark: 'b', verdict, delta: 0, test: 'none', why: '' }) as const);

  it.each([
    [of(), [false, false, false]],
    [of('better', 'same'), [false, false, false]],
    [of('better', 'inconclusive'), [false, true, false]],
    [of('inconclusive', 'worse'), [true, true, false]],
  ] as const)('of %j', (comparisons, fails) => {
    expect((['worse', 'worse-or-inconclusive', 'never'] as const).map((when) => failsOn(comparisons, when))).toEqual(
      fails,
    );
  });
});
