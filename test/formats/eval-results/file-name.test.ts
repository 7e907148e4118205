import { describe, expect, it } from 'vitest';
import { fileNameFor } from '../../../src/formats/eval-results/file-name.ts';
import { REGISTRY } from '../../../src/scores/benchmarks.ts';

const HASH = /^(?:.+_)[0-9a-f]{8}\.yaml$/;

describe('the name of a file', () => {
  it.each<[string, string | undefined, string]>([
    ['GSM8K', undefined, 'gsm8k.yaml'],
    ['MMLU-Pro', undefined, 'mmlu_pro.yaml'],
    ['SWE-bench Verified', undefined, 'swe_bench_verified.yaml'],
    ['Terminal-Bench 2.0', undefined, 'terminal_bench_2_0.yaml'],
    ['HLE', 'With tools', 'hle_with_tools.yaml'],
    ['GSM8K', '8-shot, CoT', 'gsm8k_8_shot_cot.yaml'],
    ['GSM8K', '  ', 'gsm8k.yaml'],
    ['(a/b): {c}', undefined, 'a_b_c.yaml'],
    ['中文理解', undefined, '中文理解.yaml'],
    ['हिन्दी', undefined, 'हिन्दी.yaml'],
    ['τ²-bench', undefined, 'τ²_bench.yaml'],
    ['e\u0301', undefined, '\u00e9.yaml'],
  ])('%j with %j is %s', (name, notes, file) => {
    expect(fileNameFor(name, notes)).toBe(file);
  });

  it.each(['', ' ', '.', '..', '...', '/', '-', '★', '😀', '%', '\0', '\ud800', '-'.repeat(500)])(
    'is never empty, and never a folder: %j',
    (name) => {
      expect(fileNameFor(name, undefined)).toMatch(/^benchmark_[0-9a-f]{8}\.yaml$/);
    },
  );

  it.each([
    ['HumanEval', 'HumanEval+'],
    ['C', 'C++'],
    ['★', '☆'],
    ['A %', 'A #'],
    ['中文', '中文!'],
    [`${'a'.repeat(200)}b`, `${'a'.repeat(200)}c`],
    ['文'.repeat(90), `${'文'.repeat(90)}字`],
  ])('is not the same for %j and %j', (one, other) => {
    expect(fileNameFor(one, undefined)).not.toBe(fileNameFor(other, undefined));
    expect([one, other].some((name) => HASH.test(fileNameFor(name, undefined)))).toBe(true);
  });

  it.each(['A'.repeat(1000), '文'.repeat(1000), '👩‍👩‍👧'.repeat(100), 'é'.repeat(150), '𝒜'.repeat(99)])(
    'is bounded, in characters and in bytes: %#',
    (name) => {
      const file = fileNameFor(name, name);
      expect([...file].length).toBeLessThanOrEqual(100);
      expect(Buffer.byteLength(file)).toBeLessThanOrEqual(210);
      expect(file.isWellFormed()).toBe(true);
      expect(file).toMatch(HASH);
    },
  );

  it('begins with what is left of a name that loses more than separators', () => {
    expect(fileNameFor('Ёлка №', '五 shot')).toMatch(/^ёлка_五_shot_[0-9a-f]{8}\.yaml$/);
  });

  it('is the same every time, whatever the case of the name', () => {
    expect(fileNameFor('HumanEval+', 'Pass@1')).toBe(fileNameFor('humaneval+', 'pass@1'));
  });

  it('is one of its own for each known benchmark', () => {
    const names = REGISTRY.all().map(({ name }) => fileNameFor(name, undefined));
    expect(new Set(names).size).toBe(names.length);
  });
});
