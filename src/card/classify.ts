import { type Column, readColumns } from './columns.ts';
import { markDivider } from './dividers.ts';
import { type Facts, gatherFacts } from './facts.ts';
import { type Layout, layOut } from './layout.ts';
import { findLabel, type Orientation, orientationOf } from './orientation.ts';
import type { Table } from './tables/table.ts';
import { headsBenchmarks, headsModels, headsSamples, headsSettings } from './vocabulary/headers.ts';

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

// Lowercase, as the texts that they look at: patterns that fold case take twice as long to compile.
const EVALUATION_HEADING =
  /eval|result|performance|benchmark|accurac|score|comparison|leaderboard|metric|robustness|quality|downstream|评测|评估|性能|结果|表现|对比|ベンチマーク|評価|結果|성능|평가|벤치마크|ergebnis|resultad|résultat|leistung/;
const OTHER_HEADING =
  /training (?:results|log|procedure|hyper|data)|hyper-?parameter|(?:training|evaluation) datasets?|training details|samples|provided files|quantization|merg(?:e|ing)\b|data mix|memory|\bmem\b|显存|vram|throughput|latency|inference (?:speed|performance|efficiency|time)|推理(?:速度|性能|效率)|deployment|部署/;

/** A line above a table that says what its numbers are, and they are no scores. */
const OTHER_CAPTION =
  /\bmemory\b|\bmem\b|\bvram\b|显存|内存占用|throughput|latency|inference (?:speed|time)|推理速度|tokens?\s?\/\s?s|images?\s?\/\s?s|\bfps\b|compression ratio|statistics of the/;

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
  const base = {
    table,
    layout,
    columns: markDivider(layout, columns, label),
    values,
    ...(label === undefined ? {} : { label }),
  };
  const other = (why: string): Judgement => ({ ...base, kind: 'other', why, orientation: null });

  if (layout.rows.length === 0) return other('it has no rows of values');
  if (!forced) {
    const sight = objectionAtSight(columns, label, layout.rows.length);
    if (sight !== undefined) return other(sight);
  }
  if (values.length === 0) return other(whyNoValues(columns));
  const facts = gatherFacts(layout, columns, values, label);
  const objection = forced ? undefined : objectionTo(table, facts, label);
  if (objection !== undefined) return other(objection);
  const orientation = orientationOf(layout, columns, values, label, facts);
  return { ...base, kind: 'evaluation', why: whyEvaluation(facts, values), orientation };
}

/** What the headers alone tell: training logs, confusion matrices, samples of data. */
function objectionAtSight(columns: readonly Column[], label: Column | undefined, rowCount: number): string | undefined {
  const heads = columns.map((column) => column.header.toLowerCase());
  const [first = ''] = heads;
  const holds = (pattern: RegExp): boolean => heads.some((head) => pattern.test(head));
  const isLast = rowCount === 1 && holds(/^eval[ _](?!loss|runtime|samples|steps)/) && !holds(/^train/);
  if (!isLast && holds(/^(?:epochs?|steps?|iterations?|iter)$/) && holds(/\bloss\b|_loss$/)) {
    return 'it is a training log: epochs or steps with losses';
  }
  if (holds(/^train(?:ing)?[ _]loss$/) && holds(/^(?:val(?:idation)?|eval(?:uation)?)[ _]loss$/)) {
    return 'it is a training log: training and validation losses';
  }
  if (!isLast && /^(?:epochs?|steps?|iterations?)$/.test((label?.header ?? first).toLowerCase()))
    return 'its rows are epochs or steps';
  if (/\\|\bpredicted\b|\bactual\b|^true\b.*\bpred/.test(first) && !/model|run/.test(first))
    return 'it is a confusion matrix';
  if (columns.filter((column) => headsSamples(column.header)).length >= 2) return 'its rows are samples of data';
  return undefined;
}

function whyNoValues(columns: readonly Column[]): string {
  const quantities = columns.filter((column) => column.role === 'quantity' && column.stats.numbers > 0);
  if (quantities.length === 0) return 'no column holds numbers';
  const names = quantities.slice(0, 3).map((column) => column.header);
  return `its numbers are sizes, counts or settings (${names.join(', ')})`;
}

/** Why the table is no evaluation, from its labels and numbers; undefined when it is one. */
function objectionTo(table: Table, facts: Facts, label: Column | undefined): string | undefined {
  const { rows, heads, scoreShaped } = facts;
  const knownRows = rows.benchmark + rows.metric;
  const knownHeads = heads.benchmark + heads.metric;
  const first = label?.header ?? table.grid[0]?.[0]?.text ?? '';
  const ownScores =
    label === undefined &&
    (knownHeads >= 0.5 || heads.facet >= 0.5) &&
    !/param|setting|config/.test(first.toLowerCase());
  if (headsSettings(first) && knownRows < 0.5 && rows.model < 0.5 && !ownScores) {
    return `its rows are settings or facts ("${first}")`;
  }
  if (facts.quantityRows > 0.5 && knownRows < 0.3) return 'its rows are sizes, counts or settings';
  if (facts.sentenceRows >= 0.5 && knownHeads < 0.5) return 'its rows are texts';
  if (facts.counts) return 'its numbers are counts';
  if (facts.settings && knownRows < 0.3 && knownHeads === 0) return 'its numbers are sizes, counts or settings';
  if (facts.scores < 0.3) return 'few of its cells are numbers';
  const heading = table.heading ?? '';
  const isOther = OTHER_HEADING.test(heading.toLowerCase());
  const known = knownRows >= 0.3 || knownHeads >= 0.3;
  if (known && (!isOther || scoreShaped > 0.5)) return undefined;
  if (isOther) return `it stands under "${heading}"`;
  const caption = table.caption ?? '';
  if (OTHER_CAPTION.test(caption.toLowerCase())) return `the line above it says "${caption}"`;
  if (facts.precisionRows >= 0.5) return 'its rows are precisions, and nothing in it names a benchmark';
  const says = EVALUATION_HEADING.test([...table.headings, caption].join(' / ').toLowerCase());
  if (says && (knownRows > 0 || knownHeads > 0)) return undefined;
  if (label === undefined && heads.facet < 0.5 && knownHeads < 0.3)
    return 'neither rows nor columns name benchmarks or metrics';
  const namesModels = headsModels(first) || rows.model >= 0.5 || heads.model >= 0.5;
  if (says && namesModels && facts.percentShaped >= 0.9) return undefined;
  if (scoreShaped < 0.5) return 'its numbers do not look like scores, and neither rows nor columns name benchmarks';
  const axes = heads.facet >= 0.5 || rows.facet >= 0.5 || rows.model >= 0.5 || heads.model >= 0.5;
  if (says || axes || headsModels(first) || headsBenchmarks(first)) return undefined;
  return 'neither rows nor columns name benchmarks or metrics';
}

function whyEvaluation(facts: Facts, values: readonly Column[]): string {
  const names = [...new Set([...facts.rows.names, ...facts.heads.names])].slice(0, 3);
  const columns = values.length === 1 ? '1 column' : `${values.length} columns`;
  const share = `${Math.round(facts.scores * 100)} % of the cells under ${columns} are scores`;
  return names.length > 0 ? `it names ${names.join(', ')}, and ${share}` : `${share}, beside names of models or tasks`;
}
