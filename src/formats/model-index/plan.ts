import type { Part } from '../../data.ts';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';
import { copyOf, dataOf } from '../yaml/data.ts';
import { appendItems, fillFlowKey, fillKey, insertLines, replaceScalar, type Splice } from '../yaml/splice.ts';
import { renderEntries, renderNumber, renderString, type YamlValue } from '../yaml/text.ts';
import { isShared, valueAt, type YamlNode, type YamlTree } from '../yaml/tree.ts';
import { type IndexedScore, type ResultsPlace, resultsOf } from './read.ts';
import { elementOf, groupResults, metricOf, resultOf } from './render.ts';
import { isMoving, type Replacement, removeMetrics, sourceKey, sourceNodes } from './sources.ts';

/** The changes of a front matter. */
export type Edit = {
  readonly splices: readonly Splice[];
  /** What the front matter has to say after the changes. */
  expect(): unknown;
};
export type EditContext = {
  readonly modelName: string;
  readonly eol: string;
  readonly refuse: (node: YamlNode | undefined, reason: string) => never;
};

type Index = {
  name?: unknown;
  results?: { metrics: unknown[]; source?: { url?: unknown; name?: unknown } | null }[] | null;
}[];

/** What has to happen to the data, in step with the splices. */
type Mutation = (data: Record<string, unknown> & { 'model-index'?: Index | null }) => void;

/** Plans the splices for the changes, and what the YAML has to say after them. */
export function planEdit(
  tree: YamlTree,
  {
    held,
    added,
    replaced,
    apart,
  }: {
    readonly held: readonly IndexedScore[];
    /** The scores that get an entry: those that are new, and those that take the place of one that is apart. */
    readonly added: readonly Score[];
    readonly replaced: readonly Replacement[];
    /** See {@link heedSources}. */
    readonly apart: ReadonlySet<IndexedScore>;
  },
  context: EditContext,
): Edit {
  const splices: Splice[] = [];
  const mutations: Mutation[] = [];
  const moved = new Map<YamlNode, Score['source']>();
  const gone: IndexedScore[] = [];
  for (const change of replaced) {
    const { held: one, offered } = change;
    checkUnshared(tree, one.nodes, context);
    if (apart.has(one)) {
      gone.push(one);
      continue;
    }
    const source = isMoving(change) && !moved.has(one.result) ? offered.score.source : undefined;
    if (source !== undefined) moved.set(one.result, source);
    splices.push(...replaceValue(tree, one, offered.score, source, context));
    mutations.push((data) => replaceIn(data, one, offered.score, source));
  }
  for (const splice of removeMetrics(gone, tree.text)) splices.push(splice);
  mutations.push((data) => removeIn(data, gone));
  const homes = new Map<string, IndexedScore>();
  let last: YamlNode | undefined;
  for (const one of held) {
    // The metrics of one result have one home.
    if (one.result === last) continue;
    last = one.result;
    const home = homeOf(one, moved.has(one.result) ? moved.get(one.result) : one.givenSource);
    homes.set(home, homes.get(home) ?? one);
  }
  const fresh: Score[] = [];
  for (const group of groupResults(added)) {
    const home = group[0] === undefined ? undefined : homes.get(homeOf(group[0], group[0].source));
    const metrics = home === undefined ? undefined : valueAt(home.result, 'metrics');
    if (home === undefined || metrics?.kind !== 'sequence') {
      for (const score of group) fresh.push(score);
      continue;
    }
    checkUnshared(tree, home.nodes.slice(0, -1), context);
    const items = group.map(metricOf);
    splices.push(appendItems(tree.text, metrics, items, context.eol));
    mutations.push((data) => {
      const own = data['model-index']?.[home.path[0]]?.results?.[home.path[1]]?.metrics;
      for (const item of items) own?.push(dataOf(item));
    });
  }
  if (fresh.length > 0) {
    const edit = addResults(tree, fresh, context);
    for (const splice of edit.splices) splices.push(splice);
    mutations.push(edit.mutate);
  }
  const expect = (): unknown => {
    const data = copyOf(tree.data ?? {}) as Parameters<Mutation>[0];
    for (const mutate of mutations) mutate(data);
    return data;
  };
  return { splices, expect };
}

function replaceIn(data: Parameters<Mutation>[0], held: IndexedScore, score: Score, source: Score['source']): void {
  const [at, resultAt, metricAt] = held.path;
  const result = data['model-index']?.[at]?.results?.[resultAt];
  const metric = result?.metrics[metricAt] as { value: unknown } | undefined;
  if (metric !== undefined) metric.value = Number(score.written);
  if (result?.source == null || source === undefined) return;
  const { url, name } = sourceNodes(held);
  if (url !== undefined) result.source.url = source.url;
  if (name !== undefined) result.source.name = source.name;
}

function removeIn(data: Parameters<Mutation>[0], gone: readonly IndexedScore[]): void {
  for (const [result, group] of Map.groupBy(gone, ({ path }) => data['model-index']?.[path[0]]?.results?.[path[1]])) {
    const places = new Set(group.map(({ path }) => path[2]));
    if (result !== undefined) result.metrics = result.metrics.filter((_, at) => !places.has(at));
  }
}

function replaceValue(
  tree: YamlTree,
  held: IndexedScore,
  score: Score,
  source: Score['source'],
  { refuse }: EditContext,
): Splice[] {
  const { url, name } = sourceNodes(held);
  const parts: [YamlNode | undefined, string][] = [[held.valueNode, renderNumber(score.written)]];
  if (source !== undefined) parts.push([url, renderString(source.url)], [name, renderString(source.name)]);
  return parts.flatMap(([node, insert]) => {
    if (node === undefined) return [];
    const splices = replaceScalar(tree.text, node, insert);
    return splices ?? refuse(node, 'this is no plain number or text, so it cannot be replaced in place');
  });
}

/** Scores with the same home are metrics of one result: task, dataset and source agree. */
function homeOf({ task, dataset }: { readonly task: Part; readonly dataset: Part }, source: unknown): string {
  const typeOf = (part: Part): string => (typeof part.type === 'string' ? part.type : '');
  const identity = {
    task: { type: typeOf(task) },
    dataset: { ...dataset, type: typeOf(dataset) },
    metric: { type: '' },
  };
  return `${slotOf(identity)} ${sourceKey(source)}`;
}

type Addition = { readonly splices: readonly Splice[]; readonly mutate: Mutation };

function addResults(tree: YamlTree, scores: readonly Score[], context: EditContext): Addition {
  const { modelName, eol, refuse } = context;
  const { root, text } = tree;
  const items = groupResults(scores).map(resultOf);
  const element = elementOf(scores, modelName);
  const makeIndex: Mutation = (data) => {
    data['model-index'] = [dataOf(element)] as Index;
  };
  if (root === undefined) return { splices: [addKey(text, { element, indent: '', eol })], mutate: makeIndex };
  if (root.kind !== 'mapping' || root.flow) return refuse(root, 'the front matter is no block of "key: value" lines');
  const columnOf = (node: YamlNode): string => ' '.repeat(tree.placeOf(node.start).column - 1);
  const place = resultsOf(tree, modelName);
  if (place.index === undefined) {
    const last = root.entries.at(-1);
    const before = last !== undefined && endsInLineBreak(last.value) ? { before: last.key } : {};
    return { splices: [addKey(text, { element, indent: columnOf(root), eol, ...before })], mutate: makeIndex };
  }
  checkUnshared(tree, [place.index, place.element, place.results], context);
  if (place.element !== undefined && place.elementAt !== undefined) {
    return addToElement(tree, place as ResultsPlace & { element: YamlNode; elementAt: number }, items, context);
  }
  if (place.index.kind === 'sequence' && !isEmpty(text, place.index)) {
    const mutate: Mutation = (data) => void data['model-index']?.push(dataOf(element) as Index[number]);
    return { splices: [appendItems(text, place.index, [element], eol)], mutate };
  }
  const entry = root.entries.find(({ key }) => isKey(key, 'model-index'));
  if (entry === undefined || !isEmpty(text, entry.value)) return refuse(place.index, '"model-index" is no list');
  return { splices: fillKey(text, entry.key, entry.value, [element], eol), mutate: makeIndex };
}

function addToElement(
  tree: YamlTree,
  { element, elementAt, results }: ResultsPlace & { readonly element: YamlNode; readonly elementAt: number },
  items: readonly YamlValue[],
  { eol, refuse }: EditContext,
): Addition {
  const { text } = tree;
  const fresh = (): NonNullable<Index[number]['results']> => items.map(dataOf) as { metrics: unknown[] }[];
  if (element.kind !== 'mapping') return refuse(element, 'this element of "model-index" has no list of results');
  if (results !== undefined && (element.flow || !isEmpty(text, results))) {
    const mutate: Mutation = (data) => {
      const own = data['model-index']?.[elementAt]?.results;
      for (const result of fresh()) own?.push(result);
    };
    return { splices: [appendItems(text, results, items, eol)], mutate };
  }
  const entry = element.entries.find(({ key }) => isKey(key, 'results'));
  const data = (tree.data as { 'model-index'?: Index })['model-index']?.[elementAt];
  const isFree = entry === undefined ? data?.results == null : isEmpty(text, entry.value);
  if (!isFree) return refuse(element, 'this element of "model-index" has no list of results');
  const mutate: Mutation = (mutable) => {
    const own = mutable['model-index']?.[elementAt];
    if (own !== undefined) own.results = fresh();
  };
  if (element.flow) return { splices: [fillFlowKey(text, element, 'results', items)], mutate };
  if (entry !== undefined) return { splices: fillKey(text, entry.key, entry.value, items, eol), mutate };
  const indent = ' '.repeat(tree.placeOf(element.start).column - 1);
  return { splices: [insertLines(text, element.end, renderEntries({ results: items }, indent), eol)], mutate };
}

/** A new last key of a front matter; or one before the last, where the line break behind that is part of what it says. */
function addKey(
  text: string,
  {
    element,
    indent,
    eol,
    before,
  }: { readonly element: YamlValue; readonly indent: string; readonly eol: string; readonly before?: YamlNode },
): Splice {
  const lines = renderEntries({ 'model-index': [element] }, indent).join(eol);
  if (before === undefined) return { at: text.length, remove: 0, insert: text === '' ? lines : eol + lines };
  const lineAt = (offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
  let at = lineAt(before.start);
  // Above the remarks that belong to it.
  while (at > 0 && /^[ \t]*#/.test(text.slice(lineAt(at - 1), at))) at = lineAt(at - 1);
  return { at, remove: 0, insert: lines + eol };
}

/**
 * Is a value a text in block style to which the line break behind it belongs? A front matter ends before its last one, as
 * Python's client reads it, so that something behind it would make the text longer.
 */
function endsInLineBreak(node: YamlNode): boolean {
  if (node.kind === 'scalar') return node.block === 'keep' || node.block === 'clip';
  const last =
    node.kind === 'sequence' ? node.items.at(-1) : node.kind === 'mapping' ? node.entries.at(-1)?.value : undefined;
  return last !== undefined && endsInLineBreak(last);
}

/** An entry that is added to what an alias stands for would turn up in other places as well. */
function checkUnshared(tree: YamlTree, nodes: readonly (YamlNode | undefined)[], { refuse }: EditContext): void {
  for (const node of nodes) if (isShared(tree, node)) refuse(node, 'this is shared by an anchor or an alias');
}

function isKey(node: YamlNode, key: string): boolean {
  return node.kind === 'scalar' && node.text === key;
}

/** Nothing, null or a list without items: a list in block style can take its place. */
function isEmpty(text: string, node: YamlNode | undefined): boolean {
  if (node === undefined) return true;
  if (node.tagged || node.anchor !== undefined) return false;
  // A comment between the brackets has to stay.
  if (node.kind === 'sequence') return node.flow && /^\[\s*\]$/.test(text.slice(node.start, node.end));
  return node.kind === 'scalar' && node.plain && /^(?:|~|null|Null|NULL)$/.test(node.text);
}
