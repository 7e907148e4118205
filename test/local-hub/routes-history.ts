import { diffCommits } from './merge.ts';
import { errorReply, jsonReply, limitOf, nextLink, type Reply, textReply } from './reply.ts';
import { historyOf, mergeBase } from './repo.ts';
import { refsBelow, resolveRevision, unknownRevision } from './revisions.ts';
import type { Visit } from './state.ts';

const COMMITS_PAGE = 50;
const MOST_COMMITS = 1000;

/** `GET …/refs`; those of pull requests only with `include_prs`. */
export function refsRoute({ call, repo }: Visit): Reply {
  const below = (prefix: string) =>
    [...refsBelow(repo, prefix)].map(([ref, targetCommit]) => ({ name: ref.slice(prefix.length), ref, targetCommit }));
  return jsonReply({
    tags: below('refs/tags/'),
    branches: below('refs/heads/'),
    converts: below('refs/convert/'),
    ...(call.query.get('include_prs') === null ? {} : { pullRequests: below('refs/pr/') }),
  });
}

/** `GET …/commits/{rev}`, newest first, page by page. */
export function commitsRoute({ call, repo, rest }: Visit): Reply {
  const [revision = 'main'] = rest;
  const commit = resolveRevision(repo, revision);
  if (commit === undefined) return unknownRevision(revision);
  const history = historyOf(repo.dir, commit);
  const limit = limitOf(call, COMMITS_PAGE, MOST_COMMITS);
  const page = Number(call.query.get('p') ?? 0) || 0;
  const start = page * limit;
  const more = start + limit < history.length;
  const items = history.slice(start, start + limit).map(({ oid, title, message, user, date }) => ({
    id: oid,
    title,
    message,
    authors: [{ user, avatar: `${call.state.origin}/avatars/${encodeURIComponent(user)}.svg` }],
    date,
  }));
  return jsonReply(items, 200, {
    'x-total-count': String(history.length),
    ...(more ? nextLink(call, { p: String(page + 1), limit: String(limit) }) : {}),
  });
}

/** `GET …/compare/{a..b}`: what `b` changed since `a`; three dots start at what both build on. */
export async function compareRoute({ call, repo, rest }: Visit): Promise<Reply> {
  const [, from = '', dots, to = ''] = /^(.+?)(\.{2,3})(.+)$/.exec(rest[0] ?? '') ?? [];
  if (dots === undefined) return errorReply(400, 'Invalid compare spec');
  const [left, right] = [resolveRevision(repo, from), resolveRevision(repo, to)];
  if (left === undefined) return unknownRevision(from);
  if (right === undefined) return unknownRevision(to);
  const start = dots === '...' ? (mergeBase(repo.dir, left, right) ?? left) : left;
  const diff = await diffCommits(repo.dir, start, right);
  return call.query.get('raw') === null ? jsonReply(diff) : textReply(diff);
}
