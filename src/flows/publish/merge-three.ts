import { structuredPatch } from 'diff';

/** Lines of a base text that one side has replaced: `lines` in place of the `count` from `start` on. */
type Change = { readonly start: number; readonly count: number; readonly lines: readonly string[] };

/** Texts that differ in more places are not compared line by line. */
const MOST_EDITS = 3_000;

/**
 * Merges two changed texts of one base, as git merges a pull request: changes that touch each other are a conflict, unless
 * they are the same. Nothing is searched for: a change stands where its lines are.
 *
 * @returns Undefined for a conflict, and for texts that differ in too many places.
 */
export function mergeThree(base: string, ours: string, theirs: string): string | undefined {
  if (ours === theirs || base === theirs) return ours;
  if (base === ours) return theirs;
  const [left, right] = [changesOf(base, ours), changesOf(base, theirs)];
  if (left === undefined || right === undefined) return undefined;
  const all = [...left, ...right].sort((a, b) => a.start - b.start || a.count - b.count);
  const lines = splitLines(base);
  const merged: string[] = [];
  let at = 0;
  let last: Change | undefined;
  for (const change of all) {
    if (last !== undefined && isSame(last, change)) continue;
    if (last !== undefined && change.start <= last.start + last.count) return undefined;
    for (const line of lines.slice(at, change.start)) merged.push(line);
    for (const line of change.lines) merged.push(line);
    at = change.start + change.count;
    last = change;
  }
  return [...merged, ...lines.slice(at)].join('');
}

function isSame(a: Change, b: Change): boolean {
  return a.start === b.start && a.count === b.count && a.lines.join('') === b.lines.join('');
}

/** With their line breaks, so that a last line without one is another line. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changesOf(base: string, text: string): readonly Change[] | undefined {
  const patch = structuredPatch('', '', base, text, undefined, undefined, { context: 0, maxEditLength: MOST_EDITS });
  const fresh = splitLines(text);
  return patch?.hunks.map(({ oldStart, oldLines, newStart, newLines }) => ({
    start: oldStart - 1,
    count: oldLines,
    lines: fresh.slice(newStart - 1, newStart - 1 + newLines),
  }));
}
