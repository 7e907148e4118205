import { readObject, writeObject } from './objects.ts';

/** A file or folder of a commit. */
export type TreeEntry = {
  readonly type: 'file' | 'directory';
  readonly oid: string;
  /** Bytes; 0 for folders. */
  readonly size: number;
  readonly path: string;
};

type Line = { readonly mode: string; readonly name: string; readonly oid: string };

const FOLDER = '40000';
const FILE = '100644';

/** By tree id. Trees do not change, and a Hub is asked for the same ones again and again. */
const listings = new Map<string, readonly TreeEntry[]>();
const MAX_LISTINGS = 2000;

/** Everything in a tree, folders included, in git's order. */
export function listTree(dir: string, tree: string): readonly TreeEntry[] {
  const known = listings.get(tree);
  if (known !== undefined) return known;
  const entries = walk(dir, tree, '');
  if (listings.size >= MAX_LISTINGS) listings.clear();
  listings.set(tree, entries);
  return entries;
}

/** Writes the tree of these files, by path to blob id; gives its id. Executable bits and links are not kept. */
export function writeTree(dir: string, files: ReadonlyMap<string, string>): string {
  const folders = new Map<string, Map<string, string>>();
  const lines: Line[] = [];
  for (const [path, oid] of files) {
    const cut = path.indexOf('/');
    if (cut < 0) lines.push({ mode: FILE, name: path, oid });
    else {
      const name = path.slice(0, cut);
      const inside = folders.get(name) ?? new Map<string, string>();
      folders.set(name, inside.set(path.slice(cut + 1), oid));
    }
  }
  for (const [name, inside] of folders) lines.push({ mode: FOLDER, name, oid: writeTree(dir, inside) });
  const sorted = lines.map((line) => ({ line, key: sortKey(line) }));
  sorted.sort((left, right) => Buffer.compare(left.key, right.key));
  const parts = sorted.flatMap(({ line }) => [
    Buffer.from(`${line.mode} ${line.name}\0`),
    Buffer.from(line.oid, 'hex'),
  ]);
  return writeObject(dir, 'tree', Buffer.concat(parts));
}

function walk(dir: string, tree: string, prefix: string): TreeEntry[] {
  return readLines(dir, tree).flatMap(({ mode, name, oid }): TreeEntry[] => {
    const path = prefix + name;
    if (mode === FOLDER) return [{ type: 'directory', oid, size: 0, path }, ...walk(dir, oid, `${path}/`)];
    return [{ type: 'file', oid, size: readObject(dir, oid).data.byteLength, path }];
  });
}

function readLines(dir: string, tree: string): Line[] {
  const { data } = readObject(dir, tree);
  const lines: Line[] = [];
  for (let at = 0; at < data.byteLength; ) {
    const end = data.indexOf(0, at);
    const head = data.subarray(at, end).toString();
    const space = head.indexOf(' ');
    lines.push({
      mode: head.slice(0, space),
      name: head.slice(space + 1),
      oid: data.toString('hex', end + 1, end + 21),
    });
    at = end + 21;
  }
  return lines;
}

/** Git compares folders as if their names ended with a slash. */
function sortKey(line: Line): Buffer {
  return Buffer.from(line.mode === FOLDER ? `${line.name}/` : line.name);
}
