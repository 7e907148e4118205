import { type Dirent, globSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import { UserError } from '../errors.ts';

/** More files are no results of one model. */
const MOST_FILES = 20_000;
/** Nothing in these was written by a framework. */
const PASSED_OVER = new Set(['.git', 'node_modules', '.cache', '__pycache__', '.venv']);

/**
 * The paths of files: of a file itself, of all in a folder, of those that a pattern names; each once, in order.
 *
 * @throws UserError `no-results` for a path or pattern that names nothing, `usage` past 20,000 files.
 */
export function findFiles(places: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const missing: string[] = [];
  for (const place of places) {
    let isThere = statOf(place) !== undefined;
    for (const path of filesOf(place)) {
      isThere = true;
      found.add(withSlashes(normalize(path)));
      if (found.size > MOST_FILES) {
        throw new UserError('usage', `${place} holds more than ${MOST_FILES} files.`, {
          hint: 'Give the folder of one model’s results, or a pattern such as "out/**/results_*.json".',
        });
      }
    }
    if (!isThere) missing.push(place);
  }
  if (missing.length === 0 && found.size > 0) return [...found];
  const what = missing.length === 0 ? places : missing;
  throw new UserError('no-results', `There are no files at ${what.join(', ')}.`, {
    hint: 'Give a file, a folder or a pattern in quotes, as seen from the working directory.',
    details: { missing: [...what] },
  });
}

function* filesOf(place: string): Iterable<string> {
  const stats = statOf(place);
  if (stats?.isFile()) yield place;
  else if (stats?.isDirectory()) yield* walk(place);
  else if (stats === undefined) {
    for (const path of globSync(place).sort()) if (statOf(path)?.isFile()) yield withSlashes(path);
  }
}

/** The files below a folder. Links to folders are not followed: they may lead anywhere, and back. */
function* walk(folder: string): Iterable<string> {
  const entries = entriesOf(folder).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!PASSED_OVER.has(entry.name)) yield* walk(path);
    } else if (statOf(path)?.isFile()) yield withSlashes(path);
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new UserError('no-results', `${folder} cannot be read: ${error instanceof Error ? error.message : error}`, {
      hint: 'Give the files of results themselves, or have the folder made readable.',
      cause: error,
    });
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Nothing there, or nothing that may be looked at: both are told as no file.
    return undefined;
  }
}

function withSlashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
