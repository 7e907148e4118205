import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { GFM_TABLE, type GfmTable, splitRow, useGfmTables } from '../../../src/card/tables/gfm-rule.ts';

type Found = { extent: [number, number] | null; rows: string[][] };

/** The tables as the parser's own rule finds them. */
function tablesOfParser(text: string): Found[] {
  const found: Found[] = [];
  const tokens = markdownIt({ html: true }).parse(text, {});
  tokens.forEach((token, at) => {
    if (token.type === 'table_open') found.push({ extent: token.map, rows: [] });
    if (token.type === 'tr_open') found.at(-1)?.rows.push([]);
    if (token.type === 'th_open' || token.type === 'td_open') {
      found
        .at(-1)
        ?.rows.at(-1)
        ?.push(tokens[at + 1]?.content ?? '');
    }
  });
  return found;
}

/** The tables as our rule finds them; rows padded and cut to the number of columns, as GFM says. */
function tablesOfRule(text: string): Found[] {
  const md = markdownIt({ html: true });
  useGfmTables(md);
  return md
    .parse(text, {})
    .filter((token) => token.type === GFM_TABLE)
    .map((token) => {
      const { columns, lines } = token.meta as GfmTable;
      const rows = lines.map((line) => {
        const cells = splitRow(line.text).map((cell) => cell.trim());
        return Array.from({ length: columns }, (_, column) => cells[column] ?? '');
      });
      return { extent: token.map, rows };
    });
}

const piece = fc.constantFrom(
  ...[
    '|',
    '|',
    '|',
    '---',
    '-',
    ':-:',
    '---|---',
    '|---|---|',
    '\n',
    '\n',
    '\n',
    ' ',
    '    ',
    '\t',
    '\\',
    '\\|',
    '\\\\|',
  ],
  ...['a', '1', '`', '`a|b`', '> ', '- ', '# ', '1. ', '```', '<div>', '\n\n', '* * *', '| a | b |\n|---|---|\n'],
);

describe('the table rule', () => {
  it('finds the tables and cells of the parser it replaces', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(tablesOfRule(text)).toEqual(tablesOfParser(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['in a list', '- | a | b |\n  |---|---|\n  | 1 | 2 |\n'],
    ['in a quote', '> | a | b |\n> |---|---|\n> | 1 | 2 |\n'],
    ['after a paragraph', 'text\n| a | b |\n|---|---|\n| 1 | 2 |\n'],
    ['ended by a heading', '| a | b |\n|---|---|\n| 1 | 2 |\n# c\n'],
    ['with short and long rows', '| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n'],
    ['with an escaped pipe', '| a \\| b | c |\n|---|---|\n| 1 \\| 2 | 3 |\n'],
  ])('finds a table %s', (_, text) => {
    expect(tablesOfRule(text)).toHaveLength(1);
    expect(tablesOfRule(text)).toEqual(tablesOfParser(text));
  });
});
