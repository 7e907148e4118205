import { type Part, partOf } from '../../data.ts';
import { countOf, known, textOf } from '../facts.ts';
import { isHubDataset } from '../own-data.ts';
import type { Measurement } from '../run.ts';
import { isWithoutGrader } from './self-graded.ts';
import { readVariant } from './task-args.ts';

/** What a log says of its task, the same for all of its numbers. */
export type Task = Pick<Measurement, 'shots' | 'dataset' | 'isOwnData' | 'variant'> & {
  /** Absent where the log names none. */
  readonly name?: string;
};

/** The task of a log's `eval`. */
export function readTask(spec: Part): Task {
  const name = taskName(spec);
  const { id, isOwnData, isCut } = readData(partOf(spec.dataset), isOfPackage(spec));
  const revision = name === undefined ? undefined : revisionIn(name, spec);
  const ownGrader = name !== undefined && isWithoutGrader(spec, name) ? 'no other grader' : undefined;
  const said = [name === undefined ? undefined : readVariant(spec, name), ownGrader].filter(
    (part) => part !== undefined,
  );
  return known({
    name,
    shots: shotsOf(partOf(spec.task_args).fewshot, name),
    dataset: id === undefined ? undefined : { id, ...known({ revision }) },
    isOwnData,
    variant: said.length > 0 ? said.join(' ') : isCut ? 'a part of the data' : undefined,
  });
}

/** The name of the task in a log's `eval`. */
export function taskName(spec: Part): string | undefined {
  return textOf(spec.task) ?? textOf(spec.task_registry_name) ?? textOf(spec.task_display_name);
}

/** Examples in the prompt: the task's argument says so, or its name: `mmlu_5_shot`. */
function shotsOf(argument: unknown, name: string | undefined): number | undefined {
  const stated = /(?:^|[/_-])(\d{1,3})[_-]?shots?(?:$|[/_@-])/i.exec(name ?? '')?.[1];
  const named = stated === undefined ? undefined : Number(stated);
  const given = countOf(argument);
  if (given === undefined || named === undefined) return given ?? named;
  return given === named ? given : undefined;
}

type Data = { readonly id?: string; readonly isOwnData?: true; readonly isCut?: boolean };

/**
 * The data: `location` is a file, a folder, an address or an id of the Hub, and nothing says which. Data from a file or
 * folder gets the name of that; data from the Hub gets the whole id, with more behind it where it was filtered
 * (`dataset/_sources/hf.py` of inspect-ai, `mmlu.py` of inspect-evals).
 */
function readData({ location: given, name }: Part, isPackaged: boolean): Data {
  const location = textOf(given);
  if (location === undefined) return {};
  const last = location.slice(location.lastIndexOf('/') + 1);
  const isNamedSo = name === last || name === last.replace(/\.[^.]*$/, '');
  if (location.includes('/') && isHubDataset(location) && !isNamedSo) {
    return { id: location, isCut: typeof name === 'string' && name.startsWith(location) && name !== location };
  }
  return isPackaged && KEPT_BY_PACKAGE.test(location) ? {} : { isOwnData: true };
}

/** inspect-evals keeps in its own folders what it takes from elsewhere. */
const KEPT_BY_PACKAGE = /^https?:\/\/|(?:^|[\\/])inspect_evals[\\/]/;

function isOfPackage({ task, task_registry_name: registered }: Part): boolean {
  return [task, registered].some((name) => typeof name === 'string' && name.startsWith('inspect_evals/'));
}

/** Tasks that the data's own repo defines are named by it: `hf/ORG/NAME@REVISION`. */
function revisionIn(name: string, spec: Part): string | undefined {
  if (!name.startsWith('hf/')) return undefined;
  return /@([\w./-]+)$/.exec(name)?.[1] ?? textOf(partOf(spec.task_args).revision);
}
