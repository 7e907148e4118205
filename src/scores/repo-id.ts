/** The Hub's own rule for names; a legacy name without an owner is a redirect, not a repo. */
const REPO_ID = /^(?!.*(?:--|\.\.))[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;

/** Is a text the id of a repo of the Hub, ORG/NAME? Whether there is one of that name, it cannot tell. */
export function isRepoId(text: string): boolean {
  return REPO_ID.test(text);
}
