import type { EvaluationOptions } from './request.ts';

/** The value of a model's argument. */
export type Value = string | number | boolean;

/** What an option, or something else of a request, adds to a plan. */
export type Part = {
  /** Arguments of the model, by the framework's own names. */
  readonly model?: Readonly<Record<string, Value>>;
  /** Arguments of the framework. */
  readonly args?: readonly string[];
  /** Optional parts of packages: `lighteval[wandb]`. */
  readonly extras?: readonly string[];
  /** Packages, by their names among the optional ones of the pins. */
  readonly packages?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Secrets that it cannot do without. */
  readonly needed?: readonly string[];
  /** Secrets that are taken when they are there. */
  readonly wanted?: readonly string[];
  readonly notes?: readonly string[];
};

/** How an option is said in a framework: what it adds, or why there is no way to say this. A text refuses any value. */
type Rule<V> = string | ((value: V) => Part | string);

/** One for each option: an option without a rule does not compile, so that none is ever dropped. */
export type Rules = { readonly [K in keyof EvaluationOptions]-?: Rule<NonNullable<EvaluationOptions[K]>> };

/** In the order in which they appear in a command line. */
export const OPTION_ORDER: readonly (keyof EvaluationOptions)[] = [
  'baseUrl',
  'provider',
  'dtype',
  'trustRemoteCode',
  'tensorParallelSize',
  'dataParallelSize',
  'gpuMemoryUtilization',
  'maxModelLength',
  'batchSize',
  'chatTemplate',
  'systemPrompt',
  'maxSamples',
  'customTasks',
  'wandb',
  'pushToHub',
  'extraArgs',
];

/** A rule for what the plan deals with elsewhere. */
export const ELSEWHERE = (): Part => ({});

/** What the options of a request add, and all that cannot be said. */
export function applyRules(
  rules: Rules,
  options: EvaluationOptions,
): { readonly parts: readonly Part[]; readonly problems: readonly string[] } {
  const parts: Part[] = [];
  const problems: string[] = [];
  for (const key of OPTION_ORDER) {
    const value = options[key];
    if (value === undefined) continue;
    // A rule and its option belong together by their key, which the compiler does not follow through a loop.
    const rule = rules[key] as Rule<typeof value>;
    const answer = typeof rule === 'string' ? rule : rule(value);
    if (typeof answer === 'string') problems.push(`${optionName(key)}: ${answer}`);
    else parts.push(answer);
  }
  return { parts, problems };
}

/** An option as users write it: `max-samples`. */
export function optionName(key: keyof EvaluationOptions): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Parts as one; of what two of them say, the later counts, and lists say everything once. */
export function joinParts(parts: readonly Part[]): Required<Part> {
  const list = (pick: (part: Part) => readonly string[] | undefined): string[] => [
    ...new Set(parts.flatMap((part) => pick(part) ?? [])),
  ];
  const needed = list((part) => part.needed);
  return {
    model: Object.assign({}, ...parts.map((part) => part.model)) as Record<string, Value>,
    // Not a set: two options may have the same value.
    args: parts.flatMap((part) => part.args ?? []),
    extras: list((part) => part.extras),
    packages: list((part) => part.packages),
    environment: Object.assign({}, ...parts.map((part) => part.environment)) as Record<string, string>,
    needed,
    wanted: list((part) => part.wanted).filter((name) => !needed.includes(name)),
    notes: list((part) => part.notes),
  };
}
