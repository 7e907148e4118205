import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { isWholeCommit } from '../../evaluation/check-request.ts';
import type { JobLabels } from '../../evaluation/job/labels.ts';
import { writeOwner } from '../../evaluation/job/owner.ts';
import { IMAGE } from '../../evaluation/versions.ts';
import { startWrapper } from '../../evaluation/wrapper/start.ts';
import type { Bucket } from '../../hub/buckets.ts';
import type { JobSpec } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { MOUNT, outFolder } from './bring-home.ts';
import type { EvaluationPorts } from './ports.ts';
import { aboutOf, evaluateOf, type Prepared } from './prepare.ts';

/** What the wrapper puts the id of its job in place of. */
const OWN_JOB = '{job}';

/** What is written on a job of this run. */
export function labelsOf(
  { repoId }: Hub,
  { digest }: Prepared,
  { isDetached, run }: { readonly isDetached: boolean; readonly run: string },
  { owner, now }: Pick<EvaluationPorts, 'owner' | 'now'>,
): JobLabels {
  return { repoId, run, digest, owner: writeOwner(owner), detached: isDetached, alive: now() / 1000 };
}

/**
 * What the Hub is asked to run, without labels.
 *
 * @throws UserError `unsupported-evaluation` for what is too long for a container.
 */
export function specOf(
  config: Config,
  { prepared, run, bucket }: { readonly prepared: Prepared; readonly run: string; readonly bucket: Bucket | undefined },
  secretOf: EvaluationPorts['secretOf'],
): JobSpec {
  const { plan, files, hardware, ceiling, secrets, recurrence } = prepared;
  const { modelRevision = config.revision } = evaluateOf(config);
  // The commit is told beside it: of which branch it is meant to be, it does not tell itself.
  const revision = isWholeCommit(modelRevision) ? config.revision : modelRevision;
  const own = Object.entries(plan.files).map(([path, text]) => [path, Buffer.from(text).toString('base64')]);
  const folder = outFolder({ run, jobId: OWN_JOB, isScheduled: recurrence !== undefined });
  const start = startWrapper({
    plan,
    about: aboutOf(prepared, revision),
    nonce: run,
    files: { ...files, ...Object.fromEntries(own) },
    ...(bucket === undefined ? {} : { out: `${MOUNT}/${folder}` }),
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
