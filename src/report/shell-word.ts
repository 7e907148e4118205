import { plainText } from './plain-text.ts';

/** A word for a POSIX shell, quoted so that nothing in it is run. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${plainText(word).replace(/'/g, `'\\''`)}'`;
}
