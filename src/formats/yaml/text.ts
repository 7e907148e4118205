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
  if (typeof value === 'number') return renderNumber(String(value));
  return 'spelled' in value ? renderNumber(value.spelled) : renderQuoted(value.quoted);
}

/**
 * A decimal number as it is spelled, unless readers of YAML 1.1 would take it for something else: to PyYAML `1e-7` and `-.5`
 * are texts, and `012` is 10.
 */
export function renderNumber(spelled: string): string {
  const [, sign, whole = '', decimals, power] = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(spelled) ?? [];
  if (sign === undefined) return spelled;
  if (power !== undefined) return `${sign}${whole || '0'}.${decimals || '0'}e${/^\d/.test(power) ? '+' : ''}${power}`;
  if (decimals === undefined) return sign + whole.replace(/^0+(?=\d)/, '');
  return sign !== '' && whole === '' ? `${sign}0.${decimals}` : spelled;
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

/**
 * What no quotes make harmless: what YAML does not print, marks that reverse the direction of text, and the `[` of what the
 * Actions runner would take for a command, wherever in a line of a log it stands.
 */
const ESCAPED = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|(?<=##)\[/g;
const BARE = /^[^\x00-\x1f\ud800-\udfff]*$/;

/** A string in single quotes where they will do, else in double quotes with escapes. */
function renderQuoted(text: string): string {
  if (BARE.test(text) && text.search(ESCAPED) === -1) return `'${text.replace(/'/g, "''")}'`;
  // JSON's strings are YAML's double-quoted ones; what JSON leaves bare is escaped as well.
  return JSON.stringify(text).replace(
    ESCAPED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
