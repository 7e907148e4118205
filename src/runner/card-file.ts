import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { cardTooLarge, UserError } from '../errors.ts';

/**
 * Reads a local card, or another file that `what` names. Its size is looked at before its content. Reading waits for the disk: there is nothing else to
 * do meanwhile, and the asynchronous way costs more time at start-up than the reading itself.
 *
 * @throws UserError `no-card`, `card-too-large`.
 */
export function readCardFile(path: string, maxBytes: number, what = 'card'): Uint8Array {
  let file: number | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe waits for a writer that may never come. Windows has no such flag.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (stat.isDirectory()) throw noFile(path, what, 'is a folder');
    if (!stat.isFile()) throw noFile(path, what, 'is not a regular file');
    if (stat.size > maxBytes) throw cardTooLarge(path, maxBytes);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw noFile(path, what, code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function noFile(path: string, what: string, problem: string): UserError {
  return new UserError('no-card', `The ${what} ${path} ${problem}.`, {
    ...(what === 'card' ? { hint: 'Name a Markdown file, such as --card README.md.' } : {}),
  });
}
