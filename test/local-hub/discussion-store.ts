import type { Discussion, DiscussionEvent, EventBody } from './discussions.ts';
import type { HubState, Repo } from './state.ts';

/** Opens a discussion or, with `pullRequest`, a pull request; its first comment is the description. */
export function openDiscussion(
  state: HubState,
  repo: Repo,
  about: {
    readonly title: string;
    readonly description: string;
    readonly author: string;
    readonly status: 'draft' | 'open';
    readonly pullRequest?: NonNullable<Discussion['pullRequest']>;
  },
): Discussion {
  const { title, description, author, status, pullRequest } = about;
  const first = eventOf(state, author, commentOf(state, description));
  const discussion: Discussion = {
    id: state.nextId(),
    num: Math.max(0, ...repo.discussions.keys()) + 1,
    title,
    author,
    createdAt: first.createdAt,
    status,
    pinned: false,
    locked: false,
    events: [first],
    ...(pullRequest === undefined ? {} : { pullRequest }),
  };
  repo.discussions.set(discussion.num, discussion);
  return discussion;
}

/** Notes an event, with what it changes; gives the event. The discussion is replaced, so that the past stays as it was. */
export function addEvent(
  state: HubState,
  repo: Repo,
  num: number,
  what: { readonly author: string; readonly event: EventBody; readonly change?: Partial<Discussion> },
): DiscussionEvent {
  const discussion = repo.discussions.get(num);
  if (discussion === undefined) throw new Error(`${repo.id} has no discussion ${num}`);
  const event = eventOf(state, what.author, what.event);
  repo.discussions.set(num, { ...discussion, ...what.change, events: [...discussion.events, event] });
  return event;
}

/** A new comment. */
export function commentOf(state: HubState, raw: string): EventBody & { readonly type: 'comment' } {
  return { type: 'comment', comment: { raw, updatedAt: state.nextTime(), hidden: false, numEdits: 0 } };
}

function eventOf(state: HubState, author: string, event: EventBody): DiscussionEvent {
  const createdAt = event.type === 'comment' ? event.comment.updatedAt : state.nextTime();
  return { id: state.nextId(), createdAt, author, ...event };
}
