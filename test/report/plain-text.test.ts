import { expect, it } from 'vitest';
import { alignColumns, displayWidth } from '../../src/report/plain-text.ts';

const ROWS = [
  ['benchmark', 'value', 'file'],
  ['A benchmark with a long name', '1234.5678', 'README.md'],
  ['表の名前がとても長いベンチマーク', '5', 'other.md'],
];

it('columns are as wide as what is in them', () => {
  expect(alignColumns(ROWS, [1])[1]).toBe('A benchmark with a long name      1234.5678  README.md');
});

it('texts of the widest column are shortened for a terminal, and numbers are not', () => {
  const lines = alignColumns(ROWS, [1], 40);
  expect(lines[1]).toBe('A benchmark with…   1234.5678  README.md');
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(40);
  expect(alignColumns(ROWS, [1], 200)).toEqual(alignColumns(ROWS, [1]));
});

it('as much stays as can be read', () => {
  expect(alignColumns(ROWS, [1], 5)[1]).toBe('A benchma…  1234.5678  README.md');
});
