import { UserError } from '../errors.ts';
import { parseJson } from './json.ts';
import type { Source } from './source.ts';

/** A JSON document without some of its parts, which are `null` in its text. */
export type LeanJson = {
  readonly text: string;
  /** Where the parts are that were left out, by their keys. */
  readonly parts: ReadonlyMap<string, Range>;
};

/** From a byte on, to before another. */
export type Range = { readonly start: number; readonly end: number };

const CHUNK_BYTES = 1_000_000;
/** Longer keys are none of those that are left out. */
const MOST_KEY_BYTES = 64;
/** Of one item of a list: a conversation of a million tokens is shorter. */
const MOST_ITEM_BYTES = 64_000_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** Where a walk through the bytes of a JSON text has come to. */
type Walk = { depth: number; inText: boolean; isEscaped: boolean };

const start = (): Walk => ({ depth: 0, inText: false, isEscaped: false });

function step(walk: Walk, byte: number): void {
  if (walk.inText) {
    if (walk.isEscaped) walk.isEscaped = false;
    else if (byte === BACKSLASH) walk.isEscaped = true;
    else if (byte === QUOTE) walk.inText = false;
  } else if (byte === QUOTE) walk.inText = true;
  else if (isOpening(byte)) walk.depth += 1;
  else if (byte === 0x7d || byte === 0x5d) walk.depth -= 1;
}

function isOpening(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b;
}

/**
 * Reads a JSON document piece by piece, without the lists and mappings that stand under these keys at its top.
 *
 * @param most Bytes that may be left.
 * @returns undefined where more is left.
 */
export async function readLean(source: Source, keys: ReadonlySet<string>, most: number): Promise<LeanJson | undefined> {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  const parts = new Map<string, Range>();
  const walk = start();
  let key: number[] = [];
  let isMapping = false;
  let isKey = false;
  let left: { readonly name: string; readonly start: number } | undefined;
  let kept = 0;
  for (let at = 0; at < source.size; at += CHUNK_BYTES) {
    const chunk = await source.read(at, at + CHUNK_BYTES);
    let from = 0;
    const keep = (to: number): void => {
      texts.push(decoder.decode(chunk.subarray(from, to), { stream: true }));
      kept += to - from;
    };
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i] ?? 0;
      const wasText = walk.inText;
      const { depth } = walk;
      step(walk, byte);
      if (left !== undefined) {
        if (walk.depth > 1 || wasText) continue;
        if (walk.depth === 1 && depth === 2) {
          parts.set(left.name, { start: left.start, end: at + i + 1 });
          left = undefined;
          from = i + 1;
        }
      } else if (depth === 1 && isMapping) {
        if (wasText && isKey && walk.inText) {
          if (key.length < MOST_KEY_BYTES) key.push(byte);
        } else if (!wasText && byte === COMMA) isKey = true;
        else if (!wasText && byte === QUOTE && isKey) key = [];
        else if (wasText && !walk.inText) isKey = false;
        else if (!wasText && isOpening(byte)) {
          const name = Buffer.from(key).toString();
          if (!keys.has(name)) continue;
          keep(i);
          texts.push('null');
          left = { name, start: at + i };
        }
      } else if (depth === 0 && byte === 0x7b) {
        isMapping = true;
        isKey = true;
      }
    }
    if (left === undefined) keep(chunk.length);
    if (kept > most) return undefined;
  }
  texts.push(decoder.decode());
  return { text: texts.join(''), parts };
}

/**
 * The items of a list in a JSON document, read and parsed one by one; of a mapping that alone.
 *
 * @param name What to call the document in messages.
 * @throws UserError `invalid-file`.
 */
export async function* readItems(source: Source, range: Range, name: string): AsyncIterable<unknown> {
  const walk = start();
  let pieces: Uint8Array[] = [];
  let held = 0;
  const take = (): unknown => {
    const text = new TextDecoder().decode(Buffer.concat(pieces)).trim();
    pieces = [];
    held = 0;
    if (text === '') return undefined;
    try {
      return parseJson(text);
    } catch (error) {
      throw broken(name, error);
    }
  };
  let isList: boolean | undefined;
  for (let at = range.start; at < range.end; at += CHUNK_BYTES) {
    const chunk = await source.read(at, Math.min(range.end, at + CHUNK_BYTES));
    let from = 0;
    const hold = (to: number): void => {
      pieces.push(chunk.slice(from, to));
      held += to - from;
      from = to + 1;
      if (held > MOST_ITEM_BYTES) throw broken(name, new Error('it has an item of more than 64 MB'));
    };
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i] ?? 0;
      const { depth, inText } = walk;
      step(walk, byte);
      if (depth === 0 && isOpening(byte)) {
        isList = byte === 0x5b;
        if (isList) from = i + 1;
      } else if (isList && !inText && ((depth === 1 && byte === COMMA) || walk.depth === 0)) {
        hold(i);
        const item = take();
        if (item !== undefined) yield item;
        if (walk.depth === 0) return;
      }
    }
    if (from < chunk.length) hold(chunk.length);
  }
  if (isList === false) yield take();
}

function broken(name: string, cause: unknown): UserError {
  return new UserError('invalid-file', `${name} cannot be read: ${cause instanceof Error ? cause.message : cause}.`, {
    hint: 'It is damaged, or was not written to its end.',
    cause,
  });
}
