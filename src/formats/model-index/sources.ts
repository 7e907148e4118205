import type { Change } from '../../scores/merge.ts';
import type { Splice } from '../yaml/splice.ts';
import { resolveAlias, type SequenceNode, valueAt, type YamlNode } from '../yaml/tree.ts';
import type { IndexedScore } from './read.ts';
import type { ScaledScore } from './scale.ts';

/** A value that takes the place of a held one. */
export type Replacement = Extract<Change<IndexedScore, ScaledScore>, { op: 'replace' }>;

/** What becomes of each score once sources are heeded, and the replaced values that leave their result. */
export type SourcedChanges = {
  readonly changes: readonly Change<IndexedScore, ScaledScore>[];
  /** The held scores that are taken out of a result whose source others keep: the new one goes where its source is. */
  readonly apart: ReadonlySet<IndexedScore>;
};

/**
 * A source is that of a result, of all its metrics. So a value of another source changes the source where it is that of
 * no other value, and leaves the result where it is; thus it does not matter which of two sources comes first. A value
 * without a source, and one that could not leave without losing something, are conflicts, others beside it or not.
 *
 * @param text The front matter.
 */
export function heedSources(changes: readonly Change<IndexedScore, ScaledScore>[], text: string): SourcedChanges {
  const movers = changes.filter(isMoving);
  const apart = new Set<IndexedScore>();
  const stuck = new Map<Change<IndexedScore, ScaledScore>, string>();
  for (const group of Map.groupBy(movers, ({ held }) => held.result).values()) {
    const metrics = group[0] === undefined ? undefined : metricsOf(group[0].held);
    const whyStuck = ({ held, offered }: Replacement): string | undefined => {
      const isSourced = offered.score.source !== undefined && sourceNodes(held).url !== undefined;
      if (!isSourced) return 'what is there has another source';
      // Whether others stand beside it does not matter, for they may come later.
      return isRemovable(held, metrics, text) ? undefined : 'what is there has another source, and more to say';
    };
    for (const change of group) {
      const reason = whyStuck(change);
      if (reason !== undefined) stuck.set(change, reason);
    }
    const free = group.filter((change) => !stuck.has(change)).sort((a, b) => a.held.path[2] - b.held.path[2]);
    const [first] = free;
    if (first === undefined) continue;
    const isTaken = free.length === metrics?.items.length;
    for (const change of free) {
      if (!isTaken || sourceOf(change) !== sourceOf(first)) apart.add(change.held);
    }
  }
  return {
    apart,
    changes: changes.map((change) => {
      const reason = stuck.get(change);
      if (reason !== undefined && change.op === 'replace') {
        return { op: 'conflict', offered: change.offered, held: change.held, reason };
      }
      const isApart = change.op === 'replace' && apart.has(change.held);
      return isApart ? { ...change, reason: 'the others of its result keep their source' } : change;
    }),
  };
}

/** Does a value have another source than the one that it replaces? A result without one gets none. */
export function isMoving(change: Change<IndexedScore, ScaledScore>): change is Replacement {
  if (change.op !== 'replace') return false;
  const old = sourceKey(change.held.givenSource);
  return old !== '' && old !== sourceOf(change);
}

function sourceOf({ offered }: Replacement): string {
  return sourceKey(offered.score.source);
}

/** The scalars of a result's source that can be replaced. */
export function sourceNodes({ result }: IndexedScore): { readonly url?: YamlNode; readonly name?: YamlNode } {
  const source = valueAt(result, 'source');
  const [url, name] = [valueAt(source, 'url'), valueAt(source, 'name')];
  return { ...(url === undefined ? {} : { url }), ...(name === undefined ? {} : { name }) };
}

/** Sources are the same when their address is; one without an address is none but itself. */
export function sourceKey(source: unknown): string {
  if (source === undefined || source === null) return '';
  const url = typeof source === 'object' ? Reflect.get(source, 'url') : undefined;
  return typeof url === 'string' ? url : `no address: ${JSON.stringify(source)}`;
}

function metricsOf({ result }: IndexedScore): SequenceNode | undefined {
  const metrics = resolveAlias(valueAt(result, 'metrics'));
  return metrics?.kind === 'sequence' ? metrics : undefined;
}

/** What a metric that is written anew says; one with more would lose it. */
const OWN_KEYS = new Set(['type', 'value', 'name', 'config', 'args']);

/** Either begins a word; in quotes they count as well, which is on the safe side. */
const REMARK_OR_ANCHOR = /[\s,[{][#&]/;

/** Can a metric be taken out without anything getting lost: further keys, anchors, remarks in it or beside it? */
function isRemovable({ metric, path }: IndexedScore, metrics: SequenceNode | undefined, text: string): boolean {
  const node = metrics?.items[path[2]];
  if (metrics === undefined || node === undefined || node.kind === 'alias') return false;
  if (!Object.keys(metric).every((key) => OWN_KEYS.has(key))) return false;
  if (typeof metric.value !== 'number' && typeof metric.value !== 'string') return false;
  if (metrics.flow) {
    const [before, behind] = [metrics.items[path[2] - 1], metrics.items[path[2] + 1]];
    return !REMARK_OR_ANCHOR.test(text.slice(before?.end ?? metrics.start, behind?.start ?? metrics.end));
  }
  const lines = linesOf(node, text);
  if (lines === undefined || REMARK_OR_ANCHOR.test(text.slice(lines.from, lines.to))) return false;
  // A remark below it is on what comes next, or would be once something is added there.
  const above = text.slice(0, lines.from).trimEnd();
  return !/^[ \t]*#/.test(above.slice(above.lastIndexOf('\n') + 1));
}

/** Takes metrics out of a list; some others stay in it. */
export function removeMetrics(held: readonly IndexedScore[], text: string): Splice[] {
  return [...Map.groupBy(held, ({ result }) => result).values()].flatMap((group) => {
    const metrics = group[0] === undefined ? undefined : metricsOf(group[0]);
    const gone = new Set(group.map(({ path }) => path[2]));
    const items = metrics?.items ?? [];
    const kept = items.findIndex((_, at) => !gone.has(at));
    return [...gone].flatMap((at) => {
      const node = items[at];
      const range = metrics?.flow ? itemOf(items, at, kept) : node === undefined ? undefined : linesOf(node, text);
      return range === undefined ? [] : [{ at: range.from, remove: range.to - range.from, insert: '' }];
    });
  });
}

type Range = { readonly from: number; readonly to: number };

/** An item of a list in brackets, with the comma between it and one that is kept. */
function itemOf(items: readonly YamlNode[], at: number, kept: number): Range | undefined {
  const [before, node, behind] = [items[at - 1], items[at], items[at + 1]];
  if (node === undefined) return undefined;
  if (at < kept) return behind === undefined ? undefined : { from: node.start, to: behind.start };
  return before === undefined ? undefined : { from: before.end, to: node.end };
}

/** The lines of an item of a list, from the line break before its dash to the one behind it, exclusive. */
function linesOf({ start, end }: YamlNode, text: string): Range | undefined {
  const above = text.slice(0, start).trimEnd();
  const line = above.lastIndexOf('\n') + 1;
  if (!/^ *-$/.test(above.slice(line)) || line === 0) return undefined;
  const last = start + text.slice(start, end).trimEnd().length;
  const lineBreak = text.slice(last).search(/[\r\n]/);
  return {
    from: line - (text[line - 2] === '\r' ? 2 : 1),
    to: lineBreak === -1 ? text.length : last + lineBreak,
  };
}
