import { metricId } from '../scores/metric-id.ts';
import type { Framework, Measurement, Run } from './run.ts';

/** What a metric is to the Hub. */
export type Metric = {
  /** The Hub's id. */
  readonly type: string;
  /** What people call it. */
  readonly name: string;
  /** What one of a harness stands for; absent where it is neither a fraction nor a percentage, or nobody knows. */
  readonly unit?: 'percent' | 'fraction';
  readonly higherIsBetter?: boolean;
};

const share = (type: string, name: string): Metric => ({ type, name, unit: 'fraction', higherIsBetter: true });
const error = (type: string, name: string): Metric => ({ type, name, higherIsBetter: false });
/** Machine translation counts from 0 to 100 (sacrebleu). */
const percent = (type: string, higherIsBetter = true): Metric => ({
  type,
  name: type,
  unit: 'percent',
  higherIsBetter,
});

/** By the harness's id without filter, scorer and parameters. All that are shares count from 0 to 1 here. */
const METRICS: Readonly<Record<string, Metric>> = {
  acc: share('accuracy', 'accuracy'),
  accuracy: share('accuracy', 'accuracy'),
  acc_norm: share('acc_norm', 'normalized accuracy'),
  loglikelihood_acc: share('accuracy', 'accuracy'),
  loglikelihood_acc_norm: share('acc_norm', 'normalized accuracy'),
  em: share('exact_match', 'exact match'),
  exact_match: share('exact_match', 'exact match'),
  qem: share('quasi_exact_match', 'quasi exact match'),
  pem: share('prefix_exact_match', 'prefix exact match'),
  pqem: share('prefix_quasi_exact_match', 'prefix quasi exact match'),
  quasi_exact_match: share('quasi_exact_match', 'quasi exact match'),
  extractive_match: share('accuracy', 'accuracy'),
  math_verify: share('accuracy', 'accuracy'),
  f1: share('f1', 'F1'),
  mcc: { type: 'matthews_correlation', name: 'Matthews correlation', higherIsBetter: true },
  mc1: share('mc1', 'MC1'),
  mc2: share('mc2', 'MC2'),
  truthfulqa_mc1: share('mc1', 'MC1'),
  truthfulqa_mc2: share('mc2', 'MC2'),
  prompt_level_strict_acc: share('prompt_level_strict_acc', 'prompt-level strict accuracy'),
  prompt_level_loose_acc: share('prompt_level_loose_acc', 'prompt-level loose accuracy'),
  inst_level_strict_acc: share('inst_level_strict_acc', 'instruction-level strict accuracy'),
  inst_level_loose_acc: share('inst_level_loose_acc', 'instruction-level loose accuracy'),
  prompt_strict_acc: share('prompt_level_strict_acc', 'prompt-level strict accuracy'),
  ndcg_at_10: share('ndcg_at_10', 'nDCG@10'),
  word_perplexity: error('perplexity', 'word perplexity'),
  byte_perplexity: error('byte_perplexity', 'byte perplexity'),
  bits_per_byte: error('bits_per_byte', 'bits per byte'),
  perplexity: error('perplexity', 'perplexity'),
  ppl: error('perplexity', 'perplexity'),
  brier_score: error('brier_score', 'Brier score'),
  wer: error('wer', 'WER'),
  cer: error('cer', 'CER'),
  bleu: percent('bleu'),
  chrf: percent('chrf'),
  ter: percent('ter', false),
};

/** Tasks whose harness counts this metric from 0 to 100, unlike other tasks' metrics of the same name. */
const IN_PERCENT: ReadonlySet<string> = new Set(['lm-eval squadv2', 'lm-eval squad_completion']);

/** lm-eval multiplies ROUGE by 100 (`lm_eval/tasks/truthfulqa/utils.py`). */
const ROUGE_IN_PERCENT = /^(?:bleu|rouge[12L])_(?:max|diff)$/;

/** What a metric of a run is, and on which scale. Nothing is concluded from its value. */
export function describeMetric(measurement: Measurement, run: Pick<Run, 'framework' | 'harness'>): Metric {
  const base = baseOf(run.framework, measurement.metric);
  const reducer = reducerOf(run.framework, measurement.metric);
  const plain = lookUp(base, measurement.metric);
  const known = reducer === undefined ? plain : reduced(plain ?? { type: metricId(base), name: base }, reducer);
  const unit = unitOf(base, known, measurement, run);
  const { unit: _, ...rest } = known ?? { type: metricId(base), name: base };
  const better = measurement.higherIsBetter ?? rest.higherIsBetter ?? (isAchievement(base, run) ? true : undefined);
  return {
    ...rest,
    ...(unit === undefined ? {} : { unit }),
    ...(better === undefined ? {} : { higherIsBetter: better }),
  };
}

/** What some harnesses count of all their tasks is always better when there is more of it. Of a mean nobody knows. */
function isAchievement(base: string, { framework, harness }: Pick<Run, 'framework' | 'harness'>): boolean {
  if (framework === 'mteb') return true;
  if (framework === 'simple-evals' || harness === 'simple_evals') return /^score(?:\.micro)?$/.test(base);
  return harness === 'nemo_skills' && /^(?:symbolic|judge)_correct$/.test(base);
}

function lookUp(base: string, metric: string): Metric | undefined {
  if (Object.hasOwn(METRICS, base)) return METRICS[base];
  const [, kind, count] = /^(?:gpqa_|math_)?(pass|maj|avg|cons)(?:@|_at_)(\d+|k|n)$/.exec(base) ?? [];
  if (kind === undefined || count === undefined) return undefined;
  // lighteval has the number among the parameters: `pass@k:k=1&n=16`.
  const given = /^\d+$/.test(count) ? count : new RegExp(`[:&]${count}=(\\d+)`).exec(metric)?.[1];
  const name = `${kind}@${given ?? count}`;
  return share(name, name);
}

/** What a mean over samples becomes where each of them was asked several times and counts in another way than by its mean. */
function reduced(metric: Metric, reducer: string): Metric {
  const [, count] = /^pass_at_(\d+)$/.exec(reducer) ?? [];
  const name = count === undefined ? `${reducer}_${metric.type}` : `pass@${count}`;
  return { ...metric, type: name, name };
}

/**
 * How several answers to one sample became one, in a log of inspect-ai (`match/accuracy,pass_at_5`); undefined for their mean,
 * under whatever name.
 */
export function reducerOf(framework: Framework, metric: string): string | undefined {
  if (framework !== 'inspect-ai') return undefined;
  const reducer = /,([^,/]+)$/.exec(metric)?.[1];
  return reducer === undefined || /(?:^|_)mean$/.test(reducer) ? undefined : reducer;
}

function unitOf(
  base: string,
  known: Metric | undefined,
  { task }: Measurement,
  { framework, harness }: Pick<Run, 'framework' | 'harness'>,
): Metric['unit'] {
  if (framework === 'nemo-evaluator') {
    // NeMo Skills counts in percent throughout, the others as they do by themselves.
    if (harness === 'nemo_skills') return 'percent';
    if (harness === undefined) return undefined;
    return known?.unit ?? (harness === 'simple_evals' ? 'fraction' : undefined);
  }
  if (framework === 'mteb' || framework === 'simple-evals') return 'fraction';
  if (IN_PERCENT.has(`${framework} ${task}`)) return 'percent';
  if (framework === 'lm-eval' && ROUGE_IN_PERCENT.test(base)) return 'percent';
  return known?.unit;
}

/**
 * A metric's id without what is said beside it: filter (`exact_match,strict-match`), parameters (`pass@k:k=1&n=16`), scorer
 * (`match/accuracy`), reducer.
 */
export function baseOf(framework: Framework, metric: string): string {
  const plain = metric.replace(/,.*$/s, '');
  if (framework === 'lighteval') return plain.replace(/:.*$/s, '');
  if (framework === 'inspect-ai') return plain.replace(/^.*\//s, '');
  if (framework === 'nemo-evaluator') return (plain.split('.').at(-1) ?? plain).replace(/__.*$/s, '');
  return plain;
}

/** Is a metric of a run the one that an id of the table of tasks names? One of other than means of answers is another. */
export function isMetric(framework: Framework, metric: string, id: string): boolean {
  return metric === id || (baseOf(framework, metric) === id && reducerOf(framework, metric) === undefined);
}
