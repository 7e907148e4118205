import { createHmac, randomBytes } from 'node:crypto';
import { emptyReply, errorReply, type Reply } from '../reply.ts';
import { ranged } from '../routes-files.ts';
import type { Call } from '../state.ts';
import { admitToBucket } from './access.ts';
import { type Bucket, type BucketFile, findBucketFile, hashOf, readBucketFile } from './buckets.ts';

const STORE = 'xet-bridge';
const LINK_SECONDS = 3600;
/** Nobody else can make links to the store. */
const KEY = randomBytes(32);

/** `GET|HEAD /buckets/{ns}/{name}/resolve/{path}`, and the store that it leads to; undefined for other paths. */
export function bucketFilesRoute(call: Call): Reply | undefined {
  const [place, namespace, name, verb, ...path] = call.segments;
  const id = `${namespace}/${name}`;
  const isStore = place === STORE;
  if (!isStore && (place !== 'buckets' || verb !== 'resolve')) return undefined;
  if (!/^(?:GET|HEAD)$/.test(call.method)) return errorReply(405, 'Method not allowed');
  if (isStore) return storeReply(call, id);
  if (path.join('') === '') return errorReply(400, 'File path required');
  const admission = admitToBucket(call, id, 'read');
  if ('refusal' in admission) return admission.refusal;
  const { bucket } = admission;
  const file = findBucketFile(bucket, path.join('/'));
  if (file === undefined) return errorReply(404, 'Entry not found', 'EntryNotFound');
  if (!call.state.jobs.settings.bucketRedirects) return fileReply(call, bucket, file);
  const etag = etagOf(bucket, file);
  const headers = { ...xetHeaders(call, bucket, file), 'x-linked-etag': etag, 'x-linked-size': String(file.size) };
  return emptyReply(302, { ...headers, location: linkTo(call, `${id}/x/${file.path}`) });
}

/** Whoever has the link gets the file, with any credential or none. */
function storeReply(call: Call, id: string): Reply {
  const path = call.segments.slice(4).join('/');
  const expires = Number(call.query.get('Expires'));
  const isGood = call.query.get('Signature') === sign(`${id}/x/${path}`, expires) && expires * 1000 > call.state.now();
  const bucket = call.state.buckets.get(id);
  const file = bucket === undefined || !isGood ? undefined : findBucketFile(bucket, path);
  if (bucket === undefined || file === undefined) return errorReply(403, 'Access denied');
  return fileReply(call, bucket, file);
}

function fileReply(call: Call, bucket: Bucket, file: BucketFile): Reply {
  const bytes = readBucketFile(bucket, file.path);
  const type = bytes.includes(0) ? 'application/octet-stream' : 'text/plain; charset=utf-8';
  const headers = { etag: etagOf(bucket, file), 'accept-ranges': 'bytes', 'content-type': type };
  return ranged(call, bytes, { ...headers, ...xetHeaders(call, bucket, file) });
}

/** What clients of the Xet protocol need; some look for it where a redirect on one host led them. */
function xetHeaders({ state }: Call, bucket: Bucket, { path }: BucketFile): Record<string, string> {
  const link = `<${state.origin}/api/buckets/${bucket.id}/xet-read-token>; rel="xet-auth"`;
  return { 'x-xet-hash': hashOf(bucket, path), link };
}

function etagOf(bucket: Bucket, { path }: BucketFile): string {
  return `"${hashOf(bucket, path)}"`;
}

function linkTo({ state }: Call, place: string): string {
  const expires = Math.floor(state.now() / 1000) + LINK_SECONDS;
  const path = place.split('/').map(encodeURIComponent).join('/');
  return `${state.origin}/${STORE}/${path}?Expires=${expires}&Signature=${sign(place, expires)}`;
}

function sign(place: string, expires: number): string {
  return createHmac('sha256', KEY).update(`${place} ${expires}`).digest('hex');
}
