import { addEvent, commentOf } from './discussion-store.ts';
import { eventView, mayChange } from './discussion-views.ts';
import { type Discussion, type DiscussionEvent, refOf } from './discussions.ts';
import { mergeCommits } from './merge.ts';
import { mayDiscuss, mayWrite } from './permissions.ts';
import { updateRef } from './refs.ts';
import { type Body, errorReply, jsonReply, type Reply, readBody } from './reply.ts';
import { historyOf, mergeBase, writeCommit } from './repo.ts';
import { refTarget } from './revisions.ts';
import type { Visit } from './state.ts';

const MOST_TEXT = 65_536;

type Change = { readonly visit: Visit; readonly discussion: Discussion; readonly body: Body; readonly author: string };

const ACTIONS: Readonly<Record<string, (change: Change) => Reply | Promise<Reply>>> = {
  comment: addComment,
  title: rename,
  status: changeStatus,
  pin,
  merge,
};

/** `POST …/discussions/{num}/…`. */
export function changeRoute(visit: Visit, discussion: Discussion): Reply | Promise<Reply> {
  const [, action = '', id, verb] = visit.rest;
  const sent = readBody(visit.call);
  if ('refusal' in sent) return sent.refusal;
  const change = { visit, discussion, body: sent.body, author: visit.call.account?.user ?? '' };
  if (action === 'comment' && id !== undefined) return changeComment(change, id, verb ?? '');
  const act = ACTIONS[action];
  return act === undefined || id !== undefined ? errorReply(404, 'Not found') : act(change);
}

/** 201, unlike all other changes. A locked discussion takes comments of nobody. */
function addComment({ visit, discussion, body, author }: Change): Reply {
  const { call, repo } = visit;
  const { comment } = body;
  if (discussion.locked) return errorReply(403, 'This discussion is locked');
  if (!mayDiscuss(repo, call.account)) return errorReply(403, 'Forbidden');
  if (typeof comment !== 'string' || comment === '' || comment.length > MOST_TEXT) {
    return errorReply(400, `"comment" must be 1 to ${MOST_TEXT} characters long`);
  }
  const event = addEvent(call.state, repo, discussion.num, { author, event: commentOf(call.state, comment) });
  return jsonReply({ newMessage: eventView(call.state, event) }, 201);
}

function changeComment({ visit, discussion, body, author }: Change, id: string, verb: string): Reply {
  const { call, repo } = visit;
  const event = discussion.events.find((item) => item.id === id);
  if (event?.type !== 'comment') return errorReply(404, 'Comment not found');
  const { comment } = event;
  const updatedAt = call.state.nextTime();
  let changed: DiscussionEvent;
  if (verb === 'edit') {
    const { content } = body;
    if (event.author !== author) return errorReply(403, 'Forbidden: the comment is of somebody else');
    if (typeof content !== 'string' || content.length > MOST_TEXT) return errorReply(400, '"content" is required');
    changed = { ...event, comment: { ...comment, raw: content, updatedAt, numEdits: comment.numEdits + 1 } };
  } else if (verb === 'hide') {
    if (!mayChange(visit, event.author)) return errorReply(403, 'Forbidden');
    changed = { ...event, comment: { ...comment, hidden: true, updatedAt } };
  } else return errorReply(404, 'Not found');
  const events = discussion.events.map((item) => (item.id === id ? changed : item));
  repo.discussions.set(discussion.num, { ...discussion, events });
  return jsonReply({ updatedComment: eventView(call.state, changed) });
}

function rename({ visit, discussion, body, author }: Change): Reply {
  const { call, repo } = visit;
  const { title } = body;
  if (!mayChange(visit, discussion.author)) return errorReply(403, 'Forbidden');
  if (typeof title !== 'string' || title.length < 3 || title.length > 200) {
    return errorReply(400, '"title" must be 3 to 200 characters long');
  }
  const event = addEvent(call.state, repo, discussion.num, {
    author,
    event: { type: 'title-change', from: discussion.title, to: title },
    change: { title },
  });
  return jsonReply({ newTitle: eventView(call.state, event) });
}

/** `open` publishes a draft and opens what was closed; what was merged stays merged. */
function changeStatus({ visit, discussion, body, author }: Change): Reply {
  const { call, repo } = visit;
  const { status, comment } = body;
  if (!mayChange(visit, discussion.author)) return errorReply(403, 'Forbidden');
  if (status !== 'open' && status !== 'closed') return errorReply(400, '"status" must be one of [open, closed]');
  if (discussion.status === 'merged') return errorReply(400, 'This pull request is merged');
  if (discussion.status === status) return errorReply(400, `This discussion is already ${status}`);
  if (typeof comment === 'string' && comment !== '') {
    addEvent(call.state, repo, discussion.num, { author, event: commentOf(call.state, comment) });
  }
  const event = addEvent(call.state, repo, discussion.num, {
    author,
    event: { type: 'status-change', status },
    change: { status },
  });
  return jsonReply({ newStatus: eventView(call.state, event) });
}

function pin({ visit, discussion, body, author }: Change): Reply {
  const { call, repo } = visit;
  const { pinned } = body;
  if (!mayWrite(repo, call.account)) return errorReply(403, 'Forbidden');
  if (typeof pinned !== 'boolean') return errorReply(400, '"pinned" must be a boolean');
  addEvent(call.state, repo, discussion.num, { author, event: { type: 'pinning-change', pinned }, change: { pinned } });
  return jsonReply({});
}

/** One commit on the base with all that the pull request changed, named after it, as the Hub's own merges are. */
async function merge({ visit, discussion, body, author }: Change): Promise<Reply> {
  const { call, repo } = visit;
  const { num, title, pullRequest, status } = discussion;
  if (!mayWrite(repo, call.account)) return errorReply(403, 'Forbidden');
  if (pullRequest === undefined) return errorReply(400, 'This discussion is not a pull request');
  if (status !== 'open') return errorReply(400, `This pull request is ${status}`);
  const base = refTarget(repo, pullRequest.base);
  const head = refTarget(repo, refOf(num));
  if (base === undefined || head === undefined) return errorReply(400, 'The pull request has no commits');
  const outcome = await mergeCommits(repo.dir, base, head);
  if ('conflicts' in outcome) {
    return errorReply(409, `The pull request has conflicts: ${outcome.conflicts.join(', ')}`);
  }
  if (repo.discussions.get(num) !== discussion) return errorReply(409, 'The pull request was changed meanwhile');
  const start = mergeBase(repo.dir, base, head);
  const commits = historyOf(repo.dir, head);
  const own = commits
    .slice(
      0,
      Math.max(
        0,
        commits.findIndex(({ oid }) => oid === start),
      ),
    )
    .reverse();
  const about = {
    title: `${title} (#${num})`,
    description: own.map((commit) => `- ${commit.title} (${commit.oid})`).join('\n'),
    user: author,
    date: call.state.nextTime(),
  };
  const mergeCommitId = writeCommit(repo.dir, about, outcome.tree, [base]);
  // Throws when a commit came in between.
  updateRef(repo.dir, pullRequest.base, mergeCommitId, base);
  const { comment } = body;
  if (typeof comment === 'string' && comment !== '') {
    addEvent(call.state, repo, num, { author, event: commentOf(call.state, comment) });
  }
  addEvent(call.state, repo, num, {
    author,
    event: { type: 'status-change', status: 'merged' },
    change: { status: 'merged', pullRequest: { ...pullRequest, mergeCommitId } },
  });
  return jsonReply({});
}
