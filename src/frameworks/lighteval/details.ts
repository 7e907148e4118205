import { partOf } from '../../data.ts';
import { UserError } from '../../errors.ts';
import type { ResultFile, Table } from '../../files/content.ts';
import { textOf } from '../facts.ts';
import type { Refusal } from '../run.ts';
import { stampOf } from '../stamp.ts';

/** What the details of a task hold. */
export type RowCounts = {
  readonly samples: number;
  /** Samples with a value, by metric. */
  readonly byMetric: ReadonlyMap<string, number>;
};

/** What a parquet file of lighteval is: details of 0.11 and newer, or older ones; undefined for others. */
export function detailsKind(table: Table): 'new' | 'old' | undefined {
  const has = (...columns: string[]): boolean => columns.every((column) => table.columns.includes(column));
  if (has('doc', 'metric', 'model_response')) return 'new';
  return has('full_prompt', 'gold', 'metrics', 'num_asked_few_shots', 'predictions') ? 'old' : undefined;
}

/** How many samples a metric is of; undefined where the details do not have it and do not tell either. */
export function samplesOf(rows: RowCounts, metric: string): number | undefined {
  const own = rows.byMetric.get(metric);
  if (own !== undefined) return own;
  // A metric over all samples at once has other names there.
  const isEach = [...rows.byMetric.values()].every((count) => count === rows.samples);
  return isEach ? rows.samples : undefined;
}

/**
 * Counts the samples in the details of a run, by task. They lie in a folder of the model's name and bear the stamp of the
 * results. Only those of 0.11 and newer name their task; older results have counts of their own.
 */
export async function countRows(
  file: ResultFile,
  nearby: readonly ResultFile[],
  model: string | undefined,
): Promise<{ readonly rows: ReadonlyMap<string, RowCounts>; readonly refused: readonly Refusal[] }> {
  const stamp = stampOf(file.path)?.text;
  const rows = new Map<string, RowCounts>();
  const unclear = new Set<string>();
  const refused: Refusal[] = [];
  for (const { path, content } of stamp === undefined ? [] : nearby) {
    if (content.kind !== 'table' || detailsKind(content) !== 'new') continue;
    if (stampOf(path)?.text !== stamp || !isOfModel(path, model)) continue;
    try {
      const { task, counts } = await countTable(content);
      if (task === undefined) continue;
      const before = rows.get(task);
      if (before !== undefined && before.samples !== counts.samples) unclear.add(task);
      rows.set(task, counts);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push({ what: path, reason: error.message });
    }
  }
  for (const task of unclear) {
    rows.delete(task);
    refused.push({ what: `the details of ${task}`, reason: 'there are two, with different numbers of samples' });
  }
  return { rows, refused };
}

/** lighteval writes them to `details/<model>/<stamp>/`. */
function isOfModel(path: string, model: string | undefined): boolean {
  const folder = path.split('/').slice(0, -2).join('/');
  if (!/(?:^|\/)details(?:\/|$)/.test(folder) || model === undefined) return true;
  return `/${folder}`.endsWith(`/details/${model.replace(/^\/+|\/+$/g, '')}`);
}

async function countTable(table: Table): Promise<{ readonly task: string | undefined; readonly counts: RowCounts }> {
  const byMetric = new Map<string, number>();
  let total = 0;
  for await (const { metric } of table.rows(['metric'])) {
    total += 1;
    for (const [name, value] of Object.entries(partOf(metric))) {
      if (value !== null && value !== undefined) byMetric.set(name, (byMetric.get(name) ?? 0) + 1);
    }
  }
  // A sample has a row for each kind of metrics, such as those of answers and those of likelihoods.
  const most = [...byMetric.values()].reduce((a, b) => Math.max(a, b), 0);
  return { task: await firstTask(table), counts: { samples: most === 0 ? total : most, byMetric } };
}

async function firstTask(table: Table): Promise<string | undefined> {
  for await (const { doc } of table.rows(['doc'])) return textOf(partOf(doc).task_name);
  return undefined;
}
