import { posix } from 'node:path';
import type { Fetch } from '../../src/http/retrying-fetch.ts';

export const BASE = 'http://mlflow.test:5000';

/** A run as the fake server keeps it. */
export type FakeRun = {
  readonly id: string;
  readonly experiment: string;
  readonly startTime: number;
  status: string;
  isDeleted: boolean;
  readonly tags: Map<string, string>;
  readonly params: Map<string, string>;
  /** All points, each once, by their keys. */
  readonly metrics: Map<string, Set<string>>;
};

type Json = Record<string, unknown>;
type Body = Json & { readonly [key: string]: unknown };
export type Request = {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Headers;
};

/** What happens to a call instead of an answer: before it is done, or after. */
export type Fault = (request: Request, answer: () => Response) => Response | Promise<Response> | undefined;

export type FakeMlflow = ReturnType<typeof startFakeMlflow>;

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** An MLflow server in memory, as strict as the real one in what this program uses of it. */
export function startFakeMlflow({ artifactRoot = 'mlflow-artifacts:' }: { readonly artifactRoot?: string } = {}) {
  const runs: FakeRun[] = [];
  const experiments = new Map<string, { readonly id: string; stage: string }>();
  const files = new Map<string, string>();
  const requests: Request[] = [];
  const state: { fault?: Fault | undefined } = {};

  const infoOf = (run: FakeRun): Json => ({
    run_id: run.id,
    experiment_id: run.experiment,
    status: run.status,
    start_time: run.startTime,
    artifact_uri: `${artifactRoot}/${run.experiment}/${run.id}/artifacts`,
  });
  const list = (map: ReadonlyMap<string, string>): Json[] => [...map].map(([key, value]) => ({ key, value }));
  const json = (run: FakeRun): Json => ({
    info: infoOf(run),
    data: {
      tags: list(run.tags),
      params: list(run.params),
      metrics: [...run.metrics].map(([key, points]) => ({ key, ...(JSON.parse([...points].at(-1) ?? '{}') as Json) })),
    },
  });
  const runOf = (id: unknown): FakeRun => {
    const run = runs.find((one) => one.id === id && !one.isDeleted);
    if (run === undefined) throw new Refusal(404, 'RESOURCE_DOES_NOT_EXIST', `Run with id=${id} not found`);
    return run;
  };

  const handlers: Record<string, (body: Body, url: URL) => Json> = {
    'GET experiments/get-by-name': (_, url) => {
      const name = url.searchParams.get('experiment_name') ?? '';
      const found = experiments.get(name);
      if (found === undefined) throw new Refusal(404, 'RESOURCE_DOES_NOT_EXIST', `Could not find experiment '${name}'`);
      return { experiment: { experiment_id: found.id, name, lifecycle_stage: found.stage } };
    },
    'POST experiments/create': ({ name }) => {
      if (experiments.has(String(name))) throw new Refusal(400, 'RESOURCE_ALREADY_EXISTS', 'already exists');
      const id = String(experiments.size + 1);
      experiments.set(String(name), { id, stage: 'active' });
      return { experiment_id: id };
    },
    'POST runs/create': ({ experiment_id: experiment, start_time: startTime, run_name: name, tags }) => {
      const run: FakeRun = {
        id: `${runs.length + 1}`.padStart(32, 'a'),
        experiment: String(experiment),
        startTime: Number(startTime),
        status: 'RUNNING',
        isDeleted: false,
        tags: new Map([...pairs(tags), ['mlflow.runName', String(name)]]),
        params: new Map(),
        metrics: new Map(),
      };
      runs.push(run);
      return { run: json(run) };
    },
    'POST runs/search': ({ filter, experiment_ids: ids, page_token: token, max_results: most }) => {
      const [, key, value] = /^tags\.`([\w.]+)` = '([\w:]+)'$/.exec(String(filter)) ?? [];
      if (key === undefined || value === undefined) throw new Refusal(400, 'INVALID_PARAMETER_VALUE', 'Invalid filter');
      const found = runs.filter(
        (run) => !run.isDeleted && (ids as string[]).includes(run.experiment) && run.tags.get(key) === value,
      );
      const start = Number(token ?? 0);
      const end = start + Number(most);
      const next = end < found.length ? { next_page_token: String(end) } : {};
      return { ...(found.length === 0 ? {} : { runs: found.slice(start, end).map(json) }), ...next };
    },
    'POST runs/log-batch': ({ run_id: id, metrics = [], params = [], tags = [] }) => {
      const run = runOf(id);
      const [points, changes, marks] = [metrics, params, tags] as [Json[], Json[], Json[]];
      if (points.length > 1000 || changes.length > 100 || marks.length > 100) {
        throw new Refusal(400, 'INVALID_PARAMETER_VALUE', 'A batch logging request can contain at most');
      }
      for (const item of [...points, ...changes, ...marks]) checkKey(String(item.key));
      for (const [key, value] of pairs(changes)) {
        if ((run.params.get(key) ?? value) !== value) {
          throw new Refusal(400, 'INVALID_PARAMETER_VALUE', 'Changing param values is not allowed.');
        }
      }
      for (const [key, value] of pairs(changes)) run.params.set(key, value);
      for (const [key, value] of pairs(marks)) run.tags.set(key, value);
      for (const { key, value, timestamp, step } of points) {
        const known = run.metrics.get(String(key)) ?? new Set();
        run.metrics.set(String(key), known.add(JSON.stringify({ value, timestamp, step })));
      }
      return {};
    },
    'POST runs/update': ({ run_id: id, status }) => {
      const run = runOf(id);
      run.status = String(status);
      return { run_info: infoOf(run) };
    },
    'POST runs/delete': ({ run_id: id }) => {
      runOf(id).isDeleted = true;
      return {};
    },
  };

  const answer = (method: string, url: URL, body: string): Response => {
    const artifact = url.pathname.split('/api/2.0/mlflow-artifacts/artifacts/')[1];
    if (method === 'PUT' && artifact !== undefined) {
      files.set(artifact, body);
      return new Response('{}');
    }
    const handler = handlers[`${method} ${url.pathname.split('/api/2.0/mlflow/')[1]}`];
    if (handler === undefined) return new Response('<html>Not Found', { status: 404 });
    try {
      return Response.json(handler((body === '' ? {} : JSON.parse(body)) as Body, url));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return Response.json({ error_code: error.code, message: error.message }, { status: error.status });
    }
  };

  const fetch: Fetch = async (input, init = {}) => {
    const url = new URL(input);
    const { method = 'GET' } = init;
    const body = typeof init.body === 'string' ? init.body : '';
    const request = { method, path: url.pathname, body, headers: new Headers(init.headers) };
    requests.push(request);
    return (await state.fault?.(request, () => answer(method, url, body))) ?? answer(method, url, body);
  };

  return {
    fetch,
    requests,
    experiments,
    files,
    state,
    /** Those that are not deleted. */
    runs: () => runs.filter((run) => !run.isDeleted),
    create: (body: Json) => handlers['POST runs/create']?.(body, new URL(BASE)),
  };
}

function* pairs(items: unknown): Generator<[string, string]> {
  for (const { key, value } of items as Json[]) {
    checkKey(String(key));
    yield [String(key), String(value)];
  }
}

/** The rules of MLflow, as they are on Windows: `mlflow/utils/validation.py`. */
function checkKey(key: string): void {
  const isNormal = posix.normalize(key) === key && key !== '.' && !key.startsWith('..') && !/^\/|\/$/.test(key);
  if (!/^[/\w.\- ]+$/.test(key) || !isNormal || key.length > 250) {
    throw new Refusal(400, 'INVALID_PARAMETER_VALUE', `Invalid value "${key}" for parameter 'name'`);
  }
}
