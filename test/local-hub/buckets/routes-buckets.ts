import { timeOf } from '../jobs/views.ts';
import { databaseId } from '../people.ts';
import { errorReply, jsonReply, limitOf, nextLink, type Reply, readBody } from '../reply.ts';
import type { Call } from '../state.ts';
import { xetTokenReply } from '../xet/routes-xet.ts';
import { admitToBucket, refuseCreator } from './access.ts';
import { batchReply } from './batch.ts';
import { addBucket, type Bucket, type BucketFile, hashOf, listBucket, removeBucket } from './buckets.ts';

type BucketCall = { readonly call: Call; readonly bucket: Bucket; readonly rest: readonly string[] };

const NAME = /^[\w.-]{1,96}$/;
const PAGE = 1000;
const MAX_PAGE = 5000;
const MAX_PATHS = 2000;

/** What each call needs, and what answers it. */
const ROUTES: Readonly<
  Record<string, { readonly right: 'read' | 'write'; readonly reply: (about: BucketCall) => Reply }>
> = {
  'GET ': { right: 'read', reply: ({ bucket }) => jsonReply(bucketView(bucket)) },
  'DELETE ': {
    right: 'write',
    reply({ call, bucket }) {
      removeBucket(call.state, bucket);
      return jsonReply({});
    },
  },
  'GET tree': { right: 'read', reply: treeReply },
  'POST paths-info': { right: 'read', reply: pathsReply },
  'POST batch': { right: 'write', reply: batchReply },
  'GET xet-read-token': { right: 'read', reply: ({ call }) => xetTokenReply(call) },
  'GET xet-write-token': { right: 'write', reply: ({ call }) => xetTokenReply(call) },
};

/** `/api/buckets/…`; undefined for other paths. */
export function bucketsRoute(call: Call): Reply | undefined {
  const [api, buckets, owner = '', name = '', verb = '', ...rest] = call.segments;
  if (api !== 'api' || buckets !== 'buckets') return undefined;
  if (!call.state.jobs.settings.bucketsAvailable) return errorReply(404, 'Not found');
  const namespace = owner === 'me' ? (call.account?.user ?? owner) : owner;
  if (name === '') return call.method === 'GET' ? listReply(call, namespace) : undefined;
  const id = `${namespace}/${name}`;
  if (`${call.method} ${verb}` === 'POST ') return createReply(call, id);
  const route = ROUTES[`${call.method} ${verb}`];
  if (route === undefined) return undefined;
  const admission = admitToBucket(call, id, route.right);
  return 'refusal' in admission ? admission.refusal : route.reply({ call, bucket: admission.bucket, rest });
}

function createReply(call: Call, id: string): Reply {
  const { state } = call;
  const refused = refuseCreator(call, id);
  if (refused !== undefined) return refused;
  if (!NAME.test(id.split('/')[1] ?? '')) return errorReply(400, `Invalid bucket name: ${id}`);
  const sent = readBody(call);
  if ('refusal' in sent) return sent.refusal;
  // The description has `private`, newer clients send `visibility`.
  const { private: hidden, visibility } = sent.body;
  if (hidden !== undefined && hidden !== null && typeof hidden !== 'boolean') {
    return errorReply(400, '"private" must be true or false');
  }
  const about = { url: `${state.origin}/buckets/${id}`, name: id, id: databaseId(`buckets/${id}`) };
  if (state.buckets.has(id)) {
    const { url, id: number } = about;
    return jsonReply({ error: 'You already created this bucket', url, id: number }, 409);
  }
  addBucket(state, { id, private: hidden === true || visibility === 'private' });
  return jsonReply(about);
}

function listReply(call: Call, namespace: string): Reply {
  const search = call.query.get('search') ?? '';
  const found = [...call.state.buckets.values()].filter(
    ({ id }) => id.startsWith(`${namespace}/`) && id.includes(search) && 'bucket' in admitToBucket(call, id, 'read'),
  );
  return jsonReply(found.map((bucket) => bucketView(bucket)));
}

function bucketView(bucket: Bucket): Readonly<Record<string, unknown>> {
  const files = listBucket(bucket);
  const newest = Math.max(bucket.createdAt, ...files.map(({ uploadedAt }) => uploadedAt));
  return {
    author: bucket.id.split('/')[0],
    id: bucket.id,
    private: bucket.private,
    createdAt: timeOf(bucket.createdAt),
    updatedAt: timeOf(newest),
    size: files.reduce((sum, { size }) => sum + size, 0),
    totalFiles: files.length,
    repoType: 'bucket',
    cdnRegions: [],
  };
}

/** Files below a folder; without `recursive`, folders for those that lie deeper. */
function treeReply({ call, bucket, rest }: BucketCall): Reply {
  const folder = rest.join('/').replace(/\/+$/, '');
  const prefix = folder === '' ? '' : `${folder}/`;
  const items = new Map<string, Readonly<Record<string, unknown>>>();
  for (const file of listBucket(bucket, folder)) {
    const [first = '', ...deeper] = file.path.slice(prefix.length).split('/');
    const isFolder = /^(?:false|0)$/i.test(call.query.get('recursive') ?? '') && deeper.length > 0;
    const path = isFolder ? prefix + first : file.path;
    const uploadedAt = timeOf(file.uploadedAt);
    items.set(path, isFolder ? { type: 'directory', path, uploadedAt } : fileView(bucket, file));
  }
  const paths = [...items.keys()].sort();
  const limit = limitOf(call, PAGE, MAX_PAGE);
  const cursor = call.query.get('cursor');
  const start = cursor === null ? 0 : paths.findIndex((path) => path > cursor);
  const page = start < 0 ? [] : paths.slice(start, start + limit);
  const more = start >= 0 && start + limit < paths.length;
  const link = more ? nextLink(call, { cursor: page.at(-1) ?? '' }) : {};
  return jsonReply(
    page.map((path) => items.get(path)),
    200,
    link,
  );
}

function pathsReply({ call, bucket }: BucketCall): Reply {
  const sent = readBody(call);
  if ('refusal' in sent) return sent.refusal;
  const { paths } = sent.body;
  const asked = typeof paths === 'string' ? [paths] : paths;
  if (!Array.isArray(asked) || asked.length > MAX_PATHS) return errorReply(400, '"paths" must be at most 2000 paths');
  const found = listBucket(bucket).filter(({ path }) => asked.includes(path));
  return jsonReply(found.map((file) => fileView(bucket, file)));
}

function fileView(bucket: Bucket, file: BucketFile): Readonly<Record<string, unknown>> {
  const { path, size, uploadedAt } = file;
  const time = timeOf(uploadedAt);
  return { type: 'file', path, size, xetHash: hashOf(bucket, path), mtime: time, uploadedAt: time };
}
