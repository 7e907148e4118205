import { spawn } from 'node:child_process';

/** How a program ended, and what it printed. */
export type Ended = {
  /** Undefined where a signal ended it, or it could not be started. */
  readonly code?: number;
  readonly signal?: NodeJS.Signals;
  /** Standard output and error, as they came. */
  readonly output: string;
};

/** Runs a program to its end, or for as long as it may take. */
export function runOnce(
  program: string,
  args: readonly string[],
  options: { readonly seconds: number; readonly cwd?: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ended> {
  const { seconds, cwd, env } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => parts.push(part));
    const output = (): string => Buffer.concat(parts).toString('utf8');
    child.on('error', (error) => resolve({ output: error.message }));
    child.on('close', (code, signal) =>
      resolve({ ...(code === null ? {} : { code }), ...(signal === null ? {} : { signal }), output: output() }),
    );
  });
}
