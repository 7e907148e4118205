import fc from 'fast-check';
import Markdown from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { fenced, mdTable, mdText } from '../../src/report/markdown.ts';

const markdown = new Markdown({ html: true, linkify: true }).enable(['table', 'strikethrough']);
markdown.linkify.set({ fuzzyLink: false });
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '<script>',
        '</details>',
        '<img src=x onerror=a>',
        '[a](javascript:b)',
        '![a](b)',
        '@octocat',
        '#1',
        '**',
        '_',
        '`',
        '```',
        '|',
        '\\',
        '~~',
        '<!--',
        '-->',
        'https://example.org',
        'www.example.org',
        '&lt;',
        '$',
        '- ',
        '1. ',
        '> ',
        '::error::',
        '\u001b[31m',
        '\u202e',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join(' ')),
);

/** What a reader sees of rendered HTML. */
function visible(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<\/?(?:p|table|thead|tbody|tr|t[hd])>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('text of a card in Markdown', () => {
  it('is shown as it is, and is no markup', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const html = markdown.render(`| a |\n|---|\n| x ${mdText(text, 1_000)} |\n`);
        const [, cell = ''] = /<tbody>\s*<tr>\s*<td>([\s\S]*)<\/td>\s*<\/tr>\s*<\/tbody>/.exec(html) ?? [];
        expect(cell.replace(/<!-- -->/g, '')).not.toMatch(/<[a-z!/]/i);
        const shown = text
          .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
          .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');
        expect(visible(cell)).toBe(`x ${shown}`.replace(/\s+/g, ' ').trim());
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['@octocat', 'see #12', 'https://example.org', 'www.example.org', 'a@b.example'])(
    'makes no mention, reference or link: %s',
    (text) => {
      expect(mdText(text)).toContain('<!-- -->');
    },
  );

  it('is cut, with a sign', () => {
    expect(mdText('x'.repeat(200), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});

it('no content closes its fence', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('`', '```', '````````', '~~~', '\n', 'a', '</details>')), (parts) => {
      const content = `a${parts.join('')}`;
      const tokens = markdown.parse(`${fenced(content, 'yaml')}\n\nafter\n`, {});
      expect(tokens[0]).toMatchObject({ type: 'fence', info: 'yaml', content: `${content.trimEnd()}\n` });
      expect(tokens.at(-2)?.content).toBe('after');
    }),
  );
});

it('tables align numbers to the right', () => {
  expect(mdTable(['a', 'b'], [['x', '1']], [1])).toBe('| a | b |\n| --- | ---: |\n| x | 1 |');
});
