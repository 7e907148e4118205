import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endsWithPhrase, holdsPhrase, isPhrase, wordList, wordsOf } from '../../../src/card/vocabulary/words.ts';

const folder = new URL('../../../src/card/vocabulary/', import.meta.url);
const lists = readdirSync(folder).flatMap((file) =>
  [...readFileSync(new URL(file, folder), 'utf8').matchAll(/wordList\(\s*(?:`([^`]*)`|'([^']*)')/g)].map((match) => ({
    file,
    text: match[1] ?? match[2] ?? '',
  })),
);

it('entries of the lists are written the way labels are split, or they would never be found', () => {
  expect(lists.length).toBeGreaterThan(10);
  const odd = lists.flatMap(({ file, text }) =>
    text
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter((entry) => entry !== wordsOf(entry).join(' '))
      .map((entry) => `${file}: ${entry}`),
  );
  expect(odd).toEqual([]);
});

describe('phrases', () => {
  const list = wordList('win rate, pass@#, sst #, rate');

  it.each([
    ['Win rate', true, true],
    ['win-rate', true, true],
    ['LC win_rate (%)', false, true],
    ['pass@1', true, true],
    ['SST-2', true, true],
    ['sst', false, false],
    ['rated', false, false],
  ])('%s', (label, whole, inside) => {
    expect([isPhrase(wordsOf(label), list), holdsPhrase(wordsOf(label), list)]).toEqual([whole, inside]);
  });

  it('may be asked for at the end only', () => {
    expect(endsWithPhrase(wordsOf('LC win rate'), list)).toBe(true);
    expect(endsWithPhrase(wordsOf('win rate LC'), list)).toBe(false);
  });
});
