import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { UserError } from '../errors.ts';
import { openArchive } from './archive.ts';
import type { Content } from './content.ts';
import { parseJson } from './json.ts';
import { readItems, readLean } from './json-parts.ts';
import { readLines } from './lines.ts';
import type { Source } from './source.ts';
import { openTable } from './table.ts';

/** Of one document, all of it. */
const MOST_DOCUMENT_BYTES = 2_000_000_000;
/** Of what is in memory of one. */
const MOST_BYTES = 64_000_000;
/** Smaller ones are read whole. */
const FEW_BYTES = 64_000;
/** What logs and reports keep of each sample, under these keys: that is nearly all of them, and read when it is needed. */
const LONG_PARTS: ReadonlySet<string> = new Set(['samples', 'reductions', 'htmls', 'convos']);
const MOST_YAML_BYTES = 20_000_000;
const MOST_TEXT = 4_000;
/** A first line that is longer is taken for a part of a document. */
const MOST_FIRST_LINE_BYTES = 16_000_000;

/**
 * Tells by its bytes what a file holds, and opens it.
 *
 * @param name What to call it in messages.
 * @throws UserError `invalid-file` for what is nothing that results come in, damaged, cut off or too large.
 */
export async function openContent(source: Source, name: string): Promise<Content> {
  const start = await source.read(0, 4);
  const magic = new TextDecoder('latin1').decode(start);
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return openArchive(source, name);
  if (magic === 'PAR1') return openTable(source, name);
  if (start.length === 0) throw unreadable(name, 'it is empty');
  const first = await firstLine(source);
  if (first !== undefined) return { kind: 'lines', first, all: () => readLines(source, name) };
  const opening = source.size > FEW_BYTES ? await openingOf(source) : undefined;
  if (opening !== undefined) return openJson(source, name, opening === '[');
  if (source.size > MOST_BYTES) throw tooLong(source, name);
  const text = new TextDecoder().decode(await source.read(0, source.size));
  return parseText(text, name);
}

/** The character that a JSON document begins with; undefined where there is none. */
async function openingOf(source: Source): Promise<string | undefined> {
  const start = new TextDecoder().decode(await source.read(0, 1000));
  return /^\s*([{[])/.exec(start)?.[1];
}

/** Opens a JSON document of some length: what it has of each sample is left where it is. */
async function openJson(source: Source, name: string, isList: boolean): Promise<Content> {
  if (source.size > MOST_DOCUMENT_BYTES) throw tooLong(source, name);
  const whole = { start: 0, end: source.size };
  const lean = await readLean(source, LONG_PARTS, MOST_BYTES);
  if (isList) {
    const items = (): AsyncIterable<unknown> => readItems(source, whole, name);
    if (lean !== undefined) return { kind: 'document', data: dataOf(lean.text, name), items };
    for await (const first of items()) return { kind: 'document', data: [first], items, isCut: true };
  }
  if (lean === undefined) throw tooLong(source, name);
  const content = { kind: 'document' as const, data: dataOf(lean.text, name) };
  if (lean.parts.size === 0) return content;
  return {
    ...content,
    bytes: lean.text.length,
    async *items(key = '') {
      const range = lean.parts.get(key);
      if (range !== undefined) yield* readItems(source, range, name);
    },
  };
}

function tooLong({ size }: Source, name: string): UserError {
  return unreadable(name, `it is a document of ${Math.round(size / 1e6)} MB`);
}

/** The first of several JSON documents in lines; undefined for anything else. */
async function firstLine(source: Source): Promise<unknown> {
  const bytes = await source.read(0, Math.min(source.size, 64_000));
  let end = bytes.indexOf(10);
  let head = bytes;
  if (end === -1 && bytes.length < source.size) {
    head = await source.read(0, Math.min(source.size, MOST_FIRST_LINE_BYTES));
    end = head.indexOf(10);
  }
  if (end === -1) return undefined;
  const rest = await source.read(end + 1, Math.min(source.size, end + 1000));
  // One line alone is a document, too.
  if (!new TextDecoder().decode(rest).trimStart().startsWith('{')) return undefined;
  const line = new TextDecoder().decode(head.subarray(0, end)).trim();
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined;
  try {
    return parseJson(line);
  } catch {
    // A line of a document, or of YAML.
    return undefined;
  }
}

function parseText(text: string, name: string): Content {
  if (/^\uFEFF?\s*[{[]/.test(text)) return { kind: 'document', data: dataOf(text, name) };
  try {
    return { kind: 'document', data: parseJson(text) };
  } catch {
    // It may be YAML.
  }
  const data = text.length > MOST_YAML_BYTES ? undefined : readYaml(text);
  if (typeof data === 'object' && data !== null) return { kind: 'document', data };
  if (text.length <= MOST_TEXT && !text.includes('\0')) return { kind: 'text', text };
  throw unreadable(name, 'it is neither JSON nor YAML, nor an archive, nor parquet');
}

/** What a text that begins as JSON says. */
function dataOf(text: string, name: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : '';
    throw unreadable(name, `it is no whole JSON (${why})`, error);
  }
}

/** What a YAML text says; undefined when it is none. */
function readYaml(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

function unreadable(name: string, why: string, cause?: unknown): UserError {
  return new UserError('invalid-file', `${name} cannot be read: ${why}.`, {
    hint: 'Give files of results as a framework wrote them.',
    ...(cause === undefined ? {} : { cause }),
  });
}
