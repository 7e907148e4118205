import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';

/** Who this process is to others that look for runs that are gone: a run of a workflow, or a process of this machine. */
export function ownerOf(env: NodeJS.ProcessEnv) {
  const {
    GITHUB_RUN_ID: runId,
    GITHUB_RUN_ATTEMPT: attempt,
    GITHUB_REPOSITORY: repository = '',
    GITHUB_JOB: job = '',
  } = env;
  if (env.GITHUB_ACTIONS === 'true' && /^\d+$/.test(runId ?? '') && /^\d+$/.test(attempt ?? '')) {
    return { kind: 'workflow' as const, repository, runId: runId ?? '', attempt: Number(attempt), job };
  }
  const host = createHash('sha256').update(`${hostname()} ${bootId()}`).digest('hex').slice(0, 16);
  return { kind: 'process' as const, host, pid: process.pid, started: startOf(process.pid) ?? 0 };
}

/** Is a process of this machine there, and not another one that got its number? */
export function isProcessRunning(pid: number, started: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Of another user, it is there all the same.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const now = startOf(pid);
  return now === undefined || now === started;
}

/** When a process started, in ticks since the machine did; undefined where that is not told (macOS, Windows). */
function startOf(pid: number): number | undefined {
  try {
    // The name of the program may have spaces and parentheses in it; the 22nd field is the 20th after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[19]);
  } catch {
    return undefined;
  }
}

/** Of this start of the machine, and of the container: others do not see its processes, and numbers are given again. */
function bootId(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Where that is not told, another machine of the same name has other network cards.
    const cards = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ mac }) => mac));
    return [...new Set(cards)].sort().join(' ');
  }
}
