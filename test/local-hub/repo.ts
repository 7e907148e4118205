import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { askGit, COMMIT_DATE, identityEnv, runGit } from './git.ts';

/** A file or folder of a commit. */
export type TreeEntry = {
  readonly type: 'file' | 'directory';
  readonly oid: string;
  /** Bytes; 0 for folders. */
  readonly size: number;
  readonly path: string;
};

export type Commit = {
  /** Default `refs/heads/main`. It is made when it does not exist. */
  readonly ref?: string;
  /** Commit to build on. Default: where `ref` stands; must be given to start a ref from another one. */
  readonly parent?: string;
  /** New contents by path; `null` removes. */
  readonly files: Readonly<Record<string, string | Uint8Array | null>>;
  readonly title: string;
  readonly description?: string;
  readonly user?: string;
  /** ISO 8601. */
  readonly date?: string;
};

const NO_COMMIT = '0'.repeat(40);

/** Makes an empty bare repo with `main` as its branch. */
export async function createRepo(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await runGit(dir, ['init', '--quiet', '--bare', '--initial-branch=main', dir]);
}

/** Adds a commit and moves the ref to it; gives its id. Throws when the ref moved in between. */
export async function commitFiles(dir: string, commit: Commit): Promise<string> {
  const ref = commit.ref ?? 'refs/heads/main';
  const tip = await commitAt(dir, ref);
  const parent = commit.parent ?? tip;
  const index = join(dir, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await runGit(dir, ['read-tree', parent ?? '--empty'], { env });
    const lines: string[] = [];
    for (const [path, content] of Object.entries(commit.files)) {
      const oid = content === null ? NO_COMMIT : await writeBlob(dir, content);
      lines.push(`${content === null ? '0' : '100644'} ${oid}\t${path}\0`);
    }
    await runGit(dir, ['update-index', '-z', '--index-info'], { env, input: lines.join('') });
    const tree = await askGit(dir, ['write-tree'], { env });
    const message = [commit.title, commit.description].filter(Boolean).join('\n\n');
    const oid = await askGit(dir, ['commit-tree', tree, ...(parent ? ['-p', parent] : []), '-F', '-'], {
      input: `${message}\n`,
      env: identityEnv(commit.user ?? 'local-hub', commit.date ?? COMMIT_DATE),
    });
    await runGit(dir, ['update-ref', ref, oid, tip ?? NO_COMMIT]);
    return oid;
  } finally {
    await rm(index, { force: true });
  }
}

/**
 * The commit that a revision of a URL stands for: branch, tag, full commit id, or a ref such as `refs/pr/7`.
 * Git's own notations (`main~1`, `@{1}`, `main:file`) are no revisions of the Hub.
 */
export async function resolveRevision(dir: string, revision: string): Promise<string | undefined> {
  if (!/^\w[\w./-]*$/.test(revision) || revision.includes('..')) return undefined;
  if (/^[0-9a-f]{40}$/.test(revision)) return commitAt(dir, revision);
  if (revision.startsWith('refs/')) return commitAt(dir, revision);
  return (await commitAt(dir, `refs/heads/${revision}`)) ?? (await commitAt(dir, `refs/tags/${revision}`));
}

/** Everything in a commit, folders included, in git's order. */
export async function listEntries(dir: string, commit: string): Promise<readonly TreeEntry[]> {
  const listing = await runGit(dir, ['ls-tree', '-r', '-t', '-z', '-l', '--full-tree', commit]);
  const lines = listing.toString().split('\0').filter(Boolean);
  return lines.map((line) => {
    const [, , type, oid = '', size, path = ''] = /^(\d+) (\w+) (\w+) +(\S+)\t(.*)$/s.exec(line) ?? [];
    return type === 'tree'
      ? { type: 'directory', oid, size: 0, path }
      : { type: 'file', oid, size: Number(size), path };
  });
}

/** The bytes of a blob. */
export function readBlob(dir: string, oid: string): Promise<Uint8Array> {
  return runGit(dir, ['cat-file', 'blob', oid]);
}

/** When a commit was made, ISO 8601 in UTC. */
export async function commitDate(dir: string, commit: string): Promise<string> {
  const seconds = await askGit(dir, ['show', '-s', '--format=%ct', commit]);
  return new Date(Number(seconds) * 1000).toISOString();
}

async function commitAt(dir: string, name: string): Promise<string | undefined> {
  const found = await askGit(dir, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).catch(() => '');
  return found === '' ? undefined : found;
}

function writeBlob(dir: string, content: string | Uint8Array): Promise<string> {
  return askGit(dir, ['hash-object', '-w', '--stdin'], { input: content });
}
