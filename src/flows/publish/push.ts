import { listCommits } from '../../hub/commits.ts';
import { hubUrl } from '../../hub/request.ts';
import { markedSource, readMarker } from '../../report/marker.ts';
import { renderCommitMessage, renderTitle } from '../../report/proposal.ts';
import { commitFor, planOnly } from './commit.ts';
import { compose } from './compose.ts';
import { proposalOf } from './proposal.ts';
import type { Situation, Step } from './step.ts';
import type { Target } from './target.ts';

/** Commits the merged files to the branch, unless they say what is there. */
export async function push(situation: Situation): Promise<Step> {
  const { hub, config, target, merged, doubts } = situation;
  if (merged.files.length === 0) {
    // A commit whose answer was lost is there, though others may have come on top of it.
    const commits = doubts.length > 0 ? await listCommits(hub, config.revision) : [];
    const ours = commits.slice(0, MOST_ON_TOP).find(({ message }) => tells(message, target));
    return ours === undefined
      ? { kind: 'done', status: 'up-to-date' }
      : {
          kind: 'done',
          status: 'pushed',
          commit: { oid: ours.oid, url: hubUrl(hub, (repo) => `${repo}/commit/${ours.oid}`).href },
        };
  }
  const composition = await compose(situation, []);
  // Nobody makes a commit anew, so it need not remember its scores.
  const sources = composition.sources.map(({ scores: _, ...source }) => source);
  const proposal = proposalOf(situation, { ...composition, sources }, target.head, { turn: 0, files: '' });
  const commission = { title: renderTitle(proposal), text: renderCommitMessage(proposal), files: merged.files };
  if (config.dryRun) return planOnly(situation, 'commit', commission);
  const outcome = await commitFor(situation, commission, { revision: config.revision, parent: target.head });
  if (outcome.kind !== 'landed') return { kind: 'again', after: outcome };
  return { kind: 'done', status: 'pushed', commit: { oid: outcome.oid, url: outcome.url } };
}

/** Of others, since this run has sent its own. */
const MOST_ON_TOP = 20;

function tells(message: string, { offer, digest }: Target): boolean {
  const marker = readMarker(message);
  return marker !== undefined && markedSource(marker, offer.source)?.digest === digest;
}
