import {
  EVENT_ID,
  type Event,
  getScalarValue,
  load,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import { UserError } from '../../errors.ts';

/** A node of a YAML text with the place of its source: offsets from 0, the end exclusive, anchor and tag left out. */
export type YamlNode = ScalarNode | MappingNode | SequenceNode | AliasNode;

type Place = { readonly start: number; readonly end: number; readonly anchor?: string; readonly tagged: boolean };

export type ScalarNode = Place & {
  readonly kind: 'scalar';
  /** The text that is meant, quotes and escapes undone; numbers and the like are not resolved. */
  readonly text: string;
  /** Written without quotes and in one piece. */
  readonly plain: boolean;
};
export type MappingNode = Place & {
  readonly kind: 'mapping';
  readonly flow: boolean;
  readonly entries: readonly { readonly key: YamlNode; readonly value: YamlNode }[];
};
export type SequenceNode = Place & {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
};
export type AliasNode = Place & { readonly kind: 'alias'; readonly name: string };

/** A YAML text, what it says, and where. */
export type YamlTree = {
  readonly text: string;
  /** What the text says, by the core schema of YAML 1.2; undefined when it holds no document. */
  readonly data: unknown;
  readonly root?: YamlNode;
};

/** What a YAML text is to be called in messages, and the line of its file at which it starts (from 1). */
export type YamlOrigin = { readonly name: string; readonly line: number };

/**
 * Reads one YAML document with the places of its nodes.
 *
 * @throws UserError `invalid-card`, with line and column: broken YAML, a key that comes twice, several documents.
 */
export function readYamlTree(text: string, origin: YamlOrigin): YamlTree {
  try {
    const events = parseEvents(text, { maxDepth: MAX_DEPTH });
    const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT);
    if (documents.length > 1) throw invalidYaml('there is more than one document', origin, { line: 1, column: 1 });
    const root = buildTree(text, events);
    if (root === undefined) return { text, data: undefined };
    return { text, root, data: load(text, { maxDepth: MAX_DEPTH, maxAliases: MAX_ALIASES }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line: at = 0, column = 0 } = error.mark ?? {};
    throw invalidYaml(error.reason, origin, { line: at + 1, column: column + 1 });
  }
}

const MAX_DEPTH = 100;
/** Enough for every card that people write; without a bound, aliases of aliases grow beyond all memory. */
const MAX_ALIASES = 1000;

/** The error for a text that cannot be read, or not be edited safely, at a place of it (line and column from 1). */
export function invalidYaml(
  reason: string,
  origin: YamlOrigin,
  { line, column }: { readonly line: number; readonly column: number },
): UserError {
  const at = origin.line + line - 1;
  return new UserError('invalid-card', `${origin.name}, line ${at}, column ${column}: ${reason}.`, {
    hint: 'Mend it there; nothing was changed.',
    details: { line: at, column },
  });
}

/** Makes the function that tells the line and column of an offset, both from 1. */
export function makePlaces(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** The value under a key of a mapping; undefined when the node is no mapping or has no such key. */
export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return node.entries.find((entry) => entry.key.kind === 'scalar' && entry.key.text === key)?.value;
}

function buildTree(text: string, events: readonly Event[]): YamlNode | undefined {
  let at = 0;
  let end = 0;
  const node = (): YamlNode | undefined => {
    const event = events[at];
    at += 1;
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return undefined;
    if (event.type === EVENT_ID.ALIAS) {
      end = event.anchorEnd;
      return {
        kind: 'alias',
        name: text.slice(event.anchorStart, end),
        start: event.anchorStart - 1,
        end,
        tagged: false,
      };
    }
    const place = {
      tagged: event.tagStart >= 0,
      ...(event.anchorStart < 0 ? {} : { anchor: text.slice(event.anchorStart, event.anchorEnd) }),
    };
    if (event.type === EVENT_ID.SCALAR) {
      const start = scalarStart(event, Math.max(end, event.tagEnd, event.anchorEnd));
      end = scalarEnd(event, start);
      const plain = event.style === SCALAR_STYLE.PLAIN;
      return { kind: 'scalar', text: getScalarValue(text, event), plain, start, end, ...place };
    }
    const { start } = event;
    end = start;
    const flow = event.style === 2;
    const children: YamlNode[] = [];
    for (let child = node(); child !== undefined; child = node()) children.push(child);
    if (flow) end = closingBracket(text, Math.max(end, start + 1));
    if (event.type === EVENT_ID.SEQUENCE) return { kind: 'sequence', flow, items: children, start, end, ...place };
    const entries = [];
    for (let pair = 0; pair < children.length; pair += 2) {
      const key = children[pair];
      const value = children[pair + 1];
      if (key !== undefined && value !== undefined) entries.push({ key, value });
    }
    return { kind: 'mapping', flow, entries, start, end, ...place };
  };
  if (events[0]?.type === EVENT_ID.DOCUMENT) at = 1;
  return node();
}

/** An empty value stands nowhere: it is placed where what precedes it ends. */
function scalarStart(event: ScalarEvent, before: number): number {
  if (event.valueStart < 0) return before;
  const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return quoted ? event.valueStart - 1 : event.valueStart;
}

function scalarEnd(event: ScalarEvent, start: number): number {
  if (event.valueStart < 0) return start;
  const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return quoted ? event.valueEnd + 1 : event.valueEnd;
}

/** The offset after the bracket that closes a flow collection: behind its last item stand only blanks, comments, a comma. */
function closingBracket(text: string, from: number): number {
  const match = /(?:[\s,]|#[^\n]*|:)*[\]}]/y;
  match.lastIndex = from;
  const found = match.exec(text);
  return found === null ? from : from + found[0].length;
}
