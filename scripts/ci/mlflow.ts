// Logs scores to a real MLflow server and reads them back with MLflow's own client: node scripts/ci/mlflow.ts
//
// Where Python and pip cannot bring MLflow, nothing is checked, and it says so. Exit code 1 when something is not as
// promised.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { type Fetch, retryingFetch } from '../../src/http/retrying-fetch.ts';
import { mayRepeat } from '../../src/mlflow/call.ts';
import { type LoggedRun, logToMlflow, type MlflowOptions } from '../../src/mlflow/log.ts';
import type { Score } from '../../src/scores/score.ts';
import { VERSION } from '../../src/version.ts';
import { ARTIFACTS, METRICS, SCORES, scoreOf, TAGS } from '../../test/mlflow/sample.ts';

/**
 * Without its models, plots and pages, MLflow is 350 MB instead of 850: the server runs on what `mlflow-skinny` has and
 * these, whose bounds are those of the whole package.
 */
const MLFLOW = '3.17.2';
const PACKAGES = [
  `mlflow-skinny==${MLFLOW}`,
  'Flask<4',
  'Flask-CORS<7',
  'aiohttp>=3.7,<4',
  'alembic!=1.10.0,<2',
  'numpy<3',
  'pandas<4',
  'sqlalchemy>=1.4,<3',
];
const EXPERIMENT = "night's build";
const START_SECONDS = 120;
const SCRIPT = fileURLToPath(new URL('../../test/mlflow/read-back.py', import.meta.url));
type ReadRun = {
  readonly runId: string;
  readonly name: string;
  readonly status: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly points: Readonly<Record<string, number>>;
  readonly artifacts: Readonly<Record<string, string>>;
};

const env = {
  ...process.env,
  // No jobs beside the server, nothing told to anybody, and no proxy between here and here.
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: 'true',
  NO_PROXY: '127.0.0.1',
  no_proxy: '127.0.0.1',
  PYTHONUTF8: '1',
};

const python = findPython();
if (python === undefined)
  console.log('!!!! SKIPPED: Python and pip cannot bring MLflow here, so nothing was checked !!!!');
else process.exitCode = await checkWith(python);

/** The Python that has MLflow: in a folder that is kept for the next time. */
function findPython(): string | undefined {
  const place = join(tmpdir(), `hf-eval-mlflow-${MLFLOW}`);
  const program = join(place, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const done = join(place, 'hf-eval-done');
  if (existsSync(done)) return program;
  rmSync(place, { recursive: true, force: true });
  console.log(`installing MLflow ${MLFLOW}`);
  const isMade = spawnSync('python3', ['-m', 'venv', place], { stdio: 'inherit' }).status === 0;
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES];
  const isThere = isMade && spawnSync(program, args, { stdio: 'inherit', timeout: 600_000 }).status === 0;
  if (!isThere) {
    rmSync(place, { recursive: true, force: true });
    return undefined;
  }
  writeFileSync(done, '');
  return program;
}

async function checkWith(program: string): Promise<0 | 1> {
  const work = mkdtempSync(join(tmpdir(), 'hf-eval-mlflow-run-'));
  const port = await freePort();
  const trackingUri = `http://127.0.0.1:${port}`;
  const server = startServer(program, work, port);
  let isGood = false;
  try {
    await untilHealthy(trackingUri, server);
    console.log(`mlflow server ${MLFLOW} at ${trackingUri}`);
    isGood = await checkServer(program, trackingUri);
  } finally {
    if (!isGood) console.log(readFileSync(join(work, 'server.log'), 'utf8').slice(-5000));
    await stop(server);
    rmSync(work, { recursive: true });
  }
  return isGood ? 0 : 1;
}

async function checkServer(program: string, trackingUri: string): Promise<boolean> {
  const checks: boolean[] = [];
  const check = (name: string, found: unknown, wanted: unknown): void => {
    const isSame = isDeepStrictEqual(found, wanted);
    checks.push(isSame);
    console.log(`${isSame ? 'good   ' : 'BROKEN '} ${name}`);
    if (!isSame) console.log(JSON.stringify({ found, wanted }, undefined, 1));
  };
  const log = async (scores: readonly Score[], fetched: Fetch = fetch): Promise<LoggedRun> => {
    const scored = { repoId: 'harbor-labs/Kestrel-7B', modelName: 'Kestrel-7B', revision: 'main', scores };
    const [run] = await logToMlflow(scored, {
      ...optionsOf(trackingUri),
      fetch: retryingFetch(fetched, { mayRepeat }),
    });
    if (run === undefined) throw new Error('no run');
    return run;
  };
  const read = (): Promise<ReadRun[]> => readBack(program, trackingUri);

  const first = await log(SCORES);
  const again = await log(SCORES);
  check('the first time, a run is created', [first.status, first.notes], ['created', []]);
  check('the second time, it is the same', [again.runId, again.status], [first.runId, 'up-to-date']);
  const [run, ...others] = await read();
  check("MLflow's client sees exactly one run", others.length, 0);
  check('its id', run?.runId, first.runId);
  check('its name', run?.name, 'harbor-labs/Kestrel-7B@main');
  check('its status', run?.status, 'FINISHED');
  check('its metrics', run?.metrics, METRICS);
  check('each of them has one point', new Set(Object.values(run?.points ?? {})), new Set([1]));
  check('its params', run?.params, { shots: '5', unit: 'fraction' });
  const { 'hf_eval.digest': digest, ...tags } = run?.tags ?? {};
  check('its tags', tags, TAGS);
  check('its digest', /^sha256:[\da-f]{64}$/.test(digest ?? ''), true);
  check('its files', run?.artifacts, Object.fromEntries(ARTIFACTS.map(({ name, text }) => [name, text])));

  const later = [scoreOf('gsm8k', 'exact_match,strict-match', 0.75)];
  const cut = await log(later, cutOff('runs/log-batch')).catch((error: unknown) => error);
  check('an attempt that is cut off fails', cut instanceof Error && cut.name, 'UserError');
  check('and leaves a run that is not at its end', (await read()).at(-1)?.status, 'RUNNING');
  check('which the next attempt completes', (await log(later)).status, 'completed');
  const answered = [scoreOf('gsm8k', 'exact_match,strict-match', 0.8)];
  check(
    'an answer that is lost makes no second run',
    (await log(answered, loseAnswer('runs/create'))).status,
    'created',
  );
  const many = Array.from({ length: 1500 }, (_, index) => scoreOf(`task ${index}`, 'acc,none', index / 1500));
  await log(many);
  const runs = await read();
  check(
    'so that there are four runs, all at their ends',
    runs.map(({ status }) => status),
    Array(4).fill('FINISHED'),
  );
  check('one of them with thousands of metrics', Object.keys(runs.at(-1)?.metrics ?? {}).length, 3000);
  return checks.every(Boolean);
}

function optionsOf(trackingUri: string): Omit<MlflowOptions, 'fetch'> {
  return {
    trackingUri,
    experiment: EXPERIMENT,
    version: VERSION,
    userAgent: `hf-eval/${VERSION}`,
    artifacts: ARTIFACTS,
  };
}

/** A `fetch` whose connection breaks off before a call is made. */
function cutOff(path: string): Fetch {
  return async (input, init) => {
    if (String(input).endsWith(path)) throw new TypeError('fetch failed');
    return fetch(input, init);
  };
}

/** A `fetch` that makes a call and loses the answer. */
function loseAnswer(path: string): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (String(input).endsWith(path)) throw new TypeError('fetch failed');
    return response;
  };
}

/** While this program goes on: it has to see which connections the server closes. */
async function readBack(program: string, trackingUri: string): Promise<ReadRun[]> {
  const options = { env: { ...env, MLFLOW_TRACKING_URI: trackingUri }, maxBuffer: 100_000_000 };
  const { stdout } = await promisify(execFile)(program, ['-B', SCRIPT, EXPERIMENT], options);
  return JSON.parse(stdout) as ReadRun[];
}

/** In a group of its own, so that its workers end with it. */
function startServer(program: string, work: string, port: number): ChildProcess {
  mkdirSync(join(work, 'artifacts'));
  const log = openSync(join(work, 'server.log'), 'w');
  const store = ['--backend-store-uri', `sqlite:///${join(work, 'mlflow.db')}`];
  const files = ['--artifacts-destination', join(work, 'artifacts')];
  const place = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  const server = spawn(program, ['-m', 'mlflow', 'server', ...place, ...store, ...files], {
    cwd: work,
    env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return server;
}

async function untilHealthy(trackingUri: string, server: ChildProcess): Promise<void> {
  for (let second = 0; second < START_SECONDS && server.exitCode === null; second += 1) {
    const isUp = await fetch(`${trackingUri}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await delay(1000);
  }
  throw new Error(`mlflow server did not start within ${START_SECONDS} s`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return;
  const isOver = new Promise((resolve) => server.once('close', resolve));
  process.kill(-server.pid, 'SIGTERM');
  const ended = await Promise.race([isOver.then(() => true), delay(10_000, false, { ref: false })]);
  if (!ended) process.kill(-server.pid, 'SIGKILL');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
