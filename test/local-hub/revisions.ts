import { listRefs, readRef } from './refs.ts';
import { errorReply, type Reply } from './reply.ts';
import { hasCommit, MAIN } from './repo.ts';
import type { Repo } from './state.ts';

/**
 * The commit that a revision of a URL stands for: branch, tag, full commit id, HEAD, or a ref such as `refs/pr/7`.
 * Git's own notations (`main~1`, `@{1}`, `main:file`) are no revisions of the Hub.
 */
export function resolveRevision(repo: Repo, revision: string): string | undefined {
  if (!/^\w[\w./-]*$/.test(revision) || revision.includes('..') || revision.endsWith('.lock')) return undefined;
  if (/^[0-9a-f]{40}$/.test(revision)) return hasCommit(repo.dir, revision) ? revision : undefined;
  if (revision === 'HEAD') return refTarget(repo, MAIN);
  if (revision.startsWith('refs/')) return refTarget(repo, revision);
  return refTarget(repo, `refs/heads/${revision}`) ?? refTarget(repo, `refs/tags/${revision}`);
}

/** The ref that a commit to this revision moves, or undefined when it is none that can be moved. */
export function movableRef(repo: Repo, revision: string): string | undefined {
  const ref = revision.startsWith('refs/') ? revision : `refs/heads/${revision === 'HEAD' ? 'main' : revision}`;
  const exists = resolveRevision(repo, ref) !== undefined;
  return exists && /^refs\/(?:heads|pr)\//.test(ref) ? ref : undefined;
}

/** Where a ref stands, in a view of the past: where it stood. */
export function refTarget(repo: Repo, ref: string): string | undefined {
  return repo.pastRefs === undefined ? readRef(repo.dir, ref) : repo.pastRefs.get(ref);
}

/** All refs below a prefix, by name. */
export function refsBelow(repo: Repo, prefix: string): Map<string, string> {
  if (repo.pastRefs === undefined) return listRefs(repo.dir, prefix);
  return new Map([...repo.pastRefs].filter(([ref]) => ref.startsWith(prefix)));
}

export function unknownRevision(revision: string): Reply {
  return errorReply(404, `Invalid rev id: ${revision}`, 'RevisionNotFound');
}

/** The repo as it is now, for a time when it will have changed. */
export function pastOf(repo: Repo): Repo {
  return { ...repo, discussions: new Map(repo.discussions), pastRefs: listRefs(repo.dir, 'refs/') };
}
