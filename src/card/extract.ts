import { UserError } from '../errors.ts';
import type { Judgement } from './classify.ts';
import { readingAt } from './layout.ts';
import type { ModelChoice } from './model-choice.ts';
import {
  directionOf,
  isElsewhere,
  isFarOff,
  isNoScore,
  provesFractions,
  remarksBeside,
  saysPercent,
  stderrBeside,
  writesFractions,
} from './score-facts.ts';
import { type Names, nameCells } from './score-names.ts';
import { selectModel } from './select-model.ts';
import { MAX_NAME_LENGTH } from './tables/table.ts';

/** A score as the card states it. */
export type CardScore = Names & {
  readonly value: number;
  /** The number as written, without thousands separators. */
  readonly written: string;
  readonly unit?: 'percent' | 'fraction';
  readonly stderr?: number;
  readonly higherIsBetter?: boolean;
  /** What the table says of how it was measured: in brackets behind the number, in a column of notes, above the labels. */
  readonly remarks?: readonly string[];
  /** Line of the card, from 1. */
  readonly line: number;
  /** [row, column] in the table's grid, from 0. */
  readonly at: readonly [number, number];
};

/** A cell of the model that is no score, and why. */
export type SkippedCell = Names & {
  readonly cell: string;
  readonly reason: string;
  readonly line: number;
  readonly at: readonly [number, number];
};

/** The scores of one model in one table. */
export type Extraction = {
  readonly table: number;
  /** The model as the table names it; absent when the table names none. */
  readonly model?: string;
  /** The column of the model, when there is just one. */
  readonly column?: number;
  readonly results: readonly CardScore[];
  /** More shows than the size of the numbers that those called fractions are that. */
  readonly areFractions: boolean;
  readonly skipped: readonly SkippedCell[];
};

/**
 * Extracts the scores of one model from a table.
 *
 * @throws UserError what {@link selectModel} throws, and `no-scores` when the model's cells hold no number.
 */
export function extractScores(judgement: Judgement, choice: ModelChoice): Extraction {
  const selection = selectModel(judgement, choice);
  const isFraction = writesFractions(judgement);
  const results: CardScore[] = [];
  const skipped: SkippedCell[] = [];
  const namesAt = nameCells(judgement);
  for (const row of selection.rows) {
    for (const column of selection.columns) {
      const names = namesAt(row, column);
      const cell = row.cells[column.index];
      if (cell === undefined) continue;
      const place = { line: cell.line, at: [row.index, column.index] as const };
      const skip = (reason: string): void => {
        skipped.push({ ...(names ?? { benchmark: '' }), cell: cell.text, reason, ...place });
      };
      const reading = readingAt(judgement.layout, row, column.index);
      if (reading.kind === 'missing') skip('missing');
      else if (reading.kind === 'other') skip(reading.reason);
      else if (row.belowHeader !== undefined) skip(`it stands below another header, at line ${row.belowHeader}`);
      else if (names !== undefined && names.benchmark.length > MAX_NAME_LENGTH)
        skip('its label is too long to be a name');
      else if (names === undefined || names.benchmark === '') skip('its row or column has no label');
      else if (cell.surplus) skip('its row has more cells than the table has columns');
      else if (judgement.orientation !== 'models-as-rows' && isElsewhere(judgement, column))
        skip('the number of another source');
      else if (isNoScore(judgement, names)) skip('a size, a cost, a setting or a loss');
      else if (cell.span !== undefined) skip('one number for several rows or columns');
      else if (isFarOff(judgement, names, reading.value)) skip('a whole number far off the other values');
      else {
        const shots = names.shots ?? reading.shots;
        const metric = names.metric ?? reading.metric;
        const stderr = reading.stderr ?? stderrBeside(judgement, row, column);
        const unit =
          reading.percent || saysPercent(column.header) || saysPercent(names.benchmark)
            ? 'percent'
            : isFraction
              ? 'fraction'
              : undefined;
        const better = directionOf(judgement, row, column, names);
        const remarks = [...(reading.remark === undefined ? [] : [reading.remark]), ...remarksBeside(judgement, row)];
        results.push({
          ...names,
          ...(metric === undefined ? {} : { metric }),
          ...(shots === undefined ? {} : { shots }),
          value: reading.value,
          written: reading.written,
          ...(unit === undefined ? {} : { unit }),
          ...(stderr === undefined ? {} : { stderr }),
          ...(better === undefined ? {} : { higherIsBetter: better }),
          ...(remarks.length === 0 ? {} : { remarks }),
          ...place,
        });
      }
    }
  }
  const { model } = selection;
  const { kept, doubtful } = tellApart(results, judgement);
  for (const cell of doubtful) skipped.push(cell);
  if (kept.length === 0) {
    throw new UserError(
      'no-scores',
      `Table ${judgement.table.table} (line ${judgement.table.line}) has no number for ${model === undefined ? 'the model' : `"${model}"`}.`,
      {
        hint: describeSkipped(skipped),
        details: { skipped },
      },
    );
  }
  const [column] = selection.columns;
  return {
    table: judgement.table.table,
    ...(model === undefined ? {} : { model }),
    ...(selection.columns.length === 1 && column !== undefined ? { column: column.index } : {}),
    results: kept,
    areFractions: isFraction && provesFractions(judgement, kept),
    skipped,
  };
}

/**
 * Scores of one name with different values cannot be told apart, so none of them is taken; one that is merely repeated
 * is taken once.
 */
function tellApart(
  results: readonly CardScore[],
  judgement: Judgement,
): { kept: CardScore[]; doubtful: SkippedCell[] } {
  const named = new Map<string, CardScore[]>();
  for (const result of results) {
    const { benchmark, subset, metric, group, shots, remarks } = result;
    const key = JSON.stringify([benchmark, subset, metric, group, shots, remarks]).toLowerCase();
    named.set(key, [...(named.get(key) ?? []), result]);
  }
  const kept: CardScore[] = [];
  const doubtful: SkippedCell[] = [];
  for (const twins of named.values()) {
    const differ = twins.some((twin) => twin.value !== twins[0]?.value);
    for (const [index, twin] of twins.entries()) {
      if (!differ && index === 0) kept.push(twin);
      else {
        const { value, written, unit, stderr, higherIsBetter, remarks, ...names } = twin;
        const cell = judgement.table.grid[twin.at[0]]?.[twin.at[1]]?.text ?? written;
        doubtful.push({ ...names, cell, reason: differ ? 'several numbers under this name' : 'the same score again' });
      }
    }
  }
  return { kept, doubtful };
}

/** The first few skipped cells in words. */
function describeSkipped(skipped: readonly SkippedCell[]): string {
  const shown = skipped
    .slice(0, 5)
    .map(
      ({ benchmark, cell, reason, line }) =>
        `line ${line}, ${benchmark.slice(0, 60)}: "${cell.slice(0, 40)}" (${reason})`,
    );
  return skipped.length === 0
    ? 'It has no cells in this table.'
    : `Its cells: ${shown.join('; ')}${skipped.length > 5 ? '; …' : ''}.`;
}
