import type { HeldEntry } from '../formats/eval-results/read.ts';
import type { IndexedScore } from '../formats/model-index/read.ts';
import type { Finding } from '../scores/finding.ts';
import type { Annotation } from './annotations.ts';
import { mdTable, mdText } from './markdown.ts';
import { alignColumns, count, plainText, shorten } from './plain-text.ts';
import type { Style } from './text.ts';

/** What of a model repo's scores is shown. */
export type ShownModel = {
  readonly card: string;
  readonly modelIndex: readonly IndexedScore[];
  readonly evalResults: readonly HeldEntry[];
};

/** What of a validation is shown. */
export type ShownValidation = {
  readonly card: string;
  readonly findings: readonly Finding[];
  readonly scores: number;
};

const HEAD = ['dataset', 'config', 'split', 'metric', 'value', 'source', 'line'];
const ENTRY_HEAD = ['dataset', 'task', 'notes', 'value', 'date', 'source', 'file', 'line'];

/** The scores of a model repo for a person at a terminal. */
export function renderShown(shown: ShownModel, style: Style): string {
  const parts = tablesOf(shown).map(({ title, head, rows }) => {
    if (rows.length === 0) return `${style.bold(title)}\n  ${style.dim('none')}`;
    const [first = '', ...rest] = alignColumns(
      [head, ...rows.map((row) => row.map((cell) => shorten(plainText(cell), 40)))],
      [head.indexOf('value')],
    );
    return [style.bold(title), `  ${style.dim(first)}`, ...rest.map((line) => `  ${line}`)].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

/** The job summary of the same. */
export function summarizeShown(shown: ShownModel): string {
  const parts = tablesOf(shown).map(({ title, head, rows }) => {
    const most = rows.slice(0, MOST_ROWS).map((row) => row.map((cell) => mdText(cell)));
    const more = rows.length > MOST_ROWS ? `\n\nAnd ${rows.length - MOST_ROWS} more.` : '';
    return `## ${mdText(title)}\n\n${rows.length === 0 ? 'None.' : mdTable(head, most, [head.indexOf('value')])}${more}`;
  });
  return `${parts.join('\n\n')}\n`;
}

/** GitHub drops a summary above 1 MiB; rows of this many stay far below. */
const MOST_ROWS = 500;

function tablesOf({
  card,
  modelIndex,
  evalResults,
}: ShownModel): { title: string; head: string[]; rows: string[][] }[] {
  return [
    {
      title: `model-index of ${card}: ${count(modelIndex.length, 'score')}`,
      head: HEAD,
      rows: modelIndex.map(({ dataset, metric, value, source, locked, line }) => [
        text(dataset.name ?? dataset.type),
        text(dataset.config),
        text(dataset.split),
        text(metric.name ?? metric.type),
        text(value) + (locked ? ' ✓' : ''),
        source ?? '',
        String(line),
      ]),
    },
    {
      title: `.eval_results: ${count(evalResults.length, 'entry').replace(/entrys$/, 'entries')}`,
      head: ENTRY_HEAD,
      rows: evalResults.map(({ datasetId, taskId, notes, value, data, source, file, locked, line }) => [
        datasetId,
        taskId,
        notes,
        text(value) + (locked ? ' ✓' : ''),
        text(data.date),
        source ?? '',
        file.replace('.eval_results/', ''),
        String(line),
      ]),
    },
  ];
}

/** The scores of a model repo as data. */
export function shownJson({ modelIndex, evalResults }: ShownModel): Readonly<Record<string, unknown>> {
  return {
    model_index: modelIndex.map(({ modelName, task, dataset, metric, value, givenSource, locked, line }) => ({
      ...(modelName === undefined ? {} : { model: modelName }),
      task,
      dataset,
      metric: Object.fromEntries(Object.entries(metric).filter(([key]) => key !== 'value')),
      value,
      ...(givenSource === undefined ? {} : { source: givenSource }),
      verified: locked,
      line,
    })),
    eval_results: evalResults.map(({ data, file, locked, line }) => ({ ...data, file, line, verified: locked })),
  };
}

/** The findings for a person at a terminal. */
export function renderValidation({ card, findings, scores }: ShownValidation, style: Style): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const lines = findings.map(({ file, line, column, severity, code, message }) => {
    const mark = severity === 'error' ? style.red('error') : style.yellow('warning');
    return `${plainText(file)}:${line}:${column}: ${mark} ${style.dim(`[${code}]`)} ${plainText(message)}`;
  });
  const verdict =
    findings.length === 0
      ? style.green(`${plainText(card)}: ${count(scores, 'score')}, nothing to find fault with`)
      : style.bold(
          `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')} in ${count(scores, 'score')}`,
        );
  return `${[...lines, verdict].join('\n')}\n`;
}

/** The job summary of the same. */
export function summarizeValidation({ card, findings, scores }: ShownValidation): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const rows = findings
    .slice(0, MOST_ROWS)
    .map(({ file, line, severity, code, message }) => [
      severity === 'error' ? '**error**' : 'warning',
      `${mdText(file)}, line ${line}`,
      mdText(code),
      mdText(message, 300),
    ]);
  const more = findings.length > MOST_ROWS ? `\n\nAnd ${findings.length - MOST_ROWS} more.` : '';
  const verdict =
    findings.length === 0
      ? 'Nothing to find fault with.'
      : `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}.`;
  const list = rows.length === 0 ? '' : `\n\n${mdTable(['Severity', 'Where', 'Code', 'What'], rows)}${more}`;
  return `## Scores of ${mdText(card)}\n\n${count(scores, 'score')}. ${verdict}${list}\n`;
}

/** The findings as data. */
export function validationJson({ findings }: ShownValidation): Readonly<Record<string, unknown>> {
  return { ok: !findings.some(({ severity }) => severity === 'error'), findings };
}

/** Annotations that GitHub shows of each level in one step. */
const MOST_PER_LEVEL = 10;

/** Remarks on the lines of files of the checkout; `fileOf` tells the path there, where the file is in it. */
export function annotateFindings(
  { findings }: ShownValidation,
  fileOf: (file: string) => string | undefined,
): Annotation[] {
  return (['error', 'warning'] as const).flatMap((level) =>
    findings
      .filter(({ severity }) => severity === level)
      .slice(0, MOST_PER_LEVEL)
      .flatMap(({ file, line, code, message }) => {
        const path = fileOf(file);
        return path === undefined ? [] : [{ level, title: code, message: plainText(message), file: path, line }];
      }),
  );
}

function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
