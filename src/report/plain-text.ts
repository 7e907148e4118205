/**
 * Text of a card as it may be shown: one line, without control characters, terminal escapes or marks that reverse the
 * direction of the text around them.
 */
export function plainText(text: string): string {
  return text
    .replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim();
}

/**
 * A line of a diff with its own characters, as far as they do nothing to a terminal: in place of terminal escapes, other
 * control characters and marks that reverse the direction of text there is the sign for what cannot be shown. A tab stays,
 * and so do carriage returns at the end; within a line one would hide what stands before it, and the Actions runner would
 * read on from there as from a new line, where a workflow command may stand.
 */
export function harmlessLine(line: string): string {
  return line.replace(
    /\r(?!\r*$)|[\x00-\x08\x0a-\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    '\ufffd',
  );
}

/** The start of a text, with an ellipsis when it was longer. Counts code points. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}

const NO_WIDTH = /\p{Mn}|\p{Me}|[\u200b-\u200d]|\ufe0f/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes in a terminal: wide scripts and emoji two, combining marks none. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const point of text) if (!NO_WIDTH.test(point)) width += WIDE.test(point) ? 2 : 1;
  return width;
}

/** JSON for a stream that people and the Actions runner may look at: escaped are control characters beyond ASCII, and `##[`. */
export function printableJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|(?<=##)\[/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Rows of cells as aligned columns.
 *
 * @param right Columns of numbers, from 0.
 * @param most The width of the terminal: texts of the widest columns are shortened until the rows fit, numbers never.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
  most = Number.POSITIVE_INFINITY,
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, displayWidth(cell));
  }
  narrow(widths, right, most);
  return rows.map((row) =>
    row
      .map((whole, at) => {
        const width = widths[at] ?? 0;
        const cell = right.includes(at) ? whole : cutTo(whole, width);
        const space = ' '.repeat(Math.max(0, width - displayWidth(cell)));
        return right.includes(at) ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Takes from the widest columns of text what is too much for a line, as long as something can still be read in them. */
function narrow(widths: number[], right: readonly number[], most: number): void {
  let excess = widths.reduce((sum, width) => sum + width + 2, -2) - most;
  while (excess > 0) {
    const texts = widths.map((width, at) => (right.includes(at) ? 0 : width));
    const widest = Math.max(...texts);
    if (widest <= LEAST_WIDTH) return;
    widths[texts.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
}

const LEAST_WIDTH = 10;

/** The start of a text that fits into a column. */
function cutTo(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const points = [...text];
  while (displayWidth(points.join('')) >= width) points.pop();
  return `${points.join('').trimEnd()}…`;
}

/** A number with its noun in the right form. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Four digits that say something, for numbers that are looked at and not taken. */
export function fourDigits(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Text from outside for a column of a terminal. */
export function shortCell(text: string): string {
  return shorten(plainText(text), 40);
}
