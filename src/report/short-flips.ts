import type { ShownGate } from './gated.ts';
import { shorten } from './plain-text.ts';

/** A comparison whose questions and answers have at most so many characters each: those of some models are whole books. */
export function withShortFlips(gated: ShownGate, most: number): ShownGate {
  const items = gated.comparison.items.map((item) => {
    if (item.flips === undefined) return item;
    const shown = item.flips.shown.map((flip) => {
      const texts = Object.entries(flip).map(([key, text]) => [key, shorten(text, most)]);
      return Object.fromEntries(texts) as typeof flip;
    });
    return { ...item, flips: { ...item.flips, shown } };
  });
  return { ...gated, comparison: { ...gated.comparison, items } };
}
