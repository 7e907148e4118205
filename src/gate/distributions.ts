/** P(X ≥ count) of a number of heads among fair throws of a coin. Abramowitz and Stegun 26.5.24. */
export function tailOfCoins(count: number, throws: number): number {
  return count <= 0 ? 1 : count > throws ? 0 : incompleteBeta(0.5, count, throws - count + 1);
}

/** P(T > t) of Student's distribution. Infinite degrees of freedom: of the normal one. Abramowitz and Stegun 26.7.1. */
export function tailOfT(t: number, degrees: number): number {
  if (t < 0) return 1 - tailOfT(-t, degrees);
  if (degrees > AS_GOOD_AS_NORMAL) return tailOfNormal(t);
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}

const AS_GOOD_AS_NORMAL = 1e6;

/** The t above which Student's distribution has this probability, which is at most a half. */
export function quantileOfT(tail: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (tailOfT(high, degrees) > tail) [low, high] = [high, 2 * high];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (tailOfT(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** By a series near the middle and a continued fraction in the tail: Abramowitz and Stegun 7.1.6, 7.1.14. */
function tailOfNormal(z: number): number {
  const x = z / Math.SQRT2;
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * 1e-17; n += 1) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 0.5 - (sum * Math.exp(-x * x)) / Math.sqrt(Math.PI);
  }
  let fraction = x;
  for (let n = 80; n > 0; n -= 1) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (2 * Math.sqrt(Math.PI) * fraction);
}

/** Regularised incomplete beta function: Digital Library of Mathematical Functions, 8.17.22, 8.17.4. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Lentz's method (1976) for continued fractions; takes in the order of √(a + b) steps. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MOST_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return fraction;
}

const MOST_STEPS = 100_000;

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** Stirling's series, Abramowitz and Stegun 6.1.41, good to 13 digits from 10 on; below, the recurrence leads there. */
function logGamma(x: number): number {
  let at = x;
  let product = 1;
  for (; at < 10; at += 1) product *= at;
  const z = 1 / (at * at);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / at;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
