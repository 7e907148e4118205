import type { Score } from '../scores/score.ts';
import { sameMetric, saysMore, slotOf } from '../scores/slot.ts';
import type { Measured, Pair } from './comparison.ts';

/** A number that others are compared with. */
export type BaselineScore = Measured & {
  /** What it is of; without a metric where the place that it stands in has only one. */
  readonly dataset: Pick<Score['dataset'], 'type' | 'config' | 'split' | 'args'>;
  readonly metric?: { readonly type: string; readonly name?: string };
  readonly slot: string;
  /** What one of it is; absent where the file cannot say it. */
  readonly unit?: Score['unit'];
};

/** A score with what is known of its samples. */
export type Candidate = { readonly score: Score; readonly outcomes?: ReadonlyMap<string, number> };

/** A candidate with its baseline, on one scale. */
export type Matched = { readonly candidate: Candidate; readonly baseline: BaselineScore; readonly pair: Pair };

/**
 * Finds for each score the baseline of the same thing: of the same slot, or, where names differ, the only one of the same
 * data and metric on both sides. A baseline whose scale is not certain is not compared.
 */
export function matchBaseline(
  candidates: readonly Candidate[],
  baselines: readonly BaselineScore[],
): { readonly matched: readonly Matched[]; readonly unmatched: readonly Score[] } {
  const bySlot = Map.groupBy(baselines, ({ slot }) => slot);
  const alike = (score: Score, other: Pick<BaselineScore, 'dataset' | 'metric'>): boolean =>
    score.dataset.type.toLowerCase() === other.dataset.type.toLowerCase() &&
    (score.dataset.config ?? '') === (other.dataset.config ?? '') &&
    agree(score.dataset.split, other.dataset.split) &&
    agree(score.dataset.args?.num_few_shot, other.dataset.args?.num_few_shot) &&
    (other.metric === undefined || sameMetric(score.metric.type, other.metric.type)) &&
    agree(variantOf(score.metric), variantOf(other.metric));
  const matched: Matched[] = [];
  const unmatched: Score[] = [];
  const names = Map.groupBy(candidates, ({ score }) => nameOf(score));
  for (const candidate of candidates) {
    const { score } = candidate;
    const same = bySlot.get(slotOf(score)) ?? [];
    const loose = baselines.filter((one) => alike(score, one));
    const isAlone = loose.every((other) => candidates.filter((one) => alike(one.score, other)).length === 1);
    const found = same.length > 0 ? same : isAlone ? loose : [];
    const [baseline, ...rivals] = found;
    const name = nameOf(score);
    const isOnly = names.get(name)?.length === 1;
    const pair =
      baseline === undefined || rivals.length > 0
        ? undefined
        : pairOf(candidate, baseline, isOnly ? name : `${name} · ${score.metric.name}`);
    if (baseline === undefined || pair === undefined) unmatched.push(score);
    else matched.push({ candidate, baseline, pair });
  }
  return { matched, unmatched };
}

/** What is not said on one side speaks against nothing. */
function agree(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined || String(a) === String(b);
}

/** What a metric's name says of how it was measured; undefined where it has none to say. */
function variantOf(metric: BaselineScore['metric']): string | undefined {
  const more = metric?.name === undefined ? '' : saysMore(metric.name, metric.type);
  return more === '' ? undefined : more;
}

function pairOf({ score, outcomes }: Candidate, baseline: BaselineScore, benchmark: string): Pair | undefined {
  const scaled = inUnit(baseline, score);
  if (scaled === undefined) return undefined;
  const scale = score.unit === 'fraction' ? 1 : score.unit === 'percent' ? 100 : undefined;
  return {
    benchmark,
    higherIsBetter: score.metric.higherIsBetter ?? true,
    ...(scale === undefined ? {} : { scale }),
    baseline: scaled,
    candidate: {
      value: score.value,
      ...(score.stderr === undefined ? {} : { stderr: score.stderr }),
      ...(score.samples === undefined ? {} : { samples: score.samples }),
      ...(outcomes === undefined ? {} : { outcomes }),
    },
  };
}

/** What a comparison calls a score: its benchmark, and how it was run. */
export function nameOf({ benchmark, dataset, notes }: Score): string {
  return [benchmark?.id ?? dataset.name, notes].filter(Boolean).join(', ');
}

/** A baseline on a score's scale. Of a card, which states none, only what cannot be a fraction is a percentage. */
function inUnit(baseline: BaselineScore, { unit }: Score): Measured | undefined {
  const { value, stderr, samples, outcomes } = baseline;
  const given = baseline.unit ?? (unit === undefined ? undefined : value > 1 ? 'percent' : 'fraction');
  if (baseline.unit === undefined && unit === 'percent' && value !== 0 && value <= 1) return undefined;
  const factor = given === unit || given === undefined || unit === undefined ? 1 : given === 'percent' ? 0.01 : 100;
  return {
    value: value * factor,
    ...(stderr === undefined ? {} : { stderr: stderr * factor }),
    ...(samples === undefined ? {} : { samples }),
    ...(outcomes === undefined ? {} : { outcomes }),
  };
}
