import { type Part, partOf, textsIn } from '../../data.ts';
import { countOf, folderOf, known, textOf } from '../facts.ts';
import type { Verdict } from '../run.ts';
import type { Beside } from './recognise.ts';

/**
 * The task of a run: its name without the model. What remains are the scenario and all settings, `mmlu:subject=philosophy`.
 * Where `run_spec.json` is not given, the run's folder has the name, too.
 */
export function readTask(path: string, { runSpec, isAlone }: Pick<Beside, 'runSpec' | 'isAlone'>): string | undefined {
  const name = textOf(runSpec?.name) ?? (isAlone ? textOf(folderOf(path).split('/').at(-1)) : undefined);
  if (name === undefined) return undefined;
  const start = name.indexOf(':') + 1;
  const settings = name.slice(start).split(',');
  const others = settings.filter((setting) => !/^model(?:_deployment)?=/.test(setting));
  return others.length === 0 ? name.slice(0, Math.max(0, start - 1)) || name : name.slice(0, start) + others.join(',');
}

/** The group that a run is a part of: one of its groups is the scenario, of which it takes a part by settings. */
export function readParent(runSpec: Part | undefined, task: string): string | undefined {
  const settings = Object.values(partOf(partOf(runSpec?.scenario_spec).args));
  if (settings.length === 0 || settings.includes('all')) return undefined;
  return textsIn(runSpec?.groups).find((group) => task.startsWith(`${group}:`));
}

/** What the settings of a run tell of it. */
export function readSettings(runSpec: Part | undefined): {
  readonly model?: { readonly name: string };
  readonly backend?: string;
  readonly shots?: number;
} {
  const { model, model_deployment: backend, max_train_instances: shots } = partOf(runSpec?.adapter_spec);
  const name = textOf(model);
  return known({
    model: name === undefined ? undefined : { name },
    backend: textOf(backend),
    shots: countOf(shots),
  });
}

/**
 * Judges by the limit on the instances of all splits together. The size of the data stands nowhere: a limit that was
 * reached may have cut it, or not; one that was not reached has cut nothing.
 */
export function judge(
  runSpec: Part | undefined,
  instances: ReadonlyMap<string, number>,
): { readonly verdict: Verdict; readonly why: string } {
  if (runSpec === undefined) {
    return { verdict: 'unknown', why: 'without run_spec.json nobody knows whether a limit was set' };
  }
  const total = [...instances.values()].reduce((sum, count) => sum + count, 0);
  const limit = partOf(runSpec.adapter_spec).max_eval_instances;
  // HELM leaves out what is not set.
  if (limit === undefined || limit === null)
    return { verdict: 'full', why: total === 0 ? 'no limit was set' : `no limit was set, ${total} instances` };
  const number = countOf(limit);
  if (number === undefined) return { verdict: 'unknown', why: 'the limit is no number of instances' };
  return total > 0 && total < number
    ? { verdict: 'full', why: `${total} instances, fewer than the limit of ${number}` }
    : { verdict: 'unknown', why: `limit ${number}, which ${total} instances reach; the size of the data is not told` };
}
