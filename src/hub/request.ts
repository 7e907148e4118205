import { cardTooLarge, UserError } from '../errors.ts';
import { asNetworkError, NetworkError, publicUrl } from '../http/network-error.ts';
import { contentLength, readBody } from '../http/read-body.ts';
import type { Fetch } from '../http/retrying-fetch.ts';
import { type HubCall, hubAnswerError, hubNetworkError, unexpectedAnswer } from './errors.ts';

/** A repo on a Hub, and who asks for it. */
export type Hub = {
  readonly fetch: Fetch;
  /** Such as `https://huggingface.co`; a path is kept, a final slash is not. */
  readonly endpoint: string;
  readonly repoId: string;
  readonly token?: string;
  readonly userAgent: string;
  readonly signal?: AbortSignal;
  /** Seconds that a body may take after the headers. Default 30: a call takes a minute at most. */
  readonly bodyTimeoutSeconds?: number;
};

/** What of a repo an address names. */
export type HubPlace = { readonly endpoint: string; readonly repoId: string; readonly revision?: string };

/** What is asked for: bounds, and what to call it in messages. */
export type Wanted = {
  readonly what: string;
  readonly maxBytes: number;
  /** Branch, tag, commit or `refs/pr/N`, as it is: not encoded. */
  readonly revision: string;
  readonly init?: Pick<RequestInit, 'method' | 'body'> & { readonly headers?: Readonly<Record<string, string>> };
};

/** An answer with status 200 or 201, after redirects, read to its end. */
export type Answer = {
  readonly url: URL;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
  /** The answers of the Hub itself on the way there, the last one last. */
  readonly said: readonly { readonly url: URL; readonly headers: Headers }[];
};

const MAX_REDIRECTS = 5;
const BODY_TIMEOUT_SECONDS = 30;
const ERROR_BODY = { maxBytes: 64_000, timeoutSeconds: 5 };

/**
 * Asks the Hub for something. Redirects are followed by hand, so that no token goes to another server; only GET is
 * redirected.
 *
 * @throws UserError what {@link hubAnswerError} makes of refusals, `hub-unavailable` without an answer, and
 *   `unexpected-answer` for a web page.
 */
export async function askHub(hub: Hub, start: URL, wanted: Wanted): Promise<Answer> {
  const { endpoint, repoId } = hub;
  const call: HubCall = {
    endpoint,
    repoId,
    revision: wanted.revision,
    url: start.href,
    token: usableToken(hub.token),
    subject: wanted.what,
    changes: (wanted.init?.method ?? 'GET') !== 'GET',
  };
  try {
    const { url, response, fromHub, said } = await arrive(hub, call, start, wanted.init ?? {});
    const here = { ...call, url: url.href };
    if (response.status === 200 || response.status === 201) {
      return { url, bytes: await wholeBody(hub, here, response, wanted), headers: response.headers, said };
    }
    const { status, headers } = response;
    throw hubAnswerError(here, { status, headers, body: await errorText(response, url), fromHub });
  } catch (error) {
    hub.signal?.throwIfAborted();
    throw error instanceof NetworkError ? hubNetworkError(call, error) : error;
  }
}

type Arrival = Pick<Answer, 'url' | 'said'> & { readonly response: Response; readonly fromHub: boolean };

async function arrive(hub: Hub, call: HubCall, start: URL, init: NonNullable<Wanted['init']>): Promise<Arrival> {
  let url = start;
  let fromHub = true;
  const said: { url: URL; headers: Headers }[] = [];
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const response = await send(hub, url, init, fromHub ? call.token : undefined);
    if (fromHub) said.push({ url, headers: response.headers });
    const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && (init.method ?? 'GET') === 'GET';
    if (!isRedirect) return { url, response, fromHub, said };
    response.body?.cancel().catch(() => {});
    url = redirectTarget(response.headers.get('location'), { ...call, url: url.href });
    // For good: another server may not send the token back to an address of its choice.
    fromHub = fromHub && url.origin === start.origin;
  }
  throw unexpectedAnswer(call, `More than ${MAX_REDIRECTS} redirects`);
}

async function send(
  hub: Hub,
  url: URL,
  init: NonNullable<Wanted['init']>,
  token: string | undefined,
): Promise<Response> {
  const headers = new Headers({ 'User-Agent': hub.userAgent, 'Accept-Encoding': 'identity', ...init.headers });
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  const signal = hub.signal === undefined ? {} : { signal: hub.signal };
  try {
    return await hub.fetch(url, { ...init, headers, redirect: 'manual', ...signal });
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw asNetworkError(thrown, url);
  }
}

function redirectTarget(location: string | null, call: HubCall): URL {
  if (location === null || !URL.canParse(location, call.url)) {
    throw unexpectedAnswer(call, 'A redirect to nowhere');
  }
  const target = new URL(location, call.url);
  if (!/^https?:$/.test(target.protocol) || target.username !== '' || target.password !== '') {
    throw unexpectedAnswer(call, 'A redirect to something else than a plain http(s) address');
  }
  return target;
}

async function wholeBody(hub: Hub, call: HubCall, response: Response, wanted: Wanted): Promise<Uint8Array> {
  const announced = contentLength(response.headers) ?? 0;
  if (announced > wanted.maxBytes) {
    response.body?.cancel().catch(() => {});
    throw cardTooLarge(wanted.what, wanted.maxBytes);
  }
  const { bytes, complete } = await readBody(response, call.url, {
    maxBytes: wanted.maxBytes,
    timeoutSeconds: hub.bodyTimeoutSeconds ?? BODY_TIMEOUT_SECONDS,
  });
  if (looksLikeHtmlPage(response.headers, bytes)) throw unexpectedAnswer(call, 'The answer is a web page');
  if (!complete) throw cardTooLarge(wanted.what, wanted.maxBytes);
  return bytes;
}

/** What an error answer says, as far as it comes: the status counts without it, too. */
async function errorText(response: Response, url: URL): Promise<string> {
  try {
    const { bytes } = await readBody(response, url, ERROR_BODY);
    return new TextDecoder().decode(bytes);
  } catch {
    return '';
  }
}

/** Log-in and error pages come with 200, too; a card is text/plain on the Hub, and may start with HTML. */
function looksLikeHtmlPage(headers: Headers, bytes: Uint8Array): boolean {
  if (!/^\s*(?:text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '')) return false;
  const start = new TextDecoder().decode(bytes.subarray(0, 2000)).replace(/<!--[\s\S]*?-->|<\?xml[^>]*>/g, '');
  return /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(start);
}

/**
 * An address on the Hub.
 *
 * @throws UserError `usage` for an endpoint, a repo or a revision that cannot be part of one.
 */
export function hubUrl(
  { endpoint, repoId, revision = 'main' }: HubPlace,
  path: (repo: string, revision: string) => string,
): URL {
  // Dot segments would leave the repo: a URL resolves them, also when they are percent-encoded.
  if (!/^(?!\.+(?:\/|$))[\w.-]+(?:\/(?!\.+$)[\w.-]+)?$/.test(repoId)) {
    throw new UserError('usage', `Not the name of a model repo: ${JSON.stringify(repoId.slice(0, 200))}`, {
      hint: 'Write it as on the Hub, such as org/model.',
    });
  }
  if (/^\.{0,2}$/.test(revision) || !revision.isWellFormed()) {
    throw new UserError('usage', `Not a revision: ${JSON.stringify(revision.slice(0, 200))}`, {
      hint: 'Name a branch, tag, commit or refs/pr/N.',
    });
  }
  return endpointUrl(endpoint, path(repoId, encodeURIComponent(revision)));
}

/**
 * A URL of the Hub that belongs to no repo.
 *
 * @param path Without a leading slash, percent-encoded.
 * @throws UserError `usage` for an endpoint that cannot be part of one.
 */
export function endpointUrl(endpoint: string, path: string): URL {
  const base = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!base || !/^https?:$/.test(base.protocol) || `${base.username}${base.password}${base.search}` !== '') {
    throw new UserError('usage', `The Hub's address is not a plain http(s) URL: ${publicUrl(endpoint)}`, {
      hint: 'Set HF_ENDPOINT to an address such as https://huggingface.co, without user, password and query.',
    });
  }
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}/${path}`);
}

/** @throws UserError `unauthorized` for what no header can carry. */
export function usableToken(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UserError('unauthorized', 'The Hub token has a character that no token has, such as a line end.', {
    hint: 'Set HF_TOKEN again, without quotes, spaces and line ends.',
  });
}
