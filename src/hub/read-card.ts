import { cardTooLarge, UserError } from '../errors.ts';
import { asNetworkError, NetworkError, publicUrl } from '../http/network-error.ts';
import { contentLength, readBody } from '../http/read-body.ts';
import type { Fetch } from '../http/retrying-fetch.ts';
import { type HubCall, hubAnswerError, hubNetworkError, unexpectedAnswer } from './errors.ts';

export type CardRequest = {
  readonly fetch: Fetch;
  /** Such as `https://huggingface.co`; a path is kept, a final slash is not. */
  readonly endpoint: string;
  readonly repoId: string;
  /** Branch, tag, commit or `refs/pr/N`, as it is: not encoded. */
  readonly revision: string;
  /** Default: a model. */
  readonly repoType?: 'model' | 'dataset';
  readonly token?: string;
  readonly maxBytes: number;
  readonly userAgent: string;
  readonly signal?: AbortSignal;
  /** Seconds that the body may take after the headers. Default 60. */
  readonly bodyTimeoutSeconds?: number;
};

export type HubCard = {
  readonly bytes: Uint8Array;
  /** Where the Hub has the file, after a rename under its new name; never a file store's signed link. */
  readonly url: string;
  /** The commit that the revision stands for; 40 hex digits. */
  readonly commit?: string;
  /** Without quotes; for a file in git its blob id. */
  readonly etag?: string;
};

/** The last answer, and what the Hub itself said about the file on the way there. */
type Arrival = {
  readonly url: URL;
  readonly response: Response;
  readonly fromHub: boolean;
  readonly identity: Omit<HubCard, 'bytes'>;
};

const MAX_REDIRECTS = 5;
const BODY_TIMEOUT_SECONDS = 60;
const ERROR_BODY = { maxBytes: 64_000, timeoutSeconds: 5 };

/**
 * Reads the README.md of a model repo, byte for byte. Throws UserError: `usage`, `card-too-large` past
 * `maxBytes`, `unexpected-answer`, `hub-unavailable` and what {@link hubAnswerError} makes of refusals.
 */
export async function readCard(request: CardRequest): Promise<HubCard> {
  return readRepoFile(request, 'README.md');
}

/** Reads a file of a model repo, byte for byte, as {@link readCard} does. */
export async function readRepoFile(request: CardRequest, path: string): Promise<HubCard> {
  return read(
    request,
    hubUrl(request, (repo, revision) => {
      const prefix = request.repoType === 'dataset' ? 'datasets/' : '';
      return `${prefix}${repo}/resolve/${revision}/${path.split('/').map(encodeURIComponent).join('/')}`;
    }),
    path,
  );
}

/**
 * The files of a folder of a model repo, by their path; none when there is no such folder.
 *
 * @throws UserError as {@link readCard}.
 */
export async function listFolder(request: CardRequest, folder: string): Promise<{ path: string; size: number }[]> {
  const start = hubUrl(request, (repo, revision) => `api/models/${repo}/tree/${revision}/${folder}`);
  try {
    const { bytes, url } = await read(request, start, `The list of ${folder}`);
    const items: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (Array.isArray(items) && items.length >= PAGE) {
      throw new UserError(
        'invalid-card',
        `${folder} of ${request.repoId} holds ${PAGE} entries or more, too many to be read.`,
      );
    }
    if (Array.isArray(items)) return items.filter(isFile).map(({ path: file, size }) => ({ path: file, size }));
    throw unexpectedAnswer({ ...request, url, token: undefined }, 'The list of files is no list');
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-card') return [];
    throw error;
  }
}

/** Entries on one page of a list. */
const PAGE = 1000;

function isFile(item: unknown): item is { path: string; size: number } {
  if (typeof item !== 'object' || item === null || Reflect.get(item, 'type') !== 'file') return false;
  return typeof Reflect.get(item, 'path') === 'string' && typeof Reflect.get(item, 'size') === 'number';
}

async function read(request: CardRequest, start: URL, what: string): Promise<HubCard> {
  const { endpoint, repoId, revision } = request;
  const call: HubCall = { endpoint, repoId, revision, url: start.href, token: usableToken(request.token) };
  try {
    const { url, response, fromHub, identity } = await arrive(request, call, start);
    const here = { ...call, url: url.href };
    if (response.status === 200) return { bytes: await wholeFile(request, here, response, what), ...identity };
    const { status, headers } = response;
    throw hubAnswerError(here, { status, headers, body: await errorText(response, url), fromHub });
  } catch (error) {
    request.signal?.throwIfAborted();
    throw error instanceof NetworkError ? hubNetworkError(call, error) : error;
  }
}

async function arrive(request: CardRequest, call: HubCall, start: URL): Promise<Arrival> {
  let url = start;
  let fromHub = true;
  let identity: Arrival['identity'] = { url: publicUrl(start) };
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const response = await send(request, url, fromHub ? call.token : undefined);
    if (fromHub) identity = { ...identity, ...identityIn(response.headers) };
    // Not the address of a cache or of the file store: only this form is a link for people.
    if (fromHub && url.pathname.includes('/resolve/')) identity = { ...identity, url: publicUrl(url) };
    if (![301, 302, 303, 307, 308].includes(response.status)) return { url, response, fromHub, identity };
    response.body?.cancel().catch(() => {});
    url = redirectTarget(response.headers.get('location'), { ...call, url: url.href });
    // For good: another server may not send the token back to an address of its choice.
    fromHub = fromHub && url.origin === start.origin;
  }
  throw unexpectedAnswer(call, `More than ${MAX_REDIRECTS} redirects`);
}

async function send(request: CardRequest, url: URL, token: string | undefined): Promise<Response> {
  const headers = new Headers({ 'User-Agent': request.userAgent, 'Accept-Encoding': 'identity' });
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  const signal = request.signal === undefined ? {} : { signal: request.signal };
  try {
    return await request.fetch(url, { headers, redirect: 'manual', ...signal });
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

async function wholeFile(request: CardRequest, call: HubCall, response: Response, what: string): Promise<Uint8Array> {
  const announced = contentLength(response.headers) ?? 0;
  if (announced > request.maxBytes) {
    response.body?.cancel().catch(() => {});
    throw cardTooLarge(`${what} of ${request.repoId}`, request.maxBytes);
  }
  const { bytes, complete } = await readBody(response, call.url, {
    maxBytes: request.maxBytes,
    timeoutSeconds: request.bodyTimeoutSeconds ?? BODY_TIMEOUT_SECONDS,
  });
  if (looksLikeHtmlPage(response.headers, bytes)) throw unexpectedAnswer(call, 'The answer is a web page');
  if (!complete) throw cardTooLarge(`${what} of ${request.repoId}`, request.maxBytes);
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

/** X-Linked-ETag wins: the answer that redirects to a file store carries it beside an ETag of its own. */
function identityIn(headers: Headers): Pick<HubCard, 'commit' | 'etag'> {
  const commit = headers.get('x-repo-commit') ?? '';
  const etag = (headers.get('x-linked-etag') ?? headers.get('etag') ?? '').replace(/^W\/|"/g, '');
  return { ...(/^[0-9a-f]{40}$/.test(commit) ? { commit } : {}), ...(etag === '' ? {} : { etag }) };
}

function hubUrl({ endpoint, repoId, revision }: CardRequest, path: (repo: string, revision: string) => string): URL {
  const base = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!base || !/^https?:$/.test(base.protocol) || `${base.username}${base.password}${base.search}` !== '') {
    throw new UserError('usage', `The Hub's address is not a plain http(s) URL: ${publicUrl(endpoint)}`, {
      hint: 'Set HF_ENDPOINT to an address such as https://huggingface.co, without user, password and query.',
    });
  }
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
  const end = path(repoId, encodeURIComponent(revision));
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}/${end}`);
}

function usableToken(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UserError('unauthorized', 'The Hub token has a character that no token has, such as a line end.', {
    hint: 'Set HF_TOKEN again, without quotes, spaces and line ends.',
  });
}
