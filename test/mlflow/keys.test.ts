import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricKeys, toKey } from '../../src/mlflow/keys.ts';
import type { Score } from '../../src/scores/score.ts';
import { CARD_SCORE, makeScore } from '../exports/collection.ts';

const named = (task: string, metric: string, changes: Partial<Score> = {}): Score =>
  makeScore({ ...changes, provenance: { ...makeScore().provenance, task, metric } as Score['provenance'] });

it.each([
  ['gsm8k/exact_match,strict-match', 'gsm8k/exact_match_strict-match'],
  ['lighteval|gsm8k|5/extractive_match', 'lighteval_gsm8k_5/extractive_match'],
  ['a: b/c%', 'a_ b/c_'],
  ['//a/../b/.', '_/_/a/_/b/_'],
  ['', '_'],
  ['Größe/漢字', 'Gr_e/_'],
])('the key of %j is %j', (label, key) => {
  expect(toKey(label)).toBe(key);
});

it('says nothing of a filter that was none', () => {
  expect(metricKeys([named('arc', 'acc,none'), CARD_SCORE])).toEqual(['arc/acc', 'MMLU/Accuracy']);
});

describe('of several scores', () => {
  it('that differ in the shots tell them', () => {
    expect(metricKeys([named('a', 'acc', { shots: 0 }), named('a', 'acc', { shots: 5 }), named('b', 'acc')])).toEqual([
      'a/acc_0-shot',
      'a/acc_5-shot',
      'b/acc',
    ]);
  });

  it('that would have one key have a digest', () => {
    const keys = metricKeys([named('a|b', 'acc'), named('a:b', 'acc'), named('A b', 'acc')]);
    expect(keys).toEqual([
      expect.stringMatching(/^a_b\/acc-[\da-f]{8}$/),
      expect.stringMatching(/^a_b\/acc-/),
      'A b/acc',
    ]);
    expect(new Set(keys).size).toBe(3);
  });

  it('differ in more than the case of letters', () => {
    const keys = metricKeys([named('mmlu', 'acc'), named('MMLU', 'acc')]);
    expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(2);
  });

  it('are no standard errors of others', () => {
    const { stderr: _, ...other } = named('a', 'acc_stderr');
    const [first, second] = metricKeys([named('a', 'acc'), other]);
    expect(second).not.toBe(`${first}_stderr`);
  });

  it('are the same in any order', () => {
    const scores = [named('a|b', 'acc'), named('a:b', 'acc'), named('c', 'acc', { shots: 0 }), named('c', 'acc')];
    expect(metricKeys(scores.toReversed())).toEqual(metricKeys(scores).toReversed());
  });
});

it('of any names are keys that MLflow takes, all different', () => {
  const name = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.stringMatching(/^[a-bA-B|:/. ]{0,4}(?:_stderr)?$/),
    fc.string({ minLength: 250, maxLength: 400 }),
  );
  const score = fc
    .tuple(name, name, fc.integer({ min: 0, max: 2 }), fc.boolean())
    .map(([task, metric, shots, hasError]) => {
      const { stderr: _, ...rest } = named(task, metric, { shots });
      return (hasError ? { ...rest, stderr: 0.1 } : rest) satisfies Score as Score;
    });
  const distinct = fc.uniqueArray(score, {
    selector: (one) => JSON.stringify([one.provenance, one.shots]),
    maxLength: 12,
  });
  fc.assert(
    fc.property(distinct, (scores) => {
      const keys = metricKeys(scores);
      const all = keys.flatMap((key, index) => (scores[index]?.stderr === undefined ? [key] : [key, `${key}_stderr`]));
      expect(new Set(all.map((key) => key.toLowerCase())).size).toBe(all.length);
      for (const key of all) {
        expect(key).toMatch(/^[\w.\- ]+(?:\/[\w.\- ]+)*$/);
        expect(key.split('/').filter((part) => /^\.+$/.test(part))).toEqual([]);
        expect(key.length).toBeLessThanOrEqual(250);
      }
    }),
  );
});
