import { quoted } from '../data.ts';
import type { Task } from './request.ts';

/** Tasks as they were asked for, or all that is wrong with them. */
export type ReadTasks = { readonly tasks: readonly Task[] } | { readonly problems: readonly string[] };

/** Names are of letters and digits, and what some registries have besides: `arc:challenge`, `hf/org/data@v1`, `pass@k=2`. */
const NAME = /^[A-Za-z0-9_][\w.:@=()+/-]*$/;
const SUITE = /^[A-Za-z0-9_][\w-]*$/;
const SHOTS = /^\d{1,3}$/;
const FORMS = 'a task is written `task`, `task|shots` or `suite|task|shots`';
/** Longer than any name of a registry. */
const MOST_CHARACTERS = 200;

/**
 * Reads tasks from lists with commas or line breaks: `gsm8k|5`, `leaderboard|arc:challenge|25`, `hellaswag`, and the four
 * fields of lighteval up to 0.10, `leaderboard|mmlu|5|0`. What is asked for twice counts once; the same task with other
 * shots is another one.
 */
export function readTasks(texts: readonly string[]): ReadTasks {
  const entries = texts
    .flatMap((text) => text.split(/[,\n]/))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const read = entries.map(readTask);
  const problems = read.filter((one) => typeof one === 'string');
  if (entries.length === 0) return { problems: [`no task is given: ${FORMS}`] };
  if (problems.length > 0) return { problems: [...new Set(problems)] };
  const tasks = new Map<string, Task>();
  for (const task of read) {
    if (typeof task !== 'string') tasks.set(keyOf(task), tasks.get(keyOf(task)) ?? task);
  }
  return { tasks: [...tasks.values()] };
}

function readTask(text: string): Task | string {
  const fields = text.split('|').map((field) => field.trim());
  const [first = '', second, third, fourth, ...more] = fields;
  const wrong = (reason: string): string => `the task ${quoted(text)}: ${reason}`;
  if (text.length > MOST_CHARACTERS) return wrong(`it is longer than ${MOST_CHARACTERS} characters`);
  if (more.length > 0) return wrong(`it has ${fields.length} fields, and ${FORMS}`);
  const [suite, name, shots] =
    third !== undefined
      ? [first, second ?? '', third]
      : second !== undefined
        ? [undefined, first, second]
        : [undefined, first];
  if (suite !== undefined && !SUITE.test(suite)) return wrong(`${quoted(suite)} is no name of a suite`);
  if (!NAME.test(name)) return wrong(whyNoName(name));
  if (shots !== undefined && !SHOTS.test(shots)) {
    return wrong(`${quoted(shots)} is no number of shots, which is a whole one up to 999; ${FORMS}`);
  }
  if (fourth !== undefined && fourth !== '0' && fourth !== '1') {
    return wrong(`its fourth field is ${quoted(fourth)}, and that was only ever 0 or 1`);
  }
  return {
    text,
    ...(suite === undefined ? {} : { suite }),
    name,
    ...(shots === undefined ? {} : { shots: Number(shots) }),
    ...(fourth === '1' ? { cutsShots: true } : {}),
  };
}

function whyNoName(name: string): string {
  if (name === '') return `it has no name; ${FORMS}`;
  return /^[-.]/.test(name)
    ? `a name does not begin with ${quoted(name.charAt(0))}`
    : `${quoted(name)} is no name of a task`;
}

function keyOf({ suite, name, shots }: Task): string {
  return `${suite ?? ''}|${name}|${shots ?? ''}`;
}
