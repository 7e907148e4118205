import { type Part, partOf } from '../data.ts';
import { UserError } from '../errors.ts';
import { callApi, notWhat } from './api.ts';
import { cleanServerText } from './errors.ts';
import { callJobs, jobsUrl, readJobsList, type Started, startOnce } from './jobs-api.ts';
import { endpointUrl, type Hub } from './request.ts';

/** Stages as the Hub has them; whatever else it may say counts as under way, so that nothing is taken for ended. */
export type JobStage = 'SCHEDULING' | 'RUNNING' | 'COMPLETED' | 'CANCELED' | 'ERROR' | 'DELETED' | 'UNKNOWN';

/** A job on the Hub. */
export type Job = {
  /** 24 hex digits. */
  readonly id: string;
  /** User or organization that pays for it. */
  readonly namespace: string;
  /** Page of the job. */
  readonly url: string;
  readonly stage: JobStage;
  /** The Hub's own words on it, for people. */
  readonly message?: string;
  /** Such as `NO_CREDITS`. */
  readonly cancelReason?: string;
  /** ISO times. */
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly flavor: string;
  /** After which the Hub ends it; its default is 30 minutes. */
  readonly timeoutSeconds?: number;
  readonly labels: Part;
  /** Variables that it was given, without its secrets. */
  readonly environment: Part;
  /** The schedule that started it. */
  readonly scheduledBy?: string;
};

/** What is to be run, as the Hub takes it. */
export type JobSpec = {
  readonly dockerImage: string;
  /** The program and its arguments; no shell is between. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Never shown by the Hub. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly flavor: string;
  readonly timeoutSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly {
    readonly type: 'bucket';
    readonly source: string;
    readonly mountPath: string;
    readonly path?: string;
  }[];
};

const ENDED: ReadonlySet<JobStage> = new Set(['COMPLETED', 'CANCELED', 'ERROR', 'DELETED']);
const STAGES: ReadonlySet<string> = new Set(['SCHEDULING', 'RUNNING', ...ENDED]);

/** Is there nothing more to come, and nothing more to pay? */
export function hasEnded({ stage }: Pick<Job, 'stage'>): boolean {
  return ENDED.has(stage);
}

/** The prices and machines of Hub Jobs, as they come. Needs no token. */
export async function readHardware(hub: Hub): Promise<unknown> {
  const url = endpointUrl(hub.endpoint, 'api/jobs/hardware');
  const { json } = await callApi(hub, url, { what: 'the hardware of Hub Jobs' });
  return json;
}

/**
 * Refuses a caller who may not start jobs in a namespace. The Hub answers it without starting anything.
 *
 * @throws UserError `forbidden`, or what else a refused call becomes.
 */
export async function checkMayRunJobs(hub: Hub, namespace: string): Promise<void> {
  await callJobs(
    hub,
    { api: 'jobs', namespace, path: '/auth-check/write' },
    {
      what: `the right to run jobs for ${namespace}`,
      method: 'POST',
    },
  );
}

/**
 * Starts a job, once.
 *
 * @throws UserError `payment-required`, `forbidden`, and what else a refusal becomes: then there is no job.
 */
export async function startJob(hub: Hub, namespace: string, spec: JobSpec): Promise<Started<Job>> {
  const asked = { what: `a job for ${namespace}`, json: sentSpec(spec) };
  return startOnce(hub, { api: 'jobs', namespace, path: '' }, asked, (data) => readJobItem(hub, namespace, data));
}

/** A job as the Hub takes it: no empty list. */
export function sentSpec(spec: JobSpec): Partial<JobSpec> {
  const { volumes, ...rest } = spec;
  return volumes.length === 0 ? rest : spec;
}

/** @throws UserError what a refused call becomes. */
export async function readJob(hub: Hub, namespace: string, id: string): Promise<Job> {
  const what = `job ${id} of ${namespace}`;
  const place = { api: 'jobs', namespace, path: `/${id}` } as const;
  const { json } = await callJobs(hub, place, { what });
  const job = readJobItem(hub, namespace, json);
  if (job === undefined || job.id !== id) throw notWhat(hub, jobsUrl(hub, place), what);
  return job;
}

/**
 * Jobs of a namespace, the newest first.
 *
 * @param about.labels As `key=value`; all of them must hold.
 * @param about.since Older ones are of no interest, in milliseconds since 1970: an account may have years of them.
 * @throws UserError what a refused call becomes.
 */
export async function listJobs(
  hub: Hub,
  namespace: string,
  about: { readonly labels?: readonly string[]; readonly stages?: readonly JobStage[]; readonly since?: number } = {},
): Promise<Job[]> {
  const what = `the jobs of ${namespace}`;
  const url = jobsUrl(hub, { api: 'jobs', namespace, path: '' });
  for (const label of about.labels ?? []) url.searchParams.append('label', label);
  for (const stage of about.stages ?? []) url.searchParams.append('stage', stage);
  const { since = 0 } = about;
  const found = await readJobsList(
    hub,
    url,
    { what, namespace },
    (data) => readJobItem(hub, namespace, data),
    (page) => page.length > 0 && page.every(({ createdAt }) => Date.parse(createdAt) < since),
  );
  // A server that does not heed a filter would have others taken for ours.
  const wanted = (about.labels ?? []).map((label) => label.split('=') as [string, string]);
  return found.filter(
    ({ labels, stage }) =>
      wanted.every(([key, value]) => labels[key] === value) && (about.stages?.includes(stage) ?? true),
  );
}

/**
 * Ends a job. One that has ended already stays as it is, whatever the Hub says to that.
 *
 * @throws UserError what a refused call becomes: then the job may be running still.
 */
export async function cancelJob(hub: Hub, namespace: string, id: string): Promise<void> {
  try {
    await callJobs(
      hub,
      { api: 'jobs', namespace, path: `/${id}/cancel` },
      { what: `the end of job ${id} of ${namespace}`, method: 'POST' },
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // It may have been done, or have ended by itself: only what became of it counts.
    const now = await readJob(hub, namespace, id).catch(() => undefined);
    if (now === undefined || !hasEnded(now)) throw error;
  }
}

/** Puts labels in the place of those that a job has. */
export async function setJobLabels(
  hub: Hub,
  { namespace, id }: Pick<Job, 'namespace' | 'id'>,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  await callJobs(
    hub,
    { api: 'jobs', namespace, path: `/${id}/labels` },
    {
      what: `the labels of job ${id} of ${namespace}`,
      method: 'PUT',
      json: { labels },
    },
  );
}

/** Whether this can be the id of a job, or of a schedule: part of a path, then. */
export function isJobId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
}

function readJobItem(hub: Hub, asked: string, data: unknown): Job | undefined {
  const { id, createdAt, startedAt, finishedAt, flavor, timeout, labels, owner, status, initiator, environment } =
    partOf(data);
  const { stage, message, cancelReason } = partOf(status);
  if (!isJobId(id) || typeof stage !== 'string') return undefined;
  const { name } = partOf(owner);
  const by = partOf(initiator);
  const namespace = typeof name === 'string' && /^[\w.-]+$/.test(name) ? name : asked;
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? cleanServerText(value, hub.token) : undefined;
  const optional = {
    message: text(message),
    cancelReason: text(cancelReason),
    startedAt: text(startedAt),
    finishedAt: text(finishedAt),
    timeoutSeconds: typeof timeout === 'number' ? timeout : undefined,
    scheduledBy: by.type === 'scheduled-job' && isJobId(by.id) ? by.id : undefined,
  };
  return {
    id,
    namespace,
    url: endpointUrl(hub.endpoint, `jobs/${namespace}/${id}`).href,
    stage: STAGES.has(stage) ? (stage as JobStage) : 'UNKNOWN',
    createdAt: text(createdAt) ?? '',
    flavor: text(flavor) ?? '',
    labels: partOf(labels),
    environment: partOf(environment),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Job>),
  };
}
