import { fenced } from '../markdown.ts';
import { plainText, shorten } from '../plain-text.ts';
import type { Scale } from './numbers.ts';

/** A line chart: every line has a value for every point. */
export type LineChart = {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly scale: Scale;
  /** Name of each point; names that would overlap give way to numbers from 1 on. */
  readonly points: readonly string[];
  readonly lines: readonly { readonly name: string; readonly values: readonly number[] }[];
};

/** Of lines, in their order. Each stands out from a white page and from a dark one; Mermaid's own first is all but white. */
export const LINE_COLOURS: readonly string[] = [
  '#2f7ad0',
  '#d0632a',
  '#2c9356',
  '#b25fc6',
  '#c9405a',
  '#8c7a1c',
  '#178f98',
  '#77808c',
];

const STYLE = `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${LINE_COLOURS.join(', ')}"}}}}%%`;

/** More characters than these overlap on an axis of 700 pixels. */
const MOST_NAME_CHARACTERS = 76;
const MOST_POINT_NAME = 16;

/** Whether the points of a chart are shown by their names, and not by numbers. */
export function areNamed(points: readonly string[]): boolean {
  const length = points.reduce((sum, point) => sum + mermaidText(point, MOST_POINT_NAME).length + 2, 0);
  return length <= MOST_NAME_CHARACTERS;
}

/**
 * A fenced Mermaid block with a line chart (`xychart-beta`, the name that every version knows).
 *
 * @see https://mermaid.js.org/syntax/xyChart.html
 */
export function renderLineChart({ xTitle, yTitle, scale, points, lines }: LineChart): string {
  const axis = areNamed(points) ? `[${tellApart(points).map(quote).join(', ')}]` : `1 --> ${points.length}`;
  return fenced(
    [
      STYLE,
      'xychart-beta',
      `  x-axis ${quote(xTitle)} ${axis}`,
      `  y-axis ${quote(yTitle)} ${mermaidNumber(scale.min)} --> ${mermaidNumber(scale.max)}`,
      ...lines.map(({ name, values }) => `  line ${quote(name)} [${values.map(mermaidNumber).join(', ')}]`),
    ].join('\n'),
    'mermaid',
  );
}

/**
 * Text for a quoted label. What ends a string or begins a comment, an entity or markup is left out, and with it all that
 * is no letter, digit or plain punctuation: there is no way to escape anything. An empty string is a syntax error.
 */
export function mermaidText(text: string, most = 24): string {
  const kept = plainText(text)
    .toWellFormed()
    .replace(/[^\p{L}\p{M}\p{N} _.,:+=*/()-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return kept === '' ? '?' : shorten(kept, most);
}

function quote(text: string): string {
  return `"${mermaidText(text)}"`;
}

/** Points of one name would become one point, and all after them would move: the second `main` becomes `main (2)`. */
function tellApart(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const text = mermaidText(name, MOST_POINT_NAME);
    let own = text;
    for (let at = 2; taken.has(own); at += 1) own = `${text} (${at})`;
    taken.add(own);
    return own;
  });
}

/** The grammar knows neither exponents nor a number that ends in a point. */
function mermaidNumber(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 4 : 2);
}
