import { describe, expect, it } from 'vitest';
import type { Benchmark } from '../../src/scores/benchmarks.ts';
import { type Scaled, shiftDecimals, toLeaderboardScale } from '../../src/scores/scale.ts';
import { score } from '../formats/model-index/merging.ts';

const PERCENT: Benchmark = { name: 'Aviary-QA', keys: [], scale: 'percent' };
const ERRORS: Benchmark = { ...PERCENT, name: 'Aviary-ASR', higherIsBetter: false };
const { scale: _, ...NO_SCALE } = PERCENT;

function scaled(written: string, unit?: 'percent' | 'fraction', benchmark: Benchmark = PERCENT): Scaled {
  const value = Number(written);
  return toLeaderboardScale(score({ value, written, ...(unit === undefined ? {} : { unit }) }), benchmark);
}

describe('the decimal point moves digit by digit', () => {
  it.each([
    ['0.412', '41.2'],
    ['0.57', '57'],
    ['0.29', '29'],
    ['0.1', '10'],
    ['0.10', '10'],
    ['0.4120', '41.20'],
    ['0.00', '0'],
    ['0.000', '0.0'],
    ['0.005', '0.5'],
    ['0.0005', '0.05'],
    ['1', '100'],
    ['1.0', '100'],
    ['1.000', '100.0'],
    ['0', '0'],
    ['00.5', '50'],
    ['-0.5', '-50'],
    ['-0.005', '-0.5'],
    ['12.345', '1234.5'],
    ['0.123456789012345678901', '12.3456789012345678901'],
  ])('%s → %s', (written, shifted) => {
    expect(shiftDecimals(written, 2)).toBe(shifted);
  });

  it('by any number of places', () => {
    expect([0, 1, 3].map((places) => shiftDecimals('0.57', places))).toEqual(['0.57', '5.7', '570']);
  });

  it.each(['.5', '+0.5', '5e-1'])('%s, however it is spelled', (written) => {
    expect(Number(shiftDecimals(written, 2))).toBe(50);
  });

  it.each([
    ['.57', '57'],
    ['.29', '29'],
    ['5.7e-1', '57'],
  ])('%s → %s', (written, shifted) => {
    expect(shiftDecimals(written, 2)).toBe(shifted);
  });

  it('for every fraction of two and of three digits', () => {
    for (let thousandths = 0; thousandths < 1000; thousandths += 1) {
      const digits = String(thousandths).padStart(3, '0');
      expect(shiftDecimals(`0.${digits}`, 2)).toBe(`${Number(digits.slice(0, 2))}.${digits[2]}`);
      if (thousandths < 100) {
        expect(shiftDecimals(`0.${digits.slice(1)}`, 2)).toBe(String(thousandths));
      }
    }
  });
});

describe('a leaderboard in percent', () => {
  it.each(['0', '0.0', '0.412', '0.57', '1', '1.0'])('takes a fraction, and tells of the conversion: %s', (written) => {
    const to = shiftDecimals(written, 2);
    expect(scaled(written, 'fraction')).toEqual({ written: to, conversion: `${written} → ${to}` });
  });

  it.each(['0', '0.4', '1', '41.2', '85.20', '100', '100.0'])('takes a percentage as it is spelled: %s', (written) => {
    expect(scaled(written, 'percent')).toEqual({ written });
  });

  it.each(['1.01', '41.2', '85.20', '100'])('takes a number above 1 as a percentage: %s', (written) => {
    expect(scaled(written)).toEqual({ written });
  });

  it.each(['0.412', '0.9', '1', '1.0', '.5'])('guesses nothing about %s', (written) => {
    expect(scaled(written)).toEqual({ refused: expect.stringContaining(written) });
    expect(scaled(written)).toEqual({ refused: expect.stringMatching(/fraction.*percentage/) });
  });

  it.each<[string, 'percent' | 'fraction' | undefined]>([
    ['-1', undefined],
    ['-0.5', 'fraction'],
    ['-0.5', 'percent'],
    ['100.1', undefined],
    ['100.1', 'percent'],
    ['1.001', 'fraction'],
    ['41.2', 'fraction'],
  ])('refuses what lies beyond it: %s, said to be %s', (written, unit) => {
    expect(scaled(written, unit)).toEqual({ refused: expect.stringContaining(written) });
  });
});

describe('a leaderboard of error rates', () => {
  it.each<[string, 'percent' | 'fraction' | undefined, string]>([
    ['104.2', 'percent', '104.2'],
    ['104.2', undefined, '104.2'],
    ['1.042', 'fraction', '104.2'],
    ['0.031', 'fraction', '3.1'],
    ['0.9', 'percent', '0.9'],
    ['1000', undefined, '1000'],
  ])('may be above 100: %s, said to be %s', (written, unit, to) => {
    expect(scaled(written, unit, ERRORS)).toMatchObject({ written: to });
  });

  it.each<[string, 'percent' | 'fraction' | undefined]>([
    ['-3', undefined],
    ['0.5', undefined],
    ['1000.1', 'percent'],
    ['10.5', 'fraction'],
  ])('has bounds: %s, said to be %s', (written, unit) => {
    expect(scaled(written, unit, ERRORS)).toEqual({ refused: expect.any(String) });
  });

  it('is the only kind that may', () => {
    expect(scaled('104.2', 'percent', { ...PERCENT, higherIsBetter: true })).toHaveProperty('refused');
  });
});

describe('a leaderboard with a scale of its own', () => {
  const rated = (written: string, scale = '0-10', unit?: 'percent' | 'fraction'): Scaled =>
    scaled(written, unit, { ...PERCENT, scale });

  it.each(['0', '0.5', '1', '8.61', '10', '10.0'])('takes what lies on it: %s', (written) => {
    expect(rated(written)).toEqual({ written });
  });

  it.each(['-0.1', '10.1', '86.1'])('refuses what does not: %s', (written) => {
    expect(rated(written)).toEqual({ refused: `${written} is not within 0-10` });
  });

  it('may be longer', () => {
    expect([rated('2345', '0-2800'), rated('0.5', '0-1000')]).toEqual([{ written: '2345' }, { written: '0.5' }]);
  });

  it.each(['percent', 'fraction'] as const)('takes no %s', (unit) => {
    expect(rated('0.86', '0-10', unit)).toEqual({ refused: expect.stringContaining(unit) });
  });
});

it.each([undefined, 'percent', 'fraction'] as const)('a scale that is not known takes nothing: %s', (unit) => {
  expect(scaled('0.5', unit, NO_SCALE)).toEqual({ refused: "the scale of Aviary-QA's leaderboard is not known" });
});
