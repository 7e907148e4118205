export const id = 779;
export const ids = [779];
export const modules = {

/***/ 662:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dr: () => (/* binding */ NetworkError),
/* harmony export */   hg: () => (/* binding */ asNetworkError),
/* harmony export */   x6: () => (/* binding */ publicUrl)
/* harmony export */ });
/** A request that got no answer, or not all of it. Service-neutral: the caller says what that means to the user. */
class NetworkError extends Error {
    /** Without credentials and query. */
    url;
    timedOut;
    constructor(reason, url, options = {}) {
        const shown = publicUrl(url);
        super(`${reason} (${shown})`, options.cause === undefined ? undefined : { cause: options.cause });
        this.name = 'NetworkError';
        this.url = shown;
        this.timedOut = options.timedOut ?? false;
    }
}
/** A URL as it may be printed: user, password, query and fragment can be secrets (signed links are). */
function publicUrl(input) {
    if (!URL.canParse(String(input)))
        return '(not a URL)';
    const url = new URL(input);
    return `${url.protocol}//${url.host}${url.pathname}${url.search === '' ? '' : '?…'}`;
}
/** Wraps what `fetch` or a body stream threw: its innermost code says most (`ECONNRESET`, `ENOTFOUND`). */
function asNetworkError(thrown, url) {
    if (thrown instanceof NetworkError)
        return thrown;
    let innermost = thrown;
    let code;
    // The depth is bounded because a chain of causes can be a ring.
    for (let depth = 0; depth < 8 && innermost instanceof Error; depth += 1) {
        if ('code' in innermost && typeof innermost.code === 'string')
            code = innermost.code;
        if (!(innermost.cause instanceof Error))
            break;
        innermost = innermost.cause;
    }
    const message = innermost instanceof Error ? innermost.message : String(innermost);
    return new NetworkError(`no connection, or it broke off: ${code ?? message.slice(0, 200)}`, url, {
        cause: thrown,
    });
}


/***/ }),

/***/ 145:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ demandedSeconds)
/* harmony export */ });
/**
 * Seconds that a server asks its caller to wait before the next try; undefined when it names no time.
 * `RateLimit` (IETF draft 09: `"api";r=0;t=55`, t in seconds to the reset) counts on 429 only and with one
 * second on top, as the Hub's own client does; `Retry-After` is seconds or an HTTP date (RFC 9110 § 10.2.3).
 * `now` is in milliseconds since 1970.
 */
function demandedSeconds(status, headers, now) {
    const demands = [
        status === 429 ? secondsToReset(headers.get('ratelimit')) : undefined,
        secondsOfRetryAfter(headers.get('retry-after'), now),
    ].filter((seconds) => seconds !== undefined);
    return demands.length === 0 ? undefined : Math.max(...demands);
}
/** The longest reset among the exhausted limits: others still have requests left and say nothing about us. */
function secondsToReset(header) {
    const resets = (header ?? '')
        .split(',')
        .filter((limit) => /;\s*r=0+\s*(?:;|$)/.test(limit))
        .flatMap((limit) => /;\s*t=(\d+)\s*(?:;|$)/.exec(limit)?.[1] ?? []);
    return resets.length === 0 ? undefined : Math.max(...resets.map(Number)) + 1;
}
function secondsOfRetryAfter(header, now) {
    const value = (header ?? '').trim();
    if (/^\d+(?:\.\d+)?$/.test(value))
        return Number(value);
    // All HTTP dates start with the name of a day; Date.parse alone would take "-5" for a year.
    const date = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}


/***/ }),

/***/ 779:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readCard: () => (/* binding */ readCard)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/http/network-error.js
var network_error = __webpack_require__(662);
;// CONCATENATED MODULE: ./lib/http/read-body.js

/**
 * Reads a body up to `maxBytes` and stops there: the rest is not downloaded. Throws NetworkError when the body
 * breaks off, is shorter than its Content-Length, or takes longer than `timeoutSeconds` as a whole.
 */
async function readBody(response, url, limits) {
    if (response.body === null)
        return { bytes: new Uint8Array(), complete: true };
    const reader = response.body.getReader();
    const stop = () => void reader.cancel().catch(() => { });
    let timedOut = false;
    const timer = setTimeout(() => {
        timedOut = true;
        stop();
    }, limits.timeoutSeconds * 1000);
    const chunks = [];
    let size = 0;
    try {
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
            chunks.push(next.value);
            size += next.value.byteLength;
            if (size > limits.maxBytes) {
                stop();
                return { bytes: joined(chunks, limits.maxBytes), complete: false };
            }
        }
    }
    catch (thrown) {
        throw (0,network_error/* asNetworkError */.hg)(thrown, url);
    }
    finally {
        clearTimeout(timer);
    }
    if (timedOut) {
        throw new network_error/* NetworkError */.Dr(`the answer was not complete within ${limits.timeoutSeconds} s`, url, {
            timedOut: true,
        });
    }
    const announced = contentLength(response.headers);
    // With a content encoding the length is that of the compressed bytes.
    if (announced !== undefined && announced !== size && !response.headers.has('content-encoding')) {
        throw new network_error/* NetworkError */.Dr(`the answer broke off after ${size} of ${announced} bytes`, url);
    }
    return { bytes: joined(chunks, size), complete: true };
}
/** Bytes that the headers announce; undefined when they do not, or not as a number. */
function contentLength(headers) {
    const value = headers.get('content-length') ?? '';
    return /^\d+$/.test(value) ? Number(value) : undefined;
}
/** A plain array: small Buffers are windows on memory that they share. */
function joined(chunks, size) {
    return new Uint8Array(Buffer.concat(chunks, size));
}

// EXTERNAL MODULE: ./lib/http/retry-after.js
var retry_after = __webpack_require__(145);
;// CONCATENATED MODULE: ./lib/hub/errors.js



const MAX_SERVER_TEXT = 200;
const NOT_A_HUB = 'Check HF_ENDPOINT, and whether a proxy or a log-in page stands between here and the Hub.';
const TRY_LATER = 'Try again later; https://status.huggingface.co tells about outages.';
/** The error for an answer with an error status. Rules: status and X-Error-Code as the Hub's clients read them. */
function hubAnswerError(call, answer, now = Date.now()) {
    const said = serverMessage(answer, call.token);
    const seconds = (0,retry_after/* demandedSeconds */.y)(answer.status, answer.headers, now);
    const { code, what, hint } = verdictOf(call, answer, said, seconds);
    const requestId = requestIdOf(answer.headers, call.token);
    const parts = [
        `${what} [HTTP ${answer.status} from ${(0,network_error/* publicUrl */.x6)(call.url)}`,
        ...(said === '' ? [] : [`: "${said}"`]),
        ...(requestId === undefined ? [] : [`; request ${requestId}`]),
        ']',
    ];
    return new errors/* UserError */.yo(code, parts.join(''), {
        hint,
        details: {
            ...detailsOf(call),
            status: answer.status,
            ...(requestId === undefined ? {} : { request_id: requestId }),
            ...(code === 'rate-limited' && seconds !== undefined ? { retry_after_seconds: seconds } : {}),
        },
    });
}
/** The error for a request that got no answer, or not all of it: `hub-unavailable`. */
function hubNetworkError(call, cause) {
    const subject = subjectOf(call);
    return new errors/* UserError */.yo('hub-unavailable', `The Hub could not be reached for ${subject}: ${cause.message}`, {
        hint: `Check the network${cause.timedOut ? '' : ' and HF_ENDPOINT'}. ${TRY_LATER}`,
        details: { ...detailsOf(call), timed_out: cause.timedOut },
        cause,
    });
}
/** The error for an answer that is not what was asked for, such as a log-in page: `unexpected-answer`. */
function unexpectedAnswer(call, what) {
    return new errors/* UserError */.yo('unexpected-answer', `${what}, not ${subjectOf(call)} [${(0,network_error/* publicUrl */.x6)(call.url)}]`, {
        hint: NOT_A_HUB,
        details: detailsOf(call),
    });
}
/**
 * Text of a server, fit for a message: one line without control and invisible characters, without the token,
 * at most 200 characters.
 */
function cleanServerText(text, token) {
    // Bounded before the patterns run; the token is taken out before the cut, which could leave half of it.
    const line = text
        .slice(0, 10_000)
        .replace(/\s+/g, ' ')
        .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
        .trim();
    const hidden = token === undefined || token === '' ? line : line.replaceAll(token, '***');
    const characters = [...hidden.replace(/\b(hf_|api_org_)[A-Za-z0-9]{16,}/g, '$1***')];
    if (characters.length <= MAX_SERVER_TEXT)
        return characters.join('');
    return `${characters.slice(0, MAX_SERVER_TEXT - 1).join('')}…`;
}
function verdictOf(call, answer, said, seconds) {
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
function refusalOf(call, status, errorCode, said) {
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
        if (/\bdisabled\b/i.test(said)) {
            const hint = `Nothing can be read from it until the Hub opens it again; ${page} may tell why.`;
            return { code: 'forbidden', what: `Access to ${repoId} is disabled on the Hub.`, hint };
        }
        const hint = 'Give the token the permission to read this repo; an organization may also demand its approval first.';
        return { code: 'forbidden', what: `The Hub refuses this caller access to ${repoId}.`, hint };
    }
    if (status !== 404 && status !== 401)
        return undefined;
    if (errorCode === 'RepoNotFound') {
        const what = `${repoId} does not exist, or this token's account may not see it.`;
        const hint = `Check the spelling of "${repoId}" and which account HF_TOKEN belongs to.`;
        return { code: 'repo-not-found', what, hint };
    }
    if (errorCode === 'RevisionNotFound') {
        const what = `${repoId} has no revision "${cleanServerText(revision)}".`;
        return {
            code: 'revision-not-found',
            what,
            hint: `Name a branch, tag, commit or refs/pr/N: see ${page}/tree/main.`,
        };
    }
    if (errorCode === 'EntryNotFound') {
        const what = `${repoId} has no README.md at revision "${cleanServerText(revision)}".`;
        return { code: 'no-card', what, hint: `Write a model card first: ${page}/new/main?filename=README.md` };
    }
    return undefined;
}
/** X-Error-Code; where a proxy dropped the header, the Hub's own words for the same thing. */
function hubErrorCode({ status, headers }, said) {
    const code = headers.get('x-error-code');
    if (code !== null || status !== 404)
        return code ?? '';
    if (/^repository not found/i.test(said))
        return 'RepoNotFound';
    if (/^invalid rev id/i.test(said))
        return 'RevisionNotFound';
    return /^entry not found/i.test(said) ? 'EntryNotFound' : '';
}
function serverMessage({ headers, body }, token) {
    return cleanServerText(headers.get('x-error-message') ?? messageInBody(headers, body), token);
}
/** `{error}`, `{error: []}`, `{errors: [{message}]}`, `{message}` and `{error, error_description}`, as the Hub has them. */
function messageInBody(headers, body) {
    if (!/\bjson\b/i.test(headers.get('content-type') ?? ''))
        return body.trimStart().startsWith('<') ? '' : body;
    try {
        const parsed = JSON.parse(body);
        const found = textsIn(field(parsed, 'error_description')).concat(textsIn(field(parsed, 'error')), textsIn(field(parsed, 'errors')), textsIn(field(parsed, 'message')));
        return [...new Set(found)].join('; ');
    }
    catch {
        return body;
    }
}
function textsIn(value) {
    if (typeof value === 'string')
        return [value];
    if (Array.isArray(value))
        return value.slice(0, 20).flatMap((item) => textsIn(field(item, 'message') ?? item));
    return [];
}
function field(value, key) {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
function requestIdOf(headers, token) {
    const id = ['x-request-id', 'x-amzn-trace-id', 'x-amz-cf-id'].map((name) => headers.get(name)).find(Boolean);
    return id === undefined || id === null ? undefined : cleanServerText(id, token);
}
function subjectOf({ repoId, revision }) {
    return `README.md of ${repoId} at revision "${cleanServerText(revision)}"`;
}
function detailsOf({ repoId, revision, url }) {
    return { repo_id: repoId, revision, url: (0,network_error/* publicUrl */.x6)(url) };
}

;// CONCATENATED MODULE: ./lib/hub/read-card.js




const MAX_REDIRECTS = 5;
const BODY_TIMEOUT_SECONDS = 60;
const ERROR_BODY = { maxBytes: 64_000, timeoutSeconds: 5 };
/**
 * Reads the README.md of a model repo, byte for byte. Throws UserError: `usage`, `card-too-large` past
 * `maxBytes`, `unexpected-answer`, `hub-unavailable` and what {@link hubAnswerError} makes of refusals.
 */
async function readCard(request) {
    const start = cardUrl(request);
    const { endpoint, repoId, revision } = request;
    const call = { endpoint, repoId, revision, url: start.href, token: usableToken(request.token) };
    try {
        const { url, response, fromHub, identity } = await arrive(request, call, start);
        const here = { ...call, url: url.href };
        if (response.status === 200)
            return { bytes: await wholeCard(request, here, response), ...identity };
        const { status, headers } = response;
        throw hubAnswerError(here, { status, headers, body: await errorText(response, url), fromHub });
    }
    catch (error) {
        request.signal?.throwIfAborted();
        throw error instanceof network_error/* NetworkError */.Dr ? hubNetworkError(call, error) : error;
    }
}
async function arrive(request, call, start) {
    let url = start;
    let fromHub = true;
    let identity = { url: (0,network_error/* publicUrl */.x6)(start) };
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
        const response = await send(request, url, fromHub ? call.token : undefined);
        if (fromHub)
            identity = { ...identity, ...identityIn(response.headers) };
        // Not the address of a cache or of the file store: only this form is a link for people.
        if (fromHub && url.pathname.includes('/resolve/'))
            identity = { ...identity, url: (0,network_error/* publicUrl */.x6)(url) };
        if (![301, 302, 303, 307, 308].includes(response.status))
            return { url, response, fromHub, identity };
        response.body?.cancel().catch(() => { });
        url = redirectTarget(response.headers.get('location'), { ...call, url: url.href });
        // For good: another server may not send the token back to an address of its choice.
        fromHub = fromHub && url.origin === start.origin;
    }
    throw unexpectedAnswer(call, `More than ${MAX_REDIRECTS} redirects`);
}
async function send(request, url, token) {
    const headers = new Headers({ 'User-Agent': request.userAgent, 'Accept-Encoding': 'identity' });
    if (token !== undefined)
        headers.set('Authorization', `Bearer ${token}`);
    const signal = request.signal === undefined ? {} : { signal: request.signal };
    try {
        return await request.fetch(url, { headers, redirect: 'manual', ...signal });
    }
    catch (thrown) {
        if (thrown instanceof errors/* UserError */.yo)
            throw thrown;
        throw (0,network_error/* asNetworkError */.hg)(thrown, url);
    }
}
function redirectTarget(location, call) {
    if (location === null || !URL.canParse(location, call.url)) {
        throw unexpectedAnswer(call, 'A redirect to nowhere');
    }
    const target = new URL(location, call.url);
    if (!/^https?:$/.test(target.protocol) || target.username !== '' || target.password !== '') {
        throw unexpectedAnswer(call, 'A redirect to something else than a plain http(s) address');
    }
    return target;
}
async function wholeCard(request, call, response) {
    const announced = contentLength(response.headers) ?? 0;
    if (announced > request.maxBytes) {
        response.body?.cancel().catch(() => { });
        throw (0,errors/* cardTooLarge */.AU)(`README.md of ${request.repoId}`, request.maxBytes);
    }
    const { bytes, complete } = await readBody(response, call.url, {
        maxBytes: request.maxBytes,
        timeoutSeconds: request.bodyTimeoutSeconds ?? BODY_TIMEOUT_SECONDS,
    });
    if (looksLikeHtmlPage(response.headers, bytes))
        throw unexpectedAnswer(call, 'The answer is a web page');
    if (!complete)
        throw (0,errors/* cardTooLarge */.AU)(`README.md of ${request.repoId}`, request.maxBytes);
    return bytes;
}
/** What an error answer says, as far as it comes: the status counts without it, too. */
async function errorText(response, url) {
    try {
        const { bytes } = await readBody(response, url, ERROR_BODY);
        return new TextDecoder().decode(bytes);
    }
    catch {
        return '';
    }
}
/** Log-in and error pages come with 200, too; a card is text/plain on the Hub, and may start with HTML. */
function looksLikeHtmlPage(headers, bytes) {
    if (!/^\s*(?:text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? ''))
        return false;
    const start = new TextDecoder().decode(bytes.subarray(0, 2000)).replace(/<!--[\s\S]*?-->|<\?xml[^>]*>/g, '');
    return /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(start);
}
/** X-Linked-ETag wins: the answer that redirects to a file store carries it beside an ETag of its own. */
function identityIn(headers) {
    const commit = headers.get('x-repo-commit') ?? '';
    const etag = (headers.get('x-linked-etag') ?? headers.get('etag') ?? '').replace(/^W\/|"/g, '');
    return { ...(/^[0-9a-f]{40}$/.test(commit) ? { commit } : {}), ...(etag === '' ? {} : { etag }) };
}
function cardUrl({ endpoint, repoId, revision }) {
    const base = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    if (!base || !/^https?:$/.test(base.protocol) || `${base.username}${base.password}${base.search}` !== '') {
        throw new errors/* UserError */.yo('usage', `The Hub's address is not a plain http(s) URL: ${(0,network_error/* publicUrl */.x6)(endpoint)}`, {
            hint: 'Set HF_ENDPOINT to an address such as https://huggingface.co, without user, password and query.',
        });
    }
    // Dot segments would leave the repo: a URL resolves them, also when they are percent-encoded.
    if (!/^(?!\.+(?:\/|$))[\w.-]+(?:\/(?!\.+$)[\w.-]+)?$/.test(repoId)) {
        throw new errors/* UserError */.yo('usage', `Not the name of a model repo: ${JSON.stringify(repoId.slice(0, 200))}`, {
            hint: 'Write it as on the Hub, such as org/model.',
        });
    }
    if (/^\.{0,2}$/.test(revision) || !revision.isWellFormed()) {
        throw new errors/* UserError */.yo('usage', `Not a revision: ${JSON.stringify(revision.slice(0, 200))}`, {
            hint: 'Name a branch, tag, commit or refs/pr/N.',
        });
    }
    const path = `${repoId}/resolve/${encodeURIComponent(revision)}/README.md`;
    return new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}/${path}`);
}
function usableToken(token) {
    if (token === undefined || token === '')
        return undefined;
    if (/^[\x21-\x7e]+$/.test(token))
        return token;
    throw new errors/* UserError */.yo('unauthorized', 'The Hub token has a character that no token has, such as a line end.', {
        hint: 'Set HF_TOKEN again, without quotes, spaces and line ends.',
    });
}


/***/ })

};
