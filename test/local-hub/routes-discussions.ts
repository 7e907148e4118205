import { NO_CREDENTIALS } from './access.ts';
import { changeRoute } from './discussion-changes.ts';
import { openDiscussion } from './discussion-store.ts';
import { detailsView, listItem } from './discussion-views.ts';
import { type Discussion, refOf } from './discussions.ts';
import { conflictsOf, diffCommits } from './merge.ts';
import { keyOf, mayDiscuss, mayWrite } from './permissions.ts';
import { deleteRef, updateRef } from './refs.ts';
import { errorReply, jsonReply, type Reply, readBody } from './reply.ts';
import { MAIN, mergeBase } from './repo.ts';
import { refTarget } from './revisions.ts';
import type { Visit } from './state.ts';

const TITLE = { least: 3, most: 200 };
const MOST_TEXT = 65_536;

/** `…/discussions` and all below it. */
export async function discussionRoutes(visit: Visit): Promise<Reply> {
  const { call, repo, rest } = visit;
  const [number, action] = rest;
  if (repo.discussionsDisabled) return errorReply(403, 'Discussions are disabled for this repo');
  const reads = call.method === 'GET' || call.method === 'HEAD';
  if (number === undefined) return reads ? listDiscussions(visit) : createDiscussion(visit);
  const discussion = /^\d+$/.test(number) ? repo.discussions.get(Number(number)) : undefined;
  if (discussion === undefined) return errorReply(404, 'Discussion not found');
  if (reads) return action === undefined ? showDiscussion(visit, discussion) : errorReply(404, 'Not found');
  if (call.account === undefined) return errorReply(401, NO_CREDENTIALS);
  if (!mayDiscuss(repo, call.account) && !mayWrite(repo, call.account)) return errorReply(403, 'Forbidden');
  return call.method === 'DELETE' ? deleteRoute(visit, discussion) : changeRoute(visit, discussion);
}

/** Newest first (seen in the Python client's tests), a page of the size that the settings say. */
function listDiscussions(visit: Visit): Reply {
  const { call, repo } = visit;
  const { query, state } = call;
  const type = query.get('type') ?? 'all';
  const status = query.get('status') ?? 'all';
  const sort = query.get('sort') ?? 'recently-created';
  if (!/^(?:all|discussion|pull_request)$/.test(type)) return errorReply(400, 'Invalid value for "type"');
  if (!/^(?:all|open|closed)$/.test(status)) return errorReply(400, 'Invalid value for "status"');
  if (!/^(?:recently-created|trending|reactions)$/.test(sort)) return errorReply(400, 'Invalid value for "sort"');
  const author = query.get('author');
  const search = query.get('search')?.toLowerCase() ?? '';
  const alike = [...repo.discussions.values()].filter(
    (item) =>
      (type === 'all' || (type === 'pull_request') === (item.pullRequest !== undefined)) &&
      (author === null || item.author === author) &&
      item.title.toLowerCase().includes(search),
  );
  const found = alike.filter((item) => status === 'all' || (status === 'closed') === isClosed(item, visit));
  found.sort((left, right) => right.num - left.num);
  if (sort === 'trending') found.sort((left, right) => right.events.length - left.events.length);
  const size = state.settings.discussionsPageSize;
  const start = Math.max(0, Math.trunc(Number(query.get('p') ?? 0)) || 0) * size;
  return jsonReply({
    discussions: found.slice(start, start + size).map((item) => listItem(visit, item)),
    count: found.length,
    start,
    numClosedDiscussions: alike.filter((item) => isClosed(item, visit)).length,
  });
}

/** Merged ones count as closed; where drafts belong is not established. */
function isClosed({ status }: Discussion, { call }: Visit): boolean {
  if (status === 'draft') return !call.state.settings.draftsAreOpen;
  return status !== 'open';
}

/** A pull request that is made here has no commits yet, and is a draft until it is published. */
function createDiscussion(visit: Visit): Reply {
  const { call, repo } = visit;
  const { account, state } = call;
  if (account === undefined) return errorReply(401, NO_CREDENTIALS);
  if (!mayDiscuss(repo, account)) return errorReply(403, 'Forbidden: this token may not create discussions');
  const sent = readBody(call);
  if ('refusal' in sent) return sent.refusal;
  const { title, description, pullRequest } = sent.body;
  if (typeof title !== 'string' || title.length < TITLE.least || title.length > TITLE.most) {
    return errorReply(400, `"title" must be ${TITLE.least} to ${TITLE.most} characters long`);
  }
  if (typeof description !== 'string' || description.length > MOST_TEXT) {
    return errorReply(400, `"description" must be a string of at most ${MOST_TEXT} characters`);
  }
  const head = refTarget(repo, MAIN);
  const isPullRequest = pullRequest === true && head !== undefined;
  const { num } = openDiscussion(state, repo, {
    title,
    description,
    author: account.user,
    status: isPullRequest ? 'draft' : 'open',
    ...(isPullRequest ? { pullRequest: { base: MAIN, startedFrom: head } } : {}),
  });
  if (isPullRequest) updateRef(repo.dir, refOf(num), head, refTarget(repo, refOf(num)));
  return jsonReply({
    url: `${state.origin}/${keyOf(repo)}/discussions/${num}`,
    num,
    pullRequest: isPullRequest,
    ...(isPullRequest ? { references: { base: MAIN } } : {}),
  });
}

async function showDiscussion(visit: Visit, discussion: Discussion): Promise<Reply> {
  const { call, repo } = visit;
  const head = refTarget(repo, refOf(discussion.num));
  const base = refTarget(repo, discussion.pullRequest?.base ?? MAIN);
  if (discussion.pullRequest === undefined || head === undefined || base === undefined) {
    return jsonReply(detailsView(visit, discussion, { conflicts: [] }));
  }
  const { status, pullRequest } = discussion;
  const conflicts = status === 'merged' ? [] : await conflictsOf(repo.dir, base, head);
  if (call.query.get('diff') === null) return jsonReply(detailsView(visit, discussion, { conflicts, head }));
  const start = mergeBase(repo.dir, base, head) ?? pullRequest.startedFrom;
  const diff = await diffCommits(repo.dir, start, head);
  return jsonReply(detailsView(visit, discussion, { conflicts, head, diff }));
}

/** `DELETE …/{num}` and `DELETE …/{num}/ref`, which only a closed pull request may lose. */
function deleteRoute(visit: Visit, discussion: Discussion): Reply {
  const { call, repo, rest } = visit;
  const { num, status, pullRequest } = discussion;
  if (!mayWrite(repo, call.account)) return errorReply(403, 'Forbidden');
  if (rest[1] === undefined) {
    repo.discussions.delete(num);
    return jsonReply({});
  }
  if (rest[1] !== 'ref' || pullRequest === undefined) return errorReply(404, 'Not found');
  if (status !== 'closed' && status !== 'merged') return errorReply(400, 'The pull request is not closed');
  deleteRef(repo.dir, refOf(num));
  repo.discussions.set(num, { ...discussion, pullRequest: { ...pullRequest, refDeleted: true } });
  return jsonReply({});
}
