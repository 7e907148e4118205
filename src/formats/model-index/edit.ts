import { nameKey } from '../../card/model-name.ts';
import { splitCard } from '../../card/split-card.ts';
import { UserError } from '../../errors.ts';
import { parseBenchmarkLabel, REGISTRY, type Registry } from '../../scores/benchmarks.ts';
import { datasetKey } from '../../scores/datasets.ts';
import { type Change, mergeScores, type OnConflict } from '../../scores/merge.ts';
import { isRepoId } from '../../scores/repo-id.ts';
import type { Score } from '../../scores/score.ts';
import { dataOf, saysSame } from '../yaml/data.ts';
import { applySplices, lineBreakOf } from '../yaml/splice.ts';
import { invalidYaml, readYamlTree, valueAt, type YamlNode, type YamlOrigin, type YamlTree } from '../yaml/tree.ts';
import { type Elided, elideResults, isSound, restoreSplices, withWholePlaces } from './elide.ts';
import { type Edit, planEdit } from './plan.ts';
import { type IndexedScore, readModelIndex, resultsOf } from './read.ts';
import { elementOf, renderModelIndex } from './render.ts';
import { offerInScale, type ScaledScore } from './scale.ts';
import { heedSources } from './sources.ts';

/** A card's text after scores were merged into its `model-index`, and what became of each score. */
export type MergedCard = {
  readonly text: string;
  readonly changes: readonly Change<IndexedScore, ScaledScore>[];
  /** What the only element of the `model-index` calls its model, where that is none of the model's names. */
  readonly otherName?: string;
};

/** How scores are merged into a card. */
export type CardMerge = {
  /** The name of a new element of the `model-index`. */
  readonly modelName: string;
  /** What the model may be called as well: its repo, a name that the user gave. */
  readonly alsoCalled?: readonly string[];
  readonly onConflict: OnConflict;
  /** The benchmarks that are known; this program's own without it. */
  readonly registry?: Registry;
};

/**
 * Merges scores into a card's `model-index`, in place: a metric goes into a result whose task, dataset and source agree,
 * else a result is added, else the whole block at the end of the front matter, else a front matter. Every byte outside
 * the new lines and replaced values stays; without an effective change the text is the same. The only element of an index
 * is the model's, whatever it is called, unless it is called like another repo; but no value in it is replaced then.
 *
 * @param card The card's text, and what to call it in messages.
 * @throws UserError `invalid-card` with line and column when the front matter cannot be read, or not be edited so that
 *   it says the same as before and the new scores, or is of another model.
 */
export function mergeIntoCard(
  card: { readonly text: string; readonly name: string },
  scores: readonly Score[],
  options: CardMerge,
): MergedCard {
  const { frontMatter } = splitCard(card.text);
  const origin = { name: card.name, line: frontMatter?.line ?? 1 };
  const yaml = frontMatter?.yaml ?? '';
  const { tree, elided } = readFor(scores, yaml, origin);
  const held = heldFor(scores, tree, origin, options.modelName);
  const otherName = otherNameIn(tree, options, origin);
  const { offered, originals } = offerInScale(scores, held);
  const merged = mergeScores(held, offered, options.onConflict);
  const { changes, apart } = heedSources(
    merged.map((change) => keepNames(change, otherName, options.registry ?? REGISTRY)),
    tree.text,
  );
  const replaced = changes.filter((change) => change.op === 'replace');
  const added = changes.flatMap((change) => {
    const isEntry = change.op === 'add' || (change.op === 'replace' && apart.has(change.held));
    return isEntry ? [change.offered.score] : [];
  });
  const told = changes.map((change) => {
    const original = originals.get(change.offered.score);
    return original === undefined ? change : { ...change, offered: { ...change.offered, score: original } };
  });
  const outcome = { changes: told, ...(otherName === undefined ? {} : { otherName }) };
  if (added.length === 0 && replaced.length === 0) return { text: card.text, ...outcome };
  const given = lineBreakOf(card.text);
  // Clients see no fence in lines that end in a lone carriage return.
  const eol = frontMatter === undefined && given === '\r' ? '\n' : given;
  if (frontMatter === undefined) {
    const block = renderModelIndex(added, options.modelName).replaceAll('\n', eol);
    if (
      !saysSame(readYamlTree(block, NOWHERE).data, { 'model-index': [dataOf(elementOf(added, options.modelName))] })
    ) {
      throw invalidYaml('these scores cannot be written as YAML', origin, NOWHERE_IN_IT);
    }
    const bom = card.text.startsWith('\uFEFF') ? '\uFEFF' : '';
    return { text: `${bom}---${eol}${block}---${eol}${card.text.slice(bom.length)}`, ...outcome };
  }
  const refuse = (node: YamlNode | undefined, reason: string): never => {
    throw invalidYaml(reason, origin, tree.placeOf(node?.start ?? 0));
  };
  const edit = planEdit(tree, { held, added, replaced, apart }, { modelName: options.modelName, eol, refuse });
  const splices = elided === undefined ? edit.splices : restoreSplices(edit.splices, elided);
  if (!isFaithful(tree, edit)) {
    return refuse(
      valueAt(tree.root, 'model-index') ?? tree.root,
      'scores cannot be added here without changing what else it says',
    );
  }
  const end = frontMatter.start + yaml.length;
  return {
    text: card.text.slice(0, frontMatter.start) + applySplices(yaml, splices) + card.text.slice(end),
    ...outcome,
  };
}

/** Reads a front matter as far as it matters to these scores, the whole of it where parts cannot be left out safely. */
function readFor(
  scores: readonly Score[],
  yaml: string,
  origin: YamlOrigin,
): { readonly tree: YamlTree; readonly elided?: Elided } {
  const elided = elideResults(yaml, datasetsOf(scores));
  try {
    const tree = elided === undefined ? undefined : readYamlTree(elided.text, origin);
    if (elided !== undefined && tree !== undefined && isSound(tree, elided)) {
      return { tree: withWholePlaces(tree, elided, yaml), elided };
    }
  } catch (error) {
    // The whole text tells the place.
    if (!(error instanceof UserError)) throw error;
  }
  return { tree: readYamlTree(yaml, origin) };
}

/** Does the changed text, read anew, say what it said before, and the new scores? */
function isFaithful(tree: YamlTree, { splices, expect }: Edit): boolean {
  try {
    return saysSame(readYamlTree(applySplices(tree.text, splices), NOWHERE).data, expect());
  } catch (error) {
    // A text that cannot be read after the change was broken by it.
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** The origin of a text that nobody gets to see. */
const NOWHERE = { name: '', line: 1 };
const NOWHERE_IN_IT = { line: 1, column: 1 };

/**
 * What the element that the scores go to calls its model, if that is none of its names: people write titles there, and
 * templates the model that another one was made from.
 *
 * @throws UserError `invalid-card` when it is called like another repo.
 */
function otherNameIn(
  tree: YamlTree,
  { modelName, alsoCalled = [] }: CardMerge,
  origin: YamlOrigin,
): string | undefined {
  const node = valueAt(resultsOf(tree, modelName).element, 'name');
  if (node?.kind !== 'scalar') return undefined;
  const last = (name: string): string => nameKey(name.split('/').at(-1) ?? '');
  const names = [modelName, ...alsoCalled];
  if (nameKey(node.text) === '' || names.some((name) => nameKey(name) === nameKey(node.text))) return undefined;
  if (!isRepoId(node.text)) return node.text;
  if (names.some((name) => last(name) === last(node.text))) return undefined;
  throw invalidYaml(`this "model-index" is of ${node.text}, not of ${modelName}`, origin, tree.placeOf(node.start));
}

/** A value is not replaced by one of something that goes by another name: config and split may be in it, or the model. */
function keepNames(
  change: Change<IndexedScore, ScaledScore>,
  otherName: string | undefined,
  registry: Registry,
): Change<IndexedScore, ScaledScore> {
  if (change.op !== 'replace') return change;
  const { held, offered } = change;
  const name = held.dataset.name;
  const conflict = (what: string): Change<IndexedScore, ScaledScore> => {
    return { op: 'conflict', offered, held, reason: `${what}, so it may be something else` };
  };
  if (otherName !== undefined) return conflict(`what is there is of "${otherName}"`);
  if (typeof name !== 'string' || isSameDataset(name, offered.score.dataset, registry)) return change;
  return conflict(`what is there is called "${name}"`);
}

/** Is this a name for the dataset: its own, its id, or another one that its benchmark is known by, shots apart? */
function isSameDataset(name: string, { type, name: own }: Score['dataset'], registry: Registry): boolean {
  if (nameKey(name) === nameKey(own)) return true;
  const { base, notes } = parseBenchmarkLabel(name.replace(/^MTEB\s+/, ''));
  if ([own, type, type.split('/').at(-1) ?? ''].some((known) => nameKey(known) === nameKey(base)))
    return notes.length === 0;
  const benchmark = registry.byName(name) ?? (notes.length === 0 ? registry.byName(base) : undefined);
  return benchmark !== undefined && benchmark === (registry.byName(own) ?? null);
}

/** What the model's own element holds on the datasets of these scores; other models' scores are none of ours. */
function heldFor(scores: readonly Score[], tree: YamlTree, origin: YamlOrigin, modelName: string): IndexedScore[] {
  const { elementAt } = resultsOf(tree, modelName);
  return readModelIndex(tree, origin, datasetsOf(scores)).scores.filter(({ path }) => path[0] === elementAt);
}

/** The datasets of scores, as those of held ones are compared with them. */
function datasetsOf(scores: readonly Score[]): ReadonlySet<string> {
  return new Set(scores.map(({ dataset }) => datasetKey(dataset.type)));
}
