import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { gitEnv } from './git.ts';

/**
 * Git's objects, written and read without a git process, which would cost more than all the rest of a request: a
 * header, the bytes, and zlib around them (git's own `gitformat-loose`). Packed ones are asked of the system git.
 */
export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';
export type GitObject = { readonly type: ObjectType; readonly data: Buffer };

const FAST = { level: 1 };
const MAX_CACHED_BYTES = 128 * 1024 * 1024;

/** By id: the same bytes have the same id in every repo. */
const cache = new Map<string, GitObject>();
let cachedBytes = 0;

/** The id that git gives to these bytes: sha1 of header and content. */
export function objectId(type: ObjectType, data: Uint8Array): string {
  return createHash('sha1').update(`${type} ${data.byteLength}\0`).update(data).digest('hex');
}

/** Adds an object to a repo, unless it is there; gives its id. */
export function writeObject(dir: string, type: ObjectType, data: Uint8Array): string {
  const oid = objectId(type, data);
  const file = looseFile(dir, oid);
  if (existsSync(file)) return oid;
  mkdirSync(join(file, '..'), { recursive: true });
  const content = Buffer.from(data);
  // Nothing points at an object before it is whole, so it needs no name of its own while it is written.
  writeFileSync(file, deflateSync(Buffer.concat([Buffer.from(`${type} ${content.byteLength}\0`), content]), FAST));
  remember(oid, { type, data: content });
  return oid;
}

/** Whether the repo itself has it, and not merely another one with the same bytes. */
export function hasObject(dir: string, oid: string): boolean {
  return existsSync(looseFile(dir, oid)) || askForPacked(dir, oid) !== undefined;
}

/** An object of a repo. Throws when it is missing, as only a broken repo lets that happen. */
export function readObject(dir: string, oid: string): GitObject {
  const known = cache.get(oid);
  if (known !== undefined) return known;
  const object = readLoose(dir, oid) ?? askForPacked(dir, oid);
  if (object === undefined) throw new Error(`${dir} has no object ${oid}`);
  remember(oid, object);
  return object;
}

function readLoose(dir: string, oid: string): GitObject | undefined {
  let raw: Buffer;
  try {
    raw = inflateSync(readFileSync(looseFile(dir, oid)));
  } catch {
    return undefined;
  }
  const end = raw.indexOf(0);
  return { type: raw.subarray(0, end).toString().split(' ')[0] as ObjectType, data: raw.subarray(end + 1) };
}

/** What a test pushed or packed with git itself. */
function askForPacked(dir: string, oid: string): GitObject | undefined {
  if (!existsSync(join(dir, 'objects/info/packs')) && !existsSync(join(dir, 'objects/pack'))) return undefined;
  const { stdout } = spawnSync('git', ['cat-file', '--batch'], {
    cwd: dir,
    env: gitEnv(dir),
    input: `${oid}\n`,
    maxBuffer: MAX_CACHED_BYTES,
  });
  const [head = ''] = stdout.toString('latin1').split('\n', 1);
  const [, type, size] = /^[0-9a-f]{40} (\w+) (\d+)$/.exec(head) ?? [];
  if (type === undefined) return undefined;
  const start = head.length + 1;
  return { type: type as ObjectType, data: stdout.subarray(start, start + Number(size)) };
}

function looseFile(dir: string, oid: string): string {
  return join(dir, 'objects', oid.slice(0, 2), oid.slice(2));
}

function remember(oid: string, object: GitObject): void {
  cachedBytes += object.data.byteLength;
  if (cachedBytes > MAX_CACHED_BYTES) {
    cache.clear();
    cachedBytes = object.data.byteLength;
  }
  cache.set(oid, object);
}
