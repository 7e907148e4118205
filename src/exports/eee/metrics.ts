import type { Score } from '../../scores/score.ts';
import type { Bound, Details, EeeMetricConfig } from './types.ts';

/** What a metric is by its definition. */
type Definition = {
  /** In Every Eval Ever's registry of metrics; absent where it has none. */
  readonly id?: string;
  readonly kind: string;
  readonly low: number;
  readonly high: number;
  readonly lowerIsBetter?: true;
  /** Where the bounds do not tell. */
  readonly unit?: string;
};

const share = (kind: string, id?: string): Definition => ({
  kind,
  low: 0,
  high: 1,
  ...(id === undefined ? {} : { id }),
});
const percent = (id?: string): Definition => ({ ...share('text_overlap', id), high: 100 });
const loss = (kind: string, low: number, high = Infinity): Definition => ({ kind, low, high, lowerIsBetter: true });

/**
 * By the harness's name without filter and parameters. Ids, kinds and bounds are those that Every Eval Ever's own
 * converters of lm-eval and inspect state (`every_eval_ever` 0.3.0), so that a record of ours and one of theirs are joined.
 */
const DEFINITIONS: ReadonlyMap<string, Definition> = new Map([
  ['acc', share('accuracy', 'accuracy')],
  ['accuracy', share('accuracy', 'accuracy')],
  ['acc_norm', share('accuracy')],
  ['quasi_exact_match', share('accuracy')],
  ['prefix_exact_match', share('accuracy')],
  ['prefix_quasi_exact_match', share('accuracy')],
  ['prompt_level_strict_acc', share('accuracy')],
  ['prompt_level_loose_acc', share('accuracy')],
  ['inst_level_strict_acc', share('accuracy')],
  ['inst_level_loose_acc', share('accuracy')],
  ['pass@1', share('pass_rate', 'pass-at-1')],
  ['em', share('accuracy', 'exact-match')],
  ['exact_match', share('accuracy', 'exact-match')],
  ['mc1', share('accuracy')],
  ['mc2', share('accuracy')],
  ['f1', share('f1', 'f1')],
  ['f1_score', share('f1', 'f1')],
  ['precision', share('precision', 'precision')],
  ['recall', share('recall', 'recall')],
  ['rouge1', share('text_overlap', 'rouge-1')],
  ['rouge2', share('text_overlap', 'rouge-2')],
  ['rougeL', share('text_overlap', 'rouge-l')],
  ['rougeLsum', share('text_overlap')],
  ['mcc', { kind: 'correlation', low: -1, high: 1 }],
  ['matthews_correlation', { kind: 'correlation', low: -1, high: 1 }],
  ['bleu', percent('bleu')],
  ['chrf', { ...percent(), unit: 'percent' }],
  ['ter', { ...loss('edit_distance', 0), unit: 'percent' }],
  ['wer', { ...loss('edit_distance', 0), id: 'wer' }],
  ['cer', { ...loss('edit_distance', 0), id: 'cer' }],
  ['perplexity', { ...loss('perplexity', 1), id: 'perplexity' }],
  ['word_perplexity', loss('perplexity', 1)],
  ['byte_perplexity', loss('perplexity', 1)],
  ['bits_per_byte', { ...loss('compression_rate', 0), unit: 'bits_per_byte' }],
  // Over all classes: all the weight on a single wrong one costs 2.
  ['brier_score', loss('brier_score', 0, 2)],
]);

/** What is written of a metric and of its value. */
export type Described = {
  readonly config: EeeMetricConfig;
  readonly value: number;
  readonly stderr?: number;
  /** What the source had, where the value was put on the metric's own scale. */
  readonly details: Details;
};

/**
 * A score as Every Eval Ever has it: shares from 0 to 1, as its metrics are defined, converted where the source says that
 * it counts in percent. Bounds that are not known, or that the value is outside of, are left out and said to be unknown.
 *
 * @param base The metric's name without filter and parameters.
 * @param harness What an id that the registry does not have begins with; absent for no framework.
 */
export function describeMetric(
  score: Score,
  base: string,
  { name, harness }: { readonly name: string; readonly harness?: string },
): Described {
  const definition = DEFINITIONS.get(base) ?? DEFINITIONS.get(score.metric.type);
  const isConverted = score.unit === 'percent' && definition?.low === 0 && definition.high === 1;
  const value = isConverted ? hundredth(score.value) : score.value;
  const stderr = isConverted && score.stderr !== undefined ? hundredth(score.stderr) : score.stderr;
  const bounds = boundsOf(score, definition);
  const isKnown = bounds !== undefined && value >= bounds[0] && value <= bounds[1];
  const id = definition?.id ?? (harness === undefined ? undefined : `${harness}.${name}`);
  const unit = definition?.unit ?? (isConverted ? 'proportion' : score.unit && UNITS[score.unit]);
  const higherIsBetter = score.metric.higherIsBetter ?? (definition && definition.lowerIsBetter !== true);
  const details = {
    ...(definition?.id === undefined ? { metric_id_status: 'unregistered' } : {}),
    ...(isKnown ? {} : { bounds_status: 'unknown' }),
    ...(higherIsBetter === undefined ? { polarity: 'unknown' } : {}),
  };
  return {
    value,
    ...(stderr === undefined ? {} : { stderr }),
    details: isConverted ? { reported_score: score.written, reported_unit: 'percent' } : {},
    config: {
      evaluation_description: score.metric.name,
      ...(id === undefined ? {} : { metric_id: id }),
      metric_name: name,
      ...(definition === undefined ? {} : { metric_kind: definition.kind }),
      ...(unit === undefined ? {} : { metric_unit: unit }),
      lower_is_better: higherIsBetter === false,
      ...(isKnown
        ? { score_type: 'continuous' as const, min_score: boundOf(bounds[0]), max_score: boundOf(bounds[1]) }
        : {}),
      ...(Object.keys(details).length === 0 ? {} : { additional_details: details }),
    },
  };
}

/** A share of which nobody says whether it is a percentage has no bounds that would not be a guess. */
function boundsOf({ unit }: Score, definition: Definition | undefined): readonly [number, number] | undefined {
  if (definition === undefined) return undefined;
  const { low, high } = definition;
  if (low !== 0 || (high !== 1 && high !== 100)) return [low, high];
  if (unit === undefined) return undefined;
  return [0, unit === 'fraction' ? 1 : high];
}

const UNITS = { fraction: 'proportion', percent: 'percent' } as const;

/** Floating point would make 0.07 into 0.0007000000000000001. */
function hundredth(value: number): number {
  return Number((value / 100).toPrecision(15));
}

function boundOf(bound: number): Bound {
  return bound === Infinity ? 'Infinity' : bound;
}
