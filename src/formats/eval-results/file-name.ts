/**
 * The name of the file in `.eval_results/` for a benchmark and variant: `gsm8k.yaml`, `hle_with_tools.yaml`. Letters and
 * digits of any script stay, what separates words is `_`. Where more than separators is lost, or the end, a hash keeps apart
 * what would be one name, so that `HumanEval+` is not `HumanEval`.
 */
export function fileNameFor(benchmarkName: string, notes: string | undefined): string {
  const given = [benchmarkName, notes ?? ''].map((text) => text.normalize('NFC').toLowerCase());
  const slug = given
    .map((text) => text.replace(/[^\p{L}\p{M}\p{N}]+/gu, '_').replace(/^_+|_+$/g, ''))
    .filter((part) => part !== '')
    .join('_');
  const fits = [...slug].length <= MOST_CHARACTERS && bytesOf(slug) <= MOST_BYTES;
  const isWhole = slug !== '' && fits && !given.some((text) => LOST.test(text));
  if (isWhole) return `${slug}${ENDING}`;
  const hash = hashOf(given.join('\n'));
  const start = cut(slug, MOST_CHARACTERS - hash.length - 1, MOST_BYTES - hash.length - 1).replace(/_+$/, '');
  return `${start || 'benchmark'}_${hash}${ENDING}`;
}

const ENDING = '.yaml';
/** A name of 100 characters, ending included, can be read in a list. */
const MOST_CHARACTERS = 100 - ENDING.length;
/** File systems take 255 bytes in a name, and a file that is being written has a longer one for a while. */
const MOST_BYTES = 200;

/** Anything but letters, digits and what separates words. */
const LOST = /[^\p{L}\p{M}\p{N}\s\p{Z}\p{Pd}\p{Pc}.,;:/\\|()[\]{}'"’]/u;

/** The start of a text that has no more than so many characters and bytes of UTF-8. */
function cut(text: string, characters: number, bytes: number): string {
  let start = '';
  let left = bytes;
  for (const character of [...text].slice(0, characters)) {
    left -= bytesOf(character);
    if (left < 0) break;
    start += character;
  }
  return start;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** FNV-1a on 32 bits, as eight hex digits: it has to tell names apart, not to withstand anybody. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
