import type { RetryOptions } from '../http/retrying-fetch.ts';

/** What waiting needs of a flow's surroundings. */
type Patience = Pick<RetryOptions, 'timeoutSeconds'> & {
  readonly sleep?: (seconds: number) => Promise<void>;
  readonly say: (line: string) => void;
};

/** How often and how long requests are tried, and what is said while they wait. */
export function retryOptions({ sleep, timeoutSeconds, say }: Patience): RetryOptions {
  return {
    ...(sleep === undefined ? {} : { sleep }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    onWait: ({ url, seconds, reason, attempt, attempts }) =>
      say(`waiting ${Math.ceil(seconds)} s for ${new URL(url).host}: ${reason} (try ${attempt} of ${attempts})`),
  };
}
