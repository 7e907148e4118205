import type { Part } from '../../data.ts';
import { known, sumOf, worstOf } from '../facts.ts';
import type { Measurement } from '../run.ts';
import { type RowCounts, samplesOf } from './details.ts';
import { configKey, readTaskConfig, type TaskConfig } from './task-config.ts';
import { type Extent, judgeTask, type Limit } from './verdict.ts';

/** A key of `results` with what the file says of it. */
export type Task = Extent &
  Pick<Measurement, 'dataset' | 'isOwnData' | 'variant'> & {
    readonly shots?: number;
    /** The key of the mean that it goes into, where the file has one. */
    readonly partOf?: string;
    readonly isGroup?: true;
    readonly higherIsBetter: ReadonlyMap<string, boolean>;
    /** What its details hold, where there are any. */
    readonly rows?: RowCounts;
  };

/** What a key says: `mmlu:anatomy|5`, with the suite before it up to 0.12. */
type Key = { readonly shots?: number; readonly group?: string; readonly isGroup: boolean };

function readKey(key: string): Key {
  const parts = key.split('|');
  const [shots = '', name = '', ...suite] = parts.toReversed();
  if (parts.length < 2 || parts.length > 3 || !/^\d{1,4}$/.test(shots)) return { isGroup: false };
  const [parent] = name.split(':');
  const group = [...suite, `${parent}:_average`, shots].join('|');
  return { shots: Number(shots), group, isGroup: group === key };
}

/**
 * The tasks and groups of `results`, and what was asked for but is not there.
 *
 * @param rows What the details of a task hold, by its key.
 */
export function readTasks(
  file: { readonly results: Part; readonly configs: Part; readonly limit: Limit },
  rows: ReadonlyMap<string, RowCounts>,
): { readonly tasks: readonly Task[]; readonly missing: readonly string[] } {
  const keys = Object.keys(file.results).filter((key) => key !== 'all');
  const single = new Map<string, Task>();
  const parts = new Map<string, Task[]>();
  const configured = new Set<string>();
  for (const key of keys) {
    const { shots, group, isGroup } = readKey(key);
    if (isGroup) continue;
    const own = configKey(file.configs, key);
    if (own !== undefined) configured.add(own);
    const config = readTaskConfig(own === undefined ? undefined : file.configs[own]);
    const isPart = group !== undefined && Object.hasOwn(file.results, group);
    const task = {
      ...known({ shots, partOf: isPart ? group : undefined, ...dataOf(config) }),
      higherIsBetter: config.higherIsBetter,
      ...readExtent(key, config, { limit: file.limit, rows: rows.get(key) }),
    };
    single.set(key, task);
    if (!isPart) continue;
    const others = parts.get(group);
    if (others === undefined) parts.set(group, [task]);
    else others.push(task);
  }
  return {
    tasks: keys.map((key) => single.get(key) ?? readGroup(key, parts.get(key) ?? [], file.limit)),
    missing: Object.keys(file.configs).filter((key) => key !== 'all' && !configured.has(key)),
  };
}

function dataOf({ dataset, isOwnData, variant }: TaskConfig): Pick<Task, 'dataset' | 'isOwnData' | 'variant'> {
  return known({ dataset, isOwnData, variant });
}

function readExtent(
  task: string,
  config: TaskConfig,
  { limit, rows }: { readonly limit: Limit; readonly rows: RowCounts | undefined },
): Extent & { readonly rows?: RowCounts } {
  const { samples, available } = config;
  if (samples !== undefined) {
    const counts = known({ samples, available });
    return { task, ...counts, ...judgeTask(counts, limit) };
  }
  // More rows than samples were allowed: they are of another run.
  const isForeign = rows !== undefined && typeof limit === 'number' && rows.samples > limit;
  if (rows === undefined || isForeign) return { task, ...judgeTask({}, limit) };
  return { task, samples: rows.samples, rows, ...judgeTask({ samples: rows.samples }, limit) };
}

/** A mean over parts, each of which counts the same. Its data is what they have in common. */
function readGroup(task: string, parts: readonly Task[], limit: Limit): Task {
  const { shots } = readKey(task);
  const [first] = parts;
  const shared = <T>(of: (part: Task) => T): T | undefined =>
    first !== undefined && parts.every((part) => of(part) === of(first)) ? of(first) : undefined;
  const id = shared((part) => part.dataset?.id);
  const dataset = {
    config: shared((part) => part.dataset?.config),
    split: shared((part) => part.dataset?.split),
    revision: shared((part) => part.dataset?.revision),
  };
  const metrics = [...(first?.higherIsBetter ?? [])];
  const verdict = worstOf(parts.map((part) => part.verdict));
  return {
    task,
    isGroup: true,
    ...known({
      shots,
      dataset: id === undefined ? undefined : { id, ...known(dataset) },
      // One part on other data makes another mean.
      isOwnData: parts.find((part) => part.isOwnData)?.isOwnData,
      variant: parts.find((part) => part.variant !== undefined)?.variant,
      samples: sumOf(parts.map((part) => part.samples)),
      available: sumOf(parts.map((part) => part.available)),
    }),
    higherIsBetter: new Map(
      metrics.filter(([name, is]) => parts.every((part) => part.higherIsBetter.get(name) === is)),
    ),
    ...(first === undefined ? judgeTask({}, limit) : { verdict, why: `its parts are ${verdict}` }),
  };
}

/** How many samples a metric of a task is of. */
export function metricSamples(task: Task, metric: string): number | undefined {
  return task.rows === undefined ? task.samples : samplesOf(task.rows, metric);
}
