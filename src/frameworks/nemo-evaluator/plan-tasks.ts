import type { Part } from '../../evaluation/parts.ts';
import type { EvaluationRequest, Task } from '../../evaluation/request.ts';
import { knownNames, suggestTasks } from '../task-names.ts';
import registry from './tasks.json' with { type: 'json' };

/** A task of a harness in a container of NVIDIA's. */
export type NemoTask = {
  /** `lm-evaluation-harness.ifeval` */
  readonly name: string;
  /** What it asks of the server. */
  readonly type: 'chat' | 'completions';
  /** Likelihoods are counted in tokens, and the harness has to know them. */
  readonly needsTokenizer: boolean;
  readonly shots?: number;
};

const LM_EVAL = 'lm-evaluation-harness';

/** The tasks with the harness that has them (`resources/all_tasks_irs.yaml` of the launcher). */
export function planTasks({ tasks, options }: EvaluationRequest): {
  readonly tasks: readonly NemoTask[];
  readonly part: Part;
  readonly problems: readonly string[];
} {
  const read = tasks.map(readTask);
  const found = read.filter((one) => typeof one !== 'string');
  const problems = read.filter((one) => typeof one === 'string');
  if (options.baseUrl !== undefined && /\/completions\/*$/.test(options.baseUrl)) {
    problems.push('base-url: give the address of /v1, for what stands behind it is a matter of the task');
  }
  return {
    tasks: found,
    part: { notes: found.some(({ needsTokenizer }) => needsTokenizer) ? [NOTE] : [] },
    problems,
  };
}

const NOTE = 'tasks that compare likelihoods load the tokenizer of the main branch, whatever the commit of the model';

function readTask({ text, suite, name, shots }: Task): NemoTask | string {
  const { byName, types, likelihood, trusting } = load();
  const again = shots === undefined ? '' : `|${shots}`;
  if (suite !== undefined)
    return `${text}: NeMo Evaluator has no suites; write ${suite}.${name}${again} or ${name}${again}`;
  const harnesses = byName.get(name) ?? [];
  if (harnesses.length > 1) {
    return `${text}: several harnesses have ${name}; say which: ${harnesses.map((one) => `${one}.${name}`).join(', ')}`;
  }
  const full = harnesses.length === 1 ? `${harnesses[0]}.${name}` : name;
  const type = types.get(full);
  if (type === undefined)
    return `${text}: NeMo Evaluator has no task ${name}${suggestTasks(name, knownNames(types.keys()))}`;
  if (type === 'other') return `${text}: ${full} asks for more than text, which no server here is started for`;
  const needsTokenizer = likelihood.has(full);
  if (needsTokenizer && trusting.has(full)) {
    return `${text}: ${full} would run code that comes with the tokenizer of the main branch, which nobody has pinned`;
  }
  if (shots !== undefined && !full.startsWith(`${LM_EVAL}.`)) {
    return `${text}: only tasks of ${LM_EVAL} take a number of shots; ask for ${full} without one`;
  }
  return { name: full, type, needsTokenizer, ...(shots === undefined ? {} : { shots }) };
}

type Registry = {
  /** Harnesses by the names of tasks. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly types: ReadonlyMap<string, NemoTask['type'] | 'other'>;
  readonly likelihood: ReadonlySet<string>;
  /** Tasks that trust the code of what they load. */
  readonly trusting: ReadonlySet<string>;
};

let loaded: Registry | undefined;

function load(): Registry {
  if (loaded !== undefined) return loaded;
  const byName = new Map<string, string[]>();
  const types = new Map<string, NemoTask['type'] | 'other'>();
  for (const [harness, lists] of Object.entries(registry.harnesses)) {
    for (const type of ['chat', 'completions', 'other'] as const) {
      for (const name of lists[type].split(' ').filter((one) => one !== '')) {
        byName.set(name, [...(byName.get(name) ?? []), harness]);
        types.set(`${harness}.${name}`, type);
      }
    }
  }
  loaded = {
    byName,
    types,
    likelihood: knownNames(registry.likelihood.split(' ')),
    trusting: knownNames(registry.trusting.split(' ')),
  };
  return loaded;
}
