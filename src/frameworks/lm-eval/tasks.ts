import { commonValue, countOf, ownValue, textOf } from '../facts.ts';
import { isHubDataset } from '../own-data.ts';
import type { Measurement } from '../run.ts';

export type Dataset = NonNullable<Measurement['dataset']>;

/**
 * How many examples a task's prompts had: `n-shot`, which knows of those written into a prompt, else the task's settings.
 * Up to 0.3, all tasks had the same.
 */
export function shotsOf(data: unknown, task: string): number | undefined {
  const stated = [
    ownValue(ownValue(data, 'n-shot'), task),
    ownValue(ownValue(ownValue(data, 'configs'), task), 'num_fewshot'),
    ownValue(ownValue(data, 'config'), 'num_fewshot'),
  ];
  return stated.map(countOf).find((shots) => shots !== undefined);
}

/** The data that a task was run on. The split is the test split, where there is one: lm-eval takes it first. */
export function datasetOf(data: unknown, task: string): Dataset | undefined {
  const settings = ownValue(ownValue(data, 'configs'), task);
  const id = textOf(ownValue(settings, 'dataset_path'));
  if (id === undefined || !isHubDataset(id)) return undefined;
  return datasetFrom({
    id,
    config: textOf(ownValue(settings, 'dataset_name')),
    split: textOf(ownValue(settings, 'test_split')) ?? textOf(ownValue(settings, 'validation_split')),
    revision: textOf(ownValue(ownValue(settings, 'dataset_kwargs'), 'revision')),
  });
}

/** Was a task run on data that its settings name, but not by an id on the Hub? */
export function isOwnData(data: unknown, task: string): boolean {
  const id = textOf(ownValue(ownValue(ownValue(data, 'configs'), task), 'dataset_path'));
  return id !== undefined && !isHubDataset(id);
}

/** Which files of a dataset on the Hub a task was run on, where its settings choose some. */
export function chosenFiles(data: unknown, task: string): string | undefined {
  const files = ownValue(ownValue(ownValue(ownValue(data, 'configs'), task), 'dataset_kwargs'), 'data_files');
  return files === undefined || files === null || isOwnData(data, task) ? undefined : 'chosen files';
}

/** What the data of several tasks has in common; undefined when that is not even its name. */
export function commonDataset(datasets: readonly (Dataset | undefined)[]): Dataset | undefined {
  const common = (key: keyof Dataset): string | undefined => commonValue(datasets.map((dataset) => dataset?.[key]));
  const id = common('id');
  if (id === undefined) return undefined;
  return datasetFrom({ id, config: common('config'), split: common('split'), revision: common('revision') });
}

/** Tasks have a dozen at most. */
const MOST_METRICS = 100;

/** Whether more is better, by the name of the metric without its filter; undefined where the file does not tell. */
export function directionOf(data: unknown, task: string, metric: string): boolean | undefined {
  const stated = ownValue(ownValue(ownValue(data, 'higher_is_better'), task), metric);
  if (typeof stated === 'boolean') return stated;
  const list = ownValue(ownValue(ownValue(data, 'configs'), task), 'metric_list');
  const found = (Array.isArray(list) ? list.slice(0, MOST_METRICS) : []).find(
    (item) => ownValue(item, 'metric') === metric,
  );
  const direction = ownValue(found, 'higher_is_better');
  return typeof direction === 'boolean' ? direction : undefined;
}

function datasetFrom(facts: {
  readonly id: string;
  readonly config: string | undefined;
  readonly split: string | undefined;
  readonly revision: string | undefined;
}): Dataset {
  const { id, config, split, revision } = facts;
  return {
    id,
    ...(config === undefined ? {} : { config }),
    ...(split === undefined ? {} : { split }),
    ...(revision === undefined ? {} : { revision }),
  };
}
