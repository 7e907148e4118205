import { type Part, partOf } from '../data.ts';

/** Scores of one source that a proposal holds. */
export type MarkedSource = {
  /** Which source it is, in words that stay the same while it does: `readme table 4f1d93aa`. */
  readonly source: string;
  /** The same for people: `table 2 of the model card`. */
  readonly label: string;
  /** Of the score set. */
  readonly digest: string;
  /** Date of the scores that state none: the same scores stay the same on the next day. */
  readonly date: string;
  /** How they were to be written. */
  readonly outputFormat: 'model-index' | 'eval-results' | 'both';
  readonly onConflict: 'keep' | 'replace' | 'fail';
  /** The commit of the branch whose values they were to replace: later ones are none of theirs. */
  readonly base: string;
  /** The command line that makes the same of the same source. */
  readonly command: string;
  /** Fingerprints of the values that they take the place of: a later value is none of theirs. */
  readonly replaced?: readonly string[];
  /** The scores, packed; absent where they are too many. */
  readonly scores?: string;
};

/** What this program remembers of a proposal, in a comment that readers of the page do not see. */
export type Marker = {
  readonly repo: string;
  /** The commit that the proposed files were made from. */
  readonly base: string;
  /** How many times it was written before, in a commit or in the description: the greater number is the newer memory. */
  readonly turn: number;
  /** A fingerprint of the proposed files: other files than these are somebody's work. */
  readonly files: string;
  /** At least one; in the order in which they came. */
  readonly sources: readonly MarkedSource[];
};

/** Where the text of this program begins in a description: what people write above it stays. */
export const DESCRIPTION_START = '<!-- hf-eval -->';

const BEGIN = '<!-- hf-eval: {';
const END = ' -->';

/** The marker as a line of text. No part of it can end the comment that it stands in. */
export function renderMarker(marker: Marker): string {
  return `<!-- hf-eval: ${JSON.stringify(marker).replace(/[<>]/g, (sign) => (sign === '<' ? '\\u003c' : '\\u003e'))}${END}`;
}

/** The marker of a text, if it has one that is whole: the last one, for this program writes it below all else. */
export function readMarker(text: string): Marker | undefined {
  const start = text.lastIndexOf(BEGIN);
  const end = text.indexOf(END, start);
  if (start === -1 || end === -1) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text.slice(start + BEGIN.length - 1, end));
  } catch {
    return undefined;
  }
  const { repo, base, turn, files, sources } = partOf(data);
  if (typeof repo !== 'string' || !/^[0-9a-f]{40}$/.test(String(base)) || !Array.isArray(sources)) return undefined;
  if (!Number.isSafeInteger(turn) || typeof files !== 'string') return undefined;
  const read = sources.flatMap((source: unknown) => readSource(partOf(source)) ?? []);
  if (read.length === 0 || read.length !== sources.length) return undefined;
  return { repo, base: String(base), turn: Number(turn), files, sources: read };
}

function readSource(part: Part): MarkedSource | undefined {
  const { source, label, digest, date, outputFormat, onConflict, base, command, replaced = [], scores } = part;
  const texts = [source, label, digest, date, base, command, scores ?? ''];
  if (!texts.every((text) => typeof text === 'string') || !/^sha256:[0-9a-f]{64}$/.test(String(digest))) {
    return undefined;
  }
  if (!Array.isArray(replaced) || !replaced.every((one) => typeof one === 'string')) return undefined;
  if (outputFormat !== 'model-index' && outputFormat !== 'eval-results' && outputFormat !== 'both') return undefined;
  if (onConflict !== 'keep' && onConflict !== 'replace' && onConflict !== 'fail') return undefined;
  return {
    source: String(source),
    label: String(label),
    digest: String(digest),
    date: String(date),
    outputFormat,
    onConflict,
    base: String(base),
    command: String(command),
    ...(replaced.length === 0 ? {} : { replaced }),
    ...(scores === undefined ? {} : { scores: String(scores) }),
  };
}

/** What a proposal remembers of a source. */
export function markedSource(marker: Marker, source: string): MarkedSource | undefined {
  return marker.sources.find((one) => one.source === source);
}

/** A description with this program's text in place of its earlier one: what people wrote above and below stays. */
export function replaceDescription(old: string, text: string): string {
  const start = old.indexOf(DESCRIPTION_START);
  if (start === -1) return `${old.trimEnd()}\n\n${text}`.trimStart();
  const marker = old.lastIndexOf(BEGIN);
  const end = marker < start ? -1 : old.indexOf(END, marker);
  const below = end === -1 ? '' : old.slice(end + END.length).trim();
  return `${old.slice(0, start)}${text.trimEnd()}\n${below === '' ? '' : `\n${below}\n`}`;
}

/** What closes a proposal whose scores another one holds as well: a run beside this one may have made it. */
export function renderTwinNote(other: { readonly number: number }): string {
  return `Closed: its scores are in #${other.number}.\n\n<!-- hf-eval: twin of ${other.number} -->`;
}

/** Was it closed as the twin of another one, by this program? */
export function isTwinNote(text: string): boolean {
  return /<!-- hf-eval: twin of \d+ -->/.test(text);
}
