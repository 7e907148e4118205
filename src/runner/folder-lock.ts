import { closeSync, fstatSync, lstatSync, openSync, readlinkSync, renameSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { UserError } from '../errors.ts';
import { cannotWrite, naming } from './cannot-write.ts';
import { readCardFile } from './card-file.ts';

/** The file that tells other runs to wait. It is there for the milliseconds that a run writes. */
export const LOCK_FILE = '.hf-eval.lock';

/** Longer than any run writes: who holds a lock for so long was killed, or has been asleep. */
const STALE_MS = 60_000;
/** A lock says whose it is right after it was made. One that does not is of a run that was killed in between. */
const SILENT_MS = 250;
const PATIENCE_MS = 3_000;
const PAUSE_MS = 25;
const MAX_RECORD_BYTES = 1000;
/** What ends a process from outside, and can be put off: Ctrl-C, the end of a job, a terminal that closes. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Somebody's lock: which one it is, since when, and whose, as far as it can be told. */
type Holder = {
  readonly inode: bigint;
  /** No two locks have the same: they differ in inode, or in time. */
  readonly id: string;
  /** Milliseconds of the epoch. */
  readonly since: number;
  /** Nothing is in it. */
  readonly isSilent: boolean;
  readonly pid?: number;
  readonly host?: string;
};

/**
 * Does work that waits for nothing while no other run works in these folders. Others are waited for, a few seconds. The
 * work comes to its end, and the locks go, before a signal ends the process.
 *
 * A lock is a file that is created where there is none, with the process and the time in it; Node has no `flock`. One that
 * a killed run left behind is taken over: see {@link take}.
 *
 * @param what What is to be written, for messages.
 * @throws UserError `cannot-write` when another run goes on writing, or a folder takes no lock; what the work throws.
 */
export async function whileLocked(what: string, folders: readonly string[], work: () => void): Promise<void> {
  // Everybody takes them in the same order, and nobody waits with one in hand: no two runs wait for each other.
  const paths = [...new Set(folders)].sort().map((folder) => join(folder, LOCK_FILE));
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const taken = await undisturbed(() => attempt(what, paths, work));
    if (taken === undefined) return;
    if (performance.now() > deadline) throw busy(what, taken);
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}

/** Works when every lock can be had; otherwise tells the path of one that somebody else holds. */
function attempt(what: string, paths: readonly string[], work: () => void): string | undefined {
  const held: { readonly path: string; readonly id: string }[] = [];
  try {
    for (const path of paths) {
      const id = naming(what, () => take(path));
      if (id === undefined) return path;
      held.push({ path, id });
    }
    work();
    return undefined;
  } finally {
    for (const { path, id } of held) drop(path, id);
  }
}

/**
 * Takes a lock, unless somebody alive holds it, and tells its id.
 *
 * Of several runs that see the same dead lock one may replace it, and none may replace what that one has put there. So
 * first a lock on the dead lock is taken, whose name is the dead one's own. Who holds that, and still finds the dead one
 * in place, is the only one who may replace it, and does so in one step by renaming the one to the other. A run that is
 * killed in the middle leaves a dead lock of the same kind.
 */
function take(path: string): string | undefined {
  const created = create(path);
  if (created !== undefined) return created;
  const holder = look(path);
  if (holder === undefined || isAlive(holder)) return undefined;
  const claim = `${path}.${holder.id}`;
  const id = take(claim);
  if (id === undefined) return undefined;
  try {
    if (look(path)?.id !== holder.id) return undefined;
    renameSync(claim, path);
    return id;
  } finally {
    // After the renaming there is none of that name, or it is another's.
    drop(claim, id);
  }
}

/** Creates a lock, and tells its id; undefined when there is one. */
function create(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
  const { ino } = fstatSync(file, { bigint: true });
  try {
    writeSync(file, `${JSON.stringify({ pid: process.pid, host: host(), time: new Date().toISOString() })}\n`);
  } catch (error) {
    // A full disk takes the name of a file, but nothing into it.
    if (look(path)?.inode === ino) rmSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
  // Who slept before it was said whose it is may have lost it meanwhile.
  const made = look(path);
  return made?.inode === ino ? made.id : undefined;
}

/** Removes a lock, if it is still the one that was made. */
function drop(path: string, id: string): void {
  try {
    if (look(path)?.id === id) rmSync(path);
  } catch {
    // A lock that cannot be removed is a dead one as soon as this process has ended.
  }
}

function look(path: string): Holder | undefined {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  const { pid, host: of, time } = recordIn(path);
  const told = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return {
    inode: stat.ino,
    id: `${stat.ino}-${stat.mtimeNs}`,
    since: Number.isNaN(told) ? Number(stat.mtimeMs) : told,
    isSilent: stat.size === 0n,
    ...(typeof pid === 'number' && Number.isInteger(pid) && pid > 0 ? { pid } : {}),
    ...(typeof of === 'string' ? { host: of } : {}),
  };
}

/** What a lock says; nothing when its maker was killed before it was said, or when it is no lock of ours. */
function recordIn(path: string): Readonly<Record<string, unknown>> {
  try {
    const record: unknown = JSON.parse(Buffer.from(readCardFile(path, MAX_RECORD_BYTES, 'lock')).toString());
    return typeof record === 'object' && record !== null ? { ...record } : {};
  } catch {
    return {};
  }
}

function isAlive({ since, isSilent, pid, host: of }: Holder): boolean {
  // Of a time to come is a lock from before the clock was set, or from elsewhere.
  if (Math.abs(Date.now() - since) > (isSilent ? SILENT_MS : STALE_MS)) return false;
  if (pid === undefined || of !== host()) return true;
  // This process holds none while it looks, since it waits for nothing while it holds one: the number was another's before.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Where a process id tells a process: containers with one disk and one name count their processes apart. */
function host(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function busy(what: string, path: string): UserError {
  const pid = look(path)?.pid;
  const who = pid === undefined ? 'another run' : `another run (process ${pid})`;
  return cannotWrite(what, `${who} is writing in its folder`, {
    hint: `Nothing was written. Run the command again when that one is done; if there is none, remove ${path}.`,
  });
}

/** Does something that signals do not cut short: the process ends by the first of them afterwards. */
async function undisturbed<T>(work: () => T): Promise<T> {
  const caught: NodeJS.Signals[] = [];
  const note = (signal: NodeJS.Signals): void => void caught.push(signal);
  for (const signal of SIGNALS) process.on(signal, note);
  try {
    return work();
  } finally {
    // The event loop tells of signals when it looks for input, which it has done for sure by its second turn.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((done) => setImmediate(done));
    for (const signal of SIGNALS) process.off(signal, note);
    const [first] = caught;
    if (first !== undefined) process.kill(process.pid, first);
  }
}
