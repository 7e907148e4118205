import { quoted } from '../data.ts';
import { shellWord } from '../report/shell-word.ts';
import { isCommit, isRepoId } from '../scores/repo-id.ts';
import type { ClaimedModel, Run } from './run.ts';

/** The model that scores are to be of. */
export type Target = {
  /** `ORG/NAME`; absent where nothing is to be written, so that any one model will do. */
  readonly repoId?: string;
  /** Branch, tag or commit of the repo; any without it. */
  readonly revision?: string;
  /** The commit that the branch is known to have been at when the run was asked for. */
  readonly sha?: string;
  /** What the user says that names in files, or files, are: repos, with a revision where that is said. */
  readonly models: ReadonlyMap<string, { readonly repoId: string; readonly revision?: string }>;
};

/** The model that a run is of, or why its scores are not the target's. */
export type Identified =
  | { readonly repoId: string; readonly revision?: string; readonly sha?: string }
  | { readonly refused: string };

/**
 * Is a run one of the model that its scores are to be filed under? The model and the revision that the file claims must be
 * the repo's, or be mapped to it by the user: a folder or a name that a server was given says nothing.
 *
 * @param path Of the file, as messages call it.
 */
export function identify(run: Pick<Run, 'model'>, path: string, target: Target): Identified {
  const { model } = run;
  const mapped = (model === undefined ? undefined : target.models.get(model.name)) ?? mappedByPath(model, path, target);
  const key = model?.name ?? path;
  const repoId = mapped?.repoId ?? model?.name;
  const wanted = target.repoId ?? 'ORG/NAME';
  if (repoId === undefined) {
    return {
      refused: `the file names no model: if it is ${wanted}, say so with --model-map ${shellWord(`${key}=${wanted}`)}`,
    };
  }
  if (!isRepoId(repoId)) {
    const what = /^[./~\\]|\/.*\/|\\|^[A-Za-z]:/.test(repoId)
      ? 'a folder'
      : 'no model repo: a folder, or the name of a server';
    return {
      refused: `it is of ${quoted(repoId)}, which is ${what}. If it is ${wanted}, say so with --model-map ${shellWord(`${key}=${wanted}`)}`,
    };
  }
  if (target.repoId !== undefined && !isSameRepo(repoId, target.repoId)) {
    const isMapped = target.models.has(path) && mapped === undefined;
    const how = isMapped ? `. If it is ${wanted}, say so with --model-map ${shellWord(`${key}=${wanted}`)}` : '';
    return { refused: `it is of another model: ${repoId}${how}` };
  }
  const found = checkRevision({ repoId, ...revisionOf(mapped, model) }, target);
  // What the user says of a file, nothing beside it contradicts.
  return 'refused' in found || mapped?.revision !== undefined ? found : checkAsked(found, model?.asked, target);
}

/** What the user says of a file. Where the file itself names a repo of the Hub, only its own name can be said to be another. */
function mappedByPath(
  model: ClaimedModel | undefined,
  path: string,
  { models }: Target,
): ReturnType<Target['models']['get']> {
  const mapped = models.get(path);
  const isOther = model !== undefined && isRepoId(model.name) && !isSameRepo(model.name, mapped?.repoId ?? '');
  return isOther ? undefined : mapped;
}

function isSameRepo(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function revisionOf(
  mapped: { readonly revision?: string } | undefined,
  model: ClaimedModel | undefined,
): { readonly revision?: string; readonly sha?: string } {
  if (mapped?.revision !== undefined) return { revision: mapped.revision };
  return {
    ...(model?.revision === undefined ? {} : { revision: model.revision }),
    ...(model?.sha === undefined ? {} : { sha: model.sha }),
  };
}

/**
 * A score of an intermediate checkpoint is none of the model that people download. What a file says nothing of, and a
 * commit, may be of the branch.
 */
function checkRevision(found: Exclude<Identified, { refused: string }>, { revision: target }: Target): Identified {
  const { revision, sha } = found;
  const commit = sha ?? revision;
  if (commit === undefined || target === undefined || revision === target) return found;
  if (isCommit(target)) {
    const isSame = isCommit(commit) && (commit.startsWith(target) || target.startsWith(commit));
    return isSame ? found : { refused: `it is of revision ${quoted(revision ?? commit)}, not of ${quoted(target)}` };
  }
  if (revision === undefined || isCommit(revision)) return found;
  return { refused: notOf(revision, target) };
}

/** A commit may be of any branch: where something tells of which one it was run, it is of that one. */
function checkAsked(
  found: Exclude<Identified, { refused: string }>,
  asked: ClaimedModel['asked'],
  { revision: target, sha }: Target,
): Identified {
  if (asked === undefined || isCommit(asked.revision)) return found;
  if (target === undefined || isCommit(target) || asked.revision === target) return found;
  if (found.revision === target || (sha !== undefined && (found.sha ?? asked.sha) === sha)) return found;
  return { refused: notOf(asked.revision, target) };
}

function notOf(revision: string, target: string): string {
  return `it is of revision ${quoted(revision)}, whose scores do not belong to ${quoted(target)}: give --revision ${shellWord(revision)} to file them there`;
}

/**
 * Is a run of the revision that is meant, as far as it tells? A commit alone may be of any branch; and what tells nothing was
 * what frameworks take by themselves, `main`.
 */
export function isOfRevision(
  { revision, sha }: Exclude<Identified, { refused: string }>,
  { revision: target }: Target,
): boolean {
  if (target === undefined || revision === target) return true;
  if (isCommit(target)) return (sha ?? revision) !== undefined;
  return revision === undefined && sha === undefined && target === 'main';
}
