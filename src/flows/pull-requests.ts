import type { Config } from '../config.ts';
import { type Account, readAccount } from '../hub/account.ts';
import type { Hub } from '../hub/request.ts';
import { openHub, type Ports } from './load-card.ts';
import { type OpenPullRequest, readSurvey } from './publish/guard.ts';

/** The open pull requests of a model repo, the newest first. */
export type PullRequestList = {
  readonly status: 'listed';
  readonly repoId: string;
  readonly pullRequests: readonly OpenPullRequest[];
};

/**
 * Lists the open pull requests of a model repo. With a token it is told which ones are this program's own.
 *
 * @throws UserError what the Hub's refusals become.
 */
export async function listOpenPullRequests(config: Config, ports: Ports): Promise<PullRequestList> {
  const { request } = await openHub(config, ports, 0);
  const { fetch, endpoint, repoId, userAgent, token } = request;
  const hub: Hub = { fetch, endpoint, repoId, userAgent, ...(token === undefined ? {} : { token }) };
  const account: Account | undefined = token === undefined ? undefined : await readAccount(hub);
  const { open } = await readSurvey(hub, account);
  return { status: 'listed', repoId, pullRequests: open };
}
