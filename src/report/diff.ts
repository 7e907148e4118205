import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';

const CONTEXT = 3;

/** A unified diff of one file, as `git apply` takes it; empty when nothing changes. */
export function renderDiff(file: {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly isNew: boolean;
}): string {
  if (file.before === file.after) return '';
  const [before, after] = [linesOf(file.before), linesOf(file.after)];
  // A card of thousands of results changes in one place: the comparison is left to that place.
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const from = Math.max(0, head - CONTEXT);
  const left = Math.max(0, tail - CONTEXT);
  const part = (lines: readonly string[]): string => lines.slice(from, lines.length - left).join('');
  const old = file.isNew ? '/dev/null' : `a/${file.path}`;
  const patch = structuredPatch(old, `b/${file.path}`, part(before), part(after), undefined, undefined, {
    context: CONTEXT,
  });
  const hunks = patch.hunks.map((hunk) => ({
    ...hunk,
    oldStart: hunk.oldStart + from,
    newStart: hunk.newStart + from,
  }));
  return formatPatch({ ...patch, hunks }, FILE_HEADERS_ONLY);
}

/** Lines with their line breaks. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
