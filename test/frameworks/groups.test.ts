import { describe, expect, it } from 'vitest';
import { findGroups } from '../../src/frameworks/groups.ts';
import type { Framework, Measurement, Run } from '../../src/frameworks/run.ts';

type Given = readonly [task: string, partOf?: string | undefined, isGroup?: 'group' | undefined, metric?: string];

function run(given: readonly Given[], framework: Framework = 'lm-eval', harness?: string): Run {
  const measurements = given.map(
    ([task, partOf, isGroup, metric = 'acc,none']): Measurement => ({
      task,
      metric,
      value: 0.5,
      at: `${task} ${metric}`,
      ...(partOf === undefined ? {} : { partOf }),
      ...(isGroup === undefined ? {} : { isGroup: true }),
    }),
  );
  const more = harness === undefined ? {} : { harness };
  return { framework, verdict: 'full', why: '', measurements, refused: [], ...more };
}

const tasksOf = (one: Run): string[] => findGroups(one).tasks.map(([first]) => first?.task ?? '');

function partsOf(one: Run, task: string): string[] {
  const group = one.measurements.find((measurement) => measurement.task === task);
  return group === undefined
    ? ['no such task']
    : findGroups(one)
        .partsOf(group)
        .map((part) => part.task);
}

const MMLU = run([
  ['mmlu', undefined, 'group'],
  ['mmlu_stem', 'mmlu', 'group'],
  ['mmlu_anatomy', 'mmlu_stem'],
  ['mmlu_biology', 'mmlu_stem'],
  ['mmlu_other', 'mmlu', 'group'],
  ['mmlu_virology', 'mmlu_other'],
]);

describe('a benchmark of parts', () => {
  it('is one score, and its parts and the groups between are what it is made of', () => {
    expect(tasksOf(MMLU)).toEqual(['mmlu']);
    expect(partsOf(MMLU, 'mmlu')).toEqual(['mmlu_anatomy', 'mmlu_biology', 'mmlu_virology']);
    expect(partsOf(MMLU, 'mmlu_stem')).toEqual(['mmlu_anatomy', 'mmlu_biology']);
    expect(partsOf(MMLU, 'mmlu_anatomy')).toEqual([]);
    expect(findGroups(MMLU).refused).toEqual([]);
  });

  it('has the parts of its own metric alone', () => {
    const both = run([
      ['mmlu', undefined, 'group'],
      ['mmlu_a', 'mmlu'],
      ['mmlu_a', 'mmlu', undefined, 'acc_norm,none'],
      ['mmlu_b', 'mmlu'],
    ]);
    expect(
      findGroups(both)
        .partsOf(both.measurements[0] as Measurement)
        .map(({ at }) => at),
    ).toEqual(['mmlu_a acc,none', 'mmlu_b acc,none']);
  });

  it('is known by names alone in files of NeMo Evaluator', () => {
    const given: Given[] = [['mmlu', undefined, 'group'], ['mmlu_anatomy'], ['mmlufication'], ['gsm8k']];
    expect(tasksOf(run(given, 'nemo-evaluator', 'lm-evaluation-harness'))).toEqual(['mmlu', 'mmlufication', 'gsm8k']);
    expect(tasksOf(run(given))).toEqual(['mmlu', 'mmlu_anatomy', 'mmlufication', 'gsm8k']);
  });

  it('may be one that only the framework knows', () => {
    const own = run([
      ['birds', undefined, 'group'],
      ['birds_a', 'birds'],
      ['birds_b', 'birds'],
    ]);
    expect([tasksOf(own), partsOf(own, 'birds')]).toEqual([['birds'], ['birds_a', 'birds_b']]);
  });
});

describe('a mean over benchmarks', () => {
  it.each<[string, readonly Given[], string[], string[]]>([
    [
      'of tasks',
      [
        ['suite', undefined, 'group'],
        ['gsm8k', 'suite'],
        ['hellaswag', 'suite'],
      ],
      ['gsm8k', 'hellaswag'],
      ['suite'],
    ],
    [
      'one of which is known',
      [
        ['suite', undefined, 'group'],
        ['gsm8k', 'suite'],
        ['mine', 'suite'],
      ],
      ['gsm8k', 'mine'],
      ['suite'],
    ],
    [
      'one of which has parts itself',
      [
        ['suite', undefined, 'group'],
        ['mmlu', 'suite', 'group'],
        ['mmlu_a', 'mmlu'],
        ['gsm8k', 'suite'],
      ],
      ['mmlu', 'gsm8k'],
      ['suite'],
    ],
    [
      'of means over benchmarks',
      [
        ['all_of_it', undefined, 'group'],
        ['suite', 'all_of_it', 'group'],
        ['gsm8k', 'suite'],
      ],
      ['gsm8k'],
      ['suite', 'all_of_it'],
    ],
  ])('%s is the score of none, and they stand for themselves', (_, given, tasks, refused) => {
    const found = findGroups(run(given));
    expect(found.tasks.map(([first]) => first?.task)).toEqual(tasks);
    expect(found.refused).toEqual(
      refused.map((what) => ({ what, reason: 'A mean over several benchmarks is the score of none.' })),
    );
  });
});

describe('what else is told apart', () => {
  it('numbers of one task with other shots or data', () => {
    const { measurements, ...rest } = run([['a'], ['a', undefined, undefined, 'f1'], ['a'], ['a']]);
    const [first, second, third, fourth] = measurements as [Measurement, Measurement, Measurement, Measurement];
    const all = [first, second, { ...third, shots: 5 }, { ...fourth, dataset: { id: 'x/y' } }];
    expect(findGroups({ ...rest, measurements: all }).tasks.map((task) => task.length)).toEqual([2, 1, 1]);
  });

  it.each<[string, readonly Given[]]>([
    [
      'groups within themselves',
      [
        ['a', 'b', 'group'],
        ['b', 'a', 'group'],
        ['c', 'a'],
      ],
    ],
    ['a part of itself', [['a', 'a', 'group']]],
    ['parts of groups that are not there', [['a', 'lost']]],
  ])('%s do not go round for ever, and parts stay parts', (_, given) => {
    const { tasks, refused } = findGroups(run(given));
    expect(tasks.length + refused.length).toBeLessThanOrEqual(given.length);
  });
});
