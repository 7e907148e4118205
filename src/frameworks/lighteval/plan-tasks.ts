import type { Part } from '../../evaluation/parts.ts';
import type { EvaluationRequest, Task } from '../../evaluation/request.ts';
import { knownNames, suggestTasks } from '../task-names.ts';
import names from './tasks.json' with { type: 'json' };

/** Suites up to 0.12; since then, a task has one definition, and a suite before it is passed over. */
const SUITES = [
  'lighteval',
  'leaderboard',
  'original',
  'helm',
  'harness',
  'bigbench',
  'extended',
  'community',
  'custom',
  'multilingual',
  'test',
];
/** Suites of which nothing else was ever understood by the same name. */
const SAME_SUITES = ['lighteval', 'extended', 'custom', 'community', 'multilingual'];
/** What other suites had under a name that means something else since 0.12. */
const CHANGED: Readonly<Record<string, string>> = {
  mmlu: 'mmlu of lighteval 0.13 generates an answer and compares it (em); up to 0.11, choices were compared by their likelihood (acc), so that scores do not compare',
  hellaswag:
    'hellaswag of lighteval 0.13 generates an answer and compares it (em); up to 0.11, endings were compared by their likelihood (acc_norm), so that scores do not compare',
  gsm8k: 'gsm8k is scored by extractive_match in lighteval 0.13; up to 0.11, it was qem',
};
/** Tasks that need packages beyond the plain ones (`@requires` in `tasks/tasks/`). */
const EXTENDED = /^(?:ifeval|ifbench|slr_bench)/;

/** The tasks as lighteval's second argument, with what they ask for. */
export function planTasks(
  { backend, tasks }: EvaluationRequest,
  { takesAny }: { readonly takesAny: boolean },
): { readonly text: string; readonly part: Part; readonly problems: readonly string[] } {
  const isGenerativeOnly = backend === 'endpoint' || backend === 'inference-providers';
  const written = tasks.map((task) => `${task.name}|${task.shots ?? 0}`);
  return {
    text: [...new Set(written)].join(','),
    part: {
      ...(tasks.some(({ name }) => EXTENDED.test(name)) ? { extras: ['lighteval[extended_tasks]'] } : {}),
      notes: tasks.flatMap(notesOf),
    },
    problems: tasks.flatMap((task) => problemsOf(task, { takesAny, isGenerativeOnly })),
  };
}

function problemsOf(
  { text, suite, name }: Task,
  { takesAny, isGenerativeOnly }: { readonly takesAny: boolean; readonly isGenerativeOnly: boolean },
): string[] {
  const { known, needsLikelihood } = load();
  // `gpqa:diamond@k=4` sets a parameter of the metric.
  const [plain = ''] = name.split('@');
  if (suite !== undefined && !SUITES.includes(suite)) return [`${text}: lighteval never had a suite ${suite}`];
  if (!known.has(plain) && !takesAny) return [`${text}: lighteval has no task ${plain}${suggestTasks(plain, known)}`];
  return isGenerativeOnly && needsLikelihood.has(plain)
    ? [`${text}: ${plain} compares likelihoods, which lighteval cannot ask a server for; vllm and accelerate can`]
    : [];
}

function notesOf({ text, suite, name, shots }: Task): string[] {
  const [family = ''] = name.split(':');
  const changed = suite === undefined || SAME_SUITES.includes(suite) ? undefined : CHANGED[family];
  return [
    ...(suite === undefined ? [] : [`${text}: since 0.13 there are no suites, and ${name}|${shots ?? 0} is run`]),
    ...(changed === undefined ? [] : [`${text}: ${changed}`]),
    ...(shots === undefined ? [`${text}: without a number of shots, lighteval takes none`] : []),
  ];
}

let loaded: { readonly known: ReadonlySet<string>; readonly needsLikelihood: ReadonlySet<string> } | undefined;

/** `mmlu` stands for all of `mmlu:…`, where there are several (`registry.py`, `_task_superset_dict`). */
function load(): NonNullable<typeof loaded> {
  if (loaded !== undefined) return loaded;
  const likelihood = names.likelihood.split(' ');
  const all = [...names.generative.split(' '), ...likelihood];
  const families = [...Map.groupBy(all, (name) => name.split(':')[0] ?? '')].filter(
    ([, members]) => members.length > 1,
  );
  loaded = {
    known: knownNames([...all, ...families.map(([family]) => family)]),
    needsLikelihood: knownNames([
      ...likelihood,
      ...families.filter(([, members]) => members.some((name) => likelihood.includes(name))).map(([family]) => family),
    ]),
  };
  return loaded;
}
