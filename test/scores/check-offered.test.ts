import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/scores/benchmarks.ts';
import { checkOffered } from '../../src/scores/check.ts';
import type { Score } from '../../src/scores/score.ts';

const TODAY = '2026-03-01';

describe('scores that are offered', () => {
  const offered = (changes: Partial<Score>): Score => ({
    task: { type: 'text-generation' },
    dataset: { type: 'openai/gsm8k', name: 'GSM8K', config: 'main' },
    metric: { type: 'exact_match', name: 'exact match' },
    value: 71.3,
    written: '71.3',
    model: { name: 'Kestrel' },
    provenance: { kind: 'card-table', table: 1, line: 12, at: [1, 1] },
    ...changes,
  });
  const context = { registry: REGISTRY, today: TODAY, repo: { id: 'org/Kestrel', revision: 'main' } };
  const check = (...scores: readonly Score[]) => checkOffered(scores, 'README.md', context);

  it('are checked one by one, with the line that they were read from', () => {
    const [good, high, low] = [offered({}), offered({ value: 713 }), offered({ value: 0.713 })];
    const found = check(good, high, low);
    expect([...found.keys()]).toEqual([high, low]);
    expect(found.get(high)).toMatchObject([{ severity: 'error', code: 'out-of-range', line: 12, file: 'README.md' }]);
    expect(found.get(low)).toMatchObject([{ severity: 'warning', code: 'scale' }]);
  });

  it('whose column says that they are fractions need no word on it', () => {
    const [sure, unsure] = [offered({ value: 0.713, unit: 'fraction' }), offered({ value: 0.713, unit: 'percent' })];
    expect([...check(sure, unsure).keys()]).toEqual([unsure]);
  });

  it.each<[string, number, boolean]>([
    ['exact_match', 1.2, true],
    ['acc_norm', 1.2, true],
    ['acc_norm', -0.1, true],
    ['acc_norm', 1, false],
    ['acc_norm', 0, false],
    ['anything', 1.2, true],
    ['cosine_spearman', -0.1, false],
    ['wer', 1.2, false],
    ['perplexity', 12, false],
  ])('as fractions lie between 0 and 1: %s of %d', (type, value, isWrong) => {
    const score = offered({
      dataset: { type: 'org/x', name: 'X' },
      metric: { type, name: type },
      value,
      unit: 'fraction',
    });
    expect(
      check(score)
        .get(score)
        ?.map(({ severity, code }) => [severity, code]) ?? [],
    ).toEqual(isWrong ? [['error', 'out-of-range']] : []);
  });

  it('of another revision, or of tomorrow, are pointed out', () => {
    const score = offered({ model: { name: 'Kestrel', revision: 'step-1000' }, date: '2026-03-02' });
    expect(
      check(score)
        .get(score)
        ?.map(({ code }) => code),
    ).toEqual(['date', 'model-revision']);
  });
});
