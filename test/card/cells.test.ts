import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CellContext, readCell, usesDecimalComma } from '../../src/card/cells.ts';
import { tablesOf, textsOf } from './read-card-text.ts';

const plain: CellContext = { spreadInParentheses: false, decimalComma: false };

/** Reads a cell from its Markdown source, the way a card has it. */
async function read(source: string, context: CellContext = plain) {
  const [table] = await tablesOf(`| a | b |\n|---|---|\n| x | ${source} |\n`);
  const cell = table?.grid[1]?.[1];
  if (cell === undefined) throw new Error(`no cell for ${source}`);
  return readCell(cell, context);
}

describe('a number', () => {
  it.each([
    ['85.2', 85.2, '85.2'],
    ['85.20', 85.2, '85.20'],
    ['0', 0, '0'],
    ['**85.2**', 85.2, '85.2'],
    ['_85.2_', 85.2, '85.2'],
    ['`85.2`', 85.2, '85.2'],
    ['<b>85.2</b>', 85.2, '85.2'],
    ['<u>**85.2**</u>', 85.2, '85.2'],
    ['<span style="color:red">85.2</span>', 85.2, '85.2'],
    ['[85.2](https://example.org)', 85.2, '85.2'],
    ['.852', 0.852, '0.852'],
    ['-3.1', -3.1, '-3.1'],
    ['−3.1', -3.1, '-3.1'],
    ['1,234', 1234, '1234'],
    ['1,234,567.5', 1234567.5, '1234567.5'],
    ['85.2*', 85.2, '85.2'],
    ['85.2†', 85.2, '85.2'],
    ['85.2 [1]', 85.2, '85.2'],
    ['85.2[^note]', 85.2, '85.2'],
    ['85.2¹', 85.2, '85.2'],
    ['85.2<sup>1</sup>', 85.2, '85.2'],
    ['85.2<sup>†</sup>', 85.2, '85.2'],
    ['<sup>**85.2**</sup>', 85.2, '85.2'],
    ['🥇 85.2', 85.2, '85.2'],
    ['85.2 ↑', 85.2, '85.2'],
    ['85.2 (+1.3)', 85.2, '85.2'],
    ['85.2 (↑1.3)', 85.2, '85.2'],
    ['$85.2$', 85.2, '85.2'],
    ['$\\mathbf{85.2}$', 85.2, '85.2'],
  ])('%s', async (source, value, written) => {
    expect(await read(source)).toEqual({ kind: 'number', value, written });
  });

  it.each([
    ['85.2%', { value: 85.2, percent: true }],
    ['85.2 %', { value: 85.2, percent: true }],
    ['85.2 ± 0.3', { value: 85.2, stderr: 0.3 }],
    ['85.2±0.3', { value: 85.2, stderr: 0.3 }],
    ['85.2 +/- 0.3', { value: 85.2, stderr: 0.3 }],
    ['85.2% ± 0.3%', { value: 85.2, stderr: 0.3, percent: true }],
    ['85.2 (±0.3)', { value: 85.2, stderr: 0.3 }],
    ['85.2<sub>±0.3</sub>', { value: 85.2, stderr: 0.3 }],
    ['$85.2 \\pm 0.3$', { value: 85.2, stderr: 0.3 }],
    ['$85.2_{\\pm 0.3}$', { value: 85.2, stderr: 0.3 }],
    ['85.2 (5-shot)', { value: 85.2, shots: 5 }],
    ['85.2 (0 shot, CoT)', { value: 85.2, shots: 0 }],
    ['F1: 85.2', { value: 85.2, metric: 'F1' }],
    ['35.2 BLEU', { value: 35.2, metric: 'BLEU' }],
  ])('with what is said beside it: %s', async (source, expected) => {
    expect(await read(source)).toMatchObject({ kind: 'number', ...expected });
  });
});

it.each([
  ['85.2 (Test-P)', { remark: 'Test-P' }],
  ['85.2 (pass@1)', { remark: 'pass@1' }],
  ['85.2% (with tools)', { percent: true, remark: 'with tools' }],
  ['85.2 [CoT]', { remark: 'CoT' }],
  ['85.2 (8-shot, CoT)', { shots: 8, remark: 'CoT' }],
  ['85.2 ± 0.3 (greedy)', { stderr: 0.3, remark: 'greedy' }],
])('a remark behind the number is kept: %s', async (source, rest) => {
  expect(await read(source)).toEqual({ kind: 'number', value: 85.2, written: '85.2', ...rest });
});

it.each(['', ' ', '-', '–', '—', '--', '-----', 'N/A', 'n/a', 'NA', 'TBD', 'TBA', '?', 'None', 'nan', '...', '✗', '×'])(
  'nothing is there: "%s"',
  async (source) => {
    expect(await read(source)).toEqual({ kind: 'missing' });
  },
);

it.each([
  ['86.4/85.1', 'more than one number'],
  ['86.4 / 85.1', 'more than one number'],
  ['86.4 \\| 85.1', 'more than one number'],
  ['86.4<br>85.1', 'more than one number'],
  ['EM:54.8 F1: 82.1', 'more than one number'],
  ['(82.1) / 77.8', 'more than one number'],
  ['85.2 (86.1)', 'two numbers'],
  ['85.2 (86.1 with CoT)', 'more than one number'],
  ['70–75', 'a range'],
  ['70-75', 'a range'],
  ['~70', 'approximate'],
  ['≈70', 'approximate'],
  ['<1', 'a bound, not a value'],
  ['>90', 'a bound, not a value'],
  ['≥90', 'a bound, not a value'],
  ['+1.3', 'a difference'],
  ['~~85.2~~', 'struck out'],
  ['<del>85.2</del> 86.1', 'struck out'],
  ['10<sup>4</sup>', 'a power or a subscript number'],
  ['3.0 x 10<sup>-4</sup>', 'a power or a subscript number'],
  ['85<sub>3</sub>', 'a power or a subscript number'],
  ['85,2', 'the comma may be decimal or of thousands'],
  ['3.3x', 'a quantity with a unit'],
  ['7B', 'a quantity with a unit'],
  ['159Mb', 'a quantity with a unit'],
  ['12 ms', 'a quantity with a unit'],
  ['3.0e21', 'scientific notation'],
  ['2023-09-01', 'a date or a time'],
  ['80:17', 'a date or a time'],
  ['1.6.0', 'not a plain number'],
  ['v2', 'not a plain number'],
  ['007', 'not a plain number'],
  ['No multimodal support', 'not a number'],
])('no single number: %s', async (source, reason) => {
  expect(await read(source)).toMatchObject({ kind: 'other', reason });
});

describe('numbers in parentheses', () => {
  const spread: CellContext = { ...plain, spreadInParentheses: true };

  it('are spreads where the card says so', async () => {
    expect(await read('84.9 (0.6)', spread)).toMatchObject({ value: 84.9, stderr: 0.6 });
  });

  it('are no spreads when they are larger than the value', async () => {
    expect(await read('0.6 (84.9)', spread)).toMatchObject({ kind: 'other', reason: 'two numbers' });
  });
});

describe('decimal commas', () => {
  const comma: CellContext = { ...plain, decimalComma: true };

  it.each([
    [['85,2', '71,33'], true],
    [['85,2', '71.3'], false],
    [['1,234', '2,345'], false],
    [['0,852'], true],
    [['85.2'], false],
  ])('%j → %j', (texts, expected) => {
    expect(usesDecimalComma(texts)).toBe(expected);
  });

  it.each([
    ['85,2', { kind: 'number', value: 85.2, written: '85.2' }],
    ['85,20 %', { kind: 'number', value: 85.2, written: '85.20', percent: true }],
    ['0,852', { kind: 'number', value: 0.852, written: '0.852' }],
    ['85', { kind: 'number', value: 85, written: '85' }],
    ['1,234', { kind: 'other', reason: 'the comma may be decimal or of thousands' }],
  ])('%s', async (source, expected) => {
    expect(await read(source, comma)).toMatchObject(expected);
  });
});

describe('whatever a cell holds', () => {
  const numbers = fc
    .tuple(fc.boolean(), fc.integer({ min: 0, max: 99_999 }), fc.option(fc.stringMatching(/^\d{1,6}$/)))
    .map(([minus, whole, decimals]) => `${minus ? '-' : ''}${whole}${decimals === null ? '' : `.${decimals}`}`);

  it('a plain number is read as written', () => {
    fc.assert(
      fc.property(numbers, (text) => {
        expect(readCell({ text, line: 1 }, plain)).toEqual({ kind: 'number', value: Number(text), written: text });
      }),
    );
  });

  it('two numbers never become one', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.constantFrom('/', ' / ', ' | ', ' ', '; ', ' – ', ' vs '), (a, b, between) => {
        expect(readCell({ text: `${a}${between}${b}`, line: 1 }, plain).kind).not.toBe('number');
      }),
    );
  });

  it('a number that is read occurs in the cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 24 }), (text) => {
        const reading = readCell({ text, line: 1 }, plain);
        if (reading.kind !== 'number') return;
        const digits = (value: string): string => value.replace(/\D/g, '');
        expect(digits(text)).toContain(digits(reading.written).replace(/^0(?=\d)/, ''));
      }),
      { numRuns: 2_000 },
    );
  });
});

it('a table shows the text that a reader sees', async () => {
  const [table] = await tablesOf(
    '| a&nbsp;&amp; b | `c\\|d` |\n|---|---|\n| e<br>f <!-- g --> | ![h](i.png) j <script>k</script>|\n',
  );
  expect(textsOf(table)).toEqual([
    ['a & b', 'c|d'],
    ['e f', 'j'],
  ]);
});
