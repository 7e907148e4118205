import { createHash } from 'node:crypto';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';

/**
 * A fingerprint of a set of scores: the same for the same scores in any order, another one when a value, a setup, a
 * source or the way of writing changes. The date on which they were read does not count.
 */
export function digestOf(scores: readonly Score[], outputFormat: string): string {
  const lines = scores.map(({ value, unit, notes, stderr, source, date, partial, ...score }) =>
    JSON.stringify([slotOf(score), value, unit, notes, stderr, source?.url, date, partial?.limit]),
  );
  const text = JSON.stringify([outputFormat, lines.sort()]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
