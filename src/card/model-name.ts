import { remember } from './remember.ts';
import { type Cell, isAscii, MAX_NAME_LENGTH } from './tables/table.ts';

const GREEK: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  λ: 'lambda',
  μ: 'mu',
  π: 'pi',
  σ: 'sigma',
  τ: 'tau',
  φ: 'phi',
  ω: 'omega',
};

/** Words that point at a row without being part of the model's name. */
const REMARK =
  /\s*(?:[([]\s*(?:this(?: model| work| repo| card| one)?|ours?|our models?|new!?|us)\s*[)\]]|(?<=\s)new!|(?<=\s)\(?ours\)?)\s*$/;

/**
 * The multiset of a name's tokens as one string: case folded; `-`, `_`, `/`, brackets and spaces alike; emoji and
 * footnote signs dropped; Greek letters spelled out. Two names are the same when these are equal: `Olmo 3 32B` is
 * `OLMo-3-32B`, and `7B` is never `7B-Instruct`.
 */
export const nameKey: (name: string) => string = remember(makeKey);

function makeKey(name: string): string {
  const lower = name.toLowerCase();
  const spaced = isAscii(lower)
    ? lower.replace(/[^a-z0-9.+]+/g, ' ')
    : lower.replace(/[\u0370-\u03ff]/g, (letter) => GREEK[letter] ?? letter).replace(/[^\p{L}\p{Nd}.+]+/gu, ' ');
  return spaced
    .split(' ')
    .map((token) => token.replace(/^\.+|\.+$/g, ''))
    .filter((token) => token !== '')
    .sort()
    .join(' ');
}

/** The spellings by which a cell may be called: as it is, without footnote marks, without "(this model)" or "New!". */
export function nameForms(cell: Cell): string[] {
  if (cell.text.length > MAX_NAME_LENGTH) return [];
  const forms = new Set<string>();
  for (const text of [cell.text, withoutFootnotes(cell)]) {
    for (const form of [text, text.toLowerCase().replace(REMARK, '')]) {
      const key = nameKey(form);
      if (key !== '') forms.add(key);
    }
  }
  return [...forms];
}

function withoutFootnotes(cell: Cell): string {
  if (cell.segments === undefined) return cell.text;
  const kept = cell.segments.filter(
    (segment) => segment.mark !== 'sup' || !/^[\s\d*†‡§,A-Za-z]{0,3}$/.test(segment.text),
  );
  return kept.map((segment) => segment.text).join('');
}
