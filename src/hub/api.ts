import type { UserError } from '../errors.ts';
import { unexpectedAnswer } from './errors.ts';
import { askHub, type Hub } from './request.ts';

/** A call of the Hub's API. */
export type ApiCall = {
  /** What is asked for, as messages call it: "the pull requests of org/model". */
  readonly what: string;
  readonly revision?: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with its type. */
  readonly body?: { readonly type: string; readonly text: string };
};

export type ApiAnswer = {
  /** The answer's JSON; undefined where it is empty or no JSON. */
  readonly json: unknown;
  readonly headers: Headers;
  /** The next page of a list. */
  readonly next?: URL;
};

/** No answer of the API that this program asks for is longer; a pull request's diff may be long. */
const MAX_BYTES = 20_000_000;

/**
 * Calls the Hub's API and reads its answer. GET is tried again by the `fetch` that the caller gave; what changes
 * something never is.
 *
 * @throws UserError as {@link askHub}, and `unexpected-answer` for a page that leads elsewhere.
 */
export async function callApi(hub: Hub, url: URL, call: ApiCall): Promise<ApiAnswer> {
  const { method = 'GET', json, body } = call;
  const content = json === undefined ? body : { type: 'application/json', text: JSON.stringify(json) };
  const answer = await askHub(hub, url, {
    what: call.what,
    maxBytes: MAX_BYTES,
    revision: call.revision ?? 'main',
    init: {
      method,
      headers: { Accept: 'application/json', ...(content === undefined ? {} : { 'Content-Type': content.type }) },
      ...(content === undefined ? {} : { body: content.text }),
    },
  });
  const next = nextPage(answer.headers, answer.url);
  return { json: parse(answer.bytes), headers: answer.headers, ...(next === undefined ? {} : { next }) };
}

/** The error for an answer that is not what was asked for. */
export function notWhat(hub: Hub, url: URL, what: string): UserError {
  const { endpoint, repoId } = hub;
  const call = { endpoint, repoId, revision: 'main', url: url.href, subject: what };
  return unexpectedAnswer(call, 'The answer has another shape');
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * The next page of a list: the same address with the query of the link. Links carry the server's own host, which behind
 * a mirror is another one, and would take the token along.
 */
function nextPage(headers: Headers, from: URL): URL | undefined {
  const target = /<([^>]*)>\s*;\s*rel="?next"?/.exec(headers.get('link') ?? '')?.[1];
  if (target === undefined || !URL.canParse(target, from.href)) return undefined;
  const url = new URL(from);
  url.search = new URL(target, from).search;
  return url.href === from.href ? undefined : url;
}
