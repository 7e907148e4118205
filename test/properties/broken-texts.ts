import fc from 'fast-check';
import type { Tape } from './tape.ts';

/** What is thrown into a text: everything that means something to YAML. */
const PIECES =
  '-|- |: |:|#| #|?|&a |*a |!!str |!|[|]|{|}|,|"|\'|\\|||>|  |\t|\n|\r|\n\n|---|\n---\n|\n...\n|%|@|`|~|null|<<: |\uFEFF|\u2028|\u0000|é|🦅|\ud800|model-index:|results:|metrics:|dataset:|data:|value:|1e999|=';
const pieces = [...PIECES.split('|').filter((piece) => piece !== ''), '|', '|+', '|2-'];

/** Takes characters and lines out of a text, doubles, swaps and cuts them, and throws pieces in. */
export function mutate(tape: Tape, text: string): string {
  let result = text;
  for (let count = tape.below(5) + 1; count > 0; count -= 1) {
    const at = tape.offset(result.length + 1);
    const lineEnd = result.indexOf('\n', at) + 1 || result.length;
    const before = result.slice(0, at);
    switch (tape.below(6)) {
      case 0:
        result = before + tape.pick(pieces) + result.slice(at);
        break;
      case 1:
        result = before + result.slice(at + 1 + tape.below(4));
        break;
      case 2:
        result = before + result.slice(lineEnd);
        break;
      case 3:
        result = before + result.slice(at, lineEnd) + result.slice(at);
        break;
      case 4: {
        const next = result.indexOf('\n', lineEnd) + 1 || result.length;
        result = before + result.slice(lineEnd, next) + result.slice(at, lineEnd) + result.slice(next);
        break;
      }
      default:
        result = tape.chance(20) ? before : before + tape.pick(pieces) + tape.pick(pieces) + result.slice(at);
    }
  }
  return result;
}

/** A text of any kind. */
export function anyText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary', size: 'medium' }),
    fc.string({ unit: 'grapheme', size: 'medium' }),
    fc.string({ unit: fc.constantFrom(...'-:#?&*!|>\'"%@`{}[], \t\r\nabmodel'), size: 'medium' }),
  );
}
