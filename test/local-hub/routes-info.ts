import { cardDataOf } from './card-rules.ts';
import { evalResultsOf, hasEvalResults } from './eval-results.ts';
import { databaseId } from './people.ts';
import { namespaceOf } from './permissions.ts';
import { errorReply, jsonReply, type Reply } from './reply.ts';
import { listEntries, readCommit, readText } from './repo.ts';
import { resolveRevision, unknownRevision } from './revisions.ts';
import type { Repo, Visit } from './state.ts';

/** What `expand` can ask of a model (from the Python client); other names are refused. */
const FIELDS = `author baseModels cardData childrenModelCount config createdAt disabled downloads downloadsAllTime
  evalResults gated gguf inference inferenceProviderMapping lastModified library_name likes mask_token model-index
  pipeline_tag private resourceGroup safetensors sha siblings spaces tags transformersInfo trendingScore usedStorage
  widgetData`.split(/\s+/);

/** `GET /api/models/{repo}` and `…/revision/{rev}`, likewise for datasets and spaces. */
export function infoRoute({ call, repo, rest }: Visit): Reply {
  const [revision = 'main'] = rest;
  const asked = [...call.query.getAll('expand'), ...call.query.getAll('expand[]')];
  const unknown = asked.filter((name) => !FIELDS.includes(name));
  if (repo.type === 'model' && unknown.length > 0) {
    return errorReply(400, `"expand" must be one of [${FIELDS.join(', ')}]`);
  }
  const commit = resolveRevision(repo, revision);
  if (commit === undefined) return unknownRevision(revision);
  const info = describe(repo, commit, { withBlobs: call.query.get('blobs') !== null });
  if (asked.length === 0) return jsonReply(info);
  const all = asked.includes('evalResults') ? { ...info, evalResults: evalResultsOf(call.state, repo) } : info;
  const kept = new Set(['_id', 'id', ...asked]);
  return jsonReply(Object.fromEntries(Object.entries(all).filter(([name]) => kept.has(name))));
}

function describe(repo: Repo, commit: string, how: { readonly withBlobs: boolean }): Record<string, unknown> {
  const card = cardDataOf(readText(repo.dir, commit, 'README.md'));
  const files = listEntries(repo.dir, commit).filter(({ type }) => type === 'file');
  const { date } = readCommit(repo.dir, commit);
  const { safetensors } = repo;
  return {
    _id: databaseId(repo.id),
    id: repo.id,
    ...(repo.type === 'model' ? { modelId: repo.id } : {}),
    author: namespaceOf(repo),
    sha: commit,
    lastModified: date,
    createdAt: date,
    private: repo.private,
    gated: repo.gated,
    disabled: repo.disabled,
    discussionsDisabled: repo.discussionsDisabled,
    downloads: 0,
    likes: 0,
    tags: [
      ...repo.tags,
      ...('model-index' in card ? ['model-index'] : []),
      ...(hasEvalResults(files.map(({ path }) => path)) ? ['eval-results'] : []),
    ],
    ...(typeof card.pipeline_tag === 'string' ? { pipeline_tag: card.pipeline_tag } : {}),
    ...(typeof card.library_name === 'string' ? { library_name: card.library_name } : {}),
    ...(safetensors === undefined ? {} : { safetensors: { parameters: safetensors, total: totalOf(safetensors) } }),
    cardData: card,
    ...(repo.type === 'model' ? { 'model-index': card['model-index'] ?? null, spaces: [] } : {}),
    siblings: files.map(({ path, size, oid }) => ({
      rfilename: path,
      ...(how.withBlobs ? { size, blobId: oid } : {}),
    })),
  };
}

function totalOf(parameters: Readonly<Record<string, number>>): number {
  return Object.values(parameters).reduce((sum, count) => sum + count, 0);
}
