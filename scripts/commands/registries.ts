import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { EvaluationRequest, Framework } from '../../src/evaluation/request.ts';
import { readTasks } from '../../src/evaluation/tasks.ts';
import { backendsOf, planCommand } from '../../src/frameworks/plan.ts';
import type { Checks } from '../frameworks/checks.ts';
import { NAMES } from './corpus.ts';

/** What lm-eval says of its 14,000 tasks, which are not kept here. */
type LmEvalTasks = { readonly names: readonly string[]; readonly unsafe: readonly string[] };

const KEPT: readonly Framework[] = ['lighteval', 'inspect-ai', 'nemo-evaluator'];

/** Compares what is known of a framework's tasks with what it says itself. */
export function checkRegistry(
  name: Framework,
  told: unknown,
  { checks, isWriting }: { readonly checks: Checks; readonly isWriting: boolean },
): void {
  if (KEPT.includes(name)) {
    const path = fileURLToPath(new URL(`../../src/frameworks/${name}/tasks.json`, import.meta.url));
    if (isWriting) writeFileSync(path, `${JSON.stringify(told, null, 2)}\n`);
    const isSame = isDeepStrictEqual(JSON.parse(readFileSync(path, 'utf8')), told);
    checks.tell(
      `${name}: its tasks are those of tasks.json`,
      isSame ? undefined : 'they differ; npm run commands -- --write',
    );
  } else {
    const { unsafe } = told as LmEvalTasks;
    const silent = unsafe.filter((task) => !problemsOf(name, task).some((problem) => problem.includes('runs code')));
    checks.tell(`${name}: tasks that run code are refused`, silent.length === 0 ? undefined : silent.join(', '));
  }
  const known = namesIn(name, told);
  const wrong = NAMES.filter(
    (task) => problemsOf(name, task).some((problem) => problem.includes(' has no ')) && known.has(task),
  );
  checks.tell(
    `${name}: of ${NAMES.length} usual names, none is refused that exists`,
    wrong.length === 0 ? undefined : wrong.join(', '),
  );
  const invented = NAMES.flatMap((task) => problemsOf(name, task).flatMap(suggestedIn)).filter(
    (task) => !known.has(task),
  );
  checks.tell(`${name}: what is said instead of them exists`, invented.length === 0 ? undefined : invented.join(', '));
}

/** Requests for the usual names that the framework is said to have; the real one has to find each. */
export function usualRequests(name: Framework): EvaluationRequest[] {
  return NAMES.map((task) => requestOf(name, task)).filter((request) => 'plan' in planCommand(request));
}

function problemsOf(name: Framework, task: string): readonly string[] {
  const planned = planCommand(requestOf(name, task));
  return 'problems' in planned ? planned.problems : [];
}

function requestOf(framework: Framework, task: string): EvaluationRequest {
  const read = readTasks([task]);
  const [backend = 'vllm'] = backendsOf(framework);
  return {
    framework,
    backend,
    model: { repoId: 'org/model', revision: '0123456789abcdef0123456789abcdef01234567' },
    tasks: 'tasks' in read ? read.tasks : [],
    options: {},
  };
}

/** Names in a problem's `; it has a, b or c`. */
function suggestedIn(problem: string): string[] {
  const list = /; it has ([^;]+)$/.exec(problem)?.[1] ?? '';
  return list.split(/, | or | and /).filter((word) => /^[\w.:-]+$/.test(word));
}

function namesIn(name: Framework, told: unknown): ReadonlySet<string> {
  if (name === 'lm-eval') return new Set((told as LmEvalTasks).names);
  if (name === 'inspect-ai') return new Set((told as { readonly names: string }).names.split(' '));
  if (name === 'lighteval') {
    const all = Object.values(told as Readonly<Record<string, string>>).flatMap((names) => names.split(' '));
    // One that begins several names stands for them.
    const families = Map.groupBy(all, (task) => task.split(':')[0] ?? '');
    return new Set([...all, ...[...families].filter(([, tasks]) => tasks.length > 1).map(([family]) => family)]);
  }
  const { harnesses: lists } = told as {
    readonly harnesses: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  const harnesses = Object.entries(lists);
  return new Set(
    harnesses.flatMap(([harness, lists]) => tasksOf(lists).flatMap((task) => [task, `${harness}.${task}`])),
  );
}

function tasksOf(lists: Readonly<Record<string, string>>): string[] {
  return Object.values(lists).flatMap((names) => names.split(' '));
}
