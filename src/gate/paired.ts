import type { Pair } from './comparison.ts';
import { tailOfCoins } from './distributions.ts';
import type { Evidence } from './evidence.ts';
import { compareWithSwaps } from './random-swaps.ts';
import { countOf } from './wording.ts';

/** How far the mean of the samples may be off the number that it should be, as a share of the scale: it was rounded. */
const ROUNDING = 0.001;
/** How far two outcomes may be apart that are one: a mean of epochs depends on their order in its last digits. */
const NOISE = 1e-9;

/**
 * Compares two runs sample by sample: by McNemar's test where each sample is right or wrong, otherwise by a paired
 * bootstrap. Only where both have the same samples and their means are the numbers in question; else gives the reason.
 */
export function comparePaired({ baseline, candidate, scale }: Pair): Evidence | { readonly reason: string } {
  const [before, now] = [baseline.outcomes, candidate.outcomes];
  if (!before?.size || !now?.size) return { reason: 'the scores of single samples are not there for both runs' };
  const [from, to] = alignOutcomes(before, now);
  if (from.length < before.size || from.length < now.size) {
    return {
      reason: `the runs are not on the same samples (${from.length} in both, of ${before.size} and ${now.size})`,
    };
  }
  const others = countOthers(baseline.prints, candidate.prints);
  if (others > 0)
    return { reason: `${countOf(others, 'sample')} with the same id ${others === 1 ? 'is' : 'are'} of other content` };
  const means = [
    { mean: meanOf(from), value: baseline.value },
    { mean: meanOf(to), value: candidate.value },
  ];
  const factor = factorOf(means, scale);
  if (factor === undefined) return { reason: 'the mean over the samples is not the score itself' };
  const whole = scale ?? 1;
  const isRightOrWrong = [from, to].every((outcomes) =>
    outcomes.every((outcome) => outcome === 0 || outcome * factor === whole),
  );
  const differences = from.map((outcome, at) => {
    const difference = (to[at] ?? 0) - outcome;
    return Math.abs(difference) <= NOISE * Math.max(1, Math.abs(outcome)) ? 0 : difference * factor;
  });
  return isRightOrWrong ? mcnemar(differences, whole) : bootstrap(differences, scale);
}

/** Number of ids that stand for one thing in one run and for another in the other. */
function countOthers(
  before: ReadonlyMap<string, string> = new Map(),
  now: ReadonlyMap<string, string> = new Map(),
): number {
  let others = 0;
  for (const [id, print] of before) {
    const other = now.get(id);
    // A hash says nothing of a right answer: the first sign tells what it is.
    if (other !== undefined && other[0] === print[0] && other !== print) others += 1;
  }
  return others;
}

/** The outcomes of the samples that both runs have, in one order. */
function alignOutcomes(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): readonly [Float64Array, Float64Array] {
  const [from, to] = [new Float64Array(before.size), new Float64Array(before.size)];
  let shared = 0;
  for (const [id, outcome] of before) {
    const other = now.get(id);
    if (other === undefined) continue;
    from[shared] = outcome;
    to[shared] = other;
    shared += 1;
  }
  return [from.subarray(0, shared), to.subarray(0, shared)];
}

/** What the outcomes are to be multiplied by so that their means are the values: 1, or the scale, or nothing does it. */
function factorOf(
  means: readonly { readonly mean: number; readonly value: number }[],
  scale: number | undefined,
): number | undefined {
  const misfit = (factor: number): number =>
    Math.max(...means.map(({ mean, value }) => Math.abs(mean * factor - value)));
  const best = scale !== undefined && misfit(scale) < misfit(1) ? scale : 1;
  const size = scale ?? Math.max(...means.map(({ value }) => Math.abs(value)));
  return misfit(best) <= ROUNDING * size ? best : undefined;
}

function meanOf(outcomes: Float64Array): number {
  return outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
}

/** McNemar's exact test: of the samples that changed, as many as a fair coin would give went either way. */
function mcnemar(differences: Float64Array, whole: number): Evidence {
  const { fell, rose } = countChanges(differences);
  return {
    test: 'mcnemar',
    pDown: tailOfCoins(fell, fell + rose),
    pUp: tailOfCoins(rose, fell + rose),
    ...spread(differences, whole),
    degrees: Number.POSITIVE_INFINITY,
    step: whole / differences.length,
    paired: { samples: differences.length, fell, rose },
    how: `${countOf(differences.length, 'sample')} compared one by one (exact McNemar test)`,
  };
}

function bootstrap(differences: Float64Array, scale: number | undefined): Evidence {
  const widest = differences.reduce((most, difference) => Math.max(most, Math.abs(difference)), 0);
  return {
    test: 'paired-bootstrap',
    ...compareWithSwaps(differences),
    ...spread(differences, scale ?? widest),
    degrees: differences.length + 1,
    step: 0,
    paired: { samples: differences.length, ...countChanges(differences) },
    how: `${countOf(differences.length, 'sample')} compared one by one (paired bootstrap)`,
  };
}

function countChanges(differences: Float64Array): { readonly fell: number; readonly rose: number } {
  let [fell, rose] = [0, 0];
  for (const difference of differences) {
    fell += Number(difference < 0);
    rose += Number(difference > 0);
  }
  return { fell, rose };
}

/**
 * Middle and standard error of the mean difference, with two samples added, one that fell by the whole and one that rose
 * by it: Bonett and Price 2012, who do so for right and wrong. Without them few samples that happen to agree would be
 * taken for certainty.
 */
function spread(
  differences: Float64Array,
  whole: number,
): Pick<Evidence, 'centre' | 'standardError' | 'standardErrorOfEqual'> {
  const count = differences.length + 2;
  let [sum, squares] = [0, 2 * whole * whole];
  for (const difference of differences) {
    sum += difference;
    squares += difference * difference;
  }
  const centre = sum / count;
  return {
    centre,
    standardError: Math.sqrt(Math.max(0, squares / count - centre * centre) / count),
    standardErrorOfEqual: Math.sqrt(squares) / count,
  };
}
