import type { Benchmark } from './benchmarks.ts';
import type { Score } from './score.ts';

/** A value on a leaderboard's scale, as it is to be written, with the conversion that was made; or why there is none. */
export type Scaled = { readonly written: string; readonly conversion?: string } | { readonly refused: string };

/**
 * Puts a score on the scale of its benchmark's leaderboard. Nothing is guessed: a number of at most 1 that is neither
 * called a percentage nor a fraction may be either.
 */
export function toLeaderboardScale(score: Score, benchmark: Benchmark): Scaled {
  const { scale } = benchmark;
  if (scale === undefined) return { refused: `the scale of ${benchmark.name}'s leaderboard is not known` };
  if (scale !== 'percent') {
    const [low = 0, high = 0] = scale.split('-').map(Number);
    if (score.unit !== undefined) return { refused: `${benchmark.name} counts from ${scale}, not in ${score.unit}s` };
    const fits = score.value >= low && score.value <= high;
    return fits ? { written: score.written } : { refused: `${score.written} is not within ${scale}` };
  }
  // An error rate may be above 100 %.
  const high = benchmark.higherIsBetter === false ? 1000 : 100;
  if (score.unit === 'fraction') {
    if (score.value < 0 || score.value > high / 100) return { refused: `${score.written} is no fraction` };
    const written = shiftDecimals(score.written, 2);
    return { written, conversion: `${score.written} → ${written}` };
  }
  if (score.value < 0 || score.value > high) return { refused: `${score.written} is not within 0 to ${high}` };
  if (score.unit === undefined && score.value !== 0 && score.value <= 1) {
    return { refused: `${score.written} may be a fraction or a percentage, and nothing says which (--unit can)` };
  }
  return { written: score.written };
}

/** Moves the decimal point of a decimal number to the right, digit by digit: floating point would make 0.57 into 56.99…. */
export function shiftDecimals(written: string, places: number): string {
  const match = /^(-?)(\d*)(?:\.(\d+))?$/.exec(written);
  if (match === null || !/\d/.test(written)) {
    const plain = String(Number(written));
    return plain !== written && /^-?\d/.test(plain) && !plain.includes('e')
      ? shiftDecimals(plain, places)
      : String(Number(written) * 10 ** places);
  }
  const [, sign = '', whole = '', decimals = ''] = match;
  const digits = whole + decimals.padEnd(places, '0');
  const point = whole.length + places;
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '') || '0';
  const right = digits.slice(point);
  return sign + left + (right === '' ? '' : `.${right}`);
}
