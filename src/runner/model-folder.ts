import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { cannotWrite } from './cannot-write.ts';
import { whileLocked } from './folder-lock.ts';
import { linkRefusal, type Replacement, replaceFiles } from './replace-files.ts';

/** The folder of a model repo with its files of results. */
export const RESULTS_FOLDER = '.eval_results';

/**
 * The YAML files of `.eval_results/` beside a local card: their paths in the repo, in order.
 *
 * @throws UserError `invalid-card` for a file in place of the folder.
 */
export function listResultsFolder(card: string): string[] {
  const folder = join(dirname(card), RESULTS_FOLDER);
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) throw new UserError('invalid-card', `${folder} is no folder.`);
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/i.test(name))
    .sort()
    .map((name) => `${RESULTS_FOLDER}/${name}`);
}

/**
 * Writes changed files of a model repo, the local card by its own name and the others beside it: all of them or none, each
 * whole, and none when somebody else has changed one since it was read. Of two runs at once, one writes; the other finds
 * that its files were changed.
 *
 * @throws UserError `cannot-write`.
 */
export async function writeModelFiles(card: string, files: readonly Replacement[]): Promise<void> {
  if (files.length === 0) return;
  const folder = dirname(card);
  const ofCard = ({ path }: Replacement): boolean => path === basename(card);
  // A card may be a link, and stays one. Its text is then in another folder than the results beside it.
  const realCard = realPathOf(card, card);
  const changes = files.map((file) => ({ ...file, path: ofCard(file) ? realCard : join(folder, file.path) }));
  const folders = files.map((file) => (ofCard(file) ? dirname(realCard) : realPathOf(folder, card)));
  await whileLocked(card, folders, () => {
    const results = join(folder, RESULTS_FOLDER);
    if (!files.every(ofCard) && lstatSync(results, { throwIfNoEntry: false })?.isSymbolicLink())
      throw linkRefusal(results);
    replaceFiles(changes);
  });
}

function realPathOf(path: string, card: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw cannotWrite(card, error);
  }
}
