import { findBenchmark, parseBenchmarkLabel, readShots } from '../scores/benchmarks.ts';
import type { Judgement } from './classify.ts';
import type { Column } from './columns.ts';
import { ownHeads } from './facts.ts';
import { type BodyRow, headText } from './layout.ts';
import { facetColumns } from './model-rows.ts';
import { facetText, type RowLabel, readRowLabels, wholeNumber } from './row-labels.ts';
import { headsValues } from './vocabulary/headers.ts';
import { kindOf } from './vocabulary/kinds.ts';
import { isMetricName } from './vocabulary/metrics.ts';

/** Names that a score goes by in its table. */
export type Names = {
  readonly benchmark: string;
  readonly subset?: string;
  readonly metric?: string;
  readonly group?: string;
  readonly shots?: number;
};

/** Makes the function that names the score at a place; undefined where its row has no label. */
export function nameCells(judgement: Judgement): (row: BodyRow, column: Column) => Names | undefined {
  if (judgement.orientation === 'models-as-rows') {
    const inSections = labelsInSections(judgement);
    return (row, column) => nameByHeader(judgement, row, column, inSections);
  }
  const labels = readRowLabels(judgement);
  return (row, column) => nameByRow(judgement, labels.get(row.index), column);
}

/** The models that have rows in several sections: there the section tells a model's scores apart. */
function labelsInSections({ layout, label }: Judgement): ReadonlySet<string> {
  const first = new Map<string, string | undefined>();
  const several = new Set<string>();
  for (const row of layout.rows) {
    const text = row.cells[label?.index ?? 0]?.text ?? '';
    if (!first.has(text)) first.set(text, row.section);
    else if (first.get(text) !== row.section) several.add(text);
  }
  return several;
}

/** Models are rows: the header names the benchmark, other columns of the row the subset. */
function nameByHeader(judgement: Judgement, row: BodyRow, column: Column, inSections: ReadonlySet<string>): Names {
  const heads = judgement.layout.heads[column.index] ?? [];
  const text = (of: Column): string => row.cells[of.index]?.text ?? '';
  const facets = facetColumns(judgement);
  const dataset = facets.find((facet) => facet.role === 'benchmark' && text(facet) !== '');
  const stated = facets.find((facet) => facet.role === 'metric' && text(facet) !== '');
  const shotsColumn = facets.find((facet) => facet.role === 'shots');
  const names: Omit<Names, 'shots'> =
    dataset === undefined
      ? splitHeads(heads)
      : { benchmark: text(dataset), ...metricOf(headText(judgement.layout, column.index)) };
  const { section } = row;
  const divides = section !== undefined && inSections.has(row.cells[judgement.label?.index ?? 0]?.text ?? '');
  const subset = [
    names.subset ?? '',
    divides ? section : '',
    ...facets.filter((facet) => facet.facet).map((facet) => facetText(text(facet))),
  ]
    .filter(Boolean)
    .join(' ');
  const shots = (shotsColumn === undefined ? undefined : wholeNumber(text(shotsColumn))) ?? firstShots(heads);
  return {
    ...names,
    ...(stated === undefined ? {} : { metric: text(stated) }),
    ...(subset === '' ? {} : { subset }),
    ...(section === undefined || divides ? {} : { group: section }),
    ...(shots === undefined ? {} : { shots }),
  };
}

/** Two header levels are benchmark and metric, or category and benchmark where the lower one is a known benchmark. */
function splitHeads(heads: readonly string[]): Pick<Names, 'benchmark' | 'metric' | 'group' | 'subset'> {
  const [top = '', ...lower] = heads;
  if (lower.length === 0) return { benchmark: top };
  if (lower.length > 1) return splitDeepHeads(top, lower);
  const bottom = lower.join(' ');
  if (findBenchmark(parseBenchmarkLabel(bottom).base) !== undefined && kindOf(top) !== 'benchmark') {
    return { benchmark: bottom, group: top };
  }
  const kind = kindOf(bottom);
  if (kind === 'split' || kind === 'language') return { benchmark: top, subset: bottom };
  return kind === 'shots' ? { benchmark: top } : { benchmark: top, metric: bottom };
}

/** Three levels and more: the lowest is the metric where it is one, those between tell subsets apart. */
function splitDeepHeads(top: string, lower: readonly string[]): Pick<Names, 'benchmark' | 'metric' | 'subset'> {
  const last = lower.at(-1) ?? '';
  const isMetric = kindOf(last) === 'metric';
  const subset = (isMetric ? lower.slice(0, -1) : lower).join(' ');
  return { benchmark: top, ...(isMetric ? { metric: last } : {}), ...(subset === '' ? {} : { subset }) };
}

function metricOf(head: string): { metric?: string } {
  return head === '' || headsValues(head) ? {} : { metric: head };
}

/** Benchmarks are rows, or there are no models: row label and header share out benchmark, subset and metric. */
function nameByRow(judgement: Judgement, label: RowLabel | undefined, column: Column): Names | undefined {
  if (label === undefined) return undefined;
  const { text, ...rest } = label;
  const heads = ownHeads(judgement.layout, judgement.values, column);
  if (judgement.orientation === 'benchmarks-as-rows') {
    const lower =
      heads.length > 1 && !['model', 'unknown', 'quantity'].includes(kindOf(heads.at(-1) ?? ''))
        ? heads.at(-1)
        : undefined;
    if (text === '') return undefined;
    return { benchmark: text, ...rest, ...(lower === undefined || rest.metric !== undefined ? {} : { metric: lower }) };
  }
  const head = heads.join(' ');
  if (text === '')
    return judgement.layout.rows.length === 1 && head !== ''
      ? { ...splitHeads(heads), ...rest, ...shotsIn(heads) }
      : undefined;
  if (head === '' || headsValues(head)) return { benchmark: text, ...rest };
  const kind = kindOf(head);
  if (kind === 'shots') return { benchmark: text, ...rest, ...shotsIn(heads) };
  if (kind === 'metric' && kindOf(text) === 'metric' && !isMetricName(head))
    return { benchmark: head, ...rest, metric: text };
  if (kind === 'metric') return { benchmark: text, ...rest, metric: rest.metric ?? head };
  if (kind === 'split' || kind === 'language')
    return { benchmark: text, ...rest, subset: [rest.subset, head].filter(Boolean).join(' ') };
  return {
    ...rest,
    ...splitHeads(heads),
    ...(kindOf(text) === 'metric' ? { metric: text } : { subset: text }),
    ...shotsIn(heads),
  };
}

function shotsIn(heads: readonly string[]): { shots?: number } {
  const shots = firstShots(heads);
  return shots === undefined ? {} : { shots };
}

function firstShots(texts: readonly string[]): number | undefined {
  return texts.map(readShots).find((shots) => shots !== undefined);
}
