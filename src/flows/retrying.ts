import type { RetryOptions } from '../http/retrying-fetch.ts';
import type { Ports } from './load-card.ts';

/** How often and how long requests are tried, and what is said while they wait. */
export function retryOptions({ sleep, timeoutSeconds, say }: Ports): RetryOptions {
  return {
    ...(sleep === undefined ? {} : { sleep }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    onWait: ({ url, seconds, reason, attempt, attempts }) =>
      say(`waiting ${Math.ceil(seconds)} s for ${new URL(url).host}: ${reason} (try ${attempt} of ${attempts})`),
  };
}
