import type { Config } from '../config.ts';
import { mergeIntoResults } from '../formats/eval-results/edit.ts';
import type { ResultsFile } from '../formats/eval-results/read.ts';
import { mergeIntoCard } from '../formats/model-index/edit.ts';
import type { Registry } from '../scores/benchmarks.ts';
import type { FileChange, LeftOut } from '../scores/merge.ts';
import type { Score } from '../scores/score.ts';

/** A file of the model repo, before and after. */
export type ChangedFile = {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** There was no such file. */
  readonly isNew: boolean;
};

/** The files of a model repo that scores go into. */
export type ModelTexts = {
  /** The card's path in the repo, what messages call it, and its text. */
  readonly card: { readonly path: string; readonly name: string; readonly text: string };
  readonly results: readonly ResultsFile[];
};

/** Scores merged into the files of a model repo; nothing is written. */
export type MergedFiles = {
  readonly files: readonly ChangedFile[];
  readonly changes: readonly FileChange[];
  /** Scores without a place on a leaderboard; absent when none was asked for. */
  readonly leftOut?: readonly LeftOut[];
  /** What the card's `model-index` calls its model, where that is another name. */
  readonly otherName?: string;
};

/**
 * Merges scores into a card's `model-index`, into the files of `.eval_results/`, or into both.
 *
 * @param options.date ISO date of the scores that state none.
 * @throws UserError `invalid-card` for files that cannot be edited safely.
 */
export function mergeIntoFiles(
  { card, results }: ModelTexts,
  scores: readonly Score[],
  options: Pick<Config, 'outputFormat' | 'onConflict' | 'repoId'> & {
    readonly modelName: string;
    /** Another name that the user gave the model. */
    readonly givenName?: string | undefined;
    readonly date: string;
    readonly registry: Registry;
  },
): MergedFiles {
  const { outputFormat, onConflict, modelName, date, registry } = options;
  const files: ChangedFile[] = [];
  let changes: readonly FileChange[] = [];
  let rest: Pick<MergedFiles, 'leftOut' | 'otherName'> = {};
  if (outputFormat !== 'eval-results') {
    const alsoCalled = [options.repoId, options.givenName].filter((name) => name !== undefined);
    const merged = mergeIntoCard(card, scores, { modelName, alsoCalled, onConflict, registry });
    if (merged.otherName !== undefined) rest = { otherName: merged.otherName };
    changes = merged.changes.map((change) => ({ ...change, file: card.path }));
    if (merged.text !== card.text) files.push({ path: card.path, before: card.text, after: merged.text, isNew: false });
  }
  if (outputFormat !== 'model-index') {
    const merged = mergeIntoResults(results, scores, { onConflict, date, registry });
    const own = merged.changes.map((change) => ({
      ...change,
      file: ('held' in change ? change.held?.file : undefined) ?? change.offered.file,
    }));
    changes = [...changes, ...own];
    rest = { ...rest, leftOut: merged.leftOut };
    for (const { path, text } of merged.files) {
      const before = results.find((file) => file.path === path)?.text;
      if (text !== before) files.push({ path, before: before ?? '', after: text, isNew: before === undefined });
    }
  }
  return { files, changes, ...rest };
}
