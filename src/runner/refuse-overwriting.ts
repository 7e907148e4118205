import { closeSync, openSync, readlinkSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';

/** A path that a run writes to. */
export type OutputPath = {
  /** As messages call it: `report`. */
  readonly what: string;
  readonly path: string;
  /** How a file begins that an earlier run wrote there: such a one may lie among the files that are read. */
  readonly own?: RegExp;
};

/** What a run reads, and must not write over. */
export type InputPaths = {
  /** By what messages call them: `the card`. */
  readonly files: readonly { readonly what: string; readonly path: string }[];
  /** Folders that nothing is written into. */
  readonly folders: readonly { readonly what: string; readonly path: string }[];
  /** Files of results, and those in archives by the path below that of the archive. */
  readonly results: readonly string[];
};

/**
 * Refuses to write over what the run reads, and two things into one file, whatever links lead there.
 *
 * @throws UserError `usage` with every such path.
 */
export function refuseOverwriting(outputs: readonly OutputPath[], inputs: InputPaths): void {
  if (outputs.length === 0) return;
  const problems: string[] = [];
  const taken = new Map<string, string>();
  for (const { what, path } of outputs) {
    const real = realPath(path);
    const other = taken.get(real);
    if (other !== undefined) problems.push(`${what} and ${other} are the same file: ${path}`);
    else taken.set(real, what);
    for (const folder of inputs.folders) {
      const below = relative(realPath(folder.path), real);
      if (!isAbsolute(below) && below.split(sep)[0] !== '..')
        problems.push(`${what} would write into ${folder.what}: ${path}`);
    }
  }
  // A file that is not there yet is none that is read.
  const there = outputs.flatMap((output) => idOf(output.path) ?? []).length > 0;
  if (there) problems.push(...overwritten(outputs, inputs));
  if (problems.length === 0) return;
  throw new UserError('usage', problems.map((problem) => `${problem}.`).join('\n'), {
    hint: 'Give another path. Nothing was written.',
    details: { problems },
  });
}

function overwritten(outputs: readonly OutputPath[], { files, results }: InputPaths): string[] {
  const named = new Map(files.flatMap(({ what, path }) => [[idOf(path) ?? '', what] as const]));
  const read = new Set(results.flatMap((path) => idOf(existing(path)) ?? []));
  return outputs.flatMap(({ what, path, own }) => {
    const id = idOf(path);
    if (id === undefined) return [];
    const held = named.get(id);
    if (held !== undefined) return [`${what} would be written over ${held}: ${path}`];
    const isOwn = own?.test(startOf(path)) ?? false;
    return read.has(id) && !isOwn ? [`${what} would be written over a file that is read: ${path}`] : [];
  });
}

/** The same for all names of a file; undefined for anything else. */
function idOf(path: string): string | undefined {
  try {
    const stats = statSync(path, { bigint: true });
    return stats.isFile() ? `${stats.dev}:${stats.ino}` : undefined;
  } catch {
    return undefined;
  }
}

/** Of a path in an archive, that of the archive. */
function existing(path: string): string {
  const parent = dirname(path);
  return parent === path || idOf(path) !== undefined ? path : existing(parent);
}

/** Where a path leads to, also where nothing is there yet. */
function realPath(path: string, links = 0): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) return resolve(path);
    const target = links < MOST_LINKS ? linkTarget(path) : undefined;
    if (target !== undefined) return realPath(resolve(realPath(parent, links), target), links + 1);
    return join(realPath(parent, links), basename(path));
  }
}

const MOST_LINKS = 40;

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function startOf(path: string): string {
  const handle = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(2000);
    return bytes.toString('utf8', 0, readSync(handle, bytes));
  } finally {
    closeSync(handle);
  }
}
