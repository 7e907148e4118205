import type { Account, OrgRole, Repo, TokenPolicy } from './state.ts';

/** What a permission brings with it: a broader scope grants the narrower one, as its engineers say. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  'repo.write': ['repo.content.write', 'repo.content.read'],
  'repo.content.write': ['repo.content.read'],
};

/** The key of a repo in the state and the name of its entity in a token: `datasets/…` for datasets. */
export function keyOf(repo: Pick<Repo, 'type' | 'id'>): string {
  return repo.type === 'model' ? repo.id : `${repo.type}s/${repo.id}`;
}

export function namespaceOf(repo: Pick<Repo, 'id'>): string {
  return repo.id.split('/')[0] ?? '';
}

/** Whether the user is the owner or in the organization that is; what the token allows is another question. */
export function isMember(repo: Repo, account: Account | undefined): boolean {
  const role = roleIn(repo, account);
  return role !== undefined && role !== 'no_access';
}

/** Whether this credential may change the content: `auth-check/write`, direct commits, merges. */
export function mayWrite(repo: Repo, account: Account | undefined): boolean {
  if (account === undefined) return false;
  // A token from an exchange has rights on its resource, and its user has none anywhere.
  if (account.resource !== undefined) return isGranted(repo, account, 'repo.content.write');
  const role = roleIn(repo, account);
  if (role !== 'admin' && role !== 'write') return false;
  if (account.role === 'fineGrained') return isGranted(repo, account, 'repo.content.write');
  return account.role !== 'read';
}

/** Whether this credential may open discussions and pull requests and take part in them, on any repo that it sees. */
export function mayDiscuss(repo: Repo, account: Account | undefined): boolean {
  if (account === undefined || account.role === 'read') return false;
  return account.role !== 'fineGrained' || isGranted(repo, account, 'discussion.write');
}

/** Whether a token may read a private repo of its user. */
export function mayReadPrivate(repo: Repo, account: Account | undefined): boolean {
  if (account === undefined) return false;
  if (account.resource === undefined && !isMember(repo, account)) return false;
  return account.role !== 'fineGrained' || isGranted(repo, account, 'repo.content.read');
}

/** Why the repo's organization does not take the token; undefined when it does. */
export function policyRefusal(repo: Repo, account: Account | undefined): string | undefined {
  const policy = account?.policies?.[namespaceOf(repo)];
  return policy === undefined ? undefined : `${POLICY_TEXTS[policy]} (organization "${namespaceOf(repo)}").`;
}

const POLICY_TEXTS: Readonly<Record<TokenPolicy, string>> = {
  pending: 'Your token is pending approval by an administrator of the organization',
  denied: 'Your token was denied by an administrator of the organization',
  revoked: 'Your token was revoked by an administrator of the organization',
  'fine-grained-only': 'The organization takes fine-grained tokens only',
};

function roleIn(repo: Repo, account: Account | undefined): OrgRole | undefined {
  if (account === undefined) return undefined;
  const namespace = namespaceOf(repo);
  if (account.user === namespace) return 'admin';
  const org = (account.orgs ?? []).find((item) => (typeof item === 'string' ? item : item.name) === namespace);
  if (org === undefined) return undefined;
  return typeof org === 'string' ? 'write' : org.role;
}

function isGranted(repo: Repo, account: Account, wanted: string): boolean {
  if ((account.global as readonly string[] | undefined)?.includes(wanted)) return true;
  const places = [keyOf(repo), namespaceOf(repo)];
  const permissions = (account.scoped ?? []).filter(({ entity }) => places.includes(entity));
  return permissions.some((scope) => scope.permissions.some((own) => own === wanted || GRANTS[own]?.includes(wanted)));
}
