import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { UserError } from '../errors.ts';

const MOST_FILES = 200;
const MOST_BYTES = 90_000;

/**
 * Own tasks: a file, or all files of a folder, in base64 by their paths with slashes. Links are not followed, and hidden
 * files stay here: nobody means to send those.
 *
 * @throws UserError `usage` for what is not there, cannot be read, or is too much to be sent along.
 */
export function readTaskFiles(path: string | undefined): Readonly<Record<string, string>> {
  if (path === undefined) return {};
  const name = path.split('@', 1)[0] ?? path;
  if (name.startsWith('/') || name.split(/[\\/]/).includes('..')) {
    throw refused(name, 'must lie in this folder or in one below it');
  }
  try {
    // A link on the way there leads to files that nobody has looked at.
    if (realpathSync(name) !== join(realpathSync('.'), name).replace(/[\\/]$/, ''))
      throw refused(name, 'is a link, or lies behind one, and links are not followed');
    return takeFiles(name);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw refused(
      name,
      isMissing ? 'is not there' : `cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function takeFiles(name: string): Record<string, string> {
  const files: Record<string, string> = {};
  let bytes = 0;
  const take = (at: string): void => {
    const info = lstatSync(at);
    if (info.isDirectory()) {
      for (const entry of readdirSync(at)) if (!entry.startsWith('.') && entry !== '__pycache__') take(join(at, entry));
      return;
    }
    // A link, or what would never come to an end when it is read.
    if (!info.isFile()) return;
    bytes += info.size;
    if (bytes > MOST_BYTES || Object.keys(files).length >= MOST_FILES) {
      throw refused(name, `is more than can be sent along: ${MOST_FILES} files of ${MOST_BYTES / 1000} kB together`);
    }
    files[posix.normalize(at.split(sep).join('/'))] = readFileSync(at).toString('base64');
  };
  take(name);
  if (Object.keys(files).length === 0) throw refused(name, 'has no files in it');
  return files;
}

function refused(path: string, what: string): UserError {
  return new UserError('usage', `--custom-tasks: ${path} ${what}.`, {
    hint: 'Give a file of tasks, or the folder that holds them, as the framework takes it.',
  });
}
