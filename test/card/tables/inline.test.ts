import fc from 'fast-check';
import Markdown from 'markdown-it';
import { expect, it } from 'vitest';
import { readInline } from '../../../src/card/tables/inline.ts';

const markdown = new Markdown('commonmark', { html: true }).enable(['table', 'strikethrough']);

/** The text of a cell by the whole parser and an HTML reader's rules. */
function byParser(source: string): string {
  return markdown
    .renderInline(source)
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

it('short cuts give the text that the parser gives', () => {
  const inner = fc.stringMatching(/^[\w .,+%*_[\]()-]{1,12}$/);
  const source = fc.oneof(
    inner,
    fc.tuple(fc.constantFrom('**', '*', '_', '__', '***'), inner).map(([mark, text]) => `${mark}${text}${mark}`),
    fc
      .tuple(inner, fc.constantFrom('https://a.example/b-c', 'http://x', 'javascript:y', ''))
      .map(([text, url]) => `[${text}](${url})`),
  );
  fc.assert(
    fc.property(source, (text) => {
      // GFM has trimmed the cell before it is read.
      const cell = text.trim();
      expect(readInline(markdown, cell, {}, 1).text).toBe(byParser(cell));
    }),
    { numRuns: 5_000 },
  );
});
