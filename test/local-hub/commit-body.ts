import { partOf } from './card-rules.ts';

/** What a commit does to one path. */
export type Operation =
  | { readonly kind: 'write'; readonly path: string; readonly content: Buffer; readonly oldPath?: string }
  | { readonly kind: 'delete'; readonly path: string; readonly what: 'file' | 'folder' | 'entry' };

/** The body of a commit. */
export type CommitBody = {
  readonly summary: string;
  readonly description: string;
  readonly parentCommit?: string;
  readonly operations: readonly Operation[];
};

const DELETIONS: Readonly<Record<string, 'file' | 'folder' | 'entry'>> = {
  deletedFile: 'file',
  deletedFolder: 'folder',
  deletedEntry: 'entry',
};

/** A body that the Hub refuses with 400. */
export class BadCommit extends Error {}

/** Reads NDJSON, one object a line, with or without a last line end. Throws {@link BadCommit}. */
export function readCommitBody(bytes: Uint8Array): CommitBody {
  const lines = new TextDecoder().decode(bytes).replace(/\n$/, '').split('\n').map(readLine);
  const [header, ...rest] = lines;
  if (header?.key !== 'header') throw new BadCommit('The first line must be the header');
  const { summary, description, parentCommit } = header.value;
  if (typeof summary !== 'string' || summary === '') throw new BadCommit('"summary" is not allowed to be empty');
  if (description !== undefined && typeof description !== 'string')
    throw new BadCommit('"description" must be a string');
  if (parentCommit !== undefined && !/^[0-9a-f]{5,40}$/.test(String(parentCommit))) {
    throw new BadCommit('"parentCommit" must be a commit id');
  }
  return {
    summary,
    description: description ?? '',
    ...(typeof parentCommit === 'string' ? { parentCommit } : {}),
    operations: rest.map(({ key, value }) => readOperation(key, value)),
  };
}

function readLine(line: string): { readonly key: string; readonly value: Readonly<Record<string, unknown>> } {
  try {
    const { key, value } = partOf(JSON.parse(line));
    if (typeof key === 'string') return { key, value: partOf(value) };
  } catch {
    // Said below.
  }
  throw new BadCommit('Invalid NDJSON: each line must be an object with "key" and "value"');
}

function readOperation(key: string, value: Readonly<Record<string, unknown>>): Operation {
  const path = checkedPath(value.path);
  const what = DELETIONS[key];
  if (what !== undefined) return { kind: 'delete', path: path.replace(/\/$/, ''), what };
  // No client of this Hub has large files; what one says about them is not believed.
  if (key === 'lfsFile') throw new BadCommit(`Your push was rejected because the LFS object of ${path} is missing`);
  if (key !== 'file') throw new BadCommit(`Unknown operation: ${key}`);
  const { content, encoding = 'utf-8', oldPath } = value;
  if (typeof content !== 'string') throw new BadCommit(`"content" of ${path} must be a string`);
  if (encoding !== 'utf-8' && encoding !== 'base64') throw new BadCommit('"encoding" must be one of [utf-8, base64]');
  return {
    kind: 'write',
    path,
    content: Buffer.from(content, encoding),
    ...(oldPath === undefined ? {} : { oldPath: checkedPath(oldPath) }),
  };
}

function checkedPath(path: unknown): string {
  if (typeof path !== 'string') throw new BadCommit('"path" is required');
  const parts = path.replace(/\/$/, '').split('/');
  const bad = parts.some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git');
  if (bad || /[\0\n]/.test(path)) throw new BadCommit(`Invalid path: ${path}`);
  return path;
}
