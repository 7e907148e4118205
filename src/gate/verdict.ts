import type { GateVerdict, Pair } from './comparison.ts';
import { amountOf, probabilityOf, rangeOf } from './wording.ts';

/** What verdicts are given by, for one benchmark. */
export type Bounds = {
  readonly alpha: number;
  /** On the numbers' scale; absent where none is given and there is no default. */
  readonly tolerance?: number;
  /** Whether somebody gave the tolerance: only then does it overrule a test. */
  readonly isGiven: boolean;
};

/** What a test found: p-values, corrected for all benchmarks that were tested, and how far the difference may go. */
export type Finding = {
  readonly pWorse: number;
  readonly pBetter: number;
  /** How many benchmarks were tested. */
  readonly tested: number;
  /** Confidence interval of the difference, on the numbers' scale. */
  readonly interval: readonly [number, number];
  /** Whether every sample has the score that it had. */
  readonly isIdentical: boolean;
};

/** A verdict, and the reason to go with the difference that it is about. */
export type Judgement = { readonly verdict: GateVerdict; readonly because: string };

/**
 * The verdict of a test. A difference beyond chance is "worse" or "better", unless a tolerance was given that it does not
 * exceed. Otherwise "same" needs a proof too: a confidence interval within the tolerance (two one-sided tests, Schuirmann
 * 1987), or samples that all have the score that they had. What is left is "inconclusive".
 */
export function judgeByTest(pair: Pair, finding: Finding, { alpha, tolerance, isGiven }: Bounds): Judgement {
  const { pWorse, pBetter, tested, interval, isIdentical } = finding;
  if (isIdentical) return { verdict: 'same', because: 'every sample has the score that it had' };
  const gain = gainOf(pair);
  const limit =
    tolerance === undefined ? 'no tolerance is given' : `the tolerance of ${amountOf(tolerance, pair.scale)}`;
  const correction = tested > 1 ? ` after correction for ${tested} benchmarks` : '';
  const p = `${probabilityOf(gain < 0 ? pWorse : pBetter)}${correction}`;
  // Between the rounded values the difference may be none, or the reverse of what the samples show.
  if (gain < 0 ? pWorse <= alpha : gain > 0 && pBetter <= alpha) {
    return isGiven && isWithin(pair, tolerance)
      ? { verdict: 'same', because: `which is beyond chance (${p}), but within ${limit}` }
      : { verdict: gain < 0 ? 'worse' : 'better', because: `which is beyond chance (${p})` };
  }
  const range = `${Number((100 * (1 - 2 * alpha)).toFixed(2))} % interval ${rangeOf(interval, pair.scale)}`;
  const because = `which may be chance (${p}; ${range})`;
  if (tolerance === undefined) return { verdict: 'inconclusive', because: `${because}, and ${limit}` };
  return interval[0] >= -tolerance && interval[1] <= tolerance
    ? { verdict: 'same', because: `${because} and is within ${limit} in any case` }
    : { verdict: 'inconclusive', because: `${because}, but may also be beyond ${limit}` };
}

/** The verdict where nothing is known but two numbers: a default tolerance would be a guess at their uncertainty. */
export function judgeByTolerance(pair: Pair, { tolerance, isGiven }: Bounds): Judgement {
  const gain = gainOf(pair);
  if (!Number.isFinite(gain)) return { verdict: 'inconclusive', because: 'which is no number' };
  if (tolerance === undefined || !isGiven)
    return { verdict: 'inconclusive', because: 'with nothing to judge it by: give a tolerance' };
  const limit = `the tolerance of ${amountOf(tolerance, pair.scale)}`;
  return isWithin(pair, tolerance)
    ? { verdict: 'same', because: `within ${limit}` }
    : { verdict: gain < 0 ? 'worse' : 'better', because: `beyond ${limit}` };
}

/** Whether two numbers are the same, of which nobody knows whether more is better. */
export function judgeSameness(
  pair: Pair,
  interval: readonly [number, number] | undefined,
  { tolerance, isGiven }: Bounds,
): Judgement {
  const limit = tolerance === undefined ? undefined : `the tolerance of ${amountOf(tolerance, pair.scale)}`;
  if (tolerance !== undefined && interval !== undefined && interval[0] >= -tolerance && interval[1] <= tolerance)
    return { verdict: 'same', because: `which is within ${limit} in any case` };
  if (isGiven && isWithin(pair, tolerance)) return { verdict: 'same', because: `within ${limit}` };
  return {
    verdict: 'inconclusive',
    because: 'and whether more is better is not known: a file of benchmarks of your own (--benchmarks) can say so',
  };
}

/** By how much the candidate is better, on the numbers' scale. */
function gainOf({ baseline, candidate, higherIsBetter }: Pair): number {
  return higherIsBetter ? candidate.value - baseline.value : baseline.value - candidate.value;
}

/** Digits that are lost in subtracting, or were never written, do not make a difference of one point more than one point. */
function isWithin({ baseline, candidate }: Pair, tolerance = 0): boolean {
  const { rounding = 0 } = baseline;
  const slack = 1e-9 * Math.max(Math.abs(baseline.value), Math.abs(candidate.value)) + rounding;
  return Math.abs(candidate.value - baseline.value) <= tolerance + slack;
}
