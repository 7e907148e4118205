import { type Part, partOf } from '../../data.ts';
import { datasetKey } from '../../scores/datasets.ts';
import type { HeldScore } from '../../scores/merge.ts';
import { slotOf } from '../../scores/slot.ts';
import {
  resolveAlias,
  type SequenceNode,
  spellingOf,
  valueAt,
  type YamlNode,
  type YamlOrigin,
  type YamlTree,
} from '../yaml/tree.ts';

/** One metric of one result of a card's `model-index`, as the card has it. */
export type IndexedScore = HeldScore & {
  /** Places in the card's data: element of the index, result, metric, each from 0. */
  readonly path: readonly [number, number, number];
  readonly modelName?: string;
  /** Column of the value, from 1. */
  readonly column: number;
  readonly task: Part;
  readonly dataset: Part;
  readonly metric: Part;
  readonly givenSource: unknown;
  readonly result: YamlNode;
  /** All nodes on the way to the value, the outermost first. */
  readonly nodes: readonly (YamlNode | undefined)[];
  readonly valueNode: YamlNode;
  /** Line and column of the file, from 1, at which a node stands. */
  readonly placeOf: (node: YamlNode) => { readonly line: number; readonly column: number };
};

export type ModelIndex = { readonly scores: readonly IndexedScore[] };

/**
 * Reads what a front matter's `model-index` holds: several elements, values of any type, results without a dataset, null
 * sources. What is not understood is left out, and nothing else is lost with it; `checkShape` names it.
 *
 * @param datasets Keys of datasets (see `datasetKey`): results of others are passed over, which is most of the time in a card of
 *   thousands of results.
 */
export function readModelIndex(tree: YamlTree, origin: YamlOrigin, datasets?: ReadonlySet<string>): ModelIndex {
  const scores: IndexedScore[] = [];
  const placeOf = (node: YamlNode): { line: number; column: number } => {
    const { line, column } = tree.placeOf(node.start);
    return { line: origin.line + line - 1, column };
  };
  const list = (given: YamlNode | undefined, data: unknown): [number, YamlNode, Part][] => {
    const node = resolveAlias(given);
    if (node?.kind !== 'sequence' || !Array.isArray(data)) return [];
    return node.items.map((item, at) => [at, resolveAlias(item) ?? item, partOf(data[at])]);
  };
  const index = list(valueAt(tree.root, 'model-index'), partOf(tree.data)['model-index']);
  for (const [at, element, { name, results }] of index) {
    for (const [resultAt, result, parts] of list(valueAt(element, 'results'), results)) {
      if (isOther(parts.dataset, datasets)) continue;
      for (const [metricAt, node, metric] of list(valueAt(result, 'metrics'), parts.metrics)) {
        // A merge key may bring the value along: then it stands nowhere of its own.
        const valueNode = resolveAlias(valueAt(node, 'value')) ?? (metric.value === undefined ? undefined : node);
        const own = asWritten(node, metric);
        if (valueNode === undefined || typeof own.type !== 'string') continue;
        const { url } = partOf(parts.source);
        const identity = {
          task: partOf(parts.task),
          dataset: partOf(parts.dataset),
          metric: { ...metric, type: own.type },
        };
        const dataset = asWritten(valueAt(result, 'dataset'), identity.dataset);
        scores.push({
          ...identity,
          path: [at, resultAt, metricAt],
          ...(typeof name === 'string' ? { modelName: name } : {}),
          nodes: [
            tree.root,
            valueAt(tree.root, 'model-index'),
            element,
            valueAt(element, 'results'),
            result,
            valueAt(result, 'metrics'),
            node,
          ],
          result,
          valueNode,
          slot: slotOf({
            task: { type: textOf(identity.task.type) },
            dataset: { ...dataset, type: textOf(dataset.type) },
            metric: { ...own, type: own.type, name: textOf(own.name) },
          }),
          value: metric.value,
          ...spellingOf(metric.value, valueNode),
          locked: metric.verified === true || (metric.verifyToken !== undefined && metric.verifyToken !== null),
          file: origin.name,
          ...placeOf(valueNode),
          placeOf,
          givenSource: parts.source,
          ...(typeof url === 'string' ? { source: url } : {}),
        });
      }
    }
  }
  return { scores };
}

/** What of the way to a model's results is there: the index, its element of that name or its only one, the results. */
export type ResultsPlace = {
  readonly index?: YamlNode;
  readonly element?: YamlNode;
  readonly elementAt?: number;
  readonly results?: SequenceNode;
};

/** Finds where the results of a model belong in a front matter. */
export function resultsOf(tree: YamlTree, modelName: string): ResultsPlace {
  const index = valueAt(tree.root, 'model-index');
  if (index?.kind !== 'sequence') return index === undefined ? {} : { index };
  const named = index.items.findIndex((item) => {
    const name = valueAt(item, 'name');
    return name?.kind === 'scalar' && name.text === modelName;
  });
  const elementAt = named === -1 && index.items.length === 1 ? 0 : named;
  const element = index.items[elementAt];
  if (element === undefined) return { index };
  const results = valueAt(element, 'results');
  return { index, element, elementAt, ...(results?.kind === 'sequence' ? { results } : {}) };
}

/** Is the dataset none of those that are asked for? */
function isOther(dataset: unknown, datasets: ReadonlySet<string> | undefined): boolean {
  const { type } = partOf(dataset);
  return datasets !== undefined && typeof type === 'string' && !datasets.has(datasetKey(type));
}

/**
 * A part with its scalars as they are written: `1e3` is a name here, though YAML has it for a number, and a client that
 * writes the card anew may drop the quotes that say so.
 */
function asWritten(node: YamlNode | undefined, part: Part): Part {
  const mapping = resolveAlias(node);
  if (mapping?.kind !== 'mapping') return part;
  const texts = mapping.entries.flatMap(({ key, value }) =>
    key.kind === 'scalar' && value.kind === 'scalar' && part[key.text] !== null
      ? [[key.text, value.text] as const]
      : [],
  );
  return { ...part, ...Object.fromEntries(texts) };
}

function textOf(data: unknown): string {
  return typeof data === 'string' || typeof data === 'number' ? String(data) : '';
}
