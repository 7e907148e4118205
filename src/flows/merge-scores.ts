import { basename } from 'node:path';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { renderDiff } from '../report/diff.ts';
import { heldText } from '../report/written.ts';
import { writeModelFiles } from '../runner/model-folder.ts';
import type { FileChange } from '../scores/merge.ts';
import type { Score } from '../scores/score.ts';
import { loadCardText, type Ports } from './load-card.ts';
import { loadResults } from './load-model.ts';
import { type MergedFiles, type ModelTexts, mergeIntoFiles } from './merge-files.ts';
import type { Offer, OfferReader } from './offer.ts';

/** Scores merged into a model repo's files. Nothing is written yet, unless `written` says so. */
export type Merged<Origin> = MergedFiles & {
  readonly status: 'merged';
  readonly origin: Origin;
  readonly modelName: string;
  readonly warnings: readonly string[];
  readonly diff: string;
  readonly written: boolean;
  /** It would have been written, had this not been a dry run. */
  readonly isDryRun: boolean;
  /** The card is a file on this machine. */
  readonly isLocal: boolean;
};

/**
 * Merges the scores of a source into the files of a local card, or of the card on the Hub.
 *
 * @throws UserError what reading throws; `invalid-card` for files that cannot be edited safely; `conflict` when conflicts
 *   are to fail.
 */
export async function mergeScores<Origin>(
  config: Config,
  ports: Ports,
  readOffer: OfferReader<Origin>,
): Promise<Merged<Origin>> {
  const card = await loadCardText(config, ports);
  const offer = await readOffer(card);
  // A local card may have another name than it will have in the repo; what is said about it is true where it is.
  const path = basename(config.card ?? 'README.md');
  const results = config.outputFormat === 'model-index' ? [] : await loadResults(config, ports);
  const merged = mergeOffer({ card: { ...card, path }, results }, offer, config, ports.today);
  const writes = config.write && !config.dryRun;
  if (writes) await writeModelFiles(config.card ?? '', merged.files);
  return {
    status: 'merged',
    origin: offer.origin,
    modelName: offer.modelName,
    warnings: offer.warnings,
    ...merged,
    diff: merged.files.map(renderDiff).join(''),
    written: writes && merged.files.length > 0,
    isDryRun: config.write && config.dryRun,
    isLocal: config.card !== undefined,
  };
}

/**
 * Merges scores into files. A number that cannot be right is not merged, whatever wrote it into the table.
 *
 * @param date ISO date of the scores that state none.
 * @throws UserError `invalid-card` and, when conflicts are to fail, `conflict`.
 */
export function mergeOffer(files: ModelTexts, offer: Offer, config: Config, date: string): MergedFiles {
  const scores = soundScores(offer);
  const refused = offer.scores.flatMap((score): FileChange[] => {
    const reason = errorOf(offer, score);
    const offered = { score, slot: '', value: score.value };
    return reason === undefined ? [] : [{ op: 'skip', offered, reason, file: files.card.path }];
  });
  const { outputFormat, onConflict, modelName: givenName } = config;
  const merged = mergeIntoFiles(files, scores, {
    modelName: offer.modelName,
    givenName,
    outputFormat,
    onConflict,
    ...(config.repoId === undefined ? {} : { repoId: config.repoId }),
    date,
    registry: offer.registry,
  });
  const changes = [...refused, ...merged.changes];
  if (onConflict === 'fail') refuseConflicts(changes);
  return { ...merged, changes };
}

/** The scores whose numbers can be right. */
export function soundScores(offer: Offer): Score[] {
  return offer.scores.filter((score) => errorOf(offer, score) === undefined);
}

function errorOf({ findings }: Offer, score: Score): string | undefined {
  return findings.get(score)?.find(({ severity }) => severity === 'error')?.message;
}

/**
 * Refuses scores that cannot be merged.
 *
 * @throws UserError `conflict`.
 */
export function refuseConflicts(changes: readonly FileChange[]): void {
  const conflicts = changes.filter((change) => change.op === 'conflict');
  if (conflicts.length === 0) return;
  const lines = conflicts.map(({ offered, held, reason }) => {
    const where = held === undefined ? '' : ` (${held.file}, line ${held.line}: ${heldText(held)})`;
    return `${offered.score.dataset.name} ${offered.score.metric.name}: ${offered.score.written} is offered, but ${reason}${where}`;
  });
  throw new UserError('conflict', `${lines.length === 1 ? 'A score' : `${lines.length} scores`} cannot be merged.`, {
    hint: `${lines.join('\n')}\nGive --on-conflict keep or replace, or mend the files.`,
    details: { conflicts: lines },
  });
}
