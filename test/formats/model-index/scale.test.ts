import { describe, expect, it } from 'vitest';
import { type IndexedScore, readModelIndex } from '../../../src/formats/model-index/read.ts';
import { offerInScale } from '../../../src/formats/model-index/scale.ts';
import { readYamlTree } from '../../../src/formats/yaml/tree.ts';
import type { Score } from '../../../src/scores/score.ts';
import { card, merge, score, withMetrics } from './merging.ts';

const ORIGIN = { name: 'README.md', line: 1 };

/** What a card with this value for accuracy holds. */
function held(value: string): readonly IndexedScore[] {
  const yaml = withMetrics(`- type: acc\n      value: ${value}\n`);
  return readModelIndex(readYamlTree(yaml, ORIGIN), ORIGIN).scores;
}

const fraction = (value: number, changes: Partial<Score> = {}): Score =>
  score({ value, written: String(value), unit: 'fraction', ...changes });

function offered(one: Score, value: string): { written: string; value: number; unit: unknown; conversion: unknown } {
  const [only] = offerInScale([one], held(value)).offered;
  if (only === undefined) throw new Error('nothing is offered');
  const { score: made, conversion } = only;
  return { written: made.written, value: only.value, unit: made.unit, conversion };
}

describe('a card that counts in percent', () => {
  it.each<[number, string]>([
    [0.8531, '85.31'],
    [0.57, '57'],
    [0.7126, '71.26'],
    [1, '100'],
    [0, '0'],
    [0.00125, '0.125'],
  ])('is offered %d as %s', (value, written) => {
    expect(held('85.2')).toHaveLength(1);
    expect(offered(fraction(value), '85.2')).toEqual({
      written,
      value: Number(written),
      unit: 'percent',
      conversion: `${value} → ${written}`,
    });
  });

  it.each<[string, Partial<Score>]>([
    ['a percentage', { unit: 'percent', value: 85.31, written: '85.31' }],
    ['a fraction above 1', { value: 1.2, written: '1.2' }],
    ['a fraction below 0', { value: -0.2, written: '-0.2' }],
    ['another metric', { metric: { type: 'f1', name: 'F1' } }],
    ['another number of shots', { dataset: { type: 'cais/mmlu', name: 'MMLU', args: { num_few_shot: 5 } } }],
  ])('is offered %s as it is', (_, changes) => {
    const one = fraction(0.8531, changes);
    expect(offered(one, '85.2')).toEqual({
      written: one.written,
      value: one.value,
      unit: one.unit,
      conversion: undefined,
    });
  });

  it('is offered a number without a unit as it is', () => {
    expect(offered(score({ value: 0.85, written: '0.85' }), '85.2')).toMatchObject({ written: '0.85' });
  });
});

it.each(['0.852', '1', '1.0', '120', '-3', '"many"', 'null', '[85.2]'])(
  'a card with the value %s is offered a fraction as it is',
  (value) => {
    expect(offered(fraction(0.8531), value)).toEqual({
      written: '0.8531',
      value: 0.8531,
      unit: 'fraction',
      conversion: undefined,
    });
  },
);

it('a value in quotes is one as well', () => {
  expect(offered(fraction(0.8531), '"85.2"').written).toBe('85.31');
});

it('what was put on another scale is known by what it was made from', () => {
  const one = fraction(0.8531);
  const { offered: all, originals } = offerInScale([one], held('85.2'));
  expect(originals.get(all[0]?.score as Score)).toBe(one);
});

describe('an entry keeps its scale', () => {
  const percent = card(withMetrics('- type: acc\n      value: 85.20\n'));

  it('where the value is replaced', () => {
    const { text } = merge(percent, [fraction(0.8531)], { onConflict: 'replace' });
    expect(text).toBe(percent.replace('85.20', '85.31'));
  });

  it('where the value is the same, which is no conflict', () => {
    const { text, changes } = merge(percent, [fraction(0.852)]);
    expect([text, changes.map(({ op }) => op)]).toEqual([percent, ['keep']]);
  });

  it('and is not put on another one by a percentage', () => {
    const fractions = card(withMetrics('- type: acc\n      value: 0.852\n'));
    const { text, changes } = merge(fractions, [score({ unit: 'percent' })]);
    expect([text, changes.map(({ op }) => op)]).toEqual([fractions, ['conflict']]);
  });
});
