/** A card's two parts, with the lines of the file at which they start (from 1). */
export type Card = {
  readonly text: string;
  /** Its YAML, with the offset in the text and the line at which it starts. */
  readonly frontMatter?: { readonly yaml: string; readonly start: number; readonly line: number };
  readonly body: string;
  readonly bodyLine: number;
};

/**
 * The Hub's own fence: at the start of the file, after optional white space, `---` and nothing else in its line, then the
 * shortest text up to a line of `---`, which blanks may follow. A `---` later in the body is no fence.
 */
const FRONT_MATTER = /^(\uFEFF?\s*---\r?\n)([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** Cuts the front matter off a card. */
export function splitCard(text: string): Card {
  const match = FRONT_MATTER.exec(text);
  if (match === null) return { text, body: text.replace(/^\uFEFF/, ''), bodyLine: 1 };
  const [whole, open = '', yaml = ''] = match;
  return {
    text,
    frontMatter: { yaml, start: open.length, line: 1 + countLines(open) },
    body: text.slice(whole.length),
    bodyLine: 1 + countLines(whole),
  };
}

/** Line breaks as editors and Markdown count them: LF, CRLF and lone CR. */
function countLines(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}
