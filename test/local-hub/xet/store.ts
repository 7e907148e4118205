import { hashOf, listBucket, readBucketFile } from '../buckets/buckets.ts';
import type { HubState } from '../state.ts';
import { readChunks, type Term } from './xorbs.ts';

/** What clients uploaded. It stays: nobody can change what has a hash. */
export type XetStore = {
  readonly xorbs: Map<string, Buffer>;
  readonly files: Map<string, readonly Term[]>;
};

export function createXetStore(): XetStore {
  return { xorbs: new Map(), files: new Map() };
}

/** A file by the hash that its uploader, or a bucket's list, gave it. */
export function readXetFile(hub: HubState, hash: string): Uint8Array | undefined {
  const { files, xorbs } = hub.xet;
  const terms = files.get(hash);
  if (terms !== undefined) {
    const parts = terms.map(({ xorb, start, end }) => readChunks(xorbs.get(xorb) ?? Buffer.alloc(0), start, end));
    return Buffer.concat(parts);
  }
  for (const bucket of hub.buckets.values()) {
    const file = listBucket(bucket).find(({ path }) => hashOf(bucket, path) === hash);
    if (file !== undefined) return readBucketFile(bucket, file.path);
  }
  return undefined;
}
