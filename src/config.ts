import { type CollectConfig, readCollectConfig } from './collect-config.ts';
import { COMMANDS, type Command, type CommandName } from './commands.ts';
import { UserError } from './errors.ts';
import type { EvaluateConfig, readEvaluateConfig } from './evaluate-config.ts';
import { suggest } from './nearest.ts';
import { checkNeeds } from './needs.ts';
import type { Door, Option } from './option.ts';
import { OPTIONS, type OptionName, optionsOf } from './options.ts';
import { quote, type RawEnvironment, readFlag } from './raw-options.ts';
import { isRepoId } from './scores/repo-id.ts';
import { TASK_TYPES } from './scores/tasks.ts';

/** What a run is asked to do, checked. */
export type Config = {
  readonly command: CommandName;
  readonly repoId?: string;
  /** A local card; without it the card is read from the Hub. */
  readonly card?: string;
  readonly revision: string;
  readonly table?: number;
  readonly modelColumnIndex?: number;
  readonly modelName?: string;
  /** Without it the card's own pipeline tag counts. */
  readonly taskType?: string;
  readonly datasetName?: string;
  readonly datasetType?: string;
  /** What numbers are of which the table does not say it. */
  readonly unit?: 'percent' | 'fraction';
  readonly forceTable: boolean;
  /** A file with the user's own benchmarks. */
  readonly benchmarks?: string;
  /** Ask the Hub which tasks the datasets of benchmarks have. */
  readonly refreshBenchmarks: boolean;
  readonly format: 'text' | 'json' | 'yaml';
  readonly outputFormat: 'model-index' | 'eval-results' | 'both';
  readonly onConflict: 'keep' | 'replace' | 'fail';
  readonly diff: boolean;
  readonly write: boolean;
  /** Whether and how the changes go to the Hub. */
  readonly publish?: 'pull-request' | 'push';
  readonly onOpenPr: 'fail' | 'skip' | 'proceed';
  /** Open a proposal again that somebody closed. */
  readonly reopen: boolean;
  readonly dryRun: boolean;
  /** Base URL of the Hub, without a trailing slash. */
  readonly endpoint: string;
  readonly token?: string;
  /** What to collect, and how. */
  readonly collect?: CollectConfig;
  /** What to evaluate, and how; its results are collected then. */
  readonly evaluate?: EvaluateConfig;
};

/** Values as a door hands them over, by option name; undefined where nothing was given. */
export type RawOptions = Readonly<Partial<Record<OptionName, string>>>;

/** What else a door knows of what was given. */
export type Asked = {
  readonly door: Door;
  /** What it has found wrong already. */
  readonly problems?: readonly string[];
  /** Options that were meant, if only misspelt or without a value. */
  readonly meant?: readonly OptionName[];
} & Readers;

/** What reads the options of one command alone: doors load it for that one, since all others start sooner without it. */
export type Readers = { readonly readEvaluate?: typeof readEvaluateConfig };

const DEFAULT_ENDPOINT = 'https://huggingface.co';

/**
 * Checks the options of a command. Problems are in the words of the command line.
 *
 * @throws UserError `usage`, with every problem at once.
 */
export function parseConfig(
  command: CommandName,
  raw: RawOptions,
  env: RawEnvironment,
  { door, problems: found = [], meant = [], readEvaluate }: Asked = { door: 'cli' },
): Config {
  const problems = [...found];
  const get = (name: OptionName): string | undefined => {
    const value = raw[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  const number = (name: OptionName, least: number): number | undefined => {
    const value = get(name);
    if (value === undefined) return undefined;
    if (/^\d{1,6}$/.test(value) && Number(value) >= least) return Number(value);
    problems.push(`--${name} must be a whole number from ${least}, not ${quote(value)}`);
    return undefined;
  };
  const text = (name: OptionName, most: number): string | undefined => {
    const value = get(name);
    if (value === undefined) return undefined;
    if (value.length <= most && !/\p{Cc}/u.test(value)) return value;
    problems.push(`--${name} must be one line of at most ${most} characters`);
    return undefined;
  };
  for (const option of optionsOf(command, 'cli').concat(optionsOf(command, 'action'))) {
    const problem = checkAllowed(option, get(option.name as OptionName));
    if (problem !== undefined && !problems.includes(problem)) problems.push(problem);
  }
  const repoId = get('repo-id');
  if (repoId !== undefined) problems.push(...checkRepoId(repoId));
  const card = text('card', 4096);
  problems.push(
    ...checkNeeds(command, {
      get,
      isGiven: (name) => isGiven(name, get(name), door),
      isMeant: (name) => get(name) !== undefined || meant.includes(name),
      door,
    }),
  );
  const takesResults = command === 'collect' || command === 'evaluate';
  const collect = takesResults ? readCollectConfig(get, env, problems) : undefined;
  if (command === 'evaluate' && readEvaluate === undefined) throw new Error('nothing reads the options of evaluate');
  const evaluate = command === 'evaluate' ? readEvaluate?.(get, door, problems) : undefined;
  const revision = text('revision', 250) ?? 'main';
  const endpoint = readEndpoint(env.HF_ENDPOINT, problems);
  const token = get('hf-token') ?? env.HF_TOKEN?.trim();
  const forceTable = readFlag(get('force-table'), 'force-table', problems);
  const refreshBenchmarks = readFlag(get('refresh-benchmarks'), 'refresh-benchmarks', problems);
  const diff = readFlag(get('diff'), 'diff', problems);
  const write = readFlag(get('write'), 'write', problems);
  const publish = readPublish(get, problems);
  const reopen = readFlag(get('reopen'), 'reopen', problems);
  const dryRun = readFlag(get('dry-run'), 'dry-run', problems);
  const outputFormat = (get('output-format') ?? 'model-index') as Config['outputFormat'];
  const onConflict = (get('on-conflict') ?? 'keep') as Config['onConflict'];
  const taskType = get('task-type');
  if (taskType !== undefined && !TASK_TYPES.includes(taskType)) {
    const near = suggest(taskType, TASK_TYPES);
    problems.push(`--task-type must be a Hub pipeline tag such as text-generation, not ${quote(taskType)}${near}`);
  }
  const optional = {
    repoId,
    card,
    table: number('table', 1),
    modelColumnIndex: number('model-column-index', 0),
    modelName: text('model-name', 300),
    datasetName: text('dataset-name', 300),
    benchmarks: text('benchmarks', 4096),
    datasetType: datasetType(get('dataset-type'), problems),
    token: token === '' ? undefined : token,
    taskType,
    unit: get('unit') as Config['unit'],
    publish,
    collect,
    evaluate,
  };
  if (problems.length > 0) throw usageError(problems, command);
  return {
    command,
    revision,
    forceTable,
    onOpenPr: (get('on-open-pr') ?? 'fail') as Config['onOpenPr'],
    reopen,
    dryRun,
    refreshBenchmarks,
    diff,
    write,
    outputFormat,
    onConflict,
    format: (get('format') ?? 'text') as Config['format'],
    endpoint,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Config>),
  };
}

/** The usage error for a list of problems, with where to read more. */
export function usageError(problems: readonly string[], command?: CommandName): UserError {
  const [first = '', ...rest] = problems;
  const message = rest.length === 0 ? `${first}.` : problems.map((problem) => `${problem}.`).join('\n');
  return new UserError('usage', message, {
    hint: `See: hf-eval ${command === undefined ? '--help' : `${command} --help`}`,
    details: { problems: [...problems] },
  });
}

/** The command of a name, of an Action mode, or the error that lists them. */
export function findCommand(name: string, by: 'name' | 'mode'): Command {
  const namesOf = (command: Command): readonly string[] => (by === 'name' ? [command.name] : command.modes);
  const found = COMMANDS.find((command) => namesOf(command).includes(name));
  if (found !== undefined) return found;
  const known = [...new Set(COMMANDS.flatMap(namesOf))];
  const other = by === 'name' ? elsewhereAsMode(name) : elsewhereAsCommand(name);
  const what = by === 'name' ? `there is no command ${quote(name)}` : `there is no mode ${quote(name)}`;
  throw usageError([`${what}${other ?? suggest(name, known)}; there are: ${known.join(', ')}`]);
}

/** The mode that does what a command does. */
function elsewhereAsCommand(name: string): string | undefined {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) return undefined;
  const source = command.source === undefined ? '' : ` with source: ${command.source}`;
  return ` (the command of this name is mode: ${listed(command.modes)}${source})`;
}

/** The command that does what a mode does. */
function elsewhereAsMode(name: string): string | undefined {
  const commands = COMMANDS.filter(({ modes }) => modes.some((mode) => mode === name));
  return commands.length === 0 ? undefined : ` (the mode of this name is ${listed(commands.map((one) => one.name))})`;
}

/** `a, b or c` */
function listed(names: readonly string[]): string {
  return names.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

/** Resolves a spelling of an option to its name. */
export function findOption(spelling: string, options: readonly Option[]): Option | undefined {
  return options.find(({ name, aliases }) => name === spelling || aliases?.includes(spelling));
}

/** Was an option given? The runner gives every input its default. */
export function isGiven(name: OptionName, value: string | undefined, door: Door): boolean {
  const option: Option | undefined = OPTIONS.find((one) => one.name === name);
  if (value === undefined || (option?.value === undefined && /^false$/i.test(value))) return false;
  return door === 'cli' || value !== option?.default;
}

function checkAllowed(option: Option, value: string | undefined): string | undefined {
  if (value === undefined || option.allowed === undefined || option.allowed.includes(value)) return undefined;
  return `--${option.name} must be one of ${option.allowed.join(', ')}, not ${quote(value)}${suggest(value, option.allowed)}`;
}

/** Proposing or committing, and that the branch can be written to. */
function readPublish(get: (name: OptionName) => string | undefined, problems: string[]): Config['publish'] {
  const propose = readFlag(get('create-pr'), 'create-pr', problems);
  const push = readFlag(get('apply'), 'apply', problems);
  if (!propose && !push) return undefined;
  const revision = get('revision') ?? 'main';
  if (/^(?:[0-9a-f]{7,40}|refs\/.*|HEAD)$/.test(revision))
    problems.push(`--revision must be a branch to be written to, not ${quote(revision)}`);
  return push ? 'push' : 'pull-request';
}

/** Is it ORG/NAME? Empty when it is, else what is wrong. */
function checkRepoId(repoId: string): string[] {
  if (isRepoId(repoId)) return [];
  const url = /^https?:\/\/[^/]+\/([\w.-]+\/[\w.-]+)/.exec(repoId);
  if (url !== null) return [`--repo-id must be ORG/NAME, not a URL: write ${url[1]}`];
  return [`--repo-id must be ORG/NAME, such as allenai/OLMo-2-1124-7B, not ${quote(repoId)}`];
}

function readEndpoint(value: string | undefined, problems: string[]): string {
  const text = value?.trim() || DEFAULT_ENDPOINT;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '') return text.replace(/\/+$/, '');
  problems.push('HF_ENDPOINT must be an http(s) URL without credentials');
  return DEFAULT_ENDPOINT;
}

function datasetType(value: string | undefined, problems: string[]): string | undefined {
  // The server's own pattern for model-index (POST /api/validate-yaml).
  if (value === undefined || /^(?:[\w-]+\/)?[\w.-]+$/.test(value)) return value;
  problems.push(`--dataset-type must be a dataset id such as cais/mmlu, not ${quote(value)}`);
  return undefined;
}
