import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Comparison, compareAll, type GateVerdict, type Measured, type Pair } from '../../src/gate/compare.ts';
import { pair, runOf, summaryOf, withoutScale } from './runs.ts';

const RUNS = { seed: 5, numRuns: 150 };

/** Outcomes of both runs, sample by sample; with a fall or a rise often enough. */
const outcomes = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), { minLength: 2, maxLength: 60 }),
    fc.integer({ min: 0, max: 60 }),
    fc.constantFrom(1, 4),
  )
  .map(([both, agreeing, levels]) => {
    const score = (value: number): number => (levels === 1 ? Number(value > 1) : value / 4);
    return both.map(([from, to], at) => [score(from), score(at < agreeing ? from : to)] as const);
  });

const pairs = fc
  .array(
    fc
      .tuple(outcomes, fc.constantFrom('samples', 'errors', 'counts', 'numbers'), fc.boolean())
      .map(([both, kind, higherIsBetter]): Pair => {
        const measure = (run: readonly number[]): Measured => {
          const summary = summaryOf(run);
          if (kind === 'samples') return runOf(run);
          if (kind === 'errors') return summary;
          return kind === 'counts' ? { value: summary.value, samples: run.length } : { value: summary.value };
        };
        return pair(measure(both.map(([from]) => from)), measure(both.map(([, to]) => to)), { higherIsBetter });
      }),
    { minLength: 1, maxLength: 5 },
  )
  .map((some) => some.map((one, at): Pair => ({ ...one, benchmark: `benchmark ${at}` })));

const tolerance = fc.constantFrom(undefined, { general: 0 }, { general: 2.3 }, { general: 30.1 });
const OPPOSITE = { better: 'worse', worse: 'better', same: 'same', inconclusive: 'inconclusive' } as const;

function compare(some: readonly Pair[], within: { general: number } | undefined): readonly Comparison[] {
  return compareAll(some, within === undefined ? {} : { tolerance: within });
}

function verdicts(comparisons: readonly Comparison[]): readonly GateVerdict[] {
  return comparisons.map(({ verdict }) => verdict);
}

function expectProperty(holds: (some: readonly Pair[], within: { general: number } | undefined) => void): void {
  fc.assert(fc.property(pairs, tolerance, holds), RUNS);
}

it('all verdicts occur in these properties', () => {
  const seen = fc.sample(fc.tuple(pairs, tolerance), RUNS).flatMap(([some, within]) => verdicts(compare(some, within)));
  expect(new Set(seen)).toEqual(new Set(Object.keys(OPPOSITE)));
});

it('the other way round, worse is better', () => {
  expectProperty((some, within) => {
    const there = compare(some, within);
    const back = compare(
      some.map((one) => ({ ...one, baseline: one.candidate, candidate: one.baseline })),
      within,
    );
    expect(verdicts(back)).toEqual(verdicts(there).map((verdict) => OPPOSITE[verdict]));
    for (const [at, { delta, pWorse, pBetter, test }] of there.entries()) {
      expect(back[at]).toMatchObject({ delta: 0 - delta, test });
      expect(back[at]?.pWorse ?? 1).toBeCloseTo(pBetter ?? 1, 12);
      expect(back[at]?.pBetter ?? 1).toBeCloseTo(pWorse ?? 1, 12);
    }
  });
});

it('where lower is better, worse is better, and the numbers are the same', () => {
  expectProperty((some, within) => {
    const there = compare(some, within);
    const flipped = compare(
      some.map((one) => ({ ...one, higherIsBetter: !one.higherIsBetter })),
      within,
    );
    expect(verdicts(flipped)).toEqual(verdicts(there).map((verdict) => OPPOSITE[verdict]));
    const numbers = ({ delta, interval, smallestEffect }: Comparison) => ({ delta, interval, smallestEffect });
    expect(flipped.map(numbers)).toEqual(there.map(numbers));
  });
});

it('the order of benchmarks does not matter', () => {
  expectProperty((some, within) => {
    expect(compare(some.toReversed(), within)).toEqual(compare(some, within).toReversed());
  });
});

it('nor does the order of samples', () => {
  const reversed = (run: Measured): Measured =>
    run.outcomes === undefined ? run : { ...run, outcomes: new Map([...run.outcomes].toReversed()) };
  expectProperty((some, within) => {
    const turned = some.map((one) => ({ ...one, candidate: reversed(one.candidate) }));
    expect(compare(turned, within)).toEqual(compare(some, within));
    const both = turned.map((one) => ({ ...one, baseline: reversed(one.baseline) }));
    expect(verdicts(compare(both, within))).toEqual(verdicts(compare(some, within)));
  });
});

it('percent and fractions have the same verdicts', () => {
  const inPercent = ({ value, stderr, samples, outcomes }: Measured): Measured => ({
    value: 100 * value,
    ...(stderr === undefined ? {} : { stderr: 100 * stderr }),
    ...(samples === undefined ? {} : { samples }),
    ...(outcomes && { outcomes: new Map([...outcomes].map(([id, outcome]) => [id, 100 * outcome])) }),
  });
  expectProperty((some, within) => {
    const percent = some.map((one) => ({
      ...one,
      scale: 100,
      baseline: inPercent(one.baseline),
      candidate: inPercent(one.candidate),
    }));
    expect(verdicts(compare(percent, within))).toEqual(verdicts(compare(some, within)));
  });
});

it('the interval is about the difference, and p-values are probabilities', () => {
  expectProperty((some, within) => {
    for (const { delta, interval = [delta, delta], pWorse = 0, pBetter = 0, smallestEffect = 1 } of compare(
      some,
      within,
    )) {
      expect(interval[0]).toBeLessThanOrEqual(delta);
      expect(interval[1]).toBeGreaterThanOrEqual(delta);
      expect(interval[0]).toBeGreaterThanOrEqual(-1);
      expect(interval[1]).toBeLessThanOrEqual(1);
      for (const p of [pWorse, pBetter]) expect(p >= 0 && p <= 1).toBe(true);
      expect(smallestEffect > 0 && smallestEffect <= 1).toBe(true);
    }
  });
});

it('no numbers make it fail, or sure of what is no number', () => {
  const measured = fc.record(
    {
      value: fc.double(),
      stderr: fc.oneof(fc.double(), fc.constant(0)),
      samples: fc.oneof(fc.integer(), fc.double()),
      outcomes: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.double())).map((entries) => new Map(entries)),
    },
    { requiredKeys: ['value'] },
  );
  const wild = fc.record(
    {
      benchmark: fc.constant('b'),
      higherIsBetter: fc.boolean(),
      scale: fc.constantFrom(1, 100),
      baseline: measured,
      candidate: measured,
    },
    { requiredKeys: ['benchmark', 'higherIsBetter', 'baseline', 'candidate'] },
  );
  const sameSamples = fc
    .array(fc.tuple(fc.double(), fc.double()), { minLength: 1, maxLength: 20 })
    .map((both) => withoutScale(runOf(both.map(([from]) => from)), runOf(both.map(([, to]) => to))));
  fc.assert(
    fc.property(fc.oneof(wild, sameSamples), (one) => {
      const [comparison] = compareAll([one], { tolerance: { general: 1 } });
      for (const p of [comparison?.pWorse, comparison?.pBetter])
        expect(p === undefined || (p >= 0 && p <= 1)).toBe(true);
      if (!Number.isFinite(one.candidate.value - one.baseline.value)) expect(comparison?.verdict).toBe('inconclusive');
    }),
    { seed: 5, numRuns: 1500 },
  );
});
