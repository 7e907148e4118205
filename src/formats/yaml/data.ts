import type { YamlValue } from './text.ts';

/** A mapping as files have it: any key may be missing, any value of any type. */
export type Part = Readonly<Record<string, unknown>>;

/** Something in a file that readers do not understand. */
export type Oddity = { readonly message: string; readonly line: number; readonly column: number };

/** What a reader gets for a value that this program writes. */
export function dataOf(value: YamlValue): unknown {
  if (typeof value !== 'object') return value;
  if (isSequence(value)) return value.map(dataOf);
  if ('spelled' in value && typeof value.spelled === 'string') return Number(value.spelled);
  if ('quoted' in value && typeof value.quoted === 'string') return value.quoted;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, dataOf(part as YamlValue)]));
}

/** A copy in which nothing is the same object twice, as if every alias were written out. The data must be finite. */
export function copyOf(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map(copyOf);
  return Object.fromEntries(Object.entries(data).map(([key, part]) => [key, copyOf(part)]));
}

/** Do two readings of YAML say the same? Data that is nested deeper than any card's, or within itself, never does. */
export function saysSame(a: unknown, b: unknown, depth = 0): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && saysSame(Reflect.get(a, key), Reflect.get(b, key), depth + 1))
  );
}

const MAX_DEPTH = 200;

function isSequence(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** Data as a mapping; anything else counts as an empty one. */
export function partOf(data: unknown): Part {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Part) : {};
}

/** A piece of data in the words of a message: `empty`, `a list`, `5`, `"text"`. */
export function describe(data: unknown): string {
  if (data === null || data === '') return 'empty';
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'object') return 'a mapping';
  return typeof data === 'string' ? quoted(data) : String(data);
}

/** A text in a message: in quotes, and its beginning only when it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
}

/** Enough to find it again. */
const MOST_SHOWN = 80;
