/** A heading of the card's body. Lines count from 1 within the body. */
export type Heading = { readonly level: number; readonly text: string; readonly line: number };

/** The part of a card that a table stands in. */
export type Section = {
  readonly headings: readonly string[];
  /** The same without the card's own title. */
  readonly outline: readonly string[];
  readonly from: number;
  readonly to: number;
};

const SPREAD = String.raw`(?:standard\s+(?:deviations?|errors?)|std\.?(?:\s*dev(?:iations?)?\.?)?|stdev|s\.?d\.?|s\.?e\.?m?\.?)`;
/** "mean (standard deviation)" and "standard deviations are given in parentheses", in either order. */
const SPREAD_IN_PARENTHESES = new RegExp(
  String.raw`(?:mean|average)s?\s*\(\s*±?\s*${SPREAD}\s*\)|\b${SPREAD}\b[^.\n]{0,40}\b(?:parenthes[ie]s|brackets)|\b(?:parenthes[ie]s|brackets)[^.\n]{0,40}\b${SPREAD}\b`,
  'i',
);

/** Finds the section of a line: the headings above it, outermost first, and the lines up to the next heading. */
export function sectionAt(headings: readonly Heading[], line: number): Section {
  const path: Heading[] = [];
  let to = Number.POSITIVE_INFINITY;
  for (const heading of headings) {
    if (heading.line >= line) {
      to = heading.line - 1;
      break;
    }
    while ((path.at(-1)?.level ?? 0) >= heading.level) path.pop();
    path.push(heading);
  }
  const outline = path.filter(({ level }, at) => level > 1 || at === path.length - 1);
  const texts = (of: readonly Heading[]): string[] => of.map((heading) => heading.text);
  return { headings: texts(path), outline: texts(outline), from: path.at(-1)?.line ?? 1, to };
}

/** A cheap look before the pattern: few cards speak of brackets or means at all. */
export function maySaySpread(body: string): boolean {
  return /parenthes|bracket|(?:mean|average)s?\s*\(/.test(body.toLowerCase());
}

/** Does the section say in words that the numbers in parentheses are a spread around the value? */
export function saysSpreadInParentheses(bodyLines: readonly string[], section: Section): boolean {
  const text = bodyLines.slice(section.from - 1, Math.min(section.to, bodyLines.length)).join('\n');
  return SPREAD_IN_PARENTHESES.test(text);
}

/** Longest line that is taken for the caption of what follows it. */
const MAX_CAPTION_LENGTH = 160;

/** The short line of text right above a place, blank lines and tags apart. Lines count from 1 within the body. */
export function captionAbove(bodyLines: readonly string[], line: number): string | undefined {
  for (let at = line - 2; at >= 0 && at >= line - 4; at -= 1) {
    const text =
      bodyLines[at]
        ?.slice(0, MAX_CAPTION_LENGTH * 2)
        .replace(/<[^>]*>/g, '')
        .trim() ?? '';
    if (text === '') continue;
    return text.length > MAX_CAPTION_LENGTH || /^#{1,6}\s|\|/.test(text) ? undefined : text;
  }
  return undefined;
}
