/**
 * The command `evaluate` in a process of its own, by a clock that goes faster; what it was told to remember lies in a file.
 *
 *     HF_EVAL_MONEY='{"options":…,"endpoint":…,"start":…,"origin":…,"factor":…,"notes":…}' node child.ts
 */
import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { evaluationPorts, listenForStop, runEvaluate } from '../../src/evaluating.ts';
import { configOf } from './scenarios.ts';

/** What the parent tells: the time at a moment of the real clock, and how much faster it goes. */
export type Told = {
  readonly options: Readonly<Record<string, string>>;
  readonly endpoint: string;
  readonly token: string;
  readonly start: number;
  readonly origin: number;
  readonly factor: number;
  readonly notes: string;
};

const told = JSON.parse(process.env.HF_EVAL_MONEY ?? '{}') as Told;
const { options, endpoint, token, start, origin, factor, notes } = told;
const same = (text: string): string => text;
const sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
  await delay((seconds * 1000) / factor, undefined, signal === undefined ? {} : { signal });
};
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const { signal, stop } = listenForStop();
const ports = evaluationPorts(
  { fetch, userAgent: 'hf-eval/test', say, today: '2026-11-01' },
  {
    env: process.env,
    secrets: process.env,
    token,
    signal,
    show: { say, log: () => {}, progress: () => {} },
    remember: (about) => {
      const { namespace, run, job } = about ?? {};
      writeFileSync(`${notes}.new`, JSON.stringify({ namespace, run, ...(job === undefined ? {} : { id: job.id }) }));
      renameSync(`${notes}.new`, notes);
    },
  },
);
try {
  const { refusal } = await runEvaluate(
    configOf({ options }, endpoint, token),
    { ...ports, now: () => start + (Date.now() - origin) * factor, sleep },
    { bold: same, dim: same, green: same, yellow: same, red: same },
  );
  say(`END ${refusal?.code ?? 'done'}`);
} catch (error) {
  say(`END ${Reflect.get(Object(error), 'code') ?? error}`);
  process.exitCode = 1;
} finally {
  stop();
}
