import { createHash } from 'node:crypto';
import { type Dirent, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { HubState } from '../state.ts';

/** What `addBucket` takes. */
export type BucketSpec = {
  /** `namespace/name`. */
  readonly id: string;
  readonly private?: boolean;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
};

/** Files without a history. Jobs that mount it write into its folder. */
export type Bucket = {
  readonly id: string;
  readonly private: boolean;
  /** A plain folder on this machine. */
  readonly dir: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
};

export type BucketFile = {
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly uploadedAt: number;
};

export function addBucket(hub: HubState, spec: BucketSpec): Bucket {
  const dir = join(hub.folder, 'buckets', spec.id);
  const bucket: Bucket = { id: spec.id, private: spec.private ?? false, dir, createdAt: hub.now() };
  mkdirSync(dir, { recursive: true });
  hub.buckets.set(bucket.id, bucket);
  for (const [path, content] of Object.entries(spec.files ?? {})) writeBucketFile(bucket, path, content);
  return bucket;
}

export function removeBucket(hub: HubState, bucket: Bucket): void {
  hub.buckets.delete(bucket.id);
  rmSync(bucket.dir, { recursive: true, force: true });
}

/** Regular files below a folder, by path in the bucket's order. Links are none: a job may let them point anywhere. */
export function listBucket(bucket: Bucket, folder = ''): readonly BucketFile[] {
  const prefix = folder === '' ? '' : `${folder.replace(/\/+$/, '')}/`;
  return walk(bucket.dir)
    .map((path) => path.slice(bucket.dir.length + 1).replaceAll(sep, '/'))
    .filter((path) => path.startsWith(prefix))
    .sort()
    .flatMap((path) => describe(bucket, path));
}

/** One file, or undefined. */
export function findBucketFile(bucket: Bucket, path: string): BucketFile | undefined {
  return listBucket(bucket, dirname(path) === '.' ? '' : dirname(path)).find((file) => file.path === path);
}

/** Stands for a file's content, as the Hub's Xet hash does, which is another one. */
export function hashOf(bucket: Bucket, path: string): string {
  return createHash('sha256').update(readBucketFile(bucket, path)).digest('hex');
}

export function readBucketFile(bucket: Bucket, path: string): Uint8Array {
  return readFileSync(join(bucket.dir, path));
}

/** Throws when the path leads out of the bucket. */
export function writeBucketFile(bucket: Bucket, path: string, content: string | Uint8Array): void {
  const file = folderOf(bucket, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

export function removeBucketFile(bucket: Bucket, path: string): void {
  rmSync(folderOf(bucket, path), { force: true });
}

export function hasFolder(bucket: Bucket, folder: string): boolean {
  return listBucket(bucket, folder).length > 0;
}

/** Where a path of the bucket lies. Throws when it leads out of it. */
export function folderOf(bucket: Bucket, path: string): string {
  if (!isBucketPath(path) && path !== '') throw new Error(`${path} is no path in a bucket`);
  return join(bucket.dir, path);
}

export function isBucketPath(path: string): boolean {
  const parts = path.replace(/\/$/, '').split('/');
  return !path.includes('\0') && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

function walk(folder: string): readonly string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // A job may remove a folder while it is listed.
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() ? [path] : [];
  });
}

function describe(bucket: Bucket, path: string): readonly BucketFile[] {
  const found = statSync(join(bucket.dir, path), { throwIfNoEntry: false });
  return found === undefined ? [] : [{ path, size: found.size, uploadedAt: Math.floor(found.mtimeMs) }];
}
