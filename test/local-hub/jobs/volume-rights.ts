import { admit } from '../access.ts';
import { admitToBucket } from '../buckets/access.ts';
import { keyOf } from '../permissions.ts';
import { errorReply, type Reply } from '../reply.ts';
import { resolveRevision, unknownRevision } from '../revisions.ts';
import type { Call } from '../state.ts';
import type { Volume } from './types.ts';

/** Why the creator of a job may not mount what it names. Later nobody asks again: the job needs no token for it. */
export function refuseVolumes(call: Call, volumes: readonly Volume[]): Reply | undefined {
  for (const { type, source, revision, readOnly } of volumes) {
    if (type === 'bucket') {
      if (!call.state.jobs.settings.bucketsAvailable) return errorReply(400, 'Buckets are not available');
      const admission = admitToBucket(call, source, readOnly === true ? 'read' : 'write');
      if ('refusal' in admission) return admission.refusal;
    } else {
      const admission = admit(call, keyOf({ type, id: source }), 'files');
      if ('refusal' in admission) return admission.refusal;
      const commit = revision === undefined ? '' : resolveRevision(admission.repo, revision);
      if (commit === undefined) return unknownRevision(revision ?? '');
    }
  }
  return undefined;
}
