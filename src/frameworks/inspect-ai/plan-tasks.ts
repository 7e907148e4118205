import { quoted } from '../../data.ts';
import { hasExtra } from '../../evaluation/extra-args.ts';
import type { Part } from '../../evaluation/parts.ts';
import type { EvaluationRequest, Task } from '../../evaluation/request.ts';
import { knownNames, suggestTasks } from '../task-names.ts';
import { SELF_GRADED } from './self-graded.ts';
import registry from './tasks.json' with { type: 'json' };

/** The package of tasks that is installed beside it. */
const PACKAGE = 'inspect_evals/';
/** Names of which only variants exist: by number of shots, the task that is the same benchmark. */
const BY_SHOTS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  mmlu: { 0: 'mmlu_0_shot', 5: 'mmlu_5_shot' },
};
/** Tasks with a dependency that no package index has: it is in a git repository alone. */
const NOT_PACKAGED = new Set(['ifeval']);

/** A task as inspect-ai names it. */
type Spec = {
  readonly text: string;
  readonly spec: string;
  /** In the registry of inspect-evals. */
  readonly name?: string;
  readonly shots?: number;
  readonly notes: readonly string[];
};

/** The tasks as arguments of `inspect eval`, with what they ask for. */
export function planTasks(request: EvaluationRequest): {
  readonly specs: readonly string[];
  readonly part: Part;
  readonly problems: readonly string[];
  readonly needsDocker: boolean;
} {
  const { tasks, options } = request;
  const read = tasks.map((task) => specOf(task, options.customTasks));
  const specs = read.filter((one) => typeof one !== 'string');
  const problems = read.filter((one) => typeof one === 'string');
  const shots = planShots(specs);
  const { customTasks } = options;
  if (customTasks !== undefined && !specs.some(({ spec }) => spec.startsWith(`${customTasks}@`))) {
    problems.push(`custom-tasks: none of the tasks is of ${customTasks}`);
  }
  const graded = specs.filter(({ name }) => name !== undefined && SELF_GRADED.has(name));
  if (!namesGrader(options.extraArgs ?? [])) {
    problems.push(
      ...graded.map(
        ({ text }) =>
          `${text}: a model grades its answers, and without another one it would be the evaluated one itself; name it with --model-role grader=PROVIDER/MODEL in extra-args, and its key with --secrets`,
      ),
    );
  }
  const inDocker = specs.filter(({ name }) => name !== undefined && load().docker.has(name));
  return {
    specs: [...new Set(specs.map(({ spec }) => spec))],
    part: {
      ...shots.part,
      extras: specs.flatMap(({ name }) => extraOf(name)),
      notes: [
        ...specs.flatMap(({ notes }) => notes),
        ...inDocker.map(({ text }) => `${text}: it runs code in a container, and needs Docker`),
      ],
    },
    problems: [...problems, ...shots.problems],
    needsDocker: inDocker.length > 0,
  };
}

function namesGrader(extraArgs: readonly string[]): boolean {
  return hasExtra(extraArgs, '--model-role') || extraArgs.some((arg) => /^(?:-T)?grader[-_]models?=./.test(arg));
}

function specOf({ text, suite, name, shots }: Task, customTasks: string | undefined): Spec | string {
  const asked = shots === undefined ? {} : { shots };
  if (suite !== undefined)
    return `${text}: inspect-ai has no suites; write ${name}${shots === undefined ? '' : `|${shots}`}`;
  const [file, own] = name.split('@');
  if (own !== undefined && file?.endsWith('.py')) {
    return file === customTasks
      ? { text, spec: name, ...asked, notes: [] }
      : `${text}: ${file} is to be given as custom-tasks, so that it is there when the task runs`;
  }
  // The dataset's own `eval.yaml`, the one that makes a leaderboard.
  if (name.startsWith('hf/')) {
    if (!/^hf\/[\w.-]+\/[\w.-]+(?:\/[\w.-]+)?(?:@[\w./-]+)?$/.test(name))
      return `${text}: ${quoted(name)} is no dataset`;
    return shots === undefined
      ? { text, spec: name, notes: [] }
      : `${text}: the prompt of such a task is the dataset's`;
  }
  return specInPackage({ text, name, ...asked }, customTasks);
}

function specInPackage({ text, name, shots }: Task, customTasks: string | undefined): Spec | string {
  const { known } = load();
  const plain = name.startsWith(PACKAGE) ? name.slice(PACKAGE.length) : name;
  const variants = BY_SHOTS[plain];
  if (variants !== undefined) {
    const variant = shots === undefined ? undefined : variants[shots];
    if (variant === undefined) return `${text}: inspect-evals has no ${plain} as such${suggestTasks(plain, known)}`;
    return {
      text,
      spec: `${PACKAGE}${variant}`,
      name: variant,
      notes: [`${text}: ${variant} is run, the same benchmark`],
    };
  }
  if (NOT_PACKAGED.has(plain)) {
    return `${text}: it depends on a package that is in no index; lm-eval and lighteval have this benchmark, too`;
  }
  const asked = shots === undefined ? {} : { shots };
  if (known.has(plain)) return { text, spec: `${PACKAGE}${plain}`, name: plain, ...asked, notes: [] };
  if (customTasks !== undefined && /^\w+$/.test(name))
    return { text, spec: `${customTasks}@${name}`, ...asked, notes: [] };
  return `${text}: inspect-evals has no task ${plain}${suggestTasks(plain, known)}`;
}

/** Shots are an argument of tasks, `-T fewshot=5`, and one of all tasks of a command; some have it, by one of several names. */
function planShots(specs: readonly Spec[]): { readonly part: Part; readonly problems: readonly string[] } {
  const asked = specs.filter(({ shots }) => shots !== undefined);
  const problems = asked
    .filter(({ name }) => argumentOf(name) === undefined)
    .map(({ text, name }) =>
      name === undefined
        ? `${text}: how its file takes a number of shots is not known; say it as an argument, such as -T fewshot=5`
        : `${text}: the prompt of ${name} is a fixed one; ask for it without a number of shots`,
    );
  const values = new Map<string, Set<number | undefined>>();
  for (const { name, shots } of specs) {
    const argument = argumentOf(name);
    if (argument !== undefined) values.set(argument, (values.get(argument) ?? new Set()).add(shots));
  }
  const args: string[] = [];
  for (const [argument, counts] of values) {
    const [count, ...others] = counts;
    if (others.length > 0)
      problems.push('all tasks of a command have the same number of shots; start an evaluation for each');
    else if (count !== undefined) args.push('-T', `${argument}=${count}`);
  }
  return { part: { args }, problems };
}

/** Some tasks need packages of their own. */
function extraOf(name: string | undefined): string[] {
  const extra = name === undefined ? undefined : load().extras.get(name);
  return extra === undefined ? [] : [`inspect-evals[${extra}]`];
}

function argumentOf(name: string | undefined): string | undefined {
  return name === undefined ? undefined : load().shots.get(name);
}

type Registry = {
  readonly known: ReadonlySet<string>;
  /** Tasks that start containers. */
  readonly docker: ReadonlySet<string>;
  /** The argument that takes the number of shots. */
  readonly shots: ReadonlyMap<string, string>;
  /** The optional part of the package that a task needs. */
  readonly extras: ReadonlyMap<string, string>;
};

let loaded: Registry | undefined;

function load(): Registry {
  loaded ??= {
    known: knownNames(registry.names.split(' ')),
    docker: knownNames(registry.docker.split(' ')),
    shots: byTask(registry.shots),
    extras: byTask(registry.extras),
  };
  return loaded;
}

function byTask(lists: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(lists).flatMap(([key, tasks]) => tasks.split(' ').map((task) => [task, key] as const)));
}
