import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { makeRegistry, nameKey, type Registry } from '../../../src/scores/benchmarks.ts';
import type { Score } from '../../../src/scores/score.ts';
import { changedFiles, gsm8k, held, NEW, scoreOn } from './entries.ts';

/** A user's registry of one benchmark. */
function ownRegistry(name: string, id = 'aviary/falcon'): Registry {
  return makeRegistry([{ name, keys: [nameKey(name)], dataset: { id }, taskId: 'main', scale: 'percent' }]);
}

/** A score of that benchmark. */
function ownScore(name: string, notes?: string): Score {
  return gsm8k({ benchmark: { id: name }, ...(notes === undefined ? {} : { notes }) });
}

describe('one file for each benchmark and variant', () => {
  it.each<[string, string | undefined, string]>([
    ['GSM8K', undefined, 'gsm8k.yaml'],
    ['GSM8K', '8-shot, CoT', 'gsm8k_8_shot_cot.yaml'],
    ['HLE', undefined, 'hle.yaml'],
    ['HLE', 'With tools', 'hle_with_tools.yaml'],
    ['MMLU-Pro', undefined, 'mmlu_pro.yaml'],
    ['SWE-bench Verified', undefined, 'swe_bench_verified.yaml'],
    ['Terminal-Bench 2.0', undefined, 'terminal_bench_2_0.yaml'],
    ['HLE', '../../etc/passwd', 'hle_etc_passwd.yaml'],
    ['HLE', 'ü "%" \n *', 'hle.yaml'],
  ])('%s, notes %j: %s', (name, notes, file) => {
    const scores = [scoreOn(name, notes === undefined ? {} : { notes })];
    expect(Object.keys(changedFiles({}, scores))).toEqual([file]);
  });

  it('for variants side by side', () => {
    const scores = [gsm8k(), gsm8k({ notes: '8-shot' }), gsm8k({ notes: '8-shot, CoT' }), scoreOn('HLE')];
    expect(Object.keys(changedFiles({}, scores))).toEqual([
      'gsm8k.yaml',
      'gsm8k_8_shot.yaml',
      'gsm8k_8_shot_cot.yaml',
      'hle.yaml',
    ]);
  });

  it.each<[string, string, string | undefined, string]>([
    ['a benchmark without a Latin letter', '隼', undefined, 'aviary_falcon.yaml'],
    ['its variant', '隼', 'With tools', 'aviary_falcon_with_tools.yaml'],
    ['one that begins so', '隼 Falcon-2', undefined, 'falcon_2.yaml'],
    ['signs only', '**', undefined, 'aviary_falcon.yaml'],
    ['one more than another', 'Falcon+', undefined, 'falcon_plus.yaml'],
    ['a path', '../../etc/passwd', '..', 'etc_passwd.yaml'],
  ])('of a user: %s', (_, name, notes, file) => {
    expect(Object.keys(changedFiles({}, [ownScore(name, notes)], 'keep', ownRegistry(name)))).toEqual([file]);
  });

  it('and neither the benchmark nor its dataset with a Latin letter', () => {
    expect(Object.keys(changedFiles({}, [ownScore('隼')], 'keep', ownRegistry('隼', '鳥/隼')))).toEqual([
      'results.yaml',
    ]);
  });

  it.each(['x'.repeat(5_000), '8-shot, '.repeat(50)])('has a name that file systems take', (notes) => {
    const [file = ''] = Object.keys(changedFiles({}, [gsm8k({ notes }), scoreOn('HLE', { notes })]));
    expect(file).toMatch(/^gsm8k_[a-z0-9_]{50,100}\.yaml$/);
  });

  it.each([
    ['With tools', 'with-tools'],
    ['日本語', 'Русский'],
    ['日本語', ''],
    [`${'x'.repeat(200)}a`, `${'x'.repeat(200)}b`],
  ])('is shared by variants whose names come to the same: %j, %j', (...variants) => {
    const changed = changedFiles(
      {},
      variants.map((notes) => gsm8k({ notes })),
    );
    expect(Object.keys(changed)).toHaveLength(1);
    expect((load(Object.values(changed)[0] ?? '') as { notes: string }[]).map(({ notes }) => notes)).toEqual(variants);
  });

  it('goes to a file of that name whatever else it holds', () => {
    const other = held().replace('gsm8k\n', 'gsm8k_symbolic\n');
    expect(changedFiles({ 'gsm8k.yaml': other })).toEqual({ 'gsm8k.yaml': other + NEW });
  });
});
