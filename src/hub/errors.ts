import { type ErrorCode, UserError } from '../errors.ts';
import { type NetworkError, publicUrl } from '../http/network-error.ts';
import { demandedSeconds } from '../http/retry-after.ts';

/** What was asked of the Hub. */
export type HubCall = {
  readonly endpoint: string;
  readonly repoId: string;
  readonly revision: string;
  readonly url: string;
  readonly token?: string | undefined;
  /** What was asked for, where it is not the card: "the pull requests of org/model". */
  readonly subject?: string;
  /** The call was to change something. */
  readonly changes?: boolean;
};

/** An answer that is not the one hoped for. */
export type HubAnswer = {
  readonly status: number;
  readonly headers: Headers;
  /** The start of the body. */
  readonly body: string;
  /** False when a redirect led to another server, whose answers say nothing about the repo. */
  readonly fromHub: boolean;
};

type Verdict = {
  readonly code: ErrorCode;
  readonly what: string;
  readonly hint: string;
  /** Tells apart what has the same code. */
  readonly reason?: 'discussions-off';
};

const MAX_SERVER_TEXT = 200;
const NOT_A_HUB = 'Check HF_ENDPOINT, and whether a proxy or a log-in page stands between here and the Hub.';
/** Tokens of the Hub, those of workflows included, and signed ones of any issuer. */
const SECRET = /\b(?:(hf_(?:jwt_|oauth_)?|api_org_)[\w.-]{16,}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*)/g;
const TRY_LATER = 'Try again later; https://status.huggingface.co tells about outages.';

/** The error for an answer with an error status. Rules: status and X-Error-Code as the Hub's clients read them. */
export function hubAnswerError(call: HubCall, answer: HubAnswer, now: number = Date.now()): UserError {
  const said = serverMessage(answer, call.token);
  const seconds = demandedSeconds(answer.status, answer.headers, now);
  const { code, what, hint, reason } = verdictOf(call, answer, said, seconds);
  const requestId = requestIdOf(answer.headers, call.token);
  const parts = [
    `${what} [HTTP ${answer.status} from ${publicUrl(call.url)}`,
    ...(said === '' ? [] : [`: "${said}"`]),
    ...(requestId === undefined ? [] : [`; request ${requestId}`]),
    ']',
  ];
  return new UserError(code, parts.join(''), {
    hint,
    details: {
      ...detailsOf(call),
      status: answer.status,
      ...(reason === undefined ? {} : { reason }),
      ...(requestId === undefined ? {} : { request_id: requestId }),
      ...(code === 'rate-limited' && seconds !== undefined ? { retry_after_seconds: seconds } : {}),
    },
  });
}

/** The error for a request that got no answer, or not all of it: `hub-unavailable`. */
export function hubNetworkError(call: HubCall, cause: NetworkError): UserError {
  const subject = subjectOf(call);
  return new UserError('hub-unavailable', `The Hub could not be reached for ${subject}: ${cause.message}`, {
    hint: `Check the network${cause.timedOut ? '' : ' and HF_ENDPOINT'}. ${TRY_LATER}`,
    details: { ...detailsOf(call), timed_out: cause.timedOut },
    cause,
  });
}

/** The error for an answer that is not what was asked for, such as a log-in page: `unexpected-answer`. */
export function unexpectedAnswer(call: HubCall, what: string): UserError {
  return new UserError('unexpected-answer', `${what}, not ${subjectOf(call)} [${publicUrl(call.url)}]`, {
    hint: NOT_A_HUB,
    details: detailsOf(call),
  });
}

/**
 * Text of a server, fit for a message: one line without control and invisible characters, without the token,
 * at most 200 characters.
 */
export function cleanServerText(text: string, token?: string): string {
  // Bounded before the patterns run; the token is taken out before the cut, which could leave half of it.
  const line = text
    .slice(0, 10_000)
    .replace(/\s+/g, ' ')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .trim();
  const hidden = token === undefined || token === '' ? line : line.replaceAll(token, '***');
  const characters = [...hidden.replace(SECRET, (_, kind: string = '') => `${kind}***`)];
  if (characters.length <= MAX_SERVER_TEXT) return characters.join('');
  return `${characters.slice(0, MAX_SERVER_TEXT - 1).join('')}…`;
}

function verdictOf(call: HubCall, answer: HubAnswer, said: string, seconds: number | undefined): Verdict {
  const { status } = answer;
  const subject = subjectOf(call);
  if (status === 429) {
    const when = seconds === undefined ? 'in some minutes' : `in ${Math.ceil(seconds)} s`;
    const more = call.token === undefined ? ' Set HF_TOKEN: anonymous callers have the lowest limit.' : '';
    const what = `The Hub's rate limit is used up for ${subject}.`;
    return { code: 'rate-limited', what, hint: `Try again ${when}.${more}` };
  }
  if (status === 408 || status >= 500) {
    return { code: 'hub-unavailable', what: `The Hub could not answer for ${subject}.`, hint: TRY_LATER };
  }
  const known = answer.fromHub ? refusalOf(call, status, hubErrorCode(answer, said), said) : undefined;
  return known ?? { code: 'unexpected-answer', what: `No usable answer for ${subject}.`, hint: NOT_A_HUB };
}

function refusalOf(call: HubCall, status: number, errorCode: string, said: string): Verdict | undefined {
  const { repoId, revision, token } = call;
  const page = `${call.endpoint.replace(/\/+$/, '')}/${repoId}`;
  if ((status === 401 || status === 403) && errorCode === 'GatedRepo') {
    const who = token === undefined ? 'and no token was given' : "and this token's account is not on its list";
    const first = token === undefined ? ', then set HF_TOKEN to a token of that account' : '';
    const hint = `Ask for access at ${page}${first}. A fine-grained token also needs the permission to read gated repos.`;
    return { code: 'gated', what: `The files of ${repoId} are gated, ${who}.`, hint };
  }
  if (status === 401 && token === undefined) {
    const what = `${repoId} does not exist, or it is private or gated: the Hub does not tell an anonymous caller which.`;
    const hint = `Check the spelling of "${repoId}"; if the repo is private or gated, set HF_TOKEN to a token that may read it.`;
    return { code: 'repo-not-found', what, hint };
  }
  if (status === 401 && errorCode !== 'RepoNotFound') {
    const what = `The Hub does not accept the token that was sent for ${repoId}.`;
    const hint = `Check HF_TOKEN: it may be mistyped, expired or revoked. Tokens are at ${new URL(page).origin}/settings/tokens.`;
    return { code: 'unauthorized', what, hint };
  }
  if (status === 403) {
    if (/\bdiscussions?\b.*\bdisabled\b/i.test(said)) {
      const what = `Discussions and pull requests are switched off on ${repoId}.`;
      const hint = `Nothing can be proposed there until its owner switches them on: ${page}/settings. Who may write there can commit, with --apply --on-open-pr proceed.`;
      return { code: 'forbidden', what, hint, reason: 'discussions-off' };
    }
    if (/\bdisabled\b/i.test(said)) {
      const hint = `Nothing can be read from it until the Hub opens it again; ${page} may tell why.`;
      return { code: 'forbidden', what: `Access to ${repoId} is disabled on the Hub.`, hint };
    }
    if (call.changes) {
      const needed =
        'to write there (repo.write) or, for pull requests, to take part in discussions (discussion.write)';
      const hint = `Its own words tell why. Where it is the token, it lacks the permission ${needed}: see ${new URL(page).origin}/settings/tokens.`;
      return { code: 'forbidden', what: `The Hub does not allow ${subjectOf(call)}.`, hint };
    }
    const hint = 'Give the token the permission to read this repo; an organization may also demand its approval first.';
    return { code: 'forbidden', what: `The Hub refuses this caller access to ${repoId}.`, hint };
  }
  if (status !== 404 && status !== 401) return call.changes ? refusedChange(call, status, said) : undefined;
  if (errorCode === 'RepoNotFound') {
    const what = `${repoId} does not exist, or this token's account may not see it.`;
    const hint = `Check the spelling of "${repoId}" and which account HF_TOKEN belongs to.`;
    return { code: 'repo-not-found', what, hint };
  }
  if (errorCode === 'RevisionNotFound') {
    // A tag is there to be read, and not to be written to.
    const [kind, names] = call.changes ? ['branch', 'a branch'] : ['revision', 'a branch, tag, commit or refs/pr/N'];
    const what = `${repoId} has no ${kind} "${cleanServerText(revision)}".`;
    return { code: 'revision-not-found', what, hint: `Name ${names}: see ${page}/tree/main.` };
  }
  if (errorCode === 'EntryNotFound') {
    if (isOther(call)) {
      const what = `The Hub has no ${subjectOf(call)} at revision "${cleanServerText(revision)}".`;
      return { code: 'no-card', what, hint: `It may have been taken away meanwhile: see ${page}/tree/main.` };
    }
    const what = `${repoId} has no README.md at revision "${cleanServerText(revision)}".`;
    return { code: 'no-card', what, hint: `Write a model card first: ${page}/new/main?filename=README.md` };
  }
  return undefined;
}

/** A change that the Hub took offence at: it says what it does not like. */
function refusedChange(call: HubCall, status: number, said: string): Verdict | undefined {
  if (status < 400) return undefined;
  const isCard = status === 400 && /\bmetadata\b|README\.md|\byaml\b/i.test(said);
  const hint = isCard
    ? 'hf-eval validate tells the lines; mend what was there before, then run it again.'
    : 'Nothing was done by it. If the Hub goes on refusing, please report this message as a defect of hf-eval.';
  return { code: isCard ? 'invalid-card' : 'unexpected-answer', what: `The Hub refuses ${subjectOf(call)}.`, hint };
}

/** X-Error-Code; where a proxy dropped the header, the Hub's own words for the same thing. */
function hubErrorCode({ status, headers }: HubAnswer, said: string): string {
  const code = headers.get('x-error-code');
  if (code !== null || status !== 404) return code ?? '';
  if (/^repository not found/i.test(said)) return 'RepoNotFound';
  if (/^invalid rev id/i.test(said)) return 'RevisionNotFound';
  return /^entry not found/i.test(said) ? 'EntryNotFound' : '';
}

function serverMessage({ headers, body }: HubAnswer, token: string | undefined): string {
  return cleanServerText(headers.get('x-error-message') ?? messageInBody(headers, body), token);
}

/** `{error}`, `{error: []}`, `{errors: [{message}]}`, `{message}` and `{error, error_description}`, as the Hub has them. */
function messageInBody(headers: Headers, body: string): string {
  if (!/\bjson\b/i.test(headers.get('content-type') ?? '')) return body.trimStart().startsWith('<') ? '' : body;
  try {
    const parsed: unknown = JSON.parse(body);
    const found = textsIn(field(parsed, 'error_description')).concat(
      textsIn(field(parsed, 'error')),
      textsIn(field(parsed, 'errors')),
      textsIn(field(parsed, 'message')),
    );
    return [...new Set(found)].join('; ');
  } catch {
    return body;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.slice(0, 20).flatMap((item) => textsIn(field(item, 'message') ?? item));
  return [];
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function requestIdOf(headers: Headers, token: string | undefined): string | undefined {
  const id = ['x-request-id', 'x-amzn-trace-id', 'x-amz-cf-id'].map((name) => headers.get(name)).find(Boolean);
  return id === undefined || id === null ? undefined : cleanServerText(id, token);
}

/** Is it something else than the card that was asked for? */
function isOther({ subject }: HubCall): boolean {
  return subject !== undefined && !subject.startsWith('README.md');
}

function subjectOf(call: HubCall): string {
  const { repoId, revision, subject } = call;
  if (subject !== undefined && isOther(call)) return subject;
  return `README.md of ${repoId} at revision "${cleanServerText(revision)}"`;
}

function detailsOf({ repoId, revision, url }: HubCall): Record<string, unknown> {
  return { repo_id: repoId, revision, url: publicUrl(url) };
}
