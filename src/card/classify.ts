import { type Column, kindOf, type LabelKind, readColumns } from './columns.ts';
import { type BodyRow, type Layout, layOut, readingAt, sampleRows } from './layout.ts';
import type { Table } from './tables/table.ts';
import {
  headsBenchmarks,
  headsFacets,
  headsGroups,
  headsModels,
  headsSettings,
  headsValues,
} from './vocabulary/headers.ts';
import { isMetricName, namesUnbounded } from './vocabulary/metrics.ts';
import { modelLikeness, namesSize } from './vocabulary/models.ts';
import { namesQuantity } from './vocabulary/quantities.ts';

/** Where the models are named: in the column headers, in the rows, or nowhere (all scores are the card's own model's). */
export type Orientation = 'benchmarks-as-rows' | 'models-as-rows' | 'single-model';

/** What a table is, and why. */
export type Judgement = {
  readonly table: Table;
  readonly layout: Layout;
  readonly columns: readonly Column[];
  readonly kind: 'evaluation' | 'other';
  /** One sentence for people. */
  readonly why: string;
  /** null for tables that are no evaluation, and for those whose model cannot be told safely. */
  readonly orientation: Orientation | null;
  /** The column of row labels: models or benchmarks. Absent when the rows have no labels. */
  readonly label?: Column;
  /** Columns that may hold scores. */
  readonly values: readonly Column[];
};

const EVALUATION_HEADING =
  /eval|result|performance|benchmark|accurac|score|comparison|leaderboard|metric|robustness|quality|评测|评估|性能|结果|表现|对比|ベンチマーク|評価|結果|性能|성능|평가|벤치마크|ergebnis|resultad|résultat|leistung/iu;
const TRAINING_HEADING =
  /training (?:results|log|procedure|hyper)|hyper-?parameter|training data|provided files|quantization/i;

/**
 * Judges one table.
 *
 * @param options.force Take it for an evaluation whatever it looks like: the user chose it by hand.
 */
export function classifyTable(table: Table, options: { force?: boolean } = {}): Judgement {
  const layout = layOut(table);
  const columns = readColumns(layout);
  const scored = columns.filter((column) => column.role === 'value');
  const forced = options.force === true;
  const values = scored.length > 0 || !forced ? scored : columns.filter((column) => column.stats.numbers > 0);
  const label = findLabel(layout, columns, values);
  const base = { table, layout, columns, values, ...(label === undefined ? {} : { label }) };
  const other = (why: string): Judgement => ({ ...base, kind: 'other', why, orientation: null });

  if (layout.rows.length === 0) return other('it has no rows of values');
  if (isTrainingLog(columns, label) && !forced) return other('it is a training log: epochs or steps with losses');
  if (values.length === 0) return other(whyNoValues(columns));
  const facts = gatherFacts(layout, values, label);
  const objection = forced ? undefined : objectionTo(table, facts, values, label);
  if (objection !== undefined) return other(objection);
  const orientation = orientationOf(layout, values, label, facts);
  return { ...base, kind: 'evaluation', why: whyEvaluation(facts, values), orientation };
}

/** What the labels and numbers of a table have in common, as shares from 0 to 1. */
type Facts = {
  readonly heads: Shares;
  readonly rows: Shares;
  /** Numbers among the filled cells of the value columns. */
  readonly scores: number;
  /** Numbers with a decimal point or a percent sign, not above 100. */
  readonly scoreShaped: number;
  /** Every number is an integer, and some are too large for a percentage. */
  readonly counts: boolean;
  readonly quantityRows: number;
  readonly heading: 'evaluation' | 'training' | 'none';
};

type Shares = {
  readonly model: number;
  readonly benchmark: number;
  readonly metric: number;
  readonly facet: number;
  readonly names: readonly string[];
};

function gatherFacts(layout: Layout, values: readonly Column[], label: Column | undefined): Facts {
  const labels = label === undefined ? [] : distinctTexts(sampleRows(layout), label.index);
  const headTexts = values.flatMap((column) => layout.heads[column.index] ?? []);
  let numbers = 0;
  let scoreLike = 0;
  let filled = 0;
  let shaped = 0;
  let integers = 0;
  let largest = 0;
  for (const column of values) {
    numbers += column.stats.numbers;
    scoreLike += column.stats.scoreLike;
    filled += layout.rows.length === 0 ? 0 : column.stats.texts.length;
    integers += column.stats.integers;
    largest = Math.max(largest, column.stats.largest);
  }
  for (const row of sampleRows(layout)) {
    for (const column of values) {
      const reading = readingAt(layout, row, column.index);
      if (reading.kind === 'number' && reading.value <= 100 && (reading.percent || reading.written.includes('.')))
        shaped += 1;
    }
  }
  const path = layout.table.headings.join(' / ');
  const heading = layout.table.heading ?? '';
  return {
    heads: sharesOf(headTexts),
    rows: sharesOf(labels),
    scores: (numbers + scoreLike) / Math.max(filled, 1),
    scoreShaped: shaped / Math.max(numbers, 1),
    counts: numbers > 0 && integers === numbers && largest > 100 && ![...labels, ...headTexts].some(namesUnbounded),
    quantityRows:
      labels.filter((text) => namesQuantity(text) && modelLikeness(text) < 2).length / Math.max(labels.length, 1),
    heading: TRAINING_HEADING.test(heading) ? 'training' : EVALUATION_HEADING.test(path) ? 'evaluation' : 'none',
  };
}

function sharesOf(labels: readonly string[]): Shares {
  const kinds = labels.map(kindOf);
  const share = (...wanted: LabelKind[]): number =>
    kinds.filter((kind) => wanted.includes(kind)).length / Math.max(kinds.length, 1);
  return {
    model: share('model'),
    benchmark: share('benchmark'),
    metric: share('metric'),
    facet: share('language', 'split', 'shots'),
    names: labels.filter((_, index) => kinds[index] === 'benchmark' || kinds[index] === 'metric'),
  };
}

function distinctTexts(rows: readonly BodyRow[], column: number): string[] {
  return [...new Set(rows.map((row) => row.cells[column]?.text ?? ''))].filter((text) => text !== '');
}

/** The column of labels: by its header, else the one that says most about the rows. */
function findLabel(layout: Layout, columns: readonly Column[], values: readonly Column[]): Column | undefined {
  const firstValue = values[0]?.index ?? columns.length;
  const candidates = columns.filter((column) =>
    ['text', 'model', 'benchmark', 'group', 'facet', 'metric'].includes(column.role),
  );
  const left = candidates.filter((column) => column.index < firstValue);
  const pool =
    left.length > 0 ? left : candidates.filter((column) => column.role === 'model' || column.role === 'benchmark');
  const rows = sampleRows(layout);
  const distinct = (column: Column): number => new Set(rows.map((row) => row.cells[column.index]?.text ?? '')).size;
  const byRole = (role: Column['role']): Column | undefined => pool.find((column) => column.role === role);
  const named = byRole('model') ?? byRole('benchmark');
  if (named !== undefined) return named;
  const texts = pool.filter((column) => column.role === 'text');
  const telling = (column: Column): number => {
    const kinds = distinctTexts(rows, column.index)
      .filter((text) => !isSizeOnly(text))
      .map(kindOf);
    return (
      kinds.filter((kind) => kind === 'benchmark' || kind === 'model' || kind === 'metric').length /
      Math.max(kinds.length, 1)
    );
  };
  const best = texts
    .filter((column) => column.stats.texts.length > 0 && !column.stats.texts.every(isSizeOnly))
    .sort((a, b) => telling(b) - telling(a) || distinct(b) - distinct(a) || a.index - b.index)[0];
  return best ?? byRole('metric') ?? byRole('facet') ?? byRole('group') ?? texts[0];
}

function isSizeOnly(text: string): boolean {
  return /^\d+(?:\.\d+)?\s?[bmk]$/i.test(text);
}

function isTrainingLog(columns: readonly Column[], label: Column | undefined): boolean {
  const heads = columns.map((column) => column.header.toLowerCase());
  const progress = heads.some((head) => /^(?:epochs?|steps?|iterations?|iter)$/.test(head));
  if (progress && heads.some((head) => /\bloss\b|_loss$/.test(head))) return true;
  const first = columns[0]?.header ?? '';
  return label === undefined && /^(?:epochs?|steps?|iterations?)$/i.test(first);
}

function whyNoValues(columns: readonly Column[]): string {
  const quantities = columns.filter((column) => column.role === 'quantity' && column.stats.numbers > 0);
  if (quantities.length === 0) return 'no column holds numbers';
  return `its numbers are sizes, counts or settings (${quantities
    .slice(0, 3)
    .map((column) => column.header)
    .join(', ')})`;
}

function objectionTo(
  table: Table,
  facts: Facts,
  values: readonly Column[],
  label: Column | undefined,
): string | undefined {
  const knownRows = facts.rows.benchmark + facts.rows.metric;
  const knownHeads = facts.heads.benchmark + facts.heads.metric;
  const first = label?.header ?? table.grid[0]?.[0]?.text ?? '';
  const ownScores = label === undefined && knownHeads >= 0.5 && !/param|setting|config/i.test(first);
  if (headsSettings(first) && knownRows < 0.5 && !ownScores) return `its rows are settings or facts ("${first}")`;
  if (facts.quantityRows > 0.5) return 'its rows are sizes, counts or settings';
  if (facts.counts) return 'its numbers are counts';
  if (facts.scores < 0.3) return 'few of its cells are numbers';
  const known = knownRows >= 0.3 || knownHeads >= 0.3;
  if (known && facts.heading !== 'training') return undefined;
  if (known && facts.scoreShaped > 0.5) return undefined;
  const head = label?.header ?? '';
  const shaped = facts.scoreShaped >= 0.5;
  if (shaped && (headsModels(head) || headsBenchmarks(head))) return undefined;
  if (
    shaped &&
    (facts.heads.facet >= 0.5 || facts.rows.facet >= 0.5 || facts.rows.model >= 0.5 || facts.heads.model >= 0.5)
  )
    return undefined;
  if (shaped && facts.heading === 'evaluation') return undefined;
  if (facts.heading === 'evaluation' && (knownRows > 0 || knownHeads > 0)) return undefined;
  return values.length > 0 && facts.scoreShaped < 0.5
    ? 'its numbers do not look like scores, and neither rows nor columns name benchmarks'
    : 'neither rows nor columns name benchmarks or metrics';
}

function orientationOf(
  layout: Layout,
  values: readonly Column[],
  label: Column | undefined,
  facts: Facts,
): Orientation | null {
  const filledRows = layout.rows.length;
  const labelled = label !== undefined && label.stats.texts.length > 0;
  if (!labelled) return filledRows === 1 ? 'single-model' : null;
  const head = label.header;
  const sayModels = headsModels(head);
  const sayBenchmarks = headsBenchmarks(head) || headsFacets(head) || headsGroups(head);
  const rowModels = facts.rows.model + (sayModels ? 0.5 : 0);
  const rowBenchmarks = facts.rows.benchmark + facts.rows.metric + facts.rows.facet + (sayBenchmarks ? 0.5 : 0);
  const headModels = facts.heads.model;
  const headBenchmarks = facts.heads.benchmark + facts.heads.metric + facts.heads.facet;
  const [only] = values;
  const oneValue = values.length === 1 && only !== undefined && (headsValues(only.header) || isMetricName(only.header));
  if (oneValue) {
    if (rowModels > rowBenchmarks) return 'models-as-rows';
    return mixesTasksAndSizes(label) ? null : 'single-model';
  }
  const rowsAreModels = rowModels >= 0.34 && rowModels >= rowBenchmarks;
  const headsAreModels = headModels >= 0.34 && headModels > headBenchmarks;
  if (rowsAreModels && headsAreModels) {
    return rowModels + headBenchmarks >= headModels + rowBenchmarks ? 'models-as-rows' : 'benchmarks-as-rows';
  }
  if (rowsAreModels) return 'models-as-rows';
  if (headsAreModels) return 'benchmarks-as-rows';
  if (headBenchmarks >= 0.5) {
    if (sayBenchmarks || rowBenchmarks >= 0.5) return mixesTasksAndSizes(label) ? null : 'single-model';
    if (filledRows === 1 && namesQuantity(head)) return 'single-model';
    return 'models-as-rows';
  }
  return rowBenchmarks >= 0.34 ? 'benchmarks-as-rows' : 'models-as-rows';
}

/** "MNLI large", "MNLI base": such rows belong to several models, and the table does not say which. */
function mixesTasksAndSizes(label: Column): boolean {
  const sized = label.stats.texts.filter(namesSize);
  return sized.length * 2 >= label.stats.texts.length;
}

function whyEvaluation(facts: Facts, values: readonly Column[]): string {
  const names = [...new Set([...facts.rows.names, ...facts.heads.names])].slice(0, 3);
  const share = `${Math.round(facts.scores * 100)} % of the cells under ${values.length === 1 ? '1 column' : `${values.length} columns`} are scores`;
  return names.length > 0 ? `it names ${names.join(', ')}, and ${share}` : `${share}, beside names of models or tasks`;
}
