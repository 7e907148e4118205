import { resolveAlias, type YamlNode } from './tree.ts';

/**
 * How a reader of YAML 1.1 takes a scalar that this program, as the Hub does, reads by YAML 1.2; undefined where both say
 * the same. Tested is PyYAML, which Python's clients read cards with: its resolver is not quite that of the YAML 1.1 types.
 *
 * @param data What the node says by YAML 1.2.
 */
export function otherReading(given: YamlNode | undefined, data: unknown): string | undefined {
  const node = resolveAlias(given);
  if (node?.kind !== 'scalar' || !node.plain || node.tagged) return undefined;
  const other = readAsPyYaml(node.text);
  if (Object.is(other, data) || (other === 0 && data === 0)) return undefined;
  if (typeof other === 'string') return typeof data === 'string' ? other : 'a text';
  return String(other);
}

/** What is to be said of a value that is a number to some readers, and another one or none to others. */
export function doubtOfNumber(given: YamlNode | undefined, data: unknown): string | undefined {
  const other = otherReading(given, data);
  const node = resolveAlias(given);
  if (other === undefined || node?.kind !== 'scalar') return undefined;
  if (typeof data !== 'number' && Number.isNaN(Number(other))) return undefined;
  const first = typeof data === 'number' ? String(data) : 'a text';
  return `the value ${node.text} is ${first} to some readers, but ${other} to others, such as PyYAML: write it as a plain decimal number`;
}

/** What is to be said of a text that others take for something else: the language `no` is false to them. */
export function doubtOfText(name: string, given: YamlNode | undefined, data: string): string | undefined {
  const other = otherReading(given, data);
  if (other === undefined) return undefined;
  return `${name} ${data} is a text to some readers, but ${other} to others, such as PyYAML: put it in quotes`;
}

/** The words that PyYAML takes for true and false beyond those of YAML 1.2. */
const WORDS: Readonly<Record<string, boolean>> = { yes: true, on: true, no: false, off: false };
const WORD = /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE)$/;
const DATE =
  /^\d{4}-\d\d-\d\d$|^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/;
const INTEGER = /^[-+]?(?:0b[01_]+|0x[\da-fA-F_]+|0[0-7_]+|0|[1-9][\d_]*(?::[0-5]?\d)*)$/;
const DECIMAL =
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*)$/;
const SPECIAL = /^(?:([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** What PyYAML's safe loader makes of a plain scalar; a date as what it is called in messages. */
function readAsPyYaml(text: string): string | number | boolean | null {
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null;
  if (WORD.test(text)) return WORDS[text.toLowerCase()] ?? text.toLowerCase() === 'true';
  if (DATE.test(text)) return 'a date';
  const special = SPECIAL.exec(text);
  if (special !== null) return special[1] === undefined ? Number.NaN : Number(`${special[1]}Infinity`);
  if (!INTEGER.test(text) && !DECIMAL.test(text)) return text;
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]|_/g, '');
  if (digits.includes(':')) return sign * digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
  return sign * Number(digits);
}
