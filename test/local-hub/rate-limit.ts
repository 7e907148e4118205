const WINDOW_SECONDS = 300;

/** Requests per window of 300 s. */
export type Limits = { readonly api: number; readonly resolvers: number; readonly pages: number };

/** The Hub's limits for anonymous callers and for free users. */
export const ANONYMOUS_LIMITS: Limits = { api: 500, resolvers: 3000, pages: 100 };
export const USER_LIMITS: Limits = { api: 1000, resolvers: 5000, pages: 200 };

export type RateLimiter = {
  /** Counts a request: the headers for its answer, and whether it is over the limit. `now` in milliseconds. */
  readonly count: (caller: string, pathname: string, limits: Limits, now: number) => Count;
  /** Opens all windows anew. */
  readonly reset: () => void;
};

export type Count = { readonly exceeded: boolean; readonly headers: Readonly<Record<string, string>> };

/** Fixed windows, one per caller and kind of URL. */
export function createRateLimiter(): RateLimiter {
  const windows = new Map<string, { readonly start: number; used: number }>();
  return {
    count(caller, pathname, limits, now) {
      const bucket = bucketOf(pathname);
      const key = `${bucket} ${caller}`;
      const current = windows.get(key);
      const open = current !== undefined && now - current.start < WINDOW_SECONDS * 1000;
      const window = open ? current : { start: now, used: 0 };
      windows.set(key, window);
      window.used += 1;
      const left = Math.max(0, limits[bucket] - window.used);
      const reset = Math.ceil(WINDOW_SECONDS - (now - window.start) / 1000);
      return {
        exceeded: window.used > limits[bucket],
        headers: {
          ratelimit: `"${bucket}";r=${left};t=${reset}`,
          'ratelimit-policy': `"fixed window";"${bucket}";q=${limits[bucket]};w=${WINDOW_SECONDS}`,
        },
      };
    },
    reset: () => windows.clear(),
  };
}

function bucketOf(pathname: string): keyof Limits {
  if (pathname.includes('/resolve/') || /^\/xet-(?:bridge|cas)\//.test(pathname)) return 'resolvers';
  return pathname.startsWith('/api/') ? 'api' : 'pages';
}
