import { UserError } from '../../errors.ts';
import type { Account } from '../../hub/account.ts';
import {
  listPullRequests,
  type PullRequest,
  type PullRequestDetails,
  readPullRequest,
} from '../../hub/pull-requests.ts';
import type { Hub } from '../../hub/request.ts';
import { isTwinNote, type Marker, readMarker } from '../../report/proposal.ts';
import { pullRequestJson } from '../../report/published.ts';

/** A pull request of this program, made with the same account. */
export type OwnProposal = {
  readonly pullRequest: PullRequestDetails;
  readonly marker: Marker;
  /** The comment that holds the marker. */
  readonly comment: { readonly id: string; readonly text: string };
};

/** An open pull request, and whether it touches the files that hold results. */
export type OpenPullRequest = PullRequest & { readonly ours: boolean; readonly touchesResults: boolean };

/** What the pull requests of a repo mean for a run that wants to write to it. */
export type Survey = {
  /** Open, the oldest first. */
  readonly own: readonly OwnProposal[];
  /** Open ones of anybody, the newest first. */
  readonly open: readonly OpenPullRequest[];
  /** Proposals of this program that somebody closed without merging them. */
  readonly closed: readonly OwnProposal[];
};

/** Refusals that say more than that the check failed. */
const TELLING = new Set(['unauthorized', 'forbidden', 'rate-limited', 'gated', 'repo-not-found']);

/**
 * Looks at all pull requests of a repo, before anything is written or paid for. It fails closed: what cannot be read
 * counts as a reason to stop.
 *
 * @param account Undefined for a look without a token: then no proposal is taken for one's own.
 * @throws UserError `guard-failed` when the check itself fails; a refused token or a rate limit keeps its own code.
 */
export async function surveyPullRequests(hub: Hub, account: Account | undefined): Promise<Survey> {
  try {
    return await survey(hub, account);
  } catch (error) {
    if (!(error instanceof UserError) || TELLING.has(error.code)) throw error;
    throw new UserError(
      'guard-failed',
      `Whether ${hub.repoId} has open pull requests could not be found out: ${error.message}`,
      {
        hint: 'Nothing was written. Run it again; nothing is written before this check succeeds.',
        details: { ...error.details, cause: error.code },
        cause: error,
      },
    );
  }
}

async function survey(hub: Hub, account: Account | undefined): Promise<Survey> {
  const own: OwnProposal[] = [];
  const open: OpenPullRequest[] = [];
  const closed: OwnProposal[] = [];
  for (const one of await listPullRequests(hub)) {
    const isOpen = one.status === 'open' || one.status === 'draft';
    const mayBeOurs = account !== undefined && isBy(account, one.author);
    if (!isOpen && !(one.status === 'closed' && mayBeOurs)) continue;
    const details = await readPullRequest(hub, one.number);
    const proposal = mayBeOurs ? readProposal(hub, details) : undefined;
    // It may have been closed or merged since the list was made.
    if (details.status === 'open' || details.status === 'draft') {
      if (proposal !== undefined) own.unshift(proposal);
      open.push({ ...summaryOf(details), ours: proposal !== undefined, touchesResults: touchesResults(details) });
    } else if (details.status === 'closed' && proposal !== undefined) {
      if (!details.comments.some(({ text }) => isTwinNote(text))) closed.push(proposal);
    }
  }
  return { own, open, closed };
}

/** An account that a token does not name cannot be told from others: there the marker alone decides. */
function isBy({ name }: Account, author: string | undefined): boolean {
  return name === undefined || name === author;
}

function readProposal({ repoId }: Hub, pullRequest: PullRequestDetails): OwnProposal | undefined {
  const [comment] = pullRequest.comments;
  const marker = comment === undefined ? undefined : readMarker(comment.text);
  if (comment === undefined || marker?.repo.toLowerCase() !== repoId.toLowerCase()) return undefined;
  return { pullRequest, marker, comment };
}

/** A change that the Hub does not show may be of anything; an empty one may yet become of anything. */
function touchesResults({ touched }: PullRequestDetails): boolean {
  if (touched === undefined || touched.length === 0) return true;
  return touched.some((file) => file === 'README.md' || file.startsWith('.eval_results/'));
}

function summaryOf({ number, status, title, author, createdAt, url }: PullRequest): PullRequest {
  return { number, status, title, ...(author === undefined ? {} : { author }), createdAt, url };
}

/** Open pull requests of others that may be about the same results. */
export function rivalsIn({ open }: Survey): OpenPullRequest[] {
  return open.filter(({ ours, touchesResults }) => !ours && touchesResults);
}

/** The refusal to write beside somebody else's pull request. */
export function openPullRequestError(repoId: string, rivals: readonly OpenPullRequest[]): UserError {
  const list = rivals
    .map(({ number, title, author, createdAt, url }) => {
      const by = author === undefined ? 'a deleted account' : author;
      return `#${number} "${title}" by ${by}, ${createdAt.slice(0, 10)}: ${url}`;
    })
    .join('\n');
  const many = rivals.length > 1;
  return new UserError(
    'open-pull-request',
    `${repoId} has ${many ? `${rivals.length} open pull requests` : 'an open pull request'} that may be about the same files; nothing was written.`,
    {
      hint: `${list}\nHave ${many ? 'them' : 'it'} merged or closed first. --on-open-pr proceed writes all the same, skip ends without an error.`,
      details: { repo_id: repoId, pull_requests: rivals.map(pullRequestJson) },
    },
  );
}
