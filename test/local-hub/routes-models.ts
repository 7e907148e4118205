import { createHash } from 'node:crypto';
import { load } from 'js-yaml';
import { admit } from './access.ts';
import { errorReply, jsonReply, type Reply } from './reply.ts';
import { commitDate, listEntries, readBlob, resolveRevision, type TreeEntry } from './repo.ts';
import type { Call, ModelRepo } from './state.ts';

const TREE_PAGE = 1000;
const VERBS = /^(?:revision|tree)$/;

/** `GET /api/models/{repo}`, its `/revision/{rev}` and `/tree/{rev}[/{path}]`; undefined for other paths. */
export async function modelRoute(call: Call): Promise<Reply | undefined> {
  const [api, models, ...rest] = call.segments;
  if (api !== 'api' || models !== 'models' || rest.length === 0) return undefined;
  // Old models have no namespace; a model may be called "tree", but not without one.
  const length = rest[1] === undefined || (VERBS.test(rest[1]) && rest[2] !== undefined) ? 1 : 2;
  const [verb, revision = 'main', ...path] = rest.slice(length);
  if (verb !== undefined && !VERBS.test(verb)) return undefined;
  if (!/^(?:GET|HEAD)$/.test(call.method)) return errorReply(405, 'Method not allowed');
  const admission = admit(call, rest.slice(0, length).join('/'), 'info');
  if ('refusal' in admission) return admission.refusal;
  const { model } = admission;
  const commit = await resolveRevision(model.dir, revision);
  if (commit === undefined) return errorReply(404, `Invalid rev id: ${revision}`, 'RevisionNotFound');
  const entries = await listEntries(model.dir, commit);
  if (verb === 'tree') return treeReply(call, entries, path.join('/'), revision);
  return jsonReply(expanded(await modelInfo(call, model, commit, entries), call.query));
}

async function modelInfo(
  call: Call,
  model: ModelRepo,
  commit: string,
  entries: readonly TreeEntry[],
): Promise<Record<string, unknown>> {
  const card = await cardData(model, entries);
  const files = entries.filter(({ type }) => type === 'file');
  const blobs = call.query.get('blobs') === 'true';
  const date = await commitDate(model.dir, commit);
  return {
    _id: createHash('sha1').update(model.id).digest('hex').slice(0, 24),
    id: model.id,
    modelId: model.id,
    author: model.id.split('/')[0],
    sha: commit,
    lastModified: date,
    createdAt: date,
    private: model.private,
    gated: model.gated,
    disabled: model.disabled,
    downloads: 0,
    likes: 0,
    tags: 'model-index' in card ? ['model-index'] : [],
    ...(typeof card.pipeline_tag === 'string' ? { pipeline_tag: card.pipeline_tag } : {}),
    ...(typeof card.library_name === 'string' ? { library_name: card.library_name } : {}),
    cardData: card,
    'model-index': card['model-index'] ?? null,
    siblings: files.map(({ path, size, oid }) => ({
      rfilename: path,
      ...(blobs ? { size, blobId: oid } : {}),
    })),
    spaces: [],
  };
}

/** With `expand`, only what was asked for; the Hub says 400 for names that it does not know, this does not. */
function expanded(info: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const asked = [...query.getAll('expand'), ...query.getAll('expand[]')];
  if (asked.length === 0) return info;
  const kept = new Set(['_id', 'id', ...asked]);
  return Object.fromEntries(Object.entries(info).filter(([name]) => kept.has(name)));
}

/** The parsed README header; empty when there is none or it is broken, as the Hub has it. */
async function cardData(model: ModelRepo, entries: readonly TreeEntry[]): Promise<Record<string, unknown>> {
  const readme = entries.find(({ path }) => path === 'README.md');
  if (readme === undefined) return {};
  const text = new TextDecoder().decode(await readBlob(model.dir, readme.oid));
  const header = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[1] ?? '';
  try {
    const parsed: unknown = load(header);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function treeReply(call: Call, entries: readonly TreeEntry[], folder: string, revision: string): Reply {
  const { query, state, pathname } = call;
  const prefix = folder === '' ? '' : `${folder}/`;
  if (folder !== '' && !entries.some(({ type, path }) => type === 'directory' && path === folder)) {
    return errorReply(404, `${folder} does not exist on "${revision}"`, 'EntryNotFound');
  }
  const below = entries.filter(({ path }) => path.startsWith(prefix));
  const deep = query.get('recursive') === 'true' || query.get('recursive') === '1';
  const listed = deep ? below : below.filter(({ path }) => !path.slice(prefix.length).includes('/'));
  const limit = Math.max(1, Math.min(Number(query.get('limit') ?? TREE_PAGE) || TREE_PAGE, TREE_PAGE));
  const start = Number(query.get('cursor') ?? 0) || 0;
  const next = new URLSearchParams(query);
  next.set('limit', String(limit));
  next.set('cursor', String(start + limit));
  const more = start + limit < listed.length;
  const link = more ? { link: `<${state.origin}${pathname}?${next}>; rel="next"` } : {};
  const items = listed.slice(start, start + limit).map(({ type, oid, size, path }) => ({ type, oid, size, path }));
  return jsonReply(items, 200, link);
}
