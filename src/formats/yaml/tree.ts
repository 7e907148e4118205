import {
  CHOMPING_MODE,
  COLLECTION_STYLE,
  CORE_SCHEMA,
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  mergeTag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
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
  /** Written without quotes. */
  readonly plain: boolean;
  /** Written in block style, `|` or `>`: whether the line breaks behind it are part of it, all (`+`), one or none (`-`). */
  readonly block?: 'keep' | 'clip' | 'strip';
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
export type AliasNode = Place & {
  readonly kind: 'alias';
  /** What it stands for; absent for an alias within what it stands for. */
  readonly target?: YamlNode;
};

/** A YAML text, what it says, and where. */
export type YamlTree = {
  readonly text: string;
  /** What the text says, by the core schema of YAML 1.2 and merge keys; undefined when it holds no document. */
  readonly data: unknown;
  readonly root?: YamlNode;
  /** The nodes that aliases stand for. */
  readonly shared: ReadonlySet<YamlNode>;
  /** Line and column of an offset, both from 1. */
  readonly placeOf: PlaceOf;
};

export type PlaceOf = (offset: number) => { readonly line: number; readonly column: number };

/** What a YAML text is to be called in messages, and the line of its file at which it starts (from 1). */
export type YamlOrigin = { readonly name: string; readonly line: number };

/**
 * Reads one YAML document with the places of its nodes.
 *
 * @throws UserError `invalid-card`, with line and column: broken YAML, a key that comes twice, several documents.
 */
export function readYamlTree(text: string, origin: YamlOrigin): YamlTree {
  const placeOf = makePlaces(text);
  const refuse = (reason: string, offset: number): never => {
    throw invalidYaml(reason, origin, placeOf(offset));
  };
  try {
    const events = parseEvents(text, { maxDepth: MAX_DEPTH });
    const shared = new Set<YamlNode>();
    const root = buildTree(text, events, shared);
    if (events.filter((event) => event.type === EVENT_ID.DOCUMENT).length > 1) {
      refuse('there is more than one document', secondDocument(text, root?.end ?? 0));
    }
    if (root === undefined) return { text, data: undefined, shared, placeOf };
    const [data] = constructFromEvents(events, { source: text, schema: SCHEMA, maxAliases: MAX_ALIASES });
    const hasAliases = events.some((event) => event.type === EVENT_ID.ALIAS);
    if (hasAliases && sizeOf(data) > MAX_SIZE) refuse('its aliases grow beyond all measure', root.start);
    return { text, root, data, shared, placeOf };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line: at = 0, column = 0 } = error.mark ?? {};
    const reason = REASONS[error.reason] ?? error.reason;
    throw invalidYaml(reason, origin, { line: at + 1, column: column + 1 });
  }
}

/** What the library calls so, in words that say what to do. Older readers let it pass, so cards have it. */
const REASONS: Readonly<Record<string, string>> = {
  'deficient indentation': 'this goes on with what a line above began, so it has to be indented by one blank at least',
};

/** Where the second of several documents begins: at the first mark behind what the first one says. */
function secondDocument(text: string, from: number): number {
  const mark = /^(?:---|\.\.\.)(?=\s|$)/gm;
  mark.lastIndex = from;
  return mark.exec(text)?.index ?? from;
}

/** Parts of a piece of data with its aliases written out; infinite when it holds itself. */
function sizeOf(data: unknown, known: Map<object, number> = new Map()): number {
  if (typeof data !== 'object' || data === null) return 1;
  const old = known.get(data);
  if (old !== undefined) return old;
  known.set(data, Number.POSITIVE_INFINITY);
  const size = Object.values(data).reduce((sum: number, part) => sum + sizeOf(part, known), 1);
  known.set(data, size);
  return size;
}

/** Is the node an alias, or does an alias elsewhere stand for it? A change of it would change other places as well. */
export function isShared(tree: YamlTree, node: YamlNode | undefined): boolean {
  return node !== undefined && (node.kind === 'alias' || tree.shared.has(node));
}

/** What a node says: an alias says what it stands for. */
export function resolveAlias(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

/** How a number is spelled where it stands; nothing for other values. */
export function spellingOf(value: unknown, node: YamlNode | undefined): { readonly written?: string } {
  return typeof value === 'number' && node?.kind === 'scalar' ? { written: node.text } : {};
}

/** What the Hub reads by: the core of YAML 1.2, with merge keys. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);

const MAX_DEPTH = 100;
/** Enough for every card that people write; without a bound, aliases of aliases grow beyond all memory. */
const MAX_ALIASES = 1000;
/** Parts of a front matter with its aliases written out; the largest cards have some 50,000. */
const MAX_SIZE = 1_000_000;

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
export function makePlaces(text: string): PlaceOf {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
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

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n?|\n/g)) starts.push(index + lineBreak.length);
  return starts;
}

/** The value under a key of a mapping; undefined when the node is no mapping or has no such key. */
export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return node.entries.find((entry) => entry.key.kind === 'scalar' && entry.key.text === key)?.value;
}

const BLOCKS: Readonly<Record<number, NonNullable<ScalarNode['block']>>> = {
  [CHOMPING_MODE.KEEP]: 'keep',
  [CHOMPING_MODE.STRIP]: 'strip',
};

function buildTree(text: string, events: readonly Event[], shared: Set<YamlNode>): YamlNode | undefined {
  const anchors = new Map<string, YamlNode>();
  let at = events[0]?.type === EVENT_ID.DOCUMENT ? 1 : 0;
  let end = 0;
  const node = (): YamlNode | undefined => {
    const event = events[at];
    at += 1;
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return undefined;
    const anchor = event.anchorStart < 0 ? undefined : text.slice(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.ALIAS) {
      end = event.anchorEnd;
      const target = anchors.get(anchor ?? '');
      if (target !== undefined) shared.add(target);
      const found = target === undefined ? {} : { target };
      return { kind: 'alias', ...found, start: event.anchorStart - 1, end, tagged: false };
    }
    const place = { tagged: event.tagStart >= 0, ...(anchor === undefined ? {} : { anchor }) };
    const made = event.type === EVENT_ID.SCALAR ? scalar(event, place) : collection(event, place);
    if (anchor !== undefined) anchors.set(anchor, made);
    return made;
  };
  const scalar = (event: ScalarEvent, place: Pick<Place, 'tagged' | 'anchor'>): ScalarNode => {
    const start = scalarStart(event, Math.max(end, event.tagEnd, event.anchorEnd));
    end = scalarEnd(event, start);
    const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
    const block = isBlock ? { block: BLOCKS[event.chomping] ?? 'clip' } : {};
    const plain = event.style === SCALAR_STYLE.PLAIN;
    return { kind: 'scalar', text: getScalarValue(text, event), plain, ...block, start, end, ...place };
  };
  const collection = (
    event: SequenceEvent | MappingEvent,
    place: Pick<Place, 'tagged' | 'anchor'>,
  ): SequenceNode | MappingNode => {
    const { start } = event;
    end = start;
    const flow = event.style === COLLECTION_STYLE.FLOW;
    const children: YamlNode[] = [];
    for (let child = node(); child !== undefined; child = node()) children.push(child);
    // A pair in a list, `[a: b]`, is a mapping without brackets: it begins with its key.
    const [first] = children;
    const isPair = event.type === EVENT_ID.MAPPING && first !== undefined && outerStart(first) <= start;
    if (flow && !isPair) end = closingBracket(text, Math.max(end, start + 1));
    if (event.type === EVENT_ID.SEQUENCE) return { kind: 'sequence', flow, items: children, start, end, ...place };
    const entries = [];
    for (let pair = 0; pair < children.length; pair += 2) {
      const key = children[pair];
      const value = children[pair + 1];
      if (key !== undefined && value !== undefined) entries.push({ key, value });
    }
    return { kind: 'mapping', flow, entries, start, end, ...place };
  };
  return node();
}

/** Where a node begins with its anchor. */
function outerStart(node: YamlNode): number {
  return node.start - (node.anchor === undefined ? 0 : node.anchor.length + 2);
}

/** An empty value stands nowhere: it is placed where what precedes it ends. */
function scalarStart(event: ScalarEvent, before: number): number {
  if (event.valueStart < 0) return before;
  return isQuoted(event) ? event.valueStart - 1 : event.valueStart;
}

function scalarEnd(event: ScalarEvent, start: number): number {
  if (event.valueStart < 0) return start;
  return isQuoted(event) ? event.valueEnd + 1 : event.valueEnd;
}

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}

/** The offset after the bracket that closes a flow collection: behind its last item stand only blanks, comments, a comma. */
function closingBracket(text: string, from: number): number {
  const at = skipBlanks(text, from, /[\s,:?]/);
  return text[at] === ']' || text[at] === '}' ? at + 1 : from;
}

/** The next offset at which neither a blank nor a comment stands. */
export function skipBlanks(text: string, from: number, blank: RegExp = /\s/): number {
  let at = from;
  while (at < text.length) {
    if (text[at] === '#') {
      const newline = text.slice(at).search(/[\r\n]/);
      if (newline === -1) return text.length;
      at += newline;
    } else if (blank.test(text[at] ?? '')) at += 1;
    else return at;
  }
  return at;
}
