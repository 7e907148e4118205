import type { ResultFile } from '../files/content.ts';
import { plainName } from './known-tasks.ts';
import type { ReadFile } from './read-all.ts';
import type { Run } from './run.ts';
import { findSidecars } from './sidecars.ts';

/** A task that a run was asked for, and that is in none of its results. */
export type LostTask = { readonly text: string; readonly sidecar: string };

/**
 * The tasks that runs of `evaluate` were asked for and left no results of: a framework may end well and have left out one.
 * Where results are of tasks that nobody asked for by name, these may be what a tag or a dataset stands for, and nothing is
 * sure to be lost.
 */
export function findLost(files: readonly ResultFile[], read: readonly ReadFile[]): readonly LostTask[] {
  return findSidecars(files).flatMap(({ path: sidecar, folder, sidecar: { about, programExitCode = 0 } }) => {
    const { framework, tasks = [] } = about;
    const runs = read.flatMap(({ path, run }) =>
      run !== undefined && run.framework === framework && path.startsWith(folder) ? [run] : [],
    );
    if (programExitCode !== 0 || runs.length === 0) return [];
    const asked = tasks.map((text) => ({ text, ...readAsked(text) }));
    const left = runs.flatMap(tasksIn);
    const isOf = ({ name, shots }: Asked, task: Left): boolean =>
      (task.name === name ||
        [':', '_'].some((mark) => task.name.startsWith(`${name}${mark}`)) ||
        task.group === name) &&
      (framework !== 'lighteval' || task.shots === undefined || task.shots === (shots ?? 0));
    const lost = asked.filter((one) => !left.some((task) => isOf(one, task)));
    const others = left.filter((task) => !asked.some((one) => isOf(one, task)));
    // Names of lighteval are tasks or the beginnings of their names.
    const isSure = others.length === 0 || framework === 'lighteval';
    return isSure ? lost.map(({ text }) => ({ text, sidecar })) : [];
  });
}

type Asked = { readonly name: string; readonly shots?: number };
type Left = Asked & { readonly group?: string };

/** `gsm8k`, 5 of `lighteval|gsm8k@k=2|5|0`, `package/gsm8k|5`, `tasks.py@gsm8k|5`. */
function readAsked(text: string): Asked {
  const fields = text.split('|').map((field) => field.trim());
  const [full = '', shots] = fields.length > 2 ? fields.slice(1) : fields;
  const [, ofFile] = /\.py@(\w+)$/.exec(full) ?? [];
  const name = ofFile ?? nameIn(full);
  return { name, ...(shots === undefined ? {} : { shots: Number(shots) }) };
}

/** The tasks that a run tells of, also where it gave no number that is taken. */
function tasksIn(run: Run): readonly Left[] {
  const refused = run.refused.flatMap(({ of }) => (of === undefined ? [] : [of.task]));
  return [
    ...run.measurements.map(({ task, partOf }) => ({
      ...leftOf(run, task),
      ...(partOf === undefined ? {} : { group: nameIn(plainName(run.framework, partOf)) }),
    })),
    ...refused.map((task) => leftOf(run, task)),
  ];
}

function leftOf({ framework }: Run, task: string): Left {
  const shots = framework === 'lighteval' ? /\|(\d{1,4})$/.exec(task)?.[1] : undefined;
  return { name: nameIn(plainName(framework, task)), ...(shots === undefined ? {} : { shots: Number(shots) }) };
}

/** Without the package before it, and settings of its metric behind it. */
function nameIn(text: string): string {
  return text.replace(/@.*$/, '').replace(/^.*\//, '');
}
