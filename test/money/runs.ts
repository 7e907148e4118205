import { runEvaluate } from '../../src/evaluating.ts';
import type { Owner } from '../../src/evaluation/job/owner.ts';
import { endJobs, type KnownJob } from '../../src/flows/evaluate/end-job.ts';
import type { EvaluationPorts } from '../../src/flows/evaluate/ports.ts';
import { retryOptions } from '../../src/flows/retrying.ts';
import { type Fetch, retryingFetch } from '../../src/http/retrying-fetch.ts';
import { configOf, type Scenario } from './scenarios.ts';
import type { Trouble } from './troubles.ts';
import { NAMESPACE, REPO, runOf, TOKEN, type World } from './world.ts';

/** A call or a wait of a run, numbered from 1. */
export type Step = { readonly at: number; readonly kind: 'call' | 'wait'; readonly what: string };

/** What became of a run. */
export type Outcome =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'refused'; readonly error: Error }
  /** Nothing of it runs any more. */
  | { readonly kind: 'dead' };

/** A run as it stands at its end. */
export type Ran = {
  readonly outcome: Outcome;
  readonly steps: readonly Step[];
  /** Its starts of jobs: one at most. */
  readonly runs: readonly string[];
  /** What it took down last, for a process after it. */
  readonly known?: KnownJob;
  /** How many jobs it asked for. */
  readonly created: number;
  /** Of these, what had been asked for when it was told to stop; absent where it never was. */
  readonly createdWhenStopped?: number;
};

export type RunOptions = {
  readonly scenario: Scenario;
  readonly owner: Owner;
  /** Told apart from other runs by it. */
  readonly name: string;
  readonly trouble?: Trouble;
  /** Milliseconds that its machine's clock is ahead. */
  readonly ahead?: number;
  /** Processes of its machine that are there. */
  readonly alive?: ReadonlySet<number>;
};

const same = (text: string): string => text;
const PLAIN = { bold: same, dim: same, green: same, yellow: same, red: same };

const forever = (): Promise<never> => new Promise(() => {});

/** Runs the command `evaluate` in a world, and lets a trouble meet its steps. */
export async function runIn(world: World, options: RunOptions): Promise<Ran> {
  const { scenario, owner, name, trouble, ahead = 0, alive = new Set([50]) } = options;
  const stopped = new AbortController();
  const died = Promise.withResolvers<Outcome>();
  const steps: Step[] = [];
  const runs: string[] = [];
  let isDead = false;
  let logCuts = 0;
  let known: KnownJob | undefined;
  let createdWhenStopped: number | undefined;
  const control = {
    world,
    stop: () => {
      createdWhenStopped ??= creations(steps);
      stopped.abort();
    },
    die: (): Promise<never> => {
      isDead = true;
      died.resolve({ kind: 'dead' });
      return forever();
    },
    cutLogs: (times: number) => {
      logCuts = times;
    },
  };
  const step = async <T>(kind: Step['kind'], what: string, act: () => Promise<T>): Promise<T> => {
    if (isDead) return forever();
    const here: Step = { at: steps.length + 1, kind, what };
    steps.push(here);
    const result = await (trouble === undefined ? act() : trouble.meet(here, act, control));
    return isDead ? forever() : result;
  };
  const ports: EvaluationPorts = {
    fetch: (input, init = {}) =>
      step('call', `${init.method ?? 'GET'} ${new URL(input).pathname}`, async () => {
        const response = await reach(world, input, init);
        if (logCuts === 0 || !new URL(input).pathname.endsWith('/logs')) return response;
        logCuts -= 1;
        return cutShort(response);
      }),
    sleep: (seconds: number, signal?: AbortSignal) =>
      step('wait', `${seconds} s`, async () => {
        signal?.throwIfAborted();
        await world.sleep(seconds);
        signal?.throwIfAborted();
      }),
    userAgent: 'hf-eval/test',
    say: () => {},
    today: '2026-11-01',
    now: () => world.now() + ahead,
    newRun: () => {
      const run = runOf(`${name} ${runs.length}`);
      runs.push(run);
      return run;
    },
    signal: stopped.signal,
    owner,
    isRunning: (pid) => alive.has(pid),
    secretOf: (secret) => (secret === 'HF_TOKEN' ? TOKEN : undefined),
    withoutSecrets: (text) => text,
    remember: (about) => {
      if (isDead) return;
      const { namespace = '', run = '', job } = about ?? {};
      known = about === undefined ? undefined : { namespace, run, ...(job === undefined ? {} : { id: job.id }) };
    },
    show: { say: () => {}, log: () => {}, progress: () => {} },
  };
  const config = configOf(scenario, world.local.url, TOKEN);
  const own = runEvaluate(config, ports, PLAIN).then(
    ({ text, refusal }): Outcome =>
      refusal === undefined ? { kind: 'done', text } : { kind: 'refused', error: refusal },
    (thrown: unknown): Outcome => ({
      kind: 'refused',
      error: thrown instanceof Error ? thrown : new Error(String(thrown)),
    }),
  );
  const outcome = await Promise.race([own, died.promise]);
  return {
    outcome,
    steps,
    runs,
    created: creations(steps),
    ...(known === undefined ? {} : { known }),
    ...(createdWhenStopped === undefined ? {} : { createdWhenStopped }),
  };
}

/** Steps that ask for a job. */
function creations(steps: readonly Step[]): number {
  return steps.filter(({ what }) => what === `POST /api/jobs/${NAMESPACE}`).length;
}

/** The start of a stream, which breaks off then. */
function cutShort({ body, status, headers }: Response): Response {
  const reader = body?.getReader();
  let sent = 0;
  const start = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value } = (await reader?.read()) ?? {};
      if (value !== undefined && sent < 1) controller.enqueue(value);
      else controller.error(new Error('read ECONNRESET'));
      sent += 1;
    },
    cancel: () => reader?.cancel(),
  });
  return new Response(start, { status, headers });
}

/** Reaches the Hub, unless it is down. */
async function reach(world: World, input: string | URL, init: RequestInit): Promise<Response> {
  if (world.isDown()) throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
  return fetch(input, init);
}

/**
 * What the Action does after a run: it knows what the run took down.
 *
 * @returns Whether the Hub let it.
 */
export async function runPost(world: World, known: KnownJob | undefined): Promise<boolean> {
  const call: Fetch = (input, init = {}) => reach(world, input, init);
  const about = { endpoint: world.local.url, fetch: call, sleep: world.sleep };
  return (
    known === undefined ||
    endLater(about, known).then(
      () => true,
      () => false,
    )
  );
}

/** Ends the jobs of a run in another process than that one. */
export async function endLater(
  about: { readonly endpoint: string; readonly fetch: Fetch; readonly sleep?: (seconds: number) => Promise<void> },
  known: KnownJob,
): Promise<void> {
  const { endpoint, fetch: call, ...patience } = about;
  const send = retryingFetch(call, retryOptions({ ...patience, say: () => {} }));
  await endJobs({ fetch: send, endpoint, repoId: REPO, token: TOKEN, userAgent: 'hf-eval/test' }, known);
}
