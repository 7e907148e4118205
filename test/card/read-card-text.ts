import { classifyTable, type Judgement } from '../../src/card/classify.ts';
import { type Extraction, extractScores } from '../../src/card/extract.ts';
import type { ModelChoice } from '../../src/card/model-choice.ts';
import { splitCard } from '../../src/card/split-card.ts';
import { readTables } from '../../src/card/tables/read-tables.ts';
import type { Table } from '../../src/card/tables/table.ts';
import { UserError } from '../../src/errors.ts';

/** All tables of a card's text. */
export async function tablesOf(text: string): Promise<Table[]> {
  const card = splitCard(text);
  return readTables(card.body, card.bodyLine);
}

/** The texts of a table's grid. */
export function textsOf(table: Table | undefined): string[][] {
  return (table?.grid ?? []).map((row) => row.map((cell) => cell.text));
}

/** The judgement of the only table of a text. */
export async function judgeOnly(text: string, options: { force?: boolean } = {}): Promise<Judgement> {
  const tables = await tablesOf(text);
  const [table] = tables;
  if (table === undefined || tables.length > 1) throw new Error(`${tables.length} tables in: ${text}`);
  return classifyTable(table, options);
}

/** A GFM table from rows of cells. */
export function gfm(head: readonly string[], ...rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The repo whose card the tables are taken to stand in. */
export const OWN: ModelChoice = { repoId: 'harbor-labs/Kestrel-7B' };

/** Extracts from the only table of a text. */
export async function extract(text: string, choice: ModelChoice = OWN): Promise<Extraction> {
  return extractScores(await judgeOnly(text), choice);
}

/** The scores in short: names and value. */
export async function scores(text: string, choice: ModelChoice = OWN): Promise<unknown[]> {
  const { results } = await extract(text, choice);
  return results.map(({ line, at, written, ...score }) => score);
}

/** What a text is refused with. */
export async function refusal(text: string, choice: ModelChoice = OWN): Promise<UserError> {
  try {
    await extract(text, choice);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
