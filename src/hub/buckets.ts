import { partOf } from '../data.ts';
import { UserError } from '../errors.ts';
import { callApi, notWhat } from './api.ts';
import { askHub, endpointUrl, type Hub } from './request.ts';

/** A bucket: storage beside repos, `NAMESPACE/NAME`. */
export type Bucket = { readonly id: string };

/**
 * A private bucket, which is made where there is none yet.
 *
 * @returns undefined where buckets are not to be had: other Hubs, or an account that may not make one.
 * @throws UserError `forbidden` for one that anybody may read: results may have questions and answers of gated data.
 */
export async function privateBucket(hub: Hub, namespace: string, name: string): Promise<Bucket | undefined> {
  const what = `the bucket ${namespace}/${name}`;
  const url = endpointUrl(hub.endpoint, `api/buckets/${encodeURIComponent(namespace)}/${name}`);
  try {
    await callApi(hub, url, { what, method: 'POST', json: { private: true } });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { status } = error.details;
    if (status !== 409) {
      if ([400, 401, 402, 403, 404, 405, 501].includes(Number(status))) return undefined;
      throw error;
    }
  }
  // One that was there may be anybody's to read; and so may a new one of a Hub that does not heed what it is asked for.
  const { json } = await callApi(hub, url, { what });
  const { private: isPrivate } = partOf(json);
  if (isPrivate === true) return { id: `${namespace}/${name}` };
  throw new UserError('forbidden', `The bucket ${namespace}/${name} is public, and results may hold gated data.`, {
    hint: 'Make it private in its settings, or delete it: then a private one is made.',
  });
}

/** Pages of a thousand files, as the Hub cuts them. */
const MOST_PAGES = 20;

/**
 * The files in a folder of a bucket, with their paths in the bucket.
 *
 * @throws UserError what a refused call becomes.
 */
export async function listBucketFolder(
  hub: Hub,
  { id }: Bucket,
  folder: string,
): Promise<readonly { readonly path: string; readonly size: number }[]> {
  const what = `the files in ${folder} of the bucket ${id}`;
  const files: { path: string; size: number }[] = [];
  let url: URL | undefined = endpointUrl(hub.endpoint, `api/buckets/${id}/tree/${pathOf(folder)}`);
  for (let page = 0; url !== undefined && page < MOST_PAGES; page += 1) {
    const answer: { json: unknown; next?: URL } = await callApi(hub, url, { what });
    if (!Array.isArray(answer.json)) throw notWhat(hub, url, what);
    for (const item of answer.json) {
      const { type, path, size } = partOf(item);
      if (type === 'file' && typeof path === 'string' && typeof size === 'number') files.push({ path, size });
    }
    url = answer.next;
  }
  return files;
}

/**
 * A file of a bucket.
 *
 * @throws UserError `too-large` beyond the bound, in bytes, and what a refused call becomes.
 */
export async function readBucketFile(hub: Hub, { id }: Bucket, path: string, maxBytes: number): Promise<Uint8Array> {
  const url = endpointUrl(hub.endpoint, `buckets/${id}/resolve/${pathOf(path)}`);
  const what = `${path} of the bucket ${id}`;
  const { bytes } = await askHub(hub, url, { what, maxBytes, revision: 'main' }).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.code !== 'card-too-large') throw error;
    throw new UserError('too-large', `${what} has more than ${maxBytes} bytes.`, {
      hint: 'Download it, and give it with --results.',
      cause: error,
    });
  });
  return bytes;
}

function pathOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
