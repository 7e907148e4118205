import { describe, expect, it } from 'vitest';
import { type Identity, slotOf } from '../../src/scores/slot.ts';

const base: Identity = {
  task: { type: 'text-generation' },
  dataset: { type: 'cais/mmlu', config: 'all', split: 'test', revision: 'main', args: { num_few_shot: 5 } },
  metric: { type: 'acc', name: 'accuracy', config: 'default', args: { normalize: 1 } },
};

function withDataset(changes: Partial<Identity['dataset']>): string {
  return slotOf({ ...base, dataset: { ...base.dataset, ...changes } });
}

function metricSlot(type: string, name?: string): string {
  return slotOf({
    task: { type: 'text-generation' },
    dataset: { type: 'cais/mmlu' },
    metric: { type, ...(name === undefined ? {} : { name }) },
  });
}

describe('scores take different slots', () => {
  it.each([
    ['task', slotOf({ ...base, task: { type: 'question-answering' } })],
    ['dataset', withDataset({ type: 'cais/mmlu-pro' })],
    ['config', withDataset({ config: 'stem' })],
    ['no config', withDataset({ config: null })],
    ['split', withDataset({ split: 'validation' })],
    ['revision', withDataset({ revision: 'v2' })],
    ['arguments', withDataset({ args: { num_few_shot: 0 } })],
    ['more arguments', withDataset({ args: { num_few_shot: 5, cot: true } })],
    ['arguments as text', withDataset({ args: 'num_few_shot=5' })],
    ['metric', slotOf({ ...base, metric: { ...base.metric, type: 'f1' } })],
    ['config of the metric', slotOf({ ...base, metric: { ...base.metric, config: 'macro' } })],
    ['arguments of the metric', slotOf({ ...base, metric: { ...base.metric, args: { normalize: 0 } } })],
  ])('when they differ by %s', (_, other) => {
    expect(other).not.toBe(slotOf(base));
  });

  it.each([
    ['em', 'em (CoT)', 'em'],
    ['acc', 'acc (macro)', 'acc (micro)'],
    ['acc', 'MMLU STEM', 'MMLU Humanities'],
    ['f1', 'F1 (0-shot)', 'F1 (5-shot)'],
    ['pass@1', 'pass@1', 'pass@1 (greedy)'],
    ['score', '中文', '日本語'],
    ['acc', 'Needle 12.8k', 'Needle 128k'],
    ['pass@1', 'MultiPL-E C', 'MultiPL-E C#'],
    ['pass@1', 'MultiPL-E C', 'MultiPL-E C++'],
    ['acc', 'Foo v1.1', 'Foo v11'],
    ['acc', 'length > 512', 'length < 512'],
    ['acc', 'accuracy', 'eval accuracy'],
  ])('when the names of one metric say different things: %s, "%s" and "%s"', (type, one, other) => {
    expect(metricSlot(type, one)).not.toBe(metricSlot(type, other));
  });

  it('when only the name says which split it is', () => {
    expect(metricSlot('f1', 'f1 dev')).not.toBe(metricSlot('f1', 'f1 test'));
  });

  it.each([
    ['acc', 'acc_norm'],
    ['rouge1', 'rouge2'],
    ['pass@1', 'pass@10'],
    ['chrf', 'chrf++'],
    ['needle_12.8k', 'needle_128k'],
    ['f#', 'f'],
    ['f1', 'f1_macro'],
  ])('of metrics that are not the same: %s and %s', (one, other) => {
    expect(metricSlot(one, one)).not.toBe(metricSlot(other, other));
  });

  it('whose parts run into one another', () => {
    const slots = [
      slotOf({ task: { type: 'a' }, dataset: { type: 'b,c' }, metric: { type: 'd' } }),
      slotOf({ task: { type: 'a,b' }, dataset: { type: 'c' }, metric: { type: 'd' } }),
      slotOf({ task: { type: 'a' }, dataset: { type: 'b', config: 'c' }, metric: { type: 'd' } }),
      slotOf({ task: { type: 'a' }, dataset: { type: 'b', split: 'c' }, metric: { type: 'd' } }),
      slotOf({ task: { type: 'a' }, dataset: { type: 'b', args: ['c'] }, metric: { type: 'd' } }),
    ];
    expect(new Set(slots).size).toBe(slots.length);
  });
});

describe('a dataset', () => {
  it.each([
    ['gsm8k', 'openai/gsm8k'],
    ['HellaSwag', 'Rowan/hellaswag'],
    ['truthful_qa', 'truthfulqa/truthful_qa'],
  ])('is the same under its old name: %s, %s', (old, now) => {
    expect(withDataset({ type: old })).toBe(withDataset({ type: now }));
  });

  it('of which nothing but a name is known is told by that', () => {
    const named = (name?: string) => withDataset({ type: 'benchmark', ...(name === undefined ? {} : { name }) });
    expect(named('Suite A')).not.toBe(named('Suite B'));
    expect(named('Suite A')).not.toBe(named());
    expect(named('Suite A')).toBe(named(' suite a '));
    expect(withDataset({ name: 'MMLU' })).toBe(withDataset({ name: 'Massive' }));
  });
});

describe('scores share a slot', () => {
  it.each([
    ['case and blanks of ids', withDataset({ type: ' CAIS/MMLU ' })],
    ['the order of arguments', slotOf({ ...base, metric: { ...base.metric, args: { normalize: 1 } } })],
    ['numbers as text', withDataset({ args: { num_few_shot: '5' } })],
    ['arguments that are null', withDataset({ args: { num_few_shot: 5, seed: null, stop: '' } })],
    ['the name of the metric', slotOf({ ...base, metric: { ...base.metric, name: 'Test Accuracy' } })],
    ['no name of the metric', slotOf({ ...base, metric: { type: 'acc', config: 'default', args: { normalize: 1 } } })],
  ])('whatever the %s', (_, other) => {
    expect(other).toBe(slotOf(base));
  });

  it('whether a part is absent, null, empty or an empty mapping', () => {
    const bare = slotOf({ task: base.task, dataset: { type: 'cais/mmlu' }, metric: { type: 'acc' } });
    for (const nothing of [null, undefined, '']) {
      const dataset = { type: 'cais/mmlu', config: nothing, split: nothing, revision: nothing, args: { a: nothing } };
      expect(slotOf({ task: base.task, dataset, metric: { type: 'acc', config: nothing, args: {} } })).toBe(bare);
    }
  });

  it('whatever the order of keys at any depth', () => {
    expect(withDataset({ args: { a: { b: 1, c: 2 }, d: [3] } })).toBe(
      withDataset({ args: { d: ['3'], a: { c: '2', b: '1' } } }),
    );
  });

  it.each([
    ['acc', 'accuracy', 'acc', 'Accuracy'],
    ['acc', 'accuracy', 'accuracy', 'Accuracy on the test set'],
    ['wer', 'Test WER', 'wer', 'Word Error Rate'],
    ['wer', 'WER', 'word_error_rate', 'Test WER'],
    ['em', 'exact match', 'exact_match', 'EM'],
    ['f1', 'F1', 'F1 Score', 'F1-score'],
    ['acc_norm', 'acc_norm', 'acc-norm', 'Normalized accuracy'],
    ['pass@1', 'pass@1', 'pass@1', 'Pass@1'],
    ['f1', 'macro F1', 'f1', 'F1 (macro)'],
    ['ppl', 'ppl of Wikitext', 'perplexity', 'Perplexity (of wikitext)'],
  ])('when the same metric is spelled differently: %s "%s", %s "%s"', (type, name, otherType, otherName) => {
    expect(metricSlot(otherType, otherName)).toBe(metricSlot(type, name));
  });

  it.each([
    ['em', 'em (CoT)', 'exact match (CoT)'],
    ['wer', 'WER (clean)', 'Word Error Rate (clean)'],
  ])('when a spelling of several words has something else beside it: %s "%s" "%s"', (type, name, other) => {
    expect(metricSlot(type, other)).toBe(metricSlot(type, name));
  });
});

it('any data makes a slot, names of built-in properties included', () => {
  const odd: unknown[] = [0, -0, Number.NaN, true, [], [null], {}, { __proto__: null }, 'constructor', new Map()];
  for (const value of odd) {
    expect(typeof withDataset({ config: value, split: value, revision: value, args: value })).toBe('string');
  }
  expect(metricSlot('constructor')).not.toBe(metricSlot('tostring'));
  expect(metricSlot('constructor', 'constructor')).toBe(metricSlot('Constructor'));
});
