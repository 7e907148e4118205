import { readLabels } from '../../evaluation/job/labels.ts';
import { isGone, readOwner, SILENT_SECONDS } from '../../evaluation/job/owner.ts';
import { cancelJob, hasEnded, type Job, listJobs, readJob } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import type { EvaluationPorts } from './ports.ts';

/** Seconds between two looks at a job whose run gives no sign of life: one that is alive gives one every minute. */
const SECOND_LOOK = 150;

/** Seconds after which no job can be under way: a time limit is seven days at most, and it may wait for its machine. */
const OLDEST = 14 * 24 * 3600;

type Ports = Pick<EvaluationPorts, 'now' | 'sleep' | 'owner' | 'isRunning' | 'signal' | 'show'>;

/**
 * Ends the jobs of runs that are gone: killed, cut off, lost with their machine. A job that somebody detached, one whose run
 * is alive, and one that another program started stay.
 *
 * @returns The jobs that were ended.
 * @throws UserError what the Hub's refusals become, after all have been tried.
 */
export async function reapStrays(hub: Hub, namespace: string, ports: Ports): Promise<readonly Job[]> {
  const ended: Job[] = [];
  const failures: unknown[] = [];
  // The others are paid for, too.
  const tried = (work: Promise<void>): Promise<void> => work.catch((error: unknown) => void failures.push(error));
  const reap = async (job: Job): Promise<void> => {
    await cancelJob(hub, job.namespace, job.id);
    ports.show.say(`ended ${job.url}: the run that started it is gone`);
    ended.push(job);
  };
  const lookAgain = async (job: Job): Promise<void> => {
    const now = await readJob(hub, job.namespace, job.id);
    // A sign in between counts whatever time it tells: the clock of another machine may be wrong.
    const isAlive = stateOf(now, ports) === 'alive' || signOf(now) !== signOf(job);
    if (!hasEnded(now) && !isAlive) await reap(now);
  };
  const silent: Job[] = [];
  const since = ports.now() - OLDEST * 1000;
  for (const job of await listJobs(hub, namespace, { since })) {
    if (hasEnded(job)) continue;
    const state = stateOf(job, ports);
    if (state === 'gone') await tried(reap(job));
    if (state === 'silent') silent.push(job);
  }
  if (silent.length > 0) {
    ports.show.say(
      `${silent.map(({ url }) => url).join(', ')}: no sign of the run that started it for ${SILENT_SECONDS / 60} minutes; looking again in ${SECOND_LOOK} s`,
    );
    await ports.sleep(SECOND_LOOK, ports.signal);
  }
  for (const job of silent) await tried(lookAgain(job));
  if (failures.length > 0) throw failures[0];
  return ended;
}

function signOf({ labels }: Job): number | undefined {
  return readLabels(labels)?.alive;
}

/** What has become of the run that started a job; anything else than ours is somebody's. */
function stateOf({ labels }: Job, { now, owner, isRunning }: Ports): 'gone' | 'silent' | 'alive' {
  const own = readLabels(labels);
  if (own === undefined || own.detached) return 'alive';
  return isGone(readOwner(own.owner), { alive: own.alive, now: now() / 1000 }, owner, isRunning);
}
