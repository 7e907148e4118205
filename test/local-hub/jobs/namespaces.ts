import { NO_CREDENTIALS } from '../access.ts';
import { databaseId } from '../people.ts';
import { mayRunJobs, maySeeJobs, policyRefusal } from '../permissions.ts';
import { errorReply, jsonReply, type Reply } from '../reply.ts';
import type { Account, Call } from '../state.ts';
import { isUser } from './views.ts';

export type Admission = { readonly namespace: string; readonly account: Account } | { readonly refusal: Reply };

/** Words of the Hub for a namespace without credit, as several people reported them. */
export const NO_CREDIT = 'Pre-paid credit balance is insufficient - add more credits to your account to use Jobs.';

/** The namespace of a call, or why this caller does not get it. `me` is the caller's own. */
export function admitToNamespace(call: Call, asked: string, right: 'see' | 'run'): Admission {
  const { account } = call;
  if (account === undefined) return { refusal: errorReply(401, NO_CREDENTIALS) };
  const namespace = asked === 'me' ? account.user : asked;
  if (!isNamespace(call, namespace)) return { refusal: errorReply(404, `Namespace ${namespace} not found`) };
  const policy = policyRefusal({ id: namespace }, account);
  if (policy !== undefined) return { refusal: errorReply(403, policy) };
  const may = right === 'run' ? mayRunJobs(namespace, account) : maySeeJobs(namespace, account);
  if (may) return { namespace, account };
  const verb = right === 'run' ? 'start or change' : 'see';
  return { refusal: errorReply(403, `Forbidden: this credential may not ${verb} jobs of ${namespace}.`) };
}

/** `POST …/auth-check/{read|write}`. */
export function authCheckReply(call: Call, asked: string, permission: string | undefined): Reply {
  if (permission !== 'read' && permission !== 'write') return errorReply(400, '"perms" must be read or write');
  const admission = admitToNamespace(call, asked, permission === 'write' ? 'run' : 'see');
  if ('refusal' in admission) return admission.refusal;
  const view = (name: string) => ({ id: databaseId(name), name });
  return jsonReply({ namespace: view(admission.namespace), user: view(admission.account.user) });
}

/** Why a job cannot start now: a call that means another host, or a namespace without credit. */
export function refuseToStart(call: Call, namespace: string): Reply | undefined {
  // Jobs run on this machine, and a web page can make a browser call it by a name of its own.
  const host = (call.headers.host ?? '').replace(/:\d+$/, '');
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(host))
    return errorReply(403, 'This Hub is for its own machine alone');
  const left = call.state.jobs.credit.get(namespace);
  return left === undefined || left > 0 ? undefined : errorReply(402, NO_CREDIT);
}

/** Users, their organizations, and owners of repos. */
function isNamespace({ state }: Call, name: string): boolean {
  if (isUser(state, name)) return true;
  const owners = [...state.repos.values()].map(({ id }) => id.split('/')[0]);
  const orgs = [...state.accounts.values()].flatMap((account) =>
    (account.orgs ?? []).map((org) => (typeof org === 'string' ? org : org.name)),
  );
  return owners.includes(name) || orgs.includes(name);
}
