import { basename } from './facts.ts';
import type { Refusal } from './run.ts';

/** A file that is read along with results. */
type Named = { readonly path: string };

/**
 * Of files of one kind that lie in one folder, the one that belongs to a file of results: the only one, where the results
 * are alone as well; else the one whose name begins as theirs does, where that is so of no other pair. `unclear` where
 * nothing tells, undefined where there is none, or each is another's.
 *
 * @param rivals The files of results in the folder, this one too.
 */
export function companionOf<T extends Named>(
  path: string,
  candidates: readonly T[],
  rivals: readonly Named[],
): T | 'unclear' | undefined {
  const own = candidates.find((one) => one.path === path);
  if (own !== undefined) return own;
  const others = rivals.filter((one) => one.path !== path);
  const isPair = (results: Named, one: T): boolean => {
    const length = sharedStem(results.path, one.path);
    const isBest = (of: number): boolean => of < length;
    return (
      length > 0 &&
      candidates.every((other) => other === one || isBest(sharedStem(results.path, other.path))) &&
      [...others, { path }].every((other) => other.path === results.path || isBest(sharedStem(other.path, one.path)))
    );
  };
  const named = candidates.find((one) => isPair({ path }, one));
  if (named !== undefined) return named;
  const free = candidates.filter((one) => !others.some((other) => isPair(other, one)));
  const waiting = others.filter((other) => !candidates.some((one) => isPair(other, one)));
  const [only, ...more] = free;
  return only === undefined ? undefined : more.length === 0 && waiting.length === 0 ? only : 'unclear';
}

/** The companion without the doubt, and the doubt as a refusal. */
export function settle<T extends Named>(
  found: T | 'unclear' | undefined,
  what: string,
): { readonly found?: T; readonly refused: readonly Refusal[] } {
  if (found === undefined) return { refused: [] };
  if (found !== 'unclear') return { found, refused: [] };
  const reason = 'Several files of this kind or of results lie in one folder, and nothing tells which are of one run.';
  return { refused: [{ what, reason }] };
}

/** How much the names of two files share at their beginnings, in whole words: 5 of `jobA-results.yml` and `jobA-metadata.yaml`. */
export function sharedStem(a: string, b: string): number {
  const [one, other] = [basename(a), basename(b)];
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  while (length > 0 && !/[-_.]/.test(one[length - 1] ?? '')) length -= 1;
  return length;
}
