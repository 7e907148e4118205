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
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { readCardFile } from './card-file.ts';

const MAX_RESULTS_BYTES = 1_000_000;
const MAX_RESULTS_FILES = 1000;
const MAX_CARD_BYTES = 5_000_000;
const RESULTS = '.eval_results';

/**
 * The YAML files of `.eval_results/` beside a local card, by their path in the repo.
 *
 * @throws UserError `invalid-card` for a file that is no text, `card-too-large`.
 */
export function readResultsFolder(card: string): { path: string; text: string }[] {
  const folder = join(dirname(card), RESULTS);
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) throw new UserError('invalid-card', `${folder} is no folder.`);
  const names = readdirSync(folder)
    .filter((name) => /\.ya?ml$/i.test(name))
    .sort();
  if (names.length > MAX_RESULTS_FILES) {
    throw new UserError(
      'invalid-card',
      `${folder} holds ${names.length} files; at most ${MAX_RESULTS_FILES} are read.`,
    );
  }
  return names.map((name) => ({ path: `${RESULTS}/${name}`, text: readText(join(folder, name), MAX_RESULTS_BYTES) }));
}

/**
 * Writes changed files of a model repo beside the local card: each appears whole or not at all, and one that somebody
 * else has changed since it was read stays as it is.
 *
 * @throws UserError `cannot-write`.
 */
export function writeModelFiles(
  card: string,
  files: readonly { readonly path: string; readonly before: string; readonly after: string }[],
): void {
  const folder = join(dirname(card), RESULTS);
  if (files.some(({ path }) => path !== CARD) && lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw link(folder);
  }
  const targets = files.map((file) => {
    const path = file.path === CARD ? realPathOf(card) : join(dirname(card), file.path);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw link(path);
    const now = existsSync(path) ? readText(path, MAX_CARD_BYTES) : '';
    if (now !== file.before) {
      throw new UserError('cannot-write', `${path} was changed while it was worked on; nothing was written.`, {
        hint: 'Run the command again.',
      });
    }
    return { path, text: file.after };
  });
  for (const { path, text } of targets) writeWhole(path, text);
}

const CARD = 'README.md';

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

function readText(path: string, maxBytes: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readCardFile(path, maxBytes, 'file'));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('invalid-card', `${path} is not valid UTF-8.`, { hint: 'Save it as UTF-8.' });
  }
}
