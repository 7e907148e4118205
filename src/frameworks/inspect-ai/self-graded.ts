import { type Part, partOf } from '../../data.ts';
import { plainName } from '../known-tasks.ts';

/** Tasks whose answers a model grades, which is the evaluated one itself where no other is named (inspect-evals 0.26.0). */
export const SELF_GRADED: ReadonlySet<string> = new Set([
  ...['anima', 'frontierscience', 'mmmu_open', 'moru', 'niah', 'simpleqa', 'simpleqa_verified'],
]);

/** Whether nothing in a log's `eval` says that another model has graded: its roles, or options of the task or its scorers. */
export function isWithoutGrader({ model_roles: roles, task_args: args, scorers }: Part, task: string): boolean {
  if (!SELF_GRADED.has(plainName('inspect-ai', task))) return false;
  const options = (Array.isArray(scorers) ? (scorers as readonly unknown[]) : []).map((one) => partOf(one).options);
  const given = [args, ...options].flatMap((part) => Object.entries(partOf(part)));
  return (
    !Object.keys(partOf(roles)).includes('grader') &&
    !given.some(([name, value]) => /^(?:grader_models?|model)$/.test(name) && value !== null && value !== undefined)
  );
}
