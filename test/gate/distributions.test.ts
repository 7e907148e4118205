import { expect, it } from 'vitest';
import { quantileOfT, tailOfCoins, tailOfT } from '../../src/gate/distributions.ts';
import { correctForMany } from '../../src/gate/holm.ts';

const NORMAL = Number.POSITIVE_INFINITY;

/** Do two numbers agree in eight digits? Logarithms of factorials of large numbers lose the others. */
function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-8 * Math.abs(expected));
}

// scipy 1.17: binom.sf(count - 1, throws, 0.5)
it.each([
  [0, 5, 1],
  [1, 1, 0.5],
  [6, 5, 0],
  [7, 8, 0.03515625],
  [15, 20, 0.020694732666015625],
  [5, 20, 0.9940910339355469],
  [121, 200, 0.0018174739762649693],
  [600, 1000, 1.3642320780329735e-10],
  [100_500, 200_000, 0.012746945333473042],
  [99_000, 200_000, 0.999996168825301],
])('%i or more heads of %i throws', (count, throws, probability) => {
  expectClose(tailOfCoins(count, throws), probability);
});

// scipy 1.17: t.sf(t, degrees), norm.sf(t)
it.each([
  [0, NORMAL, 0.5],
  [1.959964, NORMAL, 0.024999999096442398],
  [-1, NORMAL, 0.8413447460685429],
  [2.9, NORMAL, 0.0018658133003840375],
  [8, NORMAL, 6.22096057427174e-16],
  [20, NORMAL, 2.7536241186061556e-89],
  [0, 3, 0.5],
  [2, 5, 0.050969739414929174],
  [-2, 5, 0.9490302605850708],
  [3.3, 1, 0.09365777093187934],
  [0.3, 12, 0.38465523704412613],
  [6, 37.25, 3.0623852984984624e-7],
  [1.5, 250_000.5, 0.06680783266537177],
])('the tail of t above %d with %d degrees of freedom', (t, degrees, probability) => {
  expectClose(tailOfT(t, degrees), probability);
});

// scipy 1.17: t.isf(tail, degrees), norm.isf(tail)
it.each([
  [0.05, NORMAL, 1.6448536269514729],
  [0.2, NORMAL, 0.8416212335729142],
  [0.025, 10, 2.2281388519862753],
  [0.001, 3.5, 8.315567604516117],
  [0.0001, 1, 3183.0987571181513],
  [0.05, 100_000, 1.6448688647849699],
])('the t with a tail of %d and %d degrees of freedom', (tail, degrees, t) => {
  expectClose(quantileOfT(tail, degrees), t);
});

// statsmodels 0.15: multipletests(p, method='holm')
it.each([
  [[], []],
  [[0.03], [0.03]],
  [
    [0.01, 0.04, 0.03, 0.005],
    [0.03, 0.06, 0.06, 0.02],
  ],
  [
    [0.9, 0.5, 0.6],
    [1, 1, 1],
  ],
  [
    [0.02, 0.02, 0.02, 0.001, 1],
    [0.08, 0.08, 0.08, 0.005, 1],
  ],
])('p-values %j are corrected by Holm', (pValues, corrected) => {
  const actual = correctForMany(pValues);
  expect(actual).toHaveLength(corrected.length);
  for (const [at, p] of actual.entries()) expect(p).toBeCloseTo(corrected[at] ?? Number.NaN, 12);
});
