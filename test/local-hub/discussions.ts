/** What happened in a discussion. `author` is a user's name. */
export type DiscussionEvent = {
  readonly id: string;
  readonly createdAt: string;
  readonly author: string;
} & (
  | { readonly type: 'comment'; readonly comment: Comment }
  | { readonly type: 'status-change'; readonly status: DiscussionStatus; readonly reason?: string }
  | { readonly type: 'commit'; readonly subject: string; readonly oid: string }
  | { readonly type: 'title-change'; readonly from: string; readonly to: string }
  | { readonly type: 'pinning-change'; readonly pinned: boolean }
  | { readonly type: 'locking-change'; readonly locked: boolean }
  | { readonly type: 'ref-deleted' }
);

export type Comment = {
  readonly raw: string;
  readonly updatedAt: string;
  readonly hidden: boolean;
  readonly numEdits: number;
};

export type DiscussionStatus = 'draft' | 'open' | 'closed' | 'merged';

/** A discussion or pull request. */
export type Discussion = {
  readonly id: string;
  readonly num: number;
  readonly title: string;
  readonly author: string;
  readonly createdAt: string;
  readonly status: DiscussionStatus;
  readonly pinned: boolean;
  readonly locked: boolean;
  readonly events: readonly DiscussionEvent[];
  /** Undefined for discussions. */
  readonly pullRequest?: {
    /** The branch that it wants to change, such as `refs/heads/main`. */
    readonly base: string;
    /** The commit that it started from. */
    readonly startedFrom: string;
    readonly mergeCommitId?: string;
    readonly refDeleted?: boolean;
  };
};

/** The git ref of a pull request. */
export function refOf(num: number): string {
  return `refs/pr/${num}`;
}

/** The number of a pull request's ref, or undefined for other names. */
export function numberOf(ref: string): number | undefined {
  const [, num] = /^refs\/pr\/(\d+)$/.exec(ref) ?? [];
  return num === undefined ? undefined : Number(num);
}

/** The event before it is known when it happened and who did it. */
export type EventBody = DiscussionEvent extends infer Event
  ? Event extends DiscussionEvent
    ? Omit<Event, 'id' | 'createdAt' | 'author'>
    : never
  : never;
