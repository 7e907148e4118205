import { UserError } from '../../errors.ts';
import { readHead } from '../../hub/commits.ts';
import { editComment, type PullRequestDetails, readPullRequest, setStatus, setTitle } from '../../hub/pull-requests.ts';
import { type Hub, hubUrl } from '../../hub/request.ts';
import { type Marker, renderTwinNote, replaceDescription } from '../../report/marker.ts';
import { type Proposal, renderBody, renderCommitMessage, renderTitle, TITLE_START } from '../../report/proposal.ts';
import { commitFor, planOnly } from './commit.ts';
import { compose, isWithin, remembersSame, tellsOf } from './compose.ts';
import type { Composition } from './composition.ts';
import { editedError, isEdited } from './edited.ts';
import { type OwnProposal, type Survey, surveyPullRequests } from './guard.ts';
import { planUpdate } from './plan-update.ts';
import { proposalOf } from './proposal.ts';
import { fingerprintOfFiles } from './recall.ts';
import type { Situation, Step } from './step.ts';
import { readFileAt } from './target.ts';
import { asWorkflow, canBeOpened, closedBefore, conflictNotes, lackingNotes, withdrawnNotes } from './told.ts';

/** Opens the one pull request, or brings the open one up to date. */
export async function propose(situation: Situation, survey: Survey): Promise<Step> {
  const { hub, config, target, merged } = situation;
  const [own, ...twins] = survey.own;
  if (merged.files.length === 0) {
    if (own === undefined) return { kind: 'done', status: 'up-to-date' };
    const rest = await composeOrKeep(situation, own, twins);
    const isEmpty = (rest === undefined || rest.files.length === 0) && (await holdsNothingNew(situation, own));
    if (rest !== undefined && !isEmpty) return update(situation, own, twins);
    const note = `#${own.pullRequest.number} can be closed: nothing that it proposes is missing in ${config.revision} any more.`;
    return { kind: 'done', status: 'up-to-date', pullRequest: linkTo(own), notes: isEmpty ? [note] : [] };
  }
  const isTold = own !== undefined && tellsOf(target, own);
  // Whatever the table was called then.
  const before = survey.closed.find(({ marker, told }) =>
    [marker, told].some((one) => one?.sources.some(({ digest }) => digest === target.digest)),
  );
  const [forgotten] = survey.forgotten;
  if (before !== undefined && !isTold && !config.reopen) {
    throw closedBefore(hub, { before: before.pullRequest, own, opens: await isOfUse(situation, before) });
  }
  if (before === undefined && own === undefined && forgotten !== undefined && !config.reopen) {
    throw closedBefore(hub, { before: forgotten, own, opens: false, isForgotten: true });
  }
  if (own !== undefined) return update(situation, own, twins);
  // Opened again, one that cannot be merged would be of no use, and one that others have committed to is theirs.
  if (before === undefined || !(await isOfUse(situation, before))) return create(situation);
  if (config.dryRun) {
    const composition = await compose(situation, [before]);
    const { oid: head } = await readHead(hub, `refs/pr/${before.pullRequest.number}`);
    const { files, deleted, wanted } = await planUpdate(situation, composition, { own: before, head });
    const proposal = proposalOf(situation, composition, before.marker.base, memoryAfter(before, wanted));
    const planned = await planOnly(situation, 'reopen', { ...textsOf(proposal), files }, { deleted });
    return { ...planned, composition, pullRequest: linkTo(before) };
  }
  await setStatus(hub, before.pullRequest.number, { status: 'open', comment: 'Opened again on request.' });
  return { kind: 'again', after: { kind: 'reopened' } };
}

/** Would a closed proposal be of use if it was opened again? */
async function isOfUse({ hub, account }: Situation, closed: OwnProposal): Promise<boolean> {
  return canBeOpened(closed.pullRequest) && !(await isEdited(hub, account, closed));
}

/** Is all that a proposal changes on the branch already, as it has it? */
async function holdsNothingNew({ hub, target }: Situation, { pullRequest }: OwnProposal): Promise<boolean> {
  const { touched } = pullRequest;
  if (touched === undefined) return false;
  for (const path of touched) {
    const [proposed, there] = await Promise.all([
      readFileAt(hub, `refs/pr/${pullRequest.number}`, path),
      readFileAt(hub, target.head, path),
    ]);
    if (proposed !== there) return false;
  }
  return true;
}

/** What a proposal is to remember once it holds these files. */
function memoryAfter(
  before: Pick<OwnProposal, 'marker'> | undefined,
  files: ReadonlyMap<string, string>,
): Pick<Marker, 'turn' | 'files'> {
  return { turn: (before?.marker.turn ?? -1) + 1, files: fingerprintOfFiles(files) };
}

function textsOf(proposal: Proposal): { title: string; text: string } {
  return { title: renderTitle(proposal), text: renderBody(proposal) };
}

async function create(situation: Situation): Promise<Step> {
  const { hub, account, config, target, doubts } = situation;
  const composition = await compose(situation, []);
  const wanted = new Map(composition.files.map(({ path, after }) => [path, after]));
  const proposal = proposalOf(situation, composition, target.head, memoryAfter(undefined, wanted));
  const commission = { ...textsOf(proposal), files: composition.files };
  if (config.dryRun) return { ...(await planOnly(situation, 'pull-request', commission)), composition };
  // What a server did not answer in time, or a gateway before it, may still be done later: another one would be a twin.
  const late = doubts.find(
    ({ error }) => error.details.timed_out === true || [502, 504].includes(Number(error.details.status)),
  );
  if (late !== undefined) throw late.error;
  const outcome = await commitFor(situation, commission, {
    revision: config.revision,
    parent: target.head,
    asPullRequest: true,
  }).catch((error: unknown) => {
    throw account.kind === 'workflow' ? asWorkflow(hub, error) : error;
  });
  if (outcome.kind !== 'landed') return { kind: 'again', after: outcome };
  const number = outcome.pullRequest ?? 0;
  const url = hubUrl(hub, (repo) => `${repo}/discussions/${number}`).href;
  let notes: string[] = [];
  try {
    // A run beside this one may have found no pull request either.
    const { own } = await surveyPullRequests(hub, account, config.revision);
    const [first, ...twins] = own;
    if (first !== undefined) {
      if (first.pullRequest.number !== number) return { kind: 'again', after: { kind: 'changed' } };
      // One with other scores stays until a run takes them over.
      notes = await closeTwins(
        hub,
        first,
        twins.filter(({ marker }) => isWithin(marker, first.marker)),
      );
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, `Pull request ${number} was opened: ${url}. ${error.message}`, {
      hint: 'Run it again: should a run beside this one have proposed the same, the younger pull request will be closed.',
      details: { ...error.details, pull_request: { number, url } },
      cause: error,
    });
  }
  return {
    kind: 'done',
    status: 'proposed',
    pullRequest: { number, url },
    commit: { oid: outcome.oid, url: outcome.url },
    composition,
    notes,
  };
}

/** Are other files in a proposal than it was left with? An amended commit may have our name and our message still. */
function isChanged({ marker, pullRequest }: OwnProposal, held: ReadonlyMap<string, string>): boolean {
  const isKnown = pullRequest.touched?.every((path) => held.has(path)) === true;
  return isKnown && marker.files !== fingerprintOfFiles(held);
}

/** Brings the open proposal up to date, with what others of ours hold beside it: those are closed then. */
async function update(situation: Situation, own: OwnProposal, younger: readonly OwnProposal[]): Promise<Step> {
  const { hub, account, config, doubts, reopened } = situation;
  const { number } = own.pullRequest;
  const ref = `refs/pr/${number}`;
  const twins: OwnProposal[] = [];
  const kept: string[] = [];
  for (const twin of younger) {
    if (await isEdited(hub, account, twin))
      kept.push(`#${twin.pullRequest.number} is left as it is: somebody else has committed to it.`);
    else twins.push(twin);
  }
  const composition = await composeOrKeep(situation, own, twins);
  if (composition === undefined) return { kind: 'done', status: 'already-proposed', pullRequest: linkTo(own) };
  const { oid: head } = await readHead(hub, ref);
  const { files, deleted, held, wanted, lacking } = await planUpdate(situation, composition, { own, head });
  const proposal = proposalOf(situation, composition, own.marker.base, memoryAfter(own, wanted));
  const isSame = files.length === 0 && deleted.length === 0;
  // Where somebody has hidden or rewritten the description, nothing of it can be missing.
  const isTold =
    own.told === undefined || (remembersSame(own.marker, composition) && remembersSame(own.told, composition));
  // A commit of this run, or of one that was cut off, may have got here without its answer.
  const unchanged = reopened ? 'updated' : 'already-proposed';
  const end = {
    kind: 'done',
    status: doubts.length > 0 && isSame ? 'proposed' : unchanged,
    pullRequest: linkTo(own),
    composition,
  } as const;
  const isDone = isSame && isTold;
  if (isDone && twins.length === 0) {
    const missing = lackingNotes(own.pullRequest, lacking, config.revision);
    return { ...end, notes: [...kept, ...missing, ...conflictNotes(own.pullRequest, config.revision)] };
  }
  if (!isSame && ((await isEdited(hub, account, own)) || isChanged(own, held))) throw editedError(hub, own);
  const closes = twins.map(({ pullRequest }) => pullRequest.number);
  const commission = { title: renderTitle(proposal), text: renderCommitMessage(proposal), files };
  if (config.dryRun) {
    const planned = await planOnly(
      situation,
      'update',
      { ...commission, text: renderBody(proposal) },
      { closes, deleted },
    );
    return { ...planned, composition, pullRequest: linkTo(own), notes: [...withdrawnNotes(composition), ...kept] };
  }
  let commit: Extract<Step, { kind: 'done' }>['commit'];
  if (!isSame) {
    const outcome = await commitFor(situation, commission, {
      revision: ref,
      parent: head,
      deleted: deleted.map(({ path }) => path),
    }).catch((error: unknown) => lookAgain(hub, own, error));
    if (outcome.kind !== 'landed') return { kind: 'again', after: outcome };
    commit = { oid: outcome.oid, url: outcome.url };
  }
  const { title } = commission;
  // A title that a person has given it stays.
  const isOurTitle = own.pullRequest.title.startsWith(TITLE_START);
  if (isOurTitle && title !== own.pullRequest.title) await setTitle(hub, number, title);
  // Late, for it holds the digests by which a later run sees that all of it was done.
  const now = isSame && isTold ? own.pullRequest : await describe(hub, own, renderBody(proposal));
  // A run beside this one may have committed meanwhile, and described before this one.
  const { oid: last } = await readHead(hub, ref);
  if (last !== (commit?.oid ?? head)) return { kind: 'again', after: { kind: 'changed' } };
  const closed = await closeTwins(hub, own, twins);
  const empty = wanted.size === 0 ? [`#${number} proposes nothing any more: it can be closed.`] : [];
  return {
    ...end,
    status: isDone ? end.status : 'updated',
    ...(commit === undefined ? {} : { commit }),
    notes: [
      ...withdrawnNotes(composition),
      ...empty,
      ...closed,
      ...kept,
      ...lackingNotes(now, lacking, config.revision),
      ...conflictNotes(now, config.revision),
    ],
  };
}

/** What a proposal is to hold; undefined when it remembers too little to be made anew, and need not be for this run. */
async function composeOrKeep(
  situation: Situation,
  own: OwnProposal,
  twins: readonly OwnProposal[],
): Promise<Composition | undefined> {
  try {
    return await compose(situation, [own, ...twins]);
  } catch (error) {
    const isFull = error instanceof UserError && error.code === 'proposal-full';
    const isDone = situation.merged.files.length === 0 || tellsOf(situation.target, own);
    if (isFull && twins.length === 0 && isDone) return undefined;
    throw error;
  }
}

/** A proposal that was closed or merged meanwhile takes no commits: then what is there now is looked at again. */
async function lookAgain(
  hub: Hub,
  { pullRequest }: OwnProposal,
  error: unknown,
): Promise<{ readonly kind: 'changed' }> {
  if (!(error instanceof UserError) || error.code !== 'forbidden') throw error;
  const { status } = await readPullRequest(hub, pullRequest.number);
  if (status === 'open' || status === 'draft') throw error;
  return { kind: 'changed' };
}

/**
 * Writes the description anew, and looks whether it is there: what the answer to such a change says is not documented.
 *
 * @returns The pull request as it is now.
 */
async function describe(hub: Hub, { pullRequest, comment }: OwnProposal, body: string): Promise<PullRequestDetails> {
  // What a person has hidden stays so; the commit tells a later run what it has to know.
  if (comment.text === '') return readPullRequest(hub, pullRequest.number);
  const text = replaceDescription(comment.text, body);
  await editComment(hub, pullRequest.number, { id: comment.id, text });
  const now = await readPullRequest(hub, pullRequest.number);
  if (now.comments[0]?.text.trim() === text.trim()) return now;
  throw new UserError('unexpected-answer', `The description of ${pullRequest.url} could not be brought up to date.`, {
    hint: 'Its files are. Run the command again.',
  });
}

/** Closes proposals whose scores are in another one, and says so. */
async function closeTwins(hub: Hub, first: OwnProposal, twins: readonly OwnProposal[]): Promise<string[]> {
  const { number } = first.pullRequest;
  for (const { pullRequest } of twins) {
    await setStatus(hub, pullRequest.number, { status: 'closed', comment: renderTwinNote({ number }) });
  }
  return twins.map(({ pullRequest }) => `#${pullRequest.number} is closed: its scores are in #${number}.`);
}

function linkTo({ pullRequest }: OwnProposal): { number: number; url: string } {
  return { number: pullRequest.number, url: pullRequest.url };
}
