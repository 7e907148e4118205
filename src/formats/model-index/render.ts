import type { Score } from '../../scores/score.ts';
import { renderYaml, type YamlValue } from '../yaml/text.ts';

/**
 * Renders scores as a `model-index` block of a card's front matter. Scores that share task, dataset and source become
 * metrics of one result; the key order is the one that the Hub's clients write.
 */
export function renderModelIndex(scores: readonly Score[], modelName: string): string {
  return renderYaml({ 'model-index': [elementOf(scores, modelName)] });
}

/** An element of a `model-index`: a model's name and its results. */
export function elementOf(scores: readonly Score[], modelName: string): YamlValue {
  return { name: modelName, results: groupResults(scores).map(resultOf) };
}

/** Scores that become metrics of one result, in the order of their first. */
export function groupResults(scores: readonly Score[]): (readonly Score[])[] {
  return [...Map.groupBy(scores, (score) => JSON.stringify([score.task, score.dataset, score.source])).values()];
}

/** A result for scores that share task, dataset and source. */
export function resultOf(group: readonly Score[]): YamlValue {
  const [first] = group;
  if (first === undefined) return {};
  const { task, dataset, source } = first;
  return {
    task: { type: task.type, name: task.name },
    dataset: {
      name: dataset.name,
      type: dataset.type,
      config: dataset.config,
      split: dataset.split,
      revision: dataset.revision,
      args: dataset.args,
    },
    metrics: group.map(metricOf),
    source: source === undefined ? undefined : { url: source.url, name: source.name },
  };
}

/** A metric of a result: the value as its source writes it. */
export function metricOf({ metric, written }: Score): YamlValue {
  return {
    type: metric.type,
    value: { spelled: written },
    name: metric.name,
    config: metric.config,
    args: metric.args,
  };
}
