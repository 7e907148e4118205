import { checkOptions } from './evaluation/check-request.ts';
import type { HardwareWish } from './evaluation/hardware/choose.ts';
import { isSchedule, runsPerMonth } from './evaluation/money/runs-per-month.ts';
import {
  BACKENDS,
  type Backend,
  type EvaluationOptions,
  FRAMEWORKS,
  type Framework,
  type Task,
} from './evaluation/request.ts';
import { readTasks } from './evaluation/tasks.ts';
import { backendsOf } from './evaluation/versions.ts';
import type { Door } from './option.ts';
import type { OptionName } from './options.ts';
import { quote, readFlag, readLines } from './raw-options.ts';

/** What is to be evaluated and how, checked; where the scores go, the rest of the configuration says. */
export type EvaluateConfig = {
  readonly framework: Framework;
  readonly backend: Backend;
  readonly tasks: readonly Task[];
  /** Branch, tag or commit of the model; where the scores go without it. */
  readonly modelRevision?: string;
  readonly options: EvaluationOptions;
  readonly hardware: HardwareWish;
  /** User or organization that pays. */
  readonly namespace?: string;
  readonly timeoutSeconds?: number;
  readonly maxCostUsd?: number;
  /** Whether nothing that has a GPU may be started without that. */
  readonly mustLimitCost: boolean;
  /** Names of environment variables that the job gets as secrets. */
  readonly secrets: readonly string[];
  /** The job goes on by itself; its results are collected later. */
  readonly detach: boolean;
  /** Pay again for what was evaluated already. */
  readonly force: boolean;
  /** When it is to be run again and again, as the Hub takes it. */
  readonly schedule?: string;
};

type Get = (name: OptionName) => string | undefined;

const DEFAULT_BACKEND: Readonly<Record<Framework, Backend>> = {
  lighteval: 'vllm',
  'inspect-ai': 'vllm',
  'lm-eval': 'vllm',
  'nemo-evaluator': 'endpoint',
};

/** Checks the options of `evaluate`. */
export function readEvaluateConfig(get: Get, door: Door, problems: string[]): EvaluateConfig {
  const framework = readFramework(get('framework'));
  const backend = readBackend(get('backend'), framework, problems);
  const tasks = tasksOf(get('tasks'), problems);
  const wait = get('wait') === undefined || readFlag(get('wait'), 'wait', problems);
  const schedule = get('schedule');
  const force = readFlag(get('force'), 'force', problems);
  problems.push(...checkSchedule(schedule, force));
  const namespace = get('namespace');
  if (namespace !== undefined && !/^[\w-][\w.-]{0,95}$/.test(namespace))
    problems.push(`--namespace must be a user or an organization, not ${quote(namespace)}`);
  const timeoutSeconds = readDuration(get('timeout'), problems);
  const maxCostUsd = readNumber(get('max-cost-usd'), 'max-cost-usd', { above: 0, most: 100_000 }, problems);
  const secrets = readLines(get('secrets')).flatMap((line) => line.split(/[\s,]+/).filter(Boolean));
  for (const name of secrets) if (!/^[A-Z_][A-Z0-9_]{0,99}$/.test(name)) problems.push(whyNoSecret(name));
  const modelRevision = get('model-revision');
  if (modelRevision !== undefined && !/^\P{Cc}{1,250}$/u.test(modelRevision))
    problems.push('--model-revision must be one line of at most 250 characters');
  return {
    framework,
    backend,
    tasks,
    options: readOptions(get, problems),
    hardware: readHardware(get('hardware'), get('hardware-policy'), problems),
    ...(modelRevision === undefined ? {} : { modelRevision }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
    ...(schedule === undefined ? {} : { schedule }),
    mustLimitCost: door === 'action',
    secrets,
    detach: !wait || readFlag(get('detach'), 'detach', problems),
    force,
  };
}

function tasksOf(value: string | undefined, problems: string[]): readonly Task[] {
  if (value === undefined) return [];
  const read = readTasks(readLines(value));
  if ('tasks' in read) return read.tasks;
  problems.push(...read.problems);
  return [];
}

/** What is no framework at all, the options have been told of already. */
function readFramework(value: string | undefined): Framework {
  const name = value === 'inspect' ? 'inspect-ai' : value;
  return FRAMEWORKS.find((one) => one === name) ?? 'lighteval';
}

function readBackend(value: string | undefined, framework: Framework, problems: string[]): Backend {
  const backend = BACKENDS.find((one) => one === value);
  const own = backendsOf(framework);
  if (backend !== undefined && !own.includes(backend))
    problems.push(`--backend: ${framework} has no backend ${backend}; it has ${own.join(', ')}`);
  return backend ?? DEFAULT_BACKEND[framework];
}

/** What stands behind the name may be the secret itself, as other programs take it: it is not repeated. */
function whyNoSecret(name: string): string {
  const [known = ''] = name.split('=', 1);
  return known === name
    ? `--secrets must name environment variables, not ${quote(name)}`
    : `--secrets takes the name of an environment variable alone, and its value from there: ${quote(known)}`;
}

function readHardware(value = 'auto', policy = 'auto', problems: string[] = []): HardwareWish {
  if (!/^[\w.-]{1,100}$/.test(value))
    problems.push(`--hardware must be a flavor such as a10g-large, not ${quote(value)}`);
  if (value !== 'auto') return { kind: 'named', name: value };
  return { kind: policy === 'simple' ? 'simple' : 'auto' };
}

function readOptions(get: Get, problems: string[]): EvaluationOptions {
  const whole = (name: OptionName): number | undefined =>
    readNumber(get(name), name, { above: 0, most: 1e9, whole: true }, problems);
  const flag = (name: OptionName): boolean | undefined =>
    get(name) === undefined ? undefined : readFlag(get(name), name, problems);
  const batch = get('batch-size');
  const gpuMemory = readNumber(
    get('gpu-memory-utilization'),
    'gpu-memory-utilization',
    { above: 0, most: 1 },
    problems,
  );
  const extraArgs = readLines(get('extra-args'));
  const optional = {
    maxSamples: whole('max-samples'),
    batchSize: batch === 'auto' ? ('auto' as const) : whole('batch-size'),
    tensorParallelSize: whole('tensor-parallel-size'),
    dataParallelSize: whole('data-parallel-size'),
    gpuMemoryUtilization: gpuMemory,
    maxModelLength: whole('max-model-length'),
    dtype: get('dtype'),
    chatTemplate: flag('chat-template'),
    systemPrompt: get('system-prompt'),
    trustRemoteCode: flag('trust-remote-code') ? (true as const) : undefined,
    customTasks: get('custom-tasks'),
    extraArgs: extraArgs.length === 0 ? undefined : extraArgs,
    wandb: get('wandb'),
    pushToHub: get('push-to-hub'),
    baseUrl: get('base-url'),
    provider: get('provider'),
  };
  const options: EvaluationOptions = Object.fromEntries(
    Object.entries(optional).filter(([, value]) => value !== undefined),
  );
  problems.push(...checkOptions(options).map((problem) => `--${problem}`));
  return options;
}

function readNumber(
  value: string | undefined,
  name: string,
  { above, most, whole = false }: { readonly above: number; readonly most: number; readonly whole?: boolean },
  problems: string[],
): number | undefined {
  if (value === undefined) return undefined;
  const number = /^(?:\d+(?:\.\d+)?|\.\d+)$/.test(value) ? Number(value) : Number.NaN;
  if (number > above && number <= most && (!whole || Number.isInteger(number))) return number;
  problems.push(
    `--${name} must be a ${whole ? 'whole ' : ''}number above ${above}${most < 1e9 ? ` and at most ${most}` : ''}, not ${quote(value)}`,
  );
  return undefined;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const LONGEST = 7 * 86_400;

/** `90m`, `2h`, `1d`, as the Hub's own command line takes them; seconds without a unit. */
function readDuration(value: string | undefined, problems: string[]): number | undefined {
  if (value === undefined) return undefined;
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(value) ?? [];
  const seconds = Math.round(Number(number) * (UNITS[unit] ?? 1));
  if (seconds >= 60 && seconds <= LONGEST) return seconds;
  problems.push(`--timeout must be between 1m and 7d, such as 90m or 2h, not ${quote(value)}`);
  return undefined;
}

function checkSchedule(schedule: string | undefined, isForced: boolean): string[] {
  if (schedule === undefined) return [];
  if (!isSchedule(schedule)) {
    return [
      `--schedule must be @hourly, @daily, @weekly, @monthly, @yearly or a cron expression of numbers such as "0 4 * * 1", not ${quote(schedule)}`,
    ];
  }
  return [
    ...(runsPerMonth(schedule) === 0 ? [`--schedule ${quote(schedule)} names a time that never comes`] : []),
    ...(isForced
      ? ['--force pays a second time for what was evaluated, which each run of --schedule does anyway']
      : []),
  ];
}
