import { describe, expect, it } from 'vitest';
import { findFlips } from '../../src/gate/flips.ts';

describe('flips', () => {
  const before = new Map([
    ['c', 1],
    ['a', 1],
    ['b', 0],
    ['gone', 1],
    ['d', 0.5],
  ]);
  const now = new Map([
    ['d', 0.25],
    ['a', 1],
    ['b', 1],
    ['c', 0],
    ['new', 0],
  ]);

  it('are the samples of both runs that got worse, in the order of the first', () => {
    expect(findFlips(before, now, { most: 10, higherIsBetter: true })).toEqual({ total: 2, ids: ['c', 'd'] });
  });

  it('go up where lower is better', () => {
    expect(findFlips(before, now, { most: 10, higherIsBetter: false })).toEqual({ total: 1, ids: ['b'] });
  });

  it.each([
    [0, []],
    [1, ['c']],
    [2, ['c', 'd']],
  ])('are counted beyond the first %i', (most, ids) => {
    expect(findFlips(before, now, { most, higherIsBetter: true })).toEqual({ total: 2, ids });
  });

  it('are none of what is no number', () => {
    const nothing = new Map([['c', Number.NaN]]);
    expect(findFlips(before, nothing, { most: 10, higherIsBetter: true })).toEqual({ ids: [], total: 0 });
  });
});
