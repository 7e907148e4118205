import { type Part, partOf } from '../data.ts';
import { UserError } from '../errors.ts';
import { asNetworkError, NetworkError } from '../http/network-error.ts';
import { readBody } from '../http/read-body.ts';
import { type Asked, answerError, networkError, notMlflow } from './errors.ts';
import type { Server } from './server.ts';

/** A call of MLflow's REST API. */
export type Call = {
  /** What is asked for, as messages call it: "the runs of the experiment nightly". */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the server's address, encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with its type. */
  readonly body?: { readonly type: string; readonly text: string };
};

/** An answer, and how to say that it is not what was asked for. */
export type Answer = { readonly json: Part; readonly unlike: (what: string) => UserError };

/** A run with thousands of metrics has some hundred kilobytes. */
const BODY = { maxBytes: 20_000_000, timeoutSeconds: 30 };
const ERROR_BODY = { maxBytes: 64_000, timeoutSeconds: 5 };

/**
 * May a call be sent again that ended with this status, or without one? What only reads, and what is the same when it is
 * done twice; anything that a limit turned away. What makes something is not: whether it is there has to be looked up. Nor
 * is a file where the answer is 503, by which servers say that they take none.
 */
export function mayRepeat(input: string | URL, { method = 'GET' }: RequestInit, status: number | undefined): boolean {
  if (status === 429 || method === 'GET') return true;
  return method === 'PUT' ? status !== 503 : /\/runs\/(?:search|update)$/.test(new URL(input).pathname);
}

/**
 * Calls the server and reads its answer, a JSON mapping. No redirect is followed: it would take the login along.
 *
 * @throws UserError what {@link answerError}, {@link networkError} and {@link notMlflow} make of what went wrong.
 */
export async function callMlflow(server: Server, call: Call): Promise<Answer> {
  const url = new URL(`${server.base}/${call.path}`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const { secrets, headers } = server;
  const asked: Asked = { what: call.what, url, secrets, hasLogin: headers.Authorization !== undefined };
  try {
    const response = await send(server, url, call);
    if (response.status !== 200) throw answerError(asked, await readError(response, url));
    const json = readJson(await readWhole(response, asked));
    if (json === undefined) throw notMlflow(asked, 'The answer is no JSON');
    return { json, unlike: (what) => notMlflow(asked, what) };
  } catch (error) {
    server.signal?.throwIfAborted();
    throw error instanceof NetworkError ? networkError(asked, error) : error;
  }
}

async function send(server: Server, url: URL, { method, json, body }: Call): Promise<Response> {
  const content = json === undefined ? body : { type: 'application/json', text: JSON.stringify(json) };
  const clock = AbortSignal.timeout(server.timeoutSeconds * 1000);
  try {
    return await server.fetch(url, {
      method,
      headers: {
        ...server.headers,
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        ...(content === undefined ? {} : { 'Content-Type': content.type }),
      },
      ...(content === undefined ? {} : { body: content.text }),
      redirect: 'manual',
      signal: server.signal === undefined ? clock : AbortSignal.any([server.signal, clock]),
    });
  } catch (thrown) {
    if (thrown instanceof UserError || thrown instanceof NetworkError || !clock.aborted) throw asFailure(thrown, url);
    throw new NetworkError(`no answer within ${server.timeoutSeconds} s`, url, { cause: thrown, timedOut: true });
  }
}

function asFailure(thrown: unknown, url: URL): unknown {
  return thrown instanceof UserError ? thrown : asNetworkError(thrown, url);
}

async function readWhole(response: Response, asked: Asked): Promise<Uint8Array> {
  const { bytes, complete } = await readBody(response, asked.url, BODY);
  if (!complete) throw notMlflow(asked, `The answer has more than ${BODY.maxBytes.toLocaleString('en-US')} bytes`);
  return bytes;
}

/** What an error answer says, as far as it comes: the status counts without it, too. */
async function readError(response: Response, url: URL): Promise<Parameters<typeof answerError>[1]> {
  const location = response.headers.get('location');
  const common = { status: response.status, ...(location === null ? {} : { location }) };
  try {
    const { bytes } = await readBody(response, url, ERROR_BODY);
    const text = new TextDecoder().decode(bytes);
    const { error_code: errorCode, message } = readJson(bytes) ?? {};
    // A page is for the eyes.
    const said = typeof message === 'string' ? message : text.trimStart().startsWith('<') ? '' : text;
    return { ...common, said, ...(typeof errorCode === 'string' ? { errorCode } : {}) };
  } catch {
    return { ...common, said: '' };
  }
}

/** MLflow's answers are mappings, or empty. */
function readJson(bytes: Uint8Array): Part | undefined {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return {};
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? partOf(data) : undefined;
  } catch {
    return undefined;
  }
}
