import { type Reading, readCell, usesDecimalComma } from './cells.ts';
import { remember } from './remember.ts';
import type { Cell, Table } from './tables/table.ts';
import { isShots } from './vocabulary/facets.ts';
import { headsBenchmarks, headsLevels, headsModels } from './vocabulary/headers.ts';
import { kindOf } from './vocabulary/kinds.ts';

/** A row of the body that may hold scores. */
export type BodyRow = {
  /** Index in the grid. */
  readonly index: number;
  readonly cells: readonly Cell[];
  /** Text of the section row above it, if any. */
  readonly section?: string;
  /** Line of a further header that stands between the table's header and this row: the columns mean something else here. */
  readonly belowHeader?: number;
};

/** A table with its header told from its body. */
export type Layout = {
  readonly table: Table;
  readonly headerRows: number;
  /** Header texts per column, one per header level, repeats left out. */
  readonly heads: readonly (readonly string[])[];
  readonly rows: readonly BodyRow[];
  /** Reads a cell of this table. */
  readonly read: ReadCell;
};

type ReadCell = (cell: Cell) => Reading;

/** Most rows that are looked at to judge a table; extraction reads all. */
const SAMPLE_ROWS = 300;

/** Finds header rows, section rows and spacers of a table. */
export function layOut(table: Table): Layout {
  const body = table.grid.slice(1, SAMPLE_ROWS).flatMap((row) => row.slice(1).map((cell) => cell.text));
  const context = { spreadInParentheses: table.spreadInParentheses, decimalComma: usesDecimalComma(body) };
  // Each cell is asked for several times.
  const read = remember((cell: Cell) => readCell(cell, context));
  const headerRows = countHeaderRows(table, read);
  return {
    table,
    headerRows,
    heads: readHeads(table, headerRows),
    rows: bodyRows(table, headerRows, read),
    read,
  };
}

/** The header of a column as one text. */
export function headText(layout: Layout, column: number): string {
  return (layout.heads[column] ?? []).join(' ');
}

/** The rows by which a table is judged. */
export function sampleRows(layout: Layout): readonly BodyRow[] {
  return layout.rows.slice(0, SAMPLE_ROWS);
}

/** Reads one cell of the body. */
export function readingAt(layout: Layout, row: BodyRow, column: number): Reading {
  const cell = row.cells[column];
  if (cell === undefined) return { kind: 'missing' };
  return layout.read(cell);
}

/**
 * Header texts per column. Where an upper level has no spans, as always in Markdown, and is blank over a filled lower one,
 * it goes on with the text to its left. A row that is one cell over all columns is a caption, no level.
 */
function readHeads(table: Table, headerRows: number): string[][] {
  const heads = Array.from({ length: table.columns }, (): string[] => []);
  for (let row = 0; row < headerRows; row += 1) {
    const cells = table.grid[row] ?? [];
    const isCaption =
      headerRows > 1 &&
      table.columns > 1 &&
      cells.every((cell) => cell.span !== undefined && cell.text === cells[0]?.text);
    if (isCaption) continue;
    const isUpper = row < headerRows - 1 && cells.every((cell) => cell.span === undefined);
    let left = '';
    for (const [column, head] of heads.entries()) {
      const own = cells[column]?.text ?? '';
      const below = isUpper
        ? table.grid
            .slice(row + 1, headerRows)
            .map((lower) => lower[column]?.text ?? '')
            .join('')
        : '';
      if (own !== '' || below === '' || column === 0) left = column === 0 ? '' : own;
      const text = own !== '' || column === 0 ? own : isUpper ? left : '';
      if (text !== '' && text !== head.at(-1)) head.push(text);
    }
  }
  return heads;
}

function countHeaderRows(table: Table, read: ReadCell): number {
  const first = table.grid[0] ?? [];
  let count = Math.max(table.headRows, 1);
  const [, second] = first;
  if (table.columns === 2 && second !== undefined && /^\d+\.\d+%?$/.test(second.text)) return 0;
  if (table.headRows === 0 && !first.some((cell) => cell.header)) {
    const numbers = first.slice(1).filter((cell) => read(cell).kind === 'number').length;
    if (numbers > 0 && numbers * 2 >= first.length - 1) return 0;
  }
  const last = table.grid.length - 1;
  const isBlank = (row: number): boolean => (table.grid[row] ?? []).every((cell) => cell.text === '');
  const hasNumbers = (row: number): boolean => (table.grid[row] ?? []).some((cell) => read(cell).kind === 'number');
  // A table must have a header row in Markdown; where it is left blank, the first row below it is the header.
  if (last > 1 && isBlank(0) && count === 1 && !hasNumbers(1)) count = 2;
  while (count < 4 && count < last && continuesHeader(table, count, read)) count += 1;
  return count;
}

/** A further header row has no label of its own, and no number or gap where the values will be. */
function continuesHeader(table: Table, index: number, read: ReadCell): boolean {
  const row = table.grid[index] ?? [];
  const label = row[0]?.text ?? '';
  const sameLabel = label === '' || (row[0]?.span === 'copy' && label === table.grid[index - 1]?.[0]?.text);
  const rest = row.slice(1).filter((cell) => cell.text !== '' && !(cell.span === 'copy' && cell.text === label));
  if (rest.length === 0) return false;
  // A dash among the shots of a header is no gap among values.
  const shots = rest.filter((cell) => isShots(cell.text)).length * 2 > rest.length;
  const allTexts = rest.every((cell) => isText(read(cell)) || (shots && read(cell).kind === 'missing'));
  if (!allTexts) return false;
  if (row.every((cell) => cell.header === true || cell.text === '') && row.some((cell) => cell.header)) return true;
  const ownLabel = label !== '' && headsLevels(label);
  return (
    (sameLabel || ownLabel) &&
    rest.length * 2 >= row.length - 1 &&
    (sameLabel || isLevels(table) || isSparse(table) || rest.every((cell) => kindOf(cell.text) !== 'unknown'))
  );
}

function isText(reading: Reading): boolean {
  return reading.kind === 'other' && !reading.scoreLike;
}

/** "Task", "Dataset", "Split" and "Metric" one below the other name the levels of a header, not models. */
function isLevels(table: Table): boolean {
  const label = table.grid[0]?.[0]?.text ?? '';
  return headsLevels(label) && !headsModels(label);
}

/** Spans in the first row, or the gaps that stand for them in Markdown: another header row follows. */
function isSparse(table: Table): boolean {
  const first = (table.grid[0] ?? []).slice(1);
  const isGap = (cell: Cell): boolean => (table.syntax === 'markdown' ? cell.text === '' : cell.span === 'copy');
  return first.filter(isGap).length * 3 >= first.length;
}

function bodyRows(table: Table, headerRows: number, read: ReadCell): BodyRow[] {
  const rows: BodyRow[] = [];
  let section: string | undefined;
  let belowHeader: number | undefined;
  for (let index = headerRows; index < table.grid.length; index += 1) {
    const cells = table.grid[index] ?? [];
    const texts = new Set(cells.map((cell) => cell.text).filter((text) => !/^[-–—_:=.\s]*$/.test(text)));
    // Blank, or nothing but what a cell above spans.
    if (texts.size === 0 || cells.every((cell) => cell.text === '' || isFromAbove(table, cell, index))) continue;
    const [only] = texts;
    const shown = cells.filter((cell) => cell.text !== '');
    const isSection =
      cells.length > 1 &&
      texts.size === 1 &&
      (shown.length === 1 || (shown.length === cells.length && cells[1]?.span === 'copy')) &&
      shown[0] !== undefined &&
      read(shown[0]).kind !== 'number';
    if (isSection) section = only;
    else if (repeatsHeader(table, cells, headerRows)) belowHeader = undefined;
    else if (rows.length > 0 && isFurtherHeader(table, cells, read)) belowHeader = cells[0]?.line;
    else {
      rows.push({
        index,
        cells,
        ...(section === undefined ? {} : { section }),
        ...(belowHeader === undefined ? {} : { belowHeader }),
      });
    }
  }
  return rows;
}

/** Is the cell a copy of one in a row above it? */
function isFromAbove(table: Table, cell: Cell, index: number): boolean {
  return (
    cell.span === 'copy' &&
    (table.grid[index] ?? []).every((other) => other.span !== 'origin' || other.text !== cell.text)
  );
}

/** Names of other models or benchmarks across a row without a label of its own: the table begins anew with them. */
function isFurtherHeader(table: Table, cells: readonly Cell[], read: ReadCell): boolean {
  const filled = cells.slice(1).filter((cell) => cell.text !== '');
  if (filled.length < 2 || filled.length * 2 < cells.length - 1) return false;
  if (!filled.every((cell) => isText(read(cell)))) return false;
  const label = cells[0]?.text ?? '';
  if (label !== '' && label !== table.grid[0]?.[0]?.text && !headsModels(label) && !headsBenchmarks(label))
    return false;
  const isName = ({ text }: Cell): boolean => ['model', 'benchmark', 'unknown'].includes(kindOf(text));
  return filled.filter(isName).length * 2 > filled.length;
}

function repeatsHeader(table: Table, cells: readonly Cell[], headerRows: number): boolean {
  return headerRows > 0 && cells.every((cell, column) => cell.text === table.grid[0]?.[column]?.text);
}
