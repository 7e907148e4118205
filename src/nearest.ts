const MOST_COMPARED = 200;

/** The known name nearest to a misspelt one, when one is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  // Nothing that is known is as long, and to compare takes as many steps as both are long.
  if (name.length > MOST_COMPARED) return undefined;
  const longer = known.filter((candidate) => name.length > 2 && candidate.startsWith(`${name}-`));
  if (longer.length === 1) return longer[0];
  const scored = known.map((candidate) => ({ candidate, distance: editDistance(name, candidate) }));
  scored.sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(name.length / 4)) ? best.candidate : undefined;
}

/** ` (did you mean …?)`, or nothing. */
export function suggest(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substituted));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
