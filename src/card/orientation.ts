import type { Column } from './columns.ts';
import { distinctTexts, type Facts, ownHeads } from './facts.ts';
import { type Layout, sampleRows } from './layout.ts';
import {
  headsBenchmarks,
  headsClasses,
  headsFacets,
  headsGroups,
  headsModels,
  headsValues,
} from './vocabulary/headers.ts';
import { kindOf } from './vocabulary/kinds.ts';
import { isAverage, isMetricName, isReportMetric } from './vocabulary/metrics.ts';
import { isSizeLabel, namesSize } from './vocabulary/models.ts';
import { namesQuantity } from './vocabulary/quantities.ts';

/** Where the models are named: in the column headers, in the rows, or nowhere (all scores are the card's own model's). */
export type Orientation = 'benchmarks-as-rows' | 'models-as-rows' | 'single-model';

/**
 * Finds the column of row labels: by its header, else the one that says most about the rows. A column that names a part
 * of models (a backbone, a tokenizer) is a last resort.
 */
export function findLabel(layout: Layout, columns: readonly Column[], values: readonly Column[]): Column | undefined {
  const firstValue = values[0]?.index ?? columns.length;
  const isCandidate = ({ role }: Column): boolean =>
    ['text', 'model', 'benchmark', 'group', 'facet', 'metric', 'part'].includes(role);
  const left = columns.filter((column) => isCandidate(column) && column.index < firstValue);
  const pool =
    left.length > 0 ? left : columns.filter((column) => column.role === 'model' || column.role === 'benchmark');
  const withRole = (role: Column['role']): Column[] => pool.filter((column) => column.role === role);
  const benchmarks = withRole('benchmark');
  const models = withRole('model');
  const named =
    models.find((column) => !isKindOfModel(column.header)) ??
    models[0] ??
    benchmarks.find((column) => !/^[Tt]asks?$/.test(column.header)) ??
    benchmarks[0];
  const rows = sampleRows(layout);
  if (named !== undefined) return fullerNeighbour(named, pool, rows.length) ?? named;
  const telling = (column: Column): number => {
    const kinds = distinctTexts(rows, column.index).map(kindOf);
    return (
      kinds.filter((kind) => kind === 'benchmark' || kind === 'model' || kind === 'metric').length /
      Math.max(kinds.length, 1)
    );
  };
  const texts = withRole('text');
  const best = texts
    .filter((column) => column.stats.texts.length > 0 && !column.stats.texts.every(isSizeLabel))
    .sort(
      (a, b) =>
        telling(b) - telling(a) ||
        distinctTexts(rows, b.index).length - distinctTexts(rows, a.index).length ||
        a.index - b.index,
    )[0];
  return (
    best ?? withRole('metric')[0] ?? withRole('facet')[0] ?? withRole('group')[0] ?? withRole('part')[0] ?? texts[0]
  );
}

/** "Model type" beside "Model" sorts the models; it does not name them. */
function isKindOfModel(header: string): boolean {
  return /^models?\s(?:type|family|category|class|group)s?$/.test(header.toLowerCase());
}

/** "Benchmark" may head a column of categories with gaps, and the benchmarks stand beside it under a blank header. */
function fullerNeighbour(label: Column, pool: readonly Column[], rowCount: number): Column | undefined {
  const next = pool.find((column) => column.index === label.index + 1 && column.role === 'text');
  if (next === undefined || (next.header !== '' && next.header !== label.header)) return undefined;
  const distinct = new Set(next.stats.texts).size;
  const isFull = next.stats.texts.length >= rowCount * 0.9 && distinct >= rowCount * 0.8;
  return isFull && label.stats.texts.length < rowCount * 0.8 ? next : undefined;
}

/** "By comparison, spaCy was giving:" stands above the scores of somebody else. */
const OF_ANOTHER = /\b(?:by|for|in|as a) comparison\b/;

/** Tells where the models of an evaluation are; null when the table does not say it safely. */
export function orientationOf(
  layout: Layout,
  columns: readonly Column[],
  values: readonly Column[],
  label: Column | undefined,
  facts: Facts,
): Orientation | null {
  const namesModels =
    values.length > 1 &&
    values.some((column) => ownHeads(layout, values, column).some((head) => kindOf(head) === 'model'));
  const caption = layout.table.caption?.toLowerCase() ?? '';
  const single = (): Orientation | null =>
    namesModels || OF_ANOTHER.test(caption) || (label !== undefined && holdsSeveralRuns(layout, columns, label))
      ? null
      : 'single-model';
  if (label === undefined || label.stats.texts.length === 0) return layout.rows.length === 1 ? 'single-model' : null;
  const { rows, heads } = facts;
  const head = label.header;
  const lastValue = values.at(-1)?.index ?? 0;
  const secondLabel = columns.some(
    (column) =>
      column.index > label.index &&
      column.index < lastValue &&
      column.role === label.role &&
      column.header === head &&
      ['model', 'benchmark', 'text'].includes(column.role) &&
      column.index > (values[0]?.index ?? 0),
  );
  if (secondLabel) return null;
  const sayModels = headsModels(head);
  const sayBenchmarks = headsBenchmarks(head) || headsFacets(head) || headsGroups(head) || headsClasses(head);
  const rowModels = rows.model + (sayModels ? 0.5 : 0);
  const knownRows = rows.benchmark + rows.metric + rows.facet;
  const rowBenchmarks = knownRows + (sayBenchmarks ? 0.5 : 0);
  const headBenchmarks = heads.benchmark + heads.metric + heads.facet;
  const isReport = values.filter((column) => isReportMetric(column.header)).length >= 2;
  if (
    isReport &&
    !sayModels &&
    rows.model < 0.5 &&
    values.filter((column) => column.kind === 'metric').length * 2 > values.length
  )
    return single();
  if (label !== undefined && isReportOnItsSide(layout, label, values)) return single();
  const isVersion = layout.rows.length === 1 && label.stats.texts.every((text) => /^[vV]?\d+(?:\.\d+)*$/.test(text));
  if (isVersion && headBenchmarks >= 0.5) return 'single-model';
  const [only] = values;
  if (values.length === 1 && only?.header === '' && knownRows >= 0.34) return single();
  if (values.length === 1 && only !== undefined && (headsValues(only.header) || isMetricName(only.header))) {
    if (rowModels > rowBenchmarks) return 'models-as-rows';
    return sayBenchmarks || knownRows >= 0.5 ? single() : 'models-as-rows';
  }
  // An average over the columns is one of parts of a benchmark: there is no average of models.
  const hasAverage = values.length > 2 && values.some((column) => isAverage(column.header));
  if (hasAverage && knownRows >= 0.5 && heads.model === 0 && rows.model === 0) return single();
  const rowsAreModels = rowModels >= 0.34 && rowModels >= rowBenchmarks;
  const headsAreModels = heads.model >= 0.34 && heads.model > headBenchmarks;
  if (rowsAreModels && headsAreModels) {
    return rowModels + headBenchmarks >= heads.model + rowBenchmarks ? 'models-as-rows' : 'benchmarks-as-rows';
  }
  if (rowsAreModels) return 'models-as-rows';
  if (headsAreModels) return 'benchmarks-as-rows';
  if (headBenchmarks >= 0.5) {
    // "Task" over rows that are no tasks heads the columns: the rows are models that no list knows.
    const rowsAreKnown = knownRows >= 0.5 || (sayBenchmarks && heads.metric >= 0.5) || layout.rows.length === 1;
    if (rowsAreKnown && (sayBenchmarks || knownRows >= 0.5)) return single();
    if (layout.rows.length === 1 && namesQuantity(head)) return 'single-model';
    return 'models-as-rows';
  }
  if (heads.model > 0 && rows.model === 0 && !sayModels) return 'benchmarks-as-rows';
  return rowBenchmarks >= 0.34 ? 'benchmarks-as-rows' : 'models-as-rows';
}

/** Rows of precision, recall, F1 and support: a report by class, whose supports differ from class to class. */
function isReportOnItsSide(layout: Layout, label: Column, values: readonly Column[]): boolean {
  const { texts } = label.stats;
  if (texts.filter(isReportMetric).length < 3 || texts.filter(isReportMetric).length * 2 <= texts.length) return false;
  const support = layout.rows.find((row) => row.cells[label.index]?.text.toLowerCase() === 'support');
  const counts = values.map((column) => support?.cells[column.index]?.text ?? '');
  return values.length > 1 && new Set(counts.filter((count) => /^\d/.test(count))).size > 1;
}

/**
 * Rows of one model are told apart by what was measured. "MNLI large", "MNLI base" are several models; columns of ✓ and
 * ✗, of true and false or of settings in braces tell several runs apart.
 */
function holdsSeveralRuns(layout: Layout, columns: readonly Column[], label: Column): boolean {
  const { texts } = label.stats;
  if (texts.filter(namesSize).length * 2 >= texts.length) return true;
  if (layout.rows.length < 2) return false;
  return columns.some((column) => {
    const cells = column.stats.texts;
    const switches = cells.filter((text) =>
      /^(?:[✓✔✗✘×❌✅☑]|true|false|yes|no|on|off|[{[].*[}\]])$/.test(text.toLowerCase()),
    );
    return column.role !== 'value' && switches.length >= 2 && switches.length * 2 >= cells.length;
  });
}
