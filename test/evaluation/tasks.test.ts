import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTasks } from '../../src/evaluation/tasks.ts';

function tasksOf(...texts: string[]) {
  const read = readTasks(texts);
  return 'tasks' in read ? read.tasks : read.problems;
}

function problemsOf(...texts: string[]): readonly string[] {
  const read = readTasks(texts);
  return 'problems' in read ? read.problems : [];
}

describe('forms of a task', () => {
  it.each([
    ['hellaswag', { name: 'hellaswag' }],
    ['gsm8k|5', { name: 'gsm8k', shots: 5 }],
    ['gsm8k|0', { name: 'gsm8k', shots: 0 }],
    ['leaderboard|arc:challenge|25', { suite: 'leaderboard', name: 'arc:challenge', shots: 25 }],
    ['leaderboard|mmlu|5|0', { suite: 'leaderboard', name: 'mmlu', shots: 5 }],
    ['custom|gsm8k|5|1', { suite: 'custom', name: 'gsm8k', shots: 5, cutsShots: true }],
    ['mmlu:abstract_algebra|5', { name: 'mmlu:abstract_algebra', shots: 5 }],
    ['inspect_evals/gsm8k', { name: 'inspect_evals/gsm8k' }],
    ['hf/OpenEvals/aime_24@v1', { name: 'hf/OpenEvals/aime_24@v1' }],
    ['tasks.py@kestrel', { name: 'tasks.py@kestrel' }],
    ['lm-evaluation-harness.ifeval', { name: 'lm-evaluation-harness.ifeval' }],
    ['math_500@k=1@n=4|0', { name: 'math_500@k=1@n=4', shots: 0 }],
  ])('%s', (text, expected) => {
    expect(tasksOf(text)).toEqual([{ text, ...expected }]);
  });
});

it('tasks come in lists and in several texts, on lines of their own, and with spaces around them', () => {
  const names = (...texts: string[]) => tasksOf(...texts).map((task) => (typeof task === 'string' ? task : task.text));
  expect(names('gsm8k|5, hellaswag', 'arc_easy\n  piqa | 0\n')).toEqual([
    'gsm8k|5',
    'hellaswag',
    'arc_easy',
    'piqa | 0',
  ]);
  expect(names('gsm8k|5,,', '')).toEqual(['gsm8k|5']);
});

it('what is asked for twice counts once, and other shots are another task', () => {
  expect(tasksOf('gsm8k|5,gsm8k|8,gsm8k|05,lighteval|gsm8k|5,gsm8k')).toEqual([
    { text: 'gsm8k|5', name: 'gsm8k', shots: 5 },
    { text: 'gsm8k|8', name: 'gsm8k', shots: 8 },
    { text: 'lighteval|gsm8k|5', suite: 'lighteval', name: 'gsm8k', shots: 5 },
    { text: 'gsm8k', name: 'gsm8k' },
  ]);
});

describe('nonsense is refused with its reason', () => {
  it.each([
    ['', 'no task is given'],
    [' , ', 'no task is given'],
    ['gsm8k|five', '"five" is no number of shots'],
    ['gsm8k|-1', '"-1" is no number of shots'],
    ['gsm8k|1000', '"1000" is no number of shots'],
    ['gsm8k|', '"" is no number of shots'],
    ['leaderboard|mmlu', '"mmlu" is no number of shots'],
    ['leaderboard|mmlu|5|2', 'its fourth field is "2", and that was only ever 0 or 1'],
    ['leaderboard|mmlu|5|', 'its fourth field is ""'],
    ['a|b|5|0|1', 'it has 5 fields'],
    ['|5', 'it has no name'],
    ['my suite|gsm8k|5', '"my suite" is no name of a suite'],
    ['--limit', 'a name does not begin with "-"'],
    ['../tasks', 'a name does not begin with "."'],
    ['gsm8k;rm', '"gsm8k;rm" is no name of a task'],
    ['$(id)', '"$(id)" is no name of a task'],
    [`a${'b'.repeat(200)}`, 'longer than 200 characters'],
  ])('%s', (text, reason) => {
    expect(problemsOf(text).join('\n')).toContain(reason);
  });

  it('all of it at once', () => {
    expect(problemsOf('gsm8k|x,good|5,|3', 'a|b|c|d|e')).toHaveLength(3);
  });
});

it('whatever is read is made of plain names, and is read again to the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      const read = readTasks(texts);
      if ('problems' in read) {
        expect(read.problems).not.toEqual([]);
        return;
      }
      for (const { name, suite = 'x', shots = 0 } of read.tasks) {
        expect(name).toMatch(/^\w[\w.:@=()+/-]*$/);
        expect(suite).toMatch(/^\w[\w-]*$/);
        expect(Number.isSafeInteger(shots)).toBe(true);
      }
      expect(readTasks(read.tasks.map(({ text }) => text))).toEqual(read);
    }),
  );
});
