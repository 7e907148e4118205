import { isDeepStrictEqual } from 'node:util';
import { load } from 'js-yaml';
import { partOf } from './card-rules.ts';
import { refOf } from './discussions.ts';
import { filesOf, MAIN, mergeBase, readBlob } from './repo.ts';
import { refTarget } from './revisions.ts';
import type { HubState, Repo } from './state.ts';

/** One entry of `expand=evalResults` (hub docs, "eval results"; shape as the Python client reads it), or what is wrong with a file. */
export type EvalResult =
  | {
      readonly filename: string;
      readonly verified: boolean;
      readonly data: EvalData;
      /** Set for entries that an open pull request brings. */
      readonly pullRequest?: number;
    }
  | { readonly filename: string; readonly error: string; readonly pullRequest?: number };

type EvalData = {
  readonly dataset: { readonly id: string; readonly task_id: string; readonly revision?: string };
  readonly value: number;
  readonly date?: string;
  readonly source?: Readonly<Record<string, unknown>>;
  readonly notes?: string;
};

const EVAL_FILE = /^\.eval_results\/[^/]+\.yaml$/;

export function hasEvalResults(paths: readonly string[]): boolean {
  return paths.some((path) => EVAL_FILE.test(path));
}

/** Results on `main`, then those that open pull requests would bring; a pull request that closes takes its own away. */
export function evalResultsOf(state: HubState, repo: Repo): readonly EvalResult[] {
  const main = refTarget(repo, MAIN);
  if (main === undefined) return [];
  const merged = readFiles(state, repo, filesOf(repo.dir, main));
  const open = [...repo.discussions.values()].filter(
    ({ pullRequest, status }) => pullRequest !== undefined && status === 'open',
  );
  return [...merged, ...open.flatMap(({ num }) => proposedBy(state, repo, { num, main, merged }))];
}

function proposedBy(
  state: HubState,
  repo: Repo,
  about: { readonly num: number; readonly main: string; readonly merged: readonly EvalResult[] },
): readonly EvalResult[] {
  const { num, main, merged } = about;
  const head = refTarget(repo, refOf(num));
  if (head === undefined) return [];
  const base = mergeBase(repo.dir, main, head);
  const before = base === undefined ? new Map<string, string>() : filesOf(repo.dir, base);
  const changed = [...filesOf(repo.dir, head)].filter(([path, oid]) => before.get(path) !== oid);
  const proposed = readFiles(state, repo, new Map(changed));
  return proposed
    .filter((result) => !merged.some((known) => isDeepStrictEqual(known, result)))
    .map((result) => ({ ...result, pullRequest: num }));
}

function readFiles(state: HubState, repo: Repo, files: ReadonlyMap<string, string>): EvalResult[] {
  return [...files]
    .filter(([path]) => EVAL_FILE.test(path))
    .flatMap(([path, oid]) => readFile(state, path, new TextDecoder().decode(readBlob(repo.dir, oid))));
}

function readFile(state: HubState, filename: string, text: string): EvalResult[] {
  let entries: unknown;
  try {
    entries = load(text);
  } catch (error) {
    return [{ filename, error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }];
  }
  if (!Array.isArray(entries)) return [{ filename, error: '"value" must be an array' }];
  const problem = entries.flatMap((entry: unknown, at) => problemsOf(entry, at))[0];
  if (problem !== undefined) return [{ filename, error: problem }];
  return entries.map((entry: unknown) => {
    const { verifyToken, ...data } = partOf(entry) as EvalData & { readonly verifyToken?: string };
    return { filename, verified: state.settings.verifyTokens.includes(verifyToken ?? ''), data };
  });
}

function problemsOf(entry: unknown, at: number): string[] {
  const { dataset, value, date, source } = partOf(entry);
  const { id, task_id } = partOf(dataset);
  return [
    ...(typeof id === 'string' ? [] : [`"[${at}].dataset.id" is required`]),
    ...(typeof task_id === 'string' ? [] : [`"[${at}].dataset.task_id" is required`]),
    ...(typeof value === 'number' ? [] : [`"[${at}].value" must be a number`]),
    ...(date === undefined || typeof date === 'string' ? [] : [`"[${at}].date" must be a string`]),
    ...(source === undefined || typeof partOf(source).url === 'string' ? [] : [`"[${at}].source.url" is required`]),
  ];
}
