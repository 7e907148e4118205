import { type Cell, isAscii, MAX_NAME_LENGTH } from './tables/table.ts';
import { isMetricName } from './vocabulary/metrics.ts';

/** What a cell says. Only `number` becomes a score. */
export type Reading =
  | {
      readonly kind: 'number';
      readonly value: number;
      /** The number as the card writes it, without thousands separators: `85.20`, `-3.1`. */
      readonly written: string;
      readonly percent?: true;
      readonly stderr?: number;
      readonly shots?: number;
      readonly metric?: string;
      /** What stands in brackets behind the number, where it is nothing of the above. */
      readonly remark?: string;
    }
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'other';
      /** Why this is not one number, for people. */
      readonly reason: string;
      /** It is about scores all the same: a pair, a range, an approximation. */
      readonly scoreLike: boolean;
    };

/** What the table around a cell decides about reading it. */
export type CellContext = {
  /** The card says that numbers in parentheses are spreads. */
  readonly spreadInParentheses: boolean;
  /** The table writes 85,2 for 85.2. */
  readonly decimalComma: boolean;
};

const NUMBER = String.raw`-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)`;
const COMMA_NUMBER = String.raw`-?\d+(?:,\d+)?`;
const PLUS_MINUS = String.raw`(?:±|\+\s?\/\s?-|\+-)`;

const MISSING =
  /^(?:[-–—−_.…·*/\s]+|n\s?\/\s?a\.?|n\.?\s?[ard]\.?|nan|none|null|nil|tb[adc]|\?+|unknown|pending|untested|not (?:available|reported|applicable|tested)|coming soon|x|✗|✘|×|无|暂无|待测)$/;
/** Footnote signs that may follow or precede a number without changing it. */
const FOOTNOTE_AFTER = /(?:\s*(?:[*†‡§¶#^¹²³⁰⁴-⁹ᵃ-ᵛ]|\[(?:\^[\w*]{1,3}|\d{1,3}|[a-z*])\]))+$/;
const FOOTNOTE_BEFORE = /^[*†‡§¶]+\s*(?=[-\d.])/;
const PICTURES = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\u200D/gu;

/** Most cells by far; the rest of the grammar is for the others. */
const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Labels: words with at most a number behind them, and no sign by which a metric would name its value. */
const WORDS = /^[A-Za-z]{3}[^:=\u0100-\uffff]*$/;

/** Reads a cell by the grammar of scores: one number, or the reason why it is not one. */
export function readCell(cell: Cell, context: CellContext): Reading {
  if (cell.segments === undefined && PLAIN.test(cell.text) && !context.decimalComma) {
    return { kind: 'number', value: Number(cell.text), written: cell.text };
  }
  if (cell.text.length > MAX_NAME_LENGTH) return { kind: 'other', reason: 'too long to be a score', scoreLike: false };
  if (cell.segments === undefined && WORDS.test(cell.text) && !isMissing(cell.text)) {
    return { kind: 'other', reason: /\d/.test(cell.text) ? 'not a plain number' : 'not a number', scoreLike: false };
  }
  const plain = unmark(cell);
  if (typeof plain !== 'string') return plain;
  const text = isAscii(plain) ? plain : plainNumber(plain);
  if (isMissing(plain)) return { kind: 'missing' };
  const bare = text
    .replace(FOOTNOTE_AFTER, '')
    .replace(FOOTNOTE_BEFORE, '')
    .replace(/\s*[↑↓]$/, '')
    .trim();
  return readNumber(bare, context) ?? explain(bare);
}

/** Says the cell that there is no value? */
function isMissing(text: string): boolean {
  const word = text.trim().toLowerCase();
  return word === '' || MISSING.test(word);
}

/** Without pictures, and with the signs that ASCII has for minus and percent. */
function plainNumber(text: string): string {
  return text.replace(PICTURES, ' ').replace(/[−‑]/g, '-').replace(/％/g, '%').replace(/\s+/g, ' ').trim();
}

/** Does a body cell show that this table uses decimal commas (85,2)? Such a table writes no decimal points. */
export function usesDecimalComma(texts: Iterable<string>): boolean {
  let seen = false;
  for (const text of texts) {
    if (/^-?\d+\.\d+\s*%?$/.test(text)) return false;
    if (/^-?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))\s*%?$/.test(text)) seen = true;
  }
  return seen;
}

/** The text that carries the number, or the reading when markup alone decides. */
function unmark(cell: Cell): string | Reading {
  if (cell.segments === undefined) return unTex(cell.text);
  const shown = cell.segments.filter((segment) => segment.text.trim() !== '');
  if (shown.some((segment) => segment.mark === 'struck')) {
    return { kind: 'other', reason: 'struck out', scoreLike: true };
  }
  const base = shown.filter((segment) => segment.mark === undefined);
  if (base.length === 0) return unTex(cell.text);
  const baseText = base
    .map((segment) => segment.text)
    .join(' ')
    .trim();
  let text = baseText;
  for (const segment of shown) {
    const mark = segment.text.trim();
    if (segment.mark === undefined) continue;
    if (/^[(]?\s*(?:±|\+\/-)/.test(mark)) text += ` ${mark.replace(/[()]/g, '')}`;
    else if (/\d/.test(baseText) && /\d/.test(mark)) {
      const footnote =
        segment.mark === 'sup' && /^[\d,*†‡ ]{1,3}$/.test(mark) && !/(?:^|[^\d.])(?:10|2)$/.test(baseText);
      if (!footnote) return { kind: 'other', reason: 'a power or a subscript number', scoreLike: false };
    } else if (!/\d/.test(baseText)) text += mark;
  }
  return unTex(text);
}

/** The LaTeX that cards use around numbers: `$85.2 \pm 0.3$`, `$\mathbf{85.2}$`, `$85.2_{\pm 0.3}$`. */
function unTex(text: string): string {
  if (!/[$\\]/.test(text)) return text;
  let plain = text.replace(/^\$+|\$+$/g, '').replace(/\\%/g, '%');
  for (let depth = 0; depth < 3; depth += 1) {
    plain = plain.replace(/\\(?:mathbf|textbf|bm|boldsymbol|underline|textit|mathrm|text)\{([^{}]*)\}/g, '$1');
  }
  return plain
    .replace(/[_^]\{\s*(\\pm[^{}]*)\}/g, ' $1')
    .replace(/\\pm/g, '±')
    .trim();
}

/** The patterns of one way of writing decimals. */
type Patterns = { readonly number: RegExp; readonly named: RegExp; readonly followed: RegExp };

function makePatterns(number: string): Patterns {
  const value = String.raw`(?<value>${number})\s*(?<percent>%)?`;
  const remark = String.raw`(?:\s*(?:\((?<round>[^()]*(?:\([^()]*\)[^()]*)*)\)|\[(?<square>[^[\]]*)\]))?`;
  return {
    number: new RegExp(String.raw`^${value}(?:\s*${PLUS_MINUS}\s*(?<stderr>${number})\s*(?<percent2>%)?)?${remark}$`),
    named: new RegExp(String.raw`^(?<metric>\D[^:=]{0,30}?)\s*[:=]\s*${value}$`),
    followed: new RegExp(String.raw`^${value}\s+(?<metric>\D.{0,30})$`),
  };
}

const POINT = makePatterns(NUMBER);
const COMMA = makePatterns(COMMA_NUMBER);

function readNumber(text: string, context: CellContext): Reading | undefined {
  const patterns = context.decimalComma ? COMMA : POINT;
  const match = patterns.number.exec(text);
  if (match?.groups !== undefined) {
    const { value, percent, stderr, percent2, round, square } = match.groups;
    const read = makeNumber(value ?? '', context, {
      percent: percent !== undefined || percent2 !== undefined,
      stderr,
    });
    return read?.kind === 'number' ? addRemark(read, round ?? square, context) : read;
  }
  const { groups } = patterns.named.exec(text) ?? patterns.followed.exec(text) ?? {};
  if (groups?.metric === undefined || !isMetricName(groups.metric)) return undefined;
  const read = makeNumber(groups.value ?? '', context, { percent: groups.percent !== undefined, stderr: undefined });
  return read?.kind === 'number' ? { ...read, metric: groups.metric } : read;
}

function makeNumber(
  raw: string,
  context: CellContext,
  parts: { percent: boolean; stderr: string | undefined },
): Reading | undefined {
  if (context.decimalComma && /^-?[1-9]\d{0,2},\d{3}$/.test(raw)) {
    return { kind: 'other', reason: 'the comma may be decimal or of thousands', scoreLike: true };
  }
  const written = toDecimal(raw, context);
  const value = Number(written);
  if (/^-?0\d/.test(written) || !Number.isFinite(value)) return undefined;
  return {
    kind: 'number',
    value,
    written,
    ...(parts.percent ? { percent: true } : {}),
    ...(parts.stderr === undefined ? {} : { stderr: Number(toDecimal(parts.stderr, context)) }),
  };
}

function toDecimal(raw: string, context: CellContext): string {
  const plain = context.decimalComma ? raw.replace(',', '.') : raw.replace(/,/g, '');
  return plain.replace(/^(-?)\./, '$10.');
}

type NumberReading = Extract<Reading, { kind: 'number' }>;

const SPREAD = new RegExp(String.raw`^${PLUS_MINUS}\s*(${NUMBER})\s*%?$`);
const BARE = new RegExp(String.raw`^${NUMBER}\s*%?$`);

/** A remark in brackets after the number may name shots or a spread; another value there makes two. */
function addRemark(read: NumberReading, remark: string | undefined, context: CellContext): Reading {
  if (remark === undefined) return read;
  const text = remark.trim();
  const shots = /^(\d+)[\s-]?shots?\b[,;\s]*/.exec(text.toLowerCase());
  if (shots !== null) return withRemark({ ...read, shots: Number(shots[1]) }, text.slice(shots[0].length));
  const spread = SPREAD.exec(text);
  if (spread !== null) return { ...read, stderr: Number(spread[1]) };
  if (/^[-+↑↓△▲▼Δ]\s*\d+(?:\.\d+)?\s*(?:%|pp|pts?)?$/.test(text)) return read;
  if (BARE.test(text)) {
    const size = Number(text.replace(/[%,\s]/g, ''));
    if (context.spreadInParentheses && size <= Math.abs(read.value)) return { ...read, stderr: size };
    return { kind: 'other', reason: 'two numbers', scoreLike: true };
  }
  const loose = text
    .replace(/[\p{L}@=_-]{1,40}[\s@=_]{0,3}\d+(?:\.\d+)?/gu, '')
    .replace(/\d+[\s-]?(?:shots?|way|fold|hop|step)\b/gi, '');
  if (/\d/.test(loose)) return { kind: 'other', reason: 'more than one number', scoreLike: true };
  return withRemark(read, text);
}

function withRemark(read: NumberReading, remark: string): NumberReading {
  // `[^1]` is a footnote, whatever that says.
  return remark === '' || remark.startsWith('^') ? read : { ...read, remark };
}

/** Says why a text is not one number. */
function explain(text: string): Reading {
  const other = (reason: string, scoreLike: boolean): Reading => ({ kind: 'other', reason, scoreLike });
  const numbers = text.match(/\d+(?:[.,]\d+)*/g) ?? [];
  if (numbers.length === 0) return other('not a number', false);
  if (/^[~≈∼]/.test(text)) return other('approximate', true);
  if (/^[<>≤≥]/.test(text)) return other('a bound, not a value', true);
  if (/^\d+(?:\.\d+)?%?\s*(?:-|–|—|to)\s*\d+(?:\.\d+)?%?$/.test(text)) return other('a range', true);
  if (/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$|^\d{1,2}[:]\d{2}/.test(text)) return other('a date or a time', false);
  if (/^-?\d+(?:\.\d+)?[eE][-+]?\d+$/.test(text)) return other('scientific notation', false);
  if (/^[+]\d+(?:\.\d+)?%?$/.test(text)) return other('a difference', true);
  if (/^-?\d+,\d+%?$/.test(text)) return other('the comma may be decimal or of thousands', true);
  if (/^-?[\d.,]+\s?[A-Za-zµ×"$€]+(?:\/\w+)?$/.test(text)) return other('a quantity with a unit', false);
  const letters = text.toLowerCase().replace(/\b(?:em|f1|acc|mcc|p|r|k|m|mm)\b/g, '');
  if (numbers.length > 1 && !/\p{L}/u.test(letters)) return other('more than one number', true);
  return other('not a plain number', false);
}
