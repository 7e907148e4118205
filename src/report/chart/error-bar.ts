import { intervalOf, placeOn, type Scale } from './numbers.ts';

/**
 * A score and its 95 % interval as one line of text, such as `··├──●──┤········`, whose length is that of the scale. What
 * lies off the scale is shown by an arrow at its end.
 *
 * @param stderr On the scale of the value; without one there is no interval.
 * @param width In characters, 3 to 200.
 */
export function renderErrorBar(value: number, stderr: number | undefined, scale: Scale, width: number): string {
  const last = Math.round(Math.min(Math.max(width, 3), 200)) - 1;
  const cells = Array.from({ length: last + 1 }, () => '·');
  if (!Number.isFinite(value) || !(scale.max > scale.min)) return cells.join('');
  const place = (number: number): number => Math.round(placeOn(scale, number) * last);
  const [low, high] = intervalOf({ value, stderr }).map(place) as [number, number];
  const at = place(value);
  for (let cell = Math.max(low, 0); cell <= Math.min(high, last); cell += 1) cells[cell] = '─';
  if (low >= 0 && low < at && low <= last) cells[low] = '├';
  if (high <= last && high > at && high >= 0) cells[high] = '┤';
  if (at < 0) cells[0] = '◂';
  else if (at > last) cells[last] = '▸';
  else cells[at] = '●';
  return cells.join('');
}
