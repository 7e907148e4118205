import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CARD, card, PLAIN_ROWS, PLAIN_TABLE, REPO, table } from './cards.ts';
import { expectJsonRefusal, expectNoTrace, expectRefusal } from './expectations.ts';
import { runCliOn, scratchWith } from './run-cli.ts';

const INSPECT = ['inspect-tables', '--card', 'README.md', '--repo-id', REPO];
const EXTRACT = ['extract-readme', ...INSPECT.slice(1)];
const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

/** Cards that are refused, each with one clear error. */
const REFUSED: readonly [string, string | Uint8Array, string, RegExp][] = [
  ['an empty file', '', 'no-tables', /empty/],
  ['white space alone', ' \n\t\r\n\n', 'no-tables', /empty/],
  ['a byte order mark alone', '\uFEFF', 'no-tables', /empty/],
  ['front matter alone', '---\nlicense: mit\n---\n', 'no-tables', /no tables/],
  ['no tables', '# Sparrow\n\nIt sings.\n', 'no-tables', /no tables/],
  ['tables in fences alone', `\`\`\`\n${PLAIN_TABLE}\`\`\`\n\n~~~md\n${PLAIN_TABLE}~~~\n`, 'no-tables', /fences/],
  ['a fence that is never closed', `\`\`\`\n\n${PLAIN_TABLE}`, 'no-tables', /fences/],
  ['a comment that is never closed', `# A\n\n<!-- todo\n\n${PLAIN_TABLE}`, 'no-tables', /comments/],
  ['a comment around the table', `# A\n\n<!--\n\n${PLAIN_TABLE}\n-->\n`, 'no-tables', /comments/],
  ['a picture', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13], 'IHDR', Array(60).fill(0)), 'invalid-card', /./],
  ['a few NUL bytes', bytes(CARD, 'a', [0], 'b\n'), 'invalid-card', /NUL byte in line 19/],
  ['a wrong UTF-8 byte', bytes('# A\n\n', [0xc3, 0x28], '\n', PLAIN_TABLE), 'invalid-card', /line 3\b/],
  ['Latin-1', bytes(PLAIN_TABLE, '\n# Mod', [0xe8], 'le\n'), 'invalid-card', /line 7\b/],
  ['UTF-16 LE', bytes([0xff, 0xfe], [...Buffer.from(CARD, 'utf16le')]), 'invalid-card', /UTF-16/],
  ['UTF-16 BE', bytes([0xfe, 0xff], [...Buffer.from(CARD, 'utf16le').swap16()]), 'invalid-card', /UTF-16/],
  ['UTF-16 without a mark', bytes([...Buffer.from(CARD, 'utf16le')]), 'invalid-card', /./],
  ['6 MB', `${CARD}\n${'word '.repeat(1_200_000)}`, 'card-too-large', /5 MB|5,000,000/],
  [
    'a table of 100,000 rows',
    table(['Benchmark', 'Sparrow 3B', 'Finch 7B'], Array(100_000).fill(['MMLU', 1, 2])),
    'table-too-large',
    /line 1\b/,
  ],
  [
    '50,000 nested elements around a table',
    `${'<div>'.repeat(50_000)}\n\n<table><tr><td>a</td></tr></table>`,
    'invalid-card',
    /nested/,
  ],
  ['2,000 tables within tables', '<table><tr><td>'.repeat(2_000), 'invalid-card', /nested/],
  [
    'cells that cover 1,000 × 1,000',
    `<table>${'<tr><td rowspan=1000 colspan=1000>1</td></tr>'.repeat(1000)}</table>`,
    'table-too-large',
    /line 1\b/,
  ],
  ['100 kB of [', '['.repeat(100_000), 'no-tables', /no tables/],
  ['100 kB of |', '|'.repeat(100_000), 'no-tables', /no tables/],
  ['100 kB of `', '`'.repeat(100_000), 'no-tables', /./],
  ['100 kB of <', '<'.repeat(100_000), 'no-tables', /no tables/],
  ['100 kB of *a', '*a'.repeat(50_000), 'no-tables', /no tables/],
  ['100 kB of quotes', '>'.repeat(100_000), 'no-tables', /no tables/],
  ['20,000 comments that are opened', '<!--'.repeat(20_000), 'no-tables', /no tables/],
  ['front matter that is never closed', `---\n${'a: b\n'.repeat(20_000)}`, 'no-tables', /no tables/],
  ['1,000 opened table tags', '<table>'.repeat(1000), 'not-an-evaluation', /./],
];

/** Cards that look bad, and of which the plain table is read all the same. */
const READ: readonly [string, string][] = [
  ['50,000 nested <div> and a plain table', `${'<div>'.repeat(50_000)}\n\n## Evaluation\n\n${PLAIN_TABLE}`],
  ['colspan=100000 beside it', `<table><tr><td colspan=100000>a</td></tr></table>\n\n## Evaluation\n\n${PLAIN_TABLE}`],
  [
    'rowspan=0 and a huge rowspan beside it',
    `<table><tr><td rowspan=0>a</td><td rowspan=999999999>b</td></tr><tr><td>c</td></tr></table>\n\n## Evaluation\n\n${PLAIN_TABLE}`,
  ],
  ['a long line of [ above it', `${'['.repeat(100_000)}\n\n## Evaluation\n\n${PLAIN_TABLE}`],
  ['a long line of | above it', `${'|'.repeat(100_000)}\n\n## Evaluation\n\n${PLAIN_TABLE}`],
  [
    'a cell of 100 kB',
    `## Evaluation\n\n${table(['Benchmark', 'Sparrow 3B', 'Finch 7B'], [...PLAIN_ROWS, ['GPQA', 'x'.repeat(100_000), 1]])}`,
  ],
  [
    'a cell of 50 kB of [',
    `## Evaluation\n\n${table(['Benchmark', 'Sparrow 3B', 'Finch 7B'], [...PLAIN_ROWS, ['GPQA', '['.repeat(50_000), 1]])}`,
  ],
  ['a heading of 100 kB', `# ${'a '.repeat(50_000)}\n\n## Evaluation\n\n${PLAIN_TABLE}`],
  ['form feeds and escapes', `# A\f\u001b[1m\n\n## Evaluation\n\n${PLAIN_TABLE}`],
  ['rows of odd lengths', `## Evaluation\n\n${PLAIN_TABLE}| GPQA |\n| a | b | c | d | e |\n`],
  ['lone CR as line ends', `## Evaluation\n\n${PLAIN_TABLE}`.replaceAll('\n', '\r')],
  ['broken front matter', `---\na: [\n---\n\n## Evaluation\n\n${PLAIN_TABLE}`],
];

describe('a bad card', () => {
  it.each(REFUSED)('is refused: %s', async (_, text, code, says) => {
    const cwd = await scratchWith({ 'README.md': text });
    const run = await runCliOn({}, EXTRACT, { cwd });
    expectRefusal(run, code, says);
    expect(run.seconds).toBeLessThan(10);
    // The message is for people: it does not repeat the card.
    expect(run.stderr.length).toBeLessThan(2000);
  });

  it.each(READ)('is read: %s', async (_, text) => {
    const run = await runCliOn({ 'README.md': text }, [...EXTRACT, '--format', 'json']);
    expectNoTrace(run);
    expect([run.code, run.seconds < 10]).toEqual([0, true]);
    const { results } = JSON.parse(run.stdout) as { results: { value: number }[] };
    expect(results.slice(0, 3).map(({ value }) => value)).toEqual([61.5, 44, 79.3]);
  });

  it('names the bad line as data', async () => {
    const text = bytes('# A\n\n', [0xff], '\n');
    const run = await runCliOn({ 'README.md': text }, [...INSPECT, '--format', 'json']);
    expect(expectJsonRefusal(run, 'invalid-card').line).toBe(3);
  });

  it.each([
    ['that is not there', 'nope.md', /does not exist/],
    ['that is a folder', 'folder', /folder/],
    ['in a file', 'README.md/README.md', /nope|README\.md/],
    ['with a name that no system takes', 'x'.repeat(3000), /./],
    ['that is a device', '/dev/zero', /regular file/],
  ])('is one %s', async (_, path, says) => {
    const cwd = await scratchWith({ 'README.md': CARD });
    await mkdir(join(cwd, 'folder'));
    const run = await runCliOn({}, ['inspect-tables', '--card', path], { cwd });
    expectRefusal(run, 'no-card', says);
  });

  it('may be many tables', async () => {
    const tables = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`Evaluation ${at}`, PLAIN_TABLE]));
    const files = { 'README.md': card(tables) };
    const [inspected, extracted] = await Promise.all([
      runCliOn(files, [...INSPECT, '--format', 'json']),
      runCliOn(files, EXTRACT),
    ]);
    expect(JSON.parse(inspected.stdout).tables).toHaveLength(300);
    expectRefusal(extracted, 'several-tables', /300 tables/);
  });
});

/** Places of a card, each with a text that some pattern may try to match from each of its characters on. */
const LONG: readonly [string, string, (text: string) => string][] = [
  ['a remark of letters after a number', 'a', (text) => `| GPQA | 1 (${text}) | 2 |`],
  ['a remark of hyphens after a number', '-', (text) => `| GPQA | 1 (${text}) | 2 |`],
  ['a label of daggers', '†', (text) => `| ${text} | 1 | 2 |`],
  ['a label of digits', '1', (text) => `| ${text} | 1 | 2 |`],
  ['a label of brackets', '](', (text) => `| ${text} | 1 | 2 |`],
  ['a label of spaces in code', '` `', (text) => `| ${text} | 1 | 2 |`],
  ['a value of digits', '1', (text) => `| GPQA | ${text}x | 2 |`],
  ['a value of daggers', '†', (text) => `| GPQA | 1${text}x | 2 |`],
];

describe.concurrent('a long text is read in time', () => {
  it.each(LONG)('%s', async (_, unit, row) => {
    const text = `## Evaluation\n\n${PLAIN_TABLE}${row(unit.repeat(200_000 / unit.length))}\n`;
    const run = await runCliOn({ 'README.md': text }, [...EXTRACT, '--format', 'yaml'], { limitSeconds: 10 });
    expectNoTrace(run);
    // No code: it was killed after the time that is allowed.
    expect(run.code).not.toBeNull();
  });

  it('a header of brackets', async () => {
    const head = ['Benchmark', 'Sparrow 3B', ']('.repeat(100_000)];
    const files = { 'README.md': card({ Evaluation: table(head, PLAIN_ROWS) }) };
    const run = await runCliOn(files, INSPECT, { limitSeconds: 10 });
    expect(run.code).toBe(0);
  });
});
