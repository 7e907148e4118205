import { UserError } from '../errors.ts';
import { publicUrl } from '../http/network-error.ts';
import { callApi, notWhat } from './api.ts';
import { type Answer, askHub, type Hub, hubUrl } from './request.ts';

/** A file of a repo that is wanted. */
export type CardRequest = Hub & {
  /** Branch, tag, commit or `refs/pr/N`, as it is: not encoded. */
  readonly revision: string;
  /** Default: a model. */
  readonly repoType?: 'model' | 'dataset';
  readonly maxBytes: number;
};

export type HubCard = {
  readonly bytes: Uint8Array;
  /** Where the Hub has the file, after a rename under its new name; never a file store's signed link. */
  readonly url: string;
  /** The commit that the revision stands for; 40 hex digits. */
  readonly commit?: string;
  /** Without quotes; for a file in git its blob id. */
  readonly etag?: string;
};

/**
 * Reads the README.md of a model repo, byte for byte. Throws UserError: `usage`, `card-too-large` past
 * `maxBytes`, `unexpected-answer`, `hub-unavailable` and what {@link hubAnswerError} makes of refusals.
 */
export async function readCard(request: CardRequest): Promise<HubCard> {
  return readRepoFile(request, 'README.md');
}

/** Reads a file of a model repo, byte for byte, as {@link readCard} does. */
export async function readRepoFile(request: CardRequest, path: string): Promise<HubCard> {
  const start = hubUrl(request, (repo, revision) => {
    const prefix = request.repoType === 'dataset' ? 'datasets/' : '';
    return `${prefix}${repo}/resolve/${revision}/${path.split('/').map(encodeURIComponent).join('/')}`;
  });
  const { revision, maxBytes, repoId } = request;
  const answer = await askHub(request, start, { what: `${path} of ${repoId}`, maxBytes, revision });
  return { bytes: answer.bytes, ...identityOf(answer) };
}

/** What the Hub said of a file on the way to it. */
function identityOf({ said }: Answer): Omit<HubCard, 'bytes'> {
  const first = said[0];
  let identity: Omit<HubCard, 'bytes'> = { url: first === undefined ? '' : publicUrl(first.url) };
  for (const { url, headers } of said) {
    identity = { ...identity, ...identityIn(headers) };
    // Not the address of a cache or of the file store: only this form is a link for people.
    if (url.pathname.includes('/resolve/')) identity = { ...identity, url: publicUrl(url) };
  }
  return identity;
}

/** X-Linked-ETag wins: the answer that redirects to a file store carries it beside an ETag of its own. */
function identityIn(headers: Headers): Pick<HubCard, 'commit' | 'etag'> {
  const commit = headers.get('x-repo-commit') ?? '';
  const etag = (headers.get('x-linked-etag') ?? headers.get('etag') ?? '').replace(/^W\/|"/g, '');
  return { ...(/^[0-9a-f]{40}$/.test(commit) ? { commit } : {}), ...(etag === '' ? {} : { etag }) };
}

/**
 * The files of a folder of a repo, by their path; none when there is no such folder.
 *
 * @param folder Empty for the whole repo.
 * @param options.recursive Those in folders below it as well.
 * @throws UserError as {@link readCard}.
 */
export async function listFolder(
  request: CardRequest,
  folder: string,
  { recursive = false }: { readonly recursive?: boolean } = {},
): Promise<{ path: string; size: number }[]> {
  const files: { path: string; size: number }[] = [];
  const what = folder === '' ? `the files of ${request.repoId}` : `the list of ${folder} of ${request.repoId}`;
  const below = folder === '' ? '' : `/${folder.split('/').map(encodeURIComponent).join('/')}`;
  const type = request.repoType === 'dataset' ? 'datasets' : 'models';
  let url: URL | undefined = hubUrl(request, (repo, revision) => `api/${type}/${repo}/tree/${revision}${below}`);
  if (recursive) url.search = '?recursive=true';
  try {
    for (let page = 0; url !== undefined; page += 1) {
      if (page === MOST_PAGES)
        throw new UserError('invalid-card', `${folder || 'The whole'} of ${request.repoId} holds too many files.`);
      const answer: { json: unknown; next?: URL } = await callApi(request, url, { what, revision: request.revision });
      if (!Array.isArray(answer.json)) throw notWhat(request, url, what);
      for (const { path: file, size } of answer.json.filter(isFile)) files.push({ path: file, size });
      url = answer.next;
    }
    return files;
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-card') return [];
    throw error;
  }
}

/** Of 1,000 entries each, as the Hub cuts them. */
const MOST_PAGES = 20;

function isFile(item: unknown): item is { path: string; size: number } {
  if (typeof item !== 'object' || item === null || Reflect.get(item, 'type') !== 'file') return false;
  return typeof Reflect.get(item, 'path') === 'string' && typeof Reflect.get(item, 'size') === 'number';
}
