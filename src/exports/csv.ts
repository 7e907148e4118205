import type { Collection } from '../frameworks/collection.ts';
import type { Score } from '../scores/score.ts';

/** Numbers are cells of their own kind: a spreadsheet counts with them. */
type Cell = string | number | undefined;

const COLUMNS: readonly (readonly [string, (score: Score, collection: Collection) => Cell])[] = [
  ['repo', (_, { repoId, modelName }) => repoId ?? modelName],
  ['revision', ({ model }, { revision }) => model.revision ?? revision],
  ['benchmark', ({ dataset }) => dataset.name],
  ['dataset', ({ dataset }) => dataset.type],
  ['config', ({ dataset }) => dataset.config],
  ['split', ({ dataset }) => dataset.split],
  ['task', ({ provenance }) => (provenance.kind === 'result-file' ? provenance.task : undefined)],
  ['metric', ({ provenance, metric }) => (provenance.kind === 'result-file' ? provenance.metric : metric.type)],
  ['value', ({ value }) => value],
  ['unit', ({ unit }) => unit],
  ['stderr', ({ stderr }) => stderr],
  ['shots', ({ shots }) => shots],
  ['samples', ({ samples }) => samples],
  ['framework', ({ provenance }) => (provenance.kind === 'result-file' ? provenance.by : undefined)],
  ['date', ({ date }) => date],
  ['file', ({ provenance }) => (provenance.kind === 'result-file' ? provenance.file : undefined)],
  ['path', ({ provenance }) => (provenance.kind === 'result-file' ? provenance.at : undefined)],
];

/**
 * The scores as a table for spreadsheets: RFC 4180 with a header, a row for each score. `task` and `metric` are the
 * framework's own names, `path` is the JSON path in `file`; values and standard errors are as the file has them.
 */
export function exportCsv(collection: Collection): string {
  const rows = collection.scores.map((score) => COLUMNS.map(([, read]) => renderCell(read(score, collection))));
  return [COLUMNS.map(([name]) => name), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function renderCell(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = withoutFormula(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Spreadsheets run a cell that begins like a formula, whatever the file's kind, and a task's name is anybody's: an
 * apostrophe makes it a text (OWASP, "CSV Injection", whose list has the full-width signs and line ends, too).
 */
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
