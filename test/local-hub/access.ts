import { emptyReply, errorReply, type Reply } from './reply.ts';
import type { Account, Call, HubState, ModelRepo } from './state.ts';

/** The caller's account, undefined for anonymous ones; an unknown token is refused even where none is needed. */
export function identify(
  state: HubState,
  headers: Readonly<Record<string, string>>,
): { readonly account: Account | undefined } | { readonly refusal: Reply } {
  const header = headers.authorization;
  if (header === undefined) return { account: undefined };
  const account = state.accounts.get(header.replace(/^Bearer /i, ''));
  if (account !== undefined) return { account };
  return {
    refusal: errorReply(401, NO_CREDENTIALS, undefined, 'Invalid credentials in Authorization header'),
  };
}

/** The model, or why this caller does not get it. `what` is `files` for contents, which gating covers. */
export function admit(
  call: Call,
  id: string,
  what: 'info' | 'files',
): { readonly model: ModelRepo } | { readonly refusal: Reply } {
  const model = call.state.repos.get(id);
  if (model === undefined || !mayRead(model, call.account)) return { refusal: hidden(call) };
  if (model.renamedTo !== undefined) {
    const target = call.state.repos.get(model.renamedTo);
    const known = target !== undefined && mayRead(target, call.account);
    return { refusal: known ? renamed(call, id, model.renamedTo) : hidden(call) };
  }
  if (model.disabled) return { refusal: errorReply(403, 'Access to this resource is disabled.') };
  if (what === 'files' && model.gated !== false && !isAdmitted(model, call.account)) {
    return { refusal: gated(call, id) };
  }
  return { model };
}

export const NO_CREDENTIALS = 'Invalid username or password.';

/** Anonymous callers are not told whether a repo exists. */
function hidden(call: Call): Reply {
  return call.account === undefined
    ? errorReply(401, NO_CREDENTIALS, 'RepoNotFound')
    : errorReply(404, 'Repository not found', 'RepoNotFound');
}

function gated(call: Call, id: string): Reply {
  const restricted = `Access to model ${id} is restricted`;
  return call.account === undefined
    ? errorReply(
        401,
        `${restricted}. You must have access to it and be authenticated to access it. Please log in.`,
        'GatedRepo',
      )
    : errorReply(
        403,
        `${restricted} and you are not in the authorized list. Visit ${call.state.origin}/${id} to ask for access.`,
        'GatedRepo',
      );
}

/** Ids have no characters that are encoded, so the old one stands in the path as it is. */
function renamed(call: Call, from: string, to: string): Reply {
  const query = call.query.size === 0 ? '' : `?${call.query}`;
  return emptyReply(307, { location: call.pathname.replace(`/${from}`, `/${to}`) + query });
}

function mayRead(model: ModelRepo, account: Account | undefined): boolean {
  return !model.private || isOwner(model, account);
}

function isAdmitted(model: ModelRepo, account: Account | undefined): boolean {
  return isOwner(model, account) || (account?.gatedAccess?.includes(model.id) ?? false);
}

function isOwner(model: ModelRepo, account: Account | undefined): boolean {
  const namespace = model.id.split('/')[0] ?? '';
  return account !== undefined && (account.user === namespace || (account.orgs ?? []).includes(namespace));
}
