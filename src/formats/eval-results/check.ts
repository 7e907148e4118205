import type { Registry } from '../../scores/benchmarks.ts';
import type { CheckedScore, Finding } from '../../scores/finding.ts';
import { partOf } from '../yaml/data.ts';
import { valueAt } from '../yaml/tree.ts';
import type { HeldEntry, ReadFile } from './read.ts';

/** What the Hub would not show, or show wrongly, of a file in `.eval_results/`. */
export function checkResultsFile({ path, entries, oddities }: ReadFile, registry: Registry): Finding[] {
  const findings: Finding[] = oddities.map(({ message, line, column }) => {
    return { file: path, line, column, severity: 'error', code: 'eval-results', message };
  });
  if (!path.endsWith('.yaml')) {
    findings.push({
      file: path,
      line: 1,
      column: 1,
      severity: 'error',
      code: 'file-name',
      message: 'the Hub reads files that end in .yaml only',
    });
  }
  for (const entry of entries) {
    const find = (severity: Finding['severity'], code: string, message: string): void => {
      findings.push({ file: path, line: entry.line, column: entry.column, severity, code, message });
    };
    if (typeof entry.value !== 'number') find('error', 'value', 'the value of an entry must be a number');
    const { date, source } = entry.data;
    const dateNode = valueAt(entry.node, 'date');
    if (date !== undefined && typeof date !== 'string') find('error', 'date', 'the date must be text');
    if (dateNode?.kind === 'scalar' && dateNode.plain && dateNode.text !== '') {
      find('warning', 'date', `the date ${dateNode.text} is not in quotes: some readers make a timestamp of it`);
    }
    const { url, name, user, org } = partOf(source);
    if (source !== undefined && typeof url !== 'string') {
      find(
        'error',
        'source',
        `the source${[name, user, org].some(Boolean) ? `, which names ${[name, user, org].filter(Boolean).join(', ')},` : ''} has no url`,
      );
    }
    checkTask(entry, registry, find);
  }
  return findings;
}

function checkTask(
  { datasetId, taskId }: HeldEntry,
  registry: Registry,
  find: (severity: Finding['severity'], code: string, message: string) => void,
): void {
  const known = registry.ofDataset(datasetId);
  if (known.some((benchmark) => benchmark.taskId === taskId)) return;
  const tasks = known.flatMap((benchmark) => (benchmark.taskId === undefined ? [] : [`"${benchmark.taskId}"`]));
  if (tasks.length > 0) {
    find(
      'warning',
      'task-id',
      `${datasetId} is not known to have a task "${taskId}"; its leaderboard is ${tasks.join(' or ')}`,
    );
  } else if (!known.some((benchmark) => benchmark.official)) {
    find(
      'warning',
      'benchmark',
      `${datasetId} is not known to have a leaderboard; the Hub shows entries of registered benchmarks only`,
    );
  }
}

/** The entries as the checks of values look at them. */
export function toChecked(entry: HeldEntry): CheckedScore {
  const { file, line, column, slot, value, datasetId, taskId, notes, source } = entry;
  const { date } = entry.data;
  return {
    file,
    line,
    column,
    format: 'eval-results',
    slot,
    value,
    dataset: { type: datasetId },
    taskId,
    ...(notes === '' ? {} : { notes }),
    ...(typeof date === 'string' ? { date } : {}),
    ...(source === undefined ? {} : { sourceUrl: source }),
  };
}
