import type { MarkdownIt, StateBlock } from 'markdown-it';

/** Name of the token that stands for a whole GFM table. */
export const GFM_TABLE = 'gfm_table';

/** What the token of a GFM table carries: the number of columns, and the text of each line, delimiter row left out. */
export type GfmTable = { readonly columns: number; readonly lines: readonly GfmLine[] };

/** A row of a GFM table as it stands in the source, without the marks of lists and quotes around it. */
export type GfmLine = {
  readonly text: string;
  /** From 0, in the parsed text. */
  readonly line: number;
};

/**
 * Replaces the parser's table rule by one that finds the same tables (GFM 0.29, "Tables") but keeps their rows as text:
 * most tables of a card are never asked for their cells, and a token for each cell costs more than all the rest of the
 * parse. A test compares both rules.
 */
export function useGfmTables(md: MarkdownIt): void {
  md.block.ruler.at('table', readGfmTable, { alt: ['paragraph', 'reference'] });
}

/** The cells of a row: parted at pipes that no backslash escapes, the outer pipes left out. */
export function splitRow(text: string): string[] {
  const row = text.trim();
  const cells: string[] = [];
  let cell = '';
  let from = 0;
  for (let at = row.indexOf('|'); at !== -1; at = row.indexOf('|', at + 1)) {
    if (row[at - 1] === '\\') {
      cell += row.slice(from, at - 1);
      from = at;
    } else {
      cells.push(cell + row.slice(from, at));
      cell = '';
      from = at + 1;
    }
  }
  cells.push(cell + row.slice(from));
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return cells;
}

function readGfmTable(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (start + 2 > end || !startsDelimiters(state, start + 1)) return false;
  if (isOutside(state, start) || isOutside(state, start + 1)) return false;
  const columns = countDelimiters(lineText(state, start + 1));
  if (columns === 0) return false;
  const header = lineText(state, start);
  if (!header.includes('|') || splitRow(header).length !== columns) return false;
  if (silent) return true;
  const lines: GfmLine[] = [{ text: header, line: start }];
  const breakers = state.md.block.ruler.getRules('blockquote');
  const parent = state.parentType;
  state.parentType = 'table';
  let next = start + 2;
  while (next < end && !isOutside(state, next)) {
    const text = lineText(state, next);
    // A table ends at a blank line or where another block begins.
    if (text.trim() === '' || breakers.some((rule) => rule(state, next, end, true))) break;
    lines.push({ text, line: next });
    next += 1;
  }
  state.parentType = parent;
  const token = state.push(GFM_TABLE, 'table', 0);
  token.map = [start, next];
  token.meta = { columns, lines } satisfies GfmTable;
  state.line = next;
  return true;
}

/** A look at one character: this rule is asked about every line of every paragraph. */
function startsDelimiters(state: StateBlock, line: number): boolean {
  const first = state.src[(state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)];
  return first === '|' || first === '-' || first === ':';
}

/** Does the line belong to an outer block, or is it indented code? */
function isOutside(state: StateBlock, line: number): boolean {
  const indent = (state.sCount[line] ?? 0) - state.blkIndent;
  return indent < 0 || indent >= 4;
}

function lineText(state: StateBlock, line: number): string {
  const begin = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  return state.src.slice(begin, state.eMarks[line]);
}

/** Columns of a delimiter row (`|---|:-:|`); 0 when the line is none. A lone `- ` begins a list instead. */
function countDelimiters(text: string): number {
  if (!/^[-:|][-:| \t]+$/.test(text) || /^-[ \t]/.test(text)) return 0;
  const cells = text.split('|').map((cell) => cell.trim());
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return cells.every((cell) => /^:?-+:?$/.test(cell)) ? cells.length : 0;
}
