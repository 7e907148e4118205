import type { Judgement } from '../card/classify.ts';
import type { CardScore, Extraction, SkippedCell } from '../card/extract.ts';
import type { ModelChoice } from '../card/model-choice.ts';
import { columnMatches } from '../card/select-model.ts';
import type { Finding } from '../scores/finding.ts';
import { type CardReference, extractCommand } from './commands.ts';

const SAMPLE_ROWS = 3;

/** The tables of a card as `inspect-tables --format json` prints them. */
export function tablesJson(judgements: readonly Judgement[], from: CardReference, choice: ModelChoice): object {
  return {
    ...(from.repoId === undefined ? {} : { repo_id: from.repoId }),
    tables: judgements.map((judgement) => tableJson(judgement, from, choice)),
  };
}

function tableJson(judgement: Judgement, from: CardReference, choice: ModelChoice): object {
  const { table, kind, why, orientation, layout } = judgement;
  return {
    table: table.table,
    line: table.line,
    syntax: table.syntax,
    kind,
    why,
    orientation,
    ...(table.heading === undefined ? {} : { heading: table.heading }),
    columns: judgement.columns.map((column) => {
      const [, ...lower] = layout.heads[column.index] ?? [];
      const match =
        orientation === 'benchmarks-as-rows' && column.role === 'value' && columnMatches(judgement, column, choice);
      return {
        index: column.index,
        header: table.grid[0]?.[column.index]?.text ?? '',
        ...(lower.length === 0 ? {} : { subheader: lower.join(' ') }),
        role: column.role,
        ...(match ? { match } : {}),
      };
    }),
    rows: Math.max(table.grid.length - 1, 0),
    header_rows: layout.headerRows,
    sample: layout.rows.slice(0, SAMPLE_ROWS).map((row) => row.cells.map((cell) => cell.text)),
    ...(kind === 'evaluation' ? { command: extractCommand(judgement, from, choice) } : {}),
  };
}

/** An extraction as `extract-readme --format json` prints it. */
export function extractionJson(
  {
    extraction,
    findings,
    yaml,
  }: {
    readonly extraction: Extraction;
    readonly yaml: string;
    readonly findings: ReadonlyMap<unknown, readonly Finding[]>;
  },
  repoId: string | undefined,
): object {
  return {
    ...(repoId === undefined ? {} : { repo_id: repoId }),
    table: extraction.table,
    ...(extraction.model === undefined ? {} : { model: extraction.model }),
    ...(extraction.column === undefined ? {} : { column: extraction.column }),
    results: extraction.results.map(resultJson),
    skipped: extraction.skipped.map(skippedJson),
    findings: [...findings.values()]
      .flat()
      .map(({ severity, code, message, line }) => ({ severity, code, message, line })),
    yaml,
  };
}

function resultJson(score: CardScore): object {
  const { benchmark, value, unit, stderr, shots, subset, metric, group, higherIsBetter, remarks, line, at } = score;
  return {
    benchmark,
    value,
    ...(unit === undefined ? {} : { unit }),
    ...(stderr === undefined ? {} : { stderr }),
    ...(shots === undefined ? {} : { shots }),
    ...(subset === undefined ? {} : { subset }),
    ...(metric === undefined ? {} : { metric }),
    ...(group === undefined ? {} : { group }),
    ...(higherIsBetter === undefined ? {} : { higher_is_better: higherIsBetter }),
    ...(remarks === undefined ? {} : { remarks }),
    line,
    at,
  };
}

function skippedJson({ benchmark, subset, metric, group, cell, reason, line, at }: SkippedCell): object {
  return {
    benchmark,
    ...(subset === undefined ? {} : { subset }),
    ...(metric === undefined ? {} : { metric }),
    ...(group === undefined ? {} : { group }),
    cell,
    reason,
    line,
    at,
  };
}

/** An error as `--format json` prints it. */
export function errorJson(error: {
  code: string;
  message: string;
  hint?: string | undefined;
  details?: Readonly<Record<string, unknown>>;
}): object {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...error.details,
    },
  };
}
