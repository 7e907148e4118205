import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tablesOf, textsOf } from '../read-card-text.ts';

const TABLE = '| a | b |\n|---|---|\n| 1 | 2 |\n';
const HTML = '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>\n';
const GRID = [
  ['a', 'b'],
  ['1', '2'],
];

describe('what is a table', () => {
  it.each([
    ['a GFM table', TABLE],
    ['without outer pipes', 'a | b\n--|--\n1 | 2\n'],
    ['right below a paragraph', `Text\n${TABLE}`],
    ['in a list', `- item\n\n  ${TABLE.replaceAll('\n', '\n  ')}\n`],
    ['in a quote', TABLE.replaceAll(/^(?=\|)/gm, '> ')],
    ['in a <details>', `<details>\n<summary>More</summary>\n\n${TABLE}\n</details>\n`],
    ['an HTML table', HTML],
    ['an HTML table with blank lines', HTML.replaceAll('<tr>', '\n\n<tr>\n\n')],
    ['an HTML table in a <div>', `<div align="center">\n\n${HTML}\n</div>\n`],
    ['an HTML table in a paragraph', `Text <b>bold</b> ${HTML}`],
    [
      'with Markdown in HTML cells',
      '<table><tr><th>a</th><th>b</th></tr><tr><td>\n\n**1**\n\n</td><td>2</td></tr></table>\n',
    ],
    ['CRLF line ends', TABLE.replaceAll('\n', '\r\n')],
    ['after a comment', `<!-- a comment\n\nwith a blank line -->\n\n${TABLE}`],
    ['upper-case tags', HTML.replaceAll('table', 'TABLE').replaceAll('td', 'TD')],
  ])('%s', async (_, text) => {
    expect((await tablesOf(text)).map(textsOf)).toEqual([GRID]);
  });

  it.each([
    ['a fence', `\`\`\`\n${TABLE}\`\`\`\n`],
    ['a tilde fence', `~~~text\n${TABLE}~~~\n`],
    ['an unclosed fence', `\`\`\`\n${TABLE}`],
    ['indented code', `Text\n\n${TABLE.replaceAll(/^/gm, '    ')}`],
    ['a comment', `<!--\n\n${TABLE}\n-->\n`],
    ['a comment that opens on the table', '<!-- | a | b |\n|---|---|\n| 1 | 2 | -->\n'],
    ['an unclosed comment in HTML', `<div>\n<!--\n\n${TABLE}`],
    ['an HTML table in a comment', `<!-- ${HTML} -->\n`],
    ['an HTML table in a fence', `\`\`\`html\n${HTML}\`\`\`\n`],
    ['inline code', `\`${HTML.trim()}\`\n`],
    ['a <script>', `<script>\n${HTML}</script>\n`],
    ['a <template>', `<template>\n${HTML}</template>\n`],
    ['front matter', `---\ntext: |\n  ${TABLE.replaceAll('\n', '\n  ')}\n---\n`],
    ['a delimiter row of another width', '| a | b |\n|---|\n| 1 | 2 |\n'],
  ])('but not in %s', async (_, text) => {
    expect(await tablesOf(text)).toEqual([]);
  });

  it('GFM and HTML tables are numbered together, in document order', async () => {
    const tables = await tablesOf(`${TABLE}\n${HTML}\n${TABLE}\n<p>${HTML}</p>\n`);
    expect(tables.map(({ table, syntax }) => [table, syntax])).toEqual([
      [1, 'markdown'],
      [2, 'html'],
      [3, 'markdown'],
      [4, 'html'],
    ]);
  });
});

describe('lines are the card’s own', () => {
  const lines = (tables: Awaited<ReturnType<typeof tablesOf>>) =>
    tables.map((table) => table.grid.map((row) => row.map((cell) => cell.line)));

  it('with front matter, of a GFM table', async () => {
    const tables = await tablesOf(`---\nlicense: mit\n---\n\n# Title\n\n${TABLE}`);
    expect(tables[0]?.line).toBe(7);
    expect(lines(tables)).toEqual([
      [
        [7, 7],
        [9, 9],
      ],
    ]);
  });

  it.each(['\n', '\r\n'])('of an HTML table, line ends %j', async (end) => {
    const text = [
      '---',
      'a: b',
      '---',
      'Text',
      '',
      '<table>',
      '<tr><th>a</th>',
      '<th>b</th></tr>',
      '',
      '<tr><td>1</td>',
      '<td>2</td></tr>',
      '</table>',
      '',
    ].join(end);
    const tables = await tablesOf(text);
    expect(tables[0]?.line).toBe(6);
    expect(lines(tables)).toEqual([
      [
        [7, 8],
        [10, 11],
      ],
    ]);
  });

  it('after Markdown that renders to other line counts', async () => {
    const tables = await tablesOf(
      `- a\n- b\n\n\n\n1. c\n\n   d\n\n\`\`\`\ncode\n\`\`\`\n\n***\n\n${TABLE}\n\nText\nText\n\n${HTML}`,
    );
    expect(tables.map((table) => table.line)).toEqual([16, 24]);
  });

  it('and a BOM is no line', async () => {
    expect((await tablesOf(`\uFEFF${TABLE}`))[0]?.line).toBe(1);
  });
});

describe('HTML tables', () => {
  it('repeat the text of a cell over its rows and columns', async () => {
    const [table] = await tablesOf(
      '<table><tr><th rowspan="2">Model</th><th colspan="2">Acc</th></tr><tr><th>dev</th><th>test</th></tr><tr><td>x</td><td>1</td><td>2</td></tr></table>',
    );
    expect(textsOf(table)).toEqual([
      ['Model', 'Acc', 'Acc'],
      ['Model', 'dev', 'test'],
      ['x', '1', '2'],
    ]);
    expect(table?.grid[1]?.map((cell) => cell.span)).toEqual(['copy', undefined, undefined]);
  });

  it('keep rowspan=0 and too large spans within their section', async () => {
    const [table] = await tablesOf(
      '<table><thead><tr><th rowspan="9">a</th><th>b</th></tr></thead><tbody><tr><td rowspan="0">c</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>',
    );
    expect(textsOf(table)).toEqual([
      ['a', 'b'],
      ['c', '1'],
      ['c', '2'],
    ]);
    expect(table?.headRows).toBe(1);
  });

  it('count a table inside a cell for itself', async () => {
    const tables = await tablesOf(`<table><tr><td>outer ${HTML}</td></tr></table>\n`);
    expect(tables.map(textsOf)).toEqual([[['outer']], GRID]);
  });

  it('read entities, breaks and inline markup', async () => {
    const [table] = await tablesOf(
      '<table><tr><td>a &amp; b&nbsp;c<br>d</td><td><b>1</b><sup>2</sup></td></tr></table>',
    );
    expect(textsOf(table)).toEqual([['a & b c d', '12']]);
    expect(table?.grid[0]?.[1]?.segments).toEqual([{ text: '1' }, { text: '2', mark: 'sup' }]);
  });

  it('mend what browsers mend', async () => {
    const [table] = await tablesOf('<table>\n<tr><th>a<th>b\n<tr><td>1<td>2\n</table>\n');
    expect(textsOf(table)).toEqual(GRID);
  });
});

describe('sections', () => {
  it('name the headings above a table', async () => {
    const [first, second] = await tablesOf(`# One\n\n## Two *x*\n\n${TABLE}\n### Three\n\n## Four\n\n${TABLE}`);
    expect(first?.headings).toEqual(['One', 'Two x']);
    expect(second?.headings).toEqual(['One', 'Four']);
    expect(second?.heading).toBe('Four');
  });

  it('say whether numbers in parentheses are spreads, for their own tables only', async () => {
    const [first, second] = await tablesOf(
      `## A\n\nMean (standard deviation) of five runs.\n\n${TABLE}\n## B\n\n${TABLE}`,
    );
    expect([first?.spreadInParentheses, second?.spreadInParentheses]).toEqual([true, false]);
  });
});

describe('bounds', () => {
  it.each([
    ['a GFM table', `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(100_001)}`],
    ['an HTML table', `<table>${'<tr><td>1</td><td>2</td></tr>'.repeat(100_001)}</table>`],
    ['spans', `<table>${'<tr><td colspan="1000" rowspan="300">1</td></tr>'.repeat(300)}</table>`],
    ['rows that Markdown would drop', `|${'a|'.repeat(500)}\n|${'-|'.repeat(500)}\n${'| 1 |\n'.repeat(450)}`],
  ])('%s of too many cells is refused', async (_, text) => {
    await expect(tablesOf(text)).rejects.toMatchObject({ code: 'table-too-large' });
  });

  it.each([
    ['nested elements', `<table>${'<div>'.repeat(50_000)}`],
    ['nested tables', '<table><tr><td>'.repeat(20_000)],
    ['nested formatting', `<table><tr><td>${Array.from({ length: 20_000 }, (_, at) => `<b id=${at}>`).join('')}`],
  ])('%s beyond what a browser shows are refused', async (_, text) => {
    await expect(tablesOf(text)).rejects.toMatchObject({ code: 'invalid-card' });
  });

  it('no text crashes or hangs the reader', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '| a | b |\n',
        '|---|---|\n',
        '| 1 | 2 |\n',
        '<table>',
        '</table>',
        '<tr>',
        '<td>',
        '</td>',
        '<th colspan=3>',
        '<td rowspan=0>',
        '<!--',
        '-->',
        '```\n',
        '\n\n',
        '<br>',
        '> ',
        '- ',
        '    ',
        '<script>',
        '\\|',
        '`',
        '**',
        '<details>',
        '---\n',
        '# h\n',
        '\r\n',
        '<sup>',
        '~~',
        '[a]: b\n',
        '[x][a]',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const text = pieces.join('');
        const count = text.split(/\r\n?|\n/).length;
        for (const table of await tablesOf(text)) {
          for (const row of table.grid) {
            expect(row.length).toBe(table.columns);
            for (const cell of row) expect(cell.line).toBeLessThanOrEqual(count);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
