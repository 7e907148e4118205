import { describe, expect, it } from 'vitest';
import { chooseMetrics, type MetricChoice } from '../../src/frameworks/choose-metrics.ts';
import { findTask } from '../../src/frameworks/known-tasks.ts';
import type { Framework, Measurement } from '../../src/frameworks/run.ts';
import { findBenchmark } from '../../src/scores/benchmarks.ts';

function choose(
  framework: Framework,
  task: string,
  metrics: readonly string[],
  choice: MetricChoice = 'primary',
  lost: readonly string[] = [],
) {
  const measured = metrics.map((metric): Measurement => ({ task, metric, value: 0.5, at: metric }));
  const known = findTask(framework, task);
  const benchmark = known === undefined ? undefined : findBenchmark(known.benchmark);
  const { chosen, refused } = chooseMetrics(measured, choice, { run: { framework }, known, benchmark, lost });
  return { chosen: chosen.map(({ metric }) => metric), refused };
}

describe('the metric that counts', () => {
  it.each<[Framework, string, readonly string[], string]>([
    ['lm-eval', 'gsm8k', ['exact_match,flexible-extract', 'exact_match,strict-match'], 'exact_match,strict-match'],
    ['lm-eval', 'arc_challenge', ['acc,none', 'acc_norm,none'], 'acc_norm,none'],
    ['lm-eval', 'hellaswag', ['acc', 'acc_norm'], 'acc_norm'],
    ['lm-eval', 'mrpc', ['acc,none', 'f1,none'], 'f1,none'],
    [
      'lm-eval',
      'ifeval',
      ['inst_level_strict_acc,none', 'prompt_level_strict_acc,none', 'prompt_level_loose_acc,none'],
      'prompt_level_strict_acc,none',
    ],
    [
      'lm-eval',
      'wikitext',
      ['byte_perplexity,none', 'word_perplexity,none', 'bits_per_byte,none'],
      'word_perplexity,none',
    ],
    ['lm-eval', 'lambada_openai', ['perplexity,none', 'acc,none'], 'acc,none'],
    ['lighteval', 'gsm8k|5', ['qem', 'extractive_match'], 'extractive_match'],
    ['lighteval', 'math_500|0', ['pass@k:k=1&n=1', 'pass@k:k=4&n=4'], 'pass@k:k=1&n=1'],
    ['lighteval', 'truthfulqa:mc|0', ['truthfulqa_mc1', 'truthfulqa_mc2'], 'truthfulqa_mc2'],
    ['inspect-ai', 'mine', ['judge/std', 'judge/accuracy'], 'judge/accuracy'],
    ['mteb', 'STS17', ['cosine_spearman', 'main_score', 'manhattan_pearson'], 'main_score'],
    ['bigcode', 'multiple-py', ['pass@10', 'pass@1'], 'pass@1'],
    ['simple-evals', 'mine', ['chars', 'score'], 'score'],
    ['lm-eval', 'mine', ['kindness,none'], 'kindness,none'],
    ['inspect-ai', 'gsm8k', ['match/accuracy,pass_at_5', 'match/accuracy,mean'], 'match/accuracy,mean'],
    ['inspect-ai', 'hle', ['judge/accuracy,attempt_preserving_mean'], 'judge/accuracy,attempt_preserving_mean'],
    ['inspect-ai', 'mine', ['match/accuracy,max'], 'match/accuracy,max'],
  ])('%s %s of %o', (framework, task, metrics, metric) => {
    const { chosen, refused } = choose(framework, task, metrics);
    expect(chosen).toEqual([metric]);
    expect(refused.map(({ reason }) => reason)).toEqual(
      metrics.length === 1 ? [] : [`${metric} counts; --metrics all takes the others.`],
    );
  });

  it.each<[string, Framework, string, readonly string[]]>([
    ['of an unknown task', 'lm-eval', 'mine', ['acc,none', 'acc_norm,none']],
    ['where two filters have it alike', 'lm-eval', 'mine', ['exact_match,a', 'exact_match,b']],
    ['where two scorers have it', 'inspect-ai', 'mine', ['a/accuracy', 'b/accuracy']],
    ['where answers are counted in two other ways', 'lighteval', 'math_500|0', ['pass@k:k=4&n=4', 'pass@k:k=8&n=8']],
    ['of the best of five answers', 'inspect-ai', 'gsm8k', ['match/accuracy,pass_at_5', 'match/accuracy,max']],
    ['of answers of a majority', 'inspect-ai', 'gsm8k', ['match/accuracy,mode', 'match/accuracy,at_least_2']],
  ])('is not guessed %s', (_, framework, task, metrics) => {
    const { chosen, refused } = choose(framework, task, metrics);
    expect(chosen).toEqual([]);
    expect(refused).toEqual([
      {
        what: `${task}: 2 metrics: ${metrics.join(', ')}`,
        reason: 'None is known to be the one that counts: choose with --metrics, by these names or all.',
      },
    ]);
  });

  it.each<[string, Framework, string, string]>([
    ['the best of five answers', 'inspect-ai', 'gsm8k', 'match/accuracy,pass_at_5'],
    ['the best of all', 'inspect-ai', 'arc_challenge', 'choice/accuracy,max'],
    ['what most answers are', 'inspect-ai', 'gsm8k', 'match/accuracy,mode'],
    ['one of eight answers', 'lighteval', 'aime24|0', 'pass@k:k=8&n=16'],
    ['another share than the one that counts', 'lighteval', 'gsm8k|5', 'maj@n:n=8'],
    ['ten answers', 'bigcode', 'humaneval', 'pass@10'],
  ])('is not %s, also where nothing else was measured', (_, framework, task, metric) => {
    const { chosen, refused } = choose(framework, task, [metric]);
    expect([chosen, refused.map(({ what }) => what)]).toEqual([[], [`${task}: 1 metric: ${metric}`]]);
  });

  it.each<[Framework, string, readonly string[], readonly string[], string]>([
    ['lm-eval', 'gsm8k', ['exact_match,flexible-extract'], ['exact_match,strict-match'], 'exact_match,strict-match'],
    ['lm-eval', 'hellaswag', ['acc,none'], ['acc_norm,none'], 'acc_norm,none'],
    ['lm-eval', 'wikitext', ['byte_perplexity,none'], ['word_perplexity,none'], 'word_perplexity,none'],
    ['lighteval', 'arc:challenge|25', ['acc'], ['acc_norm'], 'acc_norm'],
    ['inspect-ai', 'mine', ['judge/mean'], ['judge/accuracy'], 'judge/accuracy'],
  ])('of %s %s is never another one in place of one that was lost', (framework, task, metrics, lost, gone) => {
    const { chosen, refused } = choose(framework, task, metrics, 'primary', lost);
    expect(chosen).toEqual([]);
    expect(refused).toEqual([
      {
        what: `${task}: 1 metric: ${metrics[0]}`,
        reason: `${gone} is the one that counts, and the file has no number of it: --metrics takes others by these names.`,
      },
    ]);
  });

  it('is not what is left of several, where nobody knows which counts', () => {
    const { chosen, refused } = choose('lm-eval', 'mine', ['acc,none'], 'primary', ['acc_norm,none']);
    expect([chosen, refused[0]?.reason]).toEqual([
      [],
      'The file has no number of acc_norm,none, which may be what counts: choose with --metrics, by these names or all.',
    ]);
  });

  it.each<[Framework, string, readonly string[], readonly string[], string]>([
    ['lm-eval', 'gsm8k', ['exact_match,strict-match'], ['exact_match,flexible-extract'], 'exact_match,strict-match'],
    ['mteb', 'STS17', ['main_score'], ['spearman'], 'main_score'],
  ])('of %s %s is there whatever else was lost', (framework, task, metrics, lost, metric) => {
    expect(choose(framework, task, metrics, 'primary', lost).chosen).toEqual([metric]);
  });

  it.each<MetricChoice>(['all', ['exact_match,flexible-extract']])('is of no matter to who chooses %o', (choice) => {
    const found = choose('lm-eval', 'gsm8k', ['exact_match,flexible-extract'], choice, ['exact_match,strict-match']);
    expect(found.chosen).toEqual(['exact_match,flexible-extract']);
  });

  it('is that of the leaderboard, where only one is like it', () => {
    const measured = ['f1,none', 'acc,none'].map((metric): Measurement => ({ task: 'x', metric, value: 1, at: '' }));
    const benchmark = findBenchmark('HellaSwag');
    const found = chooseMetrics(measured, 'primary', { run: { framework: 'lm-eval' }, known: undefined, benchmark });
    expect(found.chosen.map(({ metric }) => metric)).toEqual(['acc,none']);
  });
});

describe('--metrics', () => {
  const GSM8K = ['exact_match,strict-match', 'exact_match,flexible-extract', 'length,none'];

  it.each<[MetricChoice, string[], number]>([
    ['all', GSM8K, 0],
    [['exact_match,flexible-extract'], ['exact_match,flexible-extract'], 1],
    [['exact_match'], ['exact_match,strict-match', 'exact_match,flexible-extract'], 1],
    [['length', 'exact_match,strict-match'], ['exact_match,strict-match', 'length,none'], 1],
    [['lost'], [], 1],
  ])('%o', (choice, chosen, refused) => {
    const found = choose('lm-eval', 'gsm8k', GSM8K, choice);
    expect([found.chosen, found.refused.length]).toEqual([chosen, refused]);
    if (refused > 0) expect(found.refused[0]?.reason).toBe('Not asked for with --metrics.');
  });

  it.each<MetricChoice>(['primary', 'all', ['all']])('never takes a mean over groups: %o', (choice) => {
    expect(choose('inspect-ai', 'mine', ['judge/all', 'judge/accuracy'], choice).chosen).not.toContain('judge/all');
  });

  it('says why a mean over groups is not taken', () => {
    expect(choose('inspect-ai', 'mine', ['judge/all', 'judge/accuracy'], 'all').refused).toEqual([
      { what: '1 metric: judge/all', reason: 'A mean over groups is the score of none.' },
    ]);
  });
});
