import type { RetryOptions } from '../http/retrying-fetch.ts';

/** What waiting needs of a flow's surroundings. */
type Patience = Pick<RetryOptions, 'timeoutSeconds'> & {
  readonly sleep?: (seconds: number) => Promise<void>;
  readonly say: (line: string) => void;
};

/** To end a job twice is to end it once, so a lost answer is asked for again. */
const ENDS_A_JOB = /\/api\/jobs\/[^/]+\/[^/]+\/cancel$/;

/** How often and how long requests are tried, and what is said while they wait. */
export function retryOptions({ sleep, timeoutSeconds, say }: Patience): RetryOptions {
  return {
    ...(sleep === undefined ? {} : { sleep }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    mayRepeat: (input, { method = 'GET' }) =>
      /^(?:GET|HEAD)$/i.test(method) || ENDS_A_JOB.test(new URL(input).pathname),
    onWait: ({ url, seconds, reason, attempt, attempts }) =>
      say(`waiting ${Math.ceil(seconds)} s for ${new URL(url).host}: ${reason} (try ${attempt} of ${attempts})`),
  };
}
