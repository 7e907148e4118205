import { plainText, shorten } from '../plain-text.ts';

/** Markup that is safe to be shown: only {@link html} and {@link raw} make it. */
export type Html = { readonly markup: string };

type Insert = string | number | Html | readonly Html[] | undefined;

/** Longest text from outside, in code points, where nothing else is said. */
const MOST_TEXT = 300;

const NOTHING: Html = { markup: '' };
const EMPTY: Html = { markup: '<span class="quiet">(empty)</span>' };

/** Markup from a template, whose texts are escaped and bounded wherever they come from. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  return { markup: parts.map((part, at) => part + toMarkup(inserts[at])).join('') };
}

/** Markup of our own that is in no template. */
export function raw(markup: string): Html {
  return { markup };
}

/** A text from outside: bounded, and its direction of writing kept from what stands around it. */
export function outside(text: string, most = MOST_TEXT): Html {
  const tamed = tame(text, most);
  return tamed === '' ? EMPTY : html`<bdi>${raw(escapeMarkup(tamed))}</bdi>`;
}

/** The same for a name or path, which a narrow column may break between its words. */
export function outsideName(text: string, most = MOST_TEXT): Html {
  const words = tame(text, most).split(/(?<=[_/\\,@])(?=[^_/\\,@])/);
  return words.join('') === '' ? EMPTY : html`<bdi>${raw(words.map(escapeMarkup).join('<wbr>'))}</bdi>`;
}

/** Some markup under a condition. */
export function when(condition: boolean, render: () => Html): Html {
  return condition ? render() : NOTHING;
}

function toMarkup(insert: Insert): string {
  if (insert === undefined) return '';
  if (typeof insert === 'string') return escapeMarkup(tame(insert, MOST_TEXT));
  if (typeof insert === 'number') return String(insert);
  return 'markup' in insert ? insert.markup : insert.map(({ markup }) => markup).join('');
}

function tame(text: string, most: number): string {
  // A text of megabytes fills its place long before its end.
  const start = text.length > most * 8 ? `${text.slice(0, most * 8)}…` : text;
  return shorten(plainText(start).toWellFormed(), most);
}

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
