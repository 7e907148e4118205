import { splitCard } from '../../card/split-card.ts';
import { UserError } from '../../errors.ts';
import { mergeIntoResults } from '../../formats/eval-results/edit.ts';
import { isResultsFile, readResultsFile } from '../../formats/eval-results/read.ts';
import { mergeIntoCard } from '../../formats/model-index/edit.ts';
import { readModelIndex } from '../../formats/model-index/read.ts';
import { readYamlTree } from '../../formats/yaml/tree.ts';
import type { HeldScore } from '../../scores/merge.ts';
import type { Score } from '../../scores/score.ts';
import type { ChangedFile } from '../merge-files.ts';
import type { Composition } from './composition.ts';
import { mergeThree } from './merge-three.ts';
import type { Situation } from './step.ts';
import { readFileAt, readResultsAt } from './target.ts';

/** A proposal's files, made from the commit that it started from. */
export type OwnFiles = {
  /** Those that differ from that commit. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /**
   * Files of which merging the proposal would not give what it is to give, as far as can be told: those that cannot be merged
   * line by line among them, which the Hub may merge all the same.
   */
  readonly lacking: readonly string[];
};

const CARD = 'README.md';

/**
 * Writes the scores of a composition into the files that the proposal started from: those that the branch lacks, and no
 * other. What the branch has become since is left to the branch, for merging would undo what is taken back there. Scores go
 * to their slots; no text is looked for by its surroundings.
 *
 * @param base The commit that the proposal started from.
 */
export async function writeOnBase(situation: Situation, composition: Composition, base: string): Promise<OwnFiles> {
  const { hub, target, config } = situation;
  const { files } = composition;
  if (base === target.head) return { files: files.map(({ path, after }) => ({ path, text: after })), lacking: [] };
  const old = new Map<string, string>();
  const card = await readFileAt(hub, base, CARD);
  if (card !== undefined) old.set(CARD, card);
  if (files.some(({ path }) => path !== CARD)) {
    for (const { path, text } of await readResultsAt(hub, { ...config, outputFormat: 'both' }, base))
      old.set(path, text);
  }
  const fresh = new Map([...writeCard(situation, composition, old), ...writeResults(situation, composition, old)]);
  const wanted = [...fresh].flatMap(([path, text]) => (text === old.get(path) ? [] : [{ path, text }]));
  const lacking = files.filter((file) => !givesIt(file, old.get(file.path) ?? '', fresh.get(file.path)));
  return { files: wanted, lacking: lacking.map(({ path }) => path) };
}

/** The scores that the branch is to get in a file. */
function scoresFor({ changes }: Composition, isWanted: (path: string) => boolean): readonly Score[] {
  const effective = changes.filter(({ op, file }) => (op === 'add' || op === 'replace') && isWanted(file));
  return [...new Set(effective.map(({ offered }) => offered.score))];
}

function writeCard(
  { target, config }: Situation,
  composition: Composition,
  old: ReadonlyMap<string, string>,
): [string, string][] {
  const scores = scoresFor(composition, (path) => path === CARD);
  const text = old.get(CARD);
  if (scores.length === 0 || text === undefined) return asComposed(composition, (path) => path === CARD);
  const { modelName, registry } = target.offer;
  const alsoCalled = [config.repoId, config.modelName].filter((name) => name !== undefined);
  return orComposed(
    composition,
    (path) => path === CARD,
    () => {
      const options = { modelName, alsoCalled, onConflict: 'replace' as const, registry };
      return [[CARD, mergeIntoCard({ text, name: CARD }, scores, options).text]];
    },
  );
}

function writeResults(
  { target, date }: Situation,
  composition: Composition,
  old: ReadonlyMap<string, string>,
): [string, string][] {
  const dates = new Map(composition.sources.map(({ label, date: own }) => [label, own]));
  const scores = scoresFor(composition, isResultsFile).map((score): Score => {
    const label = composition.earlier.get(score);
    return { ...score, date: score.date ?? (label === undefined ? undefined : dates.get(label)) ?? date };
  });
  if (scores.length === 0) return [];
  const held = [...old].flatMap(([path, text]) => (isResultsFile(path) ? [{ path, text }] : []));
  return orComposed(composition, isResultsFile, () =>
    mergeIntoResults(held, scores, { onConflict: 'replace', date, registry: target.offer.registry }).files.map(
      ({ path, text }) => [path, text],
    ),
  );
}

/** Where the old files cannot be edited safely, the branch's serve: then merging shows what is in the way. */
function orComposed(
  composition: Composition,
  isWanted: (path: string) => boolean,
  write: () => [string, string][],
): [string, string][] {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return asComposed(composition, isWanted);
  }
}

function asComposed({ files }: Composition, isWanted: (path: string) => boolean): [string, string][] {
  return files.flatMap(({ path, after }): [string, string][] => (isWanted(path) ? [[path, after]] : []));
}

/**
 * Would merging give the branch the scores? Where entries that both have stand in another order there, a merge may take one
 * for another: they look alike, line by line.
 */
function givesIt({ path, before, after }: ChangedFile, base: string, own: string | undefined): boolean {
  const merged = mergeThree(base, before, own ?? base);
  if (merged === undefined || !isInOrder(path, base, before)) return false;
  return merged === after || says(path, merged) === says(path, after);
}

function isInOrder(path: string, base: string, now: string): boolean {
  const [left, right] = [slotsIn(path, base), slotsIn(path, now)];
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  const shared = (slots: readonly string[] = [], others: ReadonlySet<string>): string =>
    JSON.stringify(slots.filter((slot) => others.has(slot)));
  return shared(left, inRight) === shared(right, inLeft);
}

function slotsIn(path: string, text: string): readonly string[] | undefined {
  return heldIn(path, text)?.map(({ slot }) => slot);
}

/** The values that a file holds, by their slots; nothing of one that cannot be read. */
function says(path: string, text: string): string | undefined {
  const held = heldIn(path, text)?.map(({ slot, value }) => `${slot} ${JSON.stringify(value)}`);
  return held === undefined ? undefined : JSON.stringify(held.sort());
}

function heldIn(path: string, text: string): readonly HeldScore[] | undefined {
  try {
    if (path !== CARD) return readResultsFile({ path, text }).entries;
    const origin = { name: path, line: 1 };
    return readModelIndex(readYamlTree(splitCard(text).frontMatter?.yaml ?? '', origin), origin).scores;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
