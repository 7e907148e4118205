import { readLabels } from '../../evaluation/job/labels.ts';
import { isGone, readOwner, SILENT_SECONDS } from '../../evaluation/job/owner.ts';
import { cancelJob, hasEnded, type Job, listJobs, readJob } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import type { EvaluationPorts } from './ports.ts';

/** Seconds between two looks at a job whose run gives no sign of life: one that is alive gives one every minute. */
const SECOND_LOOK = 150;

type Ports = Pick<EvaluationPorts, 'now' | 'sleep' | 'owner' | 'isRunning' | 'signal' | 'show'>;

/**
 * Ends the jobs of runs that are gone: killed, cut off, lost with their machine. A job that somebody detached, one whose run
 * is alive, and one that another program started stay.
 *
 * @returns The jobs that were ended.
 * @throws UserError what the Hub's refusals become.
 */
export async function reapStrays(hub: Hub, namespace: string, ports: Ports): Promise<readonly Job[]> {
  const ended: Job[] = [];
  const silent: Job[] = [];
  for (const job of await listJobs(hub, namespace)) {
    if (hasEnded(job)) continue;
    const state = stateOf(job, ports);
    if (state === 'gone') ended.push(await end(hub, job, ports));
    if (state === 'silent') silent.push(job);
  }
  if (silent.length === 0) return ended;
  ports.show.say(
    `${silent.map(({ url }) => url).join(', ')}: no sign of the run that started it for ${SILENT_SECONDS / 60} minutes; looking again in ${SECOND_LOOK} s`,
  );
  await ports.sleep(SECOND_LOOK, ports.signal);
  for (const { namespace: of, id } of silent) {
    const now = await readJob(hub, of, id);
    if (!hasEnded(now) && stateOf(now, ports) !== 'alive') ended.push(await end(hub, now, ports));
  }
  return ended;
}

/** What has become of the run that started a job; anything else than ours is somebody's. */
function stateOf({ labels }: Job, { now, owner, isRunning }: Ports): 'gone' | 'silent' | 'alive' {
  const own = readLabels(labels);
  if (own === undefined || own.detached) return 'alive';
  return isGone(readOwner(own.owner), { alive: own.alive, now: now() / 1000 }, owner, isRunning);
}

async function end(hub: Hub, job: Job, { show }: Ports): Promise<Job> {
  await cancelJob(hub, job.namespace, job.id);
  show.say(`ended ${job.url}: the run that started it is gone`);
  return job;
}
