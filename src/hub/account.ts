import { partOf, textsIn } from '../data.ts';
import { UserError } from '../errors.ts';
import { callApi, notWhat } from './api.ts';
import { cleanServerText } from './errors.ts';
import { endpointUrl, type Hub, hubUrl } from './request.ts';

/** What a token may do on one repo, as far as the Hub tells beforehand. */
export type Account = {
  /** Absent for a token that stands for a workflow instead of an account. */
  readonly name?: string;
  readonly kind: 'read' | 'write' | 'fine-grained' | 'workflow';
  /** Permissions of a fine-grained token that hold for the repo. */
  readonly permissions: readonly string[];
  /** Why the organization that owns the repo does not take the token: `token-policy`, `token-revoked`, `sso`, … */
  readonly restrictions?: readonly string[];
};

/**
 * Asks the Hub whose token it is and what it may do. The Hub limits this call strictly: once a run is enough.
 *
 * @throws UserError `unauthorized` without a token or with one that the Hub does not know; what other refusals become.
 */
export async function readAccount(hub: Hub): Promise<Account> {
  if (hub.token === undefined) {
    throw new UserError('unauthorized', `Writing to ${hub.repoId} needs a Hugging Face token, and there is none.`, {
      hint: `Set HF_TOKEN to a token of ${tokensPage(hub)}; in a workflow of the repo's owner, permissions: id-token: write does as well for --apply.`,
    });
  }
  // A token that the Hub gave a workflow for one repo: it may write there, and has no account behind it.
  if (hub.token.startsWith('hf_jwt_')) return { kind: 'workflow', permissions: ['repo.write'] };
  const what = 'the account of the token';
  const url = endpointUrl(hub.endpoint, 'api/whoami-v2');
  const { json } = await callApi(hub, url, { what });
  const { name, auth, orgs } = partOf(json);
  if (typeof name !== 'string' || name === '') throw notWhat(hub, url, what);
  const { role, fineGrained } = partOf(partOf(auth).accessToken);
  const restrictions = restrictionsOf(hub, orgs);
  const common = { name, ...(restrictions.length === 0 ? {} : { restrictions }) };
  if (role === 'fineGrained') return { ...common, kind: 'fine-grained', permissions: permissionsFor(hub, fineGrained) };
  return { ...common, kind: role === 'read' ? 'read' : 'write', permissions: [] };
}

/**
 * Refuses a token that may not open pull requests. For one on a repo of others no right to write is needed; a
 * fine-grained token needs the permission to take part in discussions.
 *
 * @throws UserError `forbidden` with what is missing and where to get it.
 */
export function checkMayPropose(hub: Hub, account: Account): void {
  const allowed = ['discussion.write', 'repo.write', 'repo.content.write'];
  const isEnough = account.kind !== 'fine-grained' || account.permissions.some((one) => allowed.includes(one));
  refuseRestricted(hub, account);
  if (account.kind === 'read') throw missing(hub, 'it may only read', 'a token with the role "write"');
  if (isEnough) return;
  throw missing(
    hub,
    'it has no permission for discussions',
    `the permission "Interact with discussions / Open pull requests" for ${hub.repoId} (discussion.write)`,
  );
}

/**
 * Refuses a token that may not write to the repo: asks the Hub, which knows of roles in organizations and of resource
 * groups.
 *
 * @throws UserError `forbidden` with what is missing and where to get it; what other refusals become.
 */
export async function checkMayWrite(hub: Hub, account: Account): Promise<void> {
  refuseRestricted(hub, account);
  if (account.kind === 'read') throw missing(hub, 'it may only read', 'a token with the role "write"');
  const allowed = ['repo.write', 'repo.content.write'];
  if (account.kind === 'fine-grained' && !account.permissions.some((one) => allowed.includes(one))) {
    throw missing(
      hub,
      'it has no permission to write there',
      `the permission "Write access to contents/settings" for ${hub.repoId} (repo.write)`,
    );
  }
  const what = `whether the token may write to ${hub.repoId}`;
  try {
    await callApi(
      hub,
      hubUrl(hub, (repo) => `api/models/${repo}/auth-check/write`),
      { what },
    );
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'forbidden') throw error;
    const who = account.name === undefined ? 'the workflow' : `the account ${account.name}`;
    throw missing(hub, `${who} may not write there`, 'a token of an account that may; or propose with --create-pr');
  }
}

const RESTRICTIONS: Readonly<Record<string, string>> = {
  'token-policy': 'the token is not approved, or it takes fine-grained tokens only',
  'token-revoked': 'the token was revoked there',
  mfa: 'the account has to use a second factor',
  sso: 'the account has to log in through its single sign-on',
  ip: 'this address is not on its list',
};

function refuseRestricted(hub: Hub, { restrictions = [] }: Account): void {
  if (restrictions.length === 0) return;
  const owner = hub.repoId.split('/')[0];
  const reasons = restrictions.map((one) => RESTRICTIONS[one] ?? cleanServerText(one)).join('; ');
  throw new UserError('forbidden', `The organization ${owner} does not take this token: ${reasons}.`, {
    hint: `Its administrators approve tokens and set the rules: ask them, or use another token of ${tokensPage(hub)}.`,
    details: { repo_id: hub.repoId },
  });
}

/** What the Hub says beforehand of the organization that owns the repo; all its answers will be 403. */
function restrictionsOf({ repoId }: Hub, orgs: unknown): string[] {
  const owner = repoId.split('/')[0]?.toLowerCase();
  return (Array.isArray(orgs) ? orgs : []).flatMap((org: unknown) => {
    const { name, securityRestrictions } = partOf(org);
    return typeof name === 'string' && name.toLowerCase() === owner ? textsIn(securityRestrictions) : [];
  });
}

function missing(hub: Hub, why: string, needed: string): UserError {
  return new UserError('forbidden', `The token cannot be used for ${hub.repoId}: ${why}.`, {
    hint: `It takes ${needed}. Tokens are made at ${tokensPage(hub)}.`,
    details: { repo_id: hub.repoId },
  });
}

/** Permissions that hold everywhere, for the repo itself, or for its owner. */
function permissionsFor({ repoId }: Hub, fineGrained: unknown): string[] {
  const { global, scoped } = partOf(fineGrained);
  const owner = repoId.split('/')[0]?.toLowerCase();
  const own = (Array.isArray(scoped) ? scoped : []).flatMap((scope: unknown) => {
    const { entity, permissions } = partOf(scope);
    const { name, type } = partOf(entity);
    const key = typeof name === 'string' ? name.toLowerCase() : '';
    const isRepo = type === 'model' && key === repoId.toLowerCase();
    const isOwner = (type === 'user' || type === 'org') && key === owner;
    return (isRepo || isOwner) && Array.isArray(permissions) ? permissions : [];
  });
  return [...(Array.isArray(global) ? global : []), ...own].filter((one) => typeof one === 'string');
}

function tokensPage({ endpoint }: Hub): string {
  return `${endpoint.replace(/\/+$/, '')}/settings/tokens`;
}
