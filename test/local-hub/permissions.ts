import type { Account, OrgRole, Repo, TokenPolicy } from './state.ts';

/** What a permission brings with it: a broader scope grants the narrower one, as its engineers say. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  'repo.write': ['repo.content.write', 'repo.content.read'],
  'repo.content.write': ['repo.content.read'],
};

/** What rights are about: a repo, or a bucket, which has those of a repo. */
type Entity = { readonly type: Repo['type'] | 'bucket'; readonly id: string };

/** The key of a repo in the state and the name of its entity in a token: `datasets/…` for datasets. */
export function keyOf(repo: Entity): string {
  return repo.type === 'model' ? repo.id : `${repo.type}s/${repo.id}`;
}

export function namespaceOf(repo: Pick<Repo, 'id'>): string {
  return repo.id.split('/')[0] ?? '';
}

/** Whether the user is the owner or in the organization that is; what the token allows is another question. */
export function isMember(repo: Entity, account: Account | undefined): boolean {
  const role = roleIn(repo, account);
  return role !== undefined && role !== 'no_access';
}

/** Whether this credential may change the content: `auth-check/write`, direct commits, merges. */
export function mayWrite(repo: Entity, account: Account | undefined): boolean {
  if (account === undefined) return false;
  // A token from an exchange has rights on its resource, and its user has none anywhere.
  if (account.resource !== undefined) return isGranted(repo, account, 'repo.content.write');
  const role = roleIn(repo, account);
  if (role !== 'admin' && role !== 'write') return false;
  if (account.role === 'fineGrained') return isGranted(repo, account, 'repo.content.write');
  return account.role !== 'read';
}

/** Whether this credential may open discussions and pull requests and take part in them, on any repo that it sees. */
export function mayDiscuss(repo: Entity, account: Account | undefined): boolean {
  if (account === undefined || account.role === 'read') return false;
  return account.role !== 'fineGrained' || isGranted(repo, account, 'discussion.write');
}

/** Whether a token may read a private repo of its user. */
export function mayReadPrivate(repo: Entity, account: Account | undefined): boolean {
  if (account === undefined) return false;
  if (account.resource === undefined && !isMember(repo, account)) return false;
  return account.role !== 'fineGrained' || isGranted(repo, account, 'repo.content.read');
}

/** Why the repo's organization does not take the token; undefined when it does. */
export function policyRefusal(repo: Pick<Entity, 'id'>, account: Account | undefined): string | undefined {
  const policy = account?.policies?.[namespaceOf(repo)];
  return policy === undefined ? undefined : `${POLICY_TEXTS[policy]} (organization "${namespaceOf(repo)}").`;
}

const POLICY_TEXTS: Readonly<Record<TokenPolicy, string>> = {
  pending: 'Your token is pending approval by an administrator of the organization',
  denied: 'Your token was denied by an administrator of the organization',
  revoked: 'Your token was revoked by an administrator of the organization',
  'fine-grained-only': 'The organization takes fine-grained tokens only',
};

/** Whether this credential may start, change and stop jobs of a namespace, which pays for them. */
export function mayRunJobs(namespace: string, account: Account | undefined): boolean {
  const role = roleIn({ id: namespace }, account);
  if (account === undefined || (role !== 'admin' && role !== 'write')) return false;
  if (account.role === 'fineGrained') return isGrantedAt([namespace], account, 'job.write');
  return account.role !== 'read';
}

/** Whether it may see them. */
export function maySeeJobs(namespace: string, account: Account | undefined): boolean {
  const role = roleIn({ id: namespace }, account);
  if (account === undefined || role === undefined || role === 'no_access') return false;
  return account.role !== 'fineGrained' || isGrantedAt([namespace], account, 'job.write');
}

function roleIn(repo: Pick<Entity, 'id'>, account: Account | undefined): OrgRole | undefined {
  if (account === undefined) return undefined;
  const namespace = namespaceOf(repo);
  if (account.user === namespace) return 'admin';
  const org = (account.orgs ?? []).find((item) => (typeof item === 'string' ? item : item.name) === namespace);
  if (org === undefined) return undefined;
  return typeof org === 'string' ? 'write' : org.role;
}

function isGranted(repo: Entity, account: Account, wanted: string): boolean {
  if ((account.global as readonly string[] | undefined)?.includes(wanted)) return true;
  return isGrantedAt([keyOf(repo), namespaceOf(repo)], account, wanted);
}

function isGrantedAt(places: readonly string[], account: Account, wanted: string): boolean {
  const permissions = (account.scoped ?? []).filter(({ entity }) => places.includes(entity));
  return permissions.some((scope) => scope.permissions.some((own) => own === wanted || GRANTS[own]?.includes(wanted)));
}
