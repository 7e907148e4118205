import { UserError } from '../errors.ts';
import { type ApiCall, callApi, notWhat } from './api.ts';
import { endpointUrl, type Hub } from './request.ts';

/** What of Hub Jobs is asked: those that run, or what makes them again and again. */
export type JobsPlace = {
  readonly api: 'jobs' | 'scheduled-jobs';
  readonly namespace: string;
  /** Below the namespace, with its slash; the list of all for an empty one. */
  readonly path: string;
};

/** What became of something that was asked for once. `unknown`: it may be there, and nobody said so. */
export type Started<T> =
  | { readonly kind: 'started'; readonly made: T }
  | { readonly kind: 'unknown'; readonly error: UserError };

/** Where it is asked. */
export function jobsUrl(hub: Hub, { api, namespace, path }: JobsPlace): URL {
  return endpointUrl(hub.endpoint, `api/${api}/${encodeURIComponent(namespace)}${path}`);
}

/** @throws UserError what a refused call becomes, in the words of jobs. */
export async function callJobs(hub: Hub, place: JobsPlace, call: ApiCall): Promise<{ json: unknown }> {
  try {
    return await callApi(hub, jobsUrl(hub, place), call);
  } catch (error) {
    throw asJobsError(hub, place.namespace, error);
  }
}

/**
 * Asks for something that costs money, once: it is never asked for again here, for it may be there though no answer came.
 *
 * @param read What the answer tells of it; undefined for an answer of another shape.
 * @throws UserError `payment-required`, `forbidden`, and what else a refusal becomes: then there is none.
 */
export async function startOnce<T>(
  hub: Hub,
  place: JobsPlace,
  { what, json }: { readonly what: string; readonly json: unknown },
  read: (data: unknown) => T | undefined,
): Promise<Started<T>> {
  try {
    const answer = await callJobs(hub, place, { what, method: 'POST', json });
    const made = read(answer.json);
    if (made === undefined) throw notWhat(hub, jobsUrl(hub, place), what);
    return { kind: 'started', made };
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

/** Pages of a list that are read: somebody may have started thousands. */
const MOST_PAGES = 50;

/**
 * All that is in a list, page by page.
 *
 * @param first Its first page.
 * @param read What an item is; undefined leaves it out.
 * @throws UserError what a refused call becomes.
 */
export async function readJobsList<T>(
  hub: Hub,
  first: URL,
  { what, namespace }: { readonly what: string; readonly namespace: string },
  read: (data: unknown) => T | undefined,
  isEnough: (page: readonly T[]) => boolean = () => false,
): Promise<T[]> {
  const found: T[] = [];
  let url: URL | undefined = first;
  for (let page = 0; url !== undefined && page < MOST_PAGES; page += 1) {
    const answer: { json: unknown; next?: URL } = await callApi(hub, url, { what }).catch((error: unknown) => {
      throw asJobsError(hub, namespace, error);
    });
    if (!Array.isArray(answer.json)) throw notWhat(hub, url, what);
    const items = answer.json.flatMap((data: unknown) => read(data) ?? []);
    found.push(...items);
    url = isEnough(items) ? undefined : answer.next;
  }
  return found;
}

/** Refusals in the words of jobs: the Hub's own answers to other calls are about a model repo. */
function asJobsError(hub: Hub, namespace: string, error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const { status } = error.details;
  const settings = `${new URL(hub.endpoint).origin}/settings`;
  if (status === 402) {
    return new UserError('payment-required', `${namespace} has no credit left for Hub Jobs. ${answerOf(error)}`, {
      hint: `Add credits at ${settings}/billing, or name another user or organization with --namespace. Nothing was started.`,
      details: error.details,
      cause: error,
    });
  }
  if (
    status === 404 &&
    /^\/api\/(?:scheduled-)?jobs\/[^/]+(?:\/auth-check\/write)?$/.test(new URL(String(error.details.url)).pathname)
  ) {
    return new UserError('forbidden', `The Hub knows no ${namespace} that could run jobs. ${answerOf(error)}`, {
      hint: 'Name your user or one of your organizations with --namespace.',
      details: error.details,
      cause: error,
    });
  }
  if (status === 404) {
    return new UserError('job-unknown', `The Hub has no such job of ${namespace}. ${answerOf(error)}`, {
      hint: `Look at ${new URL(hub.endpoint).origin}/jobs/${namespace}; one of an organization is NAMESPACE/ID.`,
      details: error.details,
      cause: error,
    });
  }
  if (status === 403 || status === 401) {
    const code = status === 403 ? 'forbidden' : 'unauthorized';
    return new UserError(code, `The token has no right to jobs of ${namespace}. ${answerOf(error)}`, {
      hint: `It needs the permission "Start and manage Jobs" (job.write) for ${namespace}: ${settings}/tokens. Keyless tokens of a workflow have none.`,
      details: error.details,
      cause: error,
    });
  }
  return error;
}

/** What the Hub answered: the brackets at the end of a refusal, whose own words are about a model repo. */
function answerOf({ message }: UserError): string {
  return /\[HTTP .*\]$/s.exec(message)?.[0] ?? `[${message}]`;
}
