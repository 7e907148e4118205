import { ASK_FOR_PR, NO_CREDENTIALS } from './access.ts';
import { checkCard, checkEvalYaml, listOf, partOf } from './card-rules.ts';
import { BadCommit, type CommitBody, type Operation, readCommitBody } from './commit-body.ts';
import { addEvent, openDiscussion } from './discussion-store.ts';
import { numberOf, refOf } from './discussions.ts';
import { writeObject } from './objects.ts';
import { keyOf, mayDiscuss, mayWrite } from './permissions.ts';
import { STALE, updateRef } from './refs.ts';
import { errorReply, jsonReply, type Reply, readBody } from './reply.ts';
import { filesOf, hasCommit, writeCommit } from './repo.ts';
import { movableRef, refTarget, resolveRevision, unknownRevision } from './revisions.ts';
import type { Visit } from './state.ts';
import { writeTree } from './trees.ts';

const MAX_PREUPLOAD_FILES = 1000;
const LFS_BYTES = 10 * 1024 * 1024;

/** `POST …/preupload/{rev}`: how each file is to be sent, and its present blob id. */
export function preuploadRoute(visit: Visit): Reply {
  const { call, repo, rest } = visit;
  const [revision = 'main'] = rest;
  const commit = resolveRevision(repo, revision);
  const refused = refuseWriter(visit, revision);
  if (refused !== undefined) return refused;
  if (commit === undefined) return unknownRevision(revision);
  const sent = readBody(call);
  if ('refusal' in sent) return sent.refusal;
  const asked = listOf(sent.body.files).map(partOf);
  const invalid = asked.some(
    ({ path, size, sample }) => !(path && typeof size === 'number' && typeof sample === 'string'),
  );
  if (!Array.isArray(sent.body.files) || invalid || asked.length > MAX_PREUPLOAD_FILES) {
    return errorReply(422, '"files" must be a list of at most 1000 files with path, size and sample');
  }
  const blobs = filesOf(repo.dir, commit);
  const files = asked.map(({ path, size }) => {
    const oid = blobs.get(String(path));
    return {
      path,
      uploadMode: Number(size) > LFS_BYTES ? 'lfs' : 'regular',
      shouldIgnore: false,
      ...(oid === undefined ? {} : { oid }),
    };
  });
  return jsonReply({ files, commitOid: commit });
}

/** `POST …/commit/{rev}`: a commit on a branch or on a pull request's ref, or with `create_pr` a new pull request. */
export function commitRoute(visit: Visit): Reply {
  const { call, repo, rest } = visit;
  const [revision = 'main'] = rest;
  const refused = refuseWriter(visit, revision);
  if (refused !== undefined) return refused;
  const ref = movableRef(repo, revision);
  const head = ref === undefined ? undefined : refTarget(repo, ref);
  if (ref === undefined || head === undefined) return unknownRevision(revision);
  if (!/^application\/x-ndjson\b/.test(call.headers['content-type'] ?? '')) {
    return errorReply(400, 'Content-Type must be application/x-ndjson');
  }
  try {
    const body = readCommitBody(call.body);
    return createsPullRequest(visit)
      ? proposeCommit(visit, { body, ref, head })
      : pushCommit(visit, { body, ref, head });
  } catch (error) {
    if (error instanceof BadCommit) return errorReply(400, error.message);
    throw error;
  }
}

type Target = { readonly body: CommitBody; readonly ref: string; readonly head: string };

function pushCommit(visit: Visit, { body, ref, head }: Target): Reply {
  const { call, repo } = visit;
  if (body.parentCommit !== undefined && !head.startsWith(body.parentCommit)) return errorReply(412, STALE);
  const oid = write(visit, body, head);
  if (typeof oid !== 'string') return oid;
  updateRef(repo.dir, ref, oid, head);
  const num = numberOf(ref);
  if (num !== undefined) {
    const author = call.account?.user ?? '';
    addEvent(call.state, repo, num, { author, event: { type: 'commit', subject: body.summary, oid } });
  }
  return answer(visit, oid);
}

/** The parent only says where the pull request starts: it locks nothing. */
function proposeCommit(visit: Visit, { body, ref, head }: Target): Reply {
  const { call, repo } = visit;
  const { parentCommit } = body;
  const start = parentCommit === undefined || head.startsWith(parentCommit) ? head : parentCommit;
  if (!hasCommit(repo.dir, start)) return unknownRevision(start);
  const oid = write(visit, body, start);
  if (typeof oid !== 'string') return oid;
  const author = call.account?.user ?? '';
  const { num } = openDiscussion(call.state, repo, {
    title: body.summary,
    description: body.description,
    author,
    status: 'open',
    pullRequest: { base: ref, startedFrom: start },
  });
  updateRef(repo.dir, refOf(num), oid, refTarget(repo, refOf(num)));
  addEvent(call.state, repo, num, { author, event: { type: 'commit', subject: body.summary, oid } });
  return answer(visit, oid, { pullRequestUrl: `${call.state.origin}/${keyOf(repo)}/discussions/${num}` });
}

function answer(visit: Visit, oid: string, more: Readonly<Record<string, string>> = {}): Reply {
  const commitUrl = `${visit.call.state.origin}/${keyOf(visit.repo)}/commit/${oid}`;
  return jsonReply({ success: true, commitOid: oid, commitUrl, hookOutput: '', ...more });
}

/** The id of the new commit, which no ref points at yet, or why the Hub does not take it. */
function write({ call, repo }: Visit, body: CommitBody, parent: string): string | Reply {
  const problem = body.operations.map((operation) => problemOf(operation, repo.type)).find(Boolean);
  if (problem !== undefined) return errorReply(400, problem);
  const files = filesOf(repo.dir, parent);
  for (const operation of body.operations) {
    if (operation.kind === 'write') {
      if (operation.oldPath !== undefined) files.delete(operation.oldPath);
      files.set(operation.path, writeObject(repo.dir, 'blob', operation.content));
      continue;
    }
    const { path, what } = operation;
    const gone = [...files.keys()].filter(
      (file) => (what !== 'folder' && file === path) || (what !== 'file' && file.startsWith(`${path}/`)),
    );
    if (gone.length === 0) return errorReply(404, `${path} does not exist`, 'EntryNotFound');
    for (const file of gone) files.delete(file);
  }
  const about = {
    title: body.summary,
    description: body.description,
    user: call.account?.user ?? '',
    date: call.state.nextTime(),
  };
  return writeCommit(repo.dir, about, writeTree(repo.dir, files), [parent]);
}

/** What the Hub checks at a push: a card's header, and the `eval.yaml` of a dataset. */
function problemOf(operation: Operation, type: string): string | undefined {
  if (operation.kind !== 'write') return undefined;
  const text = () => operation.content.toString();
  const isEval = type === 'dataset' && operation.path === 'eval.yaml';
  const problems = operation.path === 'README.md' ? checkCard(text()).errors : isEval ? checkEvalYaml(text()) : [];
  if (problems.length === 0) return undefined;
  return `Invalid metadata in ${operation.path}.\n${problems.map((problem) => `- ${problem}`).join('\n')}`;
}

function createsPullRequest({ call }: Visit): boolean {
  return /^(?:1|true)$/.test(call.query.get('create_pr') ?? '');
}

/**
 * Who may commit where: writers everywhere, whoever opened a pull request on its ref, and everybody who may discuss
 * with `create_pr=1`.
 */
function refuseWriter(visit: Visit, revision: string): Reply | undefined {
  const { call, repo } = visit;
  const { account } = call;
  if (account === undefined) return errorReply(401, NO_CREDENTIALS);
  if (createsPullRequest(visit)) {
    if (repo.discussionsDisabled) return errorReply(403, 'Discussions are disabled for this repo');
    const may = mayDiscuss(repo, account);
    return may ? undefined : errorReply(403, 'Forbidden: this token may not create discussions or pull requests');
  }
  const num = numberOf(revision);
  const proposal = num === undefined ? undefined : repo.discussions.get(num);
  const isAuthor = proposal?.author === account.user && mayDiscuss(repo, account);
  if (!mayWrite(repo, account) && !isAuthor) return errorReply(403, ASK_FOR_PR);
  if (proposal?.status === 'merged' || proposal?.status === 'closed') {
    return errorReply(403, `This pull request is ${proposal.status}`);
  }
  return undefined;
}
