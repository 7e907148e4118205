import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify } from './access.ts';
import { createFaultList, deliver, type FaultRule, isHandled, spoil } from './faults.ts';
import { ANONYMOUS_LIMITS, createRateLimiter, type Limits, USER_LIMITS } from './rate-limit.ts';
import { emptyReply, errorReply, type Reply } from './reply.ts';
import { commitFiles, createRepo } from './repo.ts';
import { accountRoute } from './routes-account.ts';
import { fileRoute } from './routes-files.ts';
import { modelRoute } from './routes-models.ts';
import { validateRoute } from './routes-validate.ts';
import type { Account, HubState, ModelRepo, ModelSpec, RecordedRequest } from './state.ts';

export type LocalHubOptions = {
  /** Requests per 300 s and caller, in place of the Hub's. */
  readonly limits?: Partial<Limits>;
  /** Milliseconds since 1970, for the rate limits' windows. */
  readonly now?: () => number;
};

/** A Hub on 127.0.0.1 that keeps its models as git repos in a temporary folder. */
export type LocalHub = {
  readonly url: string;
  readonly repos: ReadonlyMap<string, ModelRepo>;
  /** Every request so far, refused and failed ones included. */
  readonly requests: readonly RecordedRequest[];
  readonly addModel: (spec: ModelSpec) => Promise<ModelRepo>;
  readonly addToken: (token: string, account: Account) => void;
  readonly fault: (rule: FaultRule) => void;
  /** Cuts all connections and removes the repos. */
  readonly close: () => Promise<void>;
};

const ROUTES = [accountRoute, validateRoute, modelRoute, fileRoute];
const MAX_REQUEST_BYTES = 50_000_000;

/** Starts a local Hub on a free port. */
export async function startLocalHub(options: LocalHubOptions = {}): Promise<LocalHub> {
  const dir = await mkdtemp(join(tmpdir(), 'local-hub-'));
  const requests: RecordedRequest[] = [];
  const faults = createFaultList();
  const limiter = createRateLimiter();
  const now = options.now ?? Date.now;

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await record(incoming);
    requests.push(request);
    const [pathname = '/'] = request.path.split('?', 1);
    const fault = faults.take(request.method, pathname);
    const caller = request.headers.authorization ?? 'anonymous';
    const limits = { ...(caller === 'anonymous' ? ANONYMOUS_LIMITS : USER_LIMITS), ...options.limits };
    const count = limiter.count(caller, pathname, limits, now());
    const answer = count.exceeded
      ? errorReply(429, 'You have reached the rate limit. Please try again later.')
      : await (isHandled(fault) ? route(state, request) : emptyReply(200));
    if (fault?.delayMs !== undefined) await delay(fault.delayMs, undefined, { ref: false });
    const { status, body, headers } = answer;
    const common = { ...count.headers, 'x-request-id': requestId() };
    const spoiled = spoil(fault, { status, body, headers });
    const reply = { ...spoiled, headers: { ...common, ...spoiled.headers } };
    deliver(response, reply, fault, request.method === 'HEAD');
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      // A defect of the double must not look like a fault that a test asked for.
      if (!response.headersSent) response.writeHead(500, { 'x-error-message': 'Defect of the local Hub' });
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const state: HubState = { origin: `http://127.0.0.1:${port}`, repos: new Map(), accounts: new Map() };

  return {
    url: state.origin,
    repos: state.repos,
    requests,
    async addModel(spec) {
      const repo = modelOf(spec, join(dir, `${state.repos.size}-${randomUUID()}.git`));
      await createRepo(repo.dir);
      await commitFiles(repo.dir, { files: spec.files, title: 'initial commit' });
      state.repos.set(repo.id, repo);
      return repo;
    },
    addToken(token, account) {
      state.accounts.set(token, account);
    },
    fault: faults.add,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function route(state: HubState, request: RecordedRequest): Promise<Reply> {
  const { method, path, headers, body } = request;
  const [pathname = '/', query = ''] = path.split(/\?(.*)/s, 2);
  const segments = decodedSegments(pathname);
  if (segments === undefined) return errorReply(400, 'Invalid URL encoding');
  const caller = identify(state, headers);
  if ('refusal' in caller) return caller.refusal;
  const call = { state, method, segments, pathname, query: new URLSearchParams(query), headers, body };
  for (const handle of ROUTES) {
    const reply = await handle({ ...call, account: caller.account });
    if (reply !== undefined) return reply;
  }
  return errorReply(404, "Sorry, we can't find the page you are looking for.");
}

/** Decoded once, after the split: `refs%2Fpr%2F7` is one segment. */
function decodedSegments(pathname: string): readonly string[] | undefined {
  try {
    return pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

async function record(incoming: IncomingMessage): Promise<RecordedRequest> {
  const time = Date.now();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) throw new Error('request body too large');
    chunks.push(chunk);
  }
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
    time,
  };
}

function modelOf(spec: ModelSpec, dir: string): ModelRepo {
  const { id, gated = false, renamedTo, redirectFilesTo } = spec;
  return {
    id,
    dir,
    private: spec.private ?? false,
    gated: gated === true ? 'auto' : gated,
    disabled: spec.disabled ?? false,
    ...(renamedTo === undefined ? {} : { renamedTo }),
    ...(redirectFilesTo === undefined ? {} : { redirectFilesTo }),
  };
}

/** The form that the Hub's load balancer gives them: `Root=1-…;uuid`. */
function requestId(): string {
  const root = `${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')}`;
  return `Root=1-${root};${randomUUID()}`;
}
