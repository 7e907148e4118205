import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_COLOURS } from '../../../src/report/chart/mermaid.ts';
import { renderTrend } from '../../../src/report/chart/trend.ts';
import type { Trend } from '../../../src/report/html/report.ts';
import { contrast } from '../html/contrast.ts';
import { HOSTILE, TREND } from '../html/sample.ts';

/** What Mermaid's grammar of `xychart-beta` takes, as far as it is used: quoted texts, plain decimals, nothing else. */
const TEXT = '"[\\p{L}\\p{M}\\p{N} _.,:+=*/()…?-]+"';
const NUMBER = '-?\\d+\\.\\d+';
const LIST = (item: string): string => `\\[${item}(?:, ${item})*\\]`;
const LINES = [
  /^%%\{init: \{"themeVariables": .*\}\}%%$/,
  /^xychart-beta$/,
  new RegExp(`^ {2}x-axis ${TEXT} (?:${LIST(TEXT)}|1 --> \\d+)$`, 'u'),
  new RegExp(`^ {2}y-axis ${TEXT} ${NUMBER} --> ${NUMBER}$`, 'u'),
] as const;
const LINE = new RegExp(`^ {2}line ${TEXT} ${LIST(NUMBER)}$`, 'u');

function chartsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map(([, chart = '']) => chart);
}

function expectGrammar(chart: string): void {
  const lines = chart.split('\n');
  for (const [at, pattern] of LINES.entries()) expect(lines[at]).toMatch(pattern);
  expect(lines.length).toBeGreaterThan(LINES.length);
  for (const line of lines.slice(LINES.length)) expect(line).toMatch(LINE);
}

/** Cells of a Markdown table, by row; escaped bars stay in their cells. */
function tableOf(markdown: string): string[][] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const line = (benchmark: string, ...values: (number | undefined)[]): Trend['lines'][number] => ({ benchmark, values });

describe('the trend of some revisions', () => {
  it('is a chart of each size of numbers, and a table', () => {
    const trend = {
      ...TREND,
      revisions: TREND.revisions.slice(2),
      lines: TREND.lines.map((one) => ({ benchmark: one.benchmark, values: one.values.slice(2) })),
    };
    expect(renderTrend(trend)).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      %%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#2f7ad0, #d0632a, #2c9356, #b25fc6, #c9405a, #8c7a1c, #178f98, #77808c"}}}}%%
      xychart-beta
        x-axis "Revision" ["step-75000", "step-100000", "step-125000", "main"]
        y-axis "Score" 0.4045 --> 0.7670
        line "mmlu" [0.4870, 0.5520, 0.6171, 0.6185]
        line "gsm8k" [0.4210, 0.6330, 0.7505, 0.7149]
      \`\`\`

      _Lines at the last revision, from the top: gsm8k, mmlu._

      \`\`\`mermaid
      %%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#2f7ad0, #d0632a, #2c9356, #b25fc6, #c9405a, #8c7a1c, #178f98, #77808c"}}}}%%
      xychart-beta
        x-axis "Revision" ["step-75000", "step-100000", "step-125000", "main"]
        y-axis "Score" 2.8300 --> 13.83
        line "aime24" [3.3300, 6.6700, 13.33, 10.00]
      \`\`\`

      _The line is aime24._

      _Not drawn, for lack of a score at some revision: arc\\_challenge._

      | Revision | mmlu | gsm8k | arc\\_challenge | aime24 |
      | --- | ---: | ---: | ---: | ---: |
      | step-75000 | 0.4870 | 0.4210 | – | 3.33 |
      | step-100000 | 0.5520 | 0.6330 | 0.5020 | 6.67 |
      | step-125000 | 0.6171 | 0.7505 | 0.5213 | 13.33 |
      | main | 0.6185 | 0.7149 | 0.5529 | 10.00 |"
    `);
  });

  it('is in what Mermaid takes, whatever the names are', () => {
    for (const revisions of [HOSTILE, HOSTILE.slice(0, 3), HOSTILE.slice(3, 5), HOSTILE.slice(-3)]) {
      const lines = HOSTILE.map((name, at) => line(name, ...revisions.map((_, place) => 20 + at - place / 7)));
      const charts = chartsOf(renderTrend({ revisions, lines }));
      expect(charts).toHaveLength(1);
      for (const chart of charts) expectGrammar(chart);
    }
  });

  it('is in what Mermaid takes, whatever the texts and numbers are', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const number = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }), fc.constant(undefined));
    const trends = fc.integer({ min: 0, max: 70 }).chain((length) =>
      fc.record({
        revisions: fc.array(text, { minLength: length, maxLength: length }),
        lines: fc.array(fc.record({ benchmark: text, values: fc.array(number, { maxLength: 75 }) }), { maxLength: 4 }),
      }),
    );
    fc.assert(
      fc.property(trends, (trend) => {
        for (const chart of chartsOf(renderTrend(trend))) expectGrammar(chart);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps each value beside its revision when one is missing', () => {
    const text = renderTrend({
      revisions: ['a', 'b', 'c'],
      lines: [line('whole', 1, 2, 3), line('gap', 4, undefined, 6), line('short', 7)],
    });
    expect(tableOf(text).slice(2)).toEqual([
      ['a', '1.00', '4.00', '7.00'],
      ['b', '2.00', '–', '–'],
      ['c', '3.00', '6.00', '–'],
    ]);
    expect(chartsOf(text).join()).not.toMatch(/"gap"|"short"/);
    expect(text).toContain('_Not drawn, for lack of a score at some revision: gap, short._');
  });

  it('tells revisions of one name apart, so that their points do not fall together', () => {
    const [chart = ''] = chartsOf(
      renderTrend({ revisions: ['main', 'main', 'ma\u202ein'], lines: [line('a', 1, 2, 3)] }),
    );
    expect(chart).toContain('["main", "main (2)", "main (3)"]');
  });

  it('numbers revisions whose names would overlap, as the table does', () => {
    const revisions = Array.from({ length: 60 }, (_, at) => `step-${at}`);
    const text = renderTrend({ revisions, lines: [line('a', ...revisions.map((_, at) => at))] });
    expect(text).toContain('1 --> 50');
    expect(text).toContain('_Drawn are the last 50 of 60 revisions._');
    const rows = tableOf(text).slice(2);
    expect([rows[9], rows[10], rows[59]]).toEqual([
      ['', 'step-9', '9.00'],
      ['1', 'step-10', '10.00'],
      ['50', 'step-59', '59.00'],
    ]);
  });

  it('stays within what Mermaid and a summary take, and says what is left out', () => {
    const revisions = Array.from({ length: 200 }, (_, at) => `${'r'.repeat(200)}${at}`);
    const lines = Array.from({ length: 300 }, (_, at) => line(`${'b'.repeat(200)}${at}`, ...revisions.map(() => at)));
    const text = renderTrend({ revisions, lines });
    for (const chart of chartsOf(text)) expect(chart.length).toBeLessThan(20_000);
    expect(text.length).toBeLessThan(500_000);
    expect(text).toContain('more benchmarks in the table only');
    expect(text).toContain('_… and 250 more benchmarks._');
  });

  it.each([
    ['no revision', { revisions: [], lines: [line('a')] }],
    ['no line', { revisions: ['a'], lines: [] }],
  ])('of %s is nothing', (_, trend) => {
    expect(renderTrend(trend)).toBe('');
  });

  it('of one revision is a table alone', () => {
    expect(renderTrend({ revisions: ['main'], lines: [line('a', 1)] })).toBe(
      '| Revision | a |\n| --- | ---: |\n| main | 1.0000 |',
    );
  });
});

it('every colour of a line stands out from the pages of GitHub', () => {
  for (const colour of LINE_COLOURS) {
    expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(3);
    expect(contrast(colour, '#0d1117')).toBeGreaterThanOrEqual(3);
  }
});
