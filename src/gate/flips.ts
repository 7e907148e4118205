/**
 * Samples of both runs that were right before and are wrong now, or whose score got worse, in the order of `before`: the ids
 * of the first `most`, and how many there are in all.
 */
export function findFlips(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
  { most, higherIsBetter }: { readonly most: number; readonly higherIsBetter: boolean },
): { readonly ids: readonly string[]; readonly total: number } {
  const ids: string[] = [];
  let total = 0;
  for (const [id, from] of before) {
    const to = now.get(id);
    if (to === undefined || !(higherIsBetter ? to < from : to > from)) continue;
    total += 1;
    if (ids.length < most) ids.push(id);
  }
  return { ids, total };
}
