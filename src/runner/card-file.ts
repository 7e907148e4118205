import { open } from 'node:fs/promises';
import { cardTooLarge, UserError } from '../errors.ts';

/**
 * Reads a local card. Its size is looked at before its content.
 *
 * @throws UserError `no-card`, `card-too-large`.
 */
export async function readCardFile(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    await using file = await open(path, 'r');
    const stat = await file.stat();
    if (stat.isDirectory()) throw noCard(path, 'is a folder');
    if (!stat.isFile()) throw noCard(path, 'is not a regular file');
    if (stat.size > maxBytes) throw cardTooLarge(path, maxBytes);
    return await file.readFile();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw noCard(path, code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`);
  }
}

function noCard(path: string, what: string): UserError {
  return new UserError('no-card', `The card ${path} ${what}.`, {
    hint: 'Name a Markdown file, such as --card README.md.',
  });
}
