import { DEFAULT_ALPHA } from './alpha.ts';
import type { Comparison, FailOn, GateOptions, GateVerdict, Pair } from './comparison.ts';
import { type Evidence, intervalOf, smallestEffectOf } from './evidence.ts';
import { correctForMany } from './holm.ts';
import { comparePaired } from './paired.ts';
import { compareStandardErrors } from './unpaired.ts';
import { type Bounds, type Judgement, judgeByTest, judgeByTolerance, judgeSameness } from './verdict.ts';
import { differenceOf } from './wording.ts';

export type { Comparison, GateOptions, GateVerdict, Measured, Pair } from './comparison.ts';

/** Points of the scale within which tested scores count as the same, where no tolerance is given. */
export const DEFAULT_TOLERANCE = 1;

/**
 * Compares two runs, benchmark by benchmark, in the order given: each by the strongest test that its data allow, which is
 * McNemar's or a paired bootstrap over the samples, then the standard errors, then the tolerance alone. The p-values are
 * corrected over the benchmarks (Holm 1979), for "worse" and for "better" apart.
 */
export function compareAll(pairs: readonly Pair[], options: GateOptions = {}): readonly Comparison[] {
  const alpha = checkAlpha(options.alpha ?? DEFAULT_ALPHA);
  const found = pairs.map(findEvidence);
  const tested = found.flatMap(({ pair, evidence }) =>
    evidence === undefined || pair.higherIsBetter === undefined ? [] : [{ pair, evidence }],
  );
  const worse = correctForMany(tested.map(({ pair, evidence: { pDown, pUp } }) => (pair.higherIsBetter ? pDown : pUp)));
  const better = correctForMany(
    tested.map(({ pair, evidence: { pDown, pUp } }) => (pair.higherIsBetter ? pUp : pDown)),
  );
  let rank = 0;
  return found.map(({ pair, evidence, how }) => {
    const bounds = boundsOf(pair, alpha, options.tolerance);
    if (pair.higherIsBetter === undefined) return withoutDirection(pair, { evidence, how }, bounds);
    if (evidence === undefined) return withoutTest(pair, how, bounds);
    const p = { pWorse: worse[rank] ?? 1, pBetter: better[rank] ?? 1 };
    rank += 1;
    return withTest(pair, { evidence, how, tested: tested.length, ...p }, bounds);
  });
}

/**
 * Does the gate fail?
 *
 * @param gaps How many benchmarks could not be compared: who wants proof has none of them.
 */
export function failsOn(comparisons: readonly Pick<Comparison, 'verdict'>[], when: FailOn, gaps = 0): boolean {
  return (gaps > 0 && failsWith('inconclusive', when)) || comparisons.some(({ verdict }) => failsWith(verdict, when));
}

/** Does one verdict make the gate fail? What could not be compared counts as inconclusive. */
export function failsWith(verdict: GateVerdict, when: FailOn): boolean {
  if (when === 'never') return false;
  return verdict === 'worse' || (verdict === 'inconclusive' && when === 'worse-or-inconclusive');
}

type Found = { readonly pair: Pair; readonly evidence?: Evidence; readonly how: string };

/** The strongest evidence there is, and in words how it was come by. */
function findEvidence(pair: Pair): Found {
  if (!Number.isFinite(pair.candidate.value - pair.baseline.value)) return { pair, how: 'Not tested' };
  const paired = comparePaired(pair);
  if ('test' in paired) return { pair, evidence: paired, how: paired.how };
  const unpaired = compareStandardErrors(pair);
  return 'test' in unpaired
    ? { pair, evidence: unpaired, how: `${unpaired.how}, as ${paired.reason}` }
    : { pair, how: `Not tested, as ${paired.reason} and ${unpaired.reason}` };
}

function withTest(
  pair: Pair,
  found: { evidence: Evidence; how: string; tested: number; pWorse: number; pBetter: number },
  bounds: Bounds,
): Comparison {
  const { benchmark, scale, higherIsBetter } = pair;
  const { evidence, how, tested, pWorse, pBetter } = found;
  const { samples = 0, fell = 0, rose = 0 } = evidence.paired ?? {};
  const interval = intervalOf(evidence, bounds.alpha, scale);
  const smallestEffect = smallestEffectOf(evidence, bounds.alpha / tested, scale);
  // So few samples that they could not show a change do not show that there is none.
  const isIdentical = samples > 0 && fell === 0 && rose === 0 && smallestEffect !== undefined;
  const judged = judgeByTest(pair, { pWorse, pBetter, tested, interval, isIdentical }, bounds);
  const { verdict, because } = withCaveats(pair, judged);
  const [lost, won] = higherIsBetter ? [fell, rose] : [rose, fell];
  const changes = evidence.paired === undefined ? '' : `, ${lost} now worse and ${won} better`;
  const blindness = smallestEffect === undefined ? '; so few samples could show no change at all' : '';
  const delta = pair.candidate.value - pair.baseline.value;
  return {
    benchmark,
    verdict,
    delta,
    test: evidence.test,
    pWorse,
    pBetter,
    interval,
    ...(smallestEffect === undefined ? {} : { smallestEffect }),
    standardErrorOfDelta: evidence.standardError,
    ...(bounds.tolerance === undefined ? {} : { tolerance: bounds.tolerance }),
    ...(evidence.paired === undefined ? {} : { paired: { samples, lost, won } }),
    why: `${differenceOf(delta, scale)}, ${because}${verdict === 'inconclusive' ? blindness : ''}. ${how}${changes}.`,
  };
}

function withoutTest(pair: Pair, how: string, bounds: Bounds): Comparison {
  const delta = pair.candidate.value - pair.baseline.value;
  const { verdict, because } = withCaveats(pair, judgeByTolerance(pair, bounds));
  return {
    benchmark: pair.benchmark,
    verdict,
    delta,
    test: bounds.isGiven && Number.isFinite(delta) ? 'tolerance' : 'none',
    ...(bounds.isGiven && bounds.tolerance !== undefined ? { tolerance: bounds.tolerance } : {}),
    why: `${differenceOf(delta, pair.scale)}, ${because}. ${how}.`,
  };
}

/** Where nobody knows which way is better, all that can be said is that nothing changed. */
function withoutDirection(
  pair: Pair,
  { evidence, how }: { readonly evidence: Evidence | undefined; readonly how: string },
  bounds: Bounds,
): Comparison {
  const delta = pair.candidate.value - pair.baseline.value;
  const interval = evidence === undefined ? undefined : intervalOf(evidence, bounds.alpha, pair.scale);
  const judged = judgeSameness(pair, interval, bounds);
  return {
    benchmark: pair.benchmark,
    delta,
    test: evidence?.test ?? 'none',
    ...(interval === undefined ? {} : { interval }),
    verdict: judged.verdict,
    why: `${differenceOf(delta, pair.scale)}, ${judged.because}. ${how}.`,
  };
}

/** What makes a verdict worth less, or nothing. */
function withCaveats({ frameworks, caveats = [] }: Pair, { verdict, because }: Judgement): Judgement {
  const more = caveats.map((caveat) => `; ${caveat}`).join('');
  const isChange = verdict === 'better' || verdict === 'worse';
  if (frameworks === undefined || !isChange) return { verdict, because: `${because}${more}` };
  const [before, now] = frameworks;
  return {
    verdict: 'inconclusive',
    because: `${because}, but ${before} measured it before and ${now} does now, each in its own way${more}`,
  };
}

function checkAlpha(alpha: number): number {
  if (alpha > 0 && alpha < 0.5) return alpha;
  throw new RangeError(`alpha is ${alpha}, but has to be above 0 and below 0.5`);
}

/** There is no default for numbers without a scale: one unit may be much or nothing. */
function boundsOf({ benchmark, scale }: Pair, alpha: number, tolerance: GateOptions['tolerance']): Bounds {
  // Points of a hundred are no measure for numbers that have none.
  const given = tolerance?.byBenchmark?.get(benchmark) ?? (scale === undefined ? undefined : tolerance?.general);
  if (given !== undefined && !(given >= 0)) {
    throw new RangeError(`the tolerance of ${benchmark} is ${given}, but has to be 0 or more`);
  }
  const isGiven = given !== undefined;
  if (scale !== undefined) return { alpha, isGiven, tolerance: ((given ?? DEFAULT_TOLERANCE) * scale) / 100 };
  return given === undefined ? { alpha, isGiven } : { alpha, isGiven, tolerance: given };
}
