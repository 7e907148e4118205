import type { CheckedScore, Finding } from '../../scores/finding.ts';
import { TASK_TYPES } from '../../scores/tasks.ts';
import { type Part, partOf } from '../yaml/data.ts';
import type { IndexedScore, ModelIndex } from './read.ts';

/** The Hub's own rule for `dataset.type`: no blanks, at most one slash. */
const DATASET_TYPE = /^(?:[\w-]+\/)?[\w.-]+$/;

/** What the Hub, or its clients, would refuse or misread in a `model-index`. */
export function checkModelIndex({ scores, oddities }: ModelIndex, file: string): Finding[] {
  const findings: Finding[] = oddities.map(({ message, line, column }) => {
    return { file, line, column, severity: 'error', code: 'model-index', message };
  });
  for (const score of scores) {
    const { line, column } = score;
    const find = (severity: Finding['severity'], code: string, message: string): void => {
      findings.push({ file, line, column, severity, code, message });
    };
    checkRequired(score, find);
    const { type } = score.task;
    if (typeof type === 'string' && !TASK_TYPES.includes(type)) {
      find('warning', 'task-type', `task.type "${type}" is no pipeline tag of the Hub`);
    }
    if (typeof score.dataset.type === 'string' && !DATASET_TYPE.test(score.dataset.type)) {
      find(
        'error',
        'dataset-type',
        `dataset.type "${score.dataset.type}" is no Hub dataset id; a name for people goes to dataset.name`,
      );
    }
    for (const key of ['config', 'split', 'revision']) {
      const value = score.dataset[key];
      if (value !== undefined && typeof value !== 'string') {
        find(
          'error',
          'dataset',
          `dataset.${key} must be text, not ${JSON.stringify(value) ?? String(value)}; put it in quotes or leave it out`,
        );
      }
    }
    for (const [name, value] of [
      ['metrics.name', score.metric.name],
      ['metrics.config', score.metric.config],
      ['task.name', score.task.name],
      ['source.name', partOf(score.givenSource).name],
    ] as const) {
      if (value !== undefined && value !== null && typeof value !== 'string')
        find('error', 'text', `${name} must be text`);
    }
    for (const [name, args] of [
      ['metrics.args', score.metric.args],
      ['dataset.args', score.dataset.args],
    ] as const) {
      const isMapping = typeof args === 'object' && !Array.isArray(args);
      if (args !== undefined && args !== null && !isMapping && typeof args !== 'string')
        find('error', 'args', `${name} must be a mapping`);
    }
    if (score.metric.verified !== undefined && typeof score.metric.verified !== 'boolean') {
      find('error', 'verified', '`verified` must be true or false');
    }
    checkSource(score, find);
    if (score.metric.verified === true && score.metric.verifyToken === undefined) {
      find(
        'warning',
        'verified',
        '`verified` is set by the Hub, which signs it with a `verifyToken`; by hand it means nothing',
      );
    }
    if (typeof score.value !== 'number') {
      find('warning', 'value', `the value is ${describe(score.value)}, so it cannot be compared or ranked`);
    }
  }
  const names = new Set(scores.map((score) => score.path[0]));
  const last = scores.at(-1);
  if (names.size > 1 && last !== undefined) {
    findings.push({
      ...place(last),
      severity: 'warning',
      code: 'several-models',
      message: 'there are several elements in "model-index": Python clients put all results under the last name',
    });
  }
  return findings;
}

type Find = (severity: Finding['severity'], code: string, message: string) => void;

/** Without these, Python's client drops all results of the card, not just this one. */
function checkRequired({ task, dataset, modelName }: IndexedScore, find: Find): void {
  const missing = [
    ...(modelName === undefined ? ['name'] : []),
    ...missingIn(task, 'task', ['type']),
    ...missingIn(dataset, 'dataset', ['type', 'name']),
  ];
  if (missing.length > 0)
    find(
      'error',
      'required',
      `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing: clients drop all results of such a card`,
    );
}

function missingIn(part: Part, name: string, keys: readonly string[]): string[] {
  return keys.filter((key) => typeof part[key] !== 'string' || part[key] === '').map((key) => `${name}.${key}`);
}

function checkSource({ givenSource }: IndexedScore, find: Find): void {
  if (givenSource === undefined) return;
  const { url, name } = partOf(givenSource);
  if (givenSource === null) find('error', 'source', '`source` is null, at which Python clients fail: leave it out');
  else if (typeof url === 'string' && !/^https?:\/\//.test(url))
    find('warning', 'source', `the source's url "${url}" is no web address`);
  else if (typeof url !== 'string')
    find('error', 'source', `the source ${typeof name === 'string' ? `"${name}" ` : ''}has no url`);
}

function describe(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : JSON.stringify(value);
}

function place({ file, line, column }: IndexedScore): Pick<Finding, 'file' | 'line' | 'column'> {
  return { file, line, column };
}

/** The scores as the checks of values look at them. */
export function toChecked(score: IndexedScore): CheckedScore {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const name = text(score.dataset.name);
  const config = text(score.dataset.config);
  const metricName = text(score.metric.name);
  const shots = partOf(score.dataset.args).num_few_shot;
  return {
    ...place(score),
    format: 'model-index',
    slot: score.slot,
    value: score.value,
    dataset: {
      type: text(score.dataset.type) ?? '',
      ...(name === undefined ? {} : { name }),
      ...(config === undefined ? {} : { config }),
    },
    metric: { type: text(score.metric.type) ?? '', ...(metricName === undefined ? {} : { name: metricName }) },
    ...(typeof shots === 'number' ? { notes: `${shots}-shot` } : {}),
    model: score.modelName ?? String(score.path[0]),
    ...(score.source === undefined ? {} : { sourceUrl: score.source }),
  };
}
