import type { Env, MarkdownIt, Token } from 'markdown-it';
import { type Cell, foldSpace, HIDDEN, MARKS, type Mark, makeCell, type Segment } from './table.ts';

/** Characters that start any inline construct; a cell without them is its own plain text. */
const PLAIN = /^[^\\`*_~[\]<>&!\n]*$/;

const TAG = /^<(\/?)([a-z][a-z0-9-]*)/i;

/**
 * The commonest forms of a cell, a word in bold and a word with a link, whose text needs no parser. Whatever is not as
 * plain as this goes to the parser; a test compares both.
 */
const EMPHASIS = /^(\*\*|\*)([\w.,+%][\w .,+%-]*[\w.,+%]|\w)\1$/;
const LINK = /^\[([\w .,+%-]+)\]\(https?:\/\/[\w./-]+\)$/;

/** Turns the Markdown source of one table cell (or heading) into plain text with its markings. */
export function readInline(md: MarkdownIt, source: string, env: Env, line: number): Cell {
  if (PLAIN.test(source)) return { text: foldSpace(source), line };
  const simple = EMPHASIS.exec(source)?.[2] ?? LINK.exec(source)?.[1];
  if (simple !== undefined && !simple.includes('_')) return { text: foldSpace(simple), line };
  const tokens: Token[] = [];
  md.inline.parse(source, md, env, tokens);
  return makeCell(collectRuns(tokens), line);
}

function collectRuns(tokens: readonly Token[]): Segment[] {
  const runs: Segment[] = [];
  const open: Mark[] = [];
  let hidden: string | undefined;
  for (const token of tokens) {
    if (token.type === 'html_inline') {
      const [, slash, name] = TAG.exec(token.content) ?? [];
      const tag = name?.toLowerCase();
      if (hidden !== undefined) {
        if (slash === '/' && tag === hidden) hidden = undefined;
      } else if (tag === undefined) {
        // A comment, a processing instruction or CDATA: not text.
      } else if (slash === '' && HIDDEN.has(tag) && !token.content.endsWith('/>')) hidden = tag;
      else if (tag === 'br' || tag === 'p' || tag === 'li' || tag === 'div') runs.push({ text: ' ' });
      else toggle(open, MARKS[tag], slash !== '/');
    } else if (hidden !== undefined) {
      // Text of a hidden element.
    } else if (token.type === 'text' || token.type === 'code_inline' || token.type === 'text_special') {
      const mark = open.at(-1);
      runs.push(mark === undefined ? { text: token.content } : { text: token.content, mark });
    } else if (token.type === 'softbreak' || token.type === 'hardbreak') runs.push({ text: ' ' });
    else if (token.type === 's_open') open.push('struck');
    else if (token.type === 's_close') toggle(open, 'struck', false);
  }
  return runs;
}

function toggle(open: Mark[], mark: Mark | undefined, starts: boolean): void {
  if (mark === undefined) return;
  if (starts) open.push(mark);
  else if (open.includes(mark)) open.splice(open.lastIndexOf(mark), 1);
}
