import { statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import type { Archive, Content, ResultFile } from '../files/content.ts';
import { openContent } from '../files/open.ts';
import { bytesSource, fileSource } from '../files/source.ts';
import { findFiles } from '../runner/find-files.ts';

/** Of the files in one archive, which are taken out into memory. */
const MOST_ARCHIVE_BYTES = 512_000_000;

/** A file that was given, opened, or why it cannot be. */
export type OpenedFile = ResultFile | { readonly path: string; readonly unreadable: string };

/**
 * Opens result files: those of a path, all of a folder, those that a pattern names, and those in an archive. What cannot be
 * read is named, for a folder has other things in it as well.
 *
 * @param isKnown Is an archive a file of results itself, as inspect's logs are?
 * @throws UserError `no-results` for a path or pattern that names nothing, `usage` past 20,000 files.
 */
export async function openResultFiles(
  places: readonly string[],
  isKnown: (content: Content) => boolean,
): Promise<readonly OpenedFile[]> {
  const opened: OpenedFile[] = [];
  for (const path of findFiles(places)) {
    try {
      const content = await openContent(fileSource(path, statSync(path).size), path);
      if (content.kind === 'archive' && !isKnown(content)) {
        for (const entry of await openEntries(content, path)) opened.push(entry);
      } else opened.push({ path, content });
    } catch (error) {
      opened.push({ path, unreadable: whyNot(error) });
    }
  }
  return opened;
}

function whyNot(error: unknown): string {
  if (error instanceof UserError) return [error.message, error.hint].filter(Boolean).join(' ');
  if (error instanceof Error && 'code' in error) return `it cannot be opened: ${error.message}`;
  throw error;
}

/** The files in an archive, such as one that a workflow uploaded. */
async function openEntries(archive: Archive, path: string): Promise<readonly OpenedFile[]> {
  const opened: OpenedFile[] = [];
  let total = 0;
  for (const name of archive.names) {
    if (name.endsWith('/')) continue;
    const inside = `${path}/${name}`;
    try {
      const bytes = await archive.read(name);
      total += bytes?.length ?? 0;
      // What was opened so far is of use.
      if (total > MOST_ARCHIVE_BYTES) {
        const why = `${path} holds more than ${MOST_ARCHIVE_BYTES / 1e6} MB: unpack it, and give the files of results.`;
        opened.push({ path: inside, unreadable: why });
        return opened;
      }
      opened.push({ path: inside, content: await openContent(bytesSource(bytes ?? new Uint8Array()), inside) });
    } catch (error) {
      opened.push({ path: inside, unreadable: whyNot(error) });
    }
  }
  return opened;
}
