import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ProcessGuard } from './process-guard.ts';
import type { StubEnd } from './types.ts';

/** A job that runs for real: a process group on this machine. */
export type LocalProcess = {
  /** SIGTERM, and SIGKILL after the grace; without grace, SIGKILL. */
  readonly stop: (graceMs: number) => void;
  /** Resolves when nothing of it runs any more. */
  readonly gone: Promise<void>;
};

type ProcessAbout = {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly guard: ProcessGuard;
  readonly onLine: (text: string) => void;
  readonly onEnd: (end: StubEnd) => void;
};

/** As a container has it that ends with its first process, whatever others still hold its output. */
const DRAIN_MS = 200;
const NOT_FOUND = 'executable file not found in $PATH';
const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Starts a command without a shell, as the leader of a process group, with this environment and no other. */
export function startProcess({ command, environment, cwd, guard, onLine, onEnd }: ProcessAbout): LocalProcess {
  const [program = '', ...args] = command;
  const gone = Promise.withResolvers<void>();
  const fail = (why: string) => {
    onLine(`exec: ${JSON.stringify(program)}: ${why}`);
    gone.resolve();
    // What Kubernetes says of a container whose command cannot be started.
    onEnd({ code: 128, reason: 'StartError' });
  };
  let child: ChildProcess;
  try {
    child = spawn(program, args, { cwd, env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    setImmediate(fail, error instanceof Error ? error.message : String(error));
    return { stop: () => {}, gone: gone.promise };
  }
  const group = child.pid;
  if (group === undefined) {
    child.on('error', (error) => fail('code' in error && error.code !== 'ENOENT' ? error.message : NOT_FOUND));
    return { stop: () => {}, gone: gone.promise };
  }
  guard.watch(group);
  const outputs = [child.stdout, child.stderr].filter((output) => output !== null);
  const flushes = outputs.map((output) => readLines(output, onLine));
  let timer: NodeJS.Timeout | undefined;
  let over = false;

  const finish = (end: StubEnd) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    for (const flush of flushes) flush();
    for (const output of outputs) output.destroy();
    guard.forget(group);
    gone.resolve();
    onEnd(end);
  };
  child.on('exit', (code, signal) => {
    clearTimeout(timer);
    // The others of its group end with it.
    signalGroup(group, 'SIGKILL');
    const end = { code: code ?? 128 + (SIGNALS[signal ?? 'SIGTERM'] ?? 0) };
    const drained = setTimeout(finish, DRAIN_MS, end);
    child.on('close', () => {
      clearTimeout(drained);
      finish(end);
    });
  });
  return {
    stop(graceMs) {
      if (over) return;
      clearTimeout(timer);
      if (graceMs <= 0) {
        signalGroup(group, 'SIGKILL');
        return;
      }
      signalGroup(group, 'SIGTERM');
      timer = setTimeout(signalGroup, graceMs, group, 'SIGKILL').unref();
    },
    gone: gone.promise,
  };
}

/** Calls back for each line; gives what does so for a last one without an end. */
function readLines(stream: Readable, onLine: (text: string) => void): () => void {
  let open = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (open + chunk).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) onLine(line.replace(/\r$/, ''));
  });
  return () => {
    if (open !== '') onLine(open);
    open = '';
  };
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It is gone.
  }
}
