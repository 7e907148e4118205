import type { Term } from './xorbs.ts';

/** Shards: what clients of the Xet protocol tell of files in (hub docs, "xet/shard"). All entries have 48 bytes. */
const ENTRY = 48;
const HASH = 32;
const WITH_VERIFICATION = 1 << 31;
const WITH_METADATA = 1 << 30;

/** The files that a shard tells of, by hash: which chunks of which xorbs they are. */
export function readShard(shard: Buffer): ReadonlyMap<string, readonly Term[]> {
  const files = new Map<string, readonly Term[]>();
  // The header is as long as an entry; a hash of nothing but ones ends the files.
  let at = ENTRY;
  while (!shard.subarray(at, at + HASH).every((byte) => byte === 0xff)) {
    const flags = shard.readInt32LE(at + HASH);
    const count = shard.readUInt32LE(at + HASH + 4);
    const terms = Array.from({ length: count }, (_, index): Term => {
      const from = at + ENTRY * (index + 1);
      const [start, end] = [shard.readUInt32LE(from + HASH + 8), shard.readUInt32LE(from + HASH + 12)];
      return { xorb: hashText(shard.subarray(from, from + HASH)), start, end };
    });
    files.set(hashText(shard.subarray(at, at + HASH)), terms);
    const verified = (flags & WITH_VERIFICATION) === 0 ? 0 : count;
    const extended = (flags & WITH_METADATA) === 0 ? 0 : 1;
    at += ENTRY * (1 + count + verified + extended);
  }
  return files;
}

/** A hash as text is four numbers of eight bytes, little-endian each. */
function hashText(hash: Buffer): string {
  const words = [0, 8, 16, 24].map((at) => hash.readBigUInt64LE(at).toString(16).padStart(16, '0'));
  return words.join('');
}
