import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { join } from 'node:path';

/** Sees to it that no job outlives the process that runs the Hub, however that one ends. */
export type ProcessGuard = {
  readonly watch: (group: number) => void;
  readonly forget: (group: number) => void;
  readonly close: () => Promise<void>;
};

/** The process that guards is started with the first job, as most Hubs have none. */
export function createProcessGuard(folder: string): ProcessGuard {
  let guardian: ChildProcess | undefined;
  const tell = (line: string) => {
    guardian ??= startGuardian(folder);
    guardian.stdin?.write(`${line}\n`);
  };
  return {
    watch: (group) => tell(`+${group}`),
    forget: (group) => tell(`-${group}`),
    async close() {
      if (guardian === undefined || guardian.exitCode !== null) return;
      const gone = once(guardian, 'exit');
      guardian.ref();
      guardian.stdin?.end();
      await gone;
    },
  };
}

/** In a session of its own, so that what ends the Hub from a terminal does not end it. */
function startGuardian(folder: string): ChildProcess {
  const script = join(import.meta.dirname, 'guardian.ts');
  const child = spawn(process.execPath, ['--no-warnings', script, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  child.stdin?.on('error', () => {});
  (child.stdin as Socket | null)?.unref();
  child.unref();
  return child;
}
