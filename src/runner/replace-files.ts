import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { cannotWrite, naming } from './cannot-write.ts';
import { readCardFile } from './card-file.ts';

/** A file as it was read, with no text when there was none, and as it is to be. */
export type Replacement = { readonly path: string; readonly before: string; readonly after: string };

/**
 * Replaces files, all or none: every new text is on the disk, beside its file, before the first one takes its place. Each
 * appears whole, with the mode, the owner and the group of the one before. It waits for nothing, so that a lock around it
 * is short and a signal does not come in between.
 *
 * @throws UserError `cannot-write`. Unless its hint names what was written, nothing was.
 */
export function replaceFiles(files: readonly Replacement[]): void {
  const undo: (() => void)[] = [];
  try {
    const prepared = files.map((file) => {
      const partial = naming(file.path, () => prepare(file, undo));
      return { path: file.path, partial };
    });
    // Again, since the disk took its time: editors know nothing of locks.
    for (const file of files) naming(file.path, () => refuseChanged(file));
    putInPlace(prepared);
  } catch (error) {
    for (const step of undo.reverse()) quietly(step);
    throw error;
  }
}

/** What cannot be undone is left; the error that made it necessary is the one to tell. */
function quietly(step: () => void): void {
  try {
    step();
  } catch {
    // A folder that was made for the files stays when there is something in it.
  }
}

/** Writes the new text into a file of its own, and tells its path. */
function prepare(file: Replacement, undo: (() => void)[]): string {
  const { path, after } = file;
  const held = whatIsIn(path);
  refuseChanged(file);
  const folder = dirname(path);
  const made = mkdirSync(folder, { recursive: true });
  if (made !== undefined) undo.push(() => rmdirSync(made));
  const partial = join(folder, `.hf-eval.${randomName()}.tmp`);
  const handle = openSync(partial, 'wx', held === undefined ? 0o666 : held.mode & 0o777);
  // Only now is it ours to remove.
  undo.push(() => rmSync(partial, { force: true }));
  try {
    if (held !== undefined) makeLike(held, handle, path);
    const bytes = Buffer.from(after);
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return partial;
}

/** Gives a new file the owner, the group and the mode of the one whose place it takes. */
function makeLike(held: Stats, handle: number, path: string): void {
  const { uid, gid } = fstatSync(handle);
  if (uid !== held.uid || gid !== held.gid) {
    try {
      fchownSync(handle, held.uid, held.gid);
    } catch {
      const owner = `another user or group (${held.uid}:${held.gid})`;
      throw cannotWrite(path, `it belongs to ${owner}, which this user cannot give a file to`, {
        hint: 'Nothing was written. Run the command as its owner, or make the file your own.',
      });
    }
  }
  // Not by way of opening it: the mask of the process would take bits away. And last: a new owner takes bits away as well.
  fchmodSync(handle, held.mode & 0o7777);
}

/** Nobody else's name. Plain random numbers will do, since a name that is taken after all is refused, not overwritten. */
function randomName(): string {
  return `${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
}

/**
 * What stands where a file is to be; undefined for nothing. A file with more than one name is refused: to take the place
 * of one name cuts it off from the others, and to write into the file itself would leave it torn when the run is killed.
 *
 * @throws UserError for what must not be replaced.
 */
function whatIsIn(path: string): Stats | undefined {
  const held = lstatSync(path, { throwIfNoEntry: false });
  if (held === undefined) return undefined;
  if (held.isSymbolicLink()) throw linkRefusal(path);
  if (!held.isFile()) throw cannotWrite(path, 'it is not a regular file');
  if (held.nlink > 1) {
    throw cannotWrite(path, `it has ${held.nlink} names (hard links), of which only one would get the new text`, {
      hint: 'Nothing was written. Put a copy in its place, which has one name: cp FILE COPY && mv COPY FILE.',
    });
  }
  if (isReadOnly(path, held)) {
    throw cannotWrite(path, 'it is read-only', { hint: 'Nothing was written. Allow it first: chmod u+w FILE.' });
  }
  return held;
}

/** To replace a file needs no right to write it; but who took that right away meant it. Root has every right, so its mode counts. */
function isReadOnly(path: string, { mode }: Stats): boolean {
  if (process.getuid?.() === 0 && (mode & 0o200) === 0) return true;
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

/** The refusal of a link, which may lead anywhere. */
export function linkRefusal(path: string): UserError {
  return cannotWrite(path, 'it is a link, which is not followed', {
    hint: 'Nothing was written. Put a plain file or folder in its place, or name the card where the files are.',
  });
}

function refuseChanged({ path, before }: Replacement): void {
  const bytes = Buffer.from(before);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // A file that is not there has no bytes.
  if (size === bytes.length && (size === 0 || bytes.equals(readCardFile(path, size, 'file')))) return;
  throw new UserError('cannot-write', `${path} was changed while it was worked on; nothing was written.`, {
    hint: 'Run the command again.',
  });
}

/** Renames each new file to its place. What fails here is rare: the folder has just taken the new files. */
function putInPlace(prepared: readonly { readonly path: string; readonly partial: string }[]): void {
  for (const [at, { path, partial }] of prepared.entries()) {
    try {
      renameSync(partial, path);
    } catch (error) {
      if (at === 0) throw cannotWrite(path, error);
      const paths = prepared.map((file) => file.path);
      const [written, left] = [paths.slice(0, at), paths.slice(at)];
      throw cannotWrite(path, error, {
        hint: `Written: ${written.join(', ')}. Not written: ${left.join(', ')}. The command goes on there when it is run again.`,
        details: { written, not_written: left },
      });
    }
  }
}
