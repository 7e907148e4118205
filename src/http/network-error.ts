/** A request that got no answer, or not all of it. Service-neutral: the caller says what that means to the user. */
export class NetworkError extends Error {
  /** Without credentials and query. */
  readonly url: string;
  readonly timedOut: boolean;

  constructor(reason: string, url: string | URL, options: { cause?: unknown; timedOut?: boolean } = {}) {
    const shown = publicUrl(url);
    super(`${reason} (${shown})`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'NetworkError';
    this.url = shown;
    this.timedOut = options.timedOut ?? false;
  }
}

/** A URL as it may be printed: user, password, query and fragment can be secrets (signed links are). */
export function publicUrl(input: string | URL): string {
  if (!URL.canParse(String(input))) return '(not a URL)';
  const url = new URL(input);
  return `${url.protocol}//${url.host}${url.pathname}${url.search === '' ? '' : '?…'}`;
}

/** Wraps what `fetch` or a body stream threw: its innermost code says most (`ECONNRESET`, `ENOTFOUND`). */
export function asNetworkError(thrown: unknown, url: string | URL): NetworkError {
  if (thrown instanceof NetworkError) return thrown;
  let innermost = thrown;
  let code: string | undefined;
  // The depth is bounded because a chain of causes can be a ring.
  for (let depth = 0; depth < 8 && innermost instanceof Error; depth += 1) {
    if ('code' in innermost && typeof innermost.code === 'string') code = innermost.code;
    if (!(innermost.cause instanceof Error)) break;
    innermost = innermost.cause;
  }
  const message = innermost instanceof Error ? innermost.message : String(innermost);
  return new NetworkError(`no connection, or it broke off: ${code ?? message.slice(0, 200)}`, url, {
    cause: thrown,
  });
}
