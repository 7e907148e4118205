import { DUMP_SCHEMA, dump } from 'js-yaml';
import type { Score } from '../../scores/score.ts';

/** A number with the spelling that it has in its source. */
class WrittenNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The library's numbers, which also print a number in its source's spelling: `85.20` stays `85.20`. */
const SCHEMA = DUMP_SCHEMA.withTags(
  DUMP_SCHEMA.tags.flatMap((tag) => {
    if (tag.nodeKind !== 'scalar' || !/:(?:int|float)$/.test(tag.tagName)) return [];
    const isInt = tag.tagName.endsWith(':int');
    const isOurs = (data: unknown): data is WrittenNumber =>
      data instanceof WrittenNumber && /^-?\d+$/.test(data.text) === isInt;
    const spelled: typeof tag = {
      ...tag,
      identify: (data: unknown) => isOurs(data) || tag.identify(data),
      represent: (data: unknown) => (isOurs(data) ? data.text : tag.represent(data)),
    };
    return [spelled];
  }),
);

/**
 * Renders scores as a `model-index` block of a card's front matter. Scores that share task, dataset and source become
 * metrics of one result; the key order is the one that the Hub's clients write.
 */
export function renderModelIndex(scores: readonly Score[], modelName: string): string {
  const groups = new Map<string, Score[]>();
  for (const score of scores) {
    const key = JSON.stringify([score.task, score.dataset, score.source]);
    groups.set(key, [...(groups.get(key) ?? []), score]);
  }
  const results = [...groups.values()].map((group) => renderResult(group));
  return dump(
    { 'model-index': [{ name: modelName, results }] },
    { schema: SCHEMA, lineWidth: -1, noRefs: true, seqNoIndent: true },
  );
}

function renderResult(group: readonly Score[]): Record<string, unknown> {
  const [first] = group;
  if (first === undefined) return {};
  const { task, dataset, source } = first;
  return {
    task: present({ type: task.type, name: task.name }),
    dataset: present({
      name: dataset.name,
      type: dataset.type,
      config: dataset.config,
      split: dataset.split,
      revision: dataset.revision,
      args: dataset.args,
    }),
    metrics: group.map(({ metric, written }) =>
      present({
        type: metric.type,
        value: new WrittenNumber(written),
        name: metric.name,
        config: metric.config,
        args: metric.args,
      }),
    ),
    ...(source === undefined ? {} : { source: { url: source.url, name: source.name } }),
  };
}

function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
