import Markdown, { type Env, type MarkdownIt, type Token } from 'markdown-it';
import { readInline } from './inline.ts';
import { type Heading, saysSpreadInParentheses, sectionAt } from './sections.ts';
import { type Cell, MAX_TABLE_CELLS, padRows, type Table, tableTooLarge } from './table.ts';


/** A table before it is numbered and placed in its section. Lines count from 1 within the body. */
export type RawTable = {
  readonly line: number;
  readonly syntax: Table['syntax'];
  readonly grid: readonly (readonly Cell[])[];
  readonly columns: number;
  readonly headRows: number;
};

/** What the HTML reader needs of the Markdown parse. */
export type ParsedBody = {
  readonly md: MarkdownIt;
  readonly env: Env;
  readonly tokens: readonly Token[];
};

/** Markdown's own cap on cells that short rows leave out; past it the parser drops the remaining rows. */
const MARKDOWN_FILLED_CELLS = 65_536;

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
  const env: Env = {};
  const tokens: Token[] = [];
  md.block.parse(text, md, env, tokens);
  const parsed: ParsedBody = { md, env, tokens };

  const headings = readHeadings(parsed);
  const raw = tokens.some(needsHtmlParser)
    ? (await import('./html-tables.ts')).readMixedTables(parsed, bodyLines)
    : readMarkdownTables(parsed, bodyLines);

  return raw.map((table, index) => {
    const section = sectionAt(headings, table.line);
    const heading = section.headings.at(-1);
    return {
      table: index + 1,
      line: table.line + firstLine - 1,
      syntax: table.syntax,
      grid: shiftLines(table.grid, firstLine - 1),
      columns: table.columns,
      headRows: table.headRows,
      ...(heading === undefined ? {} : { heading }),
      headings: section.headings,
      spreadInParentheses: saysSpreadInParentheses(bodyLines, section),
    };
  });
}

function readMarkdownTables(parsed: ParsedBody, bodyLines: readonly string[]): RawTable[] {
  const tables: RawTable[] = [];
  for (let index = 0; index < parsed.tokens.length; index += 1) {
    if (parsed.tokens[index]?.type === 'table_open') tables.push(readMarkdownTable(parsed, index, bodyLines));
  }
  return tables;
}

/** Reads the GFM table that opens at a token. */
export function readMarkdownTable(
  { md, env, tokens }: ParsedBody,
  start: number,
  bodyLines: readonly string[],
): RawTable {
  const map = tokens[start]?.map;
  const line = (map?.[0] ?? 0) + 1;
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let rowLine = line;
  let cells = 0;
  for (let index = start + 1; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined || token.type === 'table_close') break;
    if (token.type === 'tr_open') {
      row = [];
      rows.push(row);
      rowLine = (token.map?.[0] ?? rowLine - 1) + 1;
    } else if (token.type === 'inline') {
      cells += 1;
      if (cells > MAX_TABLE_CELLS) throw tableTooLarge(line);
      row.push(readInline(md, token.content, env, rowLine));
    }
  }
  const endsEarly = cells > MARKDOWN_FILLED_CELLS && (bodyLines[map?.[1] ?? 0] ?? '').trim() !== '';
  if (endsEarly) throw tableTooLarge(line);
  return { line, syntax: 'markdown', ...padRows(rows, line), headRows: 1 };
}

function readHeadings({ md, env, tokens }: ParsedBody): Heading[] {
  const headings: Heading[] = [];
  tokens.forEach((token, index) => {
    const line = (token.map?.[0] ?? 0) + 1;
    if (token.type === 'heading_open') {
      const source = tokens[index + 1]?.content ?? '';
      headings.push({ level: Number(token.tag.slice(1)), text: readInline(md, source, env, line).text, line });
    } else if (token.type === 'html_block') headings.push(...readHtmlHeadings(token.content, line));
  });
  return headings.filter((heading) => heading.text !== '');
}

/** Headings written as HTML. Their text only helps to judge a table, so tags are dropped without parsing. */
function readHtmlHeadings(html: string, line: number): Heading[] {
  if (!html.includes('<h') && !html.includes('<H')) return [];
  return [...html.matchAll(/<h([1-6])\b[^>]{0,500}>([^<]{0,500}(?:<[^>]{0,500}>[^<]{0,500}){0,20}?)<\/h\1>/gi)].map(
    (match) => ({
      level: Number(match[1]),
      text: (match[2] ?? '').replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim(),
      line: line + html.slice(0, match.index).split('\n').length - 1,
    }),
  );
}

function needsHtmlParser(token: Token): boolean {
  if (token.type !== 'html_block' && token.type !== 'inline') return false;
  const html = token.content;
  if (token.type === 'inline') return /<table\b/i.test(html);
  return NEEDS_HTML_PARSER.test(html) || html.lastIndexOf('<!--') > html.lastIndexOf('-->');
}

function shiftLines(grid: RawTable['grid'], by: number): RawTable['grid'] {
  if (by === 0) return grid;
  return grid.map((row) => row.map((cell) => ({ ...cell, line: cell.line + by })));
}
