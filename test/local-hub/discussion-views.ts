import type { Discussion, DiscussionEvent } from './discussions.ts';
import { personOf } from './people.ts';
import { mayWrite, namespaceOf } from './permissions.ts';
import type { HubState, Visit } from './state.ts';

type View = Record<string, unknown>;

/** A discussion in the list. */
export function listItem({ call, repo }: Visit, discussion: Discussion): View {
  const { num, title, createdAt, status, pinned, pullRequest, author } = discussion;
  const comments = discussion.events.filter(({ type }) => type === 'comment').length;
  const namespace = namespaceOf(repo);
  return {
    num,
    ...authorOf(call.state, author),
    repo: { name: repo.id, type: repo.type },
    title,
    createdAt,
    topReactions: [],
    status,
    isPullRequest: pullRequest !== undefined,
    // The description is a comment too, but not counted as one.
    numComments: Math.max(0, comments - 1),
    numReactionUsers: 0,
    pinned,
    repoOwner: {
      name: namespace,
      type: isUser(call.state, namespace) ? 'user' : 'org',
      isParticipating: discussion.events.some((event) => event.author === namespace),
      isDiscussionAuthor: author === namespace,
    },
  };
}

/** An event as details and answers have it. */
export function eventView(state: HubState, event: DiscussionEvent): View {
  const { id, createdAt, type } = event;
  return { id, createdAt, ...authorOf(state, event.author), type, data: dataOf(state, event) };
}

/** `diff` is not in the Hub's own description, but the Python client reads it. */
export function detailsView(
  visit: Visit,
  discussion: Discussion,
  more: { readonly conflicts: readonly string[]; readonly head?: string | undefined; readonly diff?: string },
): View {
  const { call, repo } = visit;
  const { num, title, createdAt, status, pinned, locked, pullRequest, author, id } = discussion;
  const common = {
    _id: id,
    num,
    ...authorOf(call.state, author),
    repo: { name: repo.id, type: repo.type },
    title,
    createdAt,
    status,
    pinned,
    locked,
    collection: 'discussions',
    isPullRequest: pullRequest !== undefined,
    events: discussion.events.map((event) => eventView(call.state, event)),
  };
  if (pullRequest === undefined) return { ...common, isReport: false };
  const { base, mergeCommitId, refDeleted } = pullRequest;
  return {
    ...common,
    filesWithConflicts: more.conflicts,
    changes: {
      base,
      ...(mergeCommitId === undefined ? {} : { mergeCommitId }),
      ...(more.head === undefined ? {} : { headCommitId: more.head }),
      ...(refDeleted === undefined ? {} : { refDeleted }),
    },
    ...(more.diff === undefined ? {} : { diff: more.diff }),
  };
}

function dataOf(state: HubState, event: DiscussionEvent): View {
  switch (event.type) {
    case 'comment': {
      const { raw, updatedAt, hidden, numEdits } = event.comment;
      const shown = hidden ? 'This comment has been hidden' : raw;
      return {
        edited: numEdits > 0,
        hidden,
        latest: { raw: shown, html: `<p>${escaped(shown)}</p>`, updatedAt, ...authorOf(state, event.author) },
        numEdits,
        editors: [event.author],
        editorAvatarUrls: [`${state.origin}/avatars/${encodeURIComponent(event.author)}.svg`],
        reactions: [],
        isReport: false,
      };
    }
    case 'status-change':
      return { status: event.status, ...(event.reason === undefined ? {} : { reason: event.reason }) };
    case 'commit':
      return { subject: event.subject, oid: event.oid };
    case 'title-change':
      return { from: event.from, to: event.to };
    case 'pinning-change':
      return { pinned: event.pinned };
    case 'locking-change':
      return { locked: event.locked };
    case 'ref-deleted':
      return {};
  }
}

/** Whether the caller may change what somebody said or opened: its author and the writers may. */
export function mayChange({ call, repo }: Visit, author: string): boolean {
  return call.account?.user === author || mayWrite(repo, call.account);
}

function authorOf(state: HubState, name: string): View {
  const author = personOf(state, name);
  return author === undefined ? {} : { author };
}

function isUser(state: HubState, name: string): boolean {
  return [...state.accounts.values()].some(({ user }) => user === name);
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
}
