import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitCard } from '../../../src/card/split-card.ts';
import { mergeIntoCard } from '../../../src/formats/model-index/edit.ts';
import { score } from './merging.ts';

const folder = join(import.meta.dirname, '../../../../shared/cards');
const names = existsSync(folder)
  ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'README.md')))
  : [];
if (names.length === 0) console.warn('SKIPPED: the labelled cards, ../shared/cards, are not here');

const cards = names
  .map((name) => ({ name, text: readFileSync(join(folder, name, 'README.md'), 'utf8') }))
  .filter(({ text }) => splitCard(text).frontMatter !== undefined);

describe.skipIf(cards.length === 0)('scores merged into a real card', () => {
  it.each(cards)('leave every other line of $name as it is', ({ name, text }) => {
    const scores = [
      score(),
      score({ dataset: { type: 'benchmark', name: 'Benchmarks' }, metric: { type: 'acc', name: 'Maple' } }),
    ];
    const options = { modelName: 'Kestrel', onConflict: 'keep' } as const;
    const merged = mergeIntoCard({ text, name }, scores, options);
    expect(merged.changes.map(({ op }) => op)).toEqual(['add', 'add']);
    const after = merged.text.split('\n');
    let at = 0;
    const lost = text.split('\n').filter((line) => {
      const found = after.indexOf(line, at);
      if (found === -1) return true;
      at = found + 1;
      return false;
    });
    // An empty list cannot stay as it is when something comes into it.
    expect(lost.filter((line) => !/^ *results: \[\]$/.test(line))).toEqual([]);
    expect(mergeIntoCard({ text: merged.text, name }, scores, options).text).toBe(merged.text);
  });
});
