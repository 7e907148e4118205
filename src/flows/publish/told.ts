import { UserError } from '../../errors.ts';
import type { PullRequestDetails } from '../../hub/pull-requests.ts';
import type { Hub } from '../../hub/request.ts';
import type { MarkedSource } from '../../report/marker.ts';
import { plainText, shorten } from '../../report/plain-text.ts';
import type { Composition } from './composition.ts';
import type { OwnProposal } from './guard.ts';
import { isRun } from './recall.ts';

/** What the Hub lets a workflow's own token do with discussions is not documented; its words are about tokens that people make. */
export function asWorkflow({ repoId }: Hub, error: unknown): unknown {
  if (!(error instanceof UserError) || error.code !== 'forbidden') return error;
  return new UserError(
    'forbidden',
    `The token that the Hub gave this workflow may not open a pull request on ${repoId}.`,
    {
      hint: 'Set HF_TOKEN to propose; or commit, with --apply, which it may. Nothing was written.',
      details: { ...error.details },
      cause: error,
    },
  );
}

/** What to say of scores that are no more in a proposal: of sources that are gone, and in a format that was not asked for. */
export function withdrawnNotes({ gone, withdrawn, before, run }: Composition): string[] {
  const isNarrower = before?.outputFormat === 'both' && run.outputFormat !== 'both';
  const other = run.outputFormat === 'model-index' ? 'eval-results' : 'model-index';
  return [
    ...gone.map(
      ({ label }) =>
        `The scores of ${label} are out of it: no table of the card has that heading and header row any more.`,
    ),
    ...[...Map.groupBy(withdrawn, ({ label }) => label)].map(([label, out]) => {
      const names = out.map(({ score }) => `${shorten(plainText(score.dataset.name), 40)} ${score.written}`);
      const shown = names.slice(0, MOST_NAMED).join(', ') + (names.length > MOST_NAMED ? ', …' : '');
      return `${shown} of ${label} ${names.length === 1 ? 'is' : 'are'} out of it: the table does not have ${names.length === 1 ? 'that number' : 'those numbers'} any more. To propose what it has now: ${out[0]?.command}`;
    }),
    ...(isOtherWay(before, run)
      ? [`What ${before?.command} had proposed is out of it: these scores of the same table are in its place.`]
      : []),
    ...(isNarrower ? [`The ${other} entries of ${run.label} are out of it: --output-format both keeps them in.`] : []),
  ];
}

/** Are the scores of a table filed in another way than before, or of another column? */
function isOtherWay(before: MarkedSource | undefined, run: MarkedSource): boolean {
  if (before === undefined || isRun(run) || before.digest === run.digest) return false;
  const way = ({ command }: MarkedSource): string =>
    command.replace(/ --(?:table|output-format|on-conflict|card|revision)[ =]\S+| --(?:create-pr|apply)\b/g, '');
  return way(before) !== way(run);
}

const MOST_NAMED = 5;

/** Would a closed proposal be of use if it was opened again? */
export function canBeOpened(pullRequest: PullRequestDetails): boolean {
  return !isInConflict(pullRequest) && !pullRequest.refDeleted;
}

function isInConflict({ conflicts }: PullRequestDetails): boolean {
  return conflicts === 'all' || conflicts.length > 0;
}

/**
 * What to say where the branch has moved on in a way that the proposal cannot follow: taken back what it started from, or put
 * it in another order. Conflicts that the Hub shows are told apart.
 */
export function lackingNotes(
  { number, conflicts }: PullRequestDetails,
  lacking: readonly string[],
  branch: string,
): string[] {
  const silent = conflicts === 'all' ? [] : lacking.filter((path) => !conflicts.includes(path));
  if (silent.length === 0) return [];
  const what = silent.map((path) => shorten(plainText(path), 100)).join(', ');
  return [
    `Merging #${number} may not give ${branch} what it is to have: ${what} changed there in a way that it cannot follow. Close it and run this again with --reopen, which then proposes anew.`,
  ];
}

/** A commit cannot merge a branch into a pull request: where both changed the same lines, a person has to. */
export function conflictNotes(pullRequest: PullRequestDetails, branch: string): string[] {
  const { number, conflicts } = pullRequest;
  if (!isInConflict(pullRequest)) return [];
  const what = conflicts === 'all' ? 'its files' : conflicts.map((path) => shorten(plainText(path), 100)).join(', ');
  return [
    `#${number} cannot be merged as it is: ${branch} has changed the same lines of ${what}. Resolve that there, or close it and run this again with --reopen, which then proposes anew.`,
  ];
}

/** The refusal to make a proposal again that somebody closed; `own` is another one that is open. */
export function closedBefore(
  hub: Hub,
  {
    before: pullRequest,
    own,
    opens,
    isForgotten,
  }: {
    readonly before: PullRequestDetails;
    readonly own: OwnProposal | undefined;
    /** Whether the closed one would be opened again, not another one made. */
    readonly opens: boolean;
    /** Nothing tells any more what it held. */
    readonly isForgotten?: true;
  },
): UserError {
  const last = pullRequest.statusChanges.findLast(({ status }) => status === 'closed');
  const who = last?.author === undefined ? '' : ` by ${shorten(plainText(last.author), 60)}`;
  const then =
    own === undefined
      ? opens
        ? 'opens it again'
        : 'proposes them anew'
      : `puts them into #${own.pullRequest.number}, which is open`;
  return new UserError(
    'closed-before',
    isForgotten
      ? `Scores were proposed to ${hub.repoId} before, in pull request ${pullRequest.number}, which was closed${who} without being merged; which ones cannot be read any more.`
      : `The same scores were proposed to ${hub.repoId} before, in pull request ${pullRequest.number}, which was closed${who} without being merged.`,
    {
      hint: `See ${pullRequest.url} for the reason. --reopen ${then}.`,
      details: { pull_request: { number: pullRequest.number, url: pullRequest.url } },
    },
  );
}
