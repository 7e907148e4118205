import type { Judgement } from './classify.ts';
import type { Column } from './columns.ts';
import { isQuantity } from './facts.ts';
import type { BodyRow } from './layout.ts';
import { nameForms, nameKey } from './model-name.ts';
import { modelLikeness, namesPrecision } from './vocabulary/models.ts';

/** Columns beside the label that may be part of a model's name: size, backbone, version. */
function identityColumns(judgement: Judgement): Column[] {
  const firstValue = judgement.values[0]?.index ?? 0;
  return judgement.columns.filter(
    (column) =>
      column.index < firstValue &&
      column.index !== judgement.label?.index &&
      !column.facet &&
      ['text', 'model', 'quantity', 'group', 'part'].includes(column.role) &&
      column.stats.texts.length > 0,
  );
}

/** Columns that tell several scores of one model apart. */
export function facetColumns(judgement: Judgement): Column[] {
  return judgement.columns.filter(
    (column) =>
      column.index !== judgement.label?.index &&
      (column.facet || column.role === 'benchmark' || column.role === 'metric' || column.role === 'shots'),
  );
}

/** The keys by which a row's model may be called: its label, alone or with the columns beside it. */
export function rowForms(judgement: Judgement, row: BodyRow): string[] {
  const label = judgement.label === undefined ? undefined : row.cells[judgement.label.index];
  if (label === undefined) return [];
  const own = nameForms(label);
  if (isQuantity(label.text)) return [];
  // A name may be spread over any of the columns beside the label: all of their combinations are tried.
  const beside = identityColumns(judgement)
    .slice(0, MOST_IDENTITY_COLUMNS)
    .map((column) => nameKey(row.cells[column.index]?.text ?? ''))
    .filter(Boolean);
  let joined = own;
  for (const part of beside) joined = joined.concat(joined.map((key) => joinKeys(key, part)));
  return [...new Set(joined)];
}

const MOST_IDENTITY_COLUMNS = 5;

function joinKeys(...keys: readonly string[]): string {
  return keys
    .flatMap((key) => key.split(' '))
    .filter(Boolean)
    .sort()
    .join(' ');
}

/**
 * Rows with the model's label carried down over blank cells, where another column tells the rows apart; names of blocks
 * (tasks, languages) before the label are carried down as well.
 */
export function labelledRows(judgement: Judgement): BodyRow[] {
  const { layout, label } = judgement;
  if (label === undefined) return [];
  const facets = facetColumns(judgement);
  const blocks = facets.filter((column) => column.index < label.index).map((column) => column.index);
  let above: BodyRow | undefined;
  return carryDown(layout.rows, blocks).map((row) => {
    const blank = (row.cells[label.index]?.text ?? '') === '';
    if (!blank) above = row;
    const tellsApart = facets.some((column) => (row.cells[column.index]?.text ?? '') !== '');
    const cell = above?.cells[label.index];
    if (!blank || cell === undefined || !tellsApart) return row;
    const carried = new Set([label.index, ...identityColumns(judgement).map((column) => column.index)]);
    const cells = row.cells.map((own, at) => (carried.has(at) && own.text === '' ? (above?.cells[at] ?? own) : own));
    return { ...row, cells };
  });
}

/** Rows whose blank cells in these columns say what the last one above them in the same section says. */
function carryDown(rows: readonly BodyRow[], columns: readonly number[]): readonly BodyRow[] {
  if (columns.length === 0) return rows;
  let above: BodyRow | undefined;
  return rows.map((row) => {
    const last = above?.section === row.section ? above : undefined;
    const cells = row.cells.map((cell, at) =>
      cell.text === '' && columns.includes(at) ? (last?.cells[at] ?? cell) : cell,
    );
    above = { ...row, cells };
    return above;
  });
}

/**
 * Rows of one label are one model when nothing but a language, a split, a dataset … differs, and that always does. Section
 * rows may tell them apart too ("w/ CoT", "w/o CoT"), unless the sections are models or precisions of their own.
 */
export function areOneModel(judgement: Judgement, rows: readonly BodyRow[]): boolean {
  const text = (row: BodyRow, columns: readonly Column[]): string =>
    columns.map((column) => row.cells[column.index]?.text ?? '').join('\n');
  const facets = facetColumns(judgement);
  const identity = identityColumns(judgement);
  const labels = new Set(rows.map((row) => nameKey(row.cells[judgement.label?.index ?? 0]?.text ?? '')));
  const sections = rows.map((row) => row.section ?? '');
  const inSections = new Set(sections).size > 1;
  if (inSections && sections.some((section) => section === '' || modelLikeness(section) > 0 || namesPrecision(section)))
    return false;
  return (
    (facets.length > 0 || inSections) &&
    labels.size === 1 &&
    new Set(rows.map((row) => text(row, identity))).size === 1 &&
    new Set(rows.map((row) => `${row.section ?? ''}\n${text(row, facets)}`)).size === rows.length
  );
}

/** The models that a table names in its rows, each once. */
export function rowCandidates(judgement: Judgement): string[] {
  return [...new Set(judgement.layout.rows.map((row) => fullName(judgement, row)))].filter((name) => name !== '');
}

/** A row's label, with its size or version column where the label alone occurs twice. */
export function fullName(judgement: Judgement, row: BodyRow): string {
  const { label, layout } = judgement;
  const own = row.cells[label?.index ?? 0]?.text ?? '';
  const twins = layout.rows.filter((other) => other.cells[label?.index ?? 0]?.text === own);
  if (twins.length < 2) return own;
  const beside = identityColumns(judgement).map((column) => row.cells[column.index]?.text ?? '');
  return [own, ...beside].filter(Boolean).join(' ');
}
