import type { Score } from '../../scores/score.ts';
import { renderYaml, type YamlValue } from '../yaml-text.ts';

/**
 * Renders scores as a `model-index` block of a card's front matter. Scores that share task, dataset and source become
 * metrics of one result; the key order is the one that the Hub's clients write.
 */
export function renderModelIndex(scores: readonly Score[], modelName: string): string {
  const groups = new Map<string, Score[]>();
  for (const score of scores) {
    const key = JSON.stringify([score.task, score.dataset, score.source]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [score]);
    else group.push(score);
  }
  const results = [...groups.values()].map(renderResult);
  return renderYaml({ 'model-index': [{ name: modelName, results }] });
}

function renderResult(group: readonly Score[]): YamlValue {
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
    metrics: group.map(({ metric, written }) => ({
      type: metric.type,
      value: { spelled: written },
      name: metric.name,
      config: metric.config,
      args: metric.args,
    })),
    source: source === undefined ? undefined : { url: source.url, name: source.name },
  };
}
