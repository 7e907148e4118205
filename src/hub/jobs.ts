import { type Part, partOf } from '../data.ts';
import { UserError } from '../errors.ts';
import { type ApiCall, callApi, notWhat } from './api.ts';
import { cleanServerText } from './errors.ts';
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
  const { json } = await callApi(hub, jobsUrl(hub, '/hardware'), { what: 'the hardware of Hub Jobs' });
  return json;
}

/**
 * Refuses a caller who may not start jobs in a namespace. The Hub answers it without starting anything.
 *
 * @throws UserError `forbidden`, or what else a refused call becomes.
 */
export async function checkMayRunJobs(hub: Hub, namespace: string): Promise<void> {
  await callJobs(hub, namespace, '/auth-check/write', {
    what: `the right to run jobs for ${namespace}`,
    method: 'POST',
  });
}

/** What became of a job that was asked for. `unknown`: it may be there, and nobody said so. */
export type JobStart =
  | { readonly kind: 'started'; readonly job: Job }
  | { readonly kind: 'unknown'; readonly error: UserError };

/**
 * Starts a job, once: it is never asked for again here, for it may be running though no answer came.
 *
 * @throws UserError `payment-required`, `forbidden`, and what else a refusal becomes: then there is no job.
 */
export async function startJob(hub: Hub, namespace: string, spec: JobSpec): Promise<JobStart> {
  const what = `a job for ${namespace}`;
  try {
    // The Hub takes no empty list.
    const { volumes, ...rest } = spec;
    const body = volumes.length === 0 ? rest : spec;
    const { json } = await callJobs(hub, namespace, '', { what, method: 'POST', json: body });
    const job = readJobItem(hub, namespace, json);
    if (job === undefined) throw notWhat(hub, jobsUrl(hub, `/${namespace}`), what);
    return { kind: 'started', job };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { status } = error.details;
    // A refusal tells that nothing was done; a server that failed, or no answer, tells nothing.
    const isNone = error.code === 'unexpected-answer' && (status === undefined || Number(status) < 300);
    const isLost = error.code === 'hub-unavailable' || isNone;
    if (isLost) return { kind: 'unknown', error };
    throw error;
  }
}

/** @throws UserError what a refused call becomes. */
export async function readJob(hub: Hub, namespace: string, id: string): Promise<Job> {
  const what = `job ${id} of ${namespace}`;
  const { json } = await callJobs(hub, namespace, `/${id}`, { what });
  const job = readJobItem(hub, namespace, json);
  if (job === undefined || job.id !== id) throw notWhat(hub, jobsUrl(hub, `/${namespace}/${id}`), what);
  return job;
}

/** Pages of a list of jobs that are read: somebody may have started thousands. */
const MOST_PAGES = 50;

/**
 * Jobs of a namespace, the newest first.
 *
 * @param about.labels As `key=value`; all of them must hold.
 * @throws UserError what a refused call becomes.
 */
export async function listJobs(
  hub: Hub,
  namespace: string,
  about: { readonly labels?: readonly string[]; readonly stages?: readonly JobStage[] } = {},
): Promise<Job[]> {
  const what = `the jobs of ${namespace}`;
  const found: Job[] = [];
  let url: URL | undefined = jobsUrl(hub, `/${encodeURIComponent(namespace)}`);
  for (const label of about.labels ?? []) url.searchParams.append('label', label);
  for (const stage of about.stages ?? []) url.searchParams.append('stage', stage);
  for (let page = 0; url !== undefined && page < MOST_PAGES; page += 1) {
    const answer: { json: unknown; next?: URL } = await callApi(hub, url, { what }).catch((error: unknown) => {
      throw asJobsError(hub, namespace, error);
    });
    if (!Array.isArray(answer.json)) throw notWhat(hub, url, what);
    for (const item of answer.json) {
      const job = readJobItem(hub, namespace, item);
      if (job !== undefined) found.push(job);
    }
    url = answer.next;
  }
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
    await callJobs(hub, namespace, `/${id}/cancel`, { what: `the end of job ${id} of ${namespace}`, method: 'POST' });
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
  await callJobs(hub, namespace, `/${id}/labels`, {
    what: `the labels of job ${id} of ${namespace}`,
    method: 'PUT',
    json: { labels },
  });
}

async function callJobs(hub: Hub, namespace: string, path: string, call: ApiCall): Promise<{ json: unknown }> {
  try {
    return await callApi(hub, jobsUrl(hub, `/${encodeURIComponent(namespace)}${path}`), call);
  } catch (error) {
    throw asJobsError(hub, namespace, error);
  }
}

/** Where a log, and whatever else comes bit by bit, is read from. */
export function jobsUrl(hub: Hub, path: string): URL {
  return endpointUrl(hub.endpoint, `api/jobs${path}`);
}

/** Refusals in the words of jobs: the Hub's own answers to other calls are about a model repo. */
function asJobsError(hub: Hub, namespace: string, error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const { status } = error.details;
  const settings = `${new URL(hub.endpoint).origin}/settings`;
  if (status === 402) {
    return new UserError('payment-required', `${namespace} has no credit left for Hub Jobs. [${error.message}]`, {
      hint: `Add credits at ${settings}/billing, or name another user or organization with --namespace. Nothing was started.`,
      details: error.details,
      cause: error,
    });
  }
  if (status === 404 && /^\/api\/jobs\/[^/]+$/.test(new URL(String(error.details.url)).pathname)) {
    return new UserError('forbidden', `The Hub knows no ${namespace} that could run jobs. [${error.message}]`, {
      hint: 'Name your user or one of your organizations with --namespace.',
      details: error.details,
      cause: error,
    });
  }
  if (status === 404) {
    return new UserError('job-unknown', `The Hub has no such job of ${namespace}. [${error.message}]`, {
      hint: `Look at ${new URL(hub.endpoint).origin}/jobs/${namespace}; one of an organization is NAMESPACE/ID.`,
      details: error.details,
      cause: error,
    });
  }
  if (status === 403 || status === 401) {
    const code = status === 403 ? 'forbidden' : 'unauthorized';
    return new UserError(code, `The token may not do that with jobs of ${namespace}. [${error.message}]`, {
      hint: `It needs the permission "Start and manage Jobs" (job.write) for ${namespace}: ${settings}/tokens. Keyless tokens of a workflow have none.`,
      details: error.details,
      cause: error,
    });
  }
  return error;
}

function readJobItem(hub: Hub, asked: string, data: unknown): Job | undefined {
  const { id, createdAt, startedAt, finishedAt, flavor, timeout, labels, owner, status } = partOf(data);
  const { stage, message, cancelReason } = partOf(status);
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id) || typeof stage !== 'string') return undefined;
  const { name } = partOf(owner);
  const namespace = typeof name === 'string' && /^[\w.-]+$/.test(name) ? name : asked;
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? cleanServerText(value, hub.token) : undefined;
  const optional = {
    message: text(message),
    cancelReason: text(cancelReason),
    startedAt: text(startedAt),
    finishedAt: text(finishedAt),
    timeoutSeconds: typeof timeout === 'number' ? timeout : undefined,
  };
  return {
    id,
    namespace,
    url: endpointUrl(hub.endpoint, `jobs/${namespace}/${id}`).href,
    stage: STAGES.has(stage) ? (stage as JobStage) : 'UNKNOWN',
    createdAt: text(createdAt) ?? '',
    flavor: text(flavor) ?? '',
    labels: partOf(labels),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Job>),
  };
}
