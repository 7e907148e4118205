import { createHash } from 'node:crypto';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';

/**
 * A fingerprint of a set of scores: the same for the same scores in any order, another one when a value, a setup or a
 * source changes. How they are written, the address of the Hub, the name of the repo and the date on which they were read do
 * not count.
 *
 * @param home Address of the model repo: a source that is the repo itself is the same whatever it is called.
 */
export function digestOf(scores: readonly Score[], home: string): string {
  const lines = scores.map(({ value, unit, notes, stderr, source, date, partial, ...score }) => {
    const url = source?.url.toLowerCase() === home.toLowerCase() ? '' : source?.url;
    return JSON.stringify([slotOf(score), value, unit, notes, stderr, url, date, partial?.limit]);
  });
  return `sha256:${createHash('sha256').update(JSON.stringify(lines.sort())).digest('hex')}`;
}
