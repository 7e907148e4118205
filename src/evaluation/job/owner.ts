import { labelValue } from './labels.ts';

/** Who starts a job, as far as another run can tell whether that one is still there. */
export type Owner =
  /** A run of a workflow; `job` tells the legs of a matrix apart. */
  | {
      readonly kind: 'workflow';
      readonly repository: string;
      readonly runId: string;
      readonly attempt: number;
      readonly job: string;
    }
  /** A process on a machine: the machine by a hash of its name. */
  | { readonly kind: 'process'; readonly host: string; readonly pid: number; readonly started: number };

/** An owner as a label. */
export function writeOwner(owner: Owner): string {
  if (owner.kind === 'process') return `process.${owner.host}.${owner.pid}.${owner.started}`;
  // What can be long is last.
  return labelValue(`workflow.${owner.runId}.${owner.attempt}.${owner.repository}.${owner.job}`);
}

/** Reads such a label; the names in it are as labels write them. */
export function readOwner(text: string): Owner | undefined {
  const [, host, pid, started] = /^process\.([0-9a-f]+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  if (host !== undefined) return { kind: 'process', host, pid: Number(pid), started: Number(started) };
  const [, runId, attempt, rest] = /^workflow\.(\d+)\.(\d+)\.(.*)$/.exec(text) ?? [];
  if (runId === undefined || rest === undefined) return undefined;
  return { kind: 'workflow', runId, attempt: Number(attempt), repository: rest, job: '' };
}

/** Seconds without a sign of life after which a run counts as gone: longer than a Hub is down without being in the news. */
export const SILENT_SECONDS = 15 * 60;

/**
 * Is the run that started a job over, as far as this one can tell?
 *
 * - A workflow run that was started again: its earlier attempts are over.
 * - A process of this machine that is not there any more.
 * - Otherwise one that has given no sign of life for long: `silent`, to be looked at twice.
 *
 * @param isRunning Whether a process of this machine is there, of that start.
 */
export function isGone(
  owner: Owner | undefined,
  { alive, now }: { readonly alive: number; readonly now: number },
  self: Owner,
  isRunning: (pid: number, started: number) => boolean,
): 'gone' | 'silent' | 'alive' {
  if (owner?.kind === 'workflow' && self.kind === 'workflow' && owner.runId === self.runId) {
    if (owner.attempt < self.attempt) return 'gone';
  }
  if (owner?.kind === 'process' && self.kind === 'process' && owner.host === self.host) {
    return isRunning(owner.pid, owner.started) ? 'alive' : 'gone';
  }
  // A sign from the future says no more than that the clocks of two machines disagree.
  return Math.abs(now - alive) > SILENT_SECONDS ? 'silent' : 'alive';
}
