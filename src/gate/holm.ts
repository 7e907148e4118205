/**
 * Holm 1979: p-values, corrected so that between equal runs the probability of any at or below alpha is at most alpha,
 * whatever the dependence between them. In the order given.
 */
export function correctForMany(pValues: readonly number[]): readonly number[] {
  const ascending = pValues.map((p, at) => ({ p, at })).sort((a, b) => a.p - b.p);
  const corrected = new Array<number>(pValues.length);
  let least = 0;
  for (const [rank, { p, at }] of ascending.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * p));
    corrected[at] = least;
  }
  return corrected;
}
