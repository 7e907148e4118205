import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { diagnose } from '../../evaluation/diagnose.ts';
import type { JobLabels } from '../../evaluation/job/labels.ts';
import { writeOwner } from '../../evaluation/job/owner.ts';
import { IMAGE } from '../../evaluation/versions.ts';
import { startWrapper } from '../../evaluation/wrapper/start.ts';
import { type Account, readAccount } from '../../hub/account.ts';
import { type Bucket, privateBucket } from '../../hub/buckets.ts';
import { checkMayRunJobs, type Job, type JobSpec } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { planLines } from '../../report/evaluated.ts';
import { openHub } from '../load-card.ts';
import { type OpenPullRequest, refuseRivals } from '../publish/guard.ts';
import { openWriter } from '../publish/writer.ts';
import { type Begun, beginJob, findSame, jobDetails } from './begin-job.ts';
import { BUCKET, gatherFromLog, type Home, MOUNT, nothingCameHome, takeFromBucket, takeFromLog } from './bring-home.ts';
import { endJobs } from './end-job.ts';
import { type Ended, followJob, runningSeconds } from './follow.ts';
import type { EvaluationPorts } from './ports.ts';
import { aboutOf, evaluateOf, type Prepared, prepare } from './prepare.ts';
import { reapStrays } from './reap.ts';

/** What an evaluation has come to. */
export type Evaluated =
  /** Somebody else's pull request is in the way, and the scores could not be proposed. */
  | { readonly status: 'skipped'; readonly namespace: string; readonly notes: readonly string[] }
  /** Nothing was started: that was asked for. */
  | { readonly status: 'planned'; readonly prepared: Prepared; readonly namespace: string }
  /** The job goes on by itself. */
  | { readonly status: 'detached'; readonly prepared: Prepared; readonly namespace: string; readonly job: Job }
  | {
      readonly status: 'evaluated';
      readonly prepared: Prepared;
      readonly namespace: string;
      readonly job: Job;
      /** Another run paid for it. */
      readonly isReused: boolean;
      readonly home: Home;
      readonly usd: number;
    };

/**
 * Runs an evaluation on Hub Jobs and brings its results home. The pull requests of the repo are looked at first: what
 * cannot be proposed is not paid for. Whatever ends this run ends its job, unless it was detached.
 *
 * @throws UserError what stands in its way before anything is paid for; `job-failed` with the cause where the log tells it;
 *   `job-canceled`, `job-unknown`, `cost-limit`, `payment-required`, `no-results`.
 */
export async function evaluate(config: Config, ports: EvaluationPorts): Promise<Evaluated> {
  const asked = evaluateOf(config);
  const { hub, account, rivals } = await openFor(config, ports);
  if (rivals.length > 0 && config.onOpenPr === 'skip') {
    return { status: 'skipped', namespace: '', notes: rivals.map(({ title, url }) => `${url} is open: ${title}`) };
  }
  const prepared = await prepare(hub, config, { say: ports.show.say, secretOf: ports.secretOf });
  const namespace = asked.namespace ?? account.name ?? hub.repoId.split('/')[0] ?? '';
  for (const line of planLines(prepared, namespace)) ports.show.say(line);
  if (config.dryRun) return { status: 'planned', prepared, namespace };
  await checkMayRunJobs(hub, namespace);
  await reapStrays(hub, namespace, ports);
  const found = asked.force ? undefined : await findSame(hub, namespace, prepared.digest);
  const bucket = await privateBucket(hub, namespace, BUCKET);
  const begun = found ?? (await begin(hub, { config, prepared, namespace, bucket }, ports));
  const { job } = begun;
  ports.show.say(
    found === undefined
      ? `started ${job.url}`
      : `the same was evaluated already: ${job.url}; --force pays for it again`,
  );
  if (asked.detach) return { status: 'detached', prepared, namespace, job };
  const { ended, home } = await bringHome(hub, { begun, bucket, prepared }, ports);
  const seconds = runningSeconds(ended.job, ports.now());
  const cost = begun.by === 'found' ? 0 : (Math.ceil(seconds / 60) * prepared.hardware.flavor.microUsdPerMinute) / 1e6;
  return { status: 'evaluated', prepared, namespace, job: ended.job, isReused: begun.by === 'found', home, usd: cost };
}

/** The Hub, after the guard has looked at the pull requests of a repo that is to be written to. */
async function openFor(
  config: Config,
  ports: EvaluationPorts,
): Promise<{ readonly hub: Hub; readonly account: Account; readonly rivals: readonly OpenPullRequest[] }> {
  if (config.publish !== undefined) {
    const writer = await openWriter(config, ports);
    return { ...writer, rivals: await refuseRivals(config, writer) };
  }
  const { request } = await openHub(config, ports, 0);
  const { revision: _, maxBytes: __, ...hub } = request;
  return { hub, account: await readAccount(hub), rivals: [] };
}

async function begin(
  hub: Hub,
  about: {
    readonly config: Config;
    readonly prepared: Prepared;
    readonly namespace: string;
    readonly bucket: Bucket | undefined;
  },
  ports: EvaluationPorts,
): Promise<Begun> {
  const { config, prepared, namespace, bucket } = about;
  const run = ports.newRun();
  const labels: JobLabels = {
    repoId: hub.repoId,
    run,
    digest: prepared.digest,
    owner: writeOwner(ports.owner),
    detached: evaluateOf(config).detach,
    alive: ports.now() / 1000,
  };
  return beginJob(hub, { namespace, labels, spec: specOf(config, { prepared, run, bucket }, ports.secretOf) }, ports);
}

function specOf(
  config: Config,
  { prepared, run, bucket }: { readonly prepared: Prepared; readonly run: string; readonly bucket: Bucket | undefined },
  secretOf: EvaluationPorts['secretOf'],
): JobSpec {
  const { plan, files, hardware, ceiling, secrets } = prepared;
  const own = Object.entries(plan.files).map(([path, text]) => [path, Buffer.from(text).toString('base64')]);
  const start = startWrapper({
    plan,
    about: aboutOf(prepared, evaluateOf(config).modelRevision ?? config.revision),
    nonce: run,
    files: { ...files, ...Object.fromEntries(own) },
    ...(bucket === undefined ? {} : { out: `${MOUNT}/${run}` }),
  });
  if ('problem' in start)
    throw new UserError('unsupported-evaluation', start.problem, { hint: 'Nothing was started.' });
  const isOther = config.endpoint !== 'https://huggingface.co';
  return {
    dockerImage: IMAGE,
    command: start.command,
    environment: { ...start.environment, ...(isOther ? { HF_ENDPOINT: config.endpoint } : {}) },
    secrets: Object.fromEntries(secrets.map((name) => [name, secretOf(name) ?? ''])),
    flavor: hardware.flavor.name,
    timeoutSeconds: ceiling.timeoutSeconds,
    labels: {},
    volumes: bucket === undefined ? [] : [{ type: 'bucket', source: bucket.id, mountPath: MOUNT }],
  };
}

async function bringHome(
  hub: Hub,
  {
    begun,
    bucket,
    prepared,
  }: { readonly begun: Begun; readonly bucket: Bucket | undefined; readonly prepared: Prepared },
  ports: EvaluationPorts,
): Promise<{ readonly ended: Ended; readonly home: Home }> {
  const { labels } = begun;
  const gathered = gatherFromLog(labels.run);
  const bounds = { ...prepared.ceiling, microUsdPerMinute: prepared.hardware.flavor.microUsdPerMinute };
  const ended = await followJob(hub, begun, bounds, ports, gathered.add).catch(async (error: unknown) => {
    if (begun.by === 'this run' && !labels.detached) await endOwn(hub, begun, ports);
    if (ports.signal.aborted) throw canceled(begun.job);
    throw error;
  });
  if (ended.job.stage !== 'COMPLETED') throw failed(ended, prepared);
  const folder = await mkdtemp(join(tmpdir(), 'hf-eval-results-'));
  const fromBucket =
    bucket === undefined ? undefined : await takeFromBucket(hub, bucket, labels.run, join(folder, 'bucket'));
  if (fromBucket !== undefined && 'folder' in fromBucket) return { ended, home: fromBucket };
  // A bucket that could not be written to leaves the log.
  const fromLog = await takeFromLog(gathered.blocks, join(folder, 'log'));
  if ('folder' in fromLog) return { ended, home: fromLog };
  throw nothingCameHome(ended.job, fromBucket?.reason ?? fromLog.reason);
}

/** Seconds that ending a job may take: a runner that is being stopped kills this process soon after. */
const ENDING_SECONDS = 6;

/** Ends the job of a run that cannot go on. Its own time limit is left where that fails too. */
async function endOwn(hub: Hub, { job, labels }: Begun, { show }: EvaluationPorts): Promise<void> {
  const soon = AbortSignal.timeout(ENDING_SECONDS * 1000);
  try {
    const ended = await endJobs({ ...hub, signal: soon }, { namespace: job.namespace, run: labels.run, id: job.id });
    if (ended.length > 0) show.say(`ended ${job.url}`);
  } catch (error) {
    show.say(
      `${job.url} could not be ended (${error instanceof Error ? error.message : String(error)}); its time limit ends it`,
    );
  }
}

function canceled(job: Job): UserError {
  return new UserError('job-canceled', `The run was stopped, and its job with it: ${job.url}`, {
    hint: 'Started again, it is paid for again. --detach leaves a job alone.',
    details: jobDetails(job),
  });
}

/** A job that did not come to its end, with the cause where its log tells it. */
function failed({ job, tail, marks }: Ended, { request }: Prepared): UserError {
  const exitCode = marks.find((mark) => mark.kind === 'end')?.code;
  // What is saved at the end is no part of what went wrong.
  const phase = marks.findLast((mark) => mark.kind === 'phase' && mark.phase !== 'save');
  const cause = diagnose(tail, {
    framework: request.framework,
    backend: request.backend,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(phase?.kind === 'phase' ? { phase: phase.phase } : {}),
    ...(job.message === undefined ? {} : { message: job.message }),
    ...(job.cancelReason === undefined ? {} : { cancelReason: job.cancelReason }),
  });
  const said = job.message === undefined ? '' : ` (${job.message})`;
  const what = job.stage === 'CANCELED' ? 'was canceled' : 'failed';
  const code = job.stage === 'CANCELED' && cause === undefined ? 'job-canceled' : 'job-failed';
  return new UserError(code, `The job ${what}${said}: ${cause?.message ?? 'its log does not tell why.'} ${job.url}`, {
    hint: cause?.hint ?? 'The last lines of its log are below.',
    details: { ...jobDetails(job), ...(cause === undefined ? {} : { cause: cause.code }), log: tail.slice(-MOST_LOG) },
  });
}

const MOST_LOG = 50;
