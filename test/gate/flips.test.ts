import { describe, expect, it } from 'vitest';
import { type Answered, findFlips } from '../../src/gate/flips.ts';

function answers(...given: readonly Answered[]): ReadonlyMap<string, Answered> {
  return new Map(given.map((one) => [one.id, one]));
}

describe('flips', () => {
  const before = answers(
    { id: 'c', value: 1, question: 'How many wings has a kestrel?', target: '2', answer: 'two: 2' },
    { id: 'a', value: 1, answer: '7' },
    { id: 'b', value: 0 },
    { id: 'gone', value: 1 },
    { id: 'd', value: 0.5 },
  );
  const now = answers(
    { id: 'd', value: 0.25, question: 'Of which family is the kite?', target: 'hawks' },
    { id: 'a', value: 1 },
    { id: 'b', value: 1 },
    { id: 'c', value: 0, question: 'How many wings has a kestrel?', target: '2', answer: 'four: 4' },
    { id: 'new', value: 0 },
  );

  it('are the samples of both runs that got worse, in the order of the first', () => {
    expect(findFlips(before, now, { most: 10, higherIsBetter: true })).toEqual({
      total: 2,
      flips: [
        {
          id: 'c',
          question: 'How many wings has a kestrel?',
          target: '2',
          before: 'two: 2',
          now: 'four: 4',
          from: 1,
          to: 0,
        },
        { id: 'd', question: 'Of which family is the kite?', target: 'hawks', from: 0.5, to: 0.25 },
      ],
    });
  });

  it('go up where lower is better', () => {
    expect(findFlips(before, now, { most: 10, higherIsBetter: false })).toEqual({
      total: 1,
      flips: [{ id: 'b', from: 0, to: 1 }],
    });
  });

  it.each([
    [0, []],
    [1, ['c']],
    [2, ['c', 'd']],
  ])('are counted beyond the first %i', (most, ids) => {
    const { flips, total } = findFlips(before, now, { most, higherIsBetter: true });
    expect(flips.map(({ id }) => id)).toEqual(ids);
    expect(total).toBe(2);
  });

  it('are none of what is no number', () => {
    const nothing = answers({ id: 'c', value: Number.NaN });
    expect(findFlips(before, nothing, { most: 10, higherIsBetter: true })).toEqual({ flips: [], total: 0 });
  });
});
