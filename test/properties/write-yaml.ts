import type { Tape } from './tape.ts';

/** A value with a spelling of its own; as the value of a key it may stand in lines below the key as well. */
export type Spelled = { readonly raw: string; readonly lines?: readonly string[] };

/** Plain data, and values with a spelling of their own. */
export type Data = string | number | boolean | null | Spelled | readonly Data[] | { readonly [key: string]: Data };

/**
 * Writes a mapping or a list as YAML in a style of its own at every place: indentation, blocks, brackets, quotes, comments.
 * How a value is spelled decides nothing of the style around it.
 */
export function writeYaml(tape: Tape, data: { readonly [key: string]: Data } | readonly Data[]): string {
  const style = { step: tape.pick([2, 4, 3]), listStep: tape.pick([0, 2, 4]), gap: tape.pick([1, 1, 3]), tape };
  if (!isList(data)) return mappingLines(style, data, 0).join('\n');
  return isBare(data) || tape.chance(15) ? flow(style, data, 1) : listLines(style, data, style.listStep).join('\n');
}

type Style = {
  /** Spaces by which mappings and lists are indented below their key, and those behind a dash. */
  readonly step: number;
  readonly listStep: number;
  readonly gap: number;
  readonly tape: Tape;
};

function mappingLines(style: Style, data: { readonly [key: string]: Data }, indent: number): string[] {
  const { tape, step, listStep } = style;
  const space = ' '.repeat(indent);
  return Object.entries(data).flatMap(([name, value]) => {
    const key = `${space}${tape.chance(10) ? JSON.stringify(name) : name}${tape.chance(5) ? ' ' : ''}:`;
    const above = remarks(style, indent);
    if (hasLines(value) && !tape.chance(15)) {
      const below = ' '.repeat(indent + step);
      return [...above, `${key}${remark(tape)}`, ...value.lines.map((line) => below + line)];
    }
    if (isScalar(value) || isBare(value) || tape.chance(15)) {
      const text = name === 'name' && tape.chance(10) ? blockScalar(style, value, indent) : undefined;
      const flowIndent = indent + (indent === 0 ? 2 : 1);
      return [...above, `${key} ${text ?? flow(style, value, flowIndent) + remark(tape)}`];
    }
    const lines = isList(value)
      ? listLines(style, value, indent + listStep)
      : mappingLines(style, value as { readonly [key: string]: Data }, indent + step);
    return [...above, `${key}${remark(tape)}`, ...lines];
  });
}

function listLines(style: Style, items: readonly Data[], indent: number): string[] {
  const { tape, gap } = style;
  const dash = `${' '.repeat(indent)}-`;
  return items.flatMap((item) => {
    const above = remarks(style, indent);
    if (isScalar(item) || isBare(item) || isList(item) || tape.chance(10)) {
      return [...above, `${dash}${' '.repeat(gap)}${flow(style, item, indent + 1)}${remark(tape)}`];
    }
    const inner = indent + 1 + gap;
    const mapping = item as { readonly [key: string]: Data };
    if (tape.chance(10)) return [...above, `${dash}${remark(tape)}`, ...mappingLines(style, mapping, inner)];
    // No remark can stand between the dash and the first key.
    const [first = '', ...rest] = mappingLines({ ...style, tape: quietFirst(tape) }, mapping, inner);
    return [...above, `${dash}${' '.repeat(gap)}${first.slice(inner)}`, ...rest];
  });
}

/** The same tape, but for the first question for a remark, which is answered with no. */
function quietFirst(tape: Tape): Tape {
  let asked = false;
  return {
    ...tape,
    chance: (percent) => {
      if (percent !== REMARK_PERCENT || asked) return tape.chance(percent);
      asked = true;
      return false;
    },
  };
}

const REMARK_PERCENT = 9;

/** Whole lines that say nothing. */
function remarks({ tape }: Style, indent: number): string[] {
  if (!tape.chance(REMARK_PERCENT)) return [];
  return [tape.pick(['# remark', `${' '.repeat(indent)}# here: - remark`, '', `${' '.repeat(indent + 3)}# far`, '  '])];
}

function remark(tape: Tape): string {
  return tape.chance(7) ? tape.pick([' # why', '\t# [{', '   ', ' #']) : '';
}

function flow(style: Style, value: Data, indent: number): string {
  const { tape } = style;
  if (isScalar(value)) return scalar(tape, value);
  const inBrackets = isList(value);
  const parts = inBrackets
    ? value.map((item) => flow(style, item, indent + 1))
    : Object.entries(value).map(
        ([key, part]) => `${tape.chance(20) ? `${JSON.stringify(key)}:` : `${key}: `}${flow(style, part, indent + 1)}`,
      );
  const [open, close] = inBrackets ? '[]' : '{}';
  const separator = tape.chance(15)
    ? tape.pick([`,\n${' '.repeat(indent)}`, ` # ]}\n${' '.repeat(indent)}, `, ' , '])
    : ', ';
  const last = parts.length > 0 && tape.chance(10) ? tape.pick([',', ' ,', `\n${' '.repeat(indent)}`]) : '';
  return `${open}${tape.chance(10) ? ' ' : ''}${parts.join(separator)}${last}${close}`;
}

function scalar(tape: Tape, value: string | number | boolean | null | Spelled): string {
  if (value === null) return tape.pick(['null', '~']);
  if (typeof value === 'object') return value.raw;
  if (typeof value !== 'string') return String(value);
  if (/^[a-z][a-z/_-]*$/i.test(value) && !tape.chance(25)) return value;
  return tape.chance(50) ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}

/** A text in the style of a block, undefined when the value is none. */
function blockScalar({ tape }: Style, value: Data, indent: number): string | undefined {
  if (typeof value !== 'string' || value === '' || /^\s/.test(value)) return undefined;
  const line = `${' '.repeat(indent + 1 + tape.below(3))}${value}`;
  return `${tape.pick(['|', '>', '|-', '>-'])}${tape.chance(20) ? ' # text' : ''}\n${line}${tape.chance(30) ? '\n' : ''}`;
}

function hasLines(value: Data): value is Required<Spelled> {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'lines') !== undefined;
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

function isScalar(value: Data): value is string | number | boolean | null | Spelled {
  return typeof value !== 'object' || value === null || typeof Reflect.get(value, 'raw') === 'string';
}

/** A list or mapping without anything in it has no block style. */
function isBare(value: Data): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
