import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { logToMlflow, type MlflowOptions } from '../../src/mlflow/log.ts';
import { makeCollection } from '../exports/collection.ts';
import { BASE, type FakeMlflow, type Fault, startFakeMlflow } from './fake-mlflow.ts';

const TOKEN = 'tok-0123456789';
const PASSWORD = 'p4ss-word';
let server: FakeMlflow;
beforeEach(() => {
  server = startFakeMlflow();
});

const log = (options: Partial<MlflowOptions> = {}) =>
  logToMlflow(makeCollection(), {
    fetch: server.fetch,
    trackingUri: BASE,
    experiment: 'nightly',
    version: '0.1.0',
    userAgent: 'hf-eval/test',
    ...options,
  });

/** The refusal that logging ends in; no part of it may repeat a secret. */
async function refusalOf(options: Partial<MlflowOptions> = {}): Promise<UserError> {
  const error = await log(options).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error(`not a refusal: ${String(error)}`, { cause: error });
  const told = JSON.stringify([error.message, error.hint, error.details, String(error.cause)]);
  const basic = Buffer.from(`mara:${PASSWORD}`).toString('base64');
  for (const secret of [TOKEN, PASSWORD, basic]) expect(told).not.toContain(secret);
  return error;
}

describe('the address', () => {
  it.each([
    ['', 'is not the http(s) address'],
    ['./mlruns', 'is not the http(s) address'],
    ['localhost:5000', 'is not the http(s) address of an MLflow server.'],
    ['file:///srv/mlruns', 'begins with file:'],
    ['sqlite:///mlflow.db', 'begins with sqlite:'],
    [`postgresql+psycopg2://mara:${PASSWORD}@db/mlflow`, 'begins with postgresql:'],
    [`${TOKEN}:x-oauth-basic@mlflow.test`, 'is not the http(s) address of an MLflow server.'],
    [`http+x://mara:${PASSWORD}@mlflow.test`, 'is not the http(s) address of an MLflow server.'],
    [`postgresql://mara:${PASSWORD}@db/mlflow`, 'begins with postgresql:'],
    ['http://', 'is not the http(s) address'],
    ['databricks', 'Databricks'],
    ['databricks://profile', 'Databricks'],
    ['databricks-uc://profile', 'Databricks'],
    [`https://mara:${PASSWORD}@mlflow.test`, 'has a login in it'],
    [`https://${TOKEN}@mlflow.test`, 'has a login in it'],
    [`${BASE}/#/experiments/1`, 'more than a path'],
    [`${BASE}/?token=${TOKEN}`, 'more than a path'],
  ])('%s is refused with advice', async (trackingUri, message) => {
    const error = await refusalOf({ trackingUri });
    expect(error).toMatchObject({ code: 'usage', message: expect.stringContaining(message) });
    expect(error.hint).toBeDefined();
    expect(server.requests).toEqual([]);
  });

  it.each([
    [`${BASE}/`, '/api/2.0/mlflow/experiments/get-by-name'],
    [` ${BASE}\n`, '/api/2.0/mlflow/experiments/get-by-name'],
    [`${BASE}/mlflow/`, '/mlflow/api/2.0/mlflow/experiments/get-by-name'],
  ])('%j has its path kept', async (trackingUri, path) => {
    await log({ trackingUri });
    expect(server.requests[0]?.path).toBe(path);
  });
});

describe('the login', () => {
  it.each<[Partial<MlflowOptions>, string | null]>([
    [{}, null],
    [{ token: '', username: '', password: '' }, null],
    [{ token: TOKEN }, `Bearer ${TOKEN}`],
    [{ username: 'mara', password: PASSWORD }, `Basic ${Buffer.from(`mara:${PASSWORD}`).toString('base64')}`],
    [{ username: 'mara', password: PASSWORD, token: TOKEN }, expect.stringMatching(/^Basic /)],
  ])('goes along with every call', async (options, header) => {
    await log({ ...options, artifacts: [{ name: 'a.json', text: '{}' }] });
    expect(new Set(server.requests.map(({ headers }) => headers.get('authorization')))).toEqual(new Set([header]));
    expect(server.requests.every(({ headers }) => headers.get('user-agent') === 'hf-eval/test')).toBe(true);
  });

  it.each<Partial<MlflowOptions>>([
    { username: 'mara' },
    { password: PASSWORD },
    { username: 'ma:ra', password: PASSWORD },
    { token: `${TOKEN}\n` },
  ])('%j is none', async (options) => {
    expect(await refusalOf(options)).toMatchObject({ code: 'usage' });
  });
});

describe('the experiment', () => {
  it('is made once', async () => {
    await log({ experiment: "night's & day" });
    await log({ experiment: "night's & day" });
    expect([...server.experiments.keys()]).toEqual(["night's & day"]);
  });

  it.each(['', '  ', 'x'.repeat(501)])('has a name that can be: %#', async (experiment) => {
    expect(await refusalOf({ experiment })).toMatchObject({ code: 'usage' });
  });

  it('that was deleted is not written to', async () => {
    server.experiments.set('nightly', { id: '3', stage: 'deleted' });
    expect(await refusalOf()).toMatchObject({
      details: { reason: 'deleted' },
      hint: expect.stringContaining('--experiment-id 3'),
    });
  });
});

describe('an answer', () => {
  const say = (status: number, body: string, headers: Record<string, string> = {}): Fault => {
    return () => new Response(body, { status, headers });
  };

  it.each<[Fault, string, RegExp]>([
    [say(401, 'You are not authenticated.'), 'unauthorized', /wants a login/],
    [say(403, 'Permission denied'), 'forbidden', /does not allow the experiment/],
    [say(404, '<html>nginx</html>'), 'not-mlflow', /No MLflow server answers at http:\/\/mlflow\.test:5000/],
    [say(404, '{"error_code":"ENDPOINT_NOT_FOUND"}'), 'not-mlflow', /No MLflow server/],
    [say(429, ''), 'rate-limited', /no more calls/],
    [say(500, '{"error_code":"INTERNAL_ERROR","message":"boom"}'), 'unavailable', /"boom"/],
    [say(503, 'busy'), 'unavailable', /could not answer/],
    [say(400, '{"error_code":"INVALID_PARAMETER_VALUE","message":"bad"}'), 'refused', /refuses .*"bad"/],
    [
      say(302, '', { location: 'https://login.test/?next=secret' }),
      'not-mlflow',
      /leads on to https:\/\/login\.test\/\?…/,
    ],
    [say(301, ''), 'not-mlflow', /leads on to nowhere/],
    [say(200, '<!doctype html><title>Log in</title>'), 'not-mlflow', /no JSON/],
    [say(200, '[]'), 'not-mlflow', /no JSON/],
    [say(200, '{"experiment":{"name":"other","experiment_id":"1"}}'), 'not-mlflow', /another experiment/],
    [say(200, '{"experiment":{"name":"nightly","experiment_id":"../1"}}'), 'not-mlflow', /another experiment/],
    [say(201, '{}'), 'refused', /refuses/],
  ])('that is not the one hoped for is told: %#', async (fault, reason, message) => {
    server.state.fault = fault;
    const error = await refusalOf();
    expect(error).toMatchObject({ details: { reason }, message: expect.stringMatching(message) });
    expect(error.hint).toBeDefined();
  });

  it.each([
    [{ token: TOKEN }, 401, /does not accept the login.*who is \*\*\*\?/],
    [{}, 403, /there is no login/],
    [{ token: TOKEN }, 403, /permission EDIT/],
  ] satisfies [Partial<MlflowOptions>, number, RegExp][])(
    '%j with HTTP %d says what to do',
    async (options: Partial<MlflowOptions>, status, words) => {
      server.state.fault = say(status, `who is ${options.token}?`);
      const error = await refusalOf(options);
      expect(`${error.message} ${error.hint}`).toMatch(words);
    },
  );

  it('of a server that does not know its own name', async () => {
    server.state.fault = say(403, 'Invalid Host header - possible DNS rebinding attack detected');
    expect((await refusalOf()).hint).toContain('--allowed-hosts');
  });

  it('never has its text repeated as it is', async () => {
    server.state.fault = say(500, `\u001b[31m::error::x\r\n${TOKEN} ${'y'.repeat(5000)}`);
    const { message } = await refusalOf({ token: TOKEN });
    expect(message).not.toMatch(/[\u0000-\u001f]/);
    expect(message.length).toBeLessThan(500);
  });

  it.each([
    ['correct  horse', 'the password is correct  horse, mara'],
    ['correct  horse', 'the password is correct horse, mara'],
    ['correct  horse', 'the password\n is correct\u200b \thorse, mara'],
    [' a "b"\\c/d', '{"password":" a \\"b\\"\\\\c/d"}'],
    [' a "b"\\c/d', 'https://mlflow.test/?password=%20a%20%22b%22%5Cc%2Fd'],
    ['horse horse', `${' '.repeat(9990)}horse horse`],
  ])('does not repeat the password %j: %j', async (password, said) => {
    server.state.fault = say(400, said);
    const error = await log({ username: 'mara', password }).catch((thrown: unknown) => thrown);
    const told = error instanceof UserError ? `${error.message} ${error.hint} ${JSON.stringify(error.details)}` : '';
    expect(told).toContain('***');
    expect(told.replace(/\s+/g, ' ')).not.toMatch(/correct horse|a \\*"b|%22b|horse/);
  });

  it.each<[string, unknown]>([
    ['runs/create', { run: { info: { run_id: 'a', experiment_id: '99' } } }],
    ['runs/create', {}],
    ['runs/search', { runs: [{ info: { run_id: '../x', experiment_id: '1' } }] }],
    ['runs/search', { runs: 5 }],
    ['runs/update', { run_info: { run_id: 'other', status: 'FINISHED' } }],
    ['experiments/create', { experiment_id: 5 }],
  ])('to %s that is of something else is refused', async (path, json) => {
    server.state.fault = (request) => (request.path.endsWith(path) ? Response.json(json) : undefined);
    expect(await refusalOf()).toMatchObject({ details: { reason: 'not-mlflow' } });
  });

  it('that is too long is not read to its end', async () => {
    server.state.fault = () => new Response(`{"a":"${'x'.repeat(21_000_000)}"}`);
    expect((await refusalOf()).message).toContain('more than 20,000,000 bytes');
  });
});

describe('without an answer', () => {
  it('the time is limited', async () => {
    const never: MlflowOptions['fetch'] = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    const error = await refusalOf({ fetch: never, timeoutSeconds: 0.05 });
    expect(error).toMatchObject({ details: { reason: 'unavailable', timed_out: true } });
    expect(error.message).toContain('no answer within 0.05 s');
  });

  it('what went wrong is told', async () => {
    server.state.fault = () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
    };
    const error = await refusalOf();
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.hint).toContain('MLFLOW_TRACKING_URI');
  });

  it('who stops it hears his own reason', async () => {
    const stop = new AbortController();
    server.state.fault = () => {
      stop.abort(new Error('stopped'));
      throw new TypeError('fetch failed');
    };
    await expect(log({ signal: stop.signal })).rejects.toThrow('stopped');
  });
});
