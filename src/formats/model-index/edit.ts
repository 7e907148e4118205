import { splitCard } from '../../card/split-card.ts';
import { type Change, mergeScores, type OfferedScore, type OnConflict } from '../../scores/merge.ts';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';
import { dataOf, saysSame } from '../yaml/data.ts';
import { appendItems, applySplices, fillKey, insertLines, lineBreakOf, type Splice } from '../yaml/splice.ts';
import { renderEntries, type YamlValue } from '../yaml/text.ts';
import { invalidYaml, makePlaces, readYamlTree, valueAt, type YamlNode, type YamlTree } from '../yaml/tree.ts';
import { type IndexedScore, type Part, readModelIndex, resultsOf } from './read.ts';
import { elementOf, groupResults, metricOf, renderModelIndex, resultOf } from './render.ts';

/** A card's text after scores were merged into its `model-index`, and what became of each score. */
export type MergedCard = { readonly text: string; readonly changes: readonly Change<IndexedScore>[] };

/**
 * Merges scores into a card's `model-index`, in place: a metric goes into a result whose task, dataset and source agree,
 * else a result is added, else the whole block at the end of the front matter, else a front matter. Every byte outside
 * the new lines and replaced values stays; without an effective change the text is the same.
 *
 * @param card The card's text, and what to call it in messages.
 * @throws UserError `invalid-card` with line and column when the front matter cannot be read, or not be edited so that
 *   it says the same as before and the new scores.
 */
export function mergeIntoCard(
  card: { readonly text: string; readonly name: string },
  scores: readonly Score[],
  options: { readonly modelName: string; readonly onConflict: OnConflict },
): MergedCard {
  const { frontMatter } = splitCard(card.text);
  const origin = { name: card.name, line: frontMatter?.line ?? 1 };
  const tree = readYamlTree(frontMatter?.yaml ?? '', origin);
  const changes = mergeScores(readModelIndex(tree, origin).scores, scores.map(offer), options.onConflict);
  const added = changes.flatMap((change) => (change.op === 'add' ? [change.offered.score] : []));
  const replaced = changes.filter((change) => change.op === 'replace');
  if (added.length === 0 && replaced.length === 0) return { text: card.text, changes };
  const eol = lineBreakOf(card.text);
  if (frontMatter === undefined) {
    const block = renderModelIndex(added, options.modelName).replaceAll('\n', eol);
    const bom = card.text.startsWith('\uFEFF') ? '\uFEFF' : '';
    return { text: `${bom}---${eol}${block}---${eol}${card.text.slice(bom.length)}`, changes };
  }
  const refuse = (node: YamlNode | undefined, reason: string): never => {
    throw invalidYaml(reason, origin, makePlaces(tree.text)(node?.start ?? 0));
  };
  const edit = planEdit(tree, added, replaced, { modelName: options.modelName, eol, refuse });
  const yaml = applySplices(tree.text, edit.splices);
  if (!saysSame(readYamlTree(yaml, origin).data, edit.expected)) {
    refuse(
      valueAt(tree.root, 'model-index') ?? tree.root,
      'scores cannot be added here without changing what else it says',
    );
  }
  const end = frontMatter.start + frontMatter.yaml.length;
  return { text: card.text.slice(0, frontMatter.start) + yaml + card.text.slice(end), changes };
}

function offer(score: Score): OfferedScore {
  return { score, slot: slotOf(score), value: score.value };
}

type Edit = { readonly splices: readonly Splice[]; readonly expected: unknown };
type EditContext = {
  readonly modelName: string;
  readonly eol: string;
  readonly refuse: (node: YamlNode | undefined, reason: string) => never;
};

type Index = { name?: unknown; results?: { metrics: unknown[] }[] | null }[];

/** The splices for the changes, and what the YAML has to say after them. */
function planEdit(
  tree: YamlTree,
  added: readonly Score[],
  replaced: readonly Extract<Change<IndexedScore>, { op: 'replace' }>[],
  context: EditContext,
): Edit {
  const expected = structuredClone(tree.data ?? {}) as Record<string, unknown> & { 'model-index'?: Index | null };
  const splices: Splice[] = [];
  for (const { held, offered } of replaced) {
    splices.push(replaceValue(held, offered.score, context));
    const [at, resultAt, metricAt] = held.path;
    const metric = expected['model-index']?.[at]?.results?.[resultAt]?.metrics[metricAt] as { value: unknown };
    metric.value = Number(offered.score.written);
  }
  const { scores: held } = readModelIndex(tree, { name: '', line: 1 });
  const fresh: Score[] = [];
  for (const group of groupResults(added)) {
    const home = held.find((one) => agrees(one, group[0]));
    const metrics = home === undefined ? undefined : valueAt(home.result, 'metrics');
    if (home === undefined || metrics?.kind !== 'sequence') {
      fresh.push(...group);
      continue;
    }
    checkUnshared([valueAt(tree.root, 'model-index'), home.result, metrics], context);
    const items = group.map(metricOf);
    splices.push(appendItems(tree.text, metrics, items, context.eol));
    expected['model-index']?.[home.path[0]]?.results?.[home.path[1]]?.metrics.push(...items.map(dataOf));
  }
  if (fresh.length > 0) splices.push(...addResults(tree, fresh, expected, context));
  return { splices, expected };
}

function replaceValue({ valueNode }: IndexedScore, score: Score, { refuse }: EditContext): Splice {
  if (
    valueNode.kind !== 'scalar' ||
    valueNode.start === valueNode.end ||
    valueNode.anchor !== undefined ||
    valueNode.tagged
  )
    return refuse(valueNode, 'this value is no plain number, so it cannot be replaced in place');
  return { at: valueNode.start, remove: valueNode.end - valueNode.start, insert: score.written };
}

/** Would the score be a metric of the result that this metric stands in? */
function agrees(held: IndexedScore, score: Score | undefined): boolean {
  if (score === undefined) return false;
  const metric = { type: 'any' };
  const typeOf = (part: Part): string => (typeof part.type === 'string' ? part.type : '');
  return (
    (held.source ?? undefined) === score.source?.url &&
    slotOf({ task: { type: typeOf(held.task) }, dataset: { ...held.dataset, type: typeOf(held.dataset) }, metric }) ===
      slotOf({ task: score.task, dataset: score.dataset, metric })
  );
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
  checkUnshared([place.index, place.element, place.results], context);
  if (place.results !== undefined && place.elementAt !== undefined) {
    expected['model-index']?.[place.elementAt]?.results?.push(...(items.map(dataOf) as { metrics: unknown[] }[]));
    return [appendItems(tree.text, place.results, items, eol)];
  }
  if (place.element !== undefined && place.elementAt !== undefined) {
    const entry =
      place.element.kind === 'mapping' ? place.element.entries.find(({ key }) => isKey(key, 'results')) : undefined;
    const data = expected['model-index']?.[place.elementAt];
    if (place.element.kind !== 'mapping' || place.element.flow || data === undefined || !isNull(entry?.value)) {
      return refuse(place.element, 'this element of "model-index" has no list of results');
    }
    data.results = items.map(dataOf) as { metrics: unknown[] }[];
    if (entry !== undefined) return fillKey(tree.text, entry.key, entry.value, items, eol);
    const indent = ' '.repeat(makePlaces(tree.text)(place.element.start).column - 1);
    return [insertLines(tree.text, place.element.end, renderEntries({ results: items }, indent), eol)];
  }
  if (place.index.kind === 'sequence') {
    expected['model-index']?.push(dataOf(element) as Index[number]);
    return [appendItems(tree.text, place.index, [element], eol)];
  }
  const entry = root.entries.find(({ key }) => isKey(key, 'model-index'));
  if (entry === undefined || !isNull(entry.value)) return refuse(place.index, '"model-index" is no list');
  expected['model-index'] = [dataOf(element)] as Index;
  return fillKey(tree.text, entry.key, entry.value, [element], eol);
}

/** A new last key of a front matter. */
function addKey(text: string, element: YamlValue, indent: string, eol: string): Splice {
  const lines = renderEntries({ 'model-index': [element] }, indent).join(eol);
  return { at: text.length, remove: 0, insert: text === '' ? lines : eol + lines };
}

/** An entry that is added to what an anchor or an alias shares would turn up in other places as well. */
function checkUnshared(nodes: readonly (YamlNode | undefined)[], { refuse }: EditContext): void {
  for (const node of nodes) {
    if (node?.kind === 'alias' || node?.anchor !== undefined) refuse(node, 'this is shared by an anchor or an alias');
  }
}

function isKey(node: YamlNode, key: string): boolean {
  return node.kind === 'scalar' && node.text === key;
}

function isNull(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.plain && /^(?:|~|null|Null|NULL)$/.test(node.text));
}
