import { readShots } from '../scores/benchmarks.ts';
import type { Judgement } from './classify.ts';
import type { Column } from './columns.ts';
import type { BodyRow } from './layout.ts';
import { isShots } from './vocabulary/facets.ts';
import { kindOf } from './vocabulary/kinds.ts';

/** What a row says of its scores, where the models (or nothing) are in the header. */
export type RowLabel = {
  readonly text: string;
  readonly group?: string;
  readonly subset?: string;
  readonly metric?: string;
  readonly shots?: number;
};

/** The labels of all rows, carried down over blank cells where another column tells the rows apart. */
export function readRowLabels(judgement: Judgement): Map<number, RowLabel> {
  const { layout, label } = judgement;
  const beside = columnsBeside(judgement);
  const above = new Map<number, string>();
  const labels = new Map<number, RowLabel>();
  const textOf = (row: BodyRow, column: Column): string => row.cells[column.index]?.text ?? '';
  for (const row of layout.rows) {
    const carried = (column: Column): string => {
      const own = textOf(row, column);
      if (own !== '') above.set(column.index, own);
      return above.get(column.index) ?? '';
    };
    const own = label === undefined ? '' : textOf(row, label);
    // A new label starts afresh: nothing beside it is carried over from the rows of the label above.
    if (own !== '') for (const column of [...beside.facets, ...beside.metrics]) above.delete(column.index);
    const tellsApart = [...beside.metrics, ...beside.facets, ...beside.shots].some(
      (column) => textOf(row, column) !== '',
    );
    const group = [...beside.groups.map(carried)].filter(Boolean).join(' / ') || row.section;
    const text = label === undefined ? '' : own !== '' || tellsApart ? carried(label) : '';
    const { metric, shots } = readMetricCells(beside.metrics.map((column) => textOf(row, column)));
    const subset = beside.facets
      .map((column) => facetText(carried(column)))
      .filter(Boolean)
      .join(' ');
    const stated = beside.shots.map((column) => wholeNumber(textOf(row, column))).find((value) => value !== undefined);
    const allShots = stated ?? shots ?? readShots(text);
    labels.set(row.index, {
      text: text.replace(/^(?:[-–—•·↳└├>]+\s+)+/, ''),
      ...(group === undefined || group === '' ? {} : { group }),
      ...(subset === '' ? {} : { subset }),
      ...(metric === undefined ? {} : { metric }),
      ...(allShots === undefined ? {} : { shots: allShots }),
    });
  }
  return labels;
}

type Beside = { groups: Column[]; facets: Column[]; metrics: Column[]; shots: Column[] };

/** What the columns beside the row labels are for, where the models (or nothing) are in the header. */
function columnsBeside(judgement: Judgement): Beside {
  const { columns, label, values } = judgement;
  const firstValue = values[0]?.index ?? columns.length;
  const beside: Beside = { groups: [], facets: [], metrics: [], shots: [] };
  for (const column of columns) {
    if (column.index === label?.index) continue;
    if (column.role === 'shots') beside.shots.push(column);
    else if (column.role === 'metric') beside.metrics.push(column);
    else if (column.role === 'facet' || column.facet) beside.facets.push(column);
    else if (column.index < firstValue && ['group', 'text', 'benchmark', 'model'].includes(column.role)) {
      beside[textPurpose(column, label)].push(column);
    }
  }
  return beside;
}

function textPurpose(column: Column, label: Column | undefined): 'groups' | 'facets' | 'metrics' {
  const kinds = [...new Set(column.stats.texts)].map(kindOf);
  const most = (...wanted: string[]): boolean =>
    kinds.filter((kind) => wanted.includes(kind)).length * 2 > kinds.length;
  if (label !== undefined && column.index < label.index) return 'groups';
  if (most('metric', 'shots')) return 'metrics';
  return most('language', 'split') ? 'facets' : 'groups';
}

/** `5-shot, top-1` in a column of metrics says both. */
function readMetricCells(texts: readonly string[]): { metric?: string; shots?: number } {
  let shots: number | undefined;
  const metrics: string[] = [];
  for (const part of texts.flatMap((text) => text.split(/,\s+/))) {
    if (isShots(part)) shots ??= readShots(part);
    else if (part !== '' && !/^[-–—]+$/.test(part)) metrics.push(part);
  }
  return { ...(metrics.length === 0 ? {} : { metric: metrics.join(', ') }), ...(shots === undefined ? {} : { shots }) };
}

/** What a facet column says; `none`, as evaluation harnesses write for "no filter", and a dash say nothing. */
export function facetText(text: string): string {
  return /^(?:none|[-–—/]+)$/.test(text.toLowerCase()) ? '' : text;
}

/** A count of shots that stands alone or in words; a range such as `3-5` is none. */
export function wholeNumber(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : readShots(text);
}
