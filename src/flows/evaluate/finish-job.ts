import { UserError } from '../../errors.ts';
import { diagnose } from '../../evaluation/diagnose.ts';
import type { BlockCollector } from '../../evaluation/home/blocks.ts';
import { duration, usd } from '../../evaluation/money/words.ts';
import type { Backend, Framework } from '../../evaluation/request.ts';
import type { Bucket } from '../../hub/buckets.ts';
import type { Job } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { type Begun, jobDetails } from './begin-job.ts';
import {
  closeHome,
  gatherFromLog,
  type Home,
  nothingCameHome,
  openHome,
  outFolder,
  type Place,
  takeFromBucket,
  takeFromLog,
} from './bring-home.ts';
import { endOwn } from './end-job.ts';
import { type Bill, type Bounds, billOf, type Ended, followJob } from './follow.ts';
import type { EvaluationPorts } from './ports.ts';

/** A job that is to be waited for, and where its results go. */
export type Finishing = {
  readonly begun: Begun;
  readonly bucket: Bucket | undefined;
  readonly bounds: Bounds;
  /** What runs in it, where that is known. */
  readonly runs: { readonly framework?: Framework; readonly backend?: Backend };
  /** Folder that is to hold the results; without it, they are kept as long as this run needs them. */
  readonly outputDir?: string;
};

type Ports = Pick<EvaluationPorts, 'now' | 'sleep' | 'signal' | 'show' | 'remember' | 'withoutSecrets'>;

/**
 * Waits for a job and brings its results home. Whatever ends this run ends a job that it started, unless it was detached.
 *
 * @throws UserError `job-failed` with the cause where the log tells it, `job-canceled`, `no-results`, what following throws.
 */
export async function finishJob(
  hub: Hub,
  { begun, bucket, bounds, runs, outputDir }: Finishing,
  ports: Ports,
): Promise<{ readonly job: Job; readonly home: Home }> {
  const { labels } = begun;
  const gathered = gatherFromLog(labels.run);
  const ended = await followJob(hub, begun, bounds, ports, gathered.add).catch(async (error: unknown) => {
    const { id, namespace } = begun.job;
    const isOwn = begun.by === 'this run' && !labels.detached;
    const became = isOwn ? await endOwn(hub, { namespace, run: labels.run, id }, ports) : 'left';
    if (became === 'ended' || became === 'over') ports.remember(undefined);
    if (ports.signal.aborted) throw stopped(begun, became);
    throw error;
  });
  ports.remember(undefined);
  const { job } = ended;
  // While the rest of the log was read.
  if (ports.signal.aborted) throw stopped({ ...begun, job }, 'over');
  if (job.stage !== 'COMPLETED') throw failed(ended, runs, { begun, bill: billFor(begun, job, bounds, ports.now()) });
  const place = await openHome(job, outputDir);
  try {
    return { job, home: await takeResults(hub, { job, run: labels.run, bucket, blocks: gathered.blocks }, place) };
  } catch (error) {
    await closeHome(place);
    throw error;
  }
}

/** Takes what a job left in a bucket, else what it wrote into its log. */
async function takeResults(
  hub: Hub,
  about: {
    readonly job: Job;
    readonly run: string;
    readonly bucket: Bucket | undefined;
    readonly blocks: BlockCollector;
  },
  place: Place,
): Promise<Home> {
  const { job, run, bucket, blocks } = about;
  const left = { run, folder: outFolder({ run, jobId: job.id, isScheduled: job.scheduledBy !== undefined }) };
  const fromBucket =
    bucket === undefined
      ? undefined
      : await takeFromBucket(hub, bucket, left, place).catch((error: unknown) => {
          throw notHomeYet(job, error);
        });
  if (fromBucket !== undefined && 'manifest' in fromBucket) return fromBucket;
  // A bucket that could not be written to leaves the log.
  const fromLog = await takeFromLog(blocks, place);
  if ('manifest' in fromLog) return fromLog;
  throw nothingCameHome(job, fromBucket?.reason ?? fromLog.reason);
}

/** What is done, and paid for, can be taken later. */
function notHomeYet(job: Job, error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const { code, message, hint, details } = error;
  const later = `The job is done: take its results later with hf-eval collect --job ${job.namespace}/${job.id}`;
  return new UserError(code, message, {
    hint: hint === undefined ? later : `${hint}\n${later}`,
    details: { ...details, ...jobDetails(job) },
    cause: error,
  });
}

/** What is told of a run that somebody stopped, by what has become of its job; `left` is one that goes on. */
const STOPPED = {
  left: { what: 'The job is left as it is', hint: 'Take its results later: ' },
  over: { what: 'Its job had ended before', hint: 'What it left can be taken: ' },
  ended: {
    what: 'Its job was ended with it',
    hint: 'Started again, it is paid for again. --detach leaves a job alone.',
  },
  failed: {
    what: 'Its job may be running still',
    hint: 'End it there. The next start ends it, and its own time limit does in any case.',
  },
} as const;

function stopped({ job }: Begun, became: keyof typeof STOPPED): UserError {
  const { what, hint } = STOPPED[became];
  const isThere = became === 'left' || became === 'over';
  return new UserError('job-canceled', `The run was stopped. ${what}: ${job.url}`, {
    hint: isThere ? `${hint}hf-eval collect --job ${job.namespace}/${job.id}` : hint,
    details: jobDetails(job),
  });
}

/** What this run has to pay for a job. */
function billFor({ by }: Begun, job: Job, { microUsdPerMinute }: Bounds, now: number): Bill {
  return billOf(job, { microUsdPerMinute: by === 'found' ? 0 : microUsdPerMinute }, now);
}

/** A job that did not come to its end, with the cause where its log tells it. */
function failed(
  { job, tail, marks }: Ended,
  runs: Finishing['runs'],
  { begun: { by, labels }, bill }: { readonly begun: Begun; readonly bill: Bill },
): UserError {
  const exitCode = marks.find((mark) => mark.kind === 'end')?.code;
  // What is saved at the end is no part of what went wrong.
  const phase = marks.findLast((mark) => mark.kind === 'phase' && mark.phase !== 'save');
  const cause = diagnose(tail, {
    ...runs,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(phase?.kind === 'phase' ? { phase: phase.phase } : {}),
    ...(job.message === undefined ? {} : { message: job.message }),
    ...(job.cancelReason === undefined ? {} : { cancelReason: job.cancelReason }),
  });
  const said = job.message === undefined ? '' : ` (${job.message})`;
  const what = job.stage === 'CANCELED' ? 'was canceled' : 'failed';
  const code = job.stage === 'CANCELED' && cause === undefined ? 'job-canceled' : 'job-failed';
  const log = tail.slice(-MOST_LOG);
  const isOthers = code === 'job-canceled' && by === 'found' && !labels.detached;
  const hint = isOthers
    ? 'Another run had started it, and ends it when it is stopped itself: evaluate again.'
    : 'The last lines of its log are above; its page has them all.';
  const cost = bill.usd > 0 ? ` It took ${duration(bill.seconds)}, ${usd(bill.usd)}.` : '';
  const why = cause?.message ?? 'its log does not tell why.';
  return new UserError(code, `The job ${what}${said}: ${why}${cost} ${job.url}`, {
    hint: cause?.hint ?? hint,
    details: {
      ...jobDetails(job),
      cost_usd: bill.usd,
      ...(cause === undefined ? {} : { cause: cause.code }),
      log,
    },
  });
}

const MOST_LOG = 50;
