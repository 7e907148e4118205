import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { readAccount } from '../../hub/account.ts';
import type { Hub } from '../../hub/request.ts';
import { openHub } from '../load-card.ts';
import { type OpenPullRequest, refuseRivals } from '../publish/guard.ts';
import { openWriter } from '../publish/writer.ts';
import type { EvaluationPorts } from './ports.ts';
import { evaluateOf } from './prepare.ts';

/** The Hub to evaluate on, who pays, and the pull requests that are in the way of what is to be written afterwards. */
export type Opened = {
  readonly hub: Hub;
  /** User or organization. */
  readonly namespace: string;
  readonly rivals: readonly OpenPullRequest[];
};

/**
 * Opens the Hub, after the guard has looked at the pull requests of a repo that is to be written to. To plan alone needs no
 * token.
 *
 * @throws UserError `unauthorized`, `forbidden`, `open-pull-request`, `guard-failed`.
 */
export async function openForEvaluation(config: Config, ports: EvaluationPorts): Promise<Opened> {
  const { namespace } = evaluateOf(config);
  if (config.publish !== undefined) {
    const writer = await openWriter(config, ports);
    const { hub, account } = writer;
    return { hub, namespace: namespace ?? account.name ?? ownerOf(hub), rivals: await refuseRivals(config, writer) };
  }
  const { request } = await openHub(config, ports, 0);
  const { revision: _, maxBytes: __, ...hub } = request;
  if (namespace !== undefined) return { hub, namespace, rivals: [] };
  const isAnonymous = config.dryRun && hub.token === undefined;
  return { hub, namespace: isAnonymous ? ownerOf(hub) : await checkAccount(hub, 'Hub Jobs'), rivals: [] };
}

/**
 * Whose token it is.
 *
 * @param what Needs a token, as the beginning of a sentence.
 * @throws UserError `unauthorized` without a token or with one that the Hub does not know.
 */
export async function checkAccount(hub: Hub, what: string): Promise<string> {
  if (hub.token === undefined) {
    throw new UserError('unauthorized', `${what} need a Hugging Face token, and there is none.`, {
      hint: `Set HF_TOKEN to a token with the permission "Start and manage Jobs" (job.write): ${new URL(hub.endpoint).origin}/settings/tokens`,
    });
  }
  const { name } = await readAccount(hub);
  return name ?? ownerOf(hub);
}

function ownerOf({ repoId }: Hub): string {
  return repoId.split('/', 1)[0] ?? '';
}
