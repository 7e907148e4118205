import { describe, expect, it } from 'vitest';
import { baseOf, describeMetric, isMetric } from '../../src/frameworks/metrics.ts';
import type { Framework, Measurement } from '../../src/frameworks/run.ts';

const one = (task: string, metric: string, more: Partial<Measurement> = {}): Measurement => ({
  task,
  metric,
  value: 0.5,
  at: 'x',
  ...more,
});

describe('what one of a metric stands for', () => {
  it.each<[Framework, string | undefined, string, string, 'percent' | 'fraction' | undefined]>([
    ['lm-eval', undefined, 'gsm8k', 'exact_match,strict-match', 'fraction'],
    ['lm-eval', undefined, 'hellaswag', 'acc_norm,none', 'fraction'],
    ['lm-eval', undefined, 'squadv2', 'exact,none', 'percent'],
    ['lm-eval', undefined, 'squadv2', 'f1,none', 'percent'],
    ['lm-eval', undefined, 'coqa', 'f1,none', 'fraction'],
    ['lm-eval', undefined, 'squad_completion', 'contains,none', 'percent'],
    ['lm-eval', undefined, 'wmt14-en-fr', 'bleu,none', 'percent'],
    ['lm-eval', undefined, 'wmt14-en-fr', 'ter,none', 'percent'],
    ['lm-eval', undefined, 'truthfulqa_gen', 'rouge1_max,none', 'percent'],
    ['lm-eval', undefined, 'truthfulqa_gen', 'rouge1_acc,none', undefined],
    ['lm-eval', undefined, 'wikitext', 'word_perplexity,none', undefined],
    ['lm-eval', undefined, 'wikitext', 'bits_per_byte,none', undefined],
    ['lm-eval', undefined, 'cola', 'mcc,none', undefined],
    ['lm-eval', undefined, 'mine', 'kindness,none', undefined],
    ['lighteval', undefined, 'gsm8k|5', 'extractive_match', 'fraction'],
    ['lighteval', undefined, 'math_500|0', 'pass@k:k=1&n=16', 'fraction'],
    ['lighteval', undefined, 'squad_v2|0', 'f1', 'fraction'],
    ['lighteval', undefined, 'wikitext|0', 'ppl', undefined],
    ['inspect-ai', undefined, 'gsm8k', 'match/accuracy', 'fraction'],
    ['inspect-ai', undefined, 'mine', 'judge/mean', undefined],
    ['nemo-evaluator', 'nemo_skills', 'gpqa', 'pass@1.symbolic_correct', 'percent'],
    ['nemo-evaluator', 'nemo_skills', 'gsm8k', 'accuracy', 'percent'],
    ['nemo-evaluator', 'simple_evals', 'gpqa_diamond', 'score.micro', 'fraction'],
    ['nemo-evaluator', 'lm-evaluation-harness', 'mmlu', 'acc', 'fraction'],
    ['nemo-evaluator', 'lm-evaluation-harness', 'gsm8k', 'exact_match__strict-match', 'fraction'],
    ['nemo-evaluator', undefined, 'gsm8k', 'acc', undefined],
    ['mteb', undefined, 'STS17', 'main_score', 'fraction'],
    ['mteb', undefined, 'STS17', 'anything', 'fraction'],
    ['simple-evals', undefined, 'mmlu', 'score', 'fraction'],
    ['bigcode', undefined, 'humaneval', 'pass@1', 'fraction'],
    ['helm', undefined, 'gsm', 'exact_match', 'fraction'],
  ])('%s (%s) %s %s: %s', (framework, harness, task, metric, unit) => {
    const run = harness === undefined ? { framework } : { framework, harness };
    expect(describeMetric(one(task, metric), run).unit).toBe(unit);
  });

  it.each([0.003, 0.7, 1, 42, 99.9])('is not concluded from the value %d', (value) => {
    const unit = (task: string, metric: string): unknown =>
      describeMetric(one(task, metric, { value }), { framework: 'lm-eval' }).unit;
    expect([unit('gsm8k', 'acc,none'), unit('squadv2', 'f1,none'), unit('mine', 'kindness,none')]).toEqual([
      'fraction',
      'percent',
      undefined,
    ]);
  });
});

describe('what a metric is to the Hub', () => {
  it.each<[Framework, string, string, string]>([
    ['lm-eval', 'acc,none', 'accuracy', 'accuracy'],
    ['lm-eval', 'acc_norm,none', 'acc_norm', 'normalized accuracy'],
    ['lm-eval', 'exact_match,flexible-extract', 'exact_match', 'exact match'],
    ['lm-eval', 'mcc,none', 'matthews_correlation', 'Matthews correlation'],
    ['lm-eval', 'pass_at_1,none', 'pass@1', 'pass@1'],
    ['lighteval', 'em', 'exact_match', 'exact match'],
    ['lighteval', 'pass@k:k=1&n=16', 'pass@1', 'pass@1'],
    ['lighteval', 'pass@k:n=16&k=4', 'pass@4', 'pass@4'],
    ['lighteval', 'gpqa_pass@k:k=1', 'pass@1', 'pass@1'],
    ['lighteval', 'math_pass@1:8_samples', 'pass@1', 'pass@1'],
    ['inspect-ai', 'choice/accuracy', 'accuracy', 'accuracy'],
    ['nemo-evaluator', 'exact_match__strict-match', 'exact_match', 'exact match'],
    ['bigcode', 'pass@10', 'pass@10', 'pass@10'],
    ['mteb', 'ndcg_at_10', 'ndcg_at_10', 'nDCG@10'],
  ])('%s %s', (framework, metric, type, name) => {
    expect(describeMetric(one('t', metric), { framework })).toMatchObject({ type, name });
  });

  it('is not found among what every object has', () => {
    expect(describeMetric(one('t', 'constructor,none'), { framework: 'lm-eval' })).toEqual({
      type: 'constructor',
      name: 'constructor',
    });
  });

  it.each<[string, boolean | undefined]>([
    ['acc,none', true],
    ['word_perplexity,none', false],
    ['ter,none', false],
    ['brier_score,none', false],
    ['kindness,none', undefined],
  ])('knows whether more is better: %s', (metric, better) => {
    expect(describeMetric(one('t', metric), { framework: 'lm-eval' }).higherIsBetter).toBe(better);
  });

  it('takes the word of the file for whether more is better', () => {
    const said = (higherIsBetter: boolean, metric: string): unknown =>
      describeMetric(one('t', metric, { higherIsBetter }), { framework: 'lm-eval' }).higherIsBetter;
    expect([said(false, 'acc,none'), said(true, 'kindness,none')]).toEqual([false, true]);
  });
});

describe('ids of metrics', () => {
  it.each<[Framework, string, string]>([
    ['lm-eval', 'exact_match,strict-match', 'exact_match'],
    ['lm-eval', 'pass@1,create_test', 'pass@1'],
    ['lighteval', 'pass@k:k=1&n=16', 'pass@k'],
    ['inspect-ai', 'match/accuracy', 'accuracy'],
    ['inspect-ai', 'a/b/mean', 'mean'],
    ['nemo-evaluator', 'score.micro', 'micro'],
    ['nemo-evaluator', 'exact_match__flexible-extract', 'exact_match'],
    ['mteb', 'cos_sim.spearman', 'cos_sim.spearman'],
  ])('%s %s is %s', (framework, metric, base) => {
    expect(baseOf(framework, metric)).toBe(base);
  });

  it.each<[string, boolean]>([
    ['exact_match,strict-match', true],
    ['exact_match', true],
    ['exact_match,flexible-extract', false],
    ['strict-match', false],
    ['match', false],
  ])('are meant in full or without the filter: %s', (id, meant) => {
    expect(isMetric('lm-eval', 'exact_match,strict-match', id)).toBe(meant);
  });
});

describe('several answers to one sample', () => {
  it.each<[string, string, 'fraction' | undefined]>([
    ['match/accuracy', 'accuracy', 'fraction'],
    ['match/accuracy,mean', 'accuracy', 'fraction'],
    ['judge/accuracy,attempt_preserving_mean', 'accuracy', 'fraction'],
    ['match/accuracy,pass_at_5', 'pass@5', 'fraction'],
    ['match/accuracy,max', 'max_accuracy', 'fraction'],
    ['match/accuracy,mode', 'mode_accuracy', 'fraction'],
    ['match/accuracy,at_least_2', 'at_least_2_accuracy', 'fraction'],
    ['judge/mean,max', 'max_mean', undefined],
  ])('%s is %s', (metric, type, unit) => {
    expect(describeMetric(one('gsm8k', metric), { framework: 'inspect-ai' })).toMatchObject({ type });
    expect(describeMetric(one('gsm8k', metric), { framework: 'inspect-ai' }).unit).toBe(unit);
    const isMean = type === 'accuracy';
    expect(isMetric('inspect-ai', metric, 'accuracy')).toBe(isMean);
    expect(isMetric('inspect-ai', metric, metric)).toBe(true);
  });

  it('are no filters of other frameworks', () => {
    expect(describeMetric(one('gsm8k', 'acc,none'), { framework: 'lm-eval' }).type).toBe('accuracy');
  });
});
