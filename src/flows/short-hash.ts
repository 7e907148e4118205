import { createHash } from 'node:crypto';

/** The start of the SHA-256 of a text, or of data as JSON: tells what changed from what did not. */
export function shortHash(data: unknown, digits = 8): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
