import { admit } from './access.ts';
import { emptyReply, errorReply, type Reply } from './reply.ts';
import { listEntries, readBlob } from './repo.ts';
import { resolveRevision, unknownRevision } from './revisions.ts';
import type { Call, Repo } from './state.ts';
import type { TreeEntry } from './trees.ts';

/** `GET|HEAD /[datasets/|spaces/]{repo}/resolve|raw/{rev}/{path}`; undefined when the path is none of these. */
export function fileRoute(call: Call): Reply | undefined {
  // Old models have no namespace, so the verb is the second or the third segment after the type.
  const first = /^(?:datasets|spaces)$/.test(call.segments[0] ?? '') ? 1 : 0;
  const at = [first + 1, first + 2].find((index) => /^(?:resolve|raw)$/.test(call.segments[index] ?? ''));
  const [revision, ...path] = at === undefined ? [] : call.segments.slice(at + 1);
  if (at === undefined || revision === undefined || path.length === 0) return undefined;
  if (!/^(?:GET|HEAD)$/.test(call.method)) return errorReply(405, 'Method not allowed');
  const admission = admit(call, call.segments.slice(0, at).join('/'), 'files');
  if ('refusal' in admission) return admission.refusal;
  return sendFile(call, admission.repo, revision, path.join('/'));
}

function sendFile(call: Call, repo: Repo, revision: string, path: string): Reply {
  const commit = resolveRevision(repo, revision);
  if (commit === undefined) return unknownRevision(revision);
  const entries = listEntries(repo.dir, commit);
  const entry = entries.find((item) => item.type === 'file' && item.path === path);
  const seen = { 'x-repo-commit': commit };
  if (entry === undefined) {
    const missing = errorReply(404, 'Entry not found', 'EntryNotFound');
    return { ...missing, headers: { ...missing.headers, ...seen } };
  }
  const headers = { ...seen, etag: `"${entry.oid}"`, 'accept-ranges': 'bytes' };
  if (isKnown(call.headers['if-none-match'], entry.oid)) return emptyReply(304, headers);
  if (repo.redirectFilesTo !== undefined && !call.segments.includes('raw')) {
    return emptyReply(302, { ...headers, ...storeHeaders(call, repo.redirectFilesTo, entry) });
  }
  const bytes = readBlob(repo.dir, entry.oid);
  return ranged(call, bytes, { ...headers, 'content-type': typeOf(bytes) });
}

/** A signed link, as a file store wants them: its query is a secret. */
function storeHeaders(call: Call, origin: string, entry: TreeEntry): Record<string, string> {
  return {
    location: `${origin}${call.pathname}?Expires=1767225600&Signature=secret-of-the-link`,
    'x-linked-etag': `"${entry.oid}"`,
    'x-linked-size': String(entry.size),
  };
}

function isKnown(header: string | undefined, oid: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(`"${oid}"`) || tags.includes('*');
}

/** One range (RFC 9110 § 14.2); several, or none that can be read, get the whole file. */
export function ranged(call: Call, bytes: Uint8Array, headers: Record<string, string>): Reply {
  const whole = { status: 200, headers, body: bytes };
  const [match, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(call.headers.range ?? '') ?? [];
  if (match === undefined || call.method !== 'GET' || from + to === '') return whole;
  const size = bytes.byteLength;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return whole;
  if (first > last) {
    const refused = errorReply(416, 'Range not satisfiable');
    return { ...refused, headers: { ...refused.headers, 'content-range': `bytes */${size}` } };
  }
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${first}-${last}/${size}` },
    body: bytes.subarray(first, last + 1),
  };
}

function typeOf(bytes: Uint8Array): string {
  return bytes.includes(0) ? 'application/octet-stream' : 'text/plain; charset=utf-8';
}
