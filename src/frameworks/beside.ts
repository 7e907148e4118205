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
  const named = pairOf(path, candidates, others);
  if (named !== undefined || candidates.length === 0) return named;
  if (candidates.length + others.length > MOST_COMPARED) return 'unclear';
  const pairs = others.map((other) =>
    pairOf(other.path, candidates, [...others.filter((one) => one !== other), { path }]),
  );
  const [only, ...more] = candidates.filter((one) => !pairs.includes(one));
  if (only === undefined) return undefined;
  return more.length === 0 && !pairs.includes(undefined) ? only : 'unclear';
}

/** Folders have a handful of runs. */
const MOST_COMPARED = 200;

/** The one whose name begins most as that of a file does, where no other file is as close to it. */
function pairOf<T extends Named>(path: string, candidates: readonly T[], others: readonly Named[]): T | undefined {
  const shared = candidates.map((one) => sharedStem(path, one.path));
  const most = shared.reduce((a, b) => Math.max(a, b), 0);
  const best = candidates.filter((_, at) => shared[at] === most);
  const [one] = best;
  if (one === undefined || most === 0 || best.length > 1) return undefined;
  return others.every((other) => sharedStem(other.path, one.path) < most) ? one : undefined;
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
