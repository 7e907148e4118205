import { cardTooLarge, UserError } from '../errors.ts';

/** Largest card that is read, in bytes. */
export const MAX_CARD_BYTES = 5_000_000;

/**
 * Decodes the bytes of a card, and refuses what is no text.
 *
 * @param name What to call the card in messages: a path or `README.md of org/model`.
 * @throws UserError `card-too-large`, `invalid-card` with the first bad line, `no-tables` for an empty card.
 */
export function decodeCard(bytes: Uint8Array, name: string): string {
  const text = decodeText(bytes, name);
  refuseEmpty(text, name);
  return text;
}

/** Refuses an empty card, in which there is no table to look for. Throws UserError `no-tables`. */
export function refuseEmpty(text: string, name: string): void {
  if (text.trim() !== '') return;
  throw new UserError('no-tables', `${name} is empty: there is no table to read.`, {
    hint: 'Write the card first, or import scores from another source.',
  });
}

/** Decodes the bytes of a text that may be empty. Throws UserError `card-too-large`, `invalid-card`. */
export function decodeText(bytes: Uint8Array, name: string): string {
  if (bytes.length > MAX_CARD_BYTES) throw cardTooLarge(name, MAX_CARD_BYTES);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new UserError('invalid-card', `${name} is UTF-16 text.`, { hint: 'Save it as UTF-8.' });
  }
  const text = decodeUtf8(bytes);
  if (text === undefined || text.includes('\0')) throw notText(bytes, text, name);
  return text;
}

/** Tells a binary file from a text with a slip in it. */
function notText(bytes: Uint8Array, text: string | undefined, name: string): UserError {
  const controls = bytes.reduce((count, byte) => (byte < 0x20 && !TEXT_CONTROLS.has(byte) ? count + 1 : count), 0);
  if (controls > 8 && controls > bytes.length / 100) {
    return new UserError('invalid-card', `${name} is a binary file, not a model card.`, {
      hint: 'Name the README.md of the model repo.',
    });
  }
  if (text === undefined) {
    const line = firstUndecodableLine(bytes);
    const message = `${name} is not valid UTF-8: line ${line} holds bytes of another encoding.`;
    return new UserError('invalid-card', message, { hint: 'Save it as UTF-8.', details: { line } });
  }
  const line = text.slice(0, text.indexOf('\0')).split('\n').length;
  return new UserError('invalid-card', `${name} has a NUL byte in line ${line}.`, {
    hint: 'Remove it; a text file holds none.',
    details: { line },
  });
}

/** Tab, line feed, form feed, carriage return and escape occur in texts. */
const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // A fatal decoder tells only that there is an error; the caller finds the line.
    return undefined;
  }
}

function firstUndecodableLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  while (start <= bytes.length) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    if (decodeUtf8(bytes.subarray(start, end)) === undefined) return line;
    line += 1;
    start = end + 1;
  }
  return line;
}
