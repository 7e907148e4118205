export const id = 29;
export const ids = [29];
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

/***/ 29:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NetworkError: () => (/* reexport safe */ _network_error_js__WEBPACK_IMPORTED_MODULE_1__.Dr),
/* harmony export */   retryingFetch: () => (/* binding */ retryingFetch)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(500);
/* harmony import */ var _network_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(662);
/* harmony import */ var _retry_after_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(145);




const RETRIED = new Set([408, 429, 500, 502, 503, 504]);
const LONGEST_TRY_SECONDS = 60;
const FIRST_BACKOFF_SECONDS = 1;
const LONGEST_BACKOFF_SECONDS = 8;
const DEFAULTS = {
    tries: 5,
    timeoutSeconds: 30,
    maxWaitSeconds: 330,
    maxTotalWaitSeconds: 330,
    onWait: () => { },
    sleep: async (seconds, signal) => {
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(seconds * 1000, undefined, signal === undefined ? {} : { signal });
    },
    now: Date.now,
    random: Math.random,
};
/**
 * A `fetch` that tries GET and HEAD again after 408, 429, 5xx and network errors, and waits as long as the
 * server asks for. Returns the last answer; throws {@link NetworkError} when there was none, TypeError for a
 * request that cannot be sent, and the reason of the caller's signal. Other methods get the time-out alone.
 */
function retryingFetch(fetch, options = {}) {
    const settings = { ...DEFAULTS, ...options };
    return async (input, init = {}) => {
        assertSendable(input, init);
        const attempts = /^(?:GET|HEAD)$/i.test(init.method ?? 'GET') ? Math.max(1, settings.tries) : 1;
        let left = settings.maxTotalWaitSeconds;
        for (let attempt = 1;; attempt += 1) {
            const outcome = await tryOnce(fetch, input, init, settings.timeoutSeconds);
            const last = attempt >= attempts || !(outcome instanceof _network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkError */ .Dr || RETRIED.has(outcome.status));
            const seconds = last ? 0 : secondsToWait(outcome, attempt, settings);
            if (last || seconds > Math.min(settings.maxWaitSeconds, left))
                return answerOf(outcome);
            left -= seconds;
            if (!(outcome instanceof _network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkError */ .Dr))
                discard(outcome);
            const reason = outcome instanceof _network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkError */ .Dr ? outcome.message : `HTTP ${outcome.status}`;
            settings.onWait({ url: (0,_network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .publicUrl */ .x6)(input), attempt, attempts, seconds, reason });
            await wait(seconds, init.signal ?? undefined, settings.sleep);
        }
    };
}
async function tryOnce(fetch, input, init, timeoutSeconds) {
    const caller = init.signal ?? undefined;
    caller?.throwIfAborted();
    const seconds = Math.min(timeoutSeconds, LONGEST_TRY_SECONDS);
    const clock = new AbortController();
    const timer = setTimeout(() => clock.abort(), seconds * 1000);
    // The caller's signal stays in force while the body is read; the clock stops with the headers.
    const signal = caller === undefined ? clock.signal : AbortSignal.any([caller, clock.signal]);
    try {
        return await orAborted(fetch(input, { ...init, signal }), signal);
    }
    catch (thrown) {
        caller?.throwIfAborted();
        return clock.signal.aborted
            ? new _network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkError */ .Dr(`no answer within ${seconds} s`, input, { cause: thrown, timedOut: true })
            : (0,_network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .asNetworkError */ .hg)(thrown, input);
    }
    finally {
        clearTimeout(timer);
    }
}
/** What the server asks for, exactly; else 1, 2, 4, 8, 8 … s, less up to half, so that parallel jobs spread out. */
function secondsToWait(outcome, attempt, { now, random, maxWaitSeconds }) {
    const demanded = outcome instanceof _network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkError */ .Dr ? undefined : (0,_retry_after_js__WEBPACK_IMPORTED_MODULE_2__/* .demandedSeconds */ .y)(outcome.status, outcome.headers, now());
    if (demanded !== undefined && demanded > 0)
        return demanded;
    const backoff = Math.min(FIRST_BACKOFF_SECONDS * 2 ** (attempt - 1), LONGEST_BACKOFF_SECONDS);
    return Math.min(backoff * (1 - random() / 2), maxWaitSeconds);
}
async function wait(seconds, signal, sleep) {
    signal?.throwIfAborted();
    try {
        await (signal === undefined ? sleep(seconds) : orAborted(sleep(seconds, signal), signal));
    }
    finally {
        signal?.throwIfAborted();
    }
}
/** Settles as the promise does, or rejects when the signal aborts: also with a promise that ignores the signal. */
async function orAborted(promise, signal) {
    let stop = () => { };
    const aborted = new Promise((_, reject) => {
        stop = () => reject(signal.reason);
        signal.addEventListener('abort', stop, { once: true });
    });
    try {
        return await Promise.race([promise, aborted]);
    }
    finally {
        signal.removeEventListener('abort', stop);
    }
}
function answerOf(outcome) {
    if (outcome instanceof _network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkError */ .Dr)
        throw outcome;
    return outcome;
}
/** Frees the connection; a stream that is broken already may refuse, which changes nothing. */
function discard(response) {
    response.body?.cancel().catch(() => { });
}
/** Defects of the caller, told without the URL's and the headers' secrets, which the messages of `fetch` repeat. */
function assertSendable(input, init) {
    const url = URL.canParse(String(input)) ? new URL(input) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
        throw new TypeError(`Not an http(s) URL without credentials: ${(0,_network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .publicUrl */ .x6)(input)}`);
    }
    try {
        new Headers(init.headers);
    }
    catch {
        throw new TypeError(`A header of a request to ${(0,_network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .publicUrl */ .x6)(input)} has a character that is not allowed.`);
    }
}


/***/ })

};
