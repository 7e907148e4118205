/**
 * Seconds that a server asks its caller to wait before the next try; undefined when it names no time.
 * `RateLimit` (IETF draft 09: `"api";r=0;t=55`, t in seconds to the reset) counts on 429 only and with one
 * second on top, as the Hub's own client does; `Retry-After` is seconds or an HTTP date (RFC 9110 § 10.2.3).
 * `now` is in milliseconds since 1970.
 */
export function demandedSeconds(status: number, headers: Headers, now: number): number | undefined {
  const demands = [
    status === 429 ? secondsToReset(headers.get('ratelimit')) : undefined,
    secondsOfRetryAfter(headers.get('retry-after'), now),
  ].filter((seconds) => seconds !== undefined);
  return demands.length === 0 ? undefined : Math.max(...demands);
}

/** The longest reset among the exhausted limits: others still have requests left and say nothing about us. */
function secondsToReset(header: string | null): number | undefined {
  const resets = (header ?? '')
    .split(',')
    .filter((limit) => /;\s*r=0+\s*(?:;|$)/.test(limit))
    .flatMap((limit) => /;\s*t=(\d+)\s*(?:;|$)/.exec(limit)?.[1] ?? []);
  return resets.length === 0 ? undefined : Math.max(...resets.map(Number)) + 1;
}

function secondsOfRetryAfter(header: string | null, now: number): number | undefined {
  const value = (header ?? '').trim();
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value);
  // All HTTP dates start with the name of a day; Date.parse alone would take "-5" for a year.
  const date = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
