import type { Judgement } from '../card/classify.ts';
import type { CardScore, Extraction } from '../card/extract.ts';
import type { ModelChoice } from '../card/model-choice.ts';
import { nameKey } from '../card/model-name.ts';
import { columnMatches } from '../card/select-model.ts';
import type { Finding } from '../scores/finding.ts';
import { type CardReference, extractCommand } from './commands.ts';
import { alignColumns, count, plainText, shorten } from './plain-text.ts';

/** How a terminal marks text; all of these return it unchanged where there is no colour. */
export type Style = {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
  /** Of the terminal, in columns; what is no terminal takes lines of any length. */
  readonly width?: number | undefined;
};

const same = (text: string): string => text;

/** No marks at all: for logs and files. */
export const plainStyle: Style = { bold: same, dim: same, green: same, yellow: same, red: same };

/** What a terminal leaves for lines that are set in. */
export function roomIn({ width }: Style): number | undefined {
  return width === undefined ? undefined : width - 2;
}

const CELL = 28;
const SAMPLE_ROWS = 3;
const ORIENTATIONS = {
  'benchmarks-as-rows': 'one row per benchmark, one column per model',
  'models-as-rows': 'one row per model, one column per benchmark',
  'single-model': "all scores are the card's own model's",
};

/** The tables of a card for a person at a terminal. */
export function renderTables(
  judgements: readonly Judgement[],
  card: string,
  from: CardReference,
  choice: ModelChoice,
  style: Style,
): string {
  const evaluations = judgements.filter((judgement) => judgement.kind === 'evaluation').length;
  const lines = [`${plainText(card)}: ${count(judgements.length, 'table')}, ${evaluations} with scores`];
  for (const judgement of judgements) lines.push('', ...renderTable(judgement, from, choice, style));
  return `${lines.join('\n')}\n`;
}

function renderTable(judgement: Judgement, from: CardReference, choice: ModelChoice, style: Style): string[] {
  const { table, kind, orientation, layout } = judgement;
  const isEvaluation = kind === 'evaluation';
  const heading = table.heading === undefined ? '' : `  ${style.dim(shorten(plainText(table.heading), 60))}`;
  const lines = [
    `${style.bold(`Table ${table.table}`)}  line ${table.line}  ${isEvaluation ? style.green('evaluation') : style.dim('other')}${heading}`,
    `  ${style.dim(`${count(Math.max(table.grid.length - 1, 0), 'row')}; ${plainText(judgement.why)}`)}`,
  ];
  if (!isEvaluation) return lines;
  lines.push(
    `  ${orientation === null ? 'its rows mix models and tasks: no model can be chosen safely' : ORIENTATIONS[orientation]}`,
  );
  const marks = judgement.columns.map((column) =>
    orientation === 'benchmarks-as-rows' && column.role === 'value' && columnMatches(judgement, column, choice)
      ? ' ◀'
      : '',
  );
  const head = judgement.columns.map((column, at) => `[${column.index}] ${cellText(column.header)}${marks[at]}`);
  const sample = layout.rows.slice(0, SAMPLE_ROWS).map((row) => row.cells.map((cell) => cellText(cell.text)));
  const [first = '', ...rest] = alignColumns([head, ...sample]);
  lines.push(`    ${style.bold(first)}`, ...rest.map((row) => `    ${row}`));
  const more = layout.rows.length - sample.length;
  if (more > 0) lines.push(`    ${style.dim(`… ${more} more`)}`);
  lines.push(`  ${style.dim('$')} ${extractCommand(judgement, from, choice)}`);
  return lines;
}

/** What of a preview is shown. */
export type ShownPreview = {
  readonly card: string;
  readonly judgement: Judgement;
  readonly extraction: Extraction;
  readonly modelName: string;
  /** By score; what they are found of is of no matter here. */
  readonly findings: ReadonlyMap<unknown, readonly Finding[]>;
  readonly yaml: string;
};

/** A preview for a person at a terminal: the scores, what was left out, the YAML. */
export function renderExtraction(preview: ShownPreview, style: Style): string {
  return `${[...renderScores(preview, style), '', preview.yaml.trimEnd()].join('\n')}\n`;
}

/** What of a preview a person should look at before its scores are believed: another name of the model. */
export function warnOfPreview({ extraction, modelName }: Pick<ShownPreview, 'extraction' | 'modelName'>): string[] {
  const { model } = extraction;
  if (model === undefined || nameKey(model) === nameKey(modelName)) return [];
  return [`The table's ${plainText(model)} is filed as ${plainText(modelName)}: is it the same model?`];
}

/** The lines of a preview without the YAML. */
export function renderScores(
  { extraction, card, judgement, modelName, findings }: ShownPreview,
  style: Style,
): string[] {
  const { results, skipped } = extraction;
  const model = plainText(extraction.model ?? modelName);
  const lines = [
    `${style.bold(count(results.length, 'score'))} of ${style.bold(model)} in table ${extraction.table} (line ${judgement.table.line}) of ${plainText(card)}`,
    '',
  ];
  const present = COLUMNS.filter(({ always, read }) => always || results.some((score) => read(score) !== ''));
  const [head = '', ...rows] = alignColumns(
    [present.map(({ title }) => title), ...results.map((score) => present.map(({ read }) => read(score)))],
    present.flatMap(({ right }, at) => (right ? [at] : [])),
    roomIn(style),
  );
  lines.push(`  ${style.dim(head)}`);
  for (const row of rows) lines.push(`  ${row}`);
  if (skipped.length > 0) {
    lines.push('', style.yellow(`Not taken: ${count(skipped.length, 'cell')}`));
    const cells = skipped.map((cell) => [
      cellText([cell.benchmark, cell.subset].filter(Boolean).join(' ')),
      cell.cell === '' ? '(empty)' : `"${cellText(cell.cell)}"`,
      cell.reason,
      `line ${cell.line}`,
    ]);
    for (const row of alignColumns(cells, [], roomIn(style))) lines.push(`  ${row}`);
  }
  const doubts = [...findings.values()].flat();
  if (doubts.length > 0) {
    lines.push('', style.yellow(`To be looked at: ${count(doubts.length, 'finding')}`));
    for (const { line, severity, message } of doubts) lines.push(`  line ${line}  ${severity}: ${plainText(message)}`);
  }
  return lines;
}

type ScoreColumn = {
  readonly title: string;
  readonly always?: true;
  readonly right?: true;
  read(score: CardScore): string;
};

const COLUMNS: readonly ScoreColumn[] = [
  { title: 'group', read: (score) => cellText(score.group ?? '') },
  { title: 'benchmark', always: true, read: (score) => cellText(score.benchmark) },
  { title: 'subset', read: (score) => cellText(score.subset ?? '') },
  { title: 'metric', read: (score) => cellText(score.metric ?? '') },
  {
    title: 'value',
    always: true,
    right: true,
    read: (score) => score.written + (score.unit === 'percent' ? ' %' : ''),
  },
  { title: '±', right: true, read: (score) => score.stderr?.toString() ?? '' },
  { title: 'shots', right: true, read: (score) => score.shots?.toString() ?? '' },
  { title: 'remarks', read: (score) => cellText(score.remarks?.join(', ') ?? '') },
  { title: 'better', read: (score) => (score.higherIsBetter === false ? 'lower' : '') },
  { title: 'line', always: true, right: true, read: (score) => String(score.line) },
];

/** An error for a person: what happened, and what to do. */
export function renderError(error: { code: string; message: string; hint?: string | undefined }, style: Style): string {
  const indent = (text: string): string => text.split('\n').map(plainText).join('\n  ');
  const hint = error.hint === undefined ? '' : `\n  ${indent(error.hint)}`;
  return `${style.red('error')} ${style.dim(`[${error.code}]`)} ${indent(error.message)}${hint}`;
}

function cellText(text: string): string {
  return shorten(plainText(text), CELL);
}
