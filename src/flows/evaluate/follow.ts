import { UserError } from '../../errors.ts';
import type { Mark, Phase } from '../../evaluation/home/marks.ts';
import { type JobLabels, writeLabels } from '../../evaluation/job/labels.ts';
import { costOf } from '../../evaluation/money/estimate.ts';
import { duration, usd, usdAtMost } from '../../evaluation/money/words.ts';
import { NetworkError } from '../../http/network-error.ts';
import { readJobLog } from '../../hub/job-logs.ts';
import { cancelJob, hasEnded, type Job, readJob, setJobLabels } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { plainText, shorten } from '../../report/plain-text.ts';
import { type Begun, jobDetails } from './begin-job.ts';
import { isPassing } from './look-for.ts';
import type { EvaluationPorts } from './ports.ts';

/** What a job must not exceed, and what it costs while it runs. */
export type Bounds = {
  readonly timeoutSeconds: number;
  readonly usd: number;
  readonly microUsdPerMinute: number;
};

/** What became of a job. */
export type Ended = {
  readonly job: Job;
  /** The last lines of its log, on one line each and harmless, without the wrapper's. */
  readonly tail: readonly string[];
  /** What the wrapper said of how far it came. */
  readonly marks: readonly Mark[];
};

/** Seconds between looks at a job: soon at first, for what fails, fails soon; then seldom, for many wait for the same API. */
const POLL = { first: 2, growth: 1.5, waiting: 10, running: 15 };
/** Seconds between signs of life of this run. */
const ALIVE = 60;
/** Seconds without any answer of the Hub after which this run gives up following. The job has its own limit. */
const LOST = 30 * 60;
/** Seconds after its start in which one of the Hub's servers may not know a job yet. */
const NEW = 60;
/** Seconds that a machine may take to start, which its time limit does not count. */
const START = 5 * 60;
/** Lines that are kept to tell why a job failed: engines write hundreds after the one that says it. */
const MOST_TAIL = 2000;
/** One for each phase, and one for the end. */
const MOST_MARKS = 50;
/** Lines of a log that are shown in a second; what is beyond is counted. */
const MOST_SHOWN = 50;
const MOST_LINE = 2000;

type Ports = Pick<EvaluationPorts, 'now' | 'sleep' | 'signal' | 'show' | 'withoutSecrets'>;

/**
 * Follows a job until it has ended: shows its log, tells what it costs so far, and gives signs of life, so that no other run
 * takes it for a stray.
 *
 * @param readLine Takes every line of the log, as the job wrote it: hostile. What it returns is a line of the wrapper's.
 * @throws UserError `cost-limit` when it would exceed its bounds though the Hub was to end it; `hub-unavailable` when nothing
 *   was heard of the Hub for long; the reason of the signal.
 */
export async function followJob(
  hub: Hub,
  { job: first, labels, by }: Begun,
  bounds: Bounds,
  ports: Ports,
  readLine: (text: string) => Mark | undefined,
): Promise<Ended> {
  const log = openLog(hub, first, ports, readLine);
  // Whoever wants this run to end does not wait for an answer.
  const live = { ...hub, signal: ports.signal };
  let job = first;
  const started = ports.now();
  let heard = started;
  let alive = ports.now();
  let began: number | undefined;
  let wait = POLL.first;
  try {
    while (!hasEnded(job)) {
      await ports.sleep(wait, ports.signal);
      wait = Math.min(wait * POLL.growth, job.startedAt === undefined ? POLL.waiting : POLL.running);
      ports.signal.throwIfAborted();
      try {
        job = await readJob(live, job.namespace, job.id);
        heard = ports.now();
      } catch (error) {
        const isNew = by === 'this run' && ports.now() - started < NEW * 1000;
        if (!(error instanceof UserError) || !(isPassing(error) || (isNew && error.code === 'job-unknown')))
          throw error;
        if (ports.now() - heard > LOST * 1000) throw lost(job, error);
        ports.show.progress(`no answer of the Hub: ${error.message}`);
        continue;
      }
      if (job.startedAt !== undefined) began ??= ports.now();
      // By this machine's clock alone: that of the Hub may be another one.
      const running = by === 'this run' ? secondsSince(began, ports.now()) : runningSeconds(job, ports.now());
      if (job.stage !== 'SCHEDULING') log.start();
      // What it has come to is told after its log.
      if (!hasEnded(job)) {
        ports.show.progress(describe(job, bounds, running, log.last()));
        if (by === 'this run') await keepWithin(hub, job, bounds, running);
        // Whoever waits for a job is a reason for it to go on, whichever run has started it.
        if (!labels.detached && ports.now() - alive >= ALIVE * 1000) {
          alive = ports.now();
          await giveSign(live, job, { ...labels, alive: alive / 1000 });
        }
      }
    }
    await log.finish();
    return { job, tail: log.tail(), marks: log.marks() };
  } finally {
    log.stop();
  }
}

function lost(job: Job, cause: UserError): UserError {
  return new UserError('hub-unavailable', `Nothing was heard of the Hub for ${duration(LOST)}: ${cause.message}`, {
    hint: `The job may be running: ${job.url}. Its time limit ends it; hf-eval collect --job ${job.namespace}/${job.id} takes its results.`,
    details: { ...cause.details, ...jobDetails(job) },
    cause,
  });
}

/** The Hub is to end a job in time. One that runs on is ended by this program, whatever the reason. */
async function keepWithin(hub: Hub, job: Job, { timeoutSeconds, usd: most }: Bounds, running: number): Promise<void> {
  if (running <= timeoutSeconds + START) return;
  await cancelJob(hub, job.namespace, job.id);
  throw new UserError(
    'cost-limit',
    `The job ran for ${duration(running)}, longer than the ${duration(timeoutSeconds)} that it was given: it was ended. ${job.url}`,
    {
      hint: `Its ceiling was ${usdAtMost(most)}. The Hub did not keep its time limit: please report it to them.`,
      details: jobDetails(job),
    },
  );
}

/** A sign that does not arrive is no reason to give up: the next one will, and others look twice. */
async function giveSign(hub: Hub, job: Job, labels: JobLabels): Promise<void> {
  try {
    await setJobLabels(hub, job, writeLabels(labels));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

function secondsSince(began: number | undefined, now: number): number {
  return began === undefined ? 0 : Math.max(0, (now - began) / 1000);
}

/** Seconds that a job has been running, by the Hub's own times where it has ended. */
function runningSeconds({ startedAt, finishedAt }: Pick<Job, 'startedAt' | 'finishedAt'>, now: number): number {
  const start = Date.parse(startedAt ?? '');
  if (Number.isNaN(start)) return 0;
  const end = Date.parse(finishedAt ?? '');
  return Math.max(0, ((Number.isNaN(end) ? now : end) - start) / 1000);
}

/** What a job has taken so far, in seconds and in US dollars: each minute that has begun counts. */
export type Bill = { readonly seconds: number; readonly usd: number };

/** What there is to pay for a job, by the Hub's own times. */
export function billOf(job: Job, price: Pick<Bounds, 'microUsdPerMinute'>, now: number): Bill {
  const seconds = Math.round(runningSeconds(job, now));
  return { seconds, usd: costOf(seconds, price) };
}

/** `running 12 min, $0.20 of $1.04 · Running loglikelihood requests: 42 %`. */
function describe(job: Job, { usd: most, ...price }: Bounds, seconds: number, last: string): string {
  const cost = costOf(seconds, price);
  const state = job.stage.toLowerCase();
  const what = seconds === 0 ? state : `${state} ${duration(seconds)}, ${usd(cost)} of at most ${usdAtMost(most)}`;
  return last === '' ? what : `${what} · ${last}`;
}

type Log = {
  readonly start: () => void;
  /** Reads what is left, for a while: the log may end later than the job. */
  readonly finish: () => Promise<void>;
  readonly stop: () => void;
  readonly tail: () => readonly string[];
  readonly marks: () => readonly Mark[];
  /** The last line that says how far it is, or none. */
  readonly last: () => string;
};

const PHASES_IN_WORDS: Readonly<Record<Phase, string>> = {
  install: 'installing the framework',
  run: 'running it',
  save: 'saving the results',
};

/** Seconds that are waited for the rest of the log of a job that has ended. */
const REST = 30;

function openLog(
  hub: Hub,
  job: Job,
  { now, sleep, signal, show, withoutSecrets }: Ports,
  readLine: (text: string) => Mark | undefined,
): Log {
  const stopped = new AbortController();
  const lines: string[] = [];
  const marks: Mark[] = [];
  let seen = 0;
  let shownIn = { second: 0, count: 0, left: 0 };
  let last = '';
  let reading: Promise<void> | undefined;
  // Nobody waits for the log while the job runs.
  let defect: unknown;
  const take = (text: string): void => {
    const mark = readLine(text);
    if (mark !== undefined) {
      // Files on their way home are nothing to look at.
      if ((mark.kind === 'phase' || mark.kind === 'end') && marks.length < MOST_MARKS) marks.push(mark);
      if (mark.kind === 'phase') {
        last = PHASES_IN_WORDS[mark.phase];
        show.log(last);
      }
      return;
    }
    const line = shorten(withoutSecrets(plainText(text)), MOST_LINE);
    lines.push(line);
    if (lines.length > MOST_TAIL) lines.shift();
    if (/\d\s?%\||\d+\/\d+/.test(line)) last = shorten(line, 100);
    const second = Math.floor(now() / 1000);
    if (second !== shownIn.second) {
      if (shownIn.left > 0) show.log(`… ${shownIn.left} more lines`);
      shownIn = { second, count: 0, left: 0 };
    }
    if (shownIn.count < MOST_SHOWN) {
      shownIn.count += 1;
      show.log(line);
    } else shownIn.left += 1;
  };
  const readOnce = async (abort: AbortSignal): Promise<void> => {
    try {
      seen = await readJobLog(hub, job, { skip: seen, onLine: ({ text }) => take(text), signal: abort });
    } catch (error) {
      if (!(error instanceof NetworkError || error instanceof UserError) && !abort.aborted) throw error;
    }
  };
  const readOn = async (): Promise<void> => {
    for (let wait = 1; !stopped.signal.aborted && !signal.aborted; wait = Math.min(wait * 2, 15)) {
      const before = seen;
      await readOnce(stopped.signal);
      if (seen > before) wait = 1;
      await sleep(wait, stopped.signal).catch(() => {});
    }
  };
  return {
    start: () => {
      reading ??= readOn().catch((error: unknown) => {
        defect = error;
      });
    },
    finish: async () => {
      stopped.abort();
      await reading;
      if (defect !== undefined) throw defect;
      const rest = AbortSignal.any([signal, AbortSignal.timeout(REST * 1000)]);
      // Until a connection brings nothing new: each of them may break off.
      for (let before = -1; seen > before && !rest.aborted; ) {
        before = seen;
        await readOnce(rest);
      }
      if (shownIn.left > 0) show.log(`… ${shownIn.left} more lines`);
    },
    stop: () => stopped.abort(),
    tail: () => lines,
    marks: () => marks,
    last: () => last,
  };
}
