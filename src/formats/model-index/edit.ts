import { splitCard } from '../../card/split-card.ts';
import { UserError } from '../../errors.ts';
import { type Change, mergeScores, type OfferedScore, type OnConflict } from '../../scores/merge.ts';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';
import { dataOf, saysSame } from '../yaml/data.ts';
import { applySplices, lineBreakOf } from '../yaml/splice.ts';
import { invalidYaml, readYamlTree, valueAt, type YamlNode, type YamlOrigin, type YamlTree } from '../yaml/tree.ts';
import { type Elided, elideResults, isSound, restoreSplices, withWholePlaces } from './elide.ts';
import { type Edit, planEdit, sourceKey, sourceNodes } from './plan.ts';
import { type IndexedScore, readModelIndex, resultsOf } from './read.ts';
import { elementOf, renderModelIndex } from './render.ts';

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
  const yaml = frontMatter?.yaml ?? '';
  const { tree, elided } = readFor(scores, yaml, origin);
  const held = heldFor(scores, tree, origin, options.modelName);
  const changes = mergeScores(held, scores.map(offer), options.onConflict).map((change) => keepSources(change, held));
  const { added, replaced } = effective(changes);
  if (added.length === 0 && replaced.length === 0) return { text: card.text, changes };
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
    return { text: `${bom}---${eol}${block}---${eol}${card.text.slice(bom.length)}`, changes };
  }
  const refuse = (node: YamlNode | undefined, reason: string): never => {
    throw invalidYaml(reason, origin, tree.placeOf(node?.start ?? 0));
  };
  const edit = planEdit(tree, { held, added, replaced }, { modelName: options.modelName, eol, refuse });
  const splices = elided === undefined ? edit.splices : restoreSplices(edit.splices, elided);
  if (!isFaithful(tree, edit)) {
    return refuse(
      valueAt(tree.root, 'model-index') ?? tree.root,
      'scores cannot be added here without changing what else it says',
    );
  }
  const end = frontMatter.start + yaml.length;
  return { text: card.text.slice(0, frontMatter.start) + applySplices(yaml, splices) + card.text.slice(end), changes };
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

/** A value is not put below a source that did not state it, where the source is that of other values as well. */
function keepSources(change: Change<IndexedScore>, held: readonly IndexedScore[]): Change<IndexedScore> {
  if (change.op !== 'replace' || sourceKey(change.held.givenSource) === sourceKey(change.offered.score.source))
    return change;
  const others = held.filter((one) => one.result === change.held.result);
  const canMove =
    others.length === 1 && change.offered.score.source !== undefined && sourceNodes(change.held).url !== undefined;
  if (canMove || sourceKey(change.held.givenSource) === '') return change;
  return { op: 'conflict', offered: change.offered, held: change.held, reason: 'what is there has another source' };
}

/** What the model's own element holds on the datasets of these scores; other models' scores are none of ours. */
function heldFor(scores: readonly Score[], tree: YamlTree, origin: YamlOrigin, modelName: string): IndexedScore[] {
  const { elementAt } = resultsOf(tree, modelName);
  return readModelIndex(tree, origin, datasetsOf(scores)).scores.filter(({ path }) => path[0] === elementAt);
}

/** The datasets of scores, as those of held ones are compared with them. */
function datasetsOf(scores: readonly Score[]): ReadonlySet<string> {
  return new Set(scores.map(({ dataset }) => dataset.type.trim().toLowerCase()));
}

/** The changes that the text will show. */
function effective(changes: readonly Change<IndexedScore>[]) {
  return {
    added: changes.flatMap((change) => (change.op === 'add' ? [change.offered.score] : [])),
    replaced: changes.filter((change) => change.op === 'replace'),
  };
}

function offer(score: Score): OfferedScore {
  return { score, slot: slotOf(score), value: score.value };
}
