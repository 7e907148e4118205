import { tailOfT } from './distributions.ts';

const RESAMPLES = 20_000;
/** So few differences have fewer patterns of signs than there would be resamples: all are tried. */
const MOST_TO_TRY_ALL = 13;
/** Above it the sum is as good as normal (central limit theorem). */
const MOST_TO_RESAMPLE = 2_000;

/**
 * How often equal runs fall, or rise, as far as these differences between the samples of two runs do in sum. If the runs
 * are equal, it is chance which of a sample's two scores is whose; so each resample gives each difference a sign at random.
 *
 * This is the bootstrap with random signs (Liu 1988; Davidson and Flachaire 2008), for pairs the same as Fisher's
 * randomisation test (1935; Noreen 1989, "approximate randomization"). With scores of 0 and 1 alone it is McNemar's exact
 * test. Unlike the shares of plain resamples above and below 0 it gives no more false alarms than stated with few samples:
 * with 5 of them, those would call every 32nd pair of equal runs certainly worse.
 *
 * The same differences give the same answer, in whichever order; with opposite signs they give the opposite one.
 */
export function compareWithSwaps(differences: Float64Array): { readonly pDown: number; readonly pUp: number } {
  const changed = differences.filter((difference) => difference !== 0);
  let [sum, squares, whole] = [0, 0, 0];
  // Sums of numbers in another order differ in their last digits, which must not decide whether two are equal.
  if (changed.length <= MOST_TO_RESAMPLE) changed.sort();
  for (const difference of changed) {
    sum += difference;
    squares += difference * difference;
    whole += Math.abs(difference);
  }
  if (changed.length === 0) return { pDown: 1, pUp: 1 };
  if (changed.length > MOST_TO_RESAMPLE) {
    const z = sum / Math.sqrt(squares);
    return { pDown: tailOfT(-z, Number.POSITIVE_INFINITY), pUp: tailOfT(z, Number.POSITIVE_INFINITY) };
  }
  const isExact = changed.length <= MOST_TO_TRY_ALL;
  const draws = isExact ? 2 ** (changed.length - 1) : RESAMPLES / 2;
  const sums = sumsOf(changed.map(Math.abs).sort(), draws, isExact ? (draw) => draw : randomBits());
  const shareFrom = (least: number): number => {
    const count = countFrom(sums, least);
    if (isExact) return count / (2 * draws);
    // The pair itself is one of the patterns (Davison and Hinkley 1997, 4.11), so no share is 0. Where that is all there
    // is to say, a bound says more: Hoeffding 1963 for sums of random signs.
    const share = (count + 1) / (2 * draws + 1);
    return count === 0 && least > 0 ? Math.min(share, Math.exp((-least * least) / (2 * squares))) : share;
  };
  const slack = whole * 1e-12;
  return { pDown: shareFrom(-sum - slack), pUp: shareFrom(sum - slack) };
}

/** How many sums are as large; each stands for the one with all signs turned, too. */
function countFrom(sums: Float64Array, least: number): number {
  let count = 0;
  for (let at = 0; at < sums.length; at += 1) {
    const sum = sums[at] ?? 0;
    if (sum >= least) count += 1;
    if (-sum >= least) count += 1;
  }
  return count;
}

/** Sums of the sizes with a sign each, by the bits that `next` gives, 32 at a time. */
function sumsOf(sizes: Float64Array, draws: number, next: (draw: number) => number): Float64Array {
  const tables = tabulate(sizes);
  const sums = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0;
    let bits = 0;
    for (let group = 0; group * 256 < tables.length; group += 1) {
      bits = group % 4 === 0 ? next(draw) : bits >>> 8;
      sum += tables[group * 256 + (bits & 255)] ?? 0;
    }
    sums[draw] = sum;
  }
  return sums;
}

/** For every eight sizes the sums of all 256 patterns of signs, since adding them up one by one takes most of the time. */
function tabulate(sizes: Float64Array): Float64Array {
  const tables = new Float64Array(Math.ceil(sizes.length / 8) * 256);
  for (let start = 0; start < sizes.length; start += 8) {
    const table = tables.subarray(start * 32, start * 32 + 256);
    table[0] = -sizes.subarray(start, start + 8).reduce((sum, size) => sum + size, 0);
    for (let bits = 1; bits < 256; bits += 1) {
      const highest = 31 - Math.clz32(bits);
      table[bits] = (table[bits - 2 ** highest] ?? 0) + 2 * (sizes[start + highest] ?? 0);
    }
  }
  return tables;
}

/** 32 random bits a call, always the same ones: sfc32 of Doty-Humphrey's PractRand. */
function randomBits(): () => number {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first numbers still show the seed.
  for (let skipped = 0; skipped < 15; skipped += 1) next();
  return next;
}
