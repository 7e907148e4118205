import { type Html, html, when } from './html.ts';

/** What a column is sorted by; absent values stay at the end. */
export type Key = string | number | undefined;

/** A column of a table of things of one kind. */
export type Column<T> = {
  readonly title: string;
  /** `name` heads its row, `main` and `status` are what it is about, `plot` is a picture, `note` is long text. */
  readonly kind: 'name' | 'main' | 'status' | 'number' | 'text' | 'plot' | 'file' | 'note';
  readonly cell: (row: T) => Html;
  /** Absent where there is nothing to sort by. */
  readonly key?: (row: T) => Key;
  /** Below the title, such as an axis. */
  readonly under?: Html;
};

/** A table for a page, with what its script needs to sort it. */
export type Table = { readonly html: Html; readonly keys: readonly (readonly (string | number | null)[])[] };

/** Longest text that rows are sorted and filtered by. */
const MOST_KEY = 120;

/**
 * A table in a box of its own, within which it scrolls; on a phone each row becomes a card. Roles are spelled out because
 * browsers forget those of a table that is laid out otherwise.
 *
 * @param id Ours, for the script and the page's links.
 */
export function renderTable<T>(
  id: string,
  caption: Html,
  columns: readonly Column<T>[],
  rows: readonly T[],
  looks: 'cards' | 'grid' = 'cards',
): Table {
  const head = columns.map(
    ({ title, kind, key, under }, at) =>
      html`<th scope="col" role="columnheader" class="${kind}"${when(key !== undefined, () => html` data-column="${at}"`)}><span class="title">${title}</span>${under}</th>`,
  );
  return {
    html: html`<div class="box" role="region" tabindex="0" aria-labelledby="${id}-caption">
<table id="${id}" role="table" class="${looks}"><caption id="${id}-caption"><span>${caption}</span></caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => renderRow(columns, row, looks))}</tbody></table></div>`,
    keys: rows.map((row) => columns.map(({ key }) => bounded(key?.(row)))),
  };
}

function renderRow<T>(columns: readonly Column<T>[], row: T, looks: 'cards' | 'grid'): Html {
  const cells = columns.map(({ title, kind, cell }) =>
    kind === 'name'
      ? html`<th scope="row" role="rowheader" class="name">${cell(row)}</th>`
      : html`<td role="cell" class="${kind}"${when(looks === 'cards', () => html` data-label="${title}"`)}>${cell(row)}</td>`,
  );
  return html`<tr role="row">${cells}</tr>\n`;
}

function bounded(key: Key): string | number | null {
  if (typeof key === 'number') return Number.isFinite(key) ? key : null;
  return key === undefined || key === '' ? null : key.slice(0, MOST_KEY).toWellFormed();
}
