import { listCommits } from '../../hub/commits.ts';
import { hubUrl } from '../../hub/request.ts';
import { readMarker, renderCommitMessage } from '../../report/proposal.ts';
import { commitFor, filesOf } from './commit.ts';
import { proposalOf } from './proposal.ts';
import type { Situation, Step } from './step.ts';

/** Commits the merged files to the branch, unless they say what is there. */
export async function push(situation: Situation): Promise<Step> {
  const { hub, config, target, merged, doubts } = situation;
  if (merged.files.length === 0) {
    // A commit whose answer was lost is found at the head.
    const [head] = doubts.length > 0 ? await listCommits(hub, config.revision) : [];
    const isOurs = head !== undefined && readMarker(head.message)?.digest === target.digest;
    return isOurs
      ? {
          kind: 'done',
          status: 'pushed',
          commit: { oid: head.oid, url: hubUrl(hub, (repo) => `${repo}/commit/${head.oid}`).href },
        }
      : { kind: 'done', status: 'up-to-date' };
  }
  if (config.dryRun) return { kind: 'done', status: 'dry-run' };
  const proposal = proposalOf(situation, { base: target.head });
  const outcome = await commitFor(situation, proposal, {
    revision: config.revision,
    parent: target.head,
    description: renderCommitMessage(proposal),
    files: filesOf(merged),
  });
  if (outcome.kind !== 'landed') return { kind: 'again', after: outcome };
  return { kind: 'done', status: 'pushed', commit: { oid: outcome.oid, url: outcome.url } };
}
