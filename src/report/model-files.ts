import { resolveAlias, valueAt, type YamlNode } from '../formats/yaml/tree.ts';
import type { Finding } from '../scores/finding.ts';
import type { Annotation } from './annotations.ts';
import { mdTable, mdText } from './markdown.ts';
import { alignColumns, count, plainText, shorten } from './plain-text.ts';
import { type HeldScores, scoreTables } from './score-tables.ts';
import { roomIn, type Style } from './text.ts';

/** What of a model repo's scores is shown. */
export type ShownModel = HeldScores & {
  /** Files that could not be read. */
  readonly problems: readonly Finding[];
};

/** What of a validation is shown. */
export type ShownValidation = {
  readonly card: string;
  readonly findings: readonly Finding[];
  readonly scores: number;
};

/** The scores of a model repo for a person at a terminal. */
export function renderShown(shown: ShownModel, style: Style): string {
  const parts = scoreTables(shown).map(({ title, head, rows, right }) => {
    if (rows.length === 0) return `${style.bold(plainText(title))}\n  ${style.dim('none')}`;
    const cells = rows.map((row) => row.map((cell) => shorten(plainText(cell), 40)));
    const [first = '', ...rest] = alignColumns([head, ...cells], right, roomIn(style));
    return [style.bold(plainText(title)), `  ${style.dim(first)}`, ...rest.map((line) => `  ${line}`)].join('\n');
  });
  const problems = shown.problems.map((problem) => findingLine(problem, style));
  return `${[...parts, ...(problems.length === 0 ? [] : [problems.join('\n')])].join('\n\n')}\n`;
}

/** The job summary of the same. */
export function summarizeShown(shown: ShownModel): string {
  const parts = scoreTables(shown).map(({ title, head, rows, right }) => {
    const most = rows.slice(0, MOST_ROWS).map((row) => row.map((cell) => mdText(cell)));
    const more = rows.length > MOST_ROWS ? `\n\nAnd ${rows.length - MOST_ROWS} more.` : '';
    return `## ${mdText(title)}\n\n${rows.length === 0 ? 'None.' : mdTable(head, most, right)}${more}`;
  });
  const problems = shown.problems.length === 0 ? [] : [`## Not read\n\n${findingTable(shown.problems)}`];
  return `${[...parts, ...problems].join('\n\n')}\n`;
}

/** GitHub drops a summary above 1 MiB; rows of this many stay far below. */
const MOST_ROWS = 500;

/** The scores of a model repo as data. */
export function shownJson({ modelIndex, evalResults, problems }: ShownModel): Readonly<Record<string, unknown>> {
  return {
    model_index: modelIndex.map((score) => ({
      ...(score.modelName === undefined ? {} : { model: score.modelName }),
      task: jsonOf(score.task),
      dataset: jsonOf(score.dataset),
      metric: jsonOf(Object.fromEntries(Object.entries(score.metric).filter(([key]) => key !== 'value'))),
      value: jsonOf(score.value, score.valueNode),
      ...(score.givenSource === undefined ? {} : { source: jsonOf(score.givenSource) }),
      verified: score.locked,
      line: score.line,
    })),
    eval_results: evalResults.map(({ data, node, value, file, isRead, locked, line }) => ({
      ...(jsonOf(data) as object),
      value: jsonOf(value, valueAt(node, 'value')),
      file,
      line,
      verified: locked,
      read_by_hub: isRead,
    })),
    ...(problems.length === 0 ? {} : { findings: problems }),
  };
}

/** Data that JSON can hold: it has no word for what is no finite number, so that stays as it is written. */
function jsonOf(data: unknown, node?: YamlNode): unknown {
  if (typeof data === 'number' && !Number.isFinite(data)) {
    const written = resolveAlias(node);
    return written?.kind === 'scalar' ? written.text : NOT_FINITE[String(data)];
  }
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map((item) => jsonOf(item));
  return Object.fromEntries(Object.entries(data).map(([key, part]) => [key, jsonOf(part)]));
}

/** As YAML writes them. */
const NOT_FINITE: Readonly<Record<string, string>> = { NaN: '.nan', Infinity: '.inf', '-Infinity': '-.inf' };

/** The findings for a person at a terminal. */
export function renderValidation({ card, findings, scores }: ShownValidation, style: Style): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const lines = findings.map((finding) => findingLine(finding, style));
  const verdict =
    findings.length === 0
      ? style.green(`${plainText(card)}: ${count(scores, 'score')}, nothing to find fault with`)
      : style.bold(
          `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')} in ${count(scores, 'score')}`,
        );
  return `${[...lines, verdict].join('\n')}\n`;
}

/** A finding as editors can follow it. */
function findingLine({ file, line, column, severity, code, message }: Finding, style: Style): string {
  const mark = severity === 'error' ? style.red('error') : style.yellow('warning');
  return `${plainText(file)}:${line}:${column}: ${mark} ${style.dim(`[${code}]`)} ${plainText(message)}`;
}

/** The job summary of the same. */
export function summarizeValidation({ card, findings, scores }: ShownValidation): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const verdict =
    findings.length === 0
      ? 'Nothing to find fault with.'
      : `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}.`;
  const list = findings.length === 0 ? '' : `\n\n${findingTable(findings)}`;
  return `## Scores of ${mdText(card)}\n\n${count(scores, 'score')}. ${verdict}${list}\n`;
}

function findingTable(findings: readonly Finding[]): string {
  const rows = findings
    .slice(0, MOST_ROWS)
    .map(({ file, line, severity, code, message }) => [
      severity === 'error' ? '**error**' : 'warning',
      `${mdText(file)}, line ${line}`,
      mdText(code),
      mdText(message, 300),
    ]);
  const more = findings.length > MOST_ROWS ? `\n\nAnd ${findings.length - MOST_ROWS} more.` : '';
  return mdTable(['Severity', 'Where', 'Code', 'What'], rows) + more;
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
