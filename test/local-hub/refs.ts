import { closeSync, constants, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The Hub's words for a parent that is not the head any more (seen in the Python client's tests). */
export const STALE = 'The branch was updated since you opened this page. Please refresh and try again.';

/** Somebody else moved the ref: what a push sees as "non-fast-forward", and the Hub's API as 412. */
export class RefMoved extends Error {}

/** Where a ref stands, or undefined when there is none. */
export function readRef(dir: string, ref: string): string | undefined {
  try {
    const oid = readFileSync(join(dir, ref), 'utf8').trim();
    if (/^[0-9a-f]{40}$/.test(oid)) return oid;
  } catch {
    // Missing, or a folder of refs.
  }
  return packedRefs(dir).get(ref);
}

/** All refs below a prefix such as `refs/heads/`, by name. */
export function listRefs(dir: string, prefix: string): Map<string, string> {
  const found = new Map([...packedRefs(dir)].filter(([ref]) => ref.startsWith(prefix)));
  for (const ref of looseRefs(dir, prefix.replace(/\/$/, ''))) {
    const oid = readRef(dir, ref);
    if (oid !== undefined) found.set(ref, oid);
  }
  return new Map([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/**
 * Moves a ref from where the caller saw it (undefined: nowhere), under git's own lock file, so that neither another
 * request nor a git process gets in between. Throws {@link RefMoved}.
 */
export function updateRef(dir: string, ref: string, oid: string, seen: string | undefined): void {
  const file = join(dir, ref);
  mkdirSync(dirname(file), { recursive: true });
  try {
    closeSync(openSync(`${file}.lock`, 'wx'));
  } catch (error) {
    throw new RefMoved(`${ref} is locked`, { cause: error });
  }
  try {
    if (readRef(dir, ref) !== seen) throw new RefMoved(`${ref} was moved`);
    // As long as what it replaces, so one write leaves no half of it; a rename over it makes some disks wait.
    const target = openSync(file, constants.O_WRONLY | constants.O_CREAT);
    writeSync(target, `${oid}\n`, 0);
    closeSync(target);
  } finally {
    rmSync(`${file}.lock`);
  }
}

/** Takes a loose ref away; the packed ones are left to git. */
export function deleteRef(dir: string, ref: string): void {
  rmSync(join(dir, ref), { force: true });
}

function looseRefs(dir: string, folder: string): string[] {
  try {
    return readdirSync(join(dir, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
      .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));
  } catch {
    return [];
  }
}

function packedRefs(dir: string): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(join(dir, 'packed-refs'), 'utf8');
  } catch {
    return new Map();
  }
  const lines = [...text.matchAll(/^([0-9a-f]{40}) (\S+)$/gm)];
  return new Map(lines.map(([, oid = '', ref = '']) => [ref, oid]));
}
