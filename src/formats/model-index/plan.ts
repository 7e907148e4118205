import type { Change } from '../../scores/merge.ts';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';
import { copyOf, dataOf } from '../yaml/data.ts';
import { appendItems, fillFlowKey, fillKey, insertLines, type Splice } from '../yaml/splice.ts';
import { renderEntries, renderString, type YamlValue } from '../yaml/text.ts';
import { isShared, makePlaces, valueAt, type YamlNode, type YamlTree } from '../yaml/tree.ts';
import { type IndexedScore, type Part, resultsOf } from './read.ts';
import { elementOf, groupResults, metricOf, resultOf } from './render.ts';

/** The changes of a front matter, and what it has to say after them. */
export type Edit = { readonly splices: readonly Splice[]; readonly expected: unknown };
export type EditContext = {
  readonly modelName: string;
  readonly eol: string;
  readonly refuse: (node: YamlNode | undefined, reason: string) => never;
};

type Index = {
  name?: unknown;
  results?: { metrics: unknown[]; source?: { url?: unknown; name?: unknown } | null }[] | null;
}[];

/** The splices for the changes, and what the YAML has to say after them. */
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
  const expected = copyOf(tree.data ?? {}) as Record<string, unknown> & { 'model-index'?: Index | null };
  const splices: Splice[] = [];
  for (const change of replaced) {
    checkUnshared(tree, change.held.nodes, context);
    splices.push(...replaceValue(change.held, change.offered.score, context));
    const [at, resultAt, metricAt] = change.held.path;
    const metric = expected['model-index']?.[at]?.results?.[resultAt]?.metrics[metricAt] as { value: unknown };
    metric.value = Number(change.offered.score.written);
    const result = expected['model-index']?.[at]?.results?.[resultAt];
    if (result?.source != null && change.offered.score.source !== undefined) {
      const { url, name } = sourceNodes(change.held);
      if (url !== undefined) result.source.url = change.offered.score.source.url;
      if (name !== undefined) result.source.name = change.offered.score.source.name;
    }
  }
  const homes = new Map<string, IndexedScore>();
  for (const one of held) {
    const home = homeOf(one, one.givenSource);
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
    expected['model-index']?.[home.path[0]]?.results?.[home.path[1]]?.metrics.push(...items.map(dataOf));
  }
  if (fresh.length > 0) splices.push(...addResults(tree, fresh, expected, context));
  return { splices, expected };
}

function replaceValue(held: IndexedScore, score: Score, { refuse }: EditContext): Splice[] {
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
  const { source } = score;
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

function addResults(
  tree: YamlTree,
  scores: readonly Score[],
  expected: Record<string, unknown> & { 'model-index'?: Index | null },
  context: EditContext,
): readonly Splice[] {
  const { modelName, eol, refuse } = context;
  const { root } = tree;
  const items = groupResults(scores).map(resultOf);
  const element = elementOf(scores, modelName);
  if (root === undefined) {
    expected['model-index'] = [dataOf(element)] as Index;
    return [addKey(tree.text, element, '', eol)];
  }
  if (root.kind !== 'mapping' || root.flow) return refuse(root, 'the front matter is no block of "key: value" lines');
  const place = resultsOf(tree, modelName);
  if (place.index === undefined) {
    const indent = ' '.repeat(makePlaces(tree.text)(root.start).column - 1);
    expected['model-index'] = [dataOf(element)] as Index;
    return [addKey(tree.text, element, indent, eol)];
  }
  checkUnshared(tree, [place.index, place.element, place.results], context);
  const inFlow = place.element?.kind === 'mapping' && place.element.flow;
  if (place.results !== undefined && (inFlow || !isEmpty(tree.text, place.results)) && place.elementAt !== undefined) {
    expected['model-index']?.[place.elementAt]?.results?.push(...(items.map(dataOf) as { metrics: unknown[] }[]));
    return [appendItems(tree.text, place.results, items, eol)];
  }
  if (place.element !== undefined && place.elementAt !== undefined) {
    const entry =
      place.element.kind === 'mapping' ? place.element.entries.find(({ key }) => isKey(key, 'results')) : undefined;
    const data = expected['model-index']?.[place.elementAt];
    const isFree = entry === undefined ? data?.results == null : isEmpty(tree.text, entry.value);
    if (place.element.kind !== 'mapping' || data === undefined || !isFree) {
      return refuse(place.element, 'this element of "model-index" has no list of results');
    }
    data.results = items.map(dataOf) as { metrics: unknown[] }[];
    if (place.element.flow) return [fillFlowKey(tree.text, place.element, 'results', items)];
    if (entry !== undefined) return fillKey(tree.text, entry.key, entry.value, items, eol);
    const indent = ' '.repeat(makePlaces(tree.text)(place.element.start).column - 1);
    return [insertLines(tree.text, place.element.end, renderEntries({ results: items }, indent), eol)];
  }
  if (place.index.kind === 'sequence' && !isEmpty(tree.text, place.index)) {
    expected['model-index']?.push(dataOf(element) as Index[number]);
    return [appendItems(tree.text, place.index, [element], eol)];
  }
  const entry = root.entries.find(({ key }) => isKey(key, 'model-index'));
  if (entry === undefined || !isEmpty(tree.text, entry.value)) return refuse(place.index, '"model-index" is no list');
  expected['model-index'] = [dataOf(element)] as Index;
  return fillKey(tree.text, entry.key, entry.value, [element], eol);
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
