import { MAX_NAME_LENGTH } from '../tables/table.ts';

/**
 * Words of labels, and lists of words to find in them. Lists are sets rather than patterns: they read as data, and a
 * look-up costs nothing at start-up, where a long pattern costs more than the whole parse of a card.
 */

/**
 * A list of words and phrases, each as {@link wordsOf} would put it, joined by spaces; `#` in an entry stands for a
 * number. Built when it is first asked for.
 */
export type WordList = { has(phrase: string): boolean };

/** Words in the longest phrase of any list. */
const MOST_WORDS = 5;

/** Not Unicode-aware on purpose: every separator is a single UTF-16 unit, and this runs for every label. */
const SEPARATORS = /[\s\-_–—‑/\\,:;()[\]{}|"'`“”‘’*†‡§^=~<>!?↑↓⬆⬇▲▼·•]+/;

/** A label is looked up in a dozen lists; its words are found once. */
const remembered = new Map<string, readonly string[]>();
const MOST_REMEMBERED = 10_000;

/** The words of a label: lower case, split at spaces, hyphens, underscores, slashes, brackets and marks. */
export function wordsOf(label: string): readonly string[] {
  if (label.length > MAX_NAME_LENGTH) return [];
  let words = remembered.get(label);
  if (words === undefined) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    words = splitWords(label);
    remembered.set(label, words);
  }
  return words;
}

function splitWords(label: string): string[] {
  const words: string[] = [];
  for (const part of label.toLowerCase().split(SEPARATORS)) {
    const word = part.endsWith('.') || part.startsWith('.') ? part.replace(/^\.+|\.+$/g, '') : part;
    if (word !== '') words.push(word);
  }
  return words;
}

/** Makes a list from lines of phrases, separated by commas. */
export function wordList(text: string): WordList {
  let phrases: Set<string> | undefined;
  return {
    has(phrase) {
      phrases ??= new Set(text.trim().split(/\s*[,\n]\s*/));
      return phrases.has(phrase);
    },
  };
}

/** Is the whole label a phrase of the list? */
export function isPhrase(words: readonly string[], list: WordList): boolean {
  return words.length > 0 && phraseAt(words, 0, list, words.length) === words.length;
}

/** Does any run of the label's words make a phrase of the list? */
export function holdsPhrase(words: readonly string[], list: WordList): boolean {
  return words.some((_, start) => phraseAt(words, start, list, 1) > 0);
}

/** Does the label begin with a phrase of the list? */
export function startsWithPhrase(words: readonly string[], list: WordList): boolean {
  return phraseAt(words, 0, list, 1) > 0;
}

/** Does the label end with a phrase of the list? */
export function endsWithPhrase(words: readonly string[], list: WordList): boolean {
  return words.some((_, start) => phraseAt(words, start, list, words.length - start) > 0);
}

/** Words of a phrase that begins at a place and has at least so many words; 0 when there is none. */
function phraseAt(words: readonly string[], start: number, list: WordList, least: number): number {
  let phrase = '';
  const end = Math.min(words.length - start, MOST_WORDS);
  for (let length = 1; length <= end; length += 1) {
    const word = words[start + length - 1] ?? '';
    phrase = length === 1 ? word : `${phrase} ${word}`;
    if (length >= least && (list.has(phrase) || hasAnyNumber(list, phrase))) return length;
  }
  return 0;
}

function hasAnyNumber(list: WordList, phrase: string): boolean {
  return /\d/.test(phrase) && list.has(phrase.replace(/\d+(?:\.\d+)?/g, '#'));
}

/** The label without what stands in brackets: `Benchmark (Metric)` is `Benchmark`. */
export function withoutBrackets(label: string): string {
  if (label.length > MAX_NAME_LENGTH) return label;
  return label.includes('(') || label.includes('[') ? label.replace(/\s*[([][^()[\]]*[)\]]\s*/g, ' ').trim() : label;
}
