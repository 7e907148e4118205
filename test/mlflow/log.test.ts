import { beforeEach, describe, expect, it } from 'vitest';
import { type Fetch, retryingFetch } from '../../src/http/retrying-fetch.ts';
import { mayRepeat } from '../../src/mlflow/call.ts';
import { logToMlflow, type MlflowOptions } from '../../src/mlflow/log.ts';
import { CARD_SCORE, makeCollection, makeScore } from '../exports/collection.ts';
import { BASE, type FakeMlflow, startFakeMlflow } from './fake-mlflow.ts';

let server: FakeMlflow;
beforeEach(() => {
  server = startFakeMlflow();
});

const NOW = Date.UTC(2026, 2, 5);
const ARTIFACTS = [
  { name: 'scores.json', text: '{"scores":[]}' },
  { name: 'report.html', text: '<p>ü</p>' },
];

const log = (scored = makeCollection(), options: Partial<MlflowOptions> = {}) =>
  logToMlflow(scored, {
    fetch: server.fetch,
    trackingUri: BASE,
    experiment: 'nightly',
    version: '0.1.0',
    userAgent: 'hf-eval/test',
    artifacts: ARTIFACTS,
    now: () => NOW,
    ...options,
  });

/** The last value of each metric. */
function metricsOf(index = 0): Record<string, unknown> {
  const metrics = server.runs()[index]?.metrics ?? new Map<string, Set<string>>();
  return Object.fromEntries(
    [...metrics].map(([key, points]) => [key, (JSON.parse([...points].at(-1) ?? '') as { value: number }).value]),
  );
}

const paths = (): string[] =>
  server.requests.map(({ method, path }) => `${method} ${path.split('/').slice(-2).join('/')}`);

describe('a run', () => {
  it('has the scores, what they are of, what they have in common, and the files', async () => {
    const [logged, ...others] = await log();
    expect(others).toEqual([]);
    const [run] = server.runs();
    expect(logged).toEqual({
      runId: run?.id,
      url: `${BASE}/#/experiments/1/runs/${run?.id}`,
      revision: 'main',
      status: 'created',
      notes: [],
    });
    expect(metricsOf()).toEqual({
      'gsm8k/exact_match_strict-match': 0.7126,
      'gsm8k/exact_match_strict-match_stderr': 0.0125,
    });
    expect([...(run?.metrics.get('gsm8k/exact_match_strict-match') ?? [])].map((point) => JSON.parse(point))).toEqual([
      { value: 0.7126, timestamp: Date.UTC(2026, 2, 4), step: 0 },
    ]);
    expect(Object.fromEntries(run?.tags ?? [])).toEqual({
      'hf_eval.repo': 'harbor-labs/Kestrel-7B',
      'hf_eval.revision': 'main',
      'hf_eval.digest': expect.stringMatching(/^sha256:[\da-f]{64}$/),
      'hf_eval.version': '0.1.0',
      'hf_eval.framework': 'lm-eval 0.4.9',
      'mlflow.source.name': 'hf-eval',
      'mlflow.runName': 'harbor-labs/Kestrel-7B@main',
    });
    expect(Object.fromEntries(run?.params ?? [])).toEqual({
      shots: '5',
      samples: '1319',
      split: 'test',
      unit: 'fraction',
    });
    expect(run?.status).toBe('FINISHED');
    expect(server.files).toEqual(new Map(ARTIFACTS.map(({ name, text }) => [`1/${run?.id}/artifacts/${name}`, text])));
  });

  it('is one for each revision', async () => {
    const other = makeScore({ value: 0.6, model: { name: 'Kestrel-7B', revision: 'step-100' } });
    expect((await log(makeCollection([makeScore(), other]))).map(({ revision }) => revision)).toEqual([
      'main',
      'step-100',
    ]);
    expect(server.runs().map(({ tags }) => tags.get('hf_eval.revision'))).toEqual(['main', 'step-100']);
    expect(metricsOf(1)).toMatchObject({ 'gsm8k/exact_match_strict-match': 0.6 });
  });

  it('has a param only for what all scores have in common', async () => {
    await log(makeCollection([makeScore(), makeScore({ shots: 8 }), CARD_SCORE]));
    expect(Object.fromEntries(server.runs()[0]?.params ?? [])).toEqual({});
  });

  it('is none without scores, and then no server is asked', async () => {
    expect(await log(makeCollection([]))).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it('of a number without a date has the time of the run', async () => {
    const { date: _, ...score } = makeScore();
    await log(makeCollection([score]));
    const [points] = server.runs()[0]?.metrics.values() ?? [];
    expect([...(points ?? [])].map((point) => (JSON.parse(point) as { timestamp: number }).timestamp)).toEqual([NOW]);
  });

  it('goes out in batches that the server takes', async () => {
    const scores = Array.from({ length: 1200 }, (_, index) =>
      makeScore({ value: index, provenance: { ...makeScore().provenance, task: `task ${index}` } as never }),
    );
    await log(makeCollection(scores));
    expect(server.runs()[0]?.metrics.size).toBe(2400);
    expect(paths().filter((path) => path.endsWith('log-batch'))).toHaveLength(4);
  });

  it('refuses scores of nobody knows which model', async () => {
    const { repoId: _, ...collection } = makeCollection();
    await expect(log({ ...collection, modelName: '' })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('the same scores again', () => {
  it('are the same run, to which nothing is written but the files', async () => {
    const [first] = await log();
    server.requests.length = 0;
    const [again] = await log();
    expect(again).toEqual({ ...first, status: 'up-to-date' });
    expect(paths()).toEqual([
      'GET experiments/get-by-name',
      'POST runs/search',
      'PUT artifacts/scores.json',
      'PUT artifacts/report.html',
    ]);
  });

  it('are the same wherever their file lies, in any order', async () => {
    const two = [makeScore(), CARD_SCORE];
    await log(makeCollection(two));
    const moved = two.toReversed().map((score) => ({
      ...score,
      provenance: { ...score.provenance, file: 'elsewhere.json' } as typeof score.provenance,
    }));
    expect((await log(makeCollection(moved)))[0]?.status).toBe('up-to-date');
    expect(server.runs()).toHaveLength(1);
  });

  it('of which one is given twice are the same', async () => {
    await log(makeCollection([makeScore(), makeScore()]));
    expect(Object.keys(metricsOf())).toEqual([
      'gsm8k/exact_match_strict-match',
      'gsm8k/exact_match_strict-match_stderr',
    ]);
  });

  it.each<[string, Parameters<typeof makeCollection>]>([
    ['with another value', [[makeScore({ value: 0.8 })]]],
    ['of another repo', [[makeScore()], { repoId: 'o/it\'s "quoted" \\ `\'' }]],
    ['of another revision', [[makeScore()], { revision: 'step-100' }]],
  ])('%s are another run', async (_, args) => {
    await log();
    expect((await log(makeCollection(...args)))[0]?.status).toBe('created');
    expect((await log(makeCollection(...args)))[0]?.status).toBe('up-to-date');
    expect(server.runs()).toHaveLength(2);
  });

  it('of which an earlier version wrote a part are completed; params stay as they are', async () => {
    await log();
    const [run] = server.runs();
    if (run === undefined) throw new Error('no run');
    run.status = 'RUNNING';
    run.metrics.clear();
    run.params.set('shots', 'five').delete('unit');
    expect(await log()).toMatchObject([{ runId: run.id, status: 'completed' }]);
    expect(run.metrics.size).toBe(2);
    expect(run.params).toEqual(
      new Map([
        ['shots', 'five'],
        ['samples', '1319'],
        ['split', 'test'],
        ['unit', 'fraction'],
      ]),
    );
    expect(run.status).toBe('FINISHED');
  });

  it('are found on a later page', async () => {
    await log();
    const [run] = server.runs();
    const digest = run?.tags.get('hf_eval.digest');
    for (let index = 0; index < 150; index += 1) {
      server.create({
        experiment_id: '1',
        start_time: 0,
        run_name: 'x',
        tags: [{ key: 'hf_eval.digest', value: digest }],
      });
    }
    const own = server.create({
      experiment_id: '1',
      start_time: 0,
      run_name: 'x',
      tags: [...(run?.tags ?? [])].map(([key, value]) => ({ key, value })),
    });
    if (run !== undefined) run.isDeleted = true;
    expect(await log()).toMatchObject([{ status: 'completed' }]);
    expect(own).toBeDefined();
    expect(server.runs()).toHaveLength(151);
  });
});

describe('two programs at once', () => {
  it('have one run: who made the later one takes it back', async () => {
    server.state.fault = ({ path, body }) => {
      if (!path.endsWith('runs/create')) return undefined;
      server.state.fault = undefined;
      server.create({ ...(JSON.parse(body) as Record<string, unknown>), start_time: NOW - 1 });
      return undefined;
    };
    const [logged] = await log();
    expect(server.runs().map(({ id }) => id)).toEqual([logged?.runId]);
    expect(server.runs()[0]).toMatchObject({ startTime: NOW - 1, status: 'FINISHED' });
  });

  it('have one experiment', async () => {
    server.state.fault = ({ path }) => {
      if (path.endsWith('experiments/create')) server.experiments.set('nightly', { id: '7', stage: 'active' });
      return undefined;
    };
    expect((await log())[0]?.url).toContain('/experiments/7/');
  });
});

describe('whatever fails, at any call', () => {
  const faults = {
    'is not done': () => new Response('oops', { status: 500 }),
    'is done, but the answer is an error': (answer: () => Response) => {
      answer();
      return new Response('oops', { status: 502 });
    },
    'is done, but the connection breaks off': (answer: () => Response) => {
      answer();
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
    },
    'is done, but the answer is cut off': (answer: () => Response) => {
      answer();
      return new Response('{"run": {"in', { headers: { 'content-type': 'application/json' } });
    },
  };
  /** The last call, from 0. */
  const LAST = 9;

  it('has calls to fail', async () => {
    await log();
    // Two batches: params and metrics. The tags came with the run.
    expect(paths()).toHaveLength(LAST + 1);
  });

  it.each(Object.entries(faults))('%s: the next attempt ends with one whole run', async (_, fault) => {
    for (let index = 0; index <= LAST; index += 1) {
      server = startFakeMlflow();
      let calls = 0;
      server.state.fault = (_request, answer) => (calls++ === index ? fault(answer) : undefined);
      const error = await log().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error !== undefined)
        expect(error).toMatchObject({ name: 'UserError', details: { reason: expect.any(String) } });
      server.state.fault = undefined;
      await log();
      const [run, ...others] = server.runs();
      expect(others, `call ${index}`).toEqual([]);
      expect(run).toMatchObject({ status: 'FINISHED' });
      expect(run?.metrics.size).toBe(2);
      expect([...(run?.metrics.values() ?? [])].map((points) => points.size)).toEqual([1, 1]);
      expect(server.files.size).toBe(2);
      expect(server.experiments.size).toBe(1);
    }
  });
});

describe('a server that is busy', () => {
  const waits: string[] = [];
  const patient = (): Fetch =>
    retryingFetch(server.fetch, { mayRepeat, sleep: async () => {}, onWait: ({ reason }) => void waits.push(reason) });
  const faults: Record<string, (answer: () => Response) => Response> = {
    'does nothing': () => new Response('busy', { status: 502 }),
    'wants a wait': () => new Response('', { status: 429, headers: { 'retry-after': '3' } }),
    'does it all the same': (answer) => {
      answer();
      return new Response('busy', { status: 500 });
    },
  };

  it.each(Object.entries(faults))(
    'and %s is asked again, whatever it was: there is one whole run',
    async (_, fault) => {
      for (let index = 0; index < 10; index += 1) {
        server = startFakeMlflow();
        let calls = 0;
        server.state.fault = (_request, answer) => (calls++ === index ? fault(answer) : undefined);
        const [logged] = await log(undefined, { fetch: patient() });
        expect(logged?.notes).toEqual([]);
        const [run, ...others] = server.runs();
        expect([run?.status, others], `call ${index}`).toEqual(['FINISHED', []]);
        expect([...(run?.metrics.values() ?? [])].map((points) => points.size)).toEqual([1, 1]);
        expect([server.files.size, server.experiments.size]).toEqual([2, 1]);
      }
      expect(waits.length).toBeGreaterThan(5);
    },
  );

  it('is not asked twice for a run of which nobody knows whether it is being made', async () => {
    server.state.fault = ({ path }) => (path.endsWith('runs/create') ? new Response('', { status: 504 }) : undefined);
    await expect(log(undefined, { fetch: patient() })).rejects.toMatchObject({ details: { status: 504 } });
    expect(paths().filter((path) => path.endsWith('runs/create'))).toHaveLength(1);
  });

  it('and takes no files is not waited for', async () => {
    const told = 'Endpoint: /x disabled due to the mlflow server running with `--no-serve-artifacts`.';
    server.state.fault = ({ method }) => (method === 'PUT' ? new Response(told, { status: 503 }) : undefined);
    waits.length = 0;
    expect((await log(undefined, { fetch: patient() }))[0]?.notes).toHaveLength(1);
    expect(waits).toEqual([]);
  });
});

describe('files', () => {
  it.each([
    's3://bucket/mlflow',
    '/srv/mlruns',
    'file:///srv/mlruns',
    'mlflow-artifacts://other.test/store',
    'http://other.test/api/2.0/mlflow-artifacts/artifacts',
  ])('that the server keeps in %s are not uploaded, which is told and is no failure', async (artifactRoot) => {
    server = startFakeMlflow({ artifactRoot });
    const [logged] = await log(undefined, { token: 'very-secret' });
    expect(logged?.notes).toEqual([expect.stringContaining('could not be uploaded through this address')]);
    expect(server.files.size).toBe(0);
    expect(server.runs()[0]?.status).toBe('FINISHED');
  });

  it.each([
    'mlflow-artifacts:',
    'mlflow-artifacts:/a/../%2e%2e/%zz',
    `mlflow-artifacts://mlflow.test:5000`,
    `${BASE}/api/2.0/mlflow-artifacts/artifacts`,
  ])('that the server keeps in %s go through it', async (artifactRoot) => {
    server = startFakeMlflow({ artifactRoot });
    expect((await log())[0]?.notes).toEqual([]);
    expect(server.files.size).toBe(2);
  });

  it('that the server does not take at all are told of', async () => {
    server.state.fault = ({ method }) =>
      method === 'PUT'
        ? new Response('Endpoint: /x disabled due to the mlflow server running with `--no-serve-artifacts`.', {
            status: 503,
          })
        : undefined;
    expect((await log())[0]?.notes).toEqual([expect.stringContaining('without --serve-artifacts')]);
    expect(server.runs()[0]?.status).toBe('FINISHED');
  });

  it('have plain names', async () => {
    await expect(log(undefined, { artifacts: [{ name: '../x', text: '' }] })).rejects.toThrow(TypeError);
  });
});
