import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export const ROOT = join(import.meta.dirname, '../..');

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a child process left behind. */
export type Finished = {
  /** null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
};

export type ChildOptions = {
  /** Beside PATH and HOME, all that the child gets to see. */
  readonly env?: Environment;
  readonly cwd?: string;
  /** The child is killed after this time. Default 25. */
  readonly limitSeconds?: number;
  /** The child is killed when this comes. */
  readonly killWhen?: Promise<unknown>;
  /** With this signal. Default SIGKILL. */
  readonly signal?: NodeJS.Signals;
};

/** The path of a built entry; tells what to do when there is none. */
export function bundle(entry: 'cli' | 'main' | 'post'): string {
  const path = join(ROOT, 'dist', entry, 'index.js');
  if (!existsSync(path)) throw new Error(`dist/${entry}/index.js is not there: run npm run build`);
  return path;
}

/** Runs a program to its end, with no standard input. */
export async function runChild(
  program: string,
  args: readonly string[],
  { env = {}, cwd = tmpdir(), limitSeconds = 25, killWhen, signal = 'SIGKILL' }: ChildOptions = {},
): Promise<Finished> {
  const start = performance.now();
  // No test depends on the caller's own environment: neither its tokens nor its colours.
  const clean = { PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`, HOME: tmpdir(), ...env };
  const child = spawn(program, args, { cwd, env: clean, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), limitSeconds * 1000);
  void killWhen?.then(() => child.kill(signal));
  const [stdout, stderr, code] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  clearTimeout(timer);
  const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8');
  return { code, stdout: text(stdout), stderr: text(stderr), seconds: (performance.now() - start) / 1000 };
}

/** A folder of its own for one test; it goes with the test. */
export async function scratchDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'hf-eval-acceptance-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
