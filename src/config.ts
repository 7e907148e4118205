import { type CollectConfig, readCollectConfig } from './collect-config.ts';
import { COMMANDS, type Command, type CommandName } from './commands.ts';
import { UserError } from './errors.ts';
import type { Option } from './option.ts';
import { ALIASES, type OptionName, optionsOf } from './options.ts';
import { quote, type RawEnvironment, readFlag, suggest } from './raw-options.ts';
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
};

/** Values as a door hands them over, by option name; undefined where nothing was given. */
export type RawOptions = Readonly<Partial<Record<OptionName, string>>>;

const DEFAULT_ENDPOINT = 'https://huggingface.co';

/**
 * Checks the options of a command.
 *
 * @throws UserError `usage`, with every problem at once.
 */
export function parseConfig(command: CommandName, raw: RawOptions, env: RawEnvironment): Config {
  const problems: string[] = [];
  const get = (name: OptionName): string | undefined => {
    const value = raw[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  const number = (name: OptionName, least: number): number | undefined => {
    const value = get(name);
    if (value === undefined) return undefined;
    if (/^\d{1,6}$/.test(value) && Number(value) >= least) return Number(value);
    problems.push(`${name} must be a whole number from ${least}, not ${quote(value)}`);
    return undefined;
  };
  const text = (name: OptionName, most: number): string | undefined => {
    const value = get(name);
    if (value === undefined) return undefined;
    if (value.length <= most && !/\p{Cc}/u.test(value)) return value;
    problems.push(`${name} must be one line of at most ${most} characters`);
    return undefined;
  };
  for (const option of optionsOf(command, 'cli').concat(optionsOf(command, 'action'))) {
    const problem = checkAllowed(option, get(option.name as OptionName));
    if (problem !== undefined && !problems.includes(problem)) problems.push(problem);
  }
  const repoId = get('repo-id');
  if (repoId !== undefined) problems.push(...checkRepoId(repoId));
  const card = text('card', 4096);
  // Result files can be looked at without anything to compare them with.
  if (repoId === undefined && card === undefined && command !== 'collect')
    problems.push('repo-id or card is needed, to say whose card is to be read');
  if (command === 'get-prs' && repoId === undefined && card !== undefined)
    problems.push('get-prs needs repo-id: a local card has no pull requests');
  const collect = command === 'collect' ? readCollectConfig(get, env, problems) : undefined;
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
  if (write && publish !== undefined)
    problems.push('write is for a local card; it cannot be combined with writing to the Hub');
  if (write && card === undefined) problems.push('write needs card, the local file that is to be written');
  // Without it nothing tells whose files they are, and another model's scores could get into them.
  const outputFormat = (get('output-format') ?? 'model-index') as Config['outputFormat'];
  const onConflict = (get('on-conflict') ?? 'keep') as Config['onConflict'];
  // The runner gives every input its default.
  const merging = [
    ...(outputFormat === 'model-index' ? [] : ['output-format']),
    ...(onConflict === 'keep' ? [] : ['on-conflict']),
  ];
  if (diff) merging.push('diff');
  if (write) merging.push('write');
  if (publish !== undefined) merging.push(publish === 'push' ? 'apply' : 'create-pr');
  if (merging.length > 0 && repoId === undefined) {
    problems.push(
      `${merging.join(', ')} ${merging.length > 1 ? 'need' : 'needs'} repo-id, to say whose model repo the files are of`,
    );
  }
  const table = number('table', 1);
  if (forceTable && get('table') === undefined) problems.push('force-table needs table, to say which one is meant');
  const taskType = get('task-type');
  if (taskType !== undefined && !TASK_TYPES.includes(taskType)) {
    const near = suggest(taskType, TASK_TYPES);
    problems.push(`task-type must be a Hub pipeline tag such as text-generation, not ${quote(taskType)}${near}`);
  }
  const optional = {
    repoId,
    card,
    table,
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
  };
  const isHeld = collect?.gate?.baseline.some((one) => /^(?:card$|eval-results$|git:)/.test(one)) ?? false;
  if (isHeld && repoId === undefined && card === undefined)
    problems.push('baseline needs repo-id or card, to say whose scores are compared with');
  if (collect !== undefined && publish !== undefined && card !== undefined)
    problems.push(
      'card cannot be combined with writing to the Hub: the scores come from results, and go into the card there',
    );
  if (command !== 'extract-readme' && command !== 'collect' && get('format') === 'yaml')
    problems.push(`format must be text or json for ${command}`);
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
  const known = COMMANDS.flatMap(namesOf);
  const what = by === 'name' ? `there is no command ${quote(name)}` : `there is no mode ${quote(name)}`;
  throw usageError([`${what}${suggest(name, known)}; there are: ${known.join(', ')}`]);
}

/** Resolves a spelling of an option to its name. */
export function findOption(spelling: string, options: readonly Option[]): Option | undefined {
  const name = ALIASES[spelling] ?? spelling;
  return options.find((option) => option.name === name);
}

function checkAllowed(option: Option, value: string | undefined): string | undefined {
  if (value === undefined || option.allowed === undefined || option.allowed.includes(value)) return undefined;
  return `${option.name} must be one of ${option.allowed.join(', ')}, not ${quote(value)}${suggest(value, option.allowed)}`;
}

/** Proposing or committing, and that the branch can be written to. */
function readPublish(get: (name: OptionName) => string | undefined, problems: string[]): Config['publish'] {
  const propose = readFlag(get('create-pr'), 'create-pr', problems);
  const push = readFlag(get('apply'), 'apply', problems);
  if (propose && push) problems.push('create-pr and apply exclude each other: one proposes, the other commits');
  if (!propose && !push) return undefined;
  const revision = get('revision') ?? 'main';
  if (/^(?:[0-9a-f]{7,40}|refs\/.*|HEAD)$/.test(revision))
    problems.push(`revision must be a branch to be written to, not ${quote(revision)}`);
  return push ? 'push' : 'pull-request';
}

/** Is it ORG/NAME? Empty when it is, else what is wrong. */
function checkRepoId(repoId: string): string[] {
  if (isRepoId(repoId)) return [];
  const url = /^https?:\/\/[^/]+\/([\w.-]+\/[\w.-]+)/.exec(repoId);
  if (url !== null) return [`repo-id must be ORG/NAME, not a URL: write ${url[1]}`];
  return [`repo-id must be ORG/NAME, such as allenai/OLMo-2-1124-7B, not ${quote(repoId)}`];
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
  problems.push(`dataset-type must be a dataset id such as cais/mmlu, not ${quote(value)}`);
  return undefined;
}
