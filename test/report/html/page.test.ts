import { createHash } from 'node:crypto';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { describe, expect, it } from 'vitest';
import { COLOURS } from '../../../src/report/html/colours.ts';
import { renderReport } from '../../../src/report/html/page.ts';
import type { Report } from '../../../src/report/html/report.ts';
import { SCRIPT, SCRIPT_HASH } from '../../../src/report/html/script.ts';
import { STYLE } from '../../../src/report/html/style.ts';
import { contrast } from './contrast.ts';
import { HOSTILE, hostileReport, SAMPLE } from './sample.ts';

type Element = { readonly tag: string; readonly attributes: Readonly<Record<string, string>>; readonly text: string };

/** All elements of a page, as a browser would read it; fails where that would have to be forgiving. */
function elementsOf(page: string): Element[] {
  const errors: string[] = [];
  const document = parse(page, { onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`) });
  expect(errors).toEqual([]);
  const elements: Element[] = [];
  const visit = (node: Tree.Node): string => {
    if (node.nodeName === '#text') return (node as Tree.TextNode).value;
    const text = 'childNodes' in node ? () => node.childNodes.map(visit).join('') : () => '';
    if (!('tagName' in node)) return text();
    const place = elements.push({ tag: node.tagName, attributes: {}, text: '' }) - 1;
    const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    elements[place] = { tag: node.tagName, attributes, text: text() };
    return elements[place].text;
  };
  visit(document);
  return elements;
}

const attribute = (elements: readonly Element[], name: string): string[] =>
  elements.flatMap(({ attributes }) => attributes[name] ?? []);

const EMPTY: Report = {
  title: 'org/model',
  revision: 'main',
  made: '2026-03-01',
  version: '0.1.0',
  rows: [],
  groups: [],
  files: [],
};

describe.each([
  ['a sample', SAMPLE],
  ['hostile texts', hostileReport()],
  ['nothing', EMPTY],
])('the page of %s', (_, report) => {
  const page = renderReport(report);
  const elements = elementsOf(page);

  it('has no elements and attributes but those that it is made of', () => {
    const tags = new Set(elements.map(({ tag }) => tag));
    const own =
      'html head meta title style body a header p bdi wbr h1 ul li code span nav main section h2 div table caption thead tbody tr th td strong data label input output details summary figure figcaption svg line rect circle g polygon polyline footer script'.split(
        ' ',
      );
    expect([...tags].filter((tag) => !own.includes(tag))).toEqual([]);
    expect(elements.filter(({ tag }) => tag === 'script').map(({ attributes }) => attributes)).toEqual([
      { type: 'application/json', id: 'data' },
      {},
    ]);
    const names = new Set(elements.flatMap(({ attributes }) => Object.keys(attributes)));
    expect(
      [...names].filter((name) => name.startsWith('on') || ['src', 'style', 'srcset', 'action'].includes(name)),
    ).toEqual([]);
    for (const { tag } of elements) expect(['img', 'link', 'iframe', 'form', 'base']).not.toContain(tag);
  });

  it('runs nothing but its own script', () => {
    expect(SCRIPT_HASH).toBe(`sha256-${createHash('sha256').update(SCRIPT).digest('base64')}`);
    expect(elements.findLast(({ tag }) => tag === 'script')?.text).toBe(SCRIPT);
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'">`,
    );
  });

  it('links only to itself, to places that are there', () => {
    const ids = attribute(elements, 'id');
    expect(new Set(ids).size).toBe(ids.length);
    for (const href of attribute(elements, 'href')) expect(ids.map((id) => `#${id}`)).toContain(href);
    for (const name of ['aria-labelledby', 'for']) {
      for (const id of attribute(elements, name)) expect(ids).toContain(id);
    }
    expect(page.replace(/&#\d+;/g, '')).not.toMatch(/(?:src|href)="(?!#)|url\(|@import/);
  });

  it('has headings in order, captions, and a row header in each row', () => {
    const headings = elements.filter(({ tag }) => /^h\d$/.test(tag)).map(({ tag }) => tag);
    expect(headings[0]).toBe('h1');
    expect(new Set(headings.slice(1))).toEqual(new Set(['h2']));
    const count = (tag: string): number => elements.filter((element) => element.tag === tag).length;
    expect(count('caption')).toBe(count('table'));
    const heads = elements.filter(({ attributes }) => attributes.scope === 'row').length;
    expect(count('tr')).toBe(count('thead') + heads);
    expect(elements.find(({ tag }) => tag === 'html')?.attributes).toEqual({ lang: 'en' });
  });

  it('has data that can be read', () => {
    const data = JSON.parse(elements.find(({ attributes }) => attributes.id === 'data')?.text ?? '') as {
      tables: Record<string, unknown[]>;
    };
    for (const [id, keys] of Object.entries(data.tables)) {
      const table = page.slice(page.indexOf(`<table id="${id}"`));
      expect(table.slice(0, table.indexOf('</table>')).match(/<th scope="row"/g)).toHaveLength(keys.length);
    }
  });

  it('has no characters that reverse or hide text', () => {
    expect(page).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
    expect(page.isWellFormed()).toBe(true);
  });
});

describe('the page', () => {
  const page = renderReport(SAMPLE);

  it('has a row for a score that people can read', () => {
    const [row = ''] =
      /<tr[^>]*><th[^>]*><bdi>gsm8k<\/bdi><\/th>.*?<\/tr>/.exec(page.slice(page.indexOf('id="scores"'))) ?? [];
    expect(row.replace(/(?=<(?:td|svg|\/tr))/g, '\n')).toMatchInlineSnapshot(`
      "<tr role="row"><th scope="row" role="rowheader" class="name"><bdi>gsm8k</bdi></th>
      <td role="cell" class="text" data-label="Metric"><bdi>exact_<wbr>match,<wbr>strict-match</bdi></td>
      <td role="cell" class="main" data-label="Value"><data value="0.7149355572403336" title="0.7149355572403336">0.7149</data></td>
      <td role="cell" class="number" data-label="Std. error">0.0124</td>
      <td role="cell" class="plot" data-label="95 % interval">
      <svg class="plot bar" role="img"><title>71.49 %, 95 % interval 69.06 to 73.93 %</title><rect class="track" width="100%" y="3" height="10" rx="2"/><rect class="fill" width="71.49%" y="3" height="10" rx="2"/><g class="whisker"><line x1="69.06%" x2="73.93%" y1="8" y2="8"/><line x1="69.06%" x2="69.06%" y1="5" y2="11"/><line x1="73.93%" x2="73.93%" y1="5" y2="11"/></g></svg></td>
      <td role="cell" class="number" data-label="Shots">8</td>
      <td role="cell" class="number" data-label="Samples">1,319</td>
      <td role="cell" class="text" data-label="Measured by"><bdi>lm-eval 0.4.9</bdi></td>
      <td role="cell" class="file" data-label="File"><a class="quiet" href="#file-1" title="results/lm-eval/harbor-labs__Kestrel-7B-Instruct/results_2026-02-27T03-44-18.458309.json"><bdi>results_2026-02-27T03-44-18.458309.json</bdi></a></td>
      <td role="cell" class="text" data-label="Date"><span class="date">2026-02-27</span></td>
      </tr>"
    `);
  });

  it('has a row for a change that people can read', () => {
    const [row = ''] =
      /<tr[^>]*><th[^>]*><bdi>mmlu<\/bdi>.*?<\/tr>/.exec(page.slice(page.indexOf('id="changes"'))) ?? [];
    expect(row.replace(/(?=<(?:td|svg|\/tr))/g, '\n')).toMatchInlineSnapshot(`
      "<tr role="row"><th scope="row" role="rowheader" class="name"><bdi>mmlu</bdi><span class="why"><bdi>difference of two means with their standard errors</bdi></span></th>
      <td role="cell" class="status" data-label="Verdict"><span class="chip same">= same</span></td>
      <td role="cell" class="number" data-label="Before">0.6171 <span class="quiet">± 0.0039</span></td>
      <td role="cell" class="number" data-label="After">0.6185 <span class="quiet">± 0.0039</span></td>
      <td role="cell" class="number" data-label="Change"><strong class="same">+0.0014</strong></td>
      <td role="cell" class="plot" data-label="Before and after">
      <svg class="plot change" role="img"><title>Before 0.6171, 95 % interval 0.6095 to 0.6247; after 0.6185, 95 % interval 0.6109 to 0.6261</title><line class="guide" x1="49.3%" x2="49.3%" y1="7" y2="21"/><g class="whisker"><line x1="41.66%" x2="56.94%" y1="7" y2="7"/><line x1="41.66%" x2="41.66%" y1="4" y2="10"/><line x1="56.94%" x2="56.94%" y1="4" y2="10"/></g><circle class="hollow" cx="49.3%" cy="7" r="3.5"/><g class="whisker"><line x1="43.06%" x2="58.34%" y1="21" y2="21"/><line x1="43.06%" x2="43.06%" y1="18" y2="24"/><line x1="58.34%" x2="58.34%" y1="18" y2="24"/></g><circle class="dot" cx="50.7%" cy="21" r="4"/></svg></td>
      <td role="cell" class="number" data-label="p">0.610</td>
      <td role="cell" class="number" data-label="Smallest detectable">± 0.0154</td>
      </tr>"
    `);
  });

  it('shows hostile texts as they are', () => {
    const texts = elementsOf(renderReport({ ...SAMPLE, title: HOSTILE[0] ?? '', revision: HOSTILE[1] ?? '' }));
    expect(texts.find(({ tag }) => tag === 'h1')?.text).toBe('</script><script>alert(1)</script>');
    expect(texts.find(({ tag }) => tag === 'code')?.text).toBe('<img src=x onerror=alert(1)>');
  });

  it('names the highest and the lowest parts of a large group first', () => {
    const group = page.slice(page.indexOf('id="group-1-high"'));
    const names = (from: string): string[] => {
      const table = page.slice(page.indexOf(`id="${from}"`));
      return [...table.slice(0, table.indexOf('</table>')).matchAll(/<th scope="row"[^>]*><bdi>([^<]*)/g)].map(
        ([, name = '']) => name,
      );
    };
    const order = [...(SAMPLE.groups[0]?.parts ?? [])].sort((a, b) => b.value - a.value).map(({ name }) => name);
    expect(names('group-1-high')).toEqual(order.slice(0, 5));
    expect(names('group-1-low')).toEqual(order.slice(-5).reverse());
    expect(names('group-1-between')).toEqual(order.slice(5, -5));
    expect(group.indexOf('group-1-low')).toBeLessThan(group.indexOf('group-1-between'));
  });

  it('draws no line over a revision without a score', () => {
    const figure =
      page
        .split('<figure>')
        .slice(1)
        .find((part) => part.includes('<bdi>arc_challenge</bdi>')) ?? '';
    expect(figure.match(/<polyline/g)).toHaveLength(2);
    expect(figure.match(/<circle/g)).toHaveLength(5);
  });

  it('draws no bar for a score on no known scale', () => {
    const [row = ''] =
      /<tr[^>]*><th[^>]*><bdi>wikitext<\/bdi><\/th>.*?<\/tr>/.exec(page.slice(page.indexOf('id="scores"'))) ?? [];
    expect(row).toContain('<td role="cell" class="plot" data-label="95 % interval"></td>');
  });

  it('shows a zero and a missing number apart', () => {
    const rows = [0, undefined].map((shots) => ({
      ...SAMPLE.rows[0],
      benchmark: `shots-${shots}`,
      ...(shots === undefined ? {} : { shots }),
    }));
    const without = rows.map((row, at) =>
      at === 1 ? Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'shots')) : row,
    );
    const text = renderReport({ ...EMPTY, rows: without as unknown as Report['rows'] });
    expect(text.match(/data-label="Shots">([^<]*)</g)).toEqual(['data-label="Shots">0<', 'data-label="Shots"><']);
  });

  it('takes numbers that are none', () => {
    const row = { ...SAMPLE.rows[0], value: Number.NaN, stderr: Number.POSITIVE_INFINITY } as Report['rows'][number];
    const nan = { name: 'a', value: Number.NaN };
    const text = renderReport({
      ...SAMPLE,
      rows: [row],
      groups: [{ name: 'g', metric: 'm', value: Number.NaN, parts: [nan, { name: 'b', value: 1e300, stderr: 1e300 }] }],
      trend: { revisions: ['a', 'b'], lines: [{ benchmark: 'x', values: [Number.NaN, 1e308] }] },
    });
    expect(text.match(/="[^"]*(?:NaN|Infinity)[^"]*/g)).toBeNull();
    elementsOf(text);
  });

  it('is bounded, and says what it leaves out', () => {
    const [row, file, item] = [SAMPLE.rows[0], SAMPLE.files[0], SAMPLE.comparison?.items[0]];
    if (row === undefined || file === undefined || item === undefined) throw new Error('the sample is empty');
    const name = 'x'.repeat(10_000);
    const text = renderReport({
      ...SAMPLE,
      rows: Array.from({ length: 20_000 }, () => ({ ...row, benchmark: name, metric: name, by: name, file: name })),
      files: Array.from({ length: 20_000 }, () => ({ ...file, path: name })),
      groups: Array.from({ length: 1_000 }, () => ({ name, metric: name, value: 1, parts: [{ name, value: 1 }] })),
    });
    expect(text.length).toBeLessThan(15_000_000);
    expect(text).toContain('18,000 more scores are not shown here.');
    expect(text).toContain('… and 17000 more files.');
    expect(text).toContain('… and 900 more groups.');
  });

  it('folds files of which nothing is to be said', () => {
    const plain = { path: 'a.json', verdict: 'full', refused: [] };
    const files = [...Array.from({ length: 12 }, () => plain), { path: 'b.json', verdict: 'failed', refused: [] }];
    const text = renderReport({ ...EMPTY, files });
    expect(text).toContain('<summary>12 files were taken as a whole</summary>');
    expect(text.indexOf('b.json')).toBeLessThan(text.indexOf('12 files were taken'));
  });
});

describe.each(['light', 'dark'] as const)('colours of the %s scheme', (scheme) => {
  const of = (name: keyof typeof COLOURS): string => COLOURS[name][scheme === 'light' ? 0 : 1];

  it.each([
    ...(['text', 'quiet', 'accent', 'worse', 'better'] as const).flatMap((text) => [
      [text, 'page'] as const,
      [text, 'panel'] as const,
    ]),
    ['worse', 'worse-soft'],
    ['better', 'better-soft'],
    ['unsure', 'unsure-soft'],
    ['plain', 'plain-soft'],
  ] as const)('%s can be read on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['edge', 'page'],
    ['accent', 'band'],
    ['text', 'fill'],
    ['text', 'plain-soft'],
  ] as const)('%s can be seen on %s', (mark, ground) => {
    expect(contrast(of(mark), of(ground))).toBeGreaterThanOrEqual(3);
  });

  it('are all that the style uses', () => {
    const used = [...STYLE.matchAll(/var\(--([a-z-]+)\)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(COLOURS)));
    expect(STYLE.replace(/:root\{[^}]*\}/g, '')).not.toMatch(/#[0-9a-f]{3,8}\b(?![^{]*\{)/);
  });
});
