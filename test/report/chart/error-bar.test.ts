import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderErrorBar } from '../../../src/report/chart/error-bar.ts';
import { decimalsFor, formatDate, formatDelta, formatNumber, scaleOf } from '../../../src/report/chart/numbers.ts';

const FRACTION = { min: 0, max: 1 };
const PERCENT = { min: 0, max: 100 };

describe('an error bar', () => {
  it.each([
    ['in the middle', 0.5, 0.1, FRACTION, '······├───●───┤······'],
    ['of a percentage', 50, 10, PERCENT, '······├───●───┤······'],
    ['without a standard error', 0.5, undefined, FRACTION, '··········●··········'],
    ['with one too small to be seen', 0.5, 0.001, FRACTION, '··········●··········'],
    ['at the start', 0, 0, FRACTION, '●····················'],
    ['at the end, cut', 1, 0.1, FRACTION, '················├───●'],
    ['beyond the end', 1.5, undefined, FRACTION, '····················▸'],
    ['before the start', -3, undefined, FRACTION, '◂····················'],
    ['before the start, reaching into the scale', -0.1, 0.2, FRACTION, '◂─────┤··············'],
    ['of no number', Number.NaN, 0.1, FRACTION, '·····················'],
    ['on no scale', 0.5, 0.1, { min: 1, max: 1 }, '·····················'],
    ['with a standard error that is none', 0.5, Number.NaN, FRACTION, '··········●··········'],
  ])('%s', (_, value, stderr, scale, bar) => {
    expect(renderErrorBar(value, stderr, scale, 21)).toBe(bar);
  });

  it('is as wide as asked, within reason, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.double(), fc.option(fc.double(), { nil: undefined }), fc.integer(), (value, stderr, width) => {
        const bar = renderErrorBar(value, stderr, PERCENT, width);
        expect(bar).toHaveLength(Math.min(Math.max(width, 3), 200));
        expect(bar).toMatch(/^[·├─●┤◂▸]+$/);
      }),
    );
  });
});

describe('a scale', () => {
  it('holds all values, and their intervals unless these go below what a score can be', () => {
    const scale = scaleOf([{ value: 0.5, stderr: 0.1 }, { value: 0.9 }]);
    expect(scale.min).toBeLessThan(0.304);
    expect(scale.max).toBeGreaterThan(0.9);
    expect(scaleOf([{ value: 1, stderr: 5 }]).min).toBe(0);
    expect(scaleOf([{ value: -0.02, stderr: 0.03 }]).min).toBeLessThan(-0.07);
  });

  it('does not make much of next to nothing', () => {
    const { min, max } = scaleOf([{ value: 70 }, { value: 70.1 }]);
    expect(max - min).toBeGreaterThanOrEqual(10);
  });

  it('of nothing is one all the same', () => {
    expect(scaleOf([])).toEqual({ min: 0, max: 1 });
    expect(scaleOf([{ value: Number.NaN }])).toEqual({ min: 0, max: 1 });
  });
});

describe('a number', () => {
  it.each([
    [0.61845, 4, '0.6185'],
    [-0.0186, 4, '−0.0186'],
    [0.000012, 4, '0.00001'],
    [-1e-9, 4, '−1e−9'],
    [0, 2, '0.00'],
    [12_345.6, 0, '12346'],
    [1e12, 0, '1.00e+12'],
    [Number.NaN, 2, '–'],
  ])('%d with %d decimals is %s', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text);
  });

  it('has as many decimals as its size needs', () => {
    expect([[0.5, 1], [0.5, 64], [undefined], [12_000]].map(decimalsFor)).toEqual([4, 2, 4, 0]);
  });

  it('has a sign where it is a difference', () => {
    expect([0.1, -0.1, 0].map((delta) => formatDelta(delta, 2))).toEqual(['+0.10', '−0.10', '0.00']);
  });
});

it.each([
  ['2026-03-01T10:24:00.123Z', '2026-03-01 10:24 UTC'],
  ['2026-03-01T10:24:00+02:00', '2026-03-01 10:24+02:00'],
  ['2026-03-01T10:24:00', '2026-03-01 10:24'],
  ['2026-03-01', '2026-03-01'],
  ['yesterday', 'yesterday'],
])('the date %s is shown as %s', (date, shown) => {
  expect(formatDate(date)).toBe(shown);
});
