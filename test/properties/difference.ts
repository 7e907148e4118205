/** The text that one has and the other does not, when all the rest is the same. */
export function difference(before: string, after: string): { readonly gone: string; readonly come: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { gone: before.slice(start, before.length - end), come: after.slice(start, after.length - end) };
}

/** Are the lines of a text, whole, in their order, in the other one? Lines with brackets may have something put in. */
export function keepsLines(before: string, after: string): boolean {
  const lines = after.split('\n');
  let at = 0;
  for (const line of before.split('\n')) {
    while (at < lines.length && !keepsLine(line, lines[at] ?? '')) at += 1;
    if (at === lines.length) return false;
    at += 1;
  }
  return true;
}

function keepsLine(before: string, after: string): boolean {
  if (before === after) return true;
  if (!/[[{]/.test(after)) return false;
  let at = 0;
  for (let offset = 0; offset < after.length; offset += 1) if (after[offset] === before[at]) at += 1;
  return at === before.length;
}
