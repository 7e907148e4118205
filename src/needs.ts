import { isHeld } from './collect-config.ts';
import type { CommandName } from './commands.ts';
import type { Door } from './option.ts';
import type { OptionName } from './options.ts';
import { quote, readLines } from './raw-options.ts';

/** What was given, for the checks of options beside each other. */
export type Given = {
  readonly get: (name: OptionName) => string | undefined;
  /** Was it given? What a runner adds by itself does not count, nor a switch that is off. */
  readonly isGiven: (name: OptionName) => boolean;
  /** Was it given, if only misspelt or without its value? Then it is not missed. */
  readonly isMeant: (name: OptionName) => boolean;
  readonly door: Door;
};

/** What is wrong with options beside each other: one that is missing, one that would do nothing, two that exclude each other. */
export function checkNeeds(command: CommandName, given: Given): string[] {
  return [
    ...missing(command, given),
    ...exclusive(command, given),
    ...withoutRepo(given),
    ...withoutWriting(command, given),
    ...withoutBaseline(given),
    ...withoutJob(command, given),
    ...withoutDataset(given),
    ...(command === 'evaluate' ? inVain(given) : []),
    ...(given.isGiven('force-table') && !given.isMeant('table')
      ? ['--force-table needs --table, to say which one is meant']
      : []),
  ];
}

/** What says whose card or files are to be read. */
function missing(command: CommandName, { isMeant }: Given): string[] {
  if (command === 'get-prs')
    return isMeant('repo-id') ? [] : ['--repo-id is needed, to say whose pull requests are to be listed'];
  if (command === 'evaluate') {
    return [
      ...(isMeant('repo-id') ? [] : ['--repo-id is needed, to say which model is to be evaluated']),
      ...(isMeant('framework')
        ? []
        : ['--framework is needed, to say what evaluates: lighteval, inspect-ai or lm-eval']),
      ...(isMeant('tasks') ? [] : ['--tasks is needed, to say what is to be evaluated']),
    ];
  }
  // Result files can be looked at without anything to compare them with.
  if (command === 'collect')
    return isMeant('results') || isMeant('job')
      ? []
      : ['--results is needed, to say which files are to be read, or --job for those of a job'];
  if (isMeant('repo-id') || isMeant('card')) return [];
  return ['--repo-id or --card is needed, to say whose card is to be read'];
}

function exclusive(command: CommandName, { isGiven, isMeant }: Given): string[] {
  const problems: string[] = [];
  const writesToHub = isGiven('create-pr') || isGiven('apply');
  if (isGiven('create-pr') && isGiven('apply'))
    problems.push('--create-pr and --apply exclude each other: one proposes, the other commits');
  if (isGiven('write') && writesToHub)
    problems.push('--write is for a local card; it cannot be combined with writing to the Hub');
  if (isGiven('write') && !isMeant('card')) problems.push('--write needs --card, the local file that is to be written');
  if ((command === 'collect' || command === 'evaluate') && writesToHub && isGiven('card'))
    problems.push(
      '--card cannot be combined with writing to the Hub: the scores come from --results, and go into the card there',
    );
  return problems;
}

/** Without the repo nothing tells whose files they are, and another model's scores could get into them. */
function withoutRepo({ get, isGiven, isMeant }: Given): string[] {
  if (isMeant('repo-id')) return [];
  const merging = MERGING.filter((name) => isGiven(name) && get(name) !== MERGING_DEFAULTS[name]);
  const problems: string[] = [];
  if (merging.length > 0) {
    const names = merging.map((name) => `--${name}`).join(', ');
    problems.push(
      `${names} ${merging.length > 1 ? 'need' : 'needs'} --repo-id, to say whose model repo the files are of`,
    );
  }
  const needsRepo = readLines(get('baseline')).some(isHeld);
  if (needsRepo && !isMeant('card'))
    problems.push('--baseline needs --repo-id or --card, to say whose scores are compared with');
  return problems;
}

const MERGING = ['output-format', 'on-conflict', 'diff', 'write', 'create-pr', 'apply'] as const;
const MERGING_DEFAULTS: Readonly<Partial<Record<OptionName, string>>> = {
  'output-format': 'model-index',
  'on-conflict': 'keep',
};

/** What is about writing to the Hub. */
function withoutWriting(command: CommandName, { isGiven, door }: Given): string[] {
  if (isGiven('create-pr') || isGiven('apply')) return [];
  const toHub = door === 'cli' ? '--create-pr or --apply' : 'mode: pull-request or mode: push';
  const all = door === 'cli' ? '--create-pr, --apply or --write' : toHub;
  return [
    // An evaluation that is only planned costs nothing.
    ...(isGiven('dry-run') && !isGiven('write') && command !== 'evaluate'
      ? [`--dry-run needs ${all}: without that nothing is written anyway`]
      : []),
    ...(['reopen', 'on-open-pr'] as const)
      .filter(isGiven)
      .map((name) => `--${name} needs ${toHub}: it is about pull requests on the Hub, which nothing else looks at`),
  ];
}

/** What is about a comparison. */
function withoutBaseline({ isGiven, isMeant }: Given): string[] {
  if (isMeant('baseline')) return [];
  return (['tolerance', 'fail-on', 'alpha'] as const)
    .filter(isGiven)
    .map((name) => `--${name} needs --baseline, to say what is compared with`);
}

/** What would be paid for and could not be taken then, and what would do nothing. */
function inVain({ get, isGiven }: Given): string[] {
  const writing = (['create-pr', 'apply', 'write'] as const).find(isGiven);
  const revision = get('model-revision');
  const target = get('revision') ?? 'main';
  const alone = get('wait') === 'false' ? 'wait false' : (['detach', 'schedule'] as const).find(isGiven);
  const later = (['report', 'export', 'output-dir', 'baseline'] as const).filter(
    (name) => alone !== undefined && isGiven(name),
  );
  return [
    ...(isGiven('max-samples') && writing !== undefined && !isGiven('allow-partial')
      ? [
          `--max-samples evaluates a part of the data, and --${writing} takes scores of all of it alone: leave out one of them, or give --allow-partial, which takes the scores as those of a part`,
        ]
      : []),
    // A schedule has its scores collected later, each run's to where they belong.
    ...(get('schedule') === undefined &&
    revision !== undefined &&
    revision !== target &&
    !/^[0-9a-f]{40}$/.test(revision)
      ? [
          `--model-revision ${quote(revision)} is another one than ${quote(target)}, to which the scores would go: give it as --revision, or give the commit of ${quote(target)} that is meant`,
        ]
      : []),
    ...later.map((name) => `--${name} would do nothing with --${alone}: give it to hf-eval collect --job, later`),
    ...(isGiven('detach') && isGiven('wait') && get('wait') === 'true'
      ? ['--detach and --wait true exclude each other: one leaves the job alone, the other follows it to its end']
      : []),
    ...(isGiven('hardware-policy') && isGiven('hardware') && get('hardware') !== 'auto'
      ? ['--hardware-policy chooses the hardware, and --hardware names it: leave out one of them']
      : []),
  ];
}

/** What is about a job, of a command that takes files as well. */
function withoutJob(command: CommandName, { isGiven, isMeant }: Given): string[] {
  if (command !== 'collect') return [];
  if (isMeant('job'))
    return isGiven('results') ? ['--job and --results exclude each other: the results are those of the job'] : [];
  return (['wait', 'namespace', 'output-dir'] as const)
    .filter(isGiven)
    .map((name) => `--${name} needs --job, to say whose results are meant`);
}

/** What is about runs in a dataset on the Hub. */
function withoutDataset({ get, isGiven }: Given): string[] {
  const places = [...readLines(get('results')), ...readLines(get('baseline'))];
  if (!isGiven('at') || places.length === 0 || places.some((place) => place.startsWith('hf://'))) return [];
  return ['--at chooses among the runs in a dataset on the Hub (hf://datasets/ORG/NAME), and no such place is given'];
}
