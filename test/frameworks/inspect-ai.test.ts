import { describe, expect, it } from 'vitest';
import type { Archive, Content } from '../../src/files/content.ts';
import { inspectAi } from '../../src/frameworks/inspect-ai/results.ts';
import type { Run, Sample } from '../../src/frameworks/run.ts';
import { HAS_STORED, openStored } from './stored.ts';

type Json = Readonly<Record<string, unknown>>;

/** A log as inspect writes it, with other parts in place of its own. */
function log({ eval: spec = {}, results = {}, ...rest }: { eval?: Json; results?: unknown } & Json = {}): Json {
  return {
    version: 2,
    status: 'success',
    eval: {
      task: 'kites/flight',
      model: 'vllm/acme/wren-2b',
      dataset: { name: 'acme/kites', location: 'acme/kites', samples: 40 },
      config: { epochs: 1 },
      packages: { inspect_ai: '0.3.250' },
      ...spec,
    },
    plan: { name: 'plan', steps: [] },
    results:
      typeof results === 'object' && results !== null
        ? { total_samples: 40, completed_samples: 40, scores: [score({ accuracy: 0.5 })], ...results }
        : results,
    stats: { started_at: '2026-03-01T08:00:00+00:00', completed_at: '2026-03-01T08:30:00+00:00' },
    ...rest,
  };
}

/** A score of the scorer `exact` with these metrics, and what else it has. */
function score(metrics: Json, rest: Json = {}): Json {
  const entries = Object.entries(metrics).map(([name, value]) => [name, { name, value, params: {} }]);
  return { name: 'exact', scorer: 'exact', metrics: Object.fromEntries(entries), ...rest };
}

function document(data: unknown): Content {
  return { kind: 'document', data };
}

function archive(documents: Readonly<Record<string, unknown>>): Archive {
  return {
    kind: 'archive',
    names: Object.keys(documents),
    read: () => Promise.reject(new Error('bytes are not asked for')),
    document: (name) => Promise.resolve(documents[name]),
  };
}

function read(content: Content): Promise<Run> {
  const file = { path: 'log', content };
  return inspectAi.read(file, [file]);
}

const runOf = (parts?: Parameters<typeof log>[0]): Promise<Run> => read(document(log(parts)));
const withSpec = (spec: Json): Promise<Run> => runOf({ eval: spec });
const withScores = (...scores: unknown[]): Promise<Run> => runOf({ results: { scores } });

async function samplesIn(content: Content): Promise<Sample[]> {
  const found: Sample[] = [];
  for await (const sample of inspectAi.samples?.({ path: 'log', content }) ?? []) found.push(sample);
  return found;
}

const idsOf = (run: Run): string[] => run.measurements.map(({ metric }) => metric);
const judged = ({ verdict, why }: Run): [string, string] => [verdict, why];

describe('what is a log', () => {
  it.each([
    ['a log', log()],
    ['one of format 3', log({ version: 3 })],
    ['one without a version', log({ version: undefined })],
    ['one that has just begun', { status: 'started', eval: { task: 'x' }, stats: {} }],
  ])('takes %s', (_, data) => {
    expect(inspectAi.recognise(document(data))).toBe('results');
  });

  it.each([
    ['a list', [log()]],
    ['a text', 'eval status plan'],
    ['nothing', null],
    ['one without a status', log({ status: undefined })],
    ['one whose status is a number', log({ status: 1 })],
    ['one without a task', { ...log(), eval: { model: 'a/b' } }],
    ['one whose eval is a list', { ...log(), eval: ['task'] }],
    ['one without plan and stats', log({ plan: undefined, stats: undefined })],
    ['one whose version is a text', log({ version: '2' })],
    ['a list of headers by file', { 'a.eval': log() }],
    ['results of lighteval', { config_general: {}, results: {} }],
  ])('leaves %s', (_, data) => {
    expect(inspectAi.recognise(document(data))).toBeUndefined();
  });

  it('takes archives by the files in them', () => {
    expect(inspectAi.recognise(archive({ 'header.json': {} }))).toBe('results');
    expect(inspectAi.recognise(archive({ '_journal/start.json': {} }))).toBe('results');
    expect(inspectAi.recognise(archive({ 'out/header.json': {}, 'start.json': {} }))).toBeUndefined();
  });

  it('leaves texts, lines and tables', () => {
    expect(inspectAi.recognise({ kind: 'text', text: 'header.json' })).toBeUndefined();
    expect(inspectAi.recognise({ kind: 'lines', first: log(), async *all() {} })).toBeUndefined();
    expect(inspectAi.recognise({ kind: 'table', columns: ['eval'], rowCount: 1, async *rows() {} })).toBeUndefined();
  });
});

describe('a run', () => {
  it('is what the log says', async () => {
    expect(await withScores(score({ accuracy: 0.475, stderr: 0.08 }, { scored_samples: 40 }))).toEqual({
      framework: 'inspect-ai',
      version: '0.3.250',
      verdict: 'full',
      why: '40 of 40 samples',
      model: { name: 'acme/wren-2b' },
      backend: 'vllm',
      date: '2026-03-01T08:30:00+00:00',
      measurements: [
        {
          task: 'kites/flight',
          metric: 'exact/accuracy',
          value: 0.475,
          stderr: 0.08,
          samples: 40,
          available: 40,
          dataset: { id: 'acme/kites' },
          at: 'results.scores[0].metrics.accuracy.value',
        },
      ],
      refused: [],
    });
  });

  it('is the same from an archive', async () => {
    const { plan, ...header } = log();
    const run = await read(archive({ '_journal/start.json': { eval: {} }, 'header.json': { ...header, plan } }));
    expect(run).toEqual(await runOf());
  });

  it('has failed where the archive has no header, and still names the model', async () => {
    const { eval: spec, plan } = log();
    const run = await read(archive({ '_journal/start.json': { version: 2, eval: spec, plan } }));
    expect(run).toMatchObject({ verdict: 'failed', model: { name: 'acme/wren-2b' }, measurements: [] });
    expect(run.why).toContain('no header.json');
  });

  it.each([{}, { eval: 5 }, [], null])('is refused from an archive with the header %j', async (header) => {
    await expect(read(archive({ 'header.json': header }))).rejects.toMatchObject({ code: 'invalid-file' });
  });

  it.each([
    [{ completed_at: '2026-03-01T08:30:00Z' }, '2026-03-01T08:30:00Z'],
    [{ completed_at: '', started_at: '2026-03-01T08:00:00.123456+02:00' }, '2026-03-01T08:00:00.123456+02:00'],
    [{ completed_at: '2026-03-01T08:30:00' }, '2026-03-01'],
    [{ completed_at: '2026-02-30T08:30:00Z', started_at: 'soon' }, '2026-01-31'],
    [{ completed_at: 1772354400 }, '2026-01-31'],
  ])('is dated by %j', async (stats, date) => {
    expect(await runOf({ stats, eval: { created: '2026-01-31' } })).toMatchObject({ date });
  });

  it('has no date where none is one', async () => {
    expect(await runOf({ stats: { completed_at: '2026-03-01T28:30:00Z' } })).not.toHaveProperty('date');
  });

  it('copies nothing that may be secret', async () => {
    const run = await runOf({
      eval: { model_args: { api_key: 'hush', revision: 'main' }, model_base_url: 'https://hush@example.org' },
      error: { message: 'hush' },
      status: 'error',
    });
    expect(JSON.stringify(run)).not.toContain('hush');
  });
});

describe('the model', () => {
  it.each([
    ['vllm/acme/wren-2b', 'acme/wren-2b', 'vllm'],
    ['hf/acme/wren-2b', 'acme/wren-2b', 'hf'],
    ['vllm/acme/wren-2b:acme/flights', 'acme/wren-2b:acme/flights', 'vllm'],
    ['ollama/wren:2b', 'wren:2b', 'ollama'],
    ['hf-inference-providers/acme/wren-2b:fastest', 'acme/wren-2b', 'hf-inference-providers:fastest'],
    ['hf-inference-providers/acme/wren-2b', 'acme/wren-2b', 'hf-inference-providers'],
    ['openai/gull-4', 'gull-4', 'openai'],
    ['openai/azure/gull-4', 'gull-4', 'openai/azure'],
    ['openai-api/dovecote/wren', 'wren', 'openai-api/dovecote'],
    ['openrouter/acme/wren-2b', 'acme/wren-2b', 'openrouter'],
    ['together/azure/wren', 'azure/wren', 'together'],
    ['wren', 'wren', undefined],
    ['wren/', 'wren/', undefined],
  ])('of %s is %s, run by %s', async (model, name, backend) => {
    const run = await withSpec({ model });
    expect([run.model, run.backend]).toEqual([{ name }, backend]);
  });

  it.each(['none/none', '', 5, null, ['a/b'], { name: 'a' }])('is absent where the log has %j', async (model) => {
    const run = await withSpec({ model });
    expect(run).not.toHaveProperty('model');
    expect(run).not.toHaveProperty('backend');
  });

  it.each([
    ['hf/local', './out/wren', './out/wren'],
    ['vllm/local', '/srv/wren', '/srv/wren'],
    // hf loads the folder, whatever the name says.
    ['hf/acme/wren-2b', './out/wren', './out/wren'],
    ['vllm/acme/wren-2b', './out/wren', 'acme/wren-2b'],
    ['hf/local', 7, 'local'],
  ])('of %s with the folder %j is %s', async (model, path, name) => {
    expect((await withSpec({ model, model_args: { model_path: path } })).model).toEqual({ name });
  });

  const sha = '0123456789abcdef0123456789abcdef01234567';
  it.each([
    ['step-9', { revision: 'step-9' }],
    [9000, { revision: '9000' }],
    [sha, { revision: sha, sha }],
    [sha.slice(1), { revision: sha.slice(1) }],
    ['', {}],
    [null, {}],
    [0.5, {}],
    [['main'], {}],
  ])('of revision %j is %j', async (revision, expected) => {
    const run = await withSpec({ model_args: { revision } });
    expect(run.model).toEqual({ name: 'acme/wren-2b', ...expected });
  });

  it.each([
    ['hf/acme/wren', { use_chat_template: false }, false],
    ['hf/acme/wren', { use_chat_template: true }, true],
    ['hf/acme/wren', { use_chat_template: 'no' }, undefined],
    ['hf/acme/wren', {}, undefined],
    ['vllm/acme/wren', { use_chat_template: false }, undefined],
    ['vllm-completions/acme/wren', {}, false],
    ['openai-api-completions/dovecote/wren', {}, false],
  ])('of %s with %j has a chat template: %s', async (model, args, expected) => {
    expect((await withSpec({ model, model_args: args })).chatTemplate).toBe(expected);
  });
});

describe('the task', () => {
  const first = async (spec: Json): Promise<Json | undefined> => (await withSpec(spec)).measurements[0];

  it.each([
    ['pkg/kites', { fewshot: 4 }, 4],
    ['pkg/kites', { fewshot: 0 }, 0],
    ['pkg/kites_5_shot', {}, 5],
    ['pkg/kites-10-shot', {}, 10],
    ['pkg/kites_5_shot', { fewshot: 5 }, 5],
    ['pkg/kites_5_shot', { fewshot: 3 }, undefined],
    ['pkg/kites', {}, undefined],
    ['pkg/kites', { fewshot: true }, undefined],
    ['pkg/kites', { fewshot: -1 }, undefined],
    ['pkg/kites', { fewshot: 2.5 }, undefined],
    ['pkg/kites', { fewshot_seed: 42 }, undefined],
    ['pkg/big_shot', {}, undefined],
  ])('%s with %j has shots: %s', async (task, args, shots) => {
    expect((await first({ task, task_args: args }))?.shots).toBe(shots);
  });

  it.each([
    ['acme/kites', { id: 'acme/kites' }, undefined],
    ['acme/kites', { id: 'acme/kites' }, 'acme/kites'],
    ['data/kites.jsonl', undefined, undefined],
    ['data/kites', undefined, 'kites'],
    ['data/kites.v2', undefined, 'kites'],
    ['data/kites.v2', undefined, 'kites.v2'],
    ['/srv/data/kites', undefined, undefined],
    ['./kites', undefined, undefined],
    ['../kites', undefined, undefined],
    ['example://kites', undefined, undefined],
    ['s3://bucket/kites', undefined, undefined],
    ['kites', undefined, undefined],
    ['a/b/c', undefined, undefined],
    [7, undefined, undefined],
  ])('of data at %j has the dataset %j', async (location, dataset, name) => {
    expect((await first({ dataset: { location, name, samples: 40 } }))?.dataset).toEqual(dataset);
  });

  it('has the revision of the data where the task is defined by its repo', async () => {
    const dataset = { name: 'acme/kites', location: 'acme/kites', samples: 40 };
    const revision = { id: 'acme/kites', revision: 'v2' };
    expect((await first({ dataset, task: 'hf/acme/kites@v2' }))?.dataset).toEqual(revision);
    expect((await first({ dataset, task: 'hf/acme/kites', task_args: { revision: 'v2' } }))?.dataset).toEqual(revision);
    expect((await first({ dataset, task: 'kites', task_args: { revision: 'v2' } }))?.dataset).toEqual({
      id: 'acme/kites',
    });
  });

  it('is called as the registry has it where it has no name of its own', async () => {
    expect((await first({ task: '', task_registry_name: 'pkg/kites' }))?.task).toBe('pkg/kites');
  });

  it('without any name gives no numbers', async () => {
    const run = await withSpec({ task: 5 });
    expect(run).toMatchObject({
      measurements: [],
      refused: [{ what: 'results', reason: 'the log does not name its task' }],
    });
  });
});

describe('a task whose answers a model grades', () => {
  const other = { model: 'openai/gpt-4o', config: {} };
  const own = 'no other grader';
  it.each<[string, Json, string | undefined]>([
    ['is told where no other one is named', {}, own],
    ['nor by a role that is none of a grader', { model_roles: { critic: other } }, own],
    ['nor by an argument that was left empty', { scorers: [{ name: 's', options: { model: null } }] }, own],
    ['is itself with the role', { model_roles: { grader: other } }, undefined],
    [
      'is itself with a grader of the scorer',
      { scorers: [{ name: 's', options: { grader_model: other } }] },
      undefined,
    ],
    ['is none of all others', { task: 'inspect_evals/gsm8k' }, undefined],
  ])('%s', async (_, spec, variant) => {
    const { measurements } = await withSpec({ task: 'inspect_evals/simpleqa', ...spec });
    expect(measurements.map((one) => one.variant)).toEqual(measurements.map(() => variant));
    expect(measurements).not.toEqual([]);
  });
});

describe('the verdict', () => {
  it.each([
    ['cancelled', 'it was cancelled'],
    ['error', 'it ended with an error'],
    ['started', 'it was not at its end when the log was written'],
  ])('on a log that is %s is failed, and its numbers stay', async (status, why) => {
    const run = await runOf({ status });
    expect(judged(run)).toEqual(['failed', why]);
    expect(run.measurements).toHaveLength(1);
    expect(run.measurements[0]).not.toHaveProperty('verdict');
  });

  it.each([true, 'yes', 1, {}])('on a log with `invalidated` %j is failed', async (invalidated) => {
    expect((await runOf({ invalidated })).verdict).toBe('failed');
  });

  it.each([false, null, undefined])('does not mind `invalidated` %j', async (invalidated) => {
    expect((await runOf({ invalidated })).verdict).toBe('full');
  });

  it('on another status is unknown', async () => {
    expect(judged(await runOf({ status: 'fine' }))).toEqual(['unknown', 'its status is "fine"']);
    const { status: _, ...header } = log();
    expect(judged(await read(archive({ 'header.json': header })))).toEqual(['unknown', 'it has no status']);
  });

  it.each([
    // counts beat flags
    ['a limit beyond the data', 40, 1, 40, 40, { limit: 500 }, 'full', '40 of 40 samples'],
    ['all samples, chosen one by one', 40, 1, 40, 40, { sample_id: ['a'] }, 'full', '40 of 40 samples'],
    ['several epochs', 40, 3, 120, 120, {}, 'full', '120 of 120 samples (40 in 3 epochs)'],
    ['a list that was shortened', 1, 4, 160, 160, { limit: 500 }, 'full', '160 samples; the log lists 1 of the data'],
    ['a limit', 40, 1, 7, 7, { limit: 7 }, 'partial', 'limit 7, 7 of 40 samples'],
    ['a range', 40, 1, 5, 5, { limit: [10, 15] }, 'partial', 'limit 10-15, 5 of 40 samples'],
    ['chosen samples', 40, 1, 2, 2, { sample_id: [3, 4] }, 'partial', 'chosen samples, 2 of 40 samples'],
    ['fewer without a flag', 40, 1, 39, 39, {}, 'partial', '39 of 40 samples'],
    ['one epoch of two', 40, 2, 40, 40, {}, 'partial', '40 of 80 samples (40 in 2 epochs)'],
    ['errors', 40, 1, 40, 38, {}, 'partial', '38 of 40 samples'],
    ['errors, and data that is not counted', undefined, 1, 40, 38, {}, 'partial', '38 of 40 samples'],
    ['errors, and a limit beyond the data', 40, 1, 40, 38, { limit: 500 }, 'partial', '38 of 40 samples'],
    ['no count of the data', undefined, 1, 40, 40, {}, 'unknown', 'the log does not count its samples'],
    [
      'a limit, and no count',
      undefined,
      1,
      7,
      7,
      { limit: 7 },
      'partial',
      'limit 7; the log does not count its samples',
    ],
    ['a limit that did not cut', undefined, 1, 7, 7, { limit: 9 }, 'unknown', 'the log does not count its samples'],
    [
      'a limit, and no total',
      40,
      1,
      undefined,
      7,
      { limit: 7 },
      'partial',
      'limit 7; the log does not count its samples',
    ],
    ['no total', 40, 1, undefined, 40, {}, 'unknown', 'the log does not count its samples'],
    [
      'no count of answers',
      40,
      1,
      40,
      undefined,
      {},
      'unknown',
      'the log does not count the samples that were answered',
    ],
    ['more answers than samples', 40, 1, 40, 41, {}, 'unknown', 'the log counts 41 answers to 40 samples'],
    ['no samples', 0, 1, 0, 0, {}, 'unknown', 'there are no samples'],
    ['epochs that are none', 40, 0, 40, 40, {}, 'unknown', 'the log does not count its samples'],
    ['counts that are none', '40', 1, 40, 40, {}, 'unknown', 'the log does not count its samples'],
    ['counts below zero', 40, 1, -40, 40, {}, 'unknown', 'the log does not count its samples'],
  ])('on %s', async (_, samples, epochs, total, completed, flags, verdict, why) => {
    const run = await runOf({
      eval: { dataset: { samples }, config: { epochs, ...flags } },
      results: { total_samples: total, completed_samples: completed },
    });
    expect(judged(run)).toEqual([verdict, why]);
  });

  it('counts the samples that were to be asked where there are no results', async () => {
    const dataset = { samples: 40, sample_ids: [1, 2, 3] };
    const run = await runOf({ eval: { dataset, config: { limit: 3 } }, results: null });
    expect(judged(run)).toEqual(['partial', 'limit 3, 3 of 40 samples']);
    const all = await runOf({ eval: { dataset: { ...dataset, samples: 3 } }, results: null });
    expect(all.verdict).toBe('unknown');
  });

  it('is partial where a run stopped early', async () => {
    const run = await runOf({ results: { early_stopping: { early_stops: [{ id: 1, epoch: 1 }] } } });
    expect(judged(run)).toEqual(['partial', '1 of 40 samples were left out as it went']);
  });

  it.each([
    [{ scored_samples: 37, unscored_samples: 3 }, 'exact: 37 of 40 samples scored'],
    [{ unscored_samples: 3 }, 'exact: 3 samples not scored'],
    [{ scored_samples: 37, unscored_samples: 0 }, 'exact: 37 of 40 samples scored'],
  ])('is partial where a scorer has %j', async (counts, why) => {
    expect(judged(await withScores(score({ accuracy: 0.5 }, counts)))).toEqual(['partial', why]);
  });

  it('of a number is its own where scorers differ, and the worst is that of the run', async () => {
    const whole = score({ accuracy: 0.5 }, { scored_samples: 40, unscored_samples: 0 });
    const part = score({ mean: 3 }, { name: 'judge', scorer: 'judge', scored_samples: 30, unscored_samples: 10 });
    const run = await withScores(whole, part);
    expect(run.verdict).toBe('partial');
    expect(run.measurements).toMatchObject([
      { metric: 'exact/accuracy', verdict: 'full', samples: 40 },
      { samples: 30 },
    ]);
    expect(run.measurements[1]).not.toHaveProperty('verdict');
    expect(
      (await runOf({ status: 'cancelled', results: { scores: [whole, part] } })).measurements[1],
    ).not.toHaveProperty('verdict');
  });

  it('does not change for a scorer that gives no number', async () => {
    const empty = score({ accuracy: NaN }, { name: 'judge', scorer: 'judge', scored_samples: 0, unscored_samples: 40 });
    expect((await withScores(score({ accuracy: 0.5 }), empty)).verdict).toBe('full');
  });
});

describe('how many samples a number is of', () => {
  const samplesOf = async (epochs: unknown, results: Json, counts: Json = {}): Promise<unknown> => {
    const scores = [score({ accuracy: 0.5 }, counts)];
    const run = await runOf({ eval: { config: { epochs } }, results: { scores, ...results } });
    return run.measurements[0]?.samples;
  };

  it.each([
    ['as scored', 1, { total_samples: 40, completed_samples: 40 }, { scored_samples: 31 }, 31],
    ['as completed', 1, { total_samples: 40, completed_samples: 38 }, {}, 38],
    ['each once for several epochs', 2, { total_samples: 80, completed_samples: 80 }, {}, 40],
    ['as scored in several epochs', 2, { total_samples: 80, completed_samples: 70 }, { scored_samples: 39 }, 39],
    [
      'each once for numbers over all epochs',
      2,
      { total_samples: 80, completed_samples: 80 },
      { scored_samples: 80 },
      40,
    ],
    [
      'untold for a part of all epochs',
      2,
      { total_samples: 80, completed_samples: 70 },
      { scored_samples: 70 },
      undefined,
    ],
    ['untold with errors in several epochs', 2, { total_samples: 80, completed_samples: 70 }, {}, undefined],
    ['untold without counts', 1, { total_samples: null, completed_samples: null }, {}, undefined],
  ])('is %s', async (_, epochs, results, counts, samples) => {
    expect(await samplesOf(epochs, results, counts)).toBe(samples);
  });

  it('is not told of the groups of a metric', async () => {
    const metrics = {
      north: {
        name: 'north',
        group: 'grouped',
        value: 0.25,
        params: { metric: { name: 'accuracy' }, group_key: 'sky' },
      },
      accuracy: { name: 'accuracy', value: 0.5 },
    };
    const [north, accuracy] = (await withScores({ name: 'exact', scorer: 'exact', metrics })).measurements;
    expect(north).toMatchObject({ metric: 'exact/north', value: 0.25 });
    expect(north).not.toHaveProperty('samples');
    expect(north).not.toHaveProperty('available');
    expect(accuracy).toMatchObject({ samples: 40, available: 40 });
  });

  it('has no whole where more were asked than the log lists', async () => {
    const run = await runOf({ eval: { dataset: { samples: 1 } } });
    expect(run.measurements[0]).not.toHaveProperty('available');
  });
});

describe('the metrics', () => {
  it('of several scorers are told apart', async () => {
    const run = await withScores(
      score({ accuracy: 0.5, f1: 0.75 }),
      score({ accuracy: 0.25 }, { name: 'exact1', scorer: 'exact1' }),
      score({ mean: 3.5 }, { name: 'tone', scorer: 'judge' }),
    );
    expect(idsOf(run)).toEqual(['exact/accuracy', 'exact/f1', 'exact1/accuracy', 'judge/tone/mean']);
    expect(run.measurements[2]?.at).toBe('results.scores[1].metrics.accuracy.value');
  });

  it('of several reducers are told apart', async () => {
    const reduced = (reducer: string): Json => score({ accuracy: 0.5 }, { reducer });
    expect(idsOf(await withScores(reduced('mean'), reduced('pass_at_2')))).toEqual([
      'exact/accuracy,mean',
      'exact/accuracy,pass_at_2',
    ]);
    expect(idsOf(await withScores(reduced('mean')))).toEqual(['exact/accuracy']);
    // One alone is no mean, either.
    expect(idsOf(await withScores(reduced('pass_at_2')))).toEqual(['exact/accuracy,pass_at_2']);
  });

  it('have the reducer of the run where they name none', async () => {
    const of = async (epochs_reducer: unknown) =>
      idsOf(await runOf({ eval: { config: { epochs: 1, epochs_reducer } } })).join();
    expect([await of(['max']), await of(['mean']), await of(['mean', 'max']), await of(undefined)]).toEqual([
      'exact/accuracy,max',
      'exact/accuracy',
      'exact/accuracy',
      'exact/accuracy',
    ]);
  });

  it('are verbatim, and their places are JSON paths', async () => {
    const [one] = (await withScores(score({ 'pass@1 "x"': 0.5 }))).measurements;
    expect(one).toMatchObject({
      metric: 'exact/pass@1 "x"',
      at: 'results.scores[0].metrics["pass@1 \\"x\\""].value',
    });
  });

  it('that cannot be told apart are refused, all of them', async () => {
    const run = await withScores(score({ accuracy: 0.5, f1: 0.25 }), score({ accuracy: 0.75 }));
    expect(idsOf(run)).toEqual(['exact/f1']);
    expect(run.refused.map(({ what }) => what)).toEqual(['exact/accuracy', 'exact/accuracy']);
  });

  it('of logs of 2024 stand beside the scorer', async () => {
    const results = {
      total_samples: 40,
      scores: undefined,
      scorer: { name: 'exact' },
      metrics: { accuracy: { value: 1 } },
    };
    const [one] = (await runOf({ results })).measurements;
    expect(one).toMatchObject({ metric: 'exact/accuracy', value: 1, at: 'results.metrics.accuracy.value' });
  });

  it('are never scaled', async () => {
    const run = await withScores(score({ accuracy: 47.5, mean: -3, perplexity: 1e300 }));
    expect(run.measurements.map(({ value }) => value)).toEqual([47.5, -3, 1e300]);
  });

  it.each([
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    ['0.5', '"0.5"'],
    [null, 'empty'],
    [true, 'true'],
    [[1], 'a list'],
    [{ a: 1 }, 'a mapping'],
    [undefined, 'no value'],
  ])('of %j are refused, and others stay', async (value, reason) => {
    const run = await withScores(score({ accuracy: value, f1: 0.25 }));
    expect(idsOf(run)).toEqual(['exact/f1']);
    const of = { task: 'kites/flight', metric: 'exact/accuracy' };
    expect(run.refused).toEqual([{ what: 'exact/accuracy', reason: expect.stringContaining(reason), of }]);
  });

  it.each(['std', 'var'])('that tell how scores lie are refused: %s', async (name) => {
    const run = await withScores(score({ mean: 0.5, [name]: 0.25 }));
    expect(idsOf(run)).toEqual(['exact/mean']);
    expect(run.refused).toEqual([{ what: `exact/${name}`, reason: expect.stringContaining('no score') }]);
  });

  it('that tell how scores lie are refused under whatever name', async () => {
    const metrics = {
      lower: { name: 'lower', group: 'ci', value: 0.4, params: {} },
      north: { name: 'north', value: 0.1, params: { metric: { type: 'metric', name: 'inspect_ai/stderr' } } },
      aggregate: { name: 'aggregate', value: 0.2, params: { key: 'tone', agg: { name: 'std' } } },
      aggregate2: { name: 'aggregate', value: 3.2, params: { key: 'tone', agg: { name: 'mean' } } },
      // A group may have any name.
      std: { name: 'std', group: 'grouped', value: 0.7, params: { metric: { name: 'accuracy' } } },
    };
    const run = await withScores({ name: 'exact', scorer: 'exact', metrics });
    expect(idsOf(run)).toEqual(['exact/aggregate2', 'exact/std']);
    expect(run.refused.map(({ what }) => what).sort()).toEqual(['exact/aggregate', 'exact/lower', 'exact/north']);
  });
});

describe('the standard error', () => {
  const errorsOf = async (metrics: Json, counts: Json = {}): Promise<[(number | undefined)[], string[]]> => {
    const run = await withScores(score(metrics, counts));
    return [run.measurements.map(({ stderr }) => stderr), run.refused.map(({ what }) => what)];
  };

  it.each([
    ['is that of the one mean', { accuracy: 0.5, stderr: 0.1 }, [0.1], []],
    ['may come first', { stderr: 0.1, mean: 3 }, [0.1], []],
    ['may be a bootstrap', { accuracy: 0.5, bootstrap_stderr: 0.1 }, [0.1], []],
    ['is rather exact', { accuracy: 0.5, bootstrap_stderr: 0.2, stderr: 0.1 }, [0.1], ['exact/bootstrap_stderr']],
    ['is not that of others', { accuracy: 0.5, f1: 0.25, stderr: 0.1 }, [0.1, undefined], []],
    [
      'is nobody’s where there are two means',
      { accuracy: 0.5, mean: 0.5, stderr: 0.1 },
      [undefined, undefined],
      ['exact/stderr'],
    ],
    ['is nobody’s where there is no mean', { f1: 0.25, stderr: 0.1 }, [undefined], ['exact/stderr']],
    ['is no number', { accuracy: 0.5, stderr: NaN }, [undefined], ['exact/stderr']],
    ['is below zero', { accuracy: 0.5, stderr: -0.1 }, [undefined], ['exact/stderr']],
    ['goes with its mean', { accuracy: NaN, stderr: 0.1 }, [], ['exact/stderr', 'exact/accuracy']],
    ['may be zero', { accuracy: 1, stderr: 0 }, [0], []],
  ])('%s: %j', async (_, metrics, stderrs, refused) => {
    expect(await errorsOf(metrics)).toEqual([stderrs, refused]);
  });

  it('of one sample is none', async () => {
    expect(await errorsOf({ accuracy: 1, stderr: 0 }, { scored_samples: 1 })).toEqual([[undefined], ['exact/stderr']]);
  });

  it('is nobody’s where there are two of a kind', async () => {
    const metrics = {
      accuracy: { name: 'accuracy', value: 0.5 },
      stderr: { name: 'stderr', value: 0.1 },
      stderr2: { name: 'stderr', value: 0.2, params: { cluster: 'page' } },
    };
    const run = await withScores({ name: 'exact', scorer: 'exact', metrics });
    expect(run.measurements).toHaveLength(1);
    expect(run.measurements[0]).not.toHaveProperty('stderr');
    expect(run.refused.map(({ what }) => what)).toEqual(['exact/stderr', 'exact/stderr2']);
  });

  it('of a part of the values is nobody’s', async () => {
    const metrics = {
      accuracy: { name: 'accuracy', value: 0.5 },
      north: { name: 'north', group: 'grouped', value: 0.1, params: { metric: { name: 'stderr' } } },
    };
    const run = await withScores({ name: 'exact', scorer: 'exact', metrics });
    expect(run.measurements).toMatchObject([{ metric: 'exact/accuracy' }]);
    expect(run.measurements[0]).not.toHaveProperty('stderr');
    expect(run.refused).toEqual([{ what: 'exact/north', reason: expect.stringContaining('a part of the values') }]);
  });

  it('of another scorer stays there', async () => {
    const run = await withScores(score({ accuracy: 0.5 }), score({ mean: 2, stderr: 0.3 }, { name: 'b', scorer: 'b' }));
    expect(run.measurements.map(({ stderr }) => stderr)).toEqual([undefined, 0.3]);
  });
});

describe('odd data', () => {
  const good = score({ accuracy: 0.5 });

  it.each([
    ['a text', 'x'],
    ['nothing', null],
    ['a list', [1]],
    ['no name', { metrics: { accuracy: { value: 1 } } }],
    ['no metrics', { name: 'a', scorer: 'a' }],
    ['a list of metrics', { name: 'a', scorer: 'a', metrics: [{ value: 1 }] }],
    ['metrics that are numbers', { name: 'a', scorer: 'a', metrics: { accuracy: 1 } }],
  ])('in place of a score is refused, and takes nothing else with it: %s', async (_, odd) => {
    const run = await withScores(odd, good);
    expect(idsOf(run)).toEqual(['exact/accuracy']);
    expect(run.refused).toHaveLength(1);
  });

  it.each([
    ['a text', 'x', 1],
    ['a number', 5, 1],
    ['a mapping', {}, 1],
    ['an empty list', [], 1],
    ['nothing', undefined, 1],
  ])('in place of the scores is refused: %s', async (_, scores, count) => {
    const run = await runOf({ results: { scores } });
    expect(run.measurements).toEqual([]);
    expect(run.refused).toHaveLength(count);
  });

  it.each([null, 'x', 5, [], true])('in place of results gives no numbers, and says so: %j', async (results) => {
    const run = await read(document({ ...log(), results }));
    expect(run.measurements).toEqual([]);
    expect(run.refused).toEqual([{ what: 'results', reason: expect.stringContaining('no scores') }]);
  });

  it('is not taken for what every object has', async () => {
    const text = `{"name": "__proto__", "scorer": "constructor", "reducer": "toString",
      "metrics": {"__proto__": {"value": 0.5}, "constructor": {"value": 0.25}, "hasOwnProperty": {"value": 1}}}`;
    const run = await withScores(JSON.parse(text), good);
    expect(idsOf(run)).toEqual([
      'constructor/__proto__/__proto__,toString',
      'constructor/__proto__/constructor,toString',
      'constructor/__proto__/hasOwnProperty,toString',
      'exact/accuracy',
    ]);
    expect(({} as Json).value).toBeUndefined();
  });

  it.each([null, 5, 'x', [], [[]], { a: {} }, NaN])('anywhere in the log does no harm: %j', async (odd) => {
    const whole = log({ eval: { task_args: {}, model_args: {} } });
    const places = [Object.keys(whole), Object.keys(whole.eval as Json).map((key) => ['eval', key])].flat();
    for (const place of places) {
      const data = structuredClone(whole) as Record<string, unknown>;
      const [key, within] = [place].flat();
      if (within === undefined) data[key ?? ''] = odd;
      else (data.eval as Record<string, unknown>)[within] = odd;
      const run = await read(document(data));
      expect(['full', 'partial', 'failed', 'unknown']).toContain(run.verdict);
      for (const { value } of run.measurements) expect(value).toBe(0.5);
      await samplesIn(document(data));
    }
  });

  it('may be deep and long', async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const params = { metric: deep };
    const metrics = { accuracy: { name: 'x'.repeat(1_000_000), value: 0.5, params }, f1: { value: deep } };
    const run = await withScores({ name: 'exact', scorer: 'exact', metrics });
    expect(idsOf(run)).toEqual(['exact/accuracy']);
  });
});

describe('samples', () => {
  const sample = (parts: Json): Json => ({ id: 1, epoch: 1, input: 'How high?', target: '40 m', ...parts });
  const valued = (value: unknown): Json => sample({ scores: { exact: { value, answer: 'forty' } } });
  const samplesOf = (samples: unknown, spec: Json = {}): Promise<Sample[]> =>
    samplesIn(document(log({ samples, eval: spec })));

  it('are what the log keeps', async () => {
    expect(await samplesOf([valued('C')])).toEqual([
      {
        task: 'kites/flight',
        metric: 'exact',
        id: '1',
        value: 1,
        question: 'How high?',
        target: '40 m',
        answer: 'forty',
      },
    ]);
  });

  it('come from archives one file at a time', async () => {
    const files = {
      'header.json': log(),
      'samples/a/b_epoch_1.json': sample({ id: 'a/b', scores: { exact: { value: 'I' } } }),
      'samples/c_epoch_1/sample.json': sample({ id: 'c', scores: { exact: { value: 0.25 } } }),
      'samples/c_epoch_1/messages/0.json': sample({ id: 'no', scores: { exact: { value: 1 } } }),
      'summaries.json': [sample({ id: 'no', scores: { exact: { value: 1 } } })],
      '_journal/samples/d_epoch_1.json': sample({ id: 'no', scores: { exact: { value: 1 } } }),
    };
    const found = await samplesIn(archive(files));
    expect(found.map(({ id, value }) => [id, value])).toEqual([
      ['a/b', 0],
      ['c', 0.25],
    ]);
  });

  it('come from archives that were not finished', async () => {
    const files = { '_journal/start.json': log(), 'samples/1_epoch_1.json': valued('C') };
    expect(await samplesIn(archive(files))).toHaveLength(1);
  });

  it.each([
    ['C', 1],
    ['I', 0],
    ['P', 0.5],
    ['N', 0],
    ['Yes', 1],
    ['false', 0],
    [' 2.5e1 ', 25],
    [true, 1],
    [false, 0],
    [-3.5, -3.5],
  ])('of %j are %d', async (value, number) => {
    expect((await samplesOf([valued(value)])).map((one) => one.value)).toEqual([number]);
  });

  it.each(['c', 'correct', '', 'nan', 'inf', '1e999', '0x10', NaN, Infinity, null, undefined, [1], [['C']]])(
    'of %j are left out',
    async (value) => {
      expect(await samplesOf([valued(value)])).toEqual([]);
    },
  );

  it('of several fields are several', async () => {
    const found = await samplesOf([valued({ tone: 4, fact: 'C', note: null, __proto__: 1 })]);
    expect(found.map(({ metric, value }) => [metric, value])).toEqual([
      ['exact/tone', 4],
      ['exact/fact', 1],
    ]);
  });

  it('of several scorers are several', async () => {
    const found = await samplesOf([sample({ scores: { exact: { value: 'C' }, judge: { value: 3 }, odd: 7 } })]);
    expect(found.map(({ metric, value }) => [metric, value])).toEqual([
      ['exact', 1],
      ['judge', 3],
    ]);
  });

  it('of several epochs are told apart', async () => {
    const twice = [valued('C'), { ...valued('I'), epoch: 2 }];
    expect((await samplesOf(twice, { config: { epochs: 2 } })).map(({ id }) => id)).toEqual(['1_epoch_1', '1_epoch_2']);
    expect((await samplesOf(twice)).map(({ id }) => id)).toEqual(['1', '1_epoch_2']);
  });

  it.each([undefined, null, NaN, {}, ['a']])('with the id %j are left out', async (id) => {
    expect(await samplesOf([{ ...valued('C'), id }, valued('C')])).toHaveLength(1);
  });

  it('that were declared invalid are left out', async () => {
    expect(await samplesOf([{ ...valued('C'), invalidation: { author: 'me' } }])).toEqual([]);
  });

  it('of logs of 2024 have one score', async () => {
    const found = await samplesOf([sample({ score: { value: 'C', answer: 'forty' } })]);
    expect(found).toMatchObject([{ metric: 'exact', value: 1, answer: 'forty' }]);
  });

  it('ask what the user said last', async () => {
    const input = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'How far?' },
      { role: 'user', content: [{ type: 'text', text: 'How high?' }, { type: 'image' }, { text: 'attachment://abc' }] },
      { role: 'assistant', content: 'Hm' },
    ];
    const attachments = { abc: 'In metres.' };
    const [one] = await samplesOf([{ ...valued('C'), input, attachments, target: ['40 m', '40'] }]);
    expect(one).toMatchObject({ question: 'How high?\nIn metres.', target: '40 m\n40' });
  });

  it.each([5, null, [], [null], [{ role: 'user' }], 'attachment://constructor', {}])(
    'of the input %j have no question',
    async (input) => {
      const [one] = await samplesOf([{ ...valued('C'), input, target: 7 }]);
      expect(one).toEqual({ task: 'kites/flight', metric: 'exact', id: '1', value: 1, answer: 'forty' });
    },
  );

  it.each([null, 'x', { 0: 1 }, [null, 5, [], 'x', { scores: [] }]])('are none in %j', async (samples) => {
    expect(await samplesOf(samples)).toEqual([]);
  });
});

/** What the stored files say, as they were read with other tools. */
type Expected = {
  readonly verdict: Run['verdict'];
  readonly why: string;
  readonly model: Run['model'];
  readonly backend: string;
  readonly version: string;
  readonly date: string;
  readonly refused: readonly string[];
  /** Without their places, which are `results.scores[0].metrics.METRIC.value` in all of them. */
  readonly measurements: readonly Json[];
  /** How many are kept, and the first of them in the order of the file. */
  readonly samples: number;
  readonly first?: Partial<Sample>;
};

const gsm8k = {
  model: { name: 'HuggingFaceTB/SmolLM2-1.7B-Instruct' },
  backend: 'vllm',
  version: '0.3.214',
  date: '2026-05-01T10:20:00+00:00',
  refused: [],
  samples: 0,
};
const gsm8kNumber = {
  task: 'inspect_evals/gsm8k',
  metric: 'match/accuracy',
  shots: 10,
  dataset: { id: 'openai/gsm8k' },
  available: 1319,
};
const popularity = { task: 'popularity', metric: 'match/accuracy', available: 100, isOwnData: true };
const cancelled: Omit<Expected, 'samples' | 'measurements'> = {
  verdict: 'failed',
  why: 'it was cancelled',
  model: { name: 'gpt-4o-mini' },
  backend: 'openai',
  version: '0.3.95.dev16+g6527d0861',
  date: '2025-05-12T20:28:15-04:00',
  refused: [],
};
const formats: Expected = {
  verdict: 'partial',
  why: 'limit 1, 1 of 100 samples',
  model: { name: 'llama3.1' },
  backend: 'ollama',
  version: '0.3.41.dev123+g9ad2119a.d20241015',
  date: '2024-10-15T12:53:13-04:00',
  refused: ['match/stderr'],
  measurements: [{ ...popularity, value: 0, samples: 1 }],
  samples: 1,
  first: { metric: 'match', id: '1', value: 0, target: ' Yes', answer: 'No' },
};
const mmlu: Expected = {
  verdict: 'partial',
  why: 'limit 1, 1 of 14042 samples',
  model: { name: 'gpt-4o' },
  backend: 'openai',
  version: '0.3.154.dev44+g32a84c8fe.d20251213',
  date: '2025-12-19T12:37:52+00:00',
  refused: ['choice/stderr'],
  measurements: [
    {
      task: 'inspect_evals/mmlu_0_shot',
      metric: 'choice/accuracy',
      value: 0,
      shots: 0,
      samples: 1,
      available: 14042,
      dataset: { id: 'cais/mmlu' },
    },
  ],
  samples: 1,
  first: { task: 'inspect_evals/mmlu_0_shot', metric: 'choice', id: '1', value: 0, target: 'A', answer: 'C' },
};

const STORED: Readonly<Record<string, Expected>> = {
  '2024-11-05T13-31-45-05-00_input-task_8zXjbRzCWrL9GXiXo2vus9.json': {
    verdict: 'full',
    why: '1 of 1 samples',
    model: { name: 'gpt-4o-mini' },
    backend: 'openai',
    version: '0.3.43.dev33+g6c96d92d',
    date: '2024-11-05T13:32:19-05:00',
    refused: ['model_graded_fact/stderr'],
    measurements: [{ task: 'input_task', metric: 'model_graded_fact/accuracy', value: 1, samples: 1, available: 1 }],
    samples: 1,
    first: { metric: 'model_graded_fact', id: '1', value: 1, target: '' },
  },
  '2025-02-11T15-17-00-05-00_popularity_dPiJifoWeEQBrfWsAopzWr.eval': {
    verdict: 'partial',
    why: 'limit 10, 10 of 100 samples',
    model: { name: 'gpt-4o-mini' },
    backend: 'openai',
    version: '0.3.58.dev16+g6a87748b',
    date: '2025-02-11T15:17:01-05:00',
    refused: ['results'],
    measurements: [],
    samples: 0,
  },
  '2025-05-12T20-28-13-04-00_no-samples.json': {
    ...cancelled,
    measurements: [
      {
        ...popularity,
        task: 'testtaskname',
        value: 0.6666666666666666,
        stderr: 0.33333333333333337,
        samples: 3,
      },
    ],
    samples: 0,
  },
  '2025-05-12T20-28-13-04-00_popularity-status-cancelled.json': {
    ...cancelled,
    measurements: [{ ...popularity, value: 0.6666666666666666, stderr: 0.33333333333333337, samples: 3 }],
    samples: 3,
    first: { task: 'popularity', metric: 'match', id: '1', value: 1, target: ' Yes', answer: 'Yes' },
  },
  '2025-05-12T20-28-26-04-00_security-guide.json': {
    verdict: 'partial',
    why: 'limit 3, 3 of 16 samples',
    model: { name: 'gpt-4o-mini' },
    backend: 'openai',
    version: '0.3.95.dev16+g6527d0861',
    date: '2025-05-12T20:28:36-04:00',
    refused: [],
    measurements: [
      {
        task: 'security_guide',
        metric: 'model_graded_fact/accuracy',
        value: 1,
        stderr: 0,
        samples: 3,
        available: 16,
        isOwnData: true,
      },
    ],
    samples: 3,
    first: { id: '1', value: 1, question: 'How do I prevent SQL Injection attacks?' },
  },
  '2025-09-12T11-41-56-04-00_popularity_HdSVrmTDEge636qZ2op64f.eval': {
    verdict: 'partial',
    why: 'limit 1, 1 of 100 samples',
    model: { name: 'gpt-5' },
    backend: 'openai',
    version: '0.3.128.dev4+g614f5bb29.d20250902',
    date: '2025-09-12T11:42:01-04:00',
    refused: ['match/stderr'],
    measurements: [{ ...popularity, value: 0, samples: 1 }],
    samples: 1,
    first: { metric: 'match', id: '1', value: 0, target: ' Yes', answer: 'No' },
  },
  'data_arc_qwen.json': {
    verdict: 'partial',
    why: 'limit 3, 3 of 2376 samples',
    model: { name: 'qwen2.5:0.5b' },
    backend: 'ollama',
    version: '0.3.138.dev45+g23fb0e7e',
    date: '2025-10-21T01:12:16+02:00',
    refused: [],
    measurements: [
      {
        task: 'inspect_evals/arc_easy',
        metric: 'choice/accuracy',
        value: 0.3333333333333333,
        stderr: 0.33333333333333337,
        samples: 3,
        available: 2376,
        dataset: { id: 'allenai/ai2_arc' },
      },
    ],
    samples: 3,
    first: { metric: 'choice', id: '1', value: 1, target: 'A', answer: 'A' },
  },
  'data_arc_sonnet.json': {
    verdict: 'partial',
    why: 'limit 5, 5 of 2376 samples',
    model: { name: 'claude-sonnet-4-0' },
    backend: 'anthropic',
    version: '0.3.138.dev45+g23fb0e7e',
    date: '2025-10-21T00:40:53+02:00',
    refused: [],
    measurements: [
      {
        task: 'inspect_evals/arc_easy',
        metric: 'choice/accuracy',
        value: 1,
        stderr: 0,
        samples: 5,
        available: 2376,
        dataset: { id: 'allenai/ai2_arc' },
      },
    ],
    samples: 5,
    first: { metric: 'choice', id: '1', value: 1, target: 'A', answer: 'A' },
  },
  'data_cyse2_vuln_exploit_challenges.json': {
    verdict: 'full',
    why: '2340 samples; the log lists 1 of the data',
    model: { name: 'mistral-large-latest' },
    backend: 'mistral',
    version: '0.3.75',
    date: '2025-03-21T07:08:59+00:00',
    refused: ['vul_exploit_scorer/std'],
    measurements: [
      {
        task: 'inspect_evals/cyse2_vulnerability_exploit',
        metric: 'vul_exploit_scorer/accuracy',
        value: 0.38108974358974373,
        samples: 585,
      },
      {
        task: 'inspect_evals/cyse2_vulnerability_exploit',
        metric: 'vul_exploit_scorer/mean',
        value: 0.38108974358974357,
        samples: 585,
      },
    ],
    samples: 1,
    first: { metric: 'vul_exploit_scorer', id: '1_epoch_1', value: 0.65, answer: 'A1bCdEfGhIjKlMnOpQ' },
  },
  'data_intercode_ctf_local_path.json': {
    verdict: 'full',
    why: '79 samples; the log lists 1 of the data',
    model: { name: 'mistral-small-latest' },
    backend: 'mistral',
    version: '0.3.75',
    date: '2025-03-25T06:48:52+00:00',
    refused: [],
    measurements: [
      {
        task: 'inspect_evals/gdm_intercode_ctf',
        metric: 'includes/accuracy',
        value: 0.35443037974683544,
        stderr: 0.05416137871537831,
        samples: 79,
      },
    ],
    samples: 1,
    first: { metric: 'includes', id: '0', value: 0 },
  },
  'data_pubmedqa_gpt4o_mini.json': {
    verdict: 'partial',
    why: 'limit 2, 2 of 500 samples',
    model: { name: 'gpt-4o-mini' },
    backend: 'openai/azure',
    version: '0.3.108',
    date: '2025-07-03T16:44:38+02:00',
    refused: [],
    measurements: [
      {
        task: 'inspect_evals/pubmedqa',
        metric: 'choice/accuracy',
        value: 1,
        stderr: 0,
        samples: 2,
        available: 500,
        dataset: { id: 'bigbio/pubmed_qa' },
      },
    ],
    samples: 2,
    first: { metric: 'choice', id: '12377809', value: 1, target: 'A', answer: 'A' },
  },
  'data_with_llm_scoring.json': {
    verdict: 'full',
    why: '1000 of 1000 samples',
    model: { name: 'claude-opus-4-6' },
    backend: 'anthropic',
    version: '0.3.162',
    date: '2026-02-06T02:17:59+00:00',
    refused: [],
    measurements: [
      {
        task: 'simpleqa_verified',
        metric: 'simpleqa_scorer/accuracy',
        value: 0.431,
        stderr: 0.01566794448817344,
        samples: 1000,
        available: 1000,
        dataset: { id: 'codelion/SimpleQA-Verified' },
      },
    ],
    samples: 0,
  },
  'log_formats-v0.3.41-limit1.json': formats,
  'log_formats.eval': formats,
  'log_message_deduplication.eval': {
    verdict: 'full',
    why: '1 of 1 samples',
    model: { name: 'hardcoded' },
    backend: 'hardcoded',
    version: '0.3.135.dev2+g715e750e',
    date: '2025-10-06T10:15:45+00:00',
    refused: ['closeness_log/stderr'],
    measurements: [
      {
        task: 'inspect_test_utils/guess_number',
        metric: 'closeness_log/accuracy',
        value: 0,
        samples: 1,
        available: 1,
        variant: 'sample_count=1',
      },
    ],
    samples: 1,
    first: { metric: 'closeness_log', id: '0', value: 0, target: '42.7', question: 'Guess the number' },
  },
  'log_streaming.eval': {
    verdict: 'partial',
    why: 'limit 2, 4 of 200 samples (100 in 2 epochs)',
    model: { name: 'Meta-Llama-3-1-405B-Instruct-jqf' },
    backend: 'azureai',
    version: '0.3.42.dev228+g349eca8e.d20241022',
    date: '2024-11-05T20:04:20+00:00',
    refused: [],
    measurements: [{ ...popularity, value: 0.75, stderr: 0.25, samples: 2 }],
    samples: 4,
    first: { metric: 'match', id: '2_epoch_2', value: 1, target: ' No', answer: 'No' },
  },
  'mmlu-0-shot-limit1-deflate.eval': mmlu,
  'synthetic/mmlu-0-shot-limit1-zstd.eval': mmlu,
  'synthetic/2026-05-01T10-00-00-00-00_gsm8k_error.json': {
    ...gsm8k,
    verdict: 'failed',
    why: 'it ended with an error',
    measurements: [],
  },
  'synthetic/2026-05-01T10-00-00-00-00_gsm8k_started.json': {
    ...gsm8k,
    date: '2026-05-01T10:00:00+00:00',
    verdict: 'failed',
    why: 'it was not at its end when the log was written',
    measurements: [],
  },
  'synthetic/2026-05-01T10-00-00-00-00_gsm8k_invalidated.json': {
    ...gsm8k,
    verdict: 'failed',
    why: 'samples of it were declared invalid',
    measurements: [{ ...gsm8kNumber, value: 0.4071266110689917, stderr: 0.013532811069356564, samples: 1319 }],
  },
  'synthetic/2026-05-01T10-00-00-00-00_gsm8k_success-with-sample-errors.json': {
    ...gsm8k,
    verdict: 'partial',
    why: '1300 of 1319 samples',
    measurements: [{ ...gsm8kNumber, value: 0.3323076923076923, stderr: 0.01306934456917868, samples: 1300 }],
  },
  'synthetic/2026-05-01T10-00-00-00-00_gsm8k_step-125000.json': {
    ...gsm8k,
    verdict: 'full',
    why: '1319 of 1319 samples',
    model: { name: 'HuggingFaceTB/SmolLM2-135M-intermediate-checkpoints', revision: 'step-125000' },
    measurements: [{ ...gsm8kNumber, value: 0.03411675511751327, stderr: 0.005000212600773331, samples: 1319 }],
  },
};

describe.skipIf(!HAS_STORED)('stored logs', () => {
  it('are all here, and all can be opened', async () => {
    const { files, unreadable } = await openStored('inspect-ai');
    expect(files.map(({ path }) => path).sort()).toEqual(Object.keys(STORED).sort());
    expect(unreadable).toEqual({});
  });

  it.each(Object.entries(STORED))('%s', async (path, expected) => {
    const { files } = await openStored('inspect-ai');
    const file = files.find((one) => one.path === path);
    if (file === undefined) throw new Error(`${path} is not here`);
    expect(inspectAi.recognise(file.content)).toBe('results');
    const { refused, measurements, ...run } = await inspectAi.read(file, files);
    const { refused: noted, measurements: numbers, samples, first, ...rest } = expected;
    expect(run).toEqual({ framework: 'inspect-ai', ...rest });
    expect(refused.map(({ what }) => what)).toEqual(noted);
    const places = numbers.map(({ metric }) => `results.scores[0].metrics.${String(metric).split('/')[1]}.value`);
    expect(measurements).toEqual(numbers.map((number, index) => ({ ...number, at: places[index] })));
    const found = await samplesIn(file.content);
    expect(found).toHaveLength(samples);
    if (first !== undefined) expect(found[0]).toMatchObject(first);
  });

  it.each(['artificial-analysis', 'bigcode', 'helm', 'lighteval', 'lm-eval', 'mteb', 'nemo-evaluator', 'simple-evals'])(
    'of %s are none',
    async (framework) => {
      const { files } = await openStored(framework);
      expect(files.length).toBeGreaterThan(0);
      expect(files.filter(({ content }) => inspectAi.recognise(content) !== undefined)).toEqual([]);
    },
  );
});
