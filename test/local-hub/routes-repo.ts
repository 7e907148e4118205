import { admit } from './access.ts';
import { keyOf, mayWrite } from './permissions.ts';
import { RefMoved, STALE } from './refs.ts';
import { errorReply, type Reply, textReply } from './reply.ts';
import { pastOf } from './revisions.ts';
import { commitRoute, preuploadRoute } from './routes-commit.ts';
import { leaderboardRoute } from './routes-datasets.ts';
import { discussionRoutes } from './routes-discussions.ts';
import { commitsRoute, compareRoute, refsRoute } from './routes-history.ts';
import { infoRoute } from './routes-info.ts';
import { pathsRoute, treeRoute } from './routes-tree.ts';
import type { Call, HubState, RepoType, Visit } from './state.ts';

type Handler = (visit: Visit) => Reply | Promise<Reply>;

const TYPES: Readonly<Record<string, RepoType>> = { models: 'model', datasets: 'dataset', spaces: 'space' };

/** What can be asked of a repo, by the segment after its id, and by method. */
const VERBS: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  revision: { GET: infoRoute },
  tree: { GET: treeRoute },
  'paths-info': { POST: pathsRoute },
  refs: { GET: refsRoute },
  commits: { GET: commitsRoute },
  compare: { GET: compareRoute },
  preupload: { POST: preuploadRoute },
  commit: { POST: commitRoute },
  discussions: { GET: discussionRoutes, POST: discussionRoutes, DELETE: discussionRoutes },
  'auth-check': { GET: authCheckRoute },
  leaderboard: { GET: leaderboardRoute },
};

/** Posts that change nothing. */
const READING = ['paths-info', 'preupload'];

/** `/api/models/{repo}` and all below it, likewise for datasets and spaces; undefined for other paths. */
export async function repoRoute(call: Call): Promise<Reply | undefined> {
  const [api, plural = '', ...segments] = call.segments;
  const type = TYPES[plural];
  if (api !== 'api' || type === undefined || segments.length === 0) return undefined;
  const length = idLength(call.state, type, segments);
  const [verb, ...rest] = segments.slice(length);
  const methods = verb === undefined ? { GET: infoRoute } : VERBS[verb];
  if (methods === undefined) return undefined;
  const method = call.method === 'HEAD' ? 'GET' : call.method;
  const handle = (methods as Readonly<Record<string, Handler>>)[method];
  if (handle === undefined) return errorReply(405, 'Method not allowed');
  const key = keyOf({ type, id: segments.slice(0, length).join('/') });
  const admission = admit(call, key, verb === 'auth-check' ? 'files' : 'info');
  if ('refusal' in admission) return admission.refusal;
  const { repo } = admission;
  if (method === 'GET' || READING.includes(verb ?? '')) return handle({ call, repo, rest });
  const past = pastOf(repo);
  try {
    const reply = await handle({ call, repo, rest });
    if (reply.status < 300) call.state.past.set(key, past);
    return reply;
  } catch (error) {
    if (error instanceof RefMoved) return errorReply(412, STALE);
    throw error;
  }
}

/** Old models have no namespace; a repo may be called "tree", but not without one. */
function idLength(state: HubState, type: RepoType, segments: readonly string[]): 1 | 2 {
  const [first = '', second] = segments;
  if (second === undefined) return 1;
  const isOne = second in VERBS && state.repos.has(keyOf({ type, id: first }));
  return isOne && !state.repos.has(keyOf({ type, id: `${first}/${second}` })) ? 1 : 2;
}

/** `auth-check` and `auth-check/write`: the status is the answer. */
function authCheckRoute({ call, repo, rest }: Visit): Reply {
  if (rest.length > 1 || (rest[0] ?? 'write') !== 'write') return errorReply(404, 'Not found');
  const wanted = rest[0] === 'write';
  if (!wanted || mayWrite(repo, call.account)) return textReply('OK');
  return call.account === undefined
    ? errorReply(401, 'Invalid username or password.')
    : errorReply(403, `Forbidden: this credential may not write to ${repo.id}.`);
}
