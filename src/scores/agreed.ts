import type { Finding } from './finding.ts';
import type { Score } from './score.ts';
import { slotOf } from './slot.ts';

/** Scores that can stand in one file, and those of one slot that have different values. */
export type Agreed = { readonly agreed: readonly Score[]; readonly rivals: readonly (readonly Score[])[] };

/** The scores that can be written together: those whose numbers can be right, one of each slot, none where they differ. */
export function findAgreed(scores: readonly Score[], findings: ReadonlyMap<Score, readonly Finding[]>): Agreed {
  const sound = scores.filter((score) => !findings.get(score)?.some(({ severity }) => severity === 'error'));
  const slots = [...Map.groupBy(sound, slotOf).values()];
  const isOne = (same: readonly Score[]): boolean => new Set(same.map(({ value }) => value)).size === 1;
  const firsts = new Set(slots.filter(isOne).map(([first]) => first));
  return { agreed: sound.filter((score) => firsts.has(score)), rivals: slots.filter((same) => !isOne(same)) };
}
