import { expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { readBenchmarks } from '../../src/formats/benchmarks-file.ts';
import { makeRegistry } from '../../src/scores/benchmarks.ts';

const FILE = `- name: Maple Bench
  aliases: [Maple, maple-bench v2]
  dataset: {id: org/maple, config: all, split: test}
  task_id: maple
  metric: {type: accuracy, name: Accuracy}
  higher_is_better: true
  scale: percent
- name: My GSM8K
  aliases: [GSM8K]
  dataset: {id: org/gsm}
`;

it('adds benchmarks, and those of the same name go before the known ones', () => {
  const registry = makeRegistry(readBenchmarks(FILE, 'mine.yaml'));
  expect(registry.byName('maple')).toMatchObject({
    name: 'Maple Bench',
    dataset: { id: 'org/maple', config: 'all', split: 'test' },
    taskId: 'maple',
    metric: { type: 'accuracy', name: 'Accuracy' },
    higherIsBetter: true,
    scale: 'percent',
  });
  expect(registry.byName('gsm8k')?.dataset?.id).toBe('org/gsm');
  expect(registry.byDataset('openai/gsm8k', {})).toBeUndefined();
  expect(registry.byName('MMLU-Pro')?.dataset?.id).toBe('TIGER-Lab/MMLU-Pro');
});

it('may be JSON', () => {
  expect(readBenchmarks('[{"name": "Maple", "metric": {"type": "f1"}}]', 'mine.json')).toEqual([
    { name: 'Maple', aliases: [], keys: ['maple'], metric: { type: 'f1', name: 'f1' } },
  ]);
});

it.each([
  ['- nam: x', ['no key "nam"', 'needs a name']],
  ['- name: x\n  scale: 5', ['line 1: scale must be text']],
  ['- name: a\n- name: x\n  scale: many', ['line 2: scale must be percent']],
  ['- name: x\n  dataset: {split: y}\n  metric: {name: z}', ['dataset.id is missing', 'metric.type is missing']],
  ['- name: x\n  aliases: y', ['aliases must be']],
  ['- name: x\n  higher_is_better: yes', ['higher_is_better must be']],
  ['name: x', ['no list of benchmarks']],
  ['', ['no list of benchmarks']],
])('tells every problem at once: %j', (text, problems) => {
  let error: unknown;
  try {
    readBenchmarks(text, 'mine.yaml');
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ code: 'usage' });
  for (const problem of problems) expect((error as UserError).message).toContain(problem);
});
