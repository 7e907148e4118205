import { UserError } from '../errors.ts';
import { type Benchmark, type DatasetTask, nameKey } from '../scores/benchmarks.ts';
import { partOf } from './yaml/data.ts';
import { readYamlTree } from './yaml/tree.ts';

const SCALE = /^(?:percent|\d+(?:\.\d+)?-\d+(?:\.\d+)?)$/;

/**
 * Reads a user's own benchmarks: a YAML or JSON list of `{name, aliases, dataset: {id, config, split}, task_id, metric:
 * {type, name}, higher_is_better, scale}`. Only the name is needed.
 *
 * @throws UserError `usage` with every problem at once, each with its line; `invalid-card` for text that is no YAML.
 */
export function readBenchmarks(text: string, file: string): Benchmark[] {
  const { root, data, placeOf } = readYamlTree(text, { name: file, line: 1 });
  const problems: string[] = [];
  if (root?.kind !== 'sequence' || !Array.isArray(data)) {
    throw new UserError('usage', `${file} holds no list of benchmarks.`, { hint: EXAMPLE });
  }
  const found = data.map((entry: unknown, at): Benchmark => {
    const line = placeOf(root.items[at]?.start ?? 0).line;
    const wrong = (what: string): void => void problems.push(`${file}, line ${line}: ${what}`);
    const part = partOf(entry);
    for (const key of Object.keys(part))
      if (!KEYS.includes(key)) wrong(`there is no key "${key}"; there are ${KEYS.join(', ')}`);
    const text = (from: Readonly<Record<string, unknown>>, key: string, of = ''): string | undefined => {
      const value = from[key];
      if (value !== undefined && (typeof value !== 'string' || value === '')) wrong(`${of}${key} must be text`);
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const name = text(part, 'name') ?? '';
    if (nameKey(name) === '') wrong('a benchmark needs a name');
    const aliases = part.aliases ?? [];
    if (!Array.isArray(aliases) || aliases.some((alias) => typeof alias !== 'string'))
      wrong('aliases must be a list of texts');
    const given = Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === 'string') : [];
    const dataset = partOf(part.dataset);
    const id = text(dataset, 'id', 'dataset.');
    if (part.dataset !== undefined && id === undefined) wrong('dataset.id is missing');
    const metric = partOf(part.metric);
    const type = text(metric, 'type', 'metric.');
    if (part.metric !== undefined && type === undefined) wrong('metric.type is missing');
    const scale = text(part, 'scale');
    if (scale !== undefined && !SCALE.test(scale)) wrong('scale must be percent or a range such as 0-10');
    if (part.higher_is_better !== undefined && typeof part.higher_is_better !== 'boolean')
      wrong('higher_is_better must be true or false');
    const [config, split, taskId] = [
      text(dataset, 'config', 'dataset.'),
      text(dataset, 'split', 'dataset.'),
      text(part, 'task_id'),
    ];
    return {
      name,
      aliases: given,
      keys: [...new Set([name, ...given].map(nameKey))].filter((key) => key !== ''),
      ...(id === undefined
        ? {}
        : { dataset: { id, ...(config === undefined ? {} : { config }), ...(split === undefined ? {} : { split }) } }),
      ...(taskId === undefined ? {} : { taskId }),
      ...(type === undefined ? {} : { metric: { type, name: text(metric, 'name', 'metric.') ?? type } }),
      ...(typeof part.higher_is_better === 'boolean' ? { higherIsBetter: part.higher_is_better } : {}),
      ...(scale === undefined ? {} : { scale }),
    };
  });
  if (problems.length > 0)
    throw new UserError('usage', problems.map((problem) => `${problem}.`).join('\n'), { hint: EXAMPLE });
  return found;
}

/** The tasks in a benchmark dataset's `eval.yaml`. Throws UserError `invalid-card` for text that is no YAML. */
export function readDatasetTasks(text: string, name: string): DatasetTask[] {
  const { tasks } = partOf(readYamlTree(text, { name, line: 1 }).data);
  if (!Array.isArray(tasks)) return [];
  return tasks.flatMap((task: unknown) => {
    const { id, config } = partOf(task);
    return typeof id === 'string' ? [{ id, ...(typeof config === 'string' ? { config } : {}) }] : [];
  });
}

const KEYS = ['name', 'aliases', 'dataset', 'task_id', 'metric', 'higher_is_better', 'scale'];
const EXAMPLE =
  'An entry looks so: {name: My Bench, dataset: {id: org/my-bench}, metric: {type: accuracy}, scale: percent}';
