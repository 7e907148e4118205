import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { readCardFile } from './card-file.ts';

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
 * Writes changed files of a model repo, the local card by its own name and the others beside it: each appears whole or not at all, and one that somebody
 * else has changed since it was read stays as it is.
 *
 * @throws UserError `cannot-write`.
 */
export function writeModelFiles(
  card: string,
  files: readonly { readonly path: string; readonly before: string; readonly after: string }[],
): void {
  const cardName = basename(card);
  const folder = join(dirname(card), RESULTS_FOLDER);
  if (files.some(({ path }) => path !== cardName) && lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw link(folder);
  }
  const targets = files.map((file) => {
    const path = file.path === cardName ? realPathOf(card) : join(dirname(card), file.path);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw link(path);
    if (!holds(path, Buffer.from(file.before))) {
      throw new UserError('cannot-write', `${path} was changed while it was worked on; nothing was written.`, {
        hint: 'Run the command again.',
      });
    }
    return { path, text: file.after };
  });
  for (const { path, text } of targets) writeWhole(path, text);
}

/** Has the file these bytes? One that is not there has none. */
function holds(path: string, bytes: Buffer): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size === bytes.length && (size === 0 || bytes.equals(readCardFile(path, size, 'file')));
}

/** The file that a card's path leads to: a card may be a link, and stays one. */
function realPathOf(card: string): string {
  try {
    return realpathSync(card);
  } catch (error) {
    throw new UserError('cannot-write', `${card} cannot be written: ${messageOf(error)}.`);
  }
}

function link(path: string): UserError {
  return new UserError('cannot-write', `${path} is a link, which is not followed; nothing was written.`, {
    hint: 'Put a plain file or folder in its place, or name the card where the files are.',
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function writeWhole(path: string, text: string): void {
  const partial = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    const handle = openSync(partial, 'wx');
    try {
      // Not by way of opening it: the mask of the process would take bits away.
      if (mode !== undefined) fchmodSync(handle, mode & 0o7777);
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(partial, path);
  } catch (error) {
    try {
      rmSync(partial, { force: true });
    } catch {
      // What could not be made need not be taken away.
    }
    throw new UserError('cannot-write', `${path} cannot be written: ${messageOf(error)}.`, {
      hint: 'It is as it was before.',
    });
  }
}
