import Markdown, { type Env, type MarkdownIt, type Token } from 'markdown-it';
import { GFM_TABLE, type GfmTable, splitRow, useGfmTables } from './gfm-rule.ts';
import { readInline } from './inline.ts';
import {
  captionAbove,
  type Heading,
  maySaySpread,
  type Section,
  saysSpreadInParentheses,
  sectionAt,
} from './sections.ts';
import { type Cell, MAX_TABLE_CELLS, type Table, tableTooLarge } from './table.ts';

/** A table before it is numbered and placed in its section. Lines count from 1 within the body. */
export type RawTable = {
  readonly line: number;
  readonly syntax: Table['syntax'];
  readonly columns: number;
  readonly headRows: number;
  /** Reads the cells, given the line of the card at which the body starts; most tables are never asked for theirs. */
  readGrid(firstLine: number): readonly (readonly Cell[])[];
};

/** What the HTML reader needs of the Markdown parse. */
export type ParsedBody = {
  readonly md: MarkdownIt;
  readonly env: Env;
  readonly tokens: readonly Token[];
};

/**
 * HTML that the block structure of Markdown alone cannot judge: tables, and whatever may hide or swallow
 * the Markdown after it (an unclosed comment, raw-text elements).
 */
const NEEDS_HTML_PARSER = /<(?:table|script|style|template|textarea|title|noscript|iframe|xmp|plaintext)\b/i;

/**
 * Reads every table of a card's body, GFM and HTML, in document order.
 *
 * Tables in fences, indented code and comments do not exist; a GFM table in a list, a quote or a
 * `<details>` does. The HTML parser is loaded only for a body that has HTML tables.
 *
 * @param body The card without its front matter.
 * @param firstLine Line of the card at which the body starts.
 * @throws UserError `table-too-large`, `invalid-card`.
 */
export async function readTables(body: string, firstLine: number): Promise<Table[]> {
  const text = body.replace(/\r\n?/g, '\n');
  const bodyLines = text.split('\n');
  const md = new Markdown('commonmark', { html: true }).enable(['table', 'strikethrough']);
  useGfmTables(md);
  // Only the text of a link is wanted, so its address need not be brought into form.
  md.normalizeLink = (url) => url;
  const env: Env = {};
  const tokens: Token[] = [];
  md.block.parse(text, md, env, tokens);
  const parsed: ParsedBody = { md, env, tokens };

  const headings = readHeadings(parsed);
  const maySpread = maySaySpread(text);
  const raw =
    text.includes('<') && tokens.some(needsHtmlParser)
      ? (await import('./html-tables.ts')).readMixedTables(parsed)
      : readMarkdownTables(parsed);

  return raw.map((table, index) =>
    placeTable(table, index + 1, firstLine, sectionAt(headings, table.line), {
      caption: captionAbove(bodyLines, table.line),
      saysSpread: (section) => maySpread && saysSpreadInParentheses(bodyLines, section),
    }),
  );
}

function placeTable(
  raw: RawTable,
  table: number,
  firstLine: number,
  section: Section,
  around: { readonly caption: string | undefined; readonly saysSpread: (section: Section) => boolean },
): Table {
  const heading = section.headings.at(-1);
  let grid: Table['grid'] | undefined;
  return {
    table,
    line: raw.line + firstLine - 1,
    syntax: raw.syntax,
    get grid() {
      grid ??= raw.readGrid(firstLine);
      return grid;
    },
    columns: raw.columns,
    headRows: raw.headRows,
    ...(heading === undefined ? {} : { heading }),
    headings: section.headings,
    outline: section.outline,
    ...(around.caption === undefined ? {} : { caption: around.caption }),
    get spreadInParentheses() {
      return around.saysSpread(section);
    },
  };
}

function readMarkdownTables(parsed: ParsedBody): RawTable[] {
  return parsed.tokens.filter((token) => token.type === GFM_TABLE).map((token) => readMarkdownTable(parsed, token));
}

/**
 * Makes a table of a GFM table's token; its cells are read when they are asked for.
 *
 * @throws UserError `table-too-large`.
 */
export function readMarkdownTable({ md, env }: ParsedBody, token: Token): RawTable {
  const { columns, lines } = token.meta as GfmTable;
  const line = (token.map?.[0] ?? 0) + 1;
  if (columns * lines.length > MAX_TABLE_CELLS) throw tableTooLarge(line);
  const readGrid = (firstLine: number): Cell[][] =>
    lines.map(({ text, line: at }) => {
      const cells = splitRow(text);
      // GFM drops the cells beyond the header's: a filled one there means that the row is out of step.
      const surplus = cells.length > columns && cells.slice(columns).some((cell) => cell.trim() !== '');
      return Array.from({ length: columns }, (_, column) => {
        const cell = readInline(md, (cells[column] ?? '').trim(), env, at + firstLine);
        return surplus ? { ...cell, surplus } : cell;
      });
    });
  return { line, syntax: 'markdown', columns, headRows: 1, readGrid };
}

function readHeadings({ md, env, tokens }: ParsedBody): Heading[] {
  const headings: Heading[] = [];
  tokens.forEach((token, index) => {
    const line = (token.map?.[0] ?? 0) + 1;
    if (token.type === 'heading_open') {
      const source = tokens[index + 1]?.content ?? '';
      headings.push({ level: Number(token.tag.slice(1)), text: readInline(md, source, env, line).text, line });
    } else if (token.type === 'html_block') {
      for (const heading of readHtmlHeadings(token.content, line)) headings.push(heading);
    }
  });
  return headings.filter((heading) => heading.text !== '');
}

/** Headings written as HTML. Their text only helps to judge a table, so tags are dropped without parsing. */
function readHtmlHeadings(html: string, line: number): Heading[] {
  if (!html.includes('<h') && !html.includes('<H')) return [];
  return [...html.matchAll(/<h([1-6])\b[^>]{0,500}>([^<]{0,500}(?:<[^>]{0,500}>[^<]{0,500}){0,20}?)<\/h\1>/gi)].map(
    (match) => ({
      level: Number(match[1]),
      text: (match[2] ?? '')
        .replace(/<[^>]*>/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
      line: line + html.slice(0, match.index).split('\n').length - 1,
    }),
  );
}

function needsHtmlParser(token: Token): boolean {
  const html = token.content;
  if ((token.type !== 'html_block' && token.type !== 'inline') || !html.includes('<')) return false;
  if (token.type === 'inline') return /<table\b/i.test(html);
  return NEEDS_HTML_PARSER.test(html) || html.lastIndexOf('<!--') > html.lastIndexOf('-->');
}
