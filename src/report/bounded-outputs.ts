import { type Part, partOf } from '../data.ts';
import { printableJson } from './plain-text.ts';

/**
 * Characters that the long outputs of the Action may have. GitHub takes 1 MB of all outputs of a job, two bytes for each
 * UTF-16 code unit; together these are 890,000 bytes, which leaves room for the short ones.
 */
export const MOST_CHARACTERS: Readonly<Record<string, number>> = {
  results: 270_000,
  yaml: 90_000,
  tables: 60_000,
  'open-prs': 25_000,
};

const ADVICE =
  'An output has no more room. The input export has all of it in a file where scores are collected (json=FILE); for anything else run hf-eval with --format json in a step of its own.';
/** Characters for what is said of the parts that are left out. */
const SPARE = 2000;

/**
 * An output as it may be set: whole where it fits. Of a JSON document the largest parts are left out, and their items, or
 * the characters of a text, are counted in `left_out`; a text is left out as a whole. Nothing is cut in the middle.
 */
export function boundedOutput(name: string, value: string): string {
  const most = MOST_CHARACTERS[name];
  if (most === undefined || value.length <= most) return value;
  if (name === 'yaml') return `# ${value.length} characters are left out. ${ADVICE}\n`;
  return printableJson(withoutLargest(partOf(JSON.parse(value)), most - SPARE), 0);
}

/** A part of a document, or a part of such a part, by its path. */
type Piece = { readonly path: string; readonly size: number; readonly count: number };

function withoutLargest(document: Part, most: number): Part {
  const pieces = Object.entries(document).flatMap(([key, part]) =>
    isMapping(part)
      ? Object.entries(part).map(([inner, one]) => pieceOf(`${key}.${inner}`, one))
      : [pieceOf(key, part)],
  );
  let size = pieces.reduce((sum, piece) => sum + piece.size, 0);
  const left: Record<string, number> = {};
  for (const piece of pieces.toSorted((a, b) => b.size - a.size)) {
    if (size <= most) break;
    left[piece.path] = piece.count;
    size -= piece.size;
  }
  const keep = (prefix: string, part: Part): Part =>
    Object.fromEntries(Object.entries(part).filter(([key]) => left[prefix + key] === undefined));
  const kept = Object.entries(keep('', document)).map(([key, part]) => [
    key,
    isMapping(part) ? keep(`${key}.`, part) : part,
  ]);
  return { ...Object.fromEntries(kept), left_out: left, advice: ADVICE };
}

function pieceOf(path: string, part: unknown): Piece {
  const count = Array.isArray(part) ? part.length : String(part).length;
  return { path, size: path.length + printableJson(part, 0).length + 4, count };
}

function isMapping(part: unknown): part is Part {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}
