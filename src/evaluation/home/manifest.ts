import { partOf, quoted } from '../../data.ts';
import { countOf, textOf } from '../../frameworks/facts.ts';
import { isInside, isPlainPath } from './paths.ts';

/** A file that came home. */
export type HomeFile = {
  /** What it lies under: without characters that archives refuse, `%3A` in place of `:`. */
  readonly path: string;
  /** What the framework called it; for reading in memory, not for writing: not every file system takes it. */
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
};

/** A file that did not come home. */
export type LeftOut = { readonly name: string; readonly size: number; readonly why: string };

/** What the wrapper says it brought home. It is written last, so that what has one is whole. */
export type Manifest = {
  /** Of the wrapper: 3 where the program ended with 0 and left no file. */
  readonly exitCode: number;
  readonly files: readonly HomeFile[];
  /** The first 1,000 of them. */
  readonly leftOut: readonly LeftOut[];
  readonly leftOutCount: number;
};

export type ReadManifest = { readonly manifest: Manifest } | { readonly reason: string };

const MOST_TEXT = 16_000_000;
const MOST_FILES = 10_000;
const MOST_LEFT_OUT = 1_000;
const MOST_BYTES = 2_000_000_000;
const MOST_WHY = 200;

/** Reads the manifest of a run, which somebody may have written who wishes us ill. */
export function readManifest(text: string, nonce: string): ReadManifest {
  if (text.length > MOST_TEXT) return { reason: 'the manifest is too long' };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { reason: 'the manifest is no JSON' };
  }
  const { version, run, exitCode, files, leftOut, leftOutCount } = partOf(data);
  const code = countOf(exitCode);
  if (version !== 1) return { reason: 'the manifest is of another version' };
  if (run !== nonce) return { reason: 'the manifest is of another run' };
  if (code === undefined || code > 255 || !Array.isArray(files)) return { reason: 'the manifest is not whole' };
  if (files.length > MOST_FILES) return { reason: `the manifest names ${files.length} files` };
  const read: (HomeFile & { readonly original: string })[] = [];
  for (const item of files as readonly unknown[]) {
    const { path, original, size, sha256 } = partOf(item);
    const bytes = countOf(size);
    if (typeof path !== 'string' || !isPlainPath(path)) return { reason: `the manifest names ${named(path)}` };
    if (bytes === undefined || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
      return { reason: `the manifest does not tell size and checksum of ${quoted(path)}` };
    }
    const name = typeof original === 'string' && isInside(original) ? original : path;
    read.push({ path, name: path, original: name, size: bytes, sha256 });
  }
  const paths = new Set(read.map(({ path }) => path));
  if (paths.size < read.length) return { reason: 'the manifest names a file twice' };
  const inFile = read.find(({ path }) => foldersOf(path).some((folder) => paths.has(folder)));
  if (inFile !== undefined) return { reason: `the manifest has ${quoted(inFile.path)} lie in a file` };
  const total = read.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_BYTES) return { reason: `the manifest tells of ${total} bytes` };
  const left = readLeftOut(leftOut);
  return {
    manifest: {
      exitCode: code,
      files: nameAll(read),
      leftOut: left,
      leftOutCount: countOf(leftOutCount) ?? left.length,
    },
  };
}

/** `a` and `a/b`, of `a/b/c`. */
function foldersOf(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
}

/** Files by the names that the framework gave; where two would have the same, all keep the ones they lie under. */
function nameAll(files: readonly (HomeFile & { readonly original: string })[]): readonly HomeFile[] {
  const isEach = new Set(files.map(({ original }) => original)).size === files.length;
  return files.map(({ original, ...file }) => (isEach ? { ...file, name: original } : file));
}

function readLeftOut(list: unknown): readonly LeftOut[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly unknown[]).slice(0, MOST_LEFT_OUT).map((item) => {
    const { path, original, size, why } = partOf(item);
    const name = textOf(original) ?? textOf(path) ?? '';
    return { name: name.slice(0, 1_024), size: countOf(size) ?? 0, why: (textOf(why) ?? '').slice(0, MOST_WHY) };
  });
}

function named(path: unknown): string {
  return typeof path === 'string' ? `the path ${quoted(path)}` : 'a file without a path';
}

/** What of the manifest is there, by the names that the framework gave, and what is not as it must be. */
export type CheckedFiles = {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
};

/**
 * Compares files with the manifest. Those that it does not name are not taken.
 *
 * @param found By path, as the manifest has it.
 * @param sha256 Gives the hash in hex digits.
 */
export function checkFiles(
  manifest: Manifest,
  found: ReadonlyMap<string, Uint8Array>,
  sha256: (bytes: Uint8Array) => string,
): CheckedFiles {
  const files = new Map<string, Uint8Array>();
  const problems: { path: string; reason: string }[] = [];
  for (const { path, name, size, sha256: expected } of manifest.files) {
    const bytes = found.get(path);
    if (bytes === undefined) problems.push({ path, reason: 'it is missing' });
    else if (bytes.length !== size) problems.push({ path, reason: `it has ${bytes.length} bytes, not ${size}` });
    else if (sha256(bytes) !== expected) problems.push({ path, reason: 'its checksum is another one' });
    else files.set(name, bytes);
  }
  return { files, problems };
}
