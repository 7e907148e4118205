import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { type Bucket, privateBucket } from '../../hub/buckets.ts';
import { checkMayRunJobs, hasEnded, type Job } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { planLines } from '../../report/evaluated.ts';
import { type Begun, beginJob, findSame, yieldToOlder } from './begin-job.ts';
import { BUCKET, type Home } from './bring-home.ts';
import { checkTaking } from './check-taking.ts';
import { finishJob } from './finish-job.ts';
import { type Bill, billOf } from './follow.ts';
import { labelsOf, specOf } from './job-spec.ts';
import { openForEvaluation } from './open.ts';
import type { EvaluationPorts } from './ports.ts';
import { evaluateOf, type Prepared, prepare } from './prepare.ts';
import { reapStrays } from './reap.ts';
import { noteSchedules, type Scheduled, scheduleJobs } from './schedule.ts';

/** What an evaluation has come to. */
export type Evaluated =
  /** Somebody else's pull request is in the way, and the scores could not be proposed. */
  | { readonly status: 'skipped'; readonly namespace: string; readonly notes: readonly string[] }
  /** Nothing was started: that was asked for. */
  | {
      readonly status: 'planned';
      readonly prepared: Prepared;
      /** Absent where that is the account of a token that nobody has given yet. */
      readonly namespace?: string;
      readonly notes: readonly string[];
    }
  /** The Hub starts jobs again and again. */
  | ({ readonly status: 'scheduled'; readonly prepared: Prepared; readonly namespace: string } & Scheduled)
  /** The job goes on by itself. */
  | {
      readonly status: 'detached';
      readonly prepared: Prepared;
      readonly namespace: string;
      readonly job: Job;
      readonly isReused: boolean;
      readonly notes: readonly string[];
    }
  | {
      readonly status: 'evaluated';
      readonly prepared: Prepared;
      readonly namespace: string;
      readonly job: Job;
      /** Another run paid for it. */
      readonly isReused: boolean;
      readonly home: Home;
      /** What it has taken; of a job that another run paid for, no money. */
      readonly bill: Bill;
    };

/**
 * Runs an evaluation on Hub Jobs and brings its results home, or has the Hub run it again and again. The pull requests of
 * the repo are looked at first: what cannot be proposed is not paid for. Whatever ends this run ends its job, unless it was
 * detached.
 *
 * @throws UserError what stands in its way before anything is paid for; `job-failed` with the cause where the log tells it;
 *   `job-canceled`, `job-unknown`, `cost-limit`, `payment-required`, `no-results`.
 */
export async function evaluate(config: Config, ports: EvaluationPorts): Promise<Evaluated> {
  try {
    return await evaluateToItsEnd(config, ports);
  } catch (error) {
    if (error instanceof UserError || !ports.signal.aborted) throw error;
    throw stoppedBefore();
  }
}

async function evaluateToItsEnd(config: Config, ports: EvaluationPorts): Promise<Evaluated> {
  const asked = evaluateOf(config);
  const { hub: open, namespace, rivals } = await openForEvaluation(config, ports);
  if (rivals.length > 0 && config.onOpenPr === 'skip') {
    return { status: 'skipped', namespace, notes: rivals.map(({ title, url }) => `${url} is open: ${title}`) };
  }
  // Nothing is under way yet: whoever wants this run to end need not wait for an answer.
  const hub: Hub = { ...open, signal: ports.signal };
  const prepared = await prepare(hub, config, { say: ports.show.say, secretOf: ports.secretOf });
  const { recurrence } = prepared;
  const isLeftAlone = asked.detach || recurrence !== undefined;
  if (!isLeftAlone) await checkTaking(config, ports);
  const scheduling = recurrence === undefined ? undefined : { config, prepared, recurrence, namespace };
  if (config.dryRun) {
    const notes = scheduling === undefined ? [] : await noteSchedules(hub, scheduling);
    const isKnown = hub.token !== undefined || asked.namespace !== undefined;
    return { status: 'planned', prepared, ...(isKnown ? { namespace } : {}), notes };
  }
  for (const line of planLines(prepared, namespace)) ports.show.say(line);
  await checkMayRunJobs(hub, namespace);
  if (scheduling !== undefined) {
    return { status: 'scheduled', prepared, namespace, ...(await scheduleJobs(hub, scheduling, ports)) };
  }
  await reapStrays(hub, namespace, ports);
  const found = asked.force ? undefined : await findSame(hub, namespace, prepared.digest);
  const bucket = await privateBucket(hub, namespace, BUCKET);
  // Nobody waits for it any more.
  ports.signal.throwIfAborted();
  const first = found ?? (await begin(open, { config, prepared, namespace, bucket }, ports));
  ports.show.say(
    found === undefined
      ? `started ${first.job.url}`
      : `the same ${hasEnded(first.job) ? 'was evaluated' : 'is being evaluated'} already: ${first.job.url}; --force pays for it again`,
  );
  const begun = found !== undefined || asked.force ? first : await yieldToOlder(open, first, ports);
  const { job } = begun;
  const isReused = begun.by === 'found';
  if (asked.detach) {
    ports.remember(undefined);
    const endsWithOther = isReused && !begun.labels.detached && !hasEnded(job);
    const notes = endsWithOther
      ? ['another run has started it and waits for it: should that be stopped, it is ended']
      : [];
    return { status: 'detached', prepared, namespace, job, isReused, notes };
  }
  const { request, hardware, ceiling } = prepared;
  const { microUsdPerMinute } = hardware.flavor;
  const done = await finishJob(
    open,
    {
      begun,
      bucket,
      bounds: { ...ceiling, microUsdPerMinute },
      runs: request,
      ...(config.collect?.outputDir === undefined ? {} : { outputDir: config.collect.outputDir }),
    },
    ports,
  );
  const bill = billOf(done.job, { microUsdPerMinute: isReused ? 0 : microUsdPerMinute }, ports.now());
  return { status: 'evaluated', prepared, namespace, ...done, isReused, bill };
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
  const labels = labelsOf(hub, prepared, { isDetached: evaluateOf(config).detach, run }, ports);
  return beginJob(hub, { namespace, labels, spec: specOf(config, { prepared, run, bucket }, ports.secretOf) }, ports);
}

function stoppedBefore(): UserError {
  return new UserError('job-canceled', 'The run was stopped before it had started a job.', {
    hint: 'There is nothing to pay for.',
  });
}
