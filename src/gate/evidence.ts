import { quantileOfT } from './distributions.ts';

/** What a test says of a pair, in the direction of the numbers: which direction is good, the verdict knows. */
export type Evidence = {
  readonly test: 'mcnemar' | 'paired-bootstrap' | 'standard-errors';
  /** How often equal runs fall, or rise, at least as far: one-sided p-values of this benchmark alone. */
  readonly pDown: number;
  readonly pUp: number;
  /** The middle of the confidence interval of the difference; near the difference, but drawn to 0 by few samples. */
  readonly centre: number;
  readonly standardError: number;
  /** Standard error of the difference between equal runs, which the test goes by. */
  readonly standardErrorOfEqual: number;
  /** Degrees of freedom; infinite for the normal distribution. */
  readonly degrees: number;
  /** What one sample counts, where each is right or wrong and the test counts them; else 0. */
  readonly step: number;
  readonly paired?: { readonly samples: number; readonly fell: number; readonly rose: number };
  /** For people: what was compared how. */
  readonly how: string;
};

/** Two-sided confidence interval of the difference at the level 1 - 2 alpha; no wider than the scale, where there is one. */
export function intervalOf(evidence: Evidence, alpha: number, scale = Number.POSITIVE_INFINITY): [number, number] {
  const reach = quantileOfT(alpha, evidence.degrees) * evidence.standardError;
  return [Math.max(-scale, evidence.centre - reach), Math.min(scale, evidence.centre + reach)];
}

/**
 * The smallest difference that a one-sided test at `alpha` finds with 80 % probability: Cohen 1988; for samples that are
 * right or wrong as Connett, Smith and McHugh 1987, in the case that those which changed all changed in one direction, and
 * with a correction for whole numbers. Undefined where not even the whole scale would be found.
 */
export function smallestEffectOf(
  { paired, standardErrorOfEqual, degrees, step }: Evidence,
  alpha: number,
  scale = Number.POSITIVE_INFINITY,
): number | undefined {
  const errors = quantileOfT(alpha, degrees) + quantileOfT(1 - POWER, degrees);
  const effect = Math.max(errors * standardErrorOfEqual, errors * errors * step) + step;
  if (paired === undefined) return effect <= scale ? effect : undefined;
  // Where all samples fall, the paired tests give a probability of one half for each.
  if (0.5 ** paired.samples > alpha) return undefined;
  return Math.min(effect, step > 0 ? step * paired.samples : scale);
}

const POWER = 0.8;
