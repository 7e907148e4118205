import type { Judgement } from '../card/classify.ts';
import type { CardScore, SkippedCell } from '../card/extract.ts';
import type { Finding } from '../scores/finding.ts';
import { andMore, byteLength, details, fenced, mdTable, mdText } from './markdown.ts';
import { count } from './plain-text.ts';
import type { ShownPreview } from './text.ts';

/** GitHub drops a summary above 1 MiB as a whole; this leaves room for other steps' parts of ours. */
export const MOST_SUMMARY_BYTES = 900_000;

/** How much a summary shows; each level down shows less, and says so. */
type Detail = { readonly rows: number; readonly columns: number; readonly tables: number; readonly yaml: boolean };

const DETAILS: readonly Detail[] = [
  { rows: 60, columns: 10, tables: 100, yaml: true },
  { rows: 12, columns: 6, tables: 30, yaml: true },
  { rows: 12, columns: 6, tables: 30, yaml: false },
  { rows: 0, columns: 4, tables: 5, yaml: false },
];

/** The job summary of an inspection. */
export function summarizeTables(judgements: readonly Judgement[], card: string): string {
  return renderWithinLimit((detail) => {
    const evaluations = judgements.filter((judgement) => judgement.kind === 'evaluation').length;
    return [
      `## Tables of ${mdText(card)}`,
      `${count(judgements.length, 'table')}, ${evaluations} with scores.`,
      tableList(judgements, detail),
    ];
  });
}

/** The job summary of a preview: the scores, the table they came from, what was skipped, the YAML, all tables. */
export function summarizePreview(preview: ShownPreview & { judgeAll(): readonly Judgement[] }): string {
  const { extraction, judgement, modelName, card, yaml } = preview;
  const judgements = preview.judgeAll();
  const model = mdText(extraction.model ?? modelName);
  return renderWithinLimit((detail) => [
    `## ${count(extraction.results.length, 'score')} of ${model}`,
    `From table ${extraction.table} (line ${judgement.table.line}) of ${mdText(card)}. Nothing was written.`,
    scoreTable(extraction.results, detail),
    findingTable([...preview.findings.values()].flat(), detail),
    skippedTable(extraction.skipped, detail),
    detail.yaml
      ? details('YAML', fenced(yaml, 'yaml')).replace('<details>', '<details open>')
      : `The YAML has ${byteLength(yaml).toLocaleString('en-US')} bytes, too many for a summary: it is in the log.`,
    details(`Table ${extraction.table}, as the card has it`, usedTable(preview, detail)),
    details(`The card has ${count(judgements.length, 'table')}`, tableList(judgements, detail)),
  ]);
}

/** The job summary of a refusal, or of something else that failed. */
export function summarizeError(
  error: { code: string; message: string; hint?: string | undefined },
  title = 'Refused',
): string {
  const hint =
    error.hint === undefined
      ? ''
      : `\n>\n${error.hint
          .split('\n')
          .map((line) => `> ${mdText(line, 1000)}`)
          .join('\n>\n')}`;
  const message = error.message
    .split('\n')
    .map((line) => `> ${mdText(line, 1000)}`)
    .join('\n>\n');
  return `## ${title}: ${error.code}\n\n> [!CAUTION]\n${message}${hint}\n`;
}

function renderWithinLimit(render: (detail: Detail) => readonly string[]): string {
  for (const [level, detail] of DETAILS.entries()) {
    const parts = render(detail).filter((part) => part !== '');
    if (level > 0) parts.push('_Shortened to fit a job summary; the log and the outputs have more._');
    const text = `${parts.join('\n\n')}\n`;
    if (byteLength(text) <= MOST_SUMMARY_BYTES) return text;
  }
  return '## Too large for a job summary\n\nThe log and the outputs have more.\n';
}

type ScoreColumn = { readonly title: string; readonly right?: true; read(score: CardScore): string };

const SCORE_COLUMNS: readonly ScoreColumn[] = [
  { title: 'Group', read: (score) => mdText(score.group ?? '') },
  { title: 'Benchmark', read: (score) => mdText(score.benchmark) },
  { title: 'Subset', read: (score) => mdText(score.subset ?? '') },
  { title: 'Metric', read: (score) => mdText(score.metric ?? '') },
  {
    title: 'Value',
    right: true,
    read: (score) =>
      `**${score.written}**${score.unit === 'percent' ? ' %' : ''}${score.higherIsBetter === false ? ' ↓' : ''}`,
  },
  { title: '±', right: true, read: (score) => score.stderr?.toString() ?? '' },
  { title: 'Shots', right: true, read: (score) => score.shots?.toString() ?? '' },
  { title: 'Remarks', read: (score) => mdText(score.remarks?.join(', ') ?? '') },
  { title: 'Card line', right: true, read: (score) => String(score.line) },
];

function scoreTable(scores: readonly CardScore[], detail: Detail): string {
  const shown = scores.slice(0, Math.max(detail.rows * 5, 5));
  const columns = SCORE_COLUMNS.filter(
    ({ title, read }) => title === 'Benchmark' || shown.some((score) => read(score) !== ''),
  );
  const table = mdTable(
    columns.map(({ title }) => title),
    shown.map((score) => columns.map(({ read }) => read(score))),
    columns.flatMap(({ right }, at) => (right ? [at] : [])),
  );
  return table + andMore(scores.length - shown.length, 'score');
}

function findingTable(findings: readonly Finding[], detail: Detail): string {
  if (findings.length === 0) return '';
  const shown = findings.slice(0, Math.max(detail.rows, 3));
  const rows = shown.map(({ line, severity, message }) => [
    severity === 'error' ? '**error**' : 'warning',
    mdText(message, 300),
    String(line),
  ]);
  const table = mdTable(['To be looked at', 'What', 'Card line'], rows, [2]);
  return table + andMore(findings.length - shown.length, 'finding');
}

function skippedTable(skipped: readonly SkippedCell[], detail: Detail): string {
  if (skipped.length === 0) return '';
  const shown = skipped.slice(0, Math.max(detail.rows * 2, 3));
  const rows = shown.map((cell) => [
    mdText([cell.benchmark, cell.subset].filter(Boolean).join(' ')),
    cell.cell === '' ? '_empty_' : mdText(cell.cell),
    mdText(cell.reason),
    String(cell.line),
  ]);
  const table =
    mdTable(['Benchmark', 'Cell', 'Why not taken', 'Card line'], rows, [3]) +
    andMore(skipped.length - shown.length, 'cell');
  return details(`Not taken: ${count(skipped.length, 'cell')}`, table);
}

/** The card's own table, with the model's column or rows in bold. */
function usedTable({ extraction, judgement }: ShownPreview, detail: Detail): string {
  const { grid } = judgement.table;
  const places = extraction.results.map((score) => score.at);
  const chosenColumns = new Set(
    judgement.orientation === 'benchmarks-as-rows' ? places.map(([, column]) => column) : [],
  );
  const chosenRows = new Set(judgement.orientation === 'models-as-rows' ? places.map(([row]) => row) : []);
  const columns = pick(judgement.table.columns, detail.columns, [judgement.label?.index ?? 0, ...chosenColumns]);
  const rows = pick(
    grid.length - 1,
    detail.rows,
    [...chosenRows].map((row) => row - 1),
  ).map((row) => row + 1);
  const cell = (row: number, column: number): string => {
    const text = mdText(grid[row]?.[column]?.text ?? '', 60);
    const chosen = chosenColumns.has(column) || chosenRows.has(row);
    return chosen && text !== '' ? `**${text}**` : text;
  };
  const head = columns.map((column) => `${cell(0, column)}${chosenColumns.has(column) ? ' ◀' : ''}`);
  const left = [judgement.table.columns - columns.length, grid.length - 1 - rows.length];
  const note = [left[0] ? count(left[0], 'column') : '', left[1] ? count(left[1], 'row') : '']
    .filter(Boolean)
    .join(' and ');
  return (
    mdTable(
      head,
      rows.map((row) => columns.map((column) => cell(row, column))),
    ) + (note === '' ? '' : `\n\n_Left out here: ${note}._`)
  );
}

/** The first places of a range and those that must be there, in order. */
function pick(length: number, most: number, musts: readonly number[]): number[] {
  const kept = new Set(musts.slice(0, Math.max(most, 1)));
  for (let at = 0; at < length && kept.size < most; at += 1) kept.add(at);
  return [...kept].filter((at) => at >= 0 && at < length).sort((a, b) => a - b);
}

function tableList(judgements: readonly Judgement[], detail: Detail): string {
  const shown = judgements.slice(0, detail.tables);
  const rows = shown.map(({ table, kind, why }) => [
    String(table.table),
    String(table.line),
    mdText(table.heading ?? '', 60),
    kind === 'evaluation' ? '**evaluation**' : 'other',
    mdText(why, 160),
  ]);
  return (
    mdTable(['Table', 'Card line', 'Heading', 'Kind', 'Why'], rows, [0, 1]) +
    andMore(judgements.length - shown.length, 'table')
  );
}
