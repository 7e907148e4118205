import { basename } from 'node:path';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { mergeIntoResults } from '../formats/eval-results/edit.ts';
import { mergeIntoCard } from '../formats/model-index/edit.ts';
import { renderDiff } from '../report/diff.ts';
import { writeModelFiles } from '../runner/model-folder.ts';
import type { FileChange, LeftOut } from '../scores/merge.ts';
import { loadCard, type Ports } from './load-card.ts';
import { loadResults } from './load-model.ts';
import { loadRegistry, refreshRegistry } from './load-registry.ts';
import { type Preview, previewCard } from './preview.ts';

/** A file of the model repo, before and after. */
export type ChangedFile = {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** There was no such file. */
  readonly isNew: boolean;
};

/** Scores merged into a model repo's files. Nothing is written yet, unless `written` says so. */
export type Merged = {
  readonly status: 'merged';
  readonly preview: Preview;
  readonly files: readonly ChangedFile[];
  readonly changes: readonly FileChange[];
  /** Scores without a place on a leaderboard; absent when none was asked for. */
  readonly leftOut?: readonly LeftOut[];
  /** What the card's `model-index` calls its model, where that is another name. */
  readonly otherName?: string;
  readonly diff: string;
  readonly written: boolean;
};

/**
 * Extracts scores as a preview does, and merges them into the card's `model-index`, into `.eval_results/` beside it, or
 * into both.
 *
 * @throws UserError what a preview throws; `invalid-card` for files that cannot be edited safely; `conflict` when
 *   conflicts are to fail.
 */
export async function mergeExtracted(config: Config, ports: Ports): Promise<Merged> {
  const card = await loadCard(config, ports);
  const known = await loadRegistry(config);
  const preview = previewCard(card, config, known, ports.today);
  const { modelName } = preview;
  const wrong = preview.scores.flatMap((score) => {
    const error = preview.findings.get(score)?.find(({ severity }) => severity === 'error');
    return error === undefined ? [] : [{ score, reason: error.message }];
  });
  const scores = preview.scores.filter((score) => wrong.every((one) => one.score !== score));
  const datasets = scores.flatMap(({ benchmark, dataset }) => (benchmark === undefined ? [] : [dataset.type]));
  const registry = await refreshRegistry(known, datasets, config, ports);
  const { onConflict, outputFormat } = config;
  // A local card may have another name than it will have in the repo; what is said about it is true where it is.
  const cardFile = basename(config.card ?? 'README.md');
  const files: ChangedFile[] = [];
  // A number that cannot be right is not written, whatever wrote it into the table.
  const changes: FileChange[] = wrong.map(({ score, reason }) => {
    return { op: 'skip', offered: { score, slot: '', value: score.value }, reason, file: cardFile };
  });
  let leftOut: readonly LeftOut[] | undefined;
  let otherName: string | undefined;
  if (outputFormat !== 'eval-results') {
    const merged = mergeIntoCard({ text: card.text, name: card.name }, scores, {
      modelName,
      alsoCalled: [config.repoId, config.modelName].filter((name) => name !== undefined),
      onConflict,
    });
    otherName = merged.otherName;
    changes.push(...merged.changes.map((change) => ({ ...change, file: cardFile })));
    if (merged.text !== card.text) files.push({ path: cardFile, before: card.text, after: merged.text, isNew: false });
  }
  if (outputFormat !== 'model-index') {
    const held = await loadResults(config, ports);
    const merged = mergeIntoResults(held, scores, { onConflict, date: ports.today, registry });
    changes.push(
      ...merged.changes.map((change) => ({
        ...change,
        file: ('held' in change ? change.held?.file : undefined) ?? change.offered.file,
      })),
    );
    leftOut = merged.leftOut;
    for (const { path, text } of merged.files) {
      const before = held.find((file) => file.path === path)?.text;
      if (text !== before) files.push({ path, before: before ?? '', after: text, isNew: before === undefined });
    }
  }
  if (onConflict === 'fail') refuseConflicts(changes);
  if (config.write) await writeModelFiles(config.card ?? '', files);
  return {
    status: 'merged',
    preview,
    files,
    changes,
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(otherName === undefined ? {} : { otherName }),
    diff: files.map(renderDiff).join(''),
    written: config.write && files.length > 0,
  };
}

function refuseConflicts(changes: readonly FileChange[]): void {
  const conflicts = changes.filter((change) => change.op === 'conflict');
  if (conflicts.length === 0) return;
  const lines = conflicts.map(({ offered, held, reason }) => {
    const where = held === undefined ? '' : ` (${held.file}, line ${held.line}: ${String(held.value)})`;
    return `${offered.score.dataset.name} ${offered.score.metric.name}: ${offered.score.written} is offered, but ${reason}${where}`;
  });
  throw new UserError('conflict', `${lines.length === 1 ? 'A score' : `${lines.length} scores`} cannot be merged.`, {
    hint: `${lines.join('\n')}\nGive --on-conflict keep or replace, or mend the files.`,
    details: { conflicts: lines },
  });
}
