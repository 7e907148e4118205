import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { readCell } from '../card/cells.ts';
import type { Cell, Table } from '../card/tables/table.ts';
import type { Config } from '../config.ts';
import { publishCommand } from '../report/commands.ts';
import { warnOfPreview } from '../report/text.ts';
import { type LoadedCard, loadCard, type Ports, parseCard } from './load-card.ts';
import { loadRegistry, refreshRegistry } from './load-registry.ts';
import { type Merged, mergeScores } from './merge-scores.ts';
import type { Offer } from './offer.ts';
import { type Preview, previewCard } from './preview.ts';
import { publishScores } from './publish/publish.ts';
import type { Published } from './publish/step.ts';
import type { WriterPorts } from './publish/writer.ts';
import { findTables, type Place, type TableKey } from './sources.ts';

/**
 * Extracts scores as a preview does, and merges them into the card's `model-index`, into `.eval_results/` beside it, or
 * into both.
 *
 * @throws UserError what a preview and merging throw.
 */
export function mergeExtracted(config: Config, ports: Ports): Promise<Merged<Preview>> {
  return mergeScores(config, ports, async (card) => readTable(await parseCard(card), config, ports));
}

/**
 * Extracts scores and writes them to the model repo: in one pull request, or as a commit. They come from the card there, or
 * from a local one.
 *
 * @throws UserError what extracting and publishing throw.
 */
export function publishExtracted(config: Config, ports: WriterPorts): Promise<Published<Preview>> {
  return publishScores(config, ports, async (card) => {
    return readTable(await (config.card === undefined ? parseCard(card) : loadCard(config, ports)), config, ports);
  });
}

async function readTable(card: LoadedCard, config: Config, ports: Ports): Promise<Offer<Preview>> {
  const known = await loadRegistry(config);
  const preview = previewCard(card, config, known, ports.today);
  const { modelName, scores, findings, judgement } = preview;
  const datasets = scores.flatMap(({ benchmark, dataset }) => (benchmark === undefined ? [] : [dataset.type]));
  const { table, line } = judgement.table;
  const isLocal = config.card !== undefined;
  const name = basename(config.card ?? '');
  const keys = card.tables.map(keyOf);
  const { head = '', labels = '' } = keys[table - 1] ?? {};
  // What folder a local card lies in is nobody's business, and says nothing: it may be a temporary one.
  const kind = isLocal ? `${name} table` : 'readme table';
  return {
    modelName,
    scores,
    findings,
    warnings: warnOfPreview(preview),
    registry: await refreshRegistry(known, datasets, config, ports),
    origin: preview,
    source: `${kind} ${head}.${labels}`,
    label: `table ${table} of ${isLocal ? name : 'the model card'}`,
    placeOf: (sources) => placeTables(sources, { kind, table, keys, tables: card.tables }),
    told: { kind: 'card-table', table, line, isLocal },
    command: publishCommand(table, isLocal ? { ...config, card: name } : config),
  };
}

function keyOf({ heading, grid }: Table): TableKey {
  const labels = grid.slice(1).map((row) => row[0]?.text ?? '');
  const head = (grid[0] ?? []).map(({ text }) => text);
  return { head: shortHash(JSON.stringify([heading, head])), labels: shortHash(JSON.stringify(labels)) };
}

/**
 * What remembered tables are to the run of one. The same table of another card, a local one or the Hub's, is the same
 * source; but which tables are gone only the card itself can say.
 */
function placeTables(
  sources: readonly string[],
  {
    kind,
    table,
    keys,
    tables,
  }: {
    readonly kind: string;
    readonly table: number;
    readonly keys: readonly TableKey[];
    readonly tables: readonly Table[];
  },
): ReadonlyMap<string, Place> {
  const remembered = sources.flatMap((source) => {
    const [, from, head, labels] = TABLE_SOURCE.exec(source) ?? [];
    return head === undefined || labels === undefined ? [] : [{ source, from, key: { head, labels } }];
  });
  const found = findTables(
    remembered.map(({ key }) => key),
    keys,
  );
  return new Map(
    remembered.map(({ source, from }, at): [string, Place] => {
      const index = found[at];
      if (index === table - 1) return [source, { kind: 'own' }];
      if (index === undefined) return [source, { kind: from === kind ? 'gone' : 'other' }];
      const other = index === 'unclear' || from !== kind ? undefined : tables[index];
      return [source, other === undefined ? { kind: 'other' } : { kind: 'other', table: lookInto(other) }];
    }),
  );
}

function lookInto({ table, grid }: Table): NonNullable<Extract<Place, { kind: 'other' }>['table']> {
  let values: ReadonlySet<number> | undefined;
  return {
    number: table,
    states(value) {
      values ??= new Set(grid.flat().flatMap((cell) => [...valuesIn(cell)]));
      return values.has(value);
    },
  };
}

/** The number in a cell, by either decimal sign: which one the table uses does not matter to what it may say. */
function* valuesIn(cell: Cell): Iterable<number> {
  for (const decimalComma of [false, true]) {
    const reading = readCell(cell, { spreadInParentheses: false, decimalComma });
    if (reading.kind === 'number') yield reading.value;
  }
}

const TABLE_SOURCE = /^(.* table) ([0-9a-f]{8})\.([0-9a-f]{8})$/s;

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
