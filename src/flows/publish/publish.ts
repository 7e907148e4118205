import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import type { CommitOutcome } from '../../hub/commits.ts';
import { hubUrl } from '../../hub/request.ts';
import { renderDiff } from '../../report/diff.ts';
import type { MergedFiles } from '../merge-files.ts';
import { mergeOffer } from '../merge-scores.ts';
import type { OfferReader } from '../offer.ts';
import { rememberedOf, tellsOf } from './compose.ts';
import type { Composition } from './composition.ts';
import { openPullRequestError, rivalsIn, type Survey, surveyPullRequests } from './guard.ts';
import { propose } from './propose.ts';
import { push } from './push.ts';
import type { Published, Situation, Step } from './step.ts';
import { readTarget } from './target.ts';
import { openWriter, type Writer, type WriterPorts } from './writer.ts';

/** A branch that others write to as fast is left to them after so many tries. */
const MOST_STEPS = 6;

/**
 * Writes the scores of a source to the model repo: in one pull request, or as a commit. Whatever fails, whenever, a later
 * run finds what is there and goes on from it.
 *
 * @throws UserError what the source and merging throw; `open-pull-request`, `guard-failed`, `closed-before`,
 *   `proposal-edited` and what the Hub's refusals become.
 */
export async function publishScores<Origin>(
  config: Config,
  ports: WriterPorts,
  readOffer: OfferReader<Origin>,
): Promise<Published<Origin>> {
  const sleep = ports.sleep ?? ((seconds: number) => delay(seconds * 1000));
  const writer = await openWriter(config, ports);
  const doubts: Extract<CommitOutcome, { kind: 'unknown' }>[] = [];
  let reopened = false;
  for (let count = 1; ; count += 1) {
    const { step, result }: Taken<Origin> = await takeStep(config, ports, readOffer, {
      ...writer,
      doubts,
      reopened,
    }).catch((error: unknown) => {
      throw doubts.length === 0 ? error : withDoubt(error, writer);
    });
    if (step.kind === 'done') return result(step);
    reopened ||= step.after.kind === 'reopened';
    if (step.after.kind === 'unknown') {
      doubts.push(step.after);
      ports.say(`the Hub did not say whether it has done it (${step.after.error.message}); looking what is there`);
      await sleep(2 ** doubts.length);
    } else if (step.after.kind === 'stale') {
      ports.say(`${config.repoId} was changed meanwhile; reading and merging again`);
    }
    if (count === MOST_STEPS) throw gaveUp(config, step.after);
  }
}

type Taken<Origin> = { readonly step: Step; result(step: Extract<Step, { kind: 'done' }>): Published<Origin> };

async function takeStep<Origin>(
  config: Config,
  ports: WriterPorts,
  readOffer: OfferReader<Origin>,
  so: Writer & Pick<Situation, 'doubts' | 'reopened'>,
): Promise<Taken<Origin>> {
  const { hub } = so;
  const target = await readTarget(hub, config, readOffer);
  const survey = await surveyFor(config, so);
  const rivals = rivalsIn(survey);
  const [own] = survey.own;
  // The same scores keep the date that they were first proposed with.
  const date = (own !== undefined && tellsOf(target, own) ? rememberedOf(target, own)?.date : undefined) ?? ports.today;
  const merged = mergeOffer(target.files, target.offer, config, date);
  const result: Taken<Origin>['result'] = ({ status, pullRequest, commit, planned, notes = [], composition }) => ({
    ...(composition === undefined ? merged : ownPart(merged, composition)),
    status,
    repoId: hub.repoId,
    origin: target.offer.origin,
    modelName: target.offer.modelName,
    warnings: target.offer.warnings,
    digest: target.digest,
    diff: (composition ?? merged).files.map(renderDiff).join(''),
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...(commit === undefined ? {} : { commit }),
    ...(planned === undefined ? {} : { planned }),
    notes,
    rivals,
  });
  if (rivals.length > 0 && config.onOpenPr === 'fail') throw openPullRequestError(hub.repoId, rivals);
  if (rivals.length > 0 && config.onOpenPr === 'skip') return { step: { kind: 'done', status: 'skipped' }, result };
  const situation: Situation = { ...so, config, target, merged, date, say: ports.say };
  const step = config.publish === 'push' ? await push(situation) : await propose(situation, survey);
  return { step, result };
}

/** Of what a proposal holds, the changes of this run's scores, and all files. */
function ownPart(merged: MergedFiles, { files, changes, leftOut, earlier }: Composition): MergedFiles {
  return {
    ...merged,
    files,
    changes: changes.filter(({ offered }) => !earlier.has(offered.score)),
    ...(merged.leftOut === undefined ? {} : { leftOut: leftOut.filter(({ score }) => !earlier.has(score)) }),
  };
}

/** Where pull requests are switched off, none can be in the way of a commit; but that has to be confirmed. */
async function surveyFor({ publish, onOpenPr, revision }: Config, { hub, account }: Writer): Promise<Survey> {
  try {
    return await surveyPullRequests(hub, account, revision);
  } catch (error) {
    const isOff = error instanceof UserError && error.details.reason === 'discussions-off';
    if (isOff && publish === 'push' && onOpenPr === 'proceed') return { own: [], open: [], closed: [], forgotten: [] };
    throw error;
  }
}

/** An error after a write whose answer did not come: neither was it done for sure, nor was it not. */
function withDoubt(error: unknown, { hub }: Writer): unknown {
  if (!(error instanceof UserError)) return error;
  const { code, message, details } = error;
  return new UserError(code, message, {
    hint: `What was sent before may have been written: see ${hubUrl(hub, (repo) => `${repo}/discussions`).href}. Run it again: it finds what is there and goes on from it.`,
    details: { ...details },
    cause: error,
  });
}

function gaveUp(config: Config, after: Extract<Step, { kind: 'again' }>['after']): UserError {
  if (after.kind === 'unknown') return after.error;
  return new UserError('hub-unavailable', `${config.repoId} changes faster than it can be read and written.`, {
    hint: 'Nothing was lost. Run it again later.',
  });
}
