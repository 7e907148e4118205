import { remember } from '../remember.ts';
import { isAscii, MAX_NAME_LENGTH } from '../tables/table.ts';

/**
 * Words of labels, and lists of words to find in them. Lists are data rather than patterns: they can be read, and a
 * look-up costs little at start-up, where a long pattern costs more than the whole parse of a card.
 */

/**
 * A list of words and phrases, each as {@link wordsOf} would put it, joined by spaces; `#` in an entry stands for a
 * number. All lists share one index, so that a label is looked up once, not once for each list.
 */
export type WordList = { readonly id: number };

/** Words in the longest phrase of any list. */
const MOST_WORDS = 5;

/** Not Unicode-aware on purpose: every separator is a single UTF-16 unit, and this runs for every label. */
const SEPARATORS = /[\s\-_–—‑/\\,:;()[\]{}|"'`“”‘’*†‡§^=~<>!?↑↓⬆⬇▲▼·•]+/;

/** Flags and other pictures say nothing that words beside them do not. */
const PICTURES = /[\u{1F1E6}-\u{1F1FF}\u{1F300}-\u{1FAFF}]|\uFE0F|\u200D/gu;

/** The words of a label: lower case, split at spaces, hyphens, underscores, slashes, brackets and marks. */
export const wordsOf: (label: string) => readonly string[] = remember((label) =>
  label.length > MAX_NAME_LENGTH ? [] : splitWords(label),
);

function splitWords(label: string): string[] {
  const words: string[] = [];
  const text = isAscii(label) ? label : label.replace(PICTURES, ' ');
  for (const part of text.toLowerCase().split(SEPARATORS)) {
    const word = part.endsWith('.') || part.startsWith('.') ? part.replace(/^\.+|\.+$/g, '') : part;
    if (word !== '') words.push(word);
  }
  return words;
}

/** The texts of all lists, by their id. */
const texts: string[] = [];
/** The lists that hold a phrase; none for a mere first word of phrases. Built when a label is first looked up. */
const index = new Map<string, number[]>();
let indexed = 0;

/** Makes a list from lines of phrases, separated by commas. */
export function wordList(text: string): WordList {
  texts.push(text);
  return { id: texts.length - 1 };
}

/** Is this text, put as in the lists, an entry of the list? */
export function isListed(phrase: string, list: WordList): boolean {
  return listsWith(phrase)?.includes(list.id) ?? false;
}

function listsWith(phrase: string): readonly number[] | undefined {
  for (; indexed < texts.length; indexed += 1) {
    // Two plain splits: a pattern for both would cost more than all look-ups of a short run.
    for (const line of texts[indexed]?.split('\n') ?? []) {
      for (const part of line.split(',')) addPhrase(part.trim(), indexed);
    }
  }
  return index.get(phrase);
}

function addPhrase(phrase: string, id: number): void {
  if (phrase === '') return;
  const ids = index.get(phrase);
  if (ids === undefined) index.set(phrase, [id]);
  else ids.push(id);
  const space = phrase.indexOf(' ');
  if (space === -1) return;
  const first = phrase.slice(0, space);
  if (!index.has(first)) index.set(first, []);
}

const ANYWHERE = 1;
const AT_START = 2;
const AT_END = 4;
const WHOLE = 8;

/** Is the whole label a phrase of the list? */
export function isPhrase(words: readonly string[], list: WordList): boolean {
  return placesIn(words, list, WHOLE);
}

/** Does any run of the label's words make a phrase of the list? */
export function holdsPhrase(words: readonly string[], list: WordList): boolean {
  return placesIn(words, list, ANYWHERE);
}

/** Does the label begin with a phrase of the list? */
export function startsWithPhrase(words: readonly string[], list: WordList): boolean {
  return placesIn(words, list, AT_START);
}

/** Does the label end with a phrase of the list? */
export function endsWithPhrase(words: readonly string[], list: WordList): boolean {
  return placesIn(words, list, AT_END);
}

/** For a label's words: where in it each list, by its id, has a phrase, as a sum of the constants above. */
const placesOf = remember(findPhrases);

function placesIn(words: readonly string[], list: WordList, place: number): boolean {
  const known = placesOf(words);
  // A list that was made after these words were looked up is not among their places.
  const places = list.id < known.length ? known : findPhrases(words);
  return ((places[list.id] ?? 0) & place) !== 0;
}

// This runs for every label, so that it makes as few objects as can be.
function findPhrases(words: readonly string[]): Uint8Array {
  const places = new Uint8Array(texts.length);
  for (let start = 0; start < words.length; start += 1) {
    let text = '';
    let pattern = '';
    const end = Math.min(words.length, start + MOST_WORDS);
    for (let at = start; at < end; at += 1) {
      const word = words[at] ?? '';
      const wordPattern = /\d/.test(word) ? word.replace(/\d+(?:\.\d+)?/g, '#') : word;
      text = at === start ? word : `${text} ${word}`;
      pattern = at === start ? wordPattern : `${pattern} ${wordPattern}`;
      const ids = listsWith(text);
      const patternIds = pattern === text ? undefined : listsWith(pattern);
      // No phrase begins with this word.
      if (at === start && ids === undefined && patternIds === undefined) break;
      const starts = start === 0 ? AT_START : 0;
      const ends = at === words.length - 1 ? AT_END : 0;
      const place = ANYWHERE | starts | ends | (starts && ends ? WHOLE : 0);
      if (ids !== undefined) mark(places, ids, place);
      if (patternIds !== undefined) mark(places, patternIds, place);
    }
  }
  return places;
}

function mark(places: Uint8Array, ids: readonly number[], place: number): void {
  for (let at = 0; at < ids.length; at += 1) {
    const id = ids[at] ?? 0;
    places[id] = (places[id] ?? 0) | place;
  }
}

/** Makes the function that tells whether a word begins with one of these, each of two letters at least. */
export function beginningsTest(beginnings: readonly string[]): (word: string) => boolean {
  // Most words fail at their first two letters, for one look-up instead of a comparison with each.
  let byStart: ReadonlyMap<string, readonly string[]> | undefined;
  return (word) => {
    byStart ??= Map.groupBy(beginnings, (beginning) => beginning.slice(0, 2));
    return byStart.get(word.slice(0, 2))?.some((beginning) => word.startsWith(beginning)) ?? false;
  };
}

/** The label without what stands in brackets: `Benchmark (Metric)` is `Benchmark`. */
export function withoutBrackets(label: string): string {
  if (label.length > MAX_NAME_LENGTH) return label;
  return label.includes('(') || label.includes('[') ? label.replace(/\s*[([][^()[\]]*[)\]]\s*/g, ' ').trim() : label;
}
