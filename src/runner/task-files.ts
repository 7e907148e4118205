import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { UserError } from '../errors.ts';

const MOST_FILES = 200;
const MOST_BYTES = 90_000;

/**
 * Own tasks: a file, or all files of a folder, in base64 by their paths with slashes. Links are not followed, and hidden
 * files stay here: nobody means to send those.
 *
 * @throws UserError `usage` for what is not there, or is too much to be sent along.
 */
export function readTaskFiles(path: string | undefined): Readonly<Record<string, string>> {
  if (path === undefined) return {};
  const name = path.split('@', 1)[0] ?? path;
  if (name.startsWith('/') || name.split(/[\\/]/).includes('..')) {
    throw refused(name, 'must lie in this folder or in one below it');
  }
  const files: Record<string, string> = {};
  let bytes = 0;
  const take = (at: string): void => {
    const info = statSync(at, { throwIfNoEntry: false });
    if (info === undefined) throw refused(name, 'is not there');
    if (info.isDirectory()) {
      for (const entry of readdirSync(at, { withFileTypes: true })) {
        if (!entry.name.startsWith('.') && !entry.isSymbolicLink() && entry.name !== '__pycache__')
          take(join(at, entry.name));
      }
      return;
    }
    bytes += info.size;
    if (bytes > MOST_BYTES || Object.keys(files).length >= MOST_FILES) {
      throw refused(name, `is more than can be sent along: ${MOST_FILES} files of ${MOST_BYTES / 1000} kB together`);
    }
    files[posix.normalize(at.split(sep).join('/'))] = readFileSync(at).toString('base64');
  };
  take(name);
  return files;
}

function refused(path: string, what: string): UserError {
  return new UserError('usage', `custom-tasks: ${path} ${what}.`, {
    hint: 'Give a file of tasks, or the folder that holds them, as the framework takes it.',
  });
}
