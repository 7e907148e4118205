import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { runCollect } from './collecting.ts';
import type { Config } from './config.ts';
import type { UserError } from './errors.ts';
import { modelNamesOf } from './evaluation/model-names.ts';
import { type Evaluated, evaluate } from './flows/evaluate/evaluate.ts';
import type { EvaluationPorts } from './flows/evaluate/ports.ts';
import type { WriterPorts } from './flows/publish/writer.ts';
import { evaluationJson, renderEvaluation, type ShownEvaluation } from './report/evaluated.ts';
import { printableJson, shorten } from './report/plain-text.ts';
import type { Style } from './report/text.ts';
import { isProcessRunning, ownerOf } from './runner/owner.ts';

/** What `evaluate` prints, and the refusal that it ends with where the gate does not let the scores through. */
export type EvaluateOutput = { readonly text: string; readonly refusal?: UserError };

type Surroundings = Pick<EvaluationPorts, 'signal' | 'remember' | 'show'> & { readonly env: NodeJS.ProcessEnv };

const sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
  await delay(seconds * 1000, undefined, signal === undefined ? {} : { signal });
};

/** The ports of an evaluation by this machine's clock, processes and environment. */
export function evaluationPorts(ports: WriterPorts, { env, ...rest }: Surroundings): EvaluationPorts {
  return {
    ...ports,
    ...rest,
    now: Date.now,
    sleep,
    newRun: () => randomBytes(16).toString('hex'),
    owner: ownerOf(env),
    isRunning: isProcessRunning,
    secretOf: (name) => env[name] || undefined,
  };
}

/** The command `evaluate`: the evaluation, and then the road of result files. */
export async function runEvaluate(config: Config, ports: EvaluationPorts, style: Style): Promise<EvaluateOutput> {
  const done = await evaluate(config, ports);
  if (done.status !== 'evaluated') {
    const text =
      config.format === 'json'
        ? `${printableJson(evaluationJson(shownOf(done)))}\n`
        : renderEvaluation(shownOf(done), style);
    return { text };
  }
  const { text, refusal } = await runCollect(collectConfig(config, done), ports, style, evaluationJson(shownOf(done)));
  const shown = config.format === 'text' ? `${renderEvaluation(shownOf(done), style)}\n${text}` : text;
  return { text: shown, ...(refusal === undefined ? {} : { refusal }) };
}

/** What is to be collected once the results are here. */
export function collectConfig(
  config: Config,
  { prepared, home, job }: Extract<Evaluated, { status: 'evaluated' }>,
): Config {
  if (config.collect === undefined) throw new Error('an evaluation collects what it brings home');
  const { request } = prepared;
  const { sourceUrl = job.url, models, allowPartial } = config.collect;
  const { repoId } = request.model;
  const own = modelNamesOf(request).map((name) => [name, { repoId }] as const);
  const collect = {
    ...config.collect,
    results: [home.folder],
    sourceUrl,
    models: new Map([...own, ...models]),
    // Who asks for a part is shown it; where it would be written, that was to be said.
    allowPartial: allowPartial || request.options.maxSamples !== undefined,
  };
  return { ...config, collect };
}

/** What of an evaluation is shown. */
export function shownOf(done: Evaluated): ShownEvaluation {
  if (done.status !== 'evaluated') return done;
  const { home, ...rest } = done;
  return { ...rest, notes: home.notes };
}

/** Aborts what is under way when somebody wants this process to end; a second wish ends it at once. */
export function listenForStop(): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    stop();
    controller.abort();
  };
  const stop = (): void => {
    for (const name of SIGNALS) process.removeListener(name, onSignal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return { signal: controller.signal, stop };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Seconds between two lines of progress where each stays. */
const SELDOM = 60;

/**
 * Shows progress: on a terminal one line that is written over, elsewhere a line a minute.
 *
 * @param say Prints a line.
 */
export function openShown(
  stream: { readonly isTTY?: boolean; readonly columns?: number; readonly write: (text: string) => unknown },
  say: (line: string) => void,
): EvaluationPorts['show'] & { readonly close: () => void } {
  let isOpen = false;
  let last = 0;
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
    log: (text) => line(`  | ${text}`),
    progress: (text) => {
      if (stream.isTTY) {
        clear();
        stream.write(shorten(text, (stream.columns ?? 80) - 1));
        isOpen = true;
      } else if (Date.now() - last >= SELDOM * 1000) {
        last = Date.now();
        say(text);
      }
    },
    close: clear,
  };
}
