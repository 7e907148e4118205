import type { Change } from '../../scores/merge.ts';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';
import type { Part } from '../yaml/data.ts';
import { copyOf, dataOf } from '../yaml/data.ts';
import { appendItems, fillFlowKey, fillKey, insertLines, type Splice } from '../yaml/splice.ts';
import { renderEntries, renderString, type YamlValue } from '../yaml/text.ts';
import { isShared, valueAt, type YamlNode, type YamlTree } from '../yaml/tree.ts';
import { type IndexedScore, type ResultsPlace, resultsOf } from './read.ts';
import { elementOf, groupResults, metricOf, resultOf } from './render.ts';

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
  }: {
    readonly held: readonly IndexedScore[];
    readonly added: readonly Score[];
    readonly replaced: readonly Extract<Change<IndexedScore>, { op: 'replace' }>[];
  },
  context: EditContext,
): Edit {
  const splices: Splice[] = [];
  const mutations: Mutation[] = [];
  for (const { held: one, offered } of replaced) {
    checkUnshared(tree, one.nodes, context);
    const source = movesSource({ held: one, offered }) ? offered.score.source : undefined;
    splices.push(...replaceValue(one, offered.score, source, context));
    mutations.push((data) => replaceIn(data, one, offered.score, source));
  }
  const homes = new Map<string, IndexedScore>();
  const moved = new Map(
    replaced.filter(movesSource).map((change) => [change.held.result, change.offered.score.source]),
  );
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
      fresh.push(...group);
      continue;
    }
    checkUnshared(tree, home.nodes.slice(0, -1), context);
    const items = group.map(metricOf);
    splices.push(appendItems(tree.text, metrics, items, context.eol));
    mutations.push((data) => {
      data['model-index']?.[home.path[0]]?.results?.[home.path[1]]?.metrics.push(...items.map(dataOf));
    });
  }
  if (fresh.length > 0) {
    const edit = addResults(tree, fresh, context);
    splices.push(...edit.splices);
    mutations.push(edit.mutate);
  }
  const expect = (): unknown => {
    const data = copyOf(tree.data ?? {}) as Parameters<Mutation>[0];
    for (const mutate of mutations) mutate(data);
    return data;
  };
  return { splices, expect };
}

/** Does the result's source change with the value? Only where it is not the same already. */
function movesSource({
  held,
  offered,
}: Pick<Extract<Change<IndexedScore>, { op: 'replace' }>, 'held' | 'offered'>): boolean {
  const old = sourceKey(held.givenSource);
  return old !== '' && old !== sourceKey(offered.score.source);
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

function replaceValue(held: IndexedScore, score: Score, source: Score['source'], { refuse }: EditContext): Splice[] {
  const replace = (node: YamlNode, insert: string): Splice => {
    if (
      node.kind === 'scalar' &&
      node.start < node.end &&
      !node.tagged &&
      node.anchor === undefined &&
      node.block === undefined
    )
      return { at: node.start, remove: node.end - node.start, insert };
    return refuse(node, 'this is no plain number or text, so it cannot be replaced in place');
  };
  const { url, name } = sourceNodes(held);
  return [
    replace(held.valueNode, score.written),
    ...(source === undefined || url === undefined ? [] : [replace(url, renderString(source.url))]),
    ...(source === undefined || name === undefined ? [] : [replace(name, renderString(source.name))]),
  ];
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
  if (root === undefined) return { splices: [addKey(text, element, '', eol)], mutate: makeIndex };
  if (root.kind !== 'mapping' || root.flow) return refuse(root, 'the front matter is no block of "key: value" lines');
  const columnOf = (node: YamlNode): string => ' '.repeat(tree.placeOf(node.start).column - 1);
  const place = resultsOf(tree, modelName);
  if (place.index === undefined) return { splices: [addKey(text, element, columnOf(root), eol)], mutate: makeIndex };
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
    const mutate: Mutation = (data) => void data['model-index']?.[elementAt]?.results?.push(...fresh());
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

/** A new last key of a front matter. */
function addKey(text: string, element: YamlValue, indent: string, eol: string): Splice {
  const lines = renderEntries({ 'model-index': [element] }, indent).join(eol);
  return { at: text.length, remove: 0, insert: text === '' ? lines : eol + lines };
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
