import { setTimeout as delay } from 'node:timers/promises';
import { exitCodeOf, UserError } from './errors.ts';
import { endLeft } from './flows/evaluate/end-job.ts';
import { retryOptions } from './flows/retrying.ts';
import { fetchFor } from './http/proxy.ts';
import { retryingFetch } from './http/retrying-fetch.ts';
import { readJobState } from './job-state.ts';
import { summarizeError } from './report/summary.ts';
import { plainStyle, renderError } from './report/text.ts';
import { openRunner } from './runner/actions.ts';
import { openOutput } from './runner/output.ts';
import { USER_AGENT } from './version.ts';

/** Seconds that this step goes on trying: of a run that is canceled, runners end what takes longer than five minutes. */
const PATIENCE = 240;

const sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
  await delay(seconds * 1000, undefined, signal === undefined ? {} : { signal });
};

/**
 * Ends the paid job that a run left behind: canceled, killed, or cut off before it could do that itself. Its own time limit
 * is left where this fails too, which is told as an error.
 *
 * @param text The state that the run kept.
 */
export async function endLeftJob(text: string): Promise<void> {
  const output = openOutput((error) => {
    process.exitCode = exitCodeOf(error);
  });
  const runner = openRunner(process.env, output.write);
  const say = (line: string): void => runner.printLine(line);
  const token = runner.input('hf-token') ?? process.env.HF_TOKEN;
  if (token !== undefined) runner.addMask(token);
  const left = readJobState(text);
  try {
    if (left === undefined) throw new Error(`the state of the run is not readable: ${text}`);
    const { endpoint, ...known } = left;
    const fetch = retryingFetch(fetchFor(process.env, say), retryOptions({ say }));
    const hub = {
      fetch,
      endpoint,
      repoId: '',
      userAgent: USER_AGENT,
      signal: AbortSignal.timeout(PATIENCE * 1000),
      ...(token === undefined ? {} : { token }),
    };
    const ended = await endLeft(hub, known, { sleep, show: { say, log: say, progress: say } });
    if (ended.length === 0)
      say(known.id === undefined ? 'no job of this run is there' : 'the job of this run has ended');
  } catch (error) {
    const problem = notEnded(error, left);
    runner.annotate({ level: 'error', title: problem.code, message: renderError(problem, plainStyle) });
    runner.appendSummary(summarizeError(problem, 'A job may be running'));
    process.exitCode = exitCodeOf(problem);
  }
}

function notEnded(error: unknown, left: ReturnType<typeof readJobState>): UserError {
  const said = error instanceof Error ? error.message : String(error);
  const page =
    left === undefined ? '' : ` ${left.endpoint}/jobs/${left.namespace}${left.id === undefined ? '' : `/${left.id}`}`;
  return new UserError(
    'job-unknown',
    `A job of this run may be running still, and could not be ended: ${said}${page}`,
    {
      hint: 'End it on its page. Its own time limit does, and the next evaluation of this account looks for it.',
      cause: error,
    },
  );
}
