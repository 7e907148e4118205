import type { Score } from '../scores/score.ts';
import { sameMetric, saysMore, slotOf } from '../scores/slot.ts';
import type { Measured, Pair } from './comparison.ts';

/** What a number of a baseline is of; without a metric where the place that it stands in has only one. */
type Subject = {
  readonly dataset: Pick<Score['dataset'], 'type' | 'config' | 'split' | 'args'>;
  readonly metric?: { readonly type: string; readonly name?: string };
};

/** A number that others are compared with. */
export type BaselineScore = Measured &
  Subject & {
    readonly slot: string;
    /** What people call it. */
    readonly name: string;
    /** What one of it is; absent where the file cannot say it. */
    readonly unit?: Score['unit'];
    /** The framework that measured it, where that is known. */
    readonly framework?: string;
    /** It stands in a model repo, which tells neither samples nor standard errors. */
    readonly isHeld?: true;
  };

/** Something that a baseline has, and that cannot be compared with, with the reason. */
export type Unusable = Pick<Subject, 'dataset'> & { readonly reason: string };

/** A score with what is known of its samples. */
export type Candidate = {
  readonly score: Score;
  readonly outcomes?: Measured['outcomes'];
  readonly prints?: Measured['prints'];
  /** The framework that measured it. */
  readonly framework?: string;
};

/** A candidate with its baseline, on one scale. */
export type Matched = { readonly candidate: Candidate; readonly baseline: BaselineScore; readonly pair: Pair };

/** A score without a counterpart. */
export type Unmatched = {
  readonly name: string;
  readonly reason: string;
  /** The baseline has something of the same data: that it was not compared is a gap, and no news. */
  readonly isGap: boolean;
};

/**
 * Finds for each score the baseline of the same thing: of the same slot, or, where names differ, the only one of the same
 * data and metric on both sides. A baseline whose scale is not certain is not compared.
 *
 * @returns Beside the matches, what is left on either side.
 */
export function matchBaseline(
  candidates: readonly Candidate[],
  baselines: readonly BaselineScore[],
  unusable: readonly Unusable[] = [],
): {
  readonly matched: readonly Matched[];
  readonly unmatched: readonly Unmatched[];
  readonly missing: readonly BaselineScore[];
} {
  const bySlot = Map.groupBy(baselines, ({ slot }) => slot);
  const matched: Matched[] = [];
  const unmatched: Unmatched[] = [];
  const touched = new Set<BaselineScore>();
  const names = Map.groupBy(candidates, ({ score }) => nameOf(score));
  for (const candidate of candidates) {
    const { score } = candidate;
    const same = bySlot.get(slotOf(score)) ?? [];
    const loose = baselines.filter((one) => isAlike(score, one));
    const isAlone = loose.every((other) => candidates.filter((one) => isAlike(one.score, other)).length === 1);
    const found = same.length > 0 ? same : loose;
    for (const one of found) touched.add(one);
    const [baseline, ...rivals] = found;
    const name = nameOf(score);
    const title = names.get(name)?.length === 1 ? name : `${name} · ${score.metric.name}`;
    const leave = (reason: string, isGap: boolean): void => void unmatched.push({ name: title, reason, isGap });
    if (baseline === undefined) {
      const near = [...unusable, ...baselines].filter((one) => isOfSameData(score, one));
      const [first] = near;
      if (first === undefined) leave('the baseline has nothing of this benchmark', false);
      else if ('reason' in first) leave(first.reason, true);
      else leave(`what the baseline has of this benchmark is of another setup or metric: ${first.name}`, true);
    } else if (rivals.length > 0) leave(`the baseline has ${found.length} numbers for it`, true);
    else if (same.length === 0 && !isAlone) leave('several scores may be what the baseline has one number for', true);
    else {
      const pair = pairOf(candidate, baseline, title, baselines);
      if (typeof pair === 'string') leave(pair, true);
      else matched.push({ candidate, baseline, pair });
    }
  }
  return { matched, unmatched, missing: baselines.filter((one) => !touched.has(one)) };
}

function isOfSameData(score: Score, { dataset }: Pick<Subject, 'dataset'>): boolean {
  return score.dataset.type.toLowerCase() === dataset.type.toLowerCase();
}

function isAlike(score: Score, other: Subject): boolean {
  return (
    isOfSameData(score, other) &&
    (score.dataset.config ?? '') === (other.dataset.config ?? '') &&
    agree(score.dataset.split, other.dataset.split) &&
    agree(score.dataset.args?.num_few_shot, other.dataset.args?.num_few_shot) &&
    (other.metric === undefined || sameMetric(score.metric.type, other.metric.type)) &&
    agree(variantOf(score.metric), variantOf(other.metric))
  );
}

/** What is not said on one side speaks against nothing. */
function agree(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined || String(a) === String(b);
}

/** What a metric's name says of how it was measured; undefined where it has none to say. */
function variantOf(metric: Subject['metric']): string | undefined {
  const more = metric?.name === undefined ? '' : saysMore(metric.name, metric.type);
  return more === '' ? undefined : more;
}

/** A pair on the score's scale, or the reason why there is none. */
function pairOf(
  { score, outcomes, prints, framework }: Candidate,
  baseline: BaselineScore,
  benchmark: string,
  all: readonly BaselineScore[],
): Pair | string {
  const scaled = inUnit(baseline, score, all);
  if (typeof scaled === 'string') return scaled;
  const { higherIsBetter } = score.metric;
  const scale = score.unit === 'fraction' ? 1 : score.unit === 'percent' ? 100 : undefined;
  // A benchmark has the same samples whenever it is run as a whole.
  const isAssumed =
    baseline.isHeld && score.samples !== undefined && scaled.samples === undefined && scaled.stderr === undefined;
  const isOtherFramework =
    baseline.framework !== undefined && framework !== undefined && baseline.framework !== framework;
  const caveats = caveatsOf(score, baseline);
  return {
    benchmark,
    ...(higherIsBetter === undefined ? {} : { higherIsBetter }),
    ...(scale === undefined ? {} : { scale }),
    baseline: isAssumed ? { ...scaled, samples: score.samples, isAssumed } : scaled,
    candidate: {
      value: score.value,
      ...(score.stderr === undefined ? {} : { stderr: score.stderr }),
      ...(score.samples === undefined ? {} : { samples: score.samples }),
      ...(outcomes === undefined ? {} : { outcomes }),
      ...(prints === undefined ? {} : { prints }),
    },
    ...(isOtherFramework ? { frameworks: [baseline.framework, framework] as const } : {}),
    ...(caveats.length === 0 ? {} : { caveats }),
  };
}

/** What somebody has to know who relies on a comparison: silence was taken for consent. */
function caveatsOf(score: Score, { dataset, metric, isHeld }: BaselineScore): readonly string[] {
  const shots = score.dataset.args?.num_few_shot;
  return [
    ...(score.partial === undefined ? [] : ['the candidate was on a part of the data']),
    ...(isHeld && metric !== undefined && shots !== undefined && dataset.args?.num_few_shot === undefined
      ? ['the baseline does not state its shots']
      : []),
    ...(isHeld && metric !== undefined && variantOf(score.metric) !== undefined && variantOf(metric) === undefined
      ? ['the baseline does not state how its metric was measured']
      : []),
  ];
}

/** What a comparison calls a score: its benchmark, and how it was run. */
export function nameOf({ benchmark, dataset, notes }: Pick<Score, 'benchmark' | 'dataset' | 'notes'>): string {
  return [benchmark?.id ?? dataset.name, notes].filter(Boolean).join(', ');
}

/** So many times larger, a rate of errors that should be below 1 may be one in percent. */
const FAR = 10;

/**
 * A baseline on a score's scale, or the reason why that is not certain. A card states no scale: what cannot be a fraction is
 * a percentage, and the rest are fractions in a card without percentages.
 */
function inUnit(
  baseline: BaselineScore,
  { unit, value: now }: Score,
  all: readonly BaselineScore[],
): Measured | string {
  const { value, stderr, samples, outcomes, prints, rounding } = baseline;
  const isStated = baseline.unit !== undefined;
  const unclear = `whether the baseline's ${value} is a fraction or a percentage is not certain`;
  if (!isStated && unit !== undefined && value !== 0 && value <= 1) {
    const hasPercentages = all.some((one) => one.unit === undefined && one.value > 1 && one.value <= 100);
    if (unit === 'percent' || hasPercentages) return unclear;
  }
  if (isStated && unit === undefined)
    return `whether ${now} is a fraction or a percentage is not certain: --unit says so, the baseline is in ${baseline.unit}`;
  const [less, more] = [Math.min(value, now), Math.max(value, now)];
  if (!isStated && baseline.isHeld && unit === undefined && less <= 1 && more > 1 && less * FAR < more) return unclear;
  const given = baseline.unit ?? (unit === undefined ? undefined : value > 1 ? 'percent' : 'fraction');
  const factor = given === unit || given === undefined || unit === undefined ? 1 : given === 'percent' ? 0.01 : 100;
  return {
    value: value * factor,
    ...(stderr === undefined ? {} : { stderr: stderr * factor }),
    ...(samples === undefined ? {} : { samples }),
    ...(outcomes === undefined ? {} : { outcomes }),
    ...(prints === undefined ? {} : { prints }),
    ...(rounding === undefined ? {} : { rounding: rounding * factor }),
  };
}
