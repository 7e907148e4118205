import { count, plainText, shorten } from './plain-text.ts';

/**
 * Text of a card inside Markdown: shown as it is, but nothing in it is markup, a mention, a reference or a link. The
 * empty comments are dropped by GitHub and keep its auto-linking from seeing a whole.
 */
export function mdText(text: string, most = 120): string {
  return shorten(plainText(text), most)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]|~^$!]/g, '\\$&')
    .replace(/^([-+=#])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s)/, '$1\\$2')
    .replace(/(?<!\w)@(?=\w)|@(?=[\w-]+\.\w)|#(?=\d)|\bGH-(?=\d)/g, '$&<!-- -->')
    .replace(/:\/\//g, ':<!-- -->/<!-- -->/')
    .replace(/\b[Ww]{3}\./g, '$&<!-- -->')
    .replace(/:(?=[\w+-]+:)/g, ':<!-- -->');
}

/** A code block whose fence no content can close. */
export function fenced(content: string, language: string): string {
  let longest = 2;
  for (const [run] of content.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${content.trimEnd()}\n${fence}`;
}

/** A GFM table; cells are Markdown already. */
export function mdTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (right.includes(at) ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

/** A block that is folded until a reader opens it. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** UTF-8 size of a text in bytes: the unit in which GitHub measures. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** An address for the brackets of a Markdown link: nothing in it can end them. */
export function mdUrl(url: string): string {
  return url.replace(/[()<>\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** What stands under a table that does not show all; nothing where none is left. */
export function andMore(left: number, noun?: string): string {
  return left <= 0 ? '' : `\n\n_… and ${noun === undefined ? left : count(left, noun)} more._`;
}
