import { remember } from '../remember.ts';
import { holdsPhrase, isListed, isPhrase, wordList, wordsOf } from './words.ts';

const LANGUAGES = wordList(`
  en, zh, fr, de, es, it, pt, ru, ja, jp, ko, kr, ar, hi, th, vi, tr, pl, nl, cs, sv, da, fi, no, nb, el, he, hu, id, ms, ro, bg, uk, ur, sw, ta, te, bn, fa, ca, eu, gl, lt, lv, et, sk, sl, hr, sr, ga, cy, mt, tl, my, km, lo, ka, hy, az, kk, uz, mn, ne, si, ml, mr, gu, kn, pa, am, yo, ig, ha, zu, xh, af, so, sq, mk, bs, la, yue
  english, chinese, french, german, spanish, italian, portuguese, russian, japanese, korean, arabic, hindi, thai, vietnamese, turkish, polish, dutch, czech, swedish, danish, finnish, norwegian, greek, hebrew, hungarian, indonesian, malay, romanian, bulgarian, ukrainian, urdu, swahili, tamil, telugu, bengali, persian, farsi, catalan, basque, galician, icelandic, nepali, marathi, punjabi, gujarati, kannada, malayalam, estonian, latvian, lithuanian, slovak, slovenian, croatian, serbian, irish, welsh, maltese, tagalog, filipino, burmese, khmer, lao, georgian, armenian, kazakh, uzbek, mongolian, sinhala, amharic, yoruba, igbo, hausa, zulu, afrikaans, somali, albanian, latin, cantonese, mandarin, multilingual, brazilian portuguese, simplified chinese, traditional chinese
  python, java, javascript, js, typescript, ts, c, c#, c++, cpp, php, rust, go, golang, swift, ruby, bash, shell, lua, perl, julia, kotlin, scala, haskell, racket, r, d, sql
  中文, 英文, 英语, 日本語, 日语, 法语, 德语, 한국어, français, deutsch, español, italiano
`);
const SPLIT_WORDS = new Set(
  'train training dev devel development val valid validation test testing eval holdout held out public private local hidden official standard std in domain of ood id seen unseen clean other matched mismatched easy medium hard all full subset mini set split challenge p u m mm a b c d'.split(
    ' ',
  ),
);
const SPLIT_STARTS = new Set(
  'train training dev devel development val valid validation test testing eval holdout held public private local hidden official standard std ood in out seen unseen clean matched mismatched easy medium hard all full subset mini'.split(
    ' ',
  ),
);

const OTHER_LANGUAGES = wordList(
  'chinese, french, german, spanish, italian, portuguese, russian, japanese, korean, arabic, hindi, thai, vietnamese, turkish, polish, dutch, czech, swedish, danish, finnish, norwegian, greek, hebrew, hungarian, indonesian, malay, romanian, bulgarian, ukrainian, urdu, swahili, tamil, telugu, bengali, persian, catalan, basque, galician, nederlands, deutsch, français, español, 한국어, 日本語',
);

/** Does a text name a language other than English? */
export function namesOtherLanguage(text: string): boolean {
  return holdsPhrase(wordsOf(text), OTHER_LANGUAGES);
}

/** Two codes with a sign or a word between them: "zh-CN; zh-TW". */
const MAX_PAIR_LENGTH = 16;

/** Is the label a language, a code of one, or a pair of them? */
const REGION = /[-_][a-z]{2,4}$/;

export const isLanguage: (label: string) => boolean = remember(judgeLanguage);

function judgeLanguage(label: string): boolean {
  const words = wordsOf(label);
  if (isPhrase(words, LANGUAGES)) return true;
  if (label.length > MAX_PAIR_LENGTH) return false;
  const lower = label.toLowerCase();
  const apart = lower.split(/\s*(?:->|→|>|;)\s*/);
  const parts =
    apart.length === 2 ? apart.map((part) => part.replace(REGION, '')) : lower.split(/\s*(?:[-_/–]|\bto\b)\s*/);
  return (
    parts.length === 2 &&
    parts.every((part) => /^[a-z]{2,3}$/.test(part) && (part.length === 3 || isListed(part, LANGUAGES)))
  );
}

/** Are the labels of a row or column languages? Among others, "id", "is" and "no" are languages too. */
export function isLanguageAxis(labels: readonly string[]): boolean {
  return labels.filter(isLanguage).length >= 3;
}

/** Is the label a split of a dataset? "Other" alone is as often another model. */
export function isSplit(label: string): boolean {
  const words = wordsOf(label);
  return (
    words.length > 0 &&
    words.length <= 4 &&
    SPLIT_STARTS.has(words[0] ?? '') &&
    words.every((word) => SPLIT_WORDS.has(word) || /^\d{1,2}$/.test(word))
  );
}

/** Is the label a number of shots and nothing else: `5-shot`, `n=5`, `0-shot CoT`? */
export function isShots(label: string): boolean {
  return /^(?:(?:\d+|zero|one|few)[- ]?shots?(?:[ ,(@].*)?|[nk]\s?=\s?\d+)$/.test(label.trim().toLowerCase());
}
