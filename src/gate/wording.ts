/** "1 sample", "1,319 samples". */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A difference with its sign, in points, hundredths of the scale: "-2.43 points"; "+0.31" where there is no scale. */
export function differenceOf(delta: number, scale: number | undefined): string {
  return withUnit(signed(inPoints(delta, scale)), scale);
}

/** An amount in points: "1 point"; "0.31" where there is no scale. */
export function amountOf(amount: number, scale: number | undefined): string {
  return withUnit(numberOf(inPoints(amount, scale)), scale);
}

/** "-2.1 to +0.4 points". */
export function rangeOf([low, high]: readonly [number, number], scale: number | undefined): string {
  return withUnit(`${signed(inPoints(low, scale))} to ${signed(inPoints(high, scale))}`, scale);
}

/** "p = 0.013". */
export function probabilityOf(p: number): string {
  return p < 0.0001 ? 'p below 0.0001' : `p = ${Number(p.toPrecision(2))}`;
}

function inPoints(amount: number, scale: number | undefined): number {
  return scale === undefined ? amount : (amount * 100) / scale;
}

function withUnit(text: string, scale: number | undefined): string {
  if (scale === undefined) return text;
  return /^[-+]?1$/.test(text) ? `${text} point` : `${text} points`;
}

function signed(value: number): string {
  const text = numberOf(value);
  return value > 0 && text !== '0' ? `+${text}` : text;
}

/** Two decimals, or two digits where those are all zeros; what is left of subtracting equal numbers is 0. */
function numberOf(value: number): string {
  if (Math.abs(value) < 1e-9) return '0';
  const rounded = Number(value.toFixed(2));
  return String(rounded === 0 ? Number(value.toPrecision(2)) : rounded);
}
