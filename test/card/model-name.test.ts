import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameForms, nameKey } from '../../src/card/model-name.ts';

describe('names are the same', () => {
  it.each([
    ['OLMo 3 32B', 'OLMo-3-32B'],
    ['Olmo 3 32B', 'olmo_3_32b'],
    ['7B Kestrel', 'Kestrel-7B'],
    ['Kestrel-7b-β', 'Kestrel 7B beta'],
    ['Kestrel‡ 7B*', 'Kestrel 7B'],
    ['Kestrel 7B 🪁', 'kestrel-7b'],
    ['org/Kestrel-7B', 'org Kestrel 7B'],
    ['Baseline (LSTM)', 'baseline lstm'],
  ])('%s = %s', (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b));
  });
});

describe('names are not the same', () => {
  it.each([
    ['7B', '7B-Instruct'],
    ['Kestrel 2', 'Kestrel 2.5'],
    ['Kestrel 7B', 'Kestrel 70B'],
    ['Kestrel v1', 'Kestrel 1'],
    ['Kestrel', 'Kestrel Kestrel'],
    ['mKestrel', 'Kestrel'],
    ['Xwin-LMv0.1', 'Xwin-LM v0.1'],
  ])('%s ≠ %s', (a, b) => {
    expect(nameKey(a)).not.toBe(nameKey(b));
  });
});

it('forms leave out footnotes and remarks that are no part of a name', () => {
  const cell = (text: string) => ({ text, line: 1 });
  expect(nameForms(cell('Kestrel 7B (this model)'))).toContain(nameKey('Kestrel 7B'));
  expect(nameForms(cell('Kestrel 7B New!'))).toContain(nameKey('Kestrel 7B'));
  expect(nameForms(cell('Kestrel 7B (Chat)'))).not.toContain(nameKey('Kestrel 7B'));
  const footnoted = { text: 'Kestrel1', line: 1, segments: [{ text: 'Kestrel' }, { text: '1', mark: 'sup' as const }] };
  expect(nameForms(footnoted)).toEqual(['kestrel1', 'kestrel']);
});

it('order, case and separators never matter, further words always do', () => {
  const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,6}$/), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(words, fc.stringMatching(/^[a-z0-9]{1,6}$/), (tokens, more) => {
      expect(nameKey(tokens.join(' '))).toBe(nameKey(tokens.toReversed().join('-').toUpperCase()));
      expect(nameKey([...tokens, more].join(' '))).not.toBe(nameKey(tokens.join(' ')));
    }),
  );
});
