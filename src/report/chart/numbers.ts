/** How far a 95 % interval of a normal distribution reaches, in standard errors. */
export const INTERVAL = 1.96;

/** A number with what is known of its spread. */
export type Estimate = { readonly value: number; readonly stderr?: number | undefined };

/** The ends of an axis. */
export type Scale = { readonly min: number; readonly max: number };

/** Both ends of an estimate's 95 % interval; the value itself where no standard error is known. */
export function intervalOf({ value, stderr }: Estimate): readonly [number, number] {
  const reach = stderr !== undefined && stderr > 0 ? stderr * INTERVAL : 0;
  return [value - reach, value + reach];
}

/**
 * An axis on which some estimates and their intervals can be told apart. It is never narrower than a tenth of what such
 * numbers run over (1, 100 or themselves), so that a change which is next to nothing looks like it.
 */
export function scaleOf(estimates: readonly Estimate[]): Scale {
  const ends = estimates.flatMap((estimate) => intervalOf(estimate)).filter(Number.isFinite);
  const low = ends.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = ends.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (low > high) return { min: 0, max: 1 };
  const sizes = estimates.map(({ value }) => Math.abs(value)).filter(Number.isFinite);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const least = (largest <= 1 ? 1 : Math.max(100, largest)) / 10;
  const half = Math.max((high - low) * 1.1, least) / 2;
  const middle = low / 2 + high / 2;
  // Where no value is below 0 none can be, whatever an interval says.
  const floor = estimates.some(({ value }) => value < 0) ? middle - half : 0;
  return { min: Math.max(middle - half, floor), max: middle + half };
}

/** Where a number lies on an axis: 0 at its start, 1 at its end, and beyond both. */
export function placeOn(scale: Scale, value: number): number {
  return (value - scale.min) / (scale.max - scale.min);
}

/** How many decimals tell numbers of this size apart: four for fractions, two for percentages. */
export function decimalsFor(values: readonly (number | undefined)[]): number {
  const largest = values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  return largest <= 1 ? 4 : largest < 1000 ? 2 : 0;
}

/** A number with so many decimals and a true minus sign; what would be rounded away keeps one digit. */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '–';
  const fixed = Math.abs(value) < 1e9 ? value.toFixed(decimals) : value.toExponential(2);
  const shown = value !== 0 && Number(fixed) === 0 ? value.toPrecision(1) : fixed;
  return shown.replace(/^-/, '−').replace(/e-/, 'e−');
}

/** A difference, with its sign. */
export function formatDelta(delta: number, decimals: number): string {
  return delta > 0 ? `+${formatNumber(delta, decimals)}` : formatNumber(delta, decimals);
}

/** A p-value: three decimals are all that anybody acts on. */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** A whole number with its thousands set off. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** The day, or day and minute, of an ISO date or time; anything else as it is. */
export function formatDate(date: string): string {
  const [, day, time, zone = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*(Z|[+-]\d\d:?\d\d)?$/.exec(date) ?? [];
  return day === undefined ? date : `${day} ${time}${zone === 'Z' ? ' UTC' : zone}`;
}
