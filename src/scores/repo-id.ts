/** The Hub's own rule for names; a legacy name without an owner is a redirect, not a repo. */
const REPO_ID = /^(?!.*(?:--|\.\.))[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;

/** Is a text the id of a repo of the Hub, ORG/NAME? Whether there is one of that name, it cannot tell. */
export function isRepoId(text: string): boolean {
  return REPO_ID.test(text);
}

/** Digits alone may be a tag: `20240115`. */
const COMMIT = /^(?:[0-9a-f]{40}|(?=[0-9]*[a-f])[0-9a-f]{7,39})$/;

/** Does a revision look like a commit, whole or shortened? */
export function isCommit(revision: string): boolean {
  return COMMIT.test(revision);
}
