import { createHash } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify } from './access.ts';
import { addBucket, type Bucket, type BucketSpec } from './buckets/buckets.ts';
import { bucketFilesRoute } from './buckets/routes-bucket-files.ts';
import { bucketsRoute } from './buckets/routes-buckets.ts';
import { addRepo, createState } from './create-state.ts';
import type { Discussion } from './discussions.ts';
import { createFaultList, deliver, type Fault, type FaultRule, isHandled, repeatedQuery, spoil } from './faults.ts';
import { COMMIT_DATE } from './git.ts';
import { settle, startClock } from './jobs/clock.ts';
import { createJobsControl } from './jobs/control.ts';
import { jobsRoute } from './jobs/routes-jobs.ts';
import { scheduledRoute } from './jobs/routes-scheduled.ts';
import { closeJobs } from './jobs/snapshot.ts';
import { staleJobs } from './jobs/state.ts';
import type { JobsControl, JobsOptions } from './jobs/types.ts';
import { removeFolder } from './jobs/volumes.ts';
import { createPauseList, type Pause } from './pauses.ts';
import type { OidcKey, Publisher } from './publishers.ts';
import { ANONYMOUS_LIMITS, createRateLimiter, type Limits, USER_LIMITS } from './rate-limit.ts';
import { emptyReply, errorReply, type Reply } from './reply.ts';
import type { Commit } from './repo.ts';
import { accountRoute } from './routes-account.ts';
import { listRoute } from './routes-datasets.ts';
import { fileRoute } from './routes-files.ts';
import { oauthRoute } from './routes-oauth.ts';
import { repoRoute } from './routes-repo.ts';
import { validateRoute } from './routes-validate.ts';
import type { RequestRule } from './rules.ts';
import { restoreSnapshot, type Snapshot, takeSnapshot } from './snapshot.ts';
import { lockDiscussion, type Proposal, stageCommit, stageDiscussion, stageProposal } from './staging.ts';
import type { Account, HubSettings, HubState, RecordedRequest, Repo, RepoSpec } from './state.ts';
import { xetRoute } from './xet/routes-xet.ts';

export type LocalHubOptions = {
  /** Requests per 300 s and caller, in place of the Hub's. */
  readonly limits?: Partial<Limits>;
  /** Milliseconds since 1970, for the rate limits' windows, for tokens that expire, and for jobs. */
  readonly now?: () => number;
  readonly settings?: Partial<HubSettings>;
  readonly jobs?: JobsOptions;
  /** Default: one that is free. */
  readonly port?: number;
};

/** A Hub on 127.0.0.1 that keeps its repos as git repos in a temporary folder. */
export type LocalHub = {
  readonly url: string;
  /** By id; those of datasets start with `datasets/`. */
  readonly repos: ReadonlyMap<string, Repo>;
  /** May be changed while it runs. */
  readonly settings: HubSettings;
  /** Every request so far, refused and failed ones included. */
  readonly requests: readonly RecordedRequest[];
  readonly addModel: (spec: RepoSpec) => Promise<Repo>;
  readonly addDataset: (spec: RepoSpec) => Promise<Repo>;
  readonly addBucket: (spec: BucketSpec) => Bucket;
  /** By `namespace/name`. */
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Jobs run for real on this machine, unless {@link JobsOptions} has stubs for them. */
  readonly jobs: JobsControl;
  readonly addToken: (token: string, account: Account) => void;
  /** Lets a CI exchange its identity tokens; their issuer must be trusted too. */
  readonly addPublisher: (publisher: Publisher) => void;
  readonly trustIssuer: (key: OidcKey) => void;
  /** What others did before or in between, without requests; `repo` is the key of {@link repos}. */
  readonly commit: (repo: string, commit: Commit) => string;
  readonly propose: (repo: string, proposal: Proposal) => Discussion;
  readonly discuss: (repo: string, about: Parameters<typeof stageDiscussion>[2]) => Discussion;
  readonly lock: (repo: string, about: { readonly num: number; readonly by: string }) => void;
  readonly fault: (rule: FaultRule) => void;
  readonly clearFaults: () => void;
  /** Stops the next request that matches before the Hub does anything with it. */
  readonly pauseBefore: (rule: RequestRule) => Pause;
  /** Stops it after the Hub did what it asks for, before the answer. */
  readonly pauseAfter: (rule: RequestRule) => Pause;
  readonly snapshot: () => Snapshot;
  /** Back to a snapshot, with faults, rate limits and log emptied; requests under way should have ended. */
  readonly restore: (snapshot: Snapshot) => void;
  /** Cuts all connections, ends all jobs, and removes the repos. */
  readonly close: () => Promise<void>;
};

const ROUTES = [
  accountRoute,
  validateRoute,
  oauthRoute,
  listRoute,
  jobsRoute,
  scheduledRoute,
  bucketsRoute,
  bucketFilesRoute,
  xetRoute,
  repoRoute,
  fileRoute,
];
const MAX_REQUEST_BYTES = 50_000_000;

/** Starts a local Hub. */
export async function startLocalHub(options: LocalHubOptions = {}): Promise<LocalHub> {
  const dir = await mkdtemp(join(tmpdir(), 'local-hub-'));
  const requests: RecordedRequest[] = [];
  const faults = createFaultList();
  const before = createPauseList();
  const after = createPauseList();
  const limiter = createRateLimiter();
  const now = options.now ?? Date.now;
  const counters = { time: Date.parse(COMMIT_DATE), id: 0 };

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const caller = identify(state, headersOf(incoming));
    const { kind, account } = caller;
    const request: RecordedRequest = {
      ...(await record(incoming)),
      tokenKind: kind,
      ...(account === undefined ? {} : { user: account.user }),
    };
    requests.push(request);
    const common = { 'x-request-id': requestId(requests.length, request) };
    await before.pass(request);
    const fault = faults.take(request);
    const payer = request.headers.authorization ?? 'anonymous';
    const limits = { ...(payer === 'anonymous' ? ANONYMOUS_LIMITS : USER_LIMITS), ...options.limits };
    const count = limiter.count(payer, request.path.split('?', 1)[0] ?? '/', limits, now());
    const handled = count.exceeded
      ? errorReply(429, 'You have reached the rate limit. Please try again later.')
      : (caller.refusal ?? (await (isHandled(fault) ? route(state, { request, account, fault }) : emptyReply(200))));
    await after.pass(request);
    if (fault?.delayMs !== undefined) await delay(fault.delayMs, undefined, { ref: false });
    const spoiled = spoil(fault, handled);
    request.answer = { ...spoiled, headers: { ...count.headers, ...common, ...spoiled.headers } };
    deliver(response, request.answer, fault, request.method);
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      // A defect of the double must not look like a fault that a test asked for.
      if (!response.headersSent) response.writeHead(500, { 'x-error-message': 'Defect of the local Hub' });
      response.end(error instanceof Error ? error.stack : String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  const { settings = {}, jobs = {} } = options;
  const state = createState({ origin, now, counters, settings, folder: dir, jobs });
  startClock(state);
  const repoAt = (key: string): Repo => {
    const repo = state.repos.get(key);
    if (repo === undefined) throw new Error(`the local Hub has no ${key}`);
    return repo;
  };

  return {
    url: origin,
    repos: state.repos,
    settings: state.settings,
    requests,
    addModel: async (spec) => addRepo(state, dir, 'model', spec),
    addDataset: async (spec) => addRepo(state, dir, 'dataset', spec),
    addBucket: (spec) => addBucket(state, spec),
    buckets: state.buckets,
    jobs: createJobsControl(state),
    addToken(token, account) {
      state.accounts.set(token, account);
    },
    addPublisher(publisher) {
      state.publishers.push(publisher);
    },
    trustIssuer(key) {
      state.oidcKeys.push(key);
    },
    commit: (key, commit) => stageCommit(state, repoAt(key), commit),
    propose: (key, proposal) => stageProposal(state, repoAt(key), proposal),
    discuss: (key, about) => stageDiscussion(state, repoAt(key), about),
    lock: (key, about) => lockDiscussion(state, repoAt(key), about),
    fault: faults.add,
    clearFaults: faults.clear,
    pauseBefore: before.add,
    pauseAfter: after.add,
    snapshot: () => takeSnapshot(state, counters),
    restore(snapshot) {
      restoreSnapshot(state, counters, snapshot);
      faults.clear();
      limiter.reset();
      requests.length = 0;
    },
    async close() {
      before.releaseAll();
      after.releaseAll();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await closeJobs(state);
      removeFolder(dir);
    },
  };
}

type Routed = {
  readonly request: RecordedRequest;
  readonly account: Account | undefined;
  readonly fault: Fault | undefined;
};

async function route(present: HubState, { request, account, fault }: Routed): Promise<Reply> {
  const { method, path, headers, body } = request;
  const [pathname = '/', text = ''] = path.split(/\?(.*)/s, 2);
  const segments = decodedSegments(pathname);
  if (segments === undefined) return errorReply(400, 'Invalid URL encoding');
  settle(present);
  const state = fault?.stale === true ? stateBefore(present, method, pathname) : present;
  const asked = new URLSearchParams(text);
  const query = fault?.repeatPage === true ? repeatedQuery(asked) : asked;
  for (const handle of ROUTES) {
    const reply = await handle({ state, method, segments, pathname, query, headers, body, account });
    if (reply !== undefined) return reply;
  }
  return errorReply(404, "Sorry, we can't find the page you are looking for.");
}

/** As a replica that lags behind has it; what is written is written, and what streams goes on. */
function stateBefore(present: HubState, method: string, pathname: string): HubState {
  const repos = new Map([...present.repos, ...present.past]);
  const isNow = method !== 'GET' || /\/(?:logs|events|metrics)$/.test(pathname);
  return { ...present, repos, jobs: isNow ? present.jobs : staleJobs(present.jobs) };
}

/** Decoded once, after the split: `refs%2Fpr%2F7` is one segment. */
function decodedSegments(pathname: string): readonly string[] | undefined {
  try {
    return pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
}

async function record(incoming: IncomingMessage): Promise<Omit<RecordedRequest, 'tokenKind'>> {
  const time = Date.now();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) throw new Error('request body too large');
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: headersOf(incoming),
    body: Buffer.concat(chunks),
    time,
  };
}

/** The form that the Hub's load balancer gives them, `Root=1-…;uuid`, with the id that the client made, if it did. */
function requestId(number: number, { headers }: RecordedRequest): string {
  const hex = createHash('sha1').update(`request ${number}`).digest('hex');
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return `Root=1-${hex.slice(0, 8)}-${hex.slice(8, 32)};${headers['x-amzn-trace-id'] ?? uuid}`;
}
