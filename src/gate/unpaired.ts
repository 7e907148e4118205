import type { Measured, Pair } from './comparison.ts';
import { tailOfT } from './distributions.ts';
import type { Evidence } from './evidence.ts';
import { countOf } from './wording.ts';

/** A number as a test takes it. */
type Estimate = {
  readonly centre: number;
  readonly stderr: number;
  readonly samples?: number;
  /** How many samples the standard error was derived from, where it was not stated. */
  readonly derivedFrom?: number;
  readonly isAssumed?: true;
};

/**
 * Compares two runs by their standard errors, as if they were on different samples. Where the numbers of samples are
 * known it is a t-test (Welch 1947), otherwise a z-test. Gives the reason where a standard error is neither stated nor to be
 * derived.
 */
export function compareStandardErrors({ baseline, candidate, scale }: Pair): Evidence | { readonly reason: string } {
  const [before, now] = [estimate(baseline, scale), estimate(candidate, scale)];
  if (before === undefined || now === undefined) {
    const run = before !== undefined ? 'the candidate has' : now !== undefined ? 'the baseline has' : 'both runs have';
    return { reason: `${run} no standard error` };
  }
  const centre = now.centre - before.centre;
  // What was cut off of a number may have been anything up to half of its last digit: evenly spread.
  const rounded = (baseline.rounding ?? 0) / Math.sqrt(3);
  const standardError = Math.hypot(before.stderr, now.stderr, rounded);
  const standardErrorOfEqual = Math.max(standardError, Math.hypot(pooledError(before, now), rounded));
  const degrees = welchDegrees(before, now);
  const t = centre / standardErrorOfEqual;
  const derived = [derivation('baseline', before), derivation('candidate', now)].filter((text) => text !== undefined);
  return {
    test: 'standard-errors',
    pDown: tailOfT(-t, degrees),
    pUp: tailOfT(t, degrees),
    centre,
    standardError,
    standardErrorOfEqual,
    degrees,
    step: 0,
    how: ['Compared by the standard errors', ...derived].join(', '),
  };
}

/**
 * A missing standard error is derived for a share of a known scale: that of right and wrong, p (1 - p), which no score
 * within the scale exceeds (Bhatia and Davis 2000), with one sample right and one wrong added (Agresti and Caffo 2000),
 * so that all or none right is no certainty.
 */
function estimate(
  { value, stderr, samples, isAssumed, outcomes }: Measured,
  scale: number | undefined,
): Estimate | undefined {
  const count = samples ?? outcomes?.size;
  const known = count !== undefined && Number.isSafeInteger(count) && count > 0 ? { samples: count } : {};
  // One sample has no spread, whatever the file says of it.
  if (known.samples === 1) return undefined;
  if (stderr !== undefined && stderr > NOTHING * (scale ?? Math.abs(value)) && Number.isFinite(stderr)) {
    return { centre: value, stderr, ...known };
  }
  if (scale === undefined || known.samples === undefined || value < 0 || value > scale) return undefined;
  const share = ((value / scale) * known.samples + 1) / (known.samples + 2);
  const error = Math.sqrt((share * (1 - share)) / (known.samples + 2));
  return {
    centre: share * scale,
    stderr: error * scale,
    ...known,
    derivedFrom: known.samples,
    ...(isAssumed ? { isAssumed } : {}),
  };
}

/** What rounding leaves of a standard error of 0, as a share of the scale. */
const NOTHING = 1e-9;

function derivation(run: string, { derivedFrom, isAssumed }: Estimate): string | undefined {
  if (derivedFrom === undefined) return undefined;
  const more = isAssumed ? ', as many as the other has' : '';
  return `the ${run}'s derived from ${countOf(derivedFrom, 'sample')}${more}`;
}

/**
 * The standard error of the difference if all samples of both runs come of one distribution, as they do between equal
 * runs: the score test. It keeps a small run that happens to be all of one kind from looking certain next to a large one.
 */
function pooledError(before: Estimate, now: Estimate): number {
  const [m, n] = [before.samples, now.samples];
  if (m === undefined || n === undefined) return 0;
  const within = ((m * before.stderr) ** 2 + (n * now.stderr) ** 2) / (m + n);
  const between = ((m * n) / (m + n) ** 2) * (now.centre - before.centre) ** 2;
  return Math.sqrt((within + between) * (1 / m + 1 / n));
}

/** Welch 1947, Satterthwaite 1946. A run of an unknown number of samples is taken for a large one. */
function welchDegrees(before: Estimate, now: Estimate): number {
  const total = Math.hypot(before.stderr, now.stderr);
  const [first, second] = [before, now].map(({ stderr, samples = Number.POSITIVE_INFINITY }) => {
    return (stderr / total) ** 4 / (samples - 1);
  });
  return 1 / ((first ?? 0) + (second ?? 0));
}
