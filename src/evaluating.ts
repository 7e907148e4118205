import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { runCollect } from './collecting.ts';
import type { Config } from './config.ts';
import type { UserError } from './errors.ts';
import { isWholeCommit } from './evaluation/check-request.ts';
import type { About } from './evaluation/home/sidecar.ts';
import { modelNamesOf } from './evaluation/model-names.ts';
import { closeHome, type Home } from './flows/evaluate/bring-home.ts';
import { type Evaluated, evaluate } from './flows/evaluate/evaluate.ts';
import type { EvaluationPorts } from './flows/evaluate/ports.ts';
import type { Prepared } from './flows/evaluate/prepare.ts';
import { type Taken, takeJob } from './flows/evaluate/take-job.ts';
import type { WriterPorts } from './flows/publish/writer.ts';
import type { Job } from './hub/jobs.ts';
import { collectCommand } from './report/commands.ts';
import { evaluationJson, renderEvaluation, type ShownEvaluation } from './report/evaluated.ts';
import { printableJson, shorten } from './report/plain-text.ts';
import type { Style } from './report/text.ts';
import { isProcessRunning, ownerOf } from './runner/owner.ts';

/** What `evaluate` prints, and the refusal that it ends with where the gate does not let the scores through. */
export type EvaluateOutput = { readonly text: string; readonly refusal?: UserError };

type Surroundings = Pick<EvaluationPorts, 'signal' | 'remember' | 'show'> & {
  readonly env: NodeJS.ProcessEnv;
  /** Where the secrets of a job are looked for. */
  readonly secrets: Readonly<Record<string, string | undefined>>;
  /** Of the Hub, wherever it came from. */
  readonly token: string | undefined;
};

const sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
  await delay(seconds * 1000, undefined, signal === undefined ? {} : { signal });
};

/** Characters: shorter ones are words that stand in every log. */
const LEAST_SECRET = 6;

/** The ports of an evaluation by this machine's clock, processes and environment. */
export function evaluationPorts(ports: WriterPorts, { env, secrets, token, ...rest }: Surroundings): EvaluationPorts {
  const hidden = new Set<string>();
  const keepFrom = (secret: string): void => {
    for (const line of secret.split(/\s*[\r\n]\s*/)) if (line.length >= LEAST_SECRET) hidden.add(line);
  };
  const hide = (secret: string): void => {
    keepFrom(secret);
    ports.hide?.(secret);
  };
  if (token !== undefined) keepFrom(token);
  return {
    ...ports,
    ...rest,
    hide,
    now: Date.now,
    sleep,
    newRun: () => randomBytes(16).toString('hex'),
    owner: ownerOf(env),
    isRunning: isProcessRunning,
    secretOf(name) {
      const secret = (name === 'HF_TOKEN' ? token : secrets[name]) || undefined;
      if (secret !== undefined) hide(secret);
      return secret;
    },
    // One may be the beginning of another.
    withoutSecrets: (text) =>
      [...hidden].sort((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, '***'), text),
  };
}

/** An evaluation whose results are here. */
export type WithHome = { readonly job: Job; readonly home: Home };

/** Evaluates, or takes the results of a job that was left alone: whichever the configuration asks for. */
export async function obtainResults(config: Config, ports: EvaluationPorts): Promise<Evaluated | Taken> {
  const { job } = config.collect ?? {};
  return job === undefined ? evaluate(config, ports) : takeJob(config, job, ports);
}

/** The command `evaluate`, and `collect --job`: the results, and then the road of result files. */
export async function runEvaluate(config: Config, ports: EvaluationPorts, style: Style): Promise<EvaluateOutput> {
  const done = await obtainResults(config, ports);
  const shown = shownOf(done, config);
  if (done.status !== 'evaluated') {
    const isJson = config.format === 'json';
    return { text: isJson ? `${printableJson(evaluationJson(shown))}\n` : renderEvaluation(shown, style) };
  }
  return withHome(done, async () => {
    const collected = await runCollect(collectConfig(config, done), ports, style, evaluationJson(shown));
    if (config.format !== 'text') return collected;
    return { ...collected, text: `${renderEvaluation(shown, style)}\n${collected.text}` };
  });
}

/** Does something with results that are here, and lets them go then. */
export async function withHome<T>({ home }: WithHome, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await closeHome(home);
  }
}

/** Results that are here, and what was asked for, where this run has asked for it. */
type Results = WithHome & { readonly prepared?: Pick<Prepared, 'request'>; readonly asked?: About };

/** What is to be collected once the results are here. */
export function collectConfig(config: Config, { home, job, prepared, asked = {} }: Results): Config {
  if (config.collect === undefined) throw new Error('an evaluation collects what it brings home');
  const { id, namespace, url } = job;
  const { folder, name } = home;
  const { models, allowPartial } = config.collect;
  const request = prepared?.request;
  const { repoId = asked.model ?? '', revision: sha } = request?.model ?? {};
  const own = modelNamesOf(request === undefined ? asked : { ...request, model: repoId });
  return {
    ...config,
    collect: {
      ...config.collect,
      results: [folder],
      job: { id, namespace, wait: true },
      brought: { folder, name, url, ...(sha !== undefined && isWholeCommit(sha) ? { sha } : {}) },
      models: new Map([...own.map((called) => [called, { repoId }] as const), ...models]),
      // Who asks for a part is shown it; where it would be written, that was to be said.
      allowPartial: allowPartial || request?.options.maxSamples !== undefined,
    },
  };
}

/** What of an evaluation is shown. */
export function shownOf(done: Evaluated | Taken, config: Config): ShownEvaluation {
  if (done.status === 'detached' || done.status === 'running')
    return { ...done, command: takeCommand(config, done.job) };
  if (done.status === 'scheduled') {
    // Each run is a job of its own.
    return { ...done, command: takeCommand(config, { namespace: done.namespace, id: 'ID' }) };
  }
  if (done.status !== 'evaluated') return done;
  const { home, ...rest } = done;
  return { ...rest, notes: home.notes };
}

/** The command that takes the results of a job later. */
function takeCommand(config: Config, { namespace, id }: Pick<Job, 'namespace' | 'id'>): string {
  const { collect } = config;
  const options = collect === undefined ? {} : { collect: { ...collect, job: { id, namespace } } };
  return collectCommand([], { ...config, ...options });
}

/** Milliseconds in which another signal is the same wish: npm passes on a Ctrl-C that the terminal has sent already. */
const SAME_WISH = 1000;

/** Aborts what is under way when somebody wants this process to end; a second wish, later, ends it at once. */
export function listenForStop(): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) return;
    setTimeout(stop, SAME_WISH).unref();
    controller.abort();
  };
  const stop = (): void => {
    for (const name of SIGNALS) process.removeListener(name, onSignal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  // Who reads along may leave, and a terminal that is closed takes nothing more: a job needs this process all the same.
  process.stderr.on('error', () => {});
  return { signal: controller.signal, stop };
}

/** A line of a job's log among those of this program. */
export function logLine(text: string): string {
  return `  | ${text}`;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Seconds between two lines of progress where each stays. */
const SELDOM = 60;

/** Says the first of all that is to be said in a minute. */
export function saySeldom(say: (line: string) => void): (line: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (line) => {
    if (Date.now() - last < SELDOM * 1000) return;
    last = Date.now();
    say(line);
  };
}

/**
 * Shows progress: on a terminal one line that is written over, elsewhere a line a minute.
 *
 * @param say Prints a line.
 */
export function openShown(
  stream: { readonly isTTY?: boolean; readonly columns?: number; readonly write: (text: string) => unknown },
  say: (line: string) => void,
): EvaluationPorts['show'] & { readonly close: () => void } {
  const seldom = saySeldom(say);
  let isOpen = false;
  const clear = (): void => {
    if (isOpen) stream.write('\r\u001b[K');
    isOpen = false;
  };
  const line = (text: string): void => {
    clear();
    say(text);
  };
  return {
    say: line,
    log: (text) => line(logLine(text)),
    progress: (text) => {
      if (!stream.isTTY) return seldom(text);
      clear();
      stream.write(shorten(text, (stream.columns ?? 80) - 1));
      isOpen = true;
    },
    close: clear,
  };
}
