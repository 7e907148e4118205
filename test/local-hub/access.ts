import { isMember, keyOf, mayReadPrivate, policyRefusal } from './permissions.ts';
import { emptyReply, errorReply, type Reply } from './reply.ts';
import type { Account, Call, HubState, Repo, TokenKind } from './state.ts';

export const NO_CREDENTIALS = 'Invalid username or password.';
export const ASK_FOR_PR = 'Forbidden: pass `create_pr=1` as a query parameter to create a Pull Request';

type Caller = { readonly kind: TokenKind; readonly account?: Account; readonly refusal?: Reply };

/** Whose token it is; an unknown or expired one is refused even where none is needed. */
export function identify(state: HubState, headers: Readonly<Record<string, string>>): Caller {
  const header = headers.authorization;
  if (header === undefined) return { kind: 'anonymous' };
  const account = state.accounts.get(header.replace(/^Bearer /i, ''));
  const bad = 'Invalid credentials in Authorization header';
  if (account === undefined) return { kind: 'unknown', refusal: errorReply(401, NO_CREDENTIALS, undefined, bad) };
  if (account.expiresAt !== undefined && Date.parse(account.expiresAt) <= state.now()) {
    const said = `User Access Token "${account.user}-token" is expired`;
    return { kind: 'expired', refusal: errorReply(401, said, undefined, bad) };
  }
  return { kind: account.resource === undefined ? account.role : 'exchanged', account };
}

/** The repo, or why this caller does not get it. `what` is `files` for contents, which gating covers. */
export function admit(
  call: Call,
  key: string,
  what: 'info' | 'files',
): { readonly repo: Repo } | { readonly refusal: Reply } {
  const repo = call.state.repos.get(key);
  if (repo === undefined) return { refusal: hidden(call) };
  const refused = refuseReader(call, repo);
  if (refused !== undefined) return { refusal: refused };
  if (repo.renamedTo !== undefined) {
    const target = call.state.repos.get(keyOf({ type: repo.type, id: repo.renamedTo }));
    const known = target !== undefined && refuseReader(call, target) === undefined;
    return { refusal: known ? renamed(call, repo.id, repo.renamedTo) : hidden(call) };
  }
  if (repo.disabled) return { refusal: errorReply(403, 'Access to this resource is disabled.') };
  if (what === 'files' && repo.gated !== false && !isAdmitted(repo, call.account)) {
    return { refusal: gated(call, repo) };
  }
  return { repo };
}

/** Anonymous callers are not told whether a repo exists. */
function hidden(call: Call): Reply {
  return call.account === undefined
    ? errorReply(401, NO_CREDENTIALS, 'RepoNotFound')
    : errorReply(404, 'Repository not found', 'RepoNotFound');
}

function refuseReader(call: Call, repo: Repo): Reply | undefined {
  const policy = policyRefusal(repo, call.account);
  if (policy !== undefined) return errorReply(403, policy);
  if (!repo.private || mayReadPrivate(repo, call.account)) return undefined;
  // The user may see it, only this token may not: the one case in which a hidden repo shows.
  return isMember(repo, call.account)
    ? errorReply(403, `Forbidden: your token lacks the permission to read ${repo.id}.`)
    : hidden(call);
}

function gated(call: Call, repo: Repo): Reply {
  const restricted = `Access to ${repo.type} ${repo.id} is restricted`;
  return call.account === undefined
    ? errorReply(
        401,
        `${restricted}. You must have access to it and be authenticated to access it. Please log in.`,
        'GatedRepo',
      )
    : errorReply(
        403,
        `${restricted} and you are not in the authorized list. Visit ${call.state.origin}/${keyOf(repo)} to ask for access.`,
        'GatedRepo',
      );
}

/** Ids have no characters that are encoded, so the old one stands in the path as it is. */
function renamed(call: Call, from: string, to: string): Reply {
  const query = call.query.size === 0 ? '' : `?${call.query}`;
  return emptyReply(307, { location: call.pathname.replace(`/${from}`, `/${to}`) + query });
}

function isAdmitted(repo: Repo, account: Account | undefined): boolean {
  if (account?.role === 'fineGrained' && account.canReadGatedRepos === false) return false;
  return isMember(repo, account) || (account?.gatedAccess?.includes(repo.id) ?? false);
}
