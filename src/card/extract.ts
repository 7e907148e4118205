import { UserError } from '../errors.ts';
import { findBenchmark, parseBenchmarkLabel, readShots } from '../scores/benchmarks.ts';
import type { Judgement } from './classify.ts';
import { type Column, kindOf } from './columns.ts';
import { headsValues, isMetricName, isShots, namesQuantity } from './label-words.ts';
import { type BodyRow, headText, readingAt, sampleRows } from './layout.ts';
import { modelLikeness } from './model-name.ts';
import { facetColumns, type ModelChoice, selectModel } from './select-model.ts';

/** Names that a score goes by in its table. */
type Names = {
  readonly benchmark: string;
  readonly subset?: string;
  readonly metric?: string;
  readonly group?: string;
  readonly shots?: number;
};

/** A score as the card states it. */
export type CardScore = Names & {
  readonly value: number;
  /** The number as written, without thousands separators. */
  readonly written: string;
  readonly unit?: 'percent' | 'fraction';
  readonly stderr?: number;
  readonly higherIsBetter?: boolean;
  /** Line of the card, from 1. */
  readonly line: number;
  /** [row, column] in the table's grid, from 0. */
  readonly at: readonly [number, number];
};

/** A cell of the model that is no score, and why. */
export type SkippedCell = Names & {
  readonly cell: string;
  readonly reason: string;
  readonly line: number;
  readonly at: readonly [number, number];
};

/** The scores of one model in one table. */
export type Extraction = {
  readonly table: number;
  /** The model as the table names it; absent when the table names none. */
  readonly model?: string;
  /** The column of the model, when there is just one. */
  readonly column?: number;
  readonly results: readonly CardScore[];
  readonly skipped: readonly SkippedCell[];
};

/**
 * Extracts the scores of one model from a table.
 *
 * @throws UserError what {@link selectModel} throws, and `no-scores` when the model's cells hold no number.
 */
export function extractScores(judgement: Judgement, choice: ModelChoice): Extraction {
  const selection = selectModel(judgement, choice);
  const isFraction = writesFractions(judgement);
  const results: CardScore[] = [];
  const skipped: SkippedCell[] = [];
  const namesAt = nameCells(judgement);
  for (const row of selection.rows) {
    for (const column of selection.columns) {
      const names = namesAt(row, column);
      const cell = row.cells[column.index];
      if (cell === undefined) continue;
      const place = { line: cell.line, at: [row.index, column.index] as const };
      const skip = (reason: string): void => {
        skipped.push({ ...(names ?? { benchmark: '' }), cell: cell.text, reason, ...place });
      };
      const reading = readingAt(judgement.layout, row, column.index);
      if (reading.kind === 'missing') skip('missing');
      else if (reading.kind === 'other') skip(reading.reason);
      else if (names === undefined) skip('its row has no label');
      else if (isNoScore(names.benchmark)) skip('a size, a cost, a setting or a loss');
      else if (cell.span !== undefined) skip('one number for several rows or columns');
      else {
        const shots = names.shots ?? reading.shots;
        const metric = names.metric ?? reading.metric;
        const stderr = reading.stderr ?? stderrBeside(judgement, row, column);
        const unit = reading.percent || saysPercent(column.header) || saysPercent(names.benchmark) ? 'percent' : isFraction ? 'fraction' : undefined;
        const better = directionOf(judgement, row, column, names);
        results.push({
          ...names,
          ...(metric === undefined ? {} : { metric }),
          ...(shots === undefined ? {} : { shots }),
          value: reading.value,
          written: reading.written,
          ...(unit === undefined ? {} : { unit }),
          ...(stderr === undefined ? {} : { stderr }),
          ...(better === undefined ? {} : { higherIsBetter: better }),
          ...place,
        });
      }
    }
  }
  const { model } = selection;
  if (results.length === 0) {
    throw new UserError('no-scores', `Table ${judgement.table.table} (line ${judgement.table.line}) has no number for ${model === undefined ? 'the model' : `"${model}"`}.`, {
      hint: 'Its cells are empty, or hold several values each; see the skipped cells.',
      details: { skipped },
    });
  }
  const [column] = selection.columns;
  return {
    table: judgement.table.table,
    ...(model === undefined ? {} : { model }),
    ...(selection.columns.length === 1 && column !== undefined ? { column: column.index } : {}),
    results,
    skipped,
  };
}

/** Makes the function that names the score at a place; undefined where its row has no label. */
function nameCells(judgement: Judgement): (row: BodyRow, column: Column) => Names | undefined {
  if (judgement.orientation === 'models-as-rows') return (row, column) => nameByHeader(judgement, row, column);
  const labels = rowLabels(judgement);
  return (row, column) => nameByRow(judgement, labels.get(row.index), column);
}

/** Models are rows: the header names the benchmark, other columns of the row the subset. */
function nameByHeader(judgement: Judgement, row: BodyRow, column: Column): Names {
  const heads = judgement.layout.heads[column.index] ?? [];
  const text = (of: Column): string => row.cells[of.index]?.text ?? '';
  const facets = facetColumns(judgement);
  const dataset = facets.find((facet) => facet.role === 'benchmark' && text(facet) !== '');
  const stated = facets.find((facet) => facet.role === 'metric' && text(facet) !== '');
  const shotsColumn = facets.find((facet) => facet.role === 'shots');
  const names: Omit<Names, 'shots'> = dataset === undefined ? splitHeads(heads) : { benchmark: text(dataset), ...metricOf(headText(judgement.layout, column.index)) };
  const subset = [names.subset ?? '', ...facets.filter((facet) => facet.facet).map(text)].filter(Boolean).join(' ');
  const shots = (shotsColumn === undefined ? undefined : wholeNumber(text(shotsColumn))) ?? firstShots(heads);
  return {
    ...names,
    ...(stated === undefined ? {} : { metric: text(stated) }),
    ...(subset === '' ? {} : { subset }),
    ...(row.section === undefined ? {} : { group: row.section }),
    ...(shots === undefined ? {} : { shots }),
  };
}

/** Two header levels are benchmark and metric, or category and benchmark where the lower one is a known benchmark. */
function splitHeads(heads: readonly string[]): Pick<Names, 'benchmark' | 'metric' | 'group' | 'subset'> {
  const [top = '', ...lower] = heads;
  if (lower.length === 0) return { benchmark: top };
  const bottom = lower.join(' ');
  if (findBenchmark(parseBenchmarkLabel(bottom).base) !== undefined && kindOf(top) !== 'benchmark') {
    return { benchmark: bottom, group: top };
  }
  const kind = kindOf(bottom);
  if (kind === 'split' || kind === 'language') return { benchmark: top, subset: bottom };
  return kind === 'shots' ? { benchmark: top } : { benchmark: top, metric: bottom };
}

function metricOf(head: string): { metric?: string } {
  return head === '' || headsValues(head) ? {} : { metric: head };
}

type RowLabel = { readonly text: string; readonly group?: string; readonly subset?: string; readonly metric?: string; readonly shots?: number };

/** The labels of all rows, carried down over blank cells where another column tells the rows apart. */
function rowLabels(judgement: Judgement): Map<number, RowLabel> {
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
    const tellsApart = [...beside.metrics, ...beside.facets, ...beside.shots].some((column) => textOf(row, column) !== '');
    const group = [...beside.groups.map(carried)].filter(Boolean).join(' / ') || row.section;
    const text = label === undefined ? '' : own !== '' || tellsApart ? carried(label) : '';
    const { metric, shots } = readMetricCells(beside.metrics.map((column) => textOf(row, column)));
    const subset = beside.facets.map(carried).filter(Boolean).join(' ');
    const stated = beside.shots.map((column) => wholeNumber(textOf(row, column))).find((value) => value !== undefined);
    const allShots = stated ?? shots ?? readShots(text);
    labels.set(row.index, {
      text: text.replace(/^(?:[-–—•·↳└├>]+\s+)+/u, ''),
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
  const most = (...wanted: string[]): boolean => kinds.filter((kind) => wanted.includes(kind)).length * 2 > kinds.length;
  if (label !== undefined && column.index < label.index) return 'groups';
  if (most('metric', 'shots')) return 'metrics';
  return most('language', 'split') ? 'facets' : 'groups';
}

/** `5-shot, top-1` in a column of metrics says both. */
function readMetricCells(texts: readonly string[]): { metric?: string; shots?: number } {
  let shots: number | undefined;
  const metrics: string[] = [];
  for (const part of texts.flatMap((text) => text.split(/,\s+/))) {
    if (/\bshots?\b/i.test(part) && isShots(part)) shots ??= readShots(part);
    else if (part !== '' && !/^[-–—]+$/.test(part)) metrics.push(part);
  }
  return { ...(metrics.length === 0 ? {} : { metric: metrics.join(', ') }), ...(shots === undefined ? {} : { shots }) };
}

/** Benchmarks are rows, or there are no models: row label and header share out benchmark, subset and metric. */
function nameByRow(judgement: Judgement, label: RowLabel | undefined, column: Column): Names | undefined {
  if (label === undefined) return undefined;
  const { text, ...rest } = label;
  const heads = judgement.layout.heads[column.index] ?? [];
  if (judgement.orientation === 'benchmarks-as-rows') {
    const lower = heads.length > 1 && !['model', 'unknown', 'quantity'].includes(kindOf(heads.at(-1) ?? '')) ? heads.at(-1) : undefined;
    if (text === '') return undefined;
    return { benchmark: text, ...rest, ...(lower === undefined || rest.metric !== undefined ? {} : { metric: lower }) };
  }
  const head = heads.join(' ');
  if (text === '') return judgement.layout.rows.length === 1 && head !== '' ? { ...splitHeads(heads), ...rest, ...shotsIn(heads) } : undefined;
  if (head === '' || headsValues(head)) return { benchmark: text, ...rest };
  const kind = kindOf(head);
  if (kind === 'shots') return { benchmark: text, ...rest, ...shotsIn(heads) };
  if (kind === 'metric' && kindOf(text) === 'metric' && !isMetricName(head)) return { benchmark: head, ...rest, metric: text };
  if (kind === 'metric') return { benchmark: text, ...rest, metric: rest.metric ?? head };
  if (kind === 'split' || kind === 'language') return { benchmark: text, ...rest, subset: [rest.subset, head].filter(Boolean).join(' ') };
  return { ...rest, ...splitHeads(heads), ...(kindOf(text) === 'metric' ? { metric: text } : { subset: text }), ...shotsIn(heads) };
}

function shotsIn(heads: readonly string[]): { shots?: number } {
  const shots = firstShots(heads);
  return shots === undefined ? {} : { shots };
}

function firstShots(texts: readonly string[]): number | undefined {
  return texts.map(readShots).find((shots) => shots !== undefined);
}

function wholeNumber(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : readShots(text);
}

function isNoScore(benchmark: string): boolean {
  return namesQuantity(benchmark) && modelLikeness(benchmark) < 2 && findBenchmark(benchmark) === undefined;
}

function saysPercent(label: string): boolean {
  return /[([]\s*(?:in\s+)?%\s*[)\]]|%\s*[)\]]|(?:^|[^\d\s])\s?%\s*[↑↓]?$/u.test(label);
}

/** All numbers of the table lie between 0 and 1 and are written with decimals: it states fractions. */
function writesFractions(judgement: Judgement): boolean {
  let numbers = 0;
  let decimals = 0;
  for (const row of sampleRows(judgement.layout)) {
    for (const column of judgement.values) {
      const reading = readingAt(judgement.layout, row, column.index);
      if (reading.kind !== 'number') continue;
      if (reading.value < 0 || reading.value > 1 || reading.percent) return false;
      numbers += 1;
      if (reading.written.includes('.')) decimals += 1;
    }
  }
  return numbers > 1 && decimals > 0;
}

/** The standard error in the column that follows a value column. */
function stderrBeside(judgement: Judgement, row: BodyRow, column: Column): number | undefined {
  for (const next of judgement.columns.slice(column.index + 1)) {
    if (next.role === 'value') return undefined;
    if (next.role !== 'stderr') continue;
    const text = (row.cells[next.index]?.text ?? '').replace(/^(?:±|\+\/?-)\s*/u, '');
    return /^\d*\.?\d+%?$/.test(text) ? Number.parseFloat(text) : undefined;
  }
  return undefined;
}

const LOWER_IS_BETTER = /\b(?:wer|cer|per|mer|der|eer|ppl|perplexity|bpb|bpc|nll|fid|kid|lpips|mse|rmse|mae|mape|error(?: rate)?)\b/i;

/** ↑ or ↓ beside the names, or a metric that is known to be an error. */
function directionOf(judgement: Judgement, row: BodyRow, column: Column, names: Names): boolean | undefined {
  const signs = judgement.columns.filter((sign) => sign.role === 'sign').map((sign) => row.cells[sign.index]?.text ?? '');
  const texts = [column.header, names.benchmark, names.metric ?? '', ...signs].join(' ');
  if (/[↓⬇]/u.test(texts)) return false;
  if (/[↑⬆]/u.test(texts)) return true;
  return LOWER_IS_BETTER.test(texts) ? false : undefined;
}
