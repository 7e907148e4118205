import { UserError } from '../errors.ts';
import type { Judgement } from './classify.ts';
import type { Column } from './columns.ts';
import { ownHeads } from './facts.ts';
import { type BodyRow, headText } from './layout.ts';
import { ambiguous, type ModelChoice, notFound, shorten } from './model-choice.ts';
import { nameForms, nameKey } from './model-name.ts';
import { areOneModel, fullName, labelledRows, rowCandidates, rowForms } from './model-rows.ts';
import { remember } from './remember.ts';
import { makeCell } from './tables/table.ts';
import { kindOf } from './vocabulary/kinds.ts';

/** The cells of one model: whole columns, whole rows, or all value columns of a table without model names. */
export type Selection = {
  /** The model as the table names it; undefined for a table without model names. */
  readonly model?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly BodyRow[];
};

/**
 * Finds the model in a table that has been judged an evaluation. Names are equal as multisets of tokens or they do
 * not match; there is no nearest match and no first column to fall back on.
 *
 * @throws UserError `model-not-found`, `model-ambiguous`, `column-out-of-range`, `column-without-scores`, with the
 *   candidates in `details`.
 */
export function selectModel(judgement: Judgement, choice: ModelChoice): Selection {
  const { orientation, values, layout } = judgement;
  const which = `Table ${judgement.table.table} (line ${judgement.table.line})`;
  if (choice.columnIndex !== undefined) checkIndex(judgement, choice.columnIndex, which);
  if (orientation === null) {
    throw new UserError('model-ambiguous', `${which} does not say which of its scores belong to one model.`, {
      hint: 'Its rows mix tasks and models, or have no labels. Restate the scores in a table with one row or column for the model.',
    });
  }
  if (orientation === 'single-model') {
    if (choice.columnIndex === undefined) checkOwnName(choice, which);
    const columns = values.filter((column) => choice.columnIndex === undefined || column.index === choice.columnIndex);
    return { columns, rows: layout.rows };
  }
  if (orientation === 'models-as-rows') {
    if (choice.columnIndex !== undefined) {
      throw new UserError(
        'column-without-scores',
        `${which} names its models in rows, so a column is a benchmark, not a model.`,
        {
          hint: 'Choose the row with --model-name.',
          details: { candidates: rowCandidates(judgement) },
        },
      );
    }
    return selectRows(judgement, choice, which);
  }
  return selectColumns(judgement, choice, which);
}

/** The names that a table offers, for error messages: column headers or row labels. */
export function candidatesOf(judgement: Judgement): string[] {
  if (judgement.orientation === 'models-as-rows') return rowCandidates(judgement);
  if (judgement.orientation === 'benchmarks-as-rows') return judgement.values.map((column) => column.header);
  return [];
}

/** Is this value column the one that the repo's own name stands for? For the `match` mark of `inspect-tables`. */
export function columnMatches(judgement: Judgement, column: Column, choice: ModelChoice): boolean {
  return keysOf(choice).some((key) => columnForms(judgement, column).includes(key));
}

function checkIndex(judgement: Judgement, index: number, which: string): void {
  const { columns, values } = judgement;
  if (index >= columns.length) {
    throw new UserError(
      'column-out-of-range',
      `${which} has ${columns.length} columns, 0 to ${columns.length - 1}; there is no column ${index}.`,
      {
        hint: 'inspect-tables prints the columns with their index.',
        details: { columns: columns.map((column) => column.header) },
      },
    );
  }
  if (values.some((column) => column.index === index)) return;
  throw new UserError(
    'column-without-scores',
    `Column ${index} ("${columns[index]?.header ?? ''}") of table ${judgement.table.table} holds no scores.`,
    {
      hint: `Columns with scores: ${values.map((column) => `${column.index} (${column.header})`).join(', ')}.`,
      details: { columns: values.map((column) => ({ index: column.index, header: column.header })) },
    },
  );
}

function checkOwnName(choice: ModelChoice, which: string): void {
  if (choice.name === undefined || choice.repoId === undefined) return;
  if (keysOf({ repoId: choice.repoId }).includes(nameKey(choice.name))) return;
  throw new UserError(
    'model-not-found',
    `${which} names no model: all its scores are those of ${choice.repoId} itself, not of "${choice.name}".`,
    {
      hint: 'Leave --model-name out for such a table.',
      details: { candidates: [] },
    },
  );
}

/** Asked for with every column of every table, for one and the same choice. */
const keysOf: (choice: ModelChoice) => readonly string[] = remember(makeKeys);

function makeKeys(choice: ModelChoice): string[] {
  if (choice.name !== undefined) return [nameKey(choice.name)];
  if (choice.repoId === undefined) return [];
  const name = choice.repoId.split('/').at(-1) ?? '';
  // A repo's name writes 1_5 where a table may write 1.5.
  return [...new Set([choice.repoId, name, name.replace(/(\d)_(?=\d)/g, '$1.')].map(nameKey))];
}

/** Columns or rows that match the first key that matches any: the full repo id goes before its last part. */
function firstMatches<T>(items: readonly T[], formsOf: (item: T) => readonly string[], choice: ModelChoice): T[] {
  for (const key of keysOf(choice)) {
    const found = key === '' ? [] : items.filter((item) => formsOf(item).includes(key));
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * Among several that match, those that were named letter by letter: "Heron*" beside "Heron". The repo's name counts for
 * that only beside the same name with a footnote sign: "Heron 7B" and "Heron-7B" may be two models.
 */
function asWritten<T>(found: readonly T[], namesOf: (item: T) => readonly string[], choice: ModelChoice): readonly T[] {
  if (found.length < 2) return found;
  const wanted = choice.name?.trim() ?? choice.repoId?.split('/').at(-1) ?? '';
  const isSame = (item: T): boolean => namesOf(item).includes(wanted);
  const isMarked = (item: T): boolean =>
    namesOf(item).some((name) => name.startsWith(wanted) && /^[*∗†‡§¶\s]+$/.test(name.slice(wanted.length)));
  const same = found.filter(isSame);
  const isSafe = choice.name !== undefined || found.every((item) => isSame(item) || isMarked(item));
  return same.length > 0 && isSafe ? same : found;
}

function columnForms(judgement: Judgement, column: Column): string[] {
  const { layout } = judgement;
  const heads = layout.heads[column.index] ?? [];
  const cell = layout.table.grid[0]?.[column.index];
  if (heads.length <= 1) return cell === undefined ? [] : nameForms(cell);
  const own = ownHeads(layout, judgement.values, column);
  const joined = [...new Set([headText(layout, column.index), own.join(' ')])].flatMap((text) =>
    nameForms(makeCell([{ text }], 0)),
  );
  return cell !== undefined && dividesScores(judgement, heads[0] ?? '') ? [...joined, ...nameForms(cell)] : joined;
}

/**
 * Do the lower headers under a top header divide one model's scores (metrics, splits, shots), rather than name further
 * models? All of them do, or none: "low, medium, high" are three ways to run a model, though "medium" may be a split.
 */
function dividesScores({ values, layout }: Judgement, top: string): boolean {
  const below = values.map((column) => layout.heads[column.index] ?? []).filter((heads) => heads[0] === top);
  return below.every(
    (heads) => heads.length > 1 && !['model', 'unknown', 'quantity'].includes(kindOf(heads.at(-1) ?? '')),
  );
}

function selectColumns(judgement: Judgement, choice: ModelChoice, which: string): Selection {
  const { values, layout } = judgement;
  const found =
    choice.columnIndex === undefined
      ? asWritten(
          firstMatches(values, (column) => columnForms(judgement, column), choice),
          (column) => [column.header],
          choice,
        )
      : values.filter((column) => column.index === choice.columnIndex);
  const candidates = values.map((column) => ({ index: column.index, header: column.header }));
  const list = candidates.map(({ index, header }) => `${index} (${header || 'no header'})`).join(', ');
  const [first] = found;
  if (first === undefined) throw notFound(choice, which, `its columns are ${list}`, { candidates });
  const tops = new Set(found.map((column) => layout.heads[column.index]?.[0]));
  const bottoms = new Set(found.map((column) => layout.heads[column.index]?.at(-1)));
  const oneModel = found.length === 1 || (tops.size === 1 && bottoms.size === found.length);
  if (!oneModel) {
    throw ambiguous(
      choice,
      which,
      `columns ${found.map((column) => column.index).join(', ')}`,
      found.map(({ index, header }) => ({ index, header })),
    );
  }
  const model = found.length === 1 ? first.header : (layout.heads[first.index]?.[0] ?? first.header);
  return { model, columns: found, rows: layout.rows };
}

function selectRows(judgement: Judgement, choice: ModelChoice, which: string): Selection {
  const rows = labelledRows(judgement);
  const found = asWritten(
    firstMatches(rows, (row) => rowForms(judgement, row), choice),
    (row) => [fullName(judgement, row), row.cells[judgement.label?.index ?? 0]?.text ?? ''],
    choice,
  );
  const [first] = found;
  if (first === undefined) {
    const candidates = rowCandidates(judgement);
    throw notFound(choice, which, `its rows are ${shorten(candidates)}`, { candidates });
  }
  if (found.length > 1 && !areOneModel(judgement, found)) {
    throw ambiguous(
      choice,
      which,
      `the rows at lines ${found.map((row) => row.cells[0]?.line).join(', ')}`,
      found.map((row) => fullName(judgement, row)),
    );
  }
  return { model: first.cells[judgement.label?.index ?? 0]?.text ?? '', columns: judgement.values, rows: found };
}
