import { renderFlow, renderLines, type YamlValue } from './text.ts';
import type { SequenceNode, YamlNode } from './tree.ts';

/** One change of a text: what stands from an offset on is replaced. */
export type Splice = { readonly at: number; readonly remove: number; readonly insert: string };

/** Applies changes that do not overlap; those at one place in the order given. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const ordered = [...splices].sort((a, b) => a.at - b.at);
  let result = '';
  let from = 0;
  for (const { at, remove, insert } of ordered) {
    result += text.slice(from, at) + insert;
    from = at + remove;
  }
  return result + text.slice(from);
}

/** Adds items behind the last one of a sequence, in its own style and at its own indentation. */
export function appendItems(text: string, sequence: SequenceNode, items: readonly YamlValue[], eol: string): Splice {
  const last = sequence.items.at(-1);
  if (sequence.flow) {
    const flow = items.map(renderFlow).join(', ');
    if (last === undefined) return { at: sequence.start + 1, remove: 0, insert: flow };
    return { at: last.end, remove: 0, insert: `, ${flow}` };
  }
  const indent = indentOf(text, sequence.start);
  return insertLines(text, last === undefined ? sequence.end : last.end, renderLines(items, indent), eol);
}

/** Puts a sequence under a key that has no value, or null, at the indentation of the key. */
export function fillKey(
  text: string,
  key: YamlNode,
  value: YamlNode,
  items: readonly YamlValue[],
  eol: string,
): readonly Splice[] {
  const isEmpty = value.end === value.start;
  const lines = insertLines(text, Math.max(key.end, value.end), renderLines(items, indentOf(text, key.start)), eol);
  return isEmpty ? [lines] : [{ at: value.start, remove: value.end - value.start, insert: '' }, lines];
}

/** Adds lines below the line in which a node ends; a comment behind it stays where it is. */
export function insertLines(text: string, end: number, lines: readonly string[], eol: string): Splice {
  let from = end;
  while (from > 0 && (text[from - 1] === '\n' || text[from - 1] === '\r')) from -= 1;
  const newline = text.indexOf('\n', from);
  const stop = newline === -1 ? text.length : newline - (text[newline - 1] === '\r' ? 1 : 0);
  return { at: stop, remove: 0, insert: lines.map((line) => eol + line).join('') };
}

/** The line break of a text, by its first one. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
}

/** As many spaces as stand, or would stand, before an offset in its line. */
function indentOf(text: string, offset: number): string {
  return ' '.repeat(offset - (text.lastIndexOf('\n', offset - 1) + 1));
}
