import { load } from 'js-yaml';
import { admit } from './access.ts';
import { cardDataOf, listOf, partOf } from './card-rules.ts';
import { evalResultsOf } from './eval-results.ts';
import { databaseId, personOf } from './people.ts';
import { keyOf, namespaceOf } from './permissions.ts';
import { errorReply, jsonReply, limitOf, nextLink, type Reply } from './reply.ts';
import { MAIN, readText } from './repo.ts';
import { refTarget } from './revisions.ts';
import type { Call, Repo, Visit } from './state.ts';

const LIST_PAGE = 100;

/** `GET /api/datasets` and `/api/models`, with `filter` and `author`, page by page; undefined for other paths. */
export function listRoute(call: Call): Reply | undefined {
  const [api, plural, ...rest] = call.segments;
  if (api !== 'api' || !/^(?:datasets|models)$/.test(plural ?? '') || rest.length > 0) return undefined;
  const filters = call.query.getAll('filter');
  const author = call.query.get('author');
  const repos = [...call.state.repos.values()].filter(
    (repo) =>
      `${repo.type}s` === plural &&
      repo.renamedTo === undefined &&
      'repo' in admit(call, keyOf(repo), 'info') &&
      (author === null || namespaceOf(repo) === author) &&
      filters.every((filter) => repo.tags.includes(filter)),
  );
  const limit = limitOf(call, LIST_PAGE, LIST_PAGE);
  const start = Number(call.query.get('cursor') ?? 0) || 0;
  const items = repos.slice(start, start + limit).map(({ id, tags, private: hidden, gated }) => ({
    _id: databaseId(id),
    id,
    author: id.split('/')[0],
    tags,
    private: hidden,
    gated,
  }));
  const more = start + limit < repos.length;
  return jsonReply(items, 200, more ? nextLink(call, { cursor: String(start + limit) }) : {});
}

/** `GET /api/datasets/{id}/leaderboard`: results of all models for one task, best first. */
export function leaderboardRoute({ call, repo }: Visit): Reply {
  if (repo.type !== 'dataset') return errorReply(404, 'Not found');
  const head = refTarget(repo, MAIN);
  const tasks = head === undefined ? [] : tasksOf(readText(repo.dir, head, 'eval.yaml'));
  if (tasks.length === 0) return errorReply(404, 'This dataset has no leaderboard', 'EntryNotFound');
  const task = call.query.get('task_id') ?? tasks[0];
  if (task === undefined || !tasks.includes(task)) return errorReply(404, `Unknown task: ${task}`, 'EntryNotFound');
  const models = [...call.state.repos.values()].filter((model) => model.type === 'model' && isListed(call, model));
  const rows = models.flatMap((model) => rowsOf(call, model, { dataset: repo.id, task }));
  rows.sort((left, right) => right.value - left.value);
  return jsonReply(rows.map((row, at) => ({ rank: at + 1, ...row })));
}

/** With `base_model` (the default), only models that are not made from another one. */
function isListed(call: Call, model: Repo): boolean {
  if (!('repo' in admit(call, keyOf(model), 'info')) || model.renamedTo !== undefined) return false;
  if (call.query.get('base_model') === 'false') return true;
  const head = refTarget(model, MAIN);
  return head === undefined || cardDataOf(readText(model.dir, head, 'README.md')).base_model === undefined;
}

function rowsOf(call: Call, model: Repo, about: { readonly dataset: string; readonly task: string }) {
  return evalResultsOf(call.state, model).flatMap((result) => {
    if ('error' in result) return [];
    const { dataset, value, source, notes } = result.data;
    if (dataset.id !== about.dataset || dataset.task_id !== about.task) return [];
    return [
      {
        modelId: model.id,
        author: personOf(call.state, namespaceOf(model)),
        value,
        verified: result.verified,
        ...(source === undefined ? {} : { source: sourceOf(call, source) }),
        ...(result.pullRequest === undefined ? {} : { pullRequest: result.pullRequest }),
        filename: result.filename,
        ...(notes === undefined ? {} : { notes }),
      },
    ];
  });
}

function sourceOf(call: Call, source: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { url, name, user, org } = source;
  const author = typeof (user ?? org) === 'string' ? personOf(call.state, String(user ?? org)) : undefined;
  return {
    url,
    ...(name === undefined ? {} : { name }),
    isExternal: !String(url).startsWith(call.state.origin),
    ...(author === undefined ? {} : { author }),
  };
}

function tasksOf(text: string | undefined): readonly string[] {
  try {
    return listOf(partOf(load(text ?? '')).tasks).map((task) => String(partOf(task).id));
  } catch {
    return [];
  }
}
