import { statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import type { Archive, Content, ResultFile } from '../files/content.ts';
import { openContent } from '../files/open.ts';
import { fileSource, type Source } from '../files/source.ts';
import type { Role } from '../frameworks/reader.ts';
import { findFiles } from '../runner/find-files.ts';

/** Of the files in one archive, unpacked. */
const MOST_ARCHIVE_BYTES = 512_000_000;
/** Of what is kept in memory of all files together; as objects it is several times as much. */
const MOST_KEPT_BYTES = 128_000_000;

/** A file that was given, opened, or why it cannot be. */
export type OpenedFile = ResultFile | { readonly path: string; readonly unreadable: string };

/** Opens files one after the other, and keeps of each what is needed. */
export type FileOpener = {
  /** @throws UserError `too-large` past the bound on all together. */
  open(source: Source, path: string): Promise<OpenedFile>;
};

/**
 * An opener of files: what is of no framework is let go, and of samples all but the first, which tells what they are.
 *
 * @param roleOf What a content is to the framework whose it is; undefined for what nobody knows.
 */
export function makeOpener(roleOf: (content: Content) => Role | undefined): FileOpener {
  let kept = 0;
  return {
    async open(source, path) {
      let content: Content;
      try {
        content = await openContent(source, path);
      } catch (error) {
        return { path, unreadable: whyNot(error) };
      }
      if (content.kind !== 'document') return { path, content };
      const role = roleOf(content);
      if (role === undefined) return { path, content: { kind: 'document', data: null } };
      const { data, items, isCut, bytes = source.size } = content;
      if (role === 'samples' && items !== undefined && Array.isArray(data)) {
        return { path, content: { kind: 'document', data: data.slice(0, 1), items } };
      }
      if (isCut) return { path, unreadable: `${path} cannot be read: it is a list of ${megabytes(source.size)}.` };
      kept += bytes;
      if (kept > MOST_KEPT_BYTES) {
        throw new UserError('too-large', `The files hold more than ${megabytes(MOST_KEPT_BYTES)} without samples.`, {
          hint: 'Give fewer files at once, such as those of one model, or a pattern such as "out/**/results_*.json".',
        });
      }
      return { path, content };
    },
  };
}

/**
 * Opens result files: those of a path, all of a folder, those that a pattern names, and those in an archive. What cannot be
 * read is named, for a folder has other things in it as well.
 *
 * @param roleOf What a content is to the framework whose it is. An archive may be a file of results itself, as inspect's logs
 *   are.
 * @throws UserError `no-results` for a path or pattern that names nothing, `usage` past 20,000 files, `too-large`.
 */
export async function openResultFiles(
  places: readonly string[],
  roleOf: (content: Content) => Role | undefined,
): Promise<readonly OpenedFile[]> {
  const opened: OpenedFile[] = [];
  const opener = makeOpener(roleOf);
  for (const path of findFiles(places)) {
    const file = await openPath(path, opener);
    if ('content' in file && file.content.kind === 'archive' && roleOf(file.content) === undefined) {
      for (const entry of await openEntries(file.content, path, opener)) opened.push(entry);
    } else opened.push(file);
  }
  return opened;
}

async function openPath(path: string, opener: FileOpener): Promise<OpenedFile> {
  let size: number;
  try {
    size = statSync(path).size;
  } catch (error) {
    return { path, unreadable: whyNot(error) };
  }
  return opener.open(fileSource(path, size), path);
}

function whyNot(error: unknown): string {
  if (error instanceof UserError) return [error.message, error.hint].filter(Boolean).join(' ');
  if (error instanceof Error && 'code' in error) return `it cannot be opened: ${error.message}`;
  throw error;
}

/** The files in an archive, such as one that a workflow uploaded. */
async function openEntries(archive: Archive, path: string, opener: FileOpener): Promise<readonly OpenedFile[]> {
  const opened: OpenedFile[] = [];
  const unpacked: Unpacked = {};
  let total = 0;
  for (const name of archive.names) {
    const inside = `${path}/${name}`;
    let source: Source;
    try {
      source = await unpack(archive, name, unpacked);
    } catch (error) {
      opened.push({ path: inside, unreadable: whyNot(error) });
      continue;
    }
    total += source.size;
    // Half of an archive may lack the newest run, or a part of one.
    if (total > MOST_ARCHIVE_BYTES) {
      const unreadable = `${path} holds more than ${megabytes(MOST_ARCHIVE_BYTES)}: unpack it, and give the files of results.`;
      return [{ path, unreadable }];
    }
    opened.push(await opener.open(source, inside));
  }
  delete unpacked.last;
  return opened;
}

/** What was taken out of an archive last. */
type Unpacked = { last?: { readonly name: string; readonly bytes: Uint8Array } };

/** A file in an archive, taken out whenever it is read and is not the last one that was. */
async function unpack(archive: Archive, name: string, unpacked: Unpacked): Promise<Source> {
  const bytesOf = async (): Promise<Uint8Array> => {
    if (unpacked.last?.name === name) return unpacked.last.bytes;
    delete unpacked.last;
    const bytes = (await archive.read(name)) ?? new Uint8Array();
    unpacked.last = { name, bytes };
    return bytes;
  };
  const { length } = await bytesOf();
  return { size: length, read: async (start, end) => (await bytesOf()).subarray(start, end) };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
