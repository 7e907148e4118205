import type { Option } from './option.ts';
import type { OptionName } from './options.ts';

/** Options that belong together, under a heading of help texts and of the README. */
type Group<T> = { readonly heading: string; readonly options: readonly T[] };

const GROUPS: readonly Group<OptionName>[] = [
  { heading: 'What to do', options: ['mode', 'source'] },
  { heading: 'Model repo', options: ['repo-id', 'card', 'revision', 'hf-token'] },
  {
    heading: 'What is evaluated',
    options: ['framework', 'backend', 'tasks', 'custom-tasks', 'max-samples', 'model-revision'],
  },
  {
    heading: 'Hardware, money and time',
    options: ['executor', 'hardware', 'hardware-policy', 'max-cost-usd', 'timeout'],
  },
  { heading: 'The job', options: ['namespace', 'wait', 'detach', 'schedule', 'force', 'secrets', 'output-dir'] },
  {
    heading: 'How the model runs',
    options: [
      'batch-size',
      'max-model-length',
      'dtype',
      'chat-template',
      'system-prompt',
      'tensor-parallel-size',
      'data-parallel-size',
      'gpu-memory-utilization',
      'trust-remote-code',
      'base-url',
      'provider',
      'wandb',
      'push-to-hub',
      'extra-args',
    ],
  },
  {
    heading: 'Results, and which of them count',
    options: ['results', 'job', 'at', 'model-map', 'metrics', 'allow-partial', 'allow-unknown'],
  },
  { heading: 'Table, and the model in it', options: ['table', 'model-column-index', 'model-name', 'force-table'] },
  { heading: 'Comparison with a baseline', options: ['baseline', 'fail-on', 'tolerance', 'alpha'] },
  { heading: 'Reports and exports', options: ['report', 'export'] },
  {
    heading: 'What scores are filed under',
    options: [
      'task-type',
      'dataset-name',
      'dataset-type',
      'unit',
      'source-url',
      'benchmarks',
      'refresh-benchmarks',
      'output-format',
      'on-conflict',
    ],
  },
  { heading: 'Writing', options: ['diff', 'write', 'create-pr', 'apply', 'on-open-pr', 'reopen', 'dry-run'] },
  { heading: 'Printing', options: ['format'] },
];

/** So few are read at a glance. */
const FEW = 12;

/** Options under their headings; few of them without any. */
export function groupOptions(options: readonly Option[]): readonly Group<Option>[] {
  if (options.length <= FEW) return [{ heading: 'Options', options }];
  const byName = new Map(options.map((option) => [option.name, option]));
  return GROUPS.map(({ heading, options: names }) => ({
    heading,
    options: names.flatMap((name) => byName.get(name) ?? []),
  })).filter((group) => group.options.length > 0);
}
