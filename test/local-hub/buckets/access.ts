import { NO_CREDENTIALS } from '../access.ts';
import { isMember, mayReadPrivate, mayWrite, policyRefusal } from '../permissions.ts';
import { errorReply, type Reply } from '../reply.ts';
import type { Call } from '../state.ts';
import type { Bucket } from './buckets.ts';

/** The bucket, or why this caller does not get it. */
export function admitToBucket(
  call: Call,
  id: string,
  right: 'read' | 'write',
): { readonly bucket: Bucket } | { readonly refusal: Reply } {
  const { account, state } = call;
  const entity = { type: 'bucket', id } as const;
  const bucket = state.buckets.get(id);
  const policy = policyRefusal(entity, account);
  if (policy !== undefined) return { refusal: errorReply(403, policy) };
  // Who is in the namespace sees that it is there, even when the token may not read it.
  const isShown = bucket?.private === false || isMember(entity, account) || mayReadPrivate(entity, account);
  if (bucket === undefined || !isShown || !state.jobs.settings.bucketsAvailable) return { refusal: hidden(call) };
  if (bucket.private && !mayReadPrivate(entity, account)) return { refusal: forbidden(id, 'read') };
  if (right === 'read' || mayWrite(entity, account)) return { bucket };
  return { refusal: account === undefined ? errorReply(401, NO_CREDENTIALS) : forbidden(id, 'write to') };
}

/** Why the caller may not make a bucket of this id. */
export function refuseCreator(call: Call, id: string): Reply | undefined {
  const { account } = call;
  if (account === undefined) return errorReply(401, NO_CREDENTIALS);
  const policy = policyRefusal({ id }, account);
  if (policy !== undefined) return errorReply(403, policy);
  return mayWrite({ type: 'bucket', id }, account) ? undefined : forbidden(id, 'create');
}

/** As with repos, anonymous callers are not told whether there is one. */
function hidden(call: Call): Reply {
  return call.account === undefined
    ? errorReply(401, NO_CREDENTIALS, 'RepoNotFound')
    : errorReply(404, 'Bucket not found', 'RepoNotFound');
}

function forbidden(id: string, verb: string): Reply {
  return errorReply(403, `Forbidden: this credential may not ${verb} the bucket ${id}.`);
}
