/**
 * YAML text for the few shapes that this program writes: mappings, sequences, strings and numbers with a spelling of
 * their own. New entries have to fit between lines that are not ours, byte for byte, so they are put together as text;
 * reading YAML is the library's work.
 */

/** A number with the spelling that it has in its source: `85.20`. */
export type Spelled = { readonly spelled: string };

/** A string that is to be in quotes, though it could do without: YAML 1.1 takes a bare date for a timestamp. */
export type Quoted = { readonly quoted: string };

/** What can be written. Undefined values are left out. */
export type YamlValue =
  | string
  | number
  | Spelled
  | Quoted
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined };

/** Renders a mapping in block style, two spaces a level, sequences not indented, as the Hub's clients write it. */
export function renderYaml(mapping: Readonly<Record<string, YamlValue | undefined>>): string {
  return renderMapping(mapping, '').join('\n').concat('\n');
}

/** The lines of a sequence in block style at an indentation. */
export function renderLines(items: readonly YamlValue[], indent: string): string[] {
  return renderSequence(items, indent);
}

/** The lines of a mapping in block style at an indentation. */
export function renderEntries(mapping: Readonly<Record<string, YamlValue | undefined>>, indent: string): string[] {
  return renderMapping(mapping, indent);
}

/** A value in flow style, on one line: `{type: acc, value: 61.2}`. */
export function renderFlow(value: YamlValue): string {
  if (isScalar(value)) return renderScalar(value);
  if (isSequence(value)) return `[${value.map(renderFlow).join(', ')}]`;
  const entries = Object.entries(value).flatMap(([key, part]) =>
    part === undefined ? [] : [`${renderString(key)}: ${renderFlow(part)}`],
  );
  return `{${entries.join(', ')}}`;
}

function renderMapping(mapping: Readonly<Record<string, YamlValue | undefined>>, indent: string): string[] {
  return Object.entries(mapping).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const name = `${indent}${renderString(key)}:`;
    if (isScalar(value)) return [`${name} ${renderScalar(value)}`];
    if (isSequence(value)) return [name, ...renderSequence(value, indent)];
    return [name, ...renderMapping(value, `${indent}  `)];
  });
}

function renderSequence(items: readonly YamlValue[], indent: string): string[] {
  return items.flatMap((item) => {
    if (isScalar(item)) return [`${indent}- ${renderScalar(item)}`];
    const lines = isSequence(item) ? renderSequence(item, `${indent}  `) : renderMapping(item, `${indent}  `);
    return lines.map((line, at) => (at === 0 ? `${indent}- ${line.slice(indent.length + 2)}` : line));
  });
}

function isSequence(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isScalar(value: YamlValue): value is string | number | Spelled | Quoted {
  return (
    typeof value !== 'object' ||
    typeof Reflect.get(value, 'spelled') === 'string' ||
    typeof Reflect.get(value, 'quoted') === 'string'
  );
}

function renderScalar(value: string | number | Spelled | Quoted): string {
  if (typeof value === 'string') return renderString(value);
  if (typeof value === 'number') return String(value);
  return 'spelled' in value ? value.spelled : renderQuoted(value.quoted);
}

/**
 * Plain text that no YAML reader, 1.1 or 1.2, takes for anything else: it begins with a letter, holds no sign that could
 * begin a comment, a mapping or a flow collection, and is none of the words for true, false and null.
 */
const PLAIN = /^[A-Za-z](?:[\w.+/@()%-]| (?=[\w.+/@(%-])|:(?=[\w/]))*$/;
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n|nan|inf)$/;

/** A string as plain text where that is safe, else in quotes. */
export function renderString(text: string): string {
  return PLAIN.test(text) && !WORDS.test(text.toLowerCase()) ? text : renderQuoted(text);
}

/** A string in single quotes where they will do, else in double quotes with escapes. */
function renderQuoted(text: string): string {
  if (/^[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]*$/.test(text))
    return `'${text.replace(/'/g, "''")}'`;
  // JSON's strings are YAML's double-quoted ones; what JSON leaves bare and YAML does not print is escaped as well.
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
