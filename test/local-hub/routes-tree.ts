import { errorReply, jsonReply, limitOf, nextLink, type Reply } from './reply.ts';
import { historyOf, listEntries } from './repo.ts';
import { resolveRevision, unknownRevision } from './revisions.ts';
import type { Visit } from './state.ts';
import type { TreeEntry } from './trees.ts';

const TREE_PAGE = 1000;

/** `GET …/tree/{rev}[/{path}]`, page by page. */
export function treeRoute({ call, repo, rest }: Visit): Reply {
  const [revision = 'main', ...path] = rest;
  const commit = resolveRevision(repo, revision);
  if (commit === undefined) return unknownRevision(revision);
  const entries = listEntries(repo.dir, commit);
  // The path may come encoded as a whole or segment by segment.
  const folder = path.join('/').replace(/\/$/, '');
  if (folder !== '' && !entries.some(({ type, path }) => type === 'directory' && path === folder)) {
    return errorReply(404, `${folder} does not exist on "${revision}"`, 'EntryNotFound');
  }
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = entries.filter(({ path }) => path.startsWith(prefix));
  const listed = isAsked(call.query.get('recursive'))
    ? below
    : below.filter(({ path }) => !path.slice(prefix.length).includes('/'));
  const limit = limitOf(call, TREE_PAGE, TREE_PAGE);
  const start = Number(call.query.get('cursor') ?? 0) || 0;
  const more = start + limit < listed.length;
  const link = more ? nextLink(call, { limit: String(limit), cursor: String(start + limit) }) : {};
  const expand = isAsked(call.query.get('expand'));
  const items = listed.slice(start, start + limit).map((entry) => describe(repo.dir, commit, entry, { expand }));
  return jsonReply(items, 200, link);
}

/** `POST …/paths-info/{rev}`, JSON or form; paths that do not exist are left out. */
export function pathsRoute({ call, repo, rest }: Visit): Reply {
  const [revision = 'main'] = rest;
  const commit = resolveRevision(repo, revision);
  if (commit === undefined) return unknownRevision(revision);
  const { paths, expand } = askedPaths(new TextDecoder().decode(call.body), call.headers['content-type'] ?? '');
  const entries = listEntries(repo.dir, commit).filter(({ path }) => paths.includes(path));
  return jsonReply(entries.map((entry) => describe(repo.dir, commit, entry, { expand })));
}

function askedPaths(text: string, type: string): { readonly paths: readonly string[]; readonly expand: boolean } {
  if (!type.includes('json')) {
    const form = new URLSearchParams(text);
    return { paths: [...form.getAll('paths'), ...form.getAll('paths[]')], expand: isAsked(form.get('expand')) };
  }
  const { paths = [], expand } = JSON.parse(text) as { paths?: string | string[]; expand?: unknown };
  return { paths: typeof paths === 'string' ? [paths] : paths, expand: isAsked(expand) };
}

/** Query and form have it as text: Python says `True`, JavaScript `true`, people `1`. */
function isAsked(value: unknown): boolean {
  return /^(?:1|true)$/i.test(String(value));
}

function describe(
  dir: string,
  commit: string,
  entry: TreeEntry,
  { expand }: { readonly expand: boolean },
): Record<string, unknown> {
  const { type, oid, size, path } = entry;
  return { type, oid, size, path, ...(expand ? { lastCommit: lastCommitOf(dir, commit, entry) } : {}) };
}

/** The newest commit after which the path was what it is. */
function lastCommitOf(dir: string, commit: string, entry: TreeEntry): Record<string, unknown> {
  let last = { id: commit, title: '', date: '' };
  for (const { oid, title, date } of historyOf(dir, commit)) {
    if (!listEntries(dir, oid).some((item) => item.path === entry.path && item.oid === entry.oid)) break;
    last = { id: oid, title, date };
  }
  return last;
}
