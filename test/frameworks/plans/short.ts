import type {
  Backend,
  CommandPlan,
  EvaluationOptions,
  EvaluationRequest,
  Framework,
} from '../../../src/evaluation/request.ts';
import { readTasks } from '../../../src/evaluation/tasks.ts';
import { planCommand } from '../../../src/frameworks/plan.ts';

/** A request in short, and the command line that it makes. */
export type Golden = readonly [request: string, argv: string];

export const MODEL = 'org/model';
export const SHA = '0123456789abcdef0123456789abcdef01234567';

/** Options whose values are numbers where they look like some. */
const NUMBERS = /^(?:\d+|0?\.\d+)$/;

/**
 * A request as it is written in tables: framework, backend, tasks, and options as they are typed:
 * `lm-eval vllm gsm8k|5,hellaswag|5 max-samples=10 system-prompt="Be brief." extra-args="--seed 1"`.
 */
export function requestOf(short: string): EvaluationRequest {
  const [framework, backend, tasks, ...options] = short.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  const read = readTasks([tasks ?? '']);
  if ('problems' in read) throw new Error(`${short}: ${read.problems.join('; ')}`);
  const isServed = ['inference-providers', 'endpoint', 'local-completions'].includes(backend ?? '');
  return {
    framework: framework as Framework,
    backend: backend as Backend,
    model: { repoId: MODEL, ...(isServed ? {} : { revision: SHA }) },
    tasks: read.tasks,
    options: Object.fromEntries(options.map(readOption)) as EvaluationOptions,
  };
}

function readOption(option: string): [string, unknown] {
  const at = option.indexOf('=');
  const key = option.slice(0, at).replaceAll(/-[a-z]/g, (part) => part.charAt(1).toUpperCase());
  const text = option.slice(at + 1).replaceAll('"', '');
  if (key === 'extraArgs') return [key, text.split(' ')];
  if (text === 'true' || text === 'false') return [key, text === 'true'];
  return [key, NUMBERS.test(text) ? Number(text) : text];
}

/** The plan of a request; a request that cannot be planned fails the test. */
export function planOf(short: string): CommandPlan {
  const planned = planCommand(requestOf(short));
  if ('problems' in planned) throw new Error(`${short}: ${planned.problems.join('; ')}`);
  return planned.plan;
}

export function problemsOf(short: string): readonly string[] {
  const planned = planCommand(requestOf(short));
  return 'problems' in planned ? planned.problems : [];
}

/** A command line on one line: arguments with spaces in quotes, and the commit as SHA. */
export function shown(argv: readonly string[]): string {
  return argv
    .map((arg) => (/[\s"]/.test(arg) ? `'${arg}'` : arg))
    .join(' ')
    .replaceAll(SHA, 'SHA');
}
