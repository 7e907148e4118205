import { describe } from '../../data.ts';
import { finiteNumber, isMapping, jsonPath, ownValue } from '../facts.ts';
import type { Refusal } from '../run.ts';

/** What a file has about one task or group. */
export type Entry = {
  readonly task: string;
  /** Where it stands: groups of some files are in `groups` only. */
  readonly under: 'results' | 'groups';
  readonly metrics: readonly Metric[];
  /** Of the metrics, by their keys. */
  readonly values: ReadonlyMap<string, number>;
  readonly refused: readonly Refusal[];
};

export type Metric = {
  /** `acc_norm,none`; up to 0.3 without a filter: `acc_norm`. */
  readonly key: string;
  /** `acc_norm` */
  readonly name: string;
  readonly value: number;
  /** As the file states it. */
  readonly stderr?: number;
};

/** What stands among the metrics of a task and is none; `samples` is a count of some versions. */
const NO_METRICS = new Set(['alias', 'name', 'sample_len', 'sample_count', 'samples']);

/** All entries of `results`, and those of `groups` that are not there. */
export function readEntries(data: unknown): Entry[] {
  const results = ownValue(data, 'results');
  const entries: Entry[] = [];
  for (const under of ['results', 'groups'] as const) {
    const part = ownValue(data, under);
    for (const [task, entry] of isMapping(part) ? Object.entries(part) : []) {
      if (under === 'results' || ownValue(results, task) === undefined) entries.push(readEntry(task, under, entry));
    }
  }
  return entries;
}

function readEntry(task: string, under: Entry['under'], entry: unknown): Entry {
  if (!isMapping(entry)) {
    const reason = `it is ${describe(entry)}, not the metrics of a task`;
    return { task, under, metrics: [], values: new Map(), refused: [{ what: jsonPath(under, task), reason }] };
  }
  const metrics: Metric[] = [];
  const refused: Refusal[] = [];
  const hasFilters = Object.keys(entry).some((key) => key.includes(','));
  for (const [key, value] of Object.entries(entry)) {
    // Groups without a number have a blank key in some versions.
    if (NO_METRICS.has(key) || key.trim() === '') continue;
    const { name, filter } = splitKey(key);
    const valueKey = joinKey(name.replace(/_stderr$/, ''), filter);
    if (valueKey !== key && Object.hasOwn(entry, valueKey)) continue;
    const other =
      valueKey !== key
        ? 'it is a standard error without a value'
        : name.trim() === '' || (hasFilters && filter === undefined)
          ? 'it is no metric: those have a name and a filter here'
          : name === 'bypass'
            ? 'it stands for answers that were not scored'
            : undefined;
    const lost = other === undefined ? notNumber(value) : undefined;
    const what = jsonPath(under, task, key);
    if (other !== undefined) refused.push({ what, reason: other });
    if (lost !== undefined) refused.push({ what, reason: lost, of: { task, metric: key } });
    if (other !== undefined || lost !== undefined) continue;
    const stderr = finiteNumber(ownValue(entry, joinKey(`${name}_stderr`, filter)));
    metrics.push({
      key,
      name,
      value: Number(value),
      ...(stderr === undefined || stderr < 0 ? {} : { stderr }),
    });
  }
  const values = new Map(metrics.map(({ key, value }) => [key, value]));
  return { task, under, metrics, values, refused };
}

function notNumber(value: unknown): string | undefined {
  if (finiteNumber(value) !== undefined) return undefined;
  return `it is ${describe(value)}, ${typeof value === 'number' ? 'not a finite number' : 'not a number'}`;
}

/** The filter is behind the last comma: `exact_match,strict-match`. */
function splitKey(key: string): { readonly name: string; readonly filter: string | undefined } {
  const at = key.lastIndexOf(',');
  return at === -1 ? { name: key, filter: undefined } : { name: key.slice(0, at), filter: key.slice(at + 1) };
}

function joinKey(name: string, filter: string | undefined): string {
  return filter === undefined ? name : `${name},${filter}`;
}
