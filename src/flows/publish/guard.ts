import { UserError } from '../../errors.ts';
import type { Account } from '../../hub/account.ts';
import { listCommits } from '../../hub/commits.ts';
import {
  listPullRequests,
  type PullRequest,
  type PullRequestDetails,
  readPullRequest,
} from '../../hub/pull-requests.ts';
import type { Hub } from '../../hub/request.ts';
import { isTwinNote, type Marker, readMarker } from '../../report/marker.ts';
import { plainText, shorten } from '../../report/plain-text.ts';
import { TITLE_START } from '../../report/proposal.ts';
import { pullRequestJson } from '../../report/published.ts';

/** A pull request of this program, made with the same account. */
export type OwnProposal = {
  readonly pullRequest: PullRequestDetails;
  /** What it remembers: that of its newest commit, or of its description where that was written later. */
  readonly marker: Marker;
  /** What its description says that it holds; absent when somebody has hidden or rewritten that. */
  readonly told?: Marker;
  /** The comment that is its description; empty when somebody has hidden it. */
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
  /** Closed ones of which nothing tells any more what they held. */
  readonly forgotten: readonly PullRequestDetails[];
};

/** Refusals that say more than that the check failed. */
const TELLING = new Set(['unauthorized', 'forbidden', 'rate-limited', 'gated', 'repo-not-found', 'usage']);

/**
 * Looks at all pull requests of a repo, before anything is written or paid for. It fails closed: what cannot be read
 * counts as a reason to stop.
 *
 * @param account Undefined for a look without a token: then no proposal is taken for one's own.
 * @param branch The branch that is to be written to: proposals for another one are neither updated nor in the way.
 * @throws UserError `guard-failed` when the check itself fails; a refused token or a rate limit keeps its own code.
 */
export async function surveyPullRequests(hub: Hub, account: Account | undefined, branch?: string): Promise<Survey> {
  try {
    return await readSurvey(hub, account, branch);
  } catch (error) {
    if (!(error instanceof UserError) || TELLING.has(error.code)) throw error;
    throw new UserError(
      'guard-failed',
      `Whether ${hub.repoId} has open pull requests could not be found out: ${error.message}`,
      {
        hint: 'Run it again: nothing is written before this check succeeds.',
        details: { ...error.details, cause: error.code },
        cause: error,
      },
    );
  }
}

/**
 * Looks at all pull requests of a repo, for who only wants to know.
 *
 * @throws UserError what the Hub's refusals become.
 */
export async function readSurvey(hub: Hub, account: Account | undefined, branch?: string): Promise<Survey> {
  const own: OwnProposal[] = [];
  const open: OpenPullRequest[] = [];
  const closed: OwnProposal[] = [];
  const forgotten: PullRequestDetails[] = [];
  const commitsOf = rememberCommits(hub);
  for (const one of await listPullRequests(hub)) {
    const isOpen = one.status === 'open' || one.status === 'draft';
    const mayBeOurs = account !== undefined && isBy(account, one.author);
    if (!isOpen && !(one.status === 'closed' && mayBeOurs)) continue;
    const details = await readPullRequest(hub, one.number);
    const proposal = mayBeOurs
      ? await readProposal(hub, account, details, () => commitsOf(details.base ?? branch ?? 'main'))
      : undefined;
    const isElsewhere = branch !== undefined && (details.base ?? branch) !== branch;
    // It may have been closed or merged since the list was made.
    if (details.status === 'open' || details.status === 'draft') {
      if (proposal !== undefined && !isElsewhere) own.unshift(proposal);
      open.push({ ...summaryOf(details), ours: proposal !== undefined, touchesResults: touchesResults(details) });
    } else if (details.status === 'closed' && proposal !== undefined && !isElsewhere) {
      const isTwin = details.comments.some(({ author, text }) => author === details.author && isTwinNote(text));
      if (!isTwin) closed.push(proposal);
    } else if (details.status === 'closed' && mayBeOurs && !isElsewhere && isForgotten(details)) {
      forgotten.push(details);
    }
  }
  return { own, open, closed, forgotten };
}

/** A closed proposal whose description somebody has hidden, and whose commits were thrown away: nobody wanted it. */
function isForgotten({ title, comments, refDeleted }: PullRequestDetails): boolean {
  return title.startsWith(TITLE_START) && refDeleted && (comments[0]?.text ?? '') === '';
}

/** The commits of branches, asked for when they are needed first. */
function rememberCommits(hub: Hub): (branch: string) => Promise<ReadonlySet<string>> {
  const asked = new Map<string, Promise<ReadonlySet<string>>>();
  return (branch) => {
    const known = asked.get(branch);
    if (known !== undefined) return known;
    const commits = listCommits(hub, branch).then((list) => new Set(list.map(({ oid }) => oid)));
    asked.set(branch, commits);
    return commits;
  };
}

/**
 * What a workflow's token writes has an author whose name no account can have (`[OIDC]`). Only there the marker decides,
 * which anybody may copy.
 */
function isBy({ name }: Account, author: string | undefined): boolean {
  if (author === undefined) return false;
  return name === undefined ? !/^[\w-]+$/.test(author) : name === author;
}

/**
 * A pull request that this program made, by its marker: in the description, and in its commits. Runs beside each other may
 * write descriptions in another order than commits, and people hide them; a commit is made on the head that was read, so
 * what its message says counts, unless the description was written later. Of an account's own it does not matter what the
 * repo was called.
 */
async function readProposal(
  hub: Hub,
  { name }: Account,
  pullRequest: PullRequestDetails,
  branchCommits: () => Promise<ReadonlySet<string>>,
): Promise<OwnProposal | undefined> {
  const [comment] = pullRequest.comments;
  if (comment === undefined) return undefined;
  const isOurs = ({ repo }: Marker): boolean => name !== undefined || repo.toLowerCase() === hub.repoId.toLowerCase();
  const told = readMarker(comment.text);
  if (told !== undefined && !isOurs(told)) return undefined;
  if (told === undefined && name === undefined) return undefined;
  const done = pullRequest.refDeleted ? undefined : await readDone(hub, name, pullRequest, branchCommits);
  const marker = told !== undefined && told.turn > (done?.turn ?? -1) ? told : done;
  return marker === undefined ? undefined : { pullRequest, marker, comment, ...(told === undefined ? {} : { told }) };
}

/** The marker of the newest of its own commits that has one: those of the branch may be this program's as well. */
async function readDone(
  hub: Hub,
  name: string | undefined,
  { number }: PullRequestDetails,
  branchCommits: () => Promise<ReadonlySet<string>>,
): Promise<Marker | undefined> {
  const commits = await listCommits(hub, `refs/pr/${number}`).catch((error: unknown) => {
    // Without commits nothing tells what it holds.
    if (error instanceof UserError && error.code === 'revision-not-found') return [];
    throw error;
  });
  const ofBranch = commits.length === 0 ? new Set<string>() : await branchCommits();
  for (const { oid, authors, message } of commits) {
    if (ofBranch.has(oid)) return undefined;
    const marker =
      name === undefined || authors.length === 0 || authors.includes(name) ? readMarker(message) : undefined;
    if (marker !== undefined) return marker;
  }
  return undefined;
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

/** All of them are in the details. */
const MOST_SHOWN = 20;

/** The refusal to write beside somebody else's pull request. */
export function openPullRequestError(repoId: string, rivals: readonly OpenPullRequest[]): UserError {
  const shown = rivals.slice(0, MOST_SHOWN).map(({ number, title, author, createdAt, url }) => {
    const by = author === undefined ? 'a deleted account' : shorten(plainText(author), 60);
    return `#${number} "${shorten(plainText(title), 200)}" by ${by}, ${plainText(createdAt.slice(0, 10))}: ${url}`;
  });
  if (rivals.length > shown.length) shown.push(`and ${rivals.length - shown.length} more`);
  const many = rivals.length > 1;
  return new UserError(
    'open-pull-request',
    `${repoId} has ${many ? `${rivals.length} open pull requests` : 'an open pull request'} that may be about the same files:\n${shown.join('\n')}`,
    {
      hint: `Nothing was written. Have ${many ? 'them' : 'it'} merged or closed first. --on-open-pr proceed writes all the same, skip ends without an error.`,
      details: { repo_id: repoId, pull_requests: rivals.map(pullRequestJson) },
    },
  );
}

/**
 * Looks at the pull requests of a repo before anything is paid for.
 *
 * @throws UserError `open-pull-request` where one of somebody else is in the way and is to be, and what the survey throws.
 */
export async function refuseRivals(
  { onOpenPr, revision }: { readonly onOpenPr: 'fail' | 'skip' | 'proceed'; readonly revision: string },
  { hub, account }: { readonly hub: Hub; readonly account: Account },
): Promise<readonly OpenPullRequest[]> {
  const rivals = rivalsIn(await surveyPullRequests(hub, account, revision));
  if (rivals.length > 0 && onOpenPr === 'fail') throw openPullRequestError(hub.repoId, rivals);
  return rivals;
}
