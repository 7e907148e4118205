import { unpackLz4 } from './lz4.ts';

/**
 * Xorbs: what clients of the Xet protocol move bytes in (hub docs, "xet"). A row of chunks, each with a head: version,
 * packed size (3 bytes), scheme, size (3 bytes).
 */
const HEAD = 8;
const CHUNK = 65_536;

/** A part of a file: chunks of a xorb, the last one excluded. */
export type Term = { readonly xorb: string; readonly start: number; readonly end: number };

/** The bytes of some chunks of a xorb. Throws when it is none. */
export function readChunks(xorb: Buffer, start: number, end: number): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  for (let index = 0; index < end; index += 1) {
    const packed = xorb.readUIntLE(at + 1, 3);
    const scheme = xorb.readUInt8(at + 4);
    const size = xorb.readUIntLE(at + 5, 3);
    const data = xorb.subarray(at + HEAD, at + HEAD + packed);
    if (index >= start) chunks.push(unpack(data, scheme, size));
    at += HEAD + packed;
  }
  return Buffer.concat(chunks);
}

/** A xorb of these bytes, none of them packed, and how many chunks it has. */
export function writeXorb(bytes: Uint8Array): { readonly xorb: Buffer; readonly chunks: number } {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.byteLength; at += CHUNK) {
    const data = Buffer.from(bytes.subarray(at, at + CHUNK));
    const head = Buffer.alloc(HEAD);
    head.writeUIntLE(data.byteLength, 1, 3);
    head.writeUIntLE(data.byteLength, 5, 3);
    parts.push(head, data);
  }
  return { xorb: Buffer.concat(parts), chunks: parts.length / 2 };
}

function unpack(data: Buffer, scheme: number, size: number): Buffer {
  if (scheme === 0) return data;
  if (scheme > 2) throw new Error(`unknown compression scheme ${scheme}`);
  const bytes = unpackLz4(data, size);
  return scheme === 1 ? bytes : ungroup(bytes);
}

/** The first bytes of all groups of four come first, then the second ones, and so on. */
function ungroup(grouped: Buffer): Buffer {
  const bytes = Buffer.alloc(grouped.byteLength);
  let at = 0;
  for (let first = 0; first < 4; first += 1) {
    for (let to = first; to < bytes.byteLength; to += 4) {
      bytes[to] = grouped[at] ?? 0;
      at += 1;
    }
  }
  return bytes;
}
