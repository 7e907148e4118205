import { type Part, partOf, textsIn } from '../../data.ts';
import { countOf, known, textOf } from '../facts.ts';
import { isHubDataset } from '../own-data.ts';
import type { Measurement } from '../run.ts';
import { readPythonRepr } from './python-repr.ts';

/** What `config_tasks` says of a task. */
export type TaskConfig = Pick<Measurement, 'dataset' | 'isOwnData' | 'variant'> & {
  /** How many samples it was run on; known up to 0.10. */
  readonly samples?: number;
  /** How many samples its data has; known up to 0.10. */
  readonly available?: number;
  /** By the names of its metrics. */
  readonly higherIsBetter: ReadonlyMap<string, boolean>;
};

/** The key of a task's configuration: the task's own since 0.11, up to 0.10 without the shots, which are its last part. */
export function configKey(configs: Part, task: string): string | undefined {
  return [task, task.slice(0, Math.max(0, task.lastIndexOf('|')))].find((key) => Object.hasOwn(configs, key));
}

/** Reads the configuration of a task: an object, or the text that Python makes of one. */
export function readTaskConfig(data: unknown): TaskConfig {
  const config = mappingOf(data);
  const samples = countOf(config.effective_num_docs);
  const available = countOf(config.original_num_docs);
  const areCounted = samples !== undefined && available !== undefined && available > 0;
  return {
    ...readData(config),
    ...(areCounted ? { samples, available } : {}),
    higherIsBetter: readDirections(config.metrics ?? config.metric),
  };
}

function readData(config: Part): Pick<TaskConfig, 'dataset' | 'isOwnData' | 'variant'> {
  const id = textOf(config.hf_repo);
  if (id === undefined) return {};
  const { hf_filter: filter } = config;
  const variant = filter === undefined || filter === null ? undefined : 'filtered data';
  if (!isHubDataset(id)) return { isOwnData: true, ...known({ variant }) };
  const splits = textsIn(config.evaluation_splits);
  const dataset = {
    id,
    ...known({
      config: textOf(config.hf_subset),
      // The number is of all of them together.
      split: textOf(splits.join('+')),
      revision: textOf(config.hf_revision),
    }),
  };
  return { dataset, ...known({ variant }) };
}

/** Metrics that are computed together have a list of names, and a direction for each. */
function readDirections(metrics: unknown): Map<string, boolean> {
  const directions = new Map<string, boolean>();
  for (const item of Array.isArray(metrics) ? metrics : []) {
    const { metric_name: names, higher_is_better: direction } = mappingOf(item);
    for (const name of typeof names === 'string' ? [names] : textsIn(names)) {
      const own = typeof direction === 'boolean' ? direction : partOf(direction)[name];
      if (typeof own === 'boolean') directions.set(name, own);
    }
  }
  return directions;
}

function mappingOf(data: unknown): Part {
  return partOf(typeof data === 'string' ? readPythonRepr(data) : data);
}
