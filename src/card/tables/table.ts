import { UserError } from '../../errors.ts';

/** How a piece of a cell was marked up, where that changes what a number in it means. */
export type Mark = 'sup' | 'sub' | 'struck';

/** Elements that mark their text. */
export const MARKS: Readonly<Record<string, Mark>> = {
  sup: 'sup',
  sub: 'sub',
  s: 'struck',
  del: 'struck',
  strike: 'struck',
};

/** Elements whose content a reader never sees. */
export const HIDDEN = new Set(['script', 'style', 'template', 'title', 'noscript', 'iframe', 'textarea', 'head']);

/** A run of a cell's text with one marking. */
export type Segment = { readonly text: string; readonly mark?: Mark };

/** One cell of a table's grid. */
export type Cell = {
  /** Plain text: tags and Markdown marks removed, entities decoded, white space folded. */
  readonly text: string;
  /** Line of the card, from 1. */
  readonly line: number;
  /** Present only when some of the text is superscript, subscript or struck out. */
  readonly segments?: readonly Segment[];
  /** An HTML `<th>`. */
  readonly header?: true;
  /** The row has more filled cells than the header, so it cannot be told which header a cell belongs to. */
  readonly surplus?: true;
  /** Part of a cell that covers several rows or columns; `copy` for all but its first place. */
  readonly span?: 'origin' | 'copy';
};

/** A table of a card, GFM or HTML, after spans are expanded. */
export type Table = {
  /** Number in the card, from 1 in document order. */
  readonly table: number;
  /** Line of the card of the header row or of `<table>`, from 1. */
  readonly line: number;
  readonly syntax: 'markdown' | 'html';
  /** All rows, header rows first; row 0 is the table's first row. Every row has `columns` cells. */
  readonly grid: readonly (readonly Cell[])[];
  readonly columns: number;
  /** Rows inside `<thead>`; 1 for GFM tables. */
  readonly headRows: number;
  /** The last heading before the table, and those that it stands under, outermost first. */
  readonly heading?: string;
  readonly headings: readonly string[];
  /** The same without the card's own title. */
  readonly outline: readonly string[];
  /** The line of text directly above the table, when it is short enough to be about the table. */
  readonly caption?: string;
  /** The section around the table says that numbers in parentheses are spreads (standard deviations). */
  readonly spreadInParentheses: boolean;
};

/** Longest text that can be a score or a name; a longer one is prose, and no pattern is tried on it. */
export const MAX_NAME_LENGTH = 300;

/** Most cells that a table may have after spans are expanded. */
export const MAX_TABLE_CELLS = 200_000;

/** The refusal of a table past {@link MAX_TABLE_CELLS}. */
export function tableTooLarge(line: number): UserError {
  return new UserError(
    'table-too-large',
    `The table at line ${line} has more than ${MAX_TABLE_CELLS.toLocaleString('en-US')} cells.`,
    { hint: 'A card that is read by people has smaller tables: move raw data to a file of the repo.' },
  );
}

/**
 * Folds white space (including no-break spaces) to single spaces and trims the ends. Control characters and marks that
 * turn the direction of text are dropped here, so that no cell can act on a terminal, a log or a page.
 */
export function foldSpace(text: string): string {
  const folded = text.replace(/[\s\x00-\x1f\x7f-\x9f]+/g, ' ').trim();
  return isAscii(folded)
    ? folded
    : folded.replace(/[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2060-\u2069]|\udb40[\udc00-\udc7f]/g, '');
}

/** Most text is; the patterns for the rest of Unicode are slow to prepare, so they are kept for when they are needed. */
export function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}

/** Makes a cell from marked runs of text. */
export function makeCell(
  runs: readonly Segment[],
  line: number,
  extra: { header?: true; span?: 'origin' | 'copy' } = {},
): Cell {
  const text = foldSpace(runs.map((run) => run.text).join(''));
  const marked = runs.some((run) => run.mark !== undefined && run.text.trim() !== '');
  return { text, line, ...extra, ...(marked ? { segments: runs } : {}) };
}

/** Gives every row the same number of cells, which is returned. */
export function padRows(rows: readonly Cell[][], line: number): number {
  const columns = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  if (columns * rows.length > MAX_TABLE_CELLS) throw tableTooLarge(line);
  for (const row of rows) {
    const last = row.at(-1)?.line ?? line;
    while (row.length < columns) row.push({ text: '', line: last });
  }
  return columns;
}
