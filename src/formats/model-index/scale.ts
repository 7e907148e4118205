import type { OfferedScore } from '../../scores/merge.ts';
import { shiftDecimals } from '../../scores/scale.ts';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';
import type { IndexedScore } from './read.ts';

/** An offered score as it would be written, and the score that it was made from where it was put on another scale. */
export type ScaledScore = OfferedScore & { readonly conversion?: string };

/**
 * Scores as they are offered to a card. A fraction is offered as a percentage where the card has one for it: then the two
 * can be compared, and an entry keeps its scale. All others stay as their source writes them.
 *
 * @returns What is offered, and for what was converted the score that it was made from.
 */
export function offerInScale(
  scores: readonly Score[],
  held: readonly IndexedScore[],
): { readonly offered: readonly ScaledScore[]; readonly originals: ReadonlyMap<Score, Score> } {
  const percents = new Set(held.flatMap(({ slot, value }) => (isPercentage(value) ? [slot] : [])));
  const originals = new Map<Score, Score>();
  const offered = scores.map((score): ScaledScore => {
    const slot = slotOf(score);
    const isFraction = score.unit === 'fraction' && score.value >= 0 && score.value <= 1;
    if (!isFraction || !percents.has(slot)) return { score, slot, value: score.value };
    const written = shiftDecimals(score.written, 2);
    const scaled: Score = { ...score, written, value: Number(written), unit: 'percent' };
    originals.set(scaled, score);
    return { score: scaled, slot, value: scaled.value, conversion: `${score.written} → ${written}` };
  });
  return { offered, originals };
}

/** Can it be nothing but a percentage, of what has a fraction? */
function isPercentage(value: unknown): boolean {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && number > 1 && number <= 100;
}
