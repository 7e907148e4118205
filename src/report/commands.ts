import type { Judgement } from '../card/classify.ts';
import type { ModelChoice } from '../card/model-choice.ts';
import { columnMatches } from '../card/select-model.ts';
import { shellWord } from './shell-word.ts';

/** Where the card of a command comes from. */
export type CardReference = { readonly repoId?: string; readonly card?: string; readonly revision: string };

/** The command that extracts a table; with a placeholder where the model still has to be chosen. */
export function extractCommand(judgement: Judgement, from: CardReference, choice: ModelChoice): string {
  const words = ['hf-eval', 'extract-readme', ...referenceWords(from), '--table', String(judgement.table.table)];
  if (judgement.orientation === 'benchmarks-as-rows') {
    const match = judgement.values.filter((column) => columnMatches(judgement, column, choice));
    if (match.length !== 1) words.push('--model-column-index', 'INDEX');
  } else if (choice.name === undefined && choice.repoId === undefined) {
    words.push('--model-name', 'NAME');
  }
  return words.join(' ');
}

/** The options that name a card, as they were given. */
function referenceWords({ repoId, card, revision }: CardReference): string[] {
  return [
    ...(repoId === undefined ? [] : optionWords('repo-id', repoId)),
    ...(card === undefined ? [] : optionWords('card', card)),
    ...(revision === 'main' ? [] : optionWords('revision', revision)),
  ];
}

/** A value that begins with a hyphen has to be joined to its option. */
function optionWords(name: string, value: string): string[] {
  return value.startsWith('-') ? [`--${name}=${shellWord(value)}`] : [`--${name}`, shellWord(value)];
}

/** What of a run's options decides what it writes. */
export type PublishOptions = CardReference & {
  readonly modelColumnIndex?: number;
  readonly modelName?: string;
  readonly taskType?: string;
  readonly datasetName?: string;
  readonly datasetType?: string;
  readonly unit?: string;
  readonly forceTable: boolean;
  readonly benchmarks?: string;
  readonly outputFormat: string;
  readonly onConflict: string;
  readonly publish?: 'pull-request' | 'push';
};

/** The command that writes the scores of a table to the Hub as this run does. */
export function publishCommand(table: number, options: PublishOptions): string {
  const words = [
    ...given([
      ['table', table],
      ['model-column-index', options.modelColumnIndex],
      ['model-name', options.modelName],
    ]),
    ...filingWords(options),
  ];
  if (options.forceTable) words.push('--force-table');
  const how = options.publish === 'push' ? '--apply' : '--create-pr';
  return ['hf-eval', 'extract-readme', ...referenceWords(options), ...words, how].join(' ');
}

/** The options that say what scores are filed under and how they are written. */
function filingWords(options: Omit<PublishOptions, 'forceTable'>): string[] {
  return given([
    ['task-type', options.taskType],
    ['dataset-name', options.datasetName],
    ['dataset-type', options.datasetType],
    ['unit', options.unit],
    ['benchmarks', options.benchmarks],
    ['output-format', options.outputFormat === 'model-index' ? undefined : options.outputFormat],
    ['on-conflict', options.onConflict === 'keep' ? undefined : options.onConflict],
  ]);
}

function given(options: readonly (readonly [string, string | number | undefined])[]): string[] {
  return options.flatMap(([name, value]) => (value === undefined ? [] : optionWords(name, String(value))));
}

/** The command that collects scores from result files, and writes them to the Hub where this run does. */
export function collectCommand(
  results: readonly string[],
  options: Omit<PublishOptions, 'forceTable' | 'modelColumnIndex' | 'modelName'> & {
    readonly collect?: {
      readonly allowPartial: boolean;
      readonly allowUnknown: boolean;
      readonly metrics: 'primary' | 'all' | readonly string[];
      readonly models: ReadonlyMap<string, { readonly repoId: string; readonly revision?: string }>;
      readonly sourceUrl?: string;
      readonly job?: { readonly namespace?: string; readonly id: string };
    };
  },
): string {
  const { repoId, revision, publish, collect } = options;
  const { metrics = 'primary', sourceUrl, job } = collect ?? {};
  const words = [
    ...referenceWords({ revision, ...(repoId === undefined ? {} : { repoId }) }),
    ...(job === undefined
      ? results.flatMap((one) => optionWords('results', one))
      : optionWords('job', [job.namespace, job.id].filter(Boolean).join('/'))),
    ...filingWords(options),
  ];
  for (const [name, { repoId: model, revision: own }] of collect?.models ?? []) {
    // What folders are called is nobody's business.
    const shown = /[\\/]/.test(name) ? 'FOLDER' : name;
    words.push(...optionWords('model-map', `${shown}=${model}${own === undefined ? '' : `@${own}`}`));
  }
  if (metrics !== 'primary')
    words.push(...optionWords('metrics', typeof metrics === 'string' ? metrics : metrics.join(' ')));
  if (sourceUrl !== undefined) words.push(...optionWords('source-url', sourceUrl));
  if (collect?.allowPartial) words.push('--allow-partial');
  if (collect?.allowUnknown) words.push('--allow-unknown');
  if (publish !== undefined) words.push(publish === 'push' ? '--apply' : '--create-pr');
  return ['hf-eval', 'collect', ...words].join(' ');
}
