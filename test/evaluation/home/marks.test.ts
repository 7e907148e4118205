import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMark } from '../../../src/evaluation/home/marks.ts';
import { NONCE, OTHER_NONCE } from './packages.ts';

const HASH = 'ab'.repeat(32);

describe('a line of the log', () => {
  it.each([
    [`phase install 2026-10-31T01:02:03Z`, { kind: 'phase', phase: 'install', at: '2026-10-31T01:02:03Z' }],
    [`phase save 2026-10-31T01:02:03Z\r`, { kind: 'phase', phase: 'save', at: '2026-10-31T01:02:03Z' }],
    [`blocks begin 2 80 ${HASH}`, { kind: 'blocks begin', count: 2, size: 80, sha256: HASH }],
    [`blocks end 2 80 ${HASH}`, { kind: 'blocks end', count: 2, size: 80, sha256: HASH }],
    [`block 1/2 0123abcd QUJD`, { kind: 'block', index: 1, count: 2, check: '0123abcd', text: 'QUJD' }],
    [`block 2/2 0123abcd QQ==`, { kind: 'block', index: 2, count: 2, check: '0123abcd', text: 'QQ==' }],
    ['end 137', { kind: 'end', code: 137 }],
  ])('%s', (text, mark) => {
    expect(readMark(`hf-eval ${NONCE} ${text}`, NONCE)).toEqual(mark);
  });

  it.each([
    '',
    'hf-eval',
    'hf-eval: the program ended with exit code 0',
    `hf-eval ${OTHER_NONCE} end 0`,
    `hf-eval ${NONCE.toUpperCase()} end 0`,
    `x hf-eval ${NONCE} end 0`,
    `hf-eval ${NONCE} end`,
    `hf-eval ${NONCE} end -1`,
    `hf-eval ${NONCE} end 1000`,
    `hf-eval ${NONCE} end 0 and more`,
    `hf-eval ${NONCE} phase sleep 2026-10-31T01:02:03Z`,
    `hf-eval ${NONCE} phase run today`,
    `hf-eval ${NONCE} block 1/2 0123abcd QUJ`,
    `hf-eval ${NONCE} block 1/2 0123abcd QU?=`,
    `hf-eval ${NONCE} block 1/2 0123abcd`,
    `hf-eval ${NONCE} block 1/9999999 0123abcd QUJD`,
    `hf-eval ${NONCE} block 1/2 0123abcd ${'QUJD'.repeat(1_500)}`,
    `hf-eval ${NONCE} blocks begin 1 9999999999 ${HASH}`,
    `hf-eval ${NONCE} blocks begin 1 1 ${HASH.slice(1)}`,
  ])('is not ours: %s', (line) => {
    expect(readMark(line, NONCE)).toBeUndefined();
  });

  it('is not ours where the nonce is none', () => {
    expect(readMark('hf-eval  end 0', '')).toBeUndefined();
    expect(readMark('hf-eval .* end 0', '.*')).toBeUndefined();
  });

  it('of any text is read without harm', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('block ', '1/2 ', 'end ', 'phase run ', 'QUJD', HASH));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (parts) => {
        readMark(`hf-eval ${NONCE} ${parts.join('')}`, NONCE);
        expect(readMark(parts.join(''), NONCE)).toBeUndefined();
      }),
    );
  });
});
