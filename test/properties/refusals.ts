import { expect } from 'vitest';
import { UserError } from '../../src/errors.ts';

/** What a merge gives, or undefined when one of the texts is refused as it should be: with a place in it. */
export function unlessRefused<T>(texts: readonly string[], merge: () => T): T | undefined {
  try {
    return merge();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.code).toBe('invalid-card');
    const { line, column } = error.details;
    if (!texts.some((text) => hasPlace(text, line, column))) {
      expect.fail(`there is no line ${line}, column ${column} to mend: ${error.message}`);
    }
    return undefined;
  }
}

function hasPlace(text: string, line: unknown, column: unknown): boolean {
  if (typeof line !== 'number' || typeof column !== 'number' || line < 1 || column < 1) return false;
  const there = text.split(/\r\n?|\n/)[line - 1];
  return there !== undefined && column <= there.length + 1;
}

/** The same, in no time. */
export function soonUnlessRefused<T>(texts: readonly string[], merge: () => T): T | undefined {
  const start = performance.now();
  const merged = unlessRefused(texts, merge);
  const elapsed = performance.now() - start;
  if (elapsed > 2_000) expect(elapsed).toBeLessThan(2_000);
  return merged;
}
