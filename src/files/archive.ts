import { Readable } from 'node:stream';
import { crc32, zstdDecompressSync } from 'node:zlib';
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl';
import { UserError } from '../errors.ts';
import type { Archive } from './content.ts';
import { parseJson } from './json.ts';
import type { Source } from './source.ts';

/** Of one file in an archive, taken out. */
const MOST_ENTRY_BYTES = 128_000_000;
const MOST_ENTRIES = 200_000;
const ZSTD = 93;

/**
 * Opens a zip archive. Files in it are taken out one by one, into memory and nowhere else.
 *
 * @param name What to call it in messages.
 * @throws UserError `invalid-file` for one that is broken, or has too many files.
 */
export async function openArchive(source: Source, name: string): Promise<Archive> {
  const zip = await openZip(source, name);
  const entries = await listEntries(zip, name);
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    const entry = entries.get(path);
    return entry === undefined ? undefined : takeOut(zip, entry, `${path} in ${name}`);
  };
  return {
    kind: 'archive',
    names: [...entries.keys()],
    read,
    async document(path) {
      const bytes = await read(path);
      if (bytes === undefined) return undefined;
      try {
        return parseJson(new TextDecoder().decode(bytes));
      } catch (error) {
        throw broken(`${path} in ${name}`, error);
      }
    },
  };
}

/** yauzl reads through this. */
class SourceReader extends RandomAccessReader {
  readonly #source: Source;

  constructor(source: Source) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const source = this.#source;
    return Readable.from(
      (async function* () {
        for (let at = start; at < end; at += 1_000_000) yield await source.read(at, Math.min(end, at + 1_000_000));
      })(),
      { objectMode: false },
    );
  }
}

function openZip(source: Source, name: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true };
    fromRandomAccessReader(new SourceReader(source), source.size, options, (error, zip) => {
      if (zip === undefined || error) reject(broken(name, error));
      else resolve(zip);
    });
  });
}

function listEntries(zip: ZipFile, name: string): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    zip.on('error', (error) => reject(broken(name, error)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
      if (entries.size <= MOST_ENTRIES) zip.readEntry();
      else reject(tooLarge(name, `more than ${MOST_ENTRIES} files`));
    });
    zip.readEntry();
  });
}

async function takeOut(zip: ZipFile, entry: Entry, name: string): Promise<Uint8Array> {
  if (entry.uncompressedSize > MOST_ENTRY_BYTES) throw tooLarge(name, `more than ${MOST_ENTRY_BYTES / 1e6} MB`);
  const isZstd = entry.compressionMethod === ZSTD;
  try {
    const stream = await openEntry(zip, entry, isZstd);
    const taken = await collectBytes(stream, isZstd ? entry.compressedSize : entry.uncompressedSize, name);
    const bytes = isZstd ? unpackZstd(taken) : taken;
    if (crc32(bytes) !== entry.crc32) throw broken(name, new Error('its checksum is another one'));
    return bytes;
  } catch (error) {
    throw error instanceof UserError ? error : broken(name, error);
  }
}

/** The bytes of a stream. What the archive says of their number may not be true. */
async function collectBytes(stream: Readable, stated: number, name: string): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(Math.min(stated, MOST_ENTRY_BYTES));
  let size = 0;
  for await (const chunk of stream) {
    const piece = chunk as Buffer;
    if (size + piece.length > bytes.length) throw tooLarge(name, `more than it says, ${stated} bytes`);
    size += piece.copy(bytes, size);
  }
  return bytes.subarray(0, size);
}

/** A file may be packed in several frames, one behind the other: each call takes one. */
function unpackZstd(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let left = MOST_ENTRY_BYTES;
  for (let at = 0; at < packed.length; ) {
    const { buffer, engine } = zstdDecompressSync(packed.subarray(at), {
      info: true,
      maxOutputLength: left,
    }) as unknown as {
      readonly buffer: Uint8Array;
      readonly engine: { readonly bytesWritten: number };
    };
    parts.push(buffer);
    left -= buffer.length;
    at += engine.bytesWritten;
    if (engine.bytesWritten === 0 || left <= 0) break;
  }
  return Buffer.concat(parts);
}

function openEntry(zip: ZipFile, entry: Entry, isZstd: boolean): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, stream?: Readable): void => {
      if (stream === undefined || error) reject(error ?? new Error('no stream'));
      else resolve(stream);
    };
    // yauzl knows deflate alone; others it hands out as they are.
    if (isZstd) zip.openReadStream(entry, { decodeFileData: false }, done);
    else zip.openReadStream(entry, done);
  });
}

function broken(name: string, cause: unknown): UserError {
  const why = cause instanceof Error ? `: ${cause.message.slice(0, 200)}` : '';
  return new UserError('invalid-file', `${name} cannot be read${why}.`, {
    hint: 'It is damaged or was not written to its end.',
    cause,
  });
}

function tooLarge(name: string, what: string): UserError {
  return new UserError('invalid-file', `${name} has ${what}.`, { hint: 'Results are smaller; give those alone.' });
}
