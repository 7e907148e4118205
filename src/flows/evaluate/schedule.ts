import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { labelValue, readLabels, writeLabels } from '../../evaluation/job/labels.ts';
import type { Recurrence } from '../../evaluation/money/recurrence.ts';
import { plainSchedule } from '../../evaluation/money/runs-per-month.ts';
import { duration } from '../../evaluation/money/words.ts';
import { privateBucket } from '../../hub/buckets.ts';
import type { Hub } from '../../hub/request.ts';
import {
  createScheduledJob,
  deleteScheduledJob,
  listScheduledJobs,
  type ScheduledJob,
} from '../../hub/scheduled-jobs.ts';
import { BUCKET } from './bring-home.ts';
import { labelsOf, specOf } from './job-spec.ts';
import { lookFor } from './look-for.ts';
import type { EvaluationPorts } from './ports.ts';
import type { Prepared } from './prepare.ts';

/** A schedule on the Hub, which goes on by itself. */
export type Scheduled = {
  readonly schedule: { readonly id: string; readonly when: string; readonly next?: string };
  /** An earlier run made it. */
  readonly isReused: boolean;
  readonly notes: readonly string[];
};

/** What is to be scheduled, and for whom. */
export type Scheduling = {
  readonly config: Config;
  readonly prepared: Prepared;
  readonly recurrence: Recurrence;
  readonly namespace: string;
};

type Ports = Pick<EvaluationPorts, 'sleep' | 'signal' | 'show' | 'now' | 'owner' | 'newRun' | 'secretOf'>;

/**
 * Has the Hub evaluate again and again. However often it is asked for, there is one schedule: one of the same work at the
 * same times is left as it is.
 *
 * @throws UserError `job-unknown` where nobody knows whether there is one; `cost-limit` for one that has other bounds than
 *   it is to have: a new one is ended then, and one that was there is not; what refusals become.
 */
export async function scheduleJobs(hub: Hub, about: Scheduling, ports: Ports): Promise<Scheduled> {
  const { namespace } = about;
  const { same, others } = await findOwn(hub, about);
  const notes = others.map(noteOther);
  const [there] = same;
  if (there !== undefined) {
    const why = whyOther(there, about);
    if (why !== undefined) throw otherThere(there, why);
    return { schedule: shown(there), isReused: true, notes: [...suspendedNote(there), ...notes] };
  }
  const made = await make(hub, about, ports);
  const why = whyOther(made, about);
  if (why !== undefined) throw await endOther(hub, made, why);
  const older = await findOlder(hub, about, made, ports);
  if (older === undefined) return { schedule: shown(made), isReused: false, notes };
  ports.show.say(`another run has scheduled the same at the same time: ${older.id}; this one is ended: ${made.id}`);
  await deleteScheduledJob(hub, { namespace, id: made.id });
  return { schedule: shown(older), isReused: true, notes };
}

/** What a plan says of schedules that are there. Where the Hub does not tell, it says that. */
export async function noteSchedules(hub: Hub, about: Scheduling): Promise<readonly string[]> {
  if (hub.token === undefined) return [];
  try {
    const { same, others } = await findOwn(hub, about);
    const there = same.map(({ id, schedule }) => `the same is scheduled already: ${id}, ${schedule}`);
    return [...there, ...others.map(noteOther)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [`whether the same is scheduled already could not be looked up: ${error.message}`];
  }
}

/** The schedules that this program made for a repo, the oldest first. */
async function findOwn(
  hub: Hub,
  { namespace, prepared, recurrence }: Scheduling,
): Promise<{ readonly same: readonly ScheduledJob[]; readonly others: readonly ScheduledJob[] }> {
  const own = (await listScheduledJobs(hub, namespace))
    .filter(({ labels }) => readLabels(labels)?.repoId === labelValue(hub.repoId))
    .toSorted((a, b) => (ageOf(a) < ageOf(b) ? -1 : 1));
  const isSame = ({ labels, schedule }: ScheduledJob): boolean =>
    readLabels(labels)?.digest === prepared.digest && plainSchedule(schedule) === plainSchedule(recurrence.when);
  return { same: own.filter(isSame), others: own.filter((one) => !isSame(one)) };
}

const ageOf = ({ createdAt, id }: ScheduledJob): string => `${createdAt} ${id}`;

async function make(hub: Hub, about: Scheduling, ports: Ports): Promise<ScheduledJob> {
  const { config, prepared, recurrence, namespace } = about;
  const bucket = await privateBucket(hub, namespace, BUCKET);
  // Nobody waits for it any more.
  ports.signal.throwIfAborted();
  const run = ports.newRun();
  const labels = writeLabels(labelsOf(hub, prepared, { isDetached: true, run }, ports));
  const spec = { ...specOf(config, { prepared, run, bucket }, ports.secretOf), labels };
  const start = await createScheduledJob(hub, namespace, { spec, schedule: recurrence.when, concurrency: false });
  if (start.kind === 'started') return start.made;
  const { error } = start;
  ports.show.say(`the Hub did not say whether it made the schedule (${error.message}); looking for it`);
  const find = async (): Promise<ScheduledJob | undefined> =>
    (await listScheduledJobs(hub, namespace)).find((one) => readLabels(one.labels)?.run === run);
  const looked = await lookFor(find, error, ports);
  if ('found' in looked) return looked.found;
  const { last } = looked;
  throw new UserError(
    'job-unknown',
    `Whether the Hub made a schedule for ${namespace} is not known: it did not say so, and none is listed. ${last.message}`,
    {
      hint: 'Ask for the same again: where it is there, it is found, and no second one is made. hf jobs scheduled ps lists them.',
      details: { ...last.details, namespace, run },
      cause: last,
    },
  );
}

/** In what a schedule may cost other than what was said. */
function whyOther(one: ScheduledJob, { prepared: { hardware, ceiling }, recurrence }: Scheduling): string | undefined {
  const { flavor, timeoutSeconds, schedule, isConcurrent } = one;
  const { name } = hardware.flavor;
  const most = ceiling.timeoutSeconds;
  if (flavor !== name) return `it has ${flavor || 'unknown hardware'}, not ${name}`;
  if (timeoutSeconds === undefined) return `it has no time limit, not one of ${duration(most)}`;
  if (timeoutSeconds > most) return `its jobs may take ${duration(timeoutSeconds)}, not ${duration(most)}`;
  if (plainSchedule(schedule) !== plainSchedule(recurrence.when))
    return `it is for ${schedule}, not ${recurrence.when}`;
  return isConcurrent ? 'its jobs may run beside one another' : undefined;
}

function otherThere(there: ScheduledJob, why: string): UserError {
  return new UserError('cost-limit', `The same is scheduled already, with other bounds: ${why}. ${there.id}`, {
    hint: `It was left as it is. End it, and ask again: ${howToEnd(there)}`,
    details: { schedule: shown(there) },
  });
}

/** Ends what the Hub made otherwise than it was asked to; the error for it. */
async function endOther(hub: Hub, made: ScheduledJob, why: string): Promise<UserError> {
  const ended = await deleteScheduledJob(hub, made).then(
    () => 'it was ended',
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      return `it could NOT be ended (${error.message}), so end it yourself: ${howToEnd(made)}`;
    },
  );
  return new UserError(
    'cost-limit',
    `The Hub made another schedule than it was asked to: ${why}. ${made.id}: ${ended}.`,
    {
      hint: 'Nothing of it can be relied on. Please report it as a defect.',
      details: { schedule: shown(made) },
    },
  );
}

/** One that another run has made at the same time: the older one stays. */
async function findOlder(
  hub: Hub,
  about: Scheduling,
  made: ScheduledJob,
  { show }: Ports,
): Promise<ScheduledJob | undefined> {
  try {
    const { same } = await findOwn(hub, about);
    return same.find((one) => whyOther(one, about) === undefined && ageOf(one) < ageOf(made));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    show.say(`whether another run has scheduled the same could not be looked up: ${error.message}`);
    return undefined;
  }
}

function shown({ id, schedule, next }: ScheduledJob): Scheduled['schedule'] {
  return { id, when: schedule, ...(next === undefined ? {} : { next }) };
}

function noteOther(other: ScheduledJob): string {
  const { id, schedule, isSuspended } = other;
  const how = isSuspended ? `${schedule}, suspended` : schedule;
  return `${id} (${how}) evaluates the same repo, too; to end it: ${howToEnd(other)}`;
}

function suspendedNote({ id, namespace, isSuspended }: ScheduledJob): string[] {
  return isSuspended
    ? [`it is suspended, so it starts nothing: hf jobs scheduled resume ${id} --namespace ${namespace}`]
    : [];
}

function howToEnd({ id, namespace }: ScheduledJob): string {
  return `hf jobs scheduled delete ${id} --namespace ${namespace}`;
}
