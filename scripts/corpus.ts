// Scores the extraction on a labelled corpus of real cards: npm run corpus [FOLDER]. The corpus is no part of this
// repository; without it there is nothing to do. Exit code 1 when a bar is missed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifyTable, type Judgement } from '../src/card/classify.ts';
import { decodeCard } from '../src/card/decode-card.ts';
import { type CardScore, extractScores } from '../src/card/extract.ts';
import type { ModelChoice } from '../src/card/model-choice.ts';
import { splitCard } from '../src/card/split-card.ts';
import { readTables } from '../src/card/tables/read-tables.ts';
import { UserError } from '../src/errors.ts';

type Place = readonly [number, number];
type GoldScore = {
  readonly benchmark: string;
  readonly value: number;
  readonly at: Place;
  readonly subset?: string;
  readonly metric?: string;
  readonly group?: string;
  readonly shots?: number;
  readonly unit: 'percent' | 'fraction' | null;
  readonly stderr?: number;
  readonly stderr_optional?: true;
  readonly optional?: true;
};
type GoldTable = {
  readonly table: number;
  readonly kind: 'evaluation' | 'other';
  readonly orientation: string | null;
  readonly headers: readonly string[];
  readonly rows: number;
  readonly columns: number;
  readonly line: number;
  readonly optional_columns?: readonly string[];
};
type GoldExtraction = {
  readonly table: number;
  readonly model: string | null;
  readonly model_alt?: readonly string[];
  readonly model_column_index: number | null;
  readonly scores: readonly GoldScore[];
  readonly skipped?: readonly { readonly at: Place }[];
};
type Gold = {
  readonly repo_id: string;
  readonly tables: readonly GoldTable[];
  readonly extractions?: readonly GoldExtraction[];
  readonly must_fail?: readonly {
    readonly table: number | null;
    readonly model: string | null;
    readonly why: string;
  }[];
};

/** A count of what was right, and the bar that it has to reach. */
type Figure = { right: number; all: number; readonly bar: number };

const figures = {
  'tables found': { right: 0, all: 0, bar: 1 },
  'kind right': { right: 0, all: 0, bar: 0.97 },
  'orientation right': { right: 0, all: 0, bar: 0.95 },
  'extractions exact': { right: 0, all: 0, bar: 0.92 },
  'score recall': { right: 0, all: 0, bar: 0.97 },
  'details right': { right: 0, all: 0, bar: 0.97 },
  'must-fail kept': { right: 0, all: 0, bar: 1 },
} satisfies Record<string, Figure>;
let wrong = 0;

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../../shared/cards', import.meta.url)));
if (!existsSync(folder)) {
  console.log(`SKIPPED: no labelled cards at ${folder}`);
} else {
  for (const slug of readdirSync(folder).sort()) {
    const labels = join(folder, slug, 'expected.json');
    if (existsSync(labels))
      await scoreCard(slug, JSON.parse(readFileSync(labels, 'utf8')), join(folder, slug, 'README.md'));
  }
  printFigures();
}

async function scoreCard(slug: string, gold: Gold, path: string): Promise<void> {
  const card = splitCard(decodeCard(readFileSync(path), slug));
  const judgements = (await readTables(card.body, card.bodyLine)).map((table) => classifyTable(table));
  figures['tables found'].all += gold.tables.length;
  for (const label of gold.tables) {
    const judgement = judgements[label.table - 1];
    if (judgement === undefined || !isTable(judgement, label)) {
      console.log(`${slug} table ${label.table}: not found as labelled`);
      continue;
    }
    figures['tables found'].right += 1;
    count(
      'kind right',
      judgement.kind === label.kind,
      `${slug} table ${label.table}: ${judgement.kind}, ${judgement.why}`,
    );
    if (label.kind === 'evaluation') {
      count(
        'orientation right',
        judgement.orientation === label.orientation,
        `${slug} table ${label.table}: ${judgement.orientation}`,
      );
    }
  }
  for (const extraction of gold.extractions ?? []) scoreExtraction(slug, gold, judgements, extraction);
  for (const { table, model, why } of gold.must_fail ?? []) {
    const tables = table === null ? judgements : judgements.slice(table - 1, table);
    const chosen = tables.filter((judgement) => judgement.kind === 'evaluation');
    const choice: ModelChoice = { repoId: gold.repo_id, ...(model === null ? {} : { name: model }) };
    const kept =
      (table === null && chosen.length !== 1) || chosen.every((judgement) => extract(judgement, choice).length === 0);
    count('must-fail kept', kept, `${slug} table ${table}: "${model}" gave scores, but ${why}`);
    if (!kept) wrong += 1;
  }
}

function isTable({ table }: Judgement, label: GoldTable): boolean {
  const headers = (table.grid[0] ?? []).slice(0, label.headers.length).map((cell) => cell.text);
  return (
    headers.join('\n') === label.headers.join('\n') &&
    table.grid.length - 1 === label.rows &&
    table.columns === label.columns &&
    table.line === label.line
  );
}

function extract(judgement: Judgement, choice: ModelChoice): readonly CardScore[] {
  try {
    return extractScores(judgement, choice).results;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function scoreExtraction(slug: string, gold: Gold, judgements: readonly Judgement[], label: GoldExtraction): void {
  const judgement = judgements[label.table - 1];
  if (judgement === undefined) return;
  const where = `${slug} table ${label.table}, ${label.model ?? 'own model'}`;
  const index = label.model_column_index;
  const choices: ModelChoice[] =
    index !== null && judgement.orientation !== 'models-as-rows'
      ? [{ columnIndex: index, repoId: gold.repo_id }]
      : [label.model ?? undefined, ...(label.model_alt ?? [])].map((name) => ({
          repoId: gold.repo_id,
          ...(name === undefined ? {} : { name }),
        }));
  const results = choices.map((choice) => extract(judgement, choice)).find((found) => found.length > 0) ?? [];
  const optional =
    judgements[label.table - 1]?.columns.filter((column) =>
      gold.tables[label.table - 1]?.optional_columns?.includes(column.header),
    ) ?? [];
  const left = [...label.scores];
  let extras = 0;
  for (const result of results) {
    const here = (score: { at: Place }): boolean => score.at[0] === result.at[0] && score.at[1] === result.at[1];
    const found = left.findIndex((score) => here(score) && score.value === result.value && sharesName(score, result));
    const [match] = found === -1 ? [] : left.splice(found, 1);
    if (match !== undefined) {
      checkDetails(where, match, result);
      continue;
    }
    if (optional.some((column) => column.index === result.at[1])) continue;
    extras += 1;
    if (label.scores.some(here) || label.skipped?.some(here)) wrong += 1;
    console.log(`${where}: ${JSON.stringify(result)} is no score of the labels`);
  }
  const missed = left.filter((score) => !score.optional);
  const required = label.scores.filter((score) => !score.optional).length;
  figures['score recall'].right += required - missed.length;
  figures['score recall'].all += required;
  count(
    'extractions exact',
    missed.length === 0 && extras === 0,
    `${where}: missed ${missed.map((score) => score.benchmark).join(', ')}`,
  );
}

function sharesName(gold: GoldScore, result: CardScore): boolean {
  const words = (...texts: (string | undefined)[]): string[] =>
    texts
      .join(' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const wanted = words(gold.benchmark, gold.subset, gold.metric, gold.group);
  const got = new Set(words(result.benchmark, result.subset, result.metric, result.group));
  return wanted.length === 0 || wanted.some((word) => got.has(word));
}

function checkDetails(where: string, gold: GoldScore, result: CardScore): void {
  const problems = [
    (gold.unit === 'percent') === (result.unit === 'percent') ? '' : `unit ${result.unit}, not ${gold.unit}`,
    gold.shots === result.shots ? '' : `shots ${result.shots}, not ${gold.shots}`,
    gold.stderr === result.stderr || (gold.stderr_optional && result.stderr === undefined)
      ? ''
      : `stderr ${result.stderr}, not ${gold.stderr}`,
  ].filter(Boolean);
  count('details right', problems.length === 0, `${where}, ${gold.benchmark}: ${problems.join('; ')}`);
}

function count(figure: keyof typeof figures, right: boolean, complaint: string): void {
  figures[figure].all += 1;
  if (right) figures[figure].right += 1;
  else console.log(`${figure.replace(/ \w+$/, '')} — ${complaint}`);
}

function printFigures(): void {
  for (const [name, { right, all, bar }] of Object.entries(figures)) {
    const share = all === 0 ? 1 : right / all;
    if (share < bar) process.exitCode = 1;
    const bars = share < bar ? `  MISSED, bar ${(bar * 100).toFixed(0)} %` : '';
    console.log(
      `${name.padEnd(18)} ${`${right}/${all}`.padStart(9)}  ${(share * 100).toFixed(1).padStart(5)} %${bars}`,
    );
  }
  if (wrong > 0) process.exitCode = 1;
  console.log(`${'wrong scores'.padEnd(18)} ${String(wrong).padStart(9)}${wrong > 0 ? '  MISSED, bar 0' : ''}`);
}
