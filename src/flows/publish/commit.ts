import { UserError } from '../../errors.ts';
import { type CommitFile, type CommitOutcome, type CommitRequest, commitFiles } from '../../hub/commits.ts';
import { cleanServerText } from '../../hub/errors.ts';
import type { Hub } from '../../hub/request.ts';
import { askHubForVerdict } from '../../hub/validate-yaml.ts';
import { type Proposal, renderTitle } from '../../report/proposal.ts';
import type { MergedFiles } from '../merge-files.ts';
import type { Situation } from './step.ts';

/** All of them are in the details. */
const MOST_ERRORS = 10;

/**
 * Commits files of a proposal, after the Hub has had a look at the card among them.
 *
 * @throws UserError `invalid-card` for a card that the Hub would refuse, and what a refused commit becomes.
 */
export async function commitFor(
  { hub, say }: Situation,
  proposal: Proposal,
  request: Omit<CommitRequest, 'title'>,
): Promise<CommitOutcome> {
  await checkCard(hub, request.files, say);
  return commitFiles(hub, { ...request, title: renderTitle(proposal) });
}

/** Merged files as they are committed. */
export function filesOf({ files }: MergedFiles): CommitFile[] {
  return files.map(({ path, after }) => ({ path, text: after }));
}

/**
 * Has the Hub check a changed card before it is sent. The Hub checks it again when it is, so a check that cannot be asked
 * for does not hold anything up.
 *
 * @throws UserError `invalid-card` with what the Hub says.
 */
async function checkCard(hub: Hub, files: readonly CommitFile[], say: Situation['say']): Promise<void> {
  const card = files.find(({ path }) => path === 'README.md');
  if (card === undefined) return;
  let errors: readonly string[];
  try {
    const verdict = await askHubForVerdict({ ...hub, endpoint: hub.endpoint.replace(/\/+$/, ''), content: card.text });
    errors = verdict?.errors.map((one) => cleanServerText(one, hub.token)) ?? [];
  } catch (error) {
    say(
      `the Hub's own check of the card could not be asked: ${cleanServerText(error instanceof Error ? error.message : String(error), hub.token)}`,
    );
    return;
  }
  if (errors.length === 0) return;
  throw new UserError(
    'invalid-card',
    `The Hub would refuse the card of ${hub.repoId}: ${errors.slice(0, MOST_ERRORS).join('; ')}`,
    {
      hint: 'Nothing was written. hf-eval validate tells the lines; mend what was there before, then run it again.',
      details: { errors },
    },
  );
}
