import { basename } from 'node:path';
import { readCell } from '../card/cells.ts';
import type { Cell, Table } from '../card/tables/table.ts';
import type { Config } from '../config.ts';
import { publishCommand } from '../report/commands.ts';
import { warnOfPreview } from '../report/text.ts';
import type { Score } from '../scores/score.ts';
import { type LoadedCard, loadCard, type Ports, parseCard } from './load-card.ts';
import { loadRegistry, refreshRegistry } from './load-registry.ts';
import { type Merged, mergeScores } from './merge-scores.ts';
import type { Offer } from './offer.ts';
import { type Preview, previewCard } from './preview.ts';
import { publishScores } from './publish/publish.ts';
import type { Published } from './publish/step.ts';
import type { WriterPorts } from './publish/writer.ts';
import { shortHash } from './short-hash.ts';
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
      const now = found[at] ?? { kind: 'gone' };
      if (now.kind === 'found' && now.index === table - 1) return [source, { kind: 'own' }];
      // Of another card nothing is known but which of its tables this one is.
      if (from !== kind) return [source, { kind: 'other' }];
      if (now.kind === 'gone') return [source, { kind: 'gone' }];
      if (now.kind === 'unclear') {
        const some = now.indices.flatMap((index) => tables[index] ?? []);
        return [source, { kind: 'other', states: (score) => some.some((one) => isIn(one, score, 'head')) }];
      }
      const other = tables[now.index];
      if (other === undefined) return [source, { kind: 'other' }];
      return [source, { kind: 'other', table: other.table, states: (score) => isIn(other, score, now.same) }];
    }),
  );
}

/**
 * Does a table still have a score? Where nothing of its frame has changed, in its own cell; where rows have, in its column;
 * where columns have, in its row.
 */
function isIn(table: Table, { value, provenance }: Score, same: 'all' | 'head' | 'labels'): boolean {
  if (provenance.kind !== 'card-table') return true;
  const [row, column] = provenance.at;
  const cells =
    same === 'all'
      ? [table.grid[row]?.[column]]
      : same === 'head'
        ? table.grid.map((line) => line[column])
        : (table.grid[row] ?? []);
  return cells.some((cell) => cell !== undefined && [...valuesIn(cell, table)].includes(value));
}

/** The number in a cell, by either decimal sign: which one the table uses does not matter to what it may say. */
function* valuesIn(cell: Cell, { spreadInParentheses }: Table): Iterable<number> {
  for (const decimalComma of [false, true]) {
    const reading = readCell(cell, { spreadInParentheses, decimalComma });
    if (reading.kind === 'number') yield reading.value;
  }
}

const TABLE_SOURCE = /^(.* table) ([0-9a-f]{8})\.([0-9a-f]{8})$/s;
