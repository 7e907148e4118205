import { type Part, partOf } from '../data.ts';
import { callMlflow } from './call.ts';
import { type RunDescription, TAGS } from './describe.ts';
import { isOver, mayBeDone } from './errors.ts';
import type { Server } from './server.ts';

/** A run as the server has it. */
export type Run = {
  readonly id: string;
  /** `RUNNING` until it is told that all of it is there. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  readonly artifactUri: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly params: ReadonlyMap<string, string>;
  readonly metrics: ReadonlyMap<string, number>;
};

const API = 'api/2.0/mlflow';
const PAGE = 100;
const MAX_PAGES = 20;
/** Of MLflow (`mlflow/utils/validation.py`). */
const MAX_METRICS = 1000;
const MAX_PARAMS_OR_TAGS = 100;

/**
 * The one run of these scores: one that is there, whatever became of it; else a new one. Where a call fails of which
 * nobody knows whether it made a run, and where another program makes one at the same time, that one is taken. Where none
 * was made or will be, it is tried once more.
 */
export async function findOrCreateRun(
  server: Server,
  experimentId: string,
  described: RunDescription,
  now: () => number,
): Promise<{ readonly run: Run; readonly isNew: boolean }> {
  const [found] = await findRuns(server, experimentId, described);
  if (found !== undefined) return { run: found, isNew: false };
  const made = await createRun(server, experimentId, described, now()).catch(async (error: unknown) => {
    if (!mayBeDone(error)) throw error;
    const [left] = await findRuns(server, experimentId, described);
    if (left === undefined && !isOver(error)) throw error;
    return left ?? createRun(server, experimentId, described, now());
  });
  const [first = made] = await findRuns(server, experimentId, described);
  if (first.id === made.id) return { run: made, isNew: true };
  await callMlflow(server, {
    what: `to take back the run ${made.id}, which another program made, too`,
    method: 'POST',
    path: `${API}/runs/delete`,
    json: { run_id: made.id },
  });
  return { run: first, isNew: false };
}

/** The runs that are there of these scores: those at their ends first, of others the oldest. */
async function findRuns(server: Server, experimentId: string, described: RunDescription): Promise<Run[]> {
  const what = `the runs of ${described.name}`;
  const runs: Run[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { json, unlike } = await callMlflow(server, {
      what,
      method: 'POST',
      path: `${API}/runs/search`,
      json: {
        experiment_ids: [experimentId],
        // The filter's language has no way to write every text: a digest needs none, and the rest is compared below.
        filter: `tags.\`${TAGS.digest}\` = '${described.digest}'`,
        run_view_type: 'ACTIVE_ONLY',
        max_results: PAGE,
        order_by: ['attributes.start_time ASC'],
        ...(token === undefined ? {} : { page_token: token }),
      },
    });
    const { runs: list = [], next_page_token: next } = json;
    if (!Array.isArray(list)) throw unlike('The answer has another shape');
    for (const item of list) {
      const run = readRun(item, experimentId);
      if (run === undefined) throw unlike('The answer has another shape');
      if (isOf(run, described)) runs.push(run);
    }
    if (typeof next !== 'string' || next === '') break;
    token = next;
  }
  const rank = ({ status }: Run): number => (status === 'FINISHED' ? 0 : 1);
  return runs.sort((a, b) => rank(a) - rank(b) || a.startTime - b.startTime || (a.id < b.id ? -1 : 1));
}

function isOf({ tags }: Run, { repo, revision, digest }: RunDescription): boolean {
  return tags.get(TAGS.repo) === repo && tags.get(TAGS.revision) === revision && tags.get(TAGS.digest) === digest;
}

async function createRun(
  server: Server,
  experimentId: string,
  described: RunDescription,
  startTime: number,
): Promise<Run> {
  const { json, unlike } = await callMlflow(server, {
    what: `a new run for ${described.name}`,
    method: 'POST',
    path: `${API}/runs/create`,
    // The tags are there from the beginning: without them a run that is left half-written would not be found again.
    json: {
      experiment_id: experimentId,
      start_time: startTime,
      run_name: described.name,
      tags: entries(described.tags),
    },
  });
  const run = readRun(json.run, experimentId);
  if (run === undefined) throw unlike('The answer has another shape');
  return run;
}

/**
 * Writes what the run does not have yet. Where a call fails of which nobody knows whether it was done, what is missing then
 * is written once more.
 */
export async function logScores(
  server: Server,
  experimentId: string,
  run: Run,
  described: RunDescription,
): Promise<void> {
  try {
    await logMissing(server, run, described);
  } catch (error) {
    if (!mayBeDone(error)) throw error;
    const found = await findRuns(server, experimentId, described);
    await logMissing(server, found.find(({ id }) => id === run.id) ?? run, described);
  }
}

/** Params cannot be changed, so what is there of them stays. */
async function logMissing(server: Server, run: Run, described: RunDescription): Promise<void> {
  const metrics = described.metrics.filter(({ key, value }) => run.metrics.get(key) !== value);
  const params = entries(described.params).filter(({ key }) => !run.params.has(key));
  const tags = entries(described.tags).filter(({ key }) => !run.tags.has(key));
  // The run's own time, so that a number which is sent again is the same point.
  const points = metrics.map((metric) => ({ timestamp: run.startTime, ...metric, step: 0 }));
  const batches = [
    ...chunks(params, MAX_PARAMS_OR_TAGS).map((chunk) => ({ params: chunk })),
    ...chunks(tags, MAX_PARAMS_OR_TAGS).map((chunk) => ({ tags: chunk })),
    ...chunks(points, MAX_METRICS).map((chunk) => ({ metrics: chunk })),
  ];
  for (const batch of batches) {
    await callMlflow(server, {
      what: `the scores of ${described.name} in the run ${run.id}`,
      method: 'POST',
      path: `${API}/runs/log-batch`,
      json: { run_id: run.id, ...batch },
    });
  }
}

/** Tells the server that all of the run is there, unless it knows. */
export async function finishRun(server: Server, run: Run, endTime: number): Promise<void> {
  if (run.status === 'FINISHED') return;
  const { json, unlike } = await callMlflow(server, {
    what: `the end of the run ${run.id}`,
    method: 'POST',
    path: `${API}/runs/update`,
    json: { run_id: run.id, status: 'FINISHED', end_time: endTime },
  });
  const { run_id: id, status } = partOf(json.run_info);
  if (id !== run.id || status !== 'FINISHED') throw unlike('The answer is of another run, or it is not at its end');
}

/** A run of the experiment that was asked for; undefined for anything else. */
function readRun(data: unknown, experimentId: string): Run | undefined {
  const { info: about, data: logged } = partOf(data);
  const info = partOf(about);
  const { run_id: id, experiment_id: experiment, status, artifact_uri: artifactUri } = info;
  if (typeof id !== 'string' || !/^[a-zA-Z0-9][\w-]{0,255}$/.test(id) || experiment !== experimentId) return undefined;
  const { tags, params, metrics } = partOf(logged);
  const numbers = [...pairs(metrics)].map(([key, value]) => [key, Number(value)] as const);
  return {
    id,
    status: typeof status === 'string' ? status : '',
    startTime: Number(info.start_time ?? 0),
    artifactUri: typeof artifactUri === 'string' ? artifactUri : '',
    tags: texts(tags),
    params: texts(params),
    metrics: new Map(numbers),
  };
}

function texts(list: unknown): ReadonlyMap<string, string> {
  return new Map([...pairs(list)].map(([key, value]) => [key, String(value)]));
}

function* pairs(list: unknown): Generator<readonly [string, unknown]> {
  for (const item of Array.isArray(list) ? list : []) {
    const { key, value }: Part = partOf(item);
    if (typeof key === 'string') yield [key, value];
  }
}

function entries(texts: Readonly<Record<string, string>>): { readonly key: string; readonly value: string }[] {
  return Object.entries(texts).map(([key, value]) => ({ key, value }));
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
