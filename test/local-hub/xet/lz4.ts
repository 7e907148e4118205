const MAGIC = 0x184d2204;
const MIN_MATCH = 4;

/** Unpacks an LZ4 frame (lz4_Frame_format.md); checksums are not checked. Throws when it is none. */
export function unpackLz4(frame: Buffer, size: number): Buffer {
  if (frame.readUInt32LE(0) !== MAGIC) throw new Error('no LZ4 frame');
  const flags = frame.readUInt8(4);
  const has = (bit: number) => (flags >> bit) & 1;
  // Flags, block size and header checksum are a byte each; the size of the content and a dictionary's id may follow.
  let at = 7 + has(3) * 8 + has(0) * 4;
  const output = { bytes: Buffer.alloc(size), length: 0 };
  for (let head = frame.readUInt32LE(at); head !== 0; head = frame.readUInt32LE(at)) {
    const length = head & 0x7fffffff;
    const block = frame.subarray(at + 4, at + 4 + length);
    if (head >>> 31 === 1) output.length += block.copy(output.bytes, output.length);
    else unpackBlock(block, output);
    at += 4 + length + has(4) * 4;
  }
  if (output.length !== size) throw new Error(`an LZ4 frame of ${output.length} bytes in place of ${size}`);
  return output.bytes;
}

/** Each part is a token, literal bytes, and a copy of what came before (lz4_Block_format.md). */
function unpackBlock(block: Buffer, output: { readonly bytes: Buffer; length: number }): void {
  let at = 0;
  const extend = (start: number): number => {
    let length = start;
    if (start === 15) {
      let byte = 255;
      while (byte === 255) {
        byte = block.readUInt8(at);
        at += 1;
        length += byte;
      }
    }
    return length;
  };
  while (at < block.length) {
    const token = block.readUInt8(at);
    at += 1;
    const literals = extend(token >> 4);
    output.length += block.copy(output.bytes, output.length, at, at + literals);
    at += literals;
    // The last part has no copy.
    if (at >= block.length) return;
    const offset = block.readUInt16LE(at);
    at += 2;
    const length = extend(token & 15) + MIN_MATCH;
    if (offset === 0 || offset > output.length) throw new Error('an LZ4 block that points before its start');
    // Byte by byte, as the copy may run into itself.
    for (let count = 0; count < length; count += 1) {
      output.bytes[output.length] = output.bytes[output.length - offset] ?? 0;
      output.length += 1;
    }
  }
}
