import { type CheckedFiles, checkFiles, type Manifest, readManifest } from './manifest.ts';
import type { Block, Mark, Package } from './marks.ts';

/** What this room may not do itself. */
export type Tools = {
  /** Hash in hex digits. */
  readonly sha256: (bytes: Uint8Array) => string;
  /** Unpacks gzip, of several members too. Throws for what is none, and for what unpacks to more bytes than `most`. */
  readonly gunzip: (bytes: Uint8Array, most: number) => Uint8Array;
};

export type Unpacked = { readonly manifest: Manifest } & CheckedFiles;

/** Files out of the log, or why there are none. */
export type Collected = Unpacked | { readonly reason: string };

export type BlockCollector = {
  /** Takes a line of the log, in any order, and as often as the log is read again. */
  readonly add: (mark: Mark) => void;
  readonly finish: () => Collected;
};

/** The wrapper packs 8,000,000 bytes at most, and the manifest. */
const MOST_PACKED = 10_000_000;
const MOST_BLOCKS = 5_000;
/** The wrapper takes 200,000,000 bytes at most, and the manifest. */
const MOST_UNPACKED = 220_000_000;

const TOO_MUCH = 'the log tells of more than it may bring';

/** Blocks that belong together. */
type Gathered = {
  readonly count: number;
  about?: Package;
  readonly chunks: Map<number, { readonly check: string; readonly bytes: Uint8Array }>;
  bytes: number;
};

/**
 * Gathers the blocks of a log. It holds two packages at most: the one that is being read, and the last that was whole. A job
 * that is tried again tells its own, and then that counts; a log that is read again from its beginning changes nothing.
 */
export function collectBlocks(nonce: string, tools: Tools): BlockCollector {
  let current: Gathered | undefined;
  let whole: { readonly about: Package; readonly packed: Uint8Array } | undefined;
  let trouble: string | undefined;
  const reach = (count: number, about?: Package): Gathered | undefined => {
    if (count < 1 || count > MOST_BLOCKS || (about?.size ?? 0) > MOST_PACKED) {
      trouble = TOO_MUCH;
      return undefined;
    }
    const isSame = current?.count === count && (!about || !current.about || isSamePackage(about, current.about));
    if (current === undefined || !isSame) current = { count, chunks: new Map(), bytes: 0 };
    if (about !== undefined) current.about = about;
    return current;
  };
  const close = (): void => {
    if (current?.about === undefined || current.chunks.size < current.count) return;
    const packed = join(current);
    const { about } = current;
    current = undefined;
    if (packed.length === about.size && tools.sha256(packed) === about.sha256) whole = { about, packed };
    else trouble = 'what the log brought has another checksum than it tells';
  };
  return {
    add(mark) {
      if (mark.kind === 'block') {
        const bytes = readChunk(mark, tools);
        const gathered = bytes === undefined ? undefined : reach(mark.count);
        if (bytes === undefined || gathered === undefined) return;
        const before = gathered.chunks.get(mark.index);
        if (before?.check === mark.check) return;
        if (before !== undefined) {
          // Of another package than those gathered so far.
          gathered.chunks.clear();
          gathered.bytes = 0;
        }
        if (gathered.bytes + bytes.length > MOST_PACKED) {
          trouble = TOO_MUCH;
          return;
        }
        gathered.chunks.set(mark.index, { check: mark.check, bytes });
        gathered.bytes += bytes.length;
        close();
      } else if (mark.kind === 'blocks begin' || mark.kind === 'blocks end') {
        const about = { count: mark.count, size: mark.size, sha256: mark.sha256 };
        if (whole !== undefined && isSamePackage(about, whole.about)) return;
        reach(mark.count, about);
        close();
      }
    },
    finish() {
      if (whole !== undefined) return unpack(whole.packed, nonce, tools);
      if (trouble !== undefined) return { reason: trouble };
      if (current === undefined) return { reason: 'the log brought no files' };
      const { chunks, count } = current;
      return { reason: `of ${count} blocks of files, the log brought ${chunks.size}` };
    },
  };
}

function isSamePackage(a: Package, b: Package): boolean {
  return a.count === b.count && a.size === b.size && a.sha256 === b.sha256;
}

/** The bytes of a block; undefined for one that was damaged on its way. */
function readChunk({ index, count, check, text }: Block, tools: Tools): Uint8Array | undefined {
  if (index < 1 || index > count) return undefined;
  const chunk = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return tools.sha256(chunk).startsWith(check) ? chunk : undefined;
}

function join({ count, chunks, bytes }: Gathered): Uint8Array {
  const joined = new Uint8Array(bytes);
  let at = 0;
  for (let index = 1; index <= count; index += 1) {
    const chunk = chunks.get(index)?.bytes ?? new Uint8Array();
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

/** A package is the manifest in one line, and then the files in its order. */
function unpack(packed: Uint8Array, nonce: string, { sha256, gunzip }: Tools): Collected {
  let bytes: Uint8Array;
  try {
    bytes = gunzip(packed, MOST_UNPACKED);
  } catch {
    return { reason: 'what the log brought cannot be unpacked, or is too large' };
  }
  const end = bytes.indexOf(10);
  if (end === -1) return { reason: 'what the log brought has no manifest' };
  const read = readManifest(new TextDecoder().decode(bytes.subarray(0, end)), nonce);
  if ('reason' in read) return read;
  const found = new Map<string, Uint8Array>();
  let at = end + 1;
  for (const { path, size } of read.manifest.files) {
    found.set(path, bytes.subarray(at, at + size));
    at += size;
  }
  if (at !== bytes.length) return { reason: 'what the log brought is not as long as its manifest tells' };
  return { manifest: read.manifest, ...checkFiles(read.manifest, found, sha256) };
}
