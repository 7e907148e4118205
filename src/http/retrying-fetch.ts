import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { asNetworkError, NetworkError, publicUrl } from './network-error.ts';
import { demandedSeconds } from './retry-after.ts';

export { NetworkError } from './network-error.ts';

/** The part of the global `fetch` that this program uses. */
export type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

/** A wait that is about to start. */
export type Wait = {
  /** Without credentials and query: fit to be printed. */
  readonly url: string;
  /** Tries so far, from 1. */
  readonly attempt: number;
  /** Tries at most. */
  readonly attempts: number;
  readonly seconds: number;
  /** `HTTP 429`, or what went wrong with the connection. */
  readonly reason: string;
};

export type RetryOptions = {
  /** Tries at most, the first one included. Default 5. */
  readonly tries?: number;
  /** Seconds that one try may take until its headers are there. Default 30, at most 60. */
  readonly timeoutSeconds?: number;
  /** Seconds that one wait may take. Default 330: the Hub's windows are 300 s. */
  readonly maxWaitSeconds?: number;
  /** Seconds that all waits of one request may take together. Default 330. */
  readonly maxTotalWaitSeconds?: number;
  /** May a request be sent again that ended with this status, or without one? By default GET and HEAD may. */
  readonly mayRepeat?: (input: string | URL, init: RequestInit, status: number | undefined) => boolean;
  readonly onWait?: (wait: Wait) => void;
  readonly sleep?: (seconds: number, signal?: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** From 0 to below 1. */
  readonly random?: () => number;
};

const RETRIED = new Set([408, 429, 500, 502, 503, 504]);
const LONGEST_TRY_SECONDS = 60;
const FIRST_BACKOFF_SECONDS = 1;
const LONGEST_BACKOFF_SECONDS = 8;

const DEFAULTS = {
  tries: 5,
  timeoutSeconds: 30,
  maxWaitSeconds: 330,
  maxTotalWaitSeconds: 330,
  mayRepeat: (_input, { method = 'GET' }) => /^(?:GET|HEAD)$/i.test(method),
  onWait: () => {},
  sleep: async (seconds: number, signal?: AbortSignal) => {
    await delay(seconds * 1000, undefined, signal === undefined ? {} : { signal });
  },
  now: Date.now,
  random: Math.random,
} satisfies Required<RetryOptions>;

/**
 * A `fetch` that tries GET and HEAD, or what else may be repeated, again after 408, 429, 5xx and network errors, and waits as long as the
 * server asks for. Returns the last answer; throws {@link NetworkError} when there was none, TypeError for a
 * request that cannot be sent, the `fetch`'s own UserError, and the reason of the caller's signal. Other methods get the
 * time-out alone.
 */
export function retryingFetch(fetch: Fetch, options: RetryOptions = {}): Fetch {
  const settings: Required<RetryOptions> = { ...DEFAULTS, ...options };
  return async (input, init = {}) => {
    assertSendable(input, init);
    const attempts = Math.max(1, settings.tries);
    let left = settings.maxTotalWaitSeconds;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await tryOnce(fetch, input, init, settings.timeoutSeconds);
      const status = outcome instanceof NetworkError ? undefined : outcome.status;
      const last = attempt >= attempts || !isPassing(outcome) || !settings.mayRepeat(input, init, status);
      const seconds = last ? 0 : secondsToWait(outcome, attempt, settings);
      if (last || seconds > Math.min(settings.maxWaitSeconds, left)) return answerOf(outcome);
      left -= seconds;
      if (!(outcome instanceof NetworkError)) discard(outcome);
      const reason = outcome instanceof NetworkError ? outcome.message : `HTTP ${outcome.status}`;
      settings.onWait({ url: publicUrl(input), attempt, attempts, seconds, reason });
      await wait(seconds, init.signal ?? undefined, settings.sleep);
    }
  };
}

/** May the same request fare better later? */
function isPassing(outcome: Response | NetworkError): boolean {
  return outcome instanceof NetworkError ? !outcome.final : RETRIED.has(outcome.status);
}

async function tryOnce(
  fetch: Fetch,
  input: string | URL,
  init: RequestInit,
  timeoutSeconds: number,
): Promise<Response | NetworkError> {
  const caller = init.signal ?? undefined;
  caller?.throwIfAborted();
  const seconds = Math.min(timeoutSeconds, LONGEST_TRY_SECONDS);
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), seconds * 1000);
  // The caller's signal stays in force while the body is read; the clock stops with the headers.
  const signal = caller === undefined ? clock.signal : AbortSignal.any([caller, clock.signal]);
  try {
    return await orAborted(fetch(input, { ...init, signal }), signal);
  } catch (thrown) {
    caller?.throwIfAborted();
    if (thrown instanceof UserError) throw thrown;
    return clock.signal.aborted
      ? new NetworkError(`no answer within ${seconds} s`, input, { cause: thrown, timedOut: true })
      : asNetworkError(thrown, input);
  } finally {
    clearTimeout(timer);
  }
}

/** What the server asks for, exactly; else 1, 2, 4, 8, 8 … s, less up to half, so that parallel jobs spread out. */
function secondsToWait(
  outcome: Response | NetworkError,
  attempt: number,
  { now, random, maxWaitSeconds }: Required<RetryOptions>,
): number {
  const demanded =
    outcome instanceof NetworkError ? undefined : demandedSeconds(outcome.status, outcome.headers, now());
  if (demanded !== undefined && demanded > 0) return demanded;
  const backoff = Math.min(FIRST_BACKOFF_SECONDS * 2 ** (attempt - 1), LONGEST_BACKOFF_SECONDS);
  return Math.min(backoff * (1 - random() / 2), maxWaitSeconds);
}

async function wait(
  seconds: number,
  signal: AbortSignal | undefined,
  sleep: Required<RetryOptions>['sleep'],
): Promise<void> {
  signal?.throwIfAborted();
  try {
    await (signal === undefined ? sleep(seconds) : orAborted(sleep(seconds, signal), signal));
  } finally {
    signal?.throwIfAborted();
  }
}

/** Settles as the promise does, or rejects when the signal aborts: also with a promise that ignores the signal. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function answerOf(outcome: Response | NetworkError): Response {
  if (outcome instanceof NetworkError) throw outcome;
  return outcome;
}

/** Frees the connection; a stream that is broken already may refuse, which changes nothing. */
function discard(response: Response): void {
  response.body?.cancel().catch(() => {});
}

/** Defects of the caller, told without the URL's and the headers' secrets, which the messages of `fetch` repeat. */
function assertSendable(input: string | URL, init: RequestInit): void {
  const url = URL.canParse(String(input)) ? new URL(input) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new TypeError(`Not an http(s) URL without credentials: ${publicUrl(input)}`);
  }
  try {
    new Headers(init.headers);
  } catch {
    throw new TypeError(`A header of a request to ${publicUrl(input)} has a character that is not allowed.`);
  }
}
