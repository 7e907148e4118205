import { UserError } from '../../errors.ts';
import { cleanServerText } from '../../hub/errors.ts';
import type { Hub } from '../../hub/request.ts';
import { askHubForVerdict } from '../../hub/validate-yaml.ts';
import type { MergedFiles } from '../merge-files.ts';

/** All of them are in the details. */
const MOST_ERRORS = 10;

/**
 * Has the Hub check a changed card before it is sent. The Hub checks it again when it is, so a check that cannot be asked
 * for does not hold anything up.
 *
 * @throws UserError `invalid-card` with what the Hub says.
 */
export async function checkCard(hub: Hub, { files }: MergedFiles, say: (line: string) => void): Promise<void> {
  const card = files.find(({ path }) => path === 'README.md');
  if (card === undefined) return;
  let errors: readonly string[];
  try {
    const verdict = await askHubForVerdict({ ...hub, endpoint: hub.endpoint.replace(/\/+$/, ''), content: card.after });
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
