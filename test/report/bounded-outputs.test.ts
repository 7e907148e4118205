import { describe, expect, it } from 'vitest';
import { boundedOutput, MOST_CHARACTERS } from '../../src/report/bounded-outputs.ts';

const MOST = MOST_CHARACTERS.results ?? 0;
const list = (length: number): string[] => Array.from({ length }, (_, at) => `${at}`.padStart(98, 'x'));

describe('the long outputs', () => {
  it('have room beside one another: 1 MB, of two bytes for each character', () => {
    const all = Object.values(MOST_CHARACTERS).reduce((sum, most) => sum + most, 0);
    expect(all * 2).toBeLessThan(900_000);
  });

  it('that fit stay as they are, and so do the short ones', () => {
    const text = JSON.stringify({ a: 'x'.repeat(MOST - 8) });
    expect([boundedOutput('results', text), boundedOutput('yaml', 'a: 1')]).toEqual([text, 'a: 1']);
    expect(boundedOutput('status', 'y'.repeat(MOST + 1))).toHaveLength(MOST + 1);
  });

  it('lose their largest parts, which are counted, and as few as need be', () => {
    const document = {
      repo_id: 'org/model',
      files: list(2500),
      results: list(600),
      comparison: { failed: true },
      yaml: 'y',
    };
    const bounded = boundedOutput('results', JSON.stringify({ ...document, notes: 'n'.repeat(30_000) }));
    expect(JSON.parse(bounded)).toEqual({
      repo_id: 'org/model',
      results: list(600),
      comparison: { failed: true },
      yaml: 'y',
      notes: 'n'.repeat(30_000),
      left_out: { files: 2500 },
      advice: expect.stringContaining('export'),
    });
  });

  it('lose parts within parts', () => {
    const document = { comparison: { failed: true, alpha: 0.05, benchmarks: list(9000) }, results: list(3000) };
    const bounded = boundedOutput('results', JSON.stringify(document));
    expect(bounded.length).toBeLessThan(MOST);
    expect(JSON.parse(bounded)).toMatchObject({
      comparison: { failed: true, alpha: 0.05 },
      left_out: { 'comparison.benchmarks': 9000, results: 3000 },
    });
  });

  it('of characters that are escaped are measured with that', () => {
    const document = { a: '\u202e'.repeat(MOST / 6), b: 'x'.repeat(MOST - 40_000), c: 1 };
    const bounded = boundedOutput('results', JSON.stringify(document));
    expect(bounded.length).toBeLessThanOrEqual(MOST);
    expect(JSON.parse(bounded)).toMatchObject({ b: document.b, c: 1, left_out: { a: MOST / 6 } });
  });

  it('that are YAML are left out as a whole', () => {
    expect(boundedOutput('yaml', 'a: 1\n'.repeat(30_000))).toMatch(/^# 150000 characters are left out\. .*\n$/);
  });
});
