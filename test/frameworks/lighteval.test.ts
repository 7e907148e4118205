import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { Content, ResultFile, Table } from '../../src/files/content.ts';
import { parseJson } from '../../src/files/json.ts';
import { lighteval } from '../../src/frameworks/lighteval/results.ts';
import type { Measurement, Run, Sample } from '../../src/frameworks/run.ts';
import { HAS_STORED, openStored } from './stored.ts';

type Data = Readonly<Record<string, unknown>>;

const STAMP = '2026-03-04T05-06-07.089';
const PATH = `out/results/wren/wren-2b/results_${STAMP}.json`;
const ALL = { what: 'results.all', reason: 'a mean over unrelated tasks is the score of none' };

/** A run since 0.11 on one task, changed where a test says so. */
function newRun(changes: { general?: Data; model?: Data; results?: Data; configs?: Data } = {}): Data {
  const model = { model_name: 'wren/wren-2b', revision: 'main', override_chat_template: null, ...changes.model };
  return {
    config_general: { max_samples: null, model_name: 'wren/wren-2b', model_config: model, ...changes.general },
    results: changes.results ?? { 'birds|3': { acc: 0.25, acc_stderr: 0.05 } },
    config_tasks: changes.configs ?? { 'birds|3': { hf_repo: 'wren/birds', original_num_docs: -1 } },
  };
}

/** A run up to 0.10: counted, keys with suites, and configurations without the shots. */
function oldRun(
  counts: Readonly<Record<string, readonly [effective: number, original: number]>>,
  general: Data = {},
): Data {
  const entries = Object.entries(counts).map(([task, [effective, original]]): [string, unknown] => [
    `custom|${task}`,
    { effective_num_docs: effective, original_num_docs: original },
  ]);
  return {
    config_general: { max_samples: null, model_name: 'wren/wren-2b', model_sha: '', ...general },
    results: Object.fromEntries(Object.keys(counts).map((task) => [`custom|${task}|0`, { acc: 0.5, acc_stderr: 0.1 }])),
    config_tasks: Object.fromEntries(entries),
  };
}

const fileOf = (data: unknown, path = PATH): ResultFile => ({ path, content: { kind: 'document', data } });

async function read(data: unknown, nearby: readonly ResultFile[] = [], path = PATH): Promise<Run> {
  const file = fileOf(data, path);
  return lighteval.read(file, [file, ...nearby]);
}

async function only(data: unknown, nearby: readonly ResultFile[] = []): Promise<Measurement | undefined> {
  const { measurements } = await read(data, nearby);
  expect(measurements).toHaveLength(1);
  return measurements[0];
}

function tableOf(rows: readonly Data[], columns = Object.keys(rows[0] ?? {})): Table {
  return {
    kind: 'table',
    columns,
    rowCount: rows.length,
    async *rows(wanted) {
      for (const row of rows) yield Object.fromEntries(wanted.map((column) => [column, row[column]]));
    },
  };
}

function details(task: string, metrics: readonly Data[], path = detailsPath()): ResultFile {
  const rows = metrics.map((metric, at) => ({ doc: { task_name: task, id: `${at}` }, metric, model_response: {} }));
  return { path, content: tableOf(rows) };
}

const detailsPath = (model = 'wren/wren-2b', stamp = STAMP, task = 'birds-3'): string =>
  `out/details/${model}/${stamp}/details_${task}_${stamp}.parquet`;

async function samplesOf(content: Content, path = detailsPath()): Promise<Sample[]> {
  const samples: Sample[] = [];
  for await (const sample of lighteval.samples?.({ path, content }) ?? []) samples.push(sample);
  return samples;
}

describe('what is recognised', () => {
  const document = (data: unknown): Content => ({ kind: 'document', data });

  it('results, by two keys with mappings', () => {
    expect(lighteval.recognise(document({ config_general: {}, results: {} }))).toBe('results');
  });

  it.each([
    ['a key is missing', { results: {} }],
    ['the other one is', { config_general: {} }],
    ['results are a list', { config_general: {}, results: [] }],
    ['results are empty', { config_general: {}, results: null }],
    ['a list', [{ config_general: {}, results: {} }]],
    ['nothing', null],
  ])('nothing else: %s', (_, data) => {
    expect(lighteval.recognise(document(data))).toBeUndefined();
  });

  it('details of both generations, and the copy of the results', () => {
    const old = ['example', 'full_prompt', 'gold', 'metrics', 'num_asked_few_shots', 'predictions'];
    expect(lighteval.recognise(tableOf([], ['doc', 'metric', 'model_response']))).toBe('samples');
    expect(lighteval.recognise(tableOf([], old))).toBe('samples');
    expect(lighteval.recognise(tableOf([], ['config_general', 'results', 'config_tasks']))).toBe('companion');
    expect(lighteval.recognise(tableOf([], ['question', 'metric']))).toBeUndefined();
    expect(lighteval.recognise({ kind: 'text', text: 'config_general results' })).toBeUndefined();
  });

  it('only what is recognised is read', async () => {
    await expect(read({ results: {} })).rejects.toThrow(UserError);
  });
});

describe('numbers', () => {
  it('are copied, with all that the file says of them', async () => {
    const configs = {
      'birds:song|3': {
        hf_repo: 'wren/birds',
        hf_subset: 'song',
        hf_revision: 'v2',
        evaluation_splits: ['test'],
        metrics: [{ metric_name: 'pass@k:k=1&n=4', higher_is_better: true }],
        original_num_docs: -1,
        effective_num_docs: -1,
      },
    };
    const results = { 'birds:song|3': { 'pass@k:k=1&n=4': 41.5, 'pass@k:k=1&n=4_stderr': 1.25 } };
    expect(await only(newRun({ results, configs }))).toEqual({
      task: 'birds:song|3',
      metric: 'pass@k:k=1&n=4',
      value: 41.5,
      stderr: 1.25,
      shots: 3,
      higherIsBetter: true,
      dataset: { id: 'wren/birds', config: 'song', split: 'test', revision: 'v2' },
      at: 'results["birds:song|3"]["pass@k:k=1&n=4"]',
    });
  });

  it('that are none are refused, and take nothing with them', async () => {
    const text =
      '{"a": NaN, "a_stderr": NaN, "b": Infinity, "c": "0.5", "d": null, "e": {"f": 1}, "g": [1], "h": true, "i": 1e999, "ok": 0}';
    const { measurements, refused } = await read(newRun({ results: { 'birds|3': parseJson(text) } }));
    expect(measurements.map(({ metric, value }) => [metric, value])).toEqual([['ok', 0]]);
    expect(refused.map(({ what, reason }) => `${what.slice(-1)}: ${reason}`)).toEqual(
      ['a: it is NaN', 'b: it is Infinity', 'c: it is "0.5"', 'd: it is empty', 'e: it is a mapping', 'g: it is a list']
        .concat(['h: it is true', 'i: it is Infinity'])
        .map((reason) => `${reason}, not a finite number`),
    );
    expect(refused[0]?.what).toBe('results["birds|3"].a');
  });

  it('are of several splits where they are of these together', async () => {
    const configs = { 'birds|3': { hf_repo: 'wren/birds', evaluation_splits: ['test', 'dev'] } };
    expect((await only(newRun({ configs })))?.dataset).toEqual({ id: 'wren/birds', split: 'test+dev' });
  });

  it('of a task without metrics are refused, and the next task is read', async () => {
    const results = { 'a|0': [], 'b|0': 'text', 'c|0': null, 'd|0': { em: 1 } };
    const { measurements, refused } = await read(newRun({ results, configs: {} }));
    expect(measurements.map(({ task }) => task)).toEqual(['d|0']);
    expect(refused.map(({ what }) => what)).toEqual(['results["a|0"]', 'results["b|0"]', 'results["c|0"]']);
  });

  it('of all tasks together are refused', async () => {
    const results = { 'birds|3': { acc: 0.25 }, all: { acc: 0.25, acc_stderr: 0.05 } };
    const { measurements, refused } = await read(newRun({ results }));
    expect(measurements).toHaveLength(1);
    expect(refused).toEqual([ALL]);
  });

  it('of one task with several numbers of shots are kept apart', async () => {
    const results = { 'birds|5': { acc: 0.5 }, 'birds|0': { acc: 0.25 } };
    const { measurements } = await read(newRun({ results, configs: {} }));
    expect(measurements.map(({ task, shots, value }) => [task, shots, value])).toEqual([
      ['birds|5', 5, 0.5],
      ['birds|0', 0, 0.25],
    ]);
  });

  it('have no shots where the key does not end with them', async () => {
    const results = { birds: { acc: 1 }, 'a|b|c|2': { acc: 1 }, 'a|x': { acc: 1 } };
    const { measurements } = await read(newRun({ results, configs: {} }));
    expect(measurements.map((one) => 'shots' in one)).toEqual([false, false, false]);
  });
});

describe('standard errors', () => {
  it.each([
    ['NaN', Number.NaN, 'it is NaN, not a standard error'],
    ['below zero', -0.1, 'it is -0.1, not a standard error'],
    ['a text', '0.1', 'it is "0.1", not a standard error'],
  ])('that are none leave the value: %s', async (_, stderr, reason) => {
    const { measurements, refused } = await read(newRun({ results: { 'birds|3': { acc: 0.25, acc_stderr: stderr } } }));
    expect(measurements[0]).toMatchObject({ value: 0.25 });
    expect(measurements[0]).not.toHaveProperty('stderr');
    expect(refused).toEqual([{ what: 'results["birds|3"].acc_stderr', reason }]);
  });

  it('without a value are no values', async () => {
    const { measurements, refused } = await read(newRun({ results: { 'birds|3': { acc_stderr: 0.1 } } }));
    expect(measurements).toEqual([]);
    expect(refused[0]?.reason).toContain('without a value');
  });

  it('are missing where the file has none', async () => {
    const { measurements, refused } = await read(newRun({ results: { 'birds|3': { acc: 1, acc_stderr: null } } }));
    expect(measurements[0]).not.toHaveProperty('stderr');
    expect(refused).toEqual([]);
  });

  it('of one sample, or of samples that were asked several times, are none', async () => {
    const one = await read(oldRun({ birds: [1, 1] }));
    expect(one.measurements[0]).not.toHaveProperty('stderr');
    expect(one.refused[0]?.reason).toBe('one sample alone has no standard error');
    const repeated = await read(oldRun({ birds: [9, 9] }, { num_fewshot_seeds: 3 }));
    expect(repeated.measurements[0]).not.toHaveProperty('stderr');
    expect(repeated.refused[0]?.reason).toContain('asked several times');
    expect(await only(oldRun({ birds: [9, 9] }, { num_fewshot_seeds: 1 }))).toMatchObject({ stderr: 0.1 });
    expect(await only(newRun({ general: { num_fewshot_seeds: 3 } }))).toMatchObject({ stderr: 0.05 });
  });
});

describe('groups', () => {
  const config = (name: string, effective: number): [string, unknown] => [
    `custom|birds:${name}`,
    {
      hf_repo: 'wren/birds',
      hf_subset: name,
      evaluation_splits: ['test'],
      metric: [{ metric_name: 'acc', higher_is_better: true }],
      effective_num_docs: effective,
      original_num_docs: 40,
    },
  ];
  const data = {
    config_general: { max_samples: null, model_name: 'wren/wren-2b' },
    results: {
      'custom|birds:song|2': { acc: 0.25, acc_stderr: 0.1 },
      'custom|birds:nest|2': { acc: 0.75, acc_stderr: 0.2 },
      'custom|birds:nest|0': { acc: 0.5 },
      'custom|trees:leaf|2': { acc: 0.125 },
      'custom|birds:_average|2': { acc: 0.5, acc_stderr: 0.15 },
    },
    config_tasks: Object.fromEntries([config('song', 40), config('nest', 30)]),
  };

  it('are means over their parts, without the mean of their standard errors', async () => {
    const { measurements, refused } = await read(data);
    expect(measurements.at(-1)).toEqual({
      task: 'custom|birds:_average|2',
      metric: 'acc',
      value: 0.5,
      shots: 2,
      samples: 70,
      available: 80,
      higherIsBetter: true,
      dataset: { id: 'wren/birds', split: 'test' },
      isGroup: true,
      at: 'results["custom|birds:_average|2"].acc',
    });
    expect(refused).toEqual([
      {
        what: 'results["custom|birds:_average|2"].acc_stderr',
        reason: 'a mean of standard errors is not the standard error of the mean',
      },
    ]);
  });

  it('have the parts of their suite, name and shots', async () => {
    const { measurements } = await read(data);
    const group = 'custom|birds:_average|2';
    expect(measurements.map((one) => one.partOf)).toEqual([group, group, undefined, undefined, undefined]);
  });

  it('are as good as their worst part', async () => {
    const { verdict, measurements } = await read(data);
    expect(verdict).toBe('partial');
    expect(measurements.map((one) => one.verdict ?? verdict)).toEqual([
      'full',
      'partial',
      'partial',
      'full',
      'partial',
    ]);
  });

  it('of keys without a suite, too; without a group there are no parts', async () => {
    const results = { 'birds:song|2': { em: 1 }, 'birds:_average|2': { em: 1 }, 'trees:leaf|2': { em: 1 } };
    const { measurements } = await read(newRun({ results, configs: {} }));
    expect(measurements.map((one) => one.partOf ?? one.isGroup)).toEqual(['birds:_average|2', true, undefined]);
  });
});

describe('the verdict', () => {
  const limited = (max_samples: unknown): Data => newRun({ general: { max_samples } });

  it.each<[string, Data, string, string]>([
    ['no limit', limited(null), 'full', 'no limit of samples'],
    ['0 is none for lighteval', limited(0), 'full', 'no limit of samples'],
    ['a limit', limited(20), 'partial', 'limit 20'],
    ['a text for a limit', limited('20'), 'unknown', 'does not tell'],
    ['NaN for a limit', limited(Number.NaN), 'unknown', 'does not tell'],
    ['no word of a limit', limited(undefined), 'unknown', 'does not tell'],
    ['all counted', oldRun({ birds: [40, 40] }), 'full', 'all 40 samples'],
    ['some counted', oldRun({ birds: [10, 40] }), 'partial', '10 of 40 samples'],
    ['counts beat a limit', oldRun({ birds: [40, 40] }, { max_samples: 500 }), 'full', 'all 40 samples'],
    ['counts that cannot be', oldRun({ birds: [41, 40] }), 'unknown', '41 of 40 samples'],
    ['all of several', oldRun({ a: [4, 4], b: [6, 6] }), 'full', 'all 10 samples in 2 tasks'],
    ['some of several', oldRun({ a: [1, 4], b: [2, 6] }), 'partial', '3 of 10 samples in 2 tasks'],
    ['some of one of them', oldRun({ a: [4, 4], b: [2, 6] }), 'partial', '"custom|b|0": 2 of 6 samples'],
    ['uncounted', oldRun({ a: [-1, -1] }), 'full', 'no limit of samples'],
    ['half counted', oldRun({ a: [-1, 40] }), 'full', 'no limit of samples'],
    ['counts of nothing', oldRun({ a: [0, 0] }, { max_samples: 3 }), 'partial', 'limit 3'],
    ['no results', newRun({ results: {}, configs: {} }), 'unknown', 'the file has no results'],
  ])('%s', async (_, data, verdict, why) => {
    const run = await read(data);
    expect(run.verdict).toBe(verdict);
    expect(run.why).toContain(why);
  });

  it('of several partial tasks among others names one and counts the rest', async () => {
    const { why } = await read(oldRun({ a: [4, 4], b: [2, 6], c: [2, 6] }));
    expect(why).toBe('"custom|b|0": 2 of 6 samples, and 1 more of 3 tasks');
  });

  it('of a task stands with its numbers where it is another one', async () => {
    const { measurements } = await read(oldRun({ a: [4, 4], b: [2, 6] }));
    expect(measurements.map(({ verdict, samples, available }) => [verdict, samples, available])).toEqual([
      ['full', 4, 4],
      [undefined, 2, 6],
    ]);
  });

  it('is a failure where a task was asked for and has no result', async () => {
    const run = await read(newRun({ configs: { 'birds|3': {}, 'trees|0': {} } }));
    expect(run).toMatchObject({ verdict: 'failed', why: 'no result of "trees|0", which was asked for' });
    expect(run.measurements[0]).toMatchObject({ verdict: 'full', value: 0.25 });
    expect(run.refused).toEqual([{ what: 'config_tasks["trees|0"]', reason: 'it was asked for and has no result' }]);
  });

  it('takes the configuration of a task with its shots before that without', async () => {
    const counts = (effective: number): Data => ({ effective_num_docs: effective, original_num_docs: 8 });
    const results = { 'custom|a|5': { acc: 1 }, 'custom|a|0': { acc: 1 } };
    const configs = { 'custom|a|5': counts(3), 'custom|a': counts(8) };
    const { measurements } = await read(newRun({ results, configs }));
    expect(measurements.map(({ samples }) => samples)).toEqual([3, 8]);
  });
});

describe('configurations that Python printed', () => {
  const printed =
    "TaskConfig(name='a', prompt=<function <lambda> at 0x7f>, hf_repo='wren/birds', hf_subset=\"it's b\\x41\\n\", " +
    "metric=(Metric(metric_name='acc', higher_is_better=True, kind=<Kind.A: '3>'>, fn=<bound method X of <X at 0x1>>), " +
    "Group(metric_name=['low', 'high'], higher_is_better={'low': False, 'high': True})), hf_revision=None, " +
    "evaluation_splits=('test',), sizes=[1, -2.5e3, nan, -inf, {1, 2}, {}, ()], original_num_docs=40, effective_num_docs=10)";

  it('are read as the objects that they are', async () => {
    const results = { 'custom|a|0': { acc: 1, low: 2, high: 3 } };
    const { verdict, why, measurements } = await read(newRun({ results, configs: { 'custom|a': printed } }));
    expect([verdict, why]).toEqual(['partial', '10 of 40 samples']);
    expect(measurements.map((one) => one.higherIsBetter)).toEqual([true, false, true]);
    expect(measurements[0]).toMatchObject({
      samples: 10,
      available: 40,
      dataset: { id: 'wren/birds', config: "it's bA\n", split: 'test' },
    });
  });

  it('of one metric alone, too', async () => {
    const metrics = ["Metric(metric_name='acc', higher_is_better=False)"];
    expect(await only(newRun({ configs: { 'birds|3': { metrics } } }))).toMatchObject({ higherIsBetter: false });
  });

  it.each([
    ['a remark', 'LM Harness task'],
    ['cut off', printed.slice(0, -30)],
    ['with more behind it', `${printed} x`],
    ['too deep', '('.repeat(100_000)],
    ['too long', `C(hf_repo='wren/birds', x='${'x'.repeat(1_000_000)}')`],
    ['quotes without end', `<${"'\\".repeat(300_000)}`],
    ['angles without end', '<'.repeat(900_000)],
  ])('tell nothing where they cannot be read: %s', async (_, text) => {
    const run = await read(newRun({ configs: { 'birds|3': text } }));
    expect(run.why).toBe('no limit of samples');
    expect(run.measurements[0]).toMatchObject({ value: 0.25, shots: 3 });
    expect(run.measurements[0]).not.toHaveProperty('dataset');
  });
});

describe('the model', () => {
  const sha = '0123456789abcdef0123456789abcdef01234567';

  it.each<[string, Data, unknown]>([
    [
      'a revision as asked for',
      newRun({ model: { revision: 'step-7' } }),
      { name: 'wren/wren-2b', revision: 'step-7' },
    ],
    ['a commit as asked for', newRun({ model: { revision: sha } }), { name: 'wren/wren-2b', revision: sha, sha }],
    [
      'a folder of the repo',
      newRun({ model: { revision: 'main', subfolder: 'ckpt-7' } }),
      { name: 'wren/wren-2b', revision: 'main/ckpt-7' },
    ],
    ['no revision', newRun({ model: { revision: null } }), { name: 'wren/wren-2b' }],
    ['a commit', oldRun({}, { model_sha: sha }), { name: 'wren/wren-2b', sha }],
    ['no commit', oldRun({}, { model_sha: '' }), { name: 'wren/wren-2b' }],
    ['a branch in place of a commit', oldRun({}, { model_sha: 'dev' }), { name: 'wren/wren-2b', revision: 'dev' }],
    ['a folder', oldRun({}, { model_name: '/data/ckpt 7/' }), { name: '/data/ckpt 7/' }],
    ['no name', oldRun({}, { model_name: null }), undefined],
    ['a name that is none', oldRun({}, { model_name: { toString: 'x' } }), undefined],
    ['a name in one place', newRun({ general: { model_name: null } }), { name: 'wren/wren-2b', revision: 'main' }],
  ])('%s', async (_, data, model) => {
    expect((await read(data)).model).toEqual(model);
  });

  it('is not told where the file names two', async () => {
    const run = await read(newRun({ model: { model_name: 'wren/owl' } }));
    expect(run).not.toHaveProperty('model');
    expect(run.refused).toEqual([{ what: 'the model', reason: 'the file names two: "wren/wren-2b" and "wren/owl"' }]);
    expect(run.measurements).toHaveLength(1);
  });

  it.each([
    ['vllm', { max_num_seqs: 1, gpu_memory_utilization: 0.9 }],
    ['sglang', { mem_fraction_static: 0.8, tp_size: 1 }],
    ['transformers', { model_parallel: null, compile: false }],
    ['litellm', { concurrent_requests: 10, base_url: null }],
    ['tgi', { inference_server_address: null, inference_server_auth: 'secret-1' }],
    ['inference-endpoint', { endpoint_type: 'protected', instance_type: null }],
    ['inference-providers', { parallel_calls_count: 10, org_to_bill: null }],
    ['custom', { model_definition_file_path: '/x.py' }],
    [undefined, { dtype: 'bfloat16', gpu_memory_utilization: 0.9 }],
  ])('was run by %s, by the fields of its configuration', async (backend, model) => {
    expect((await read(newRun({ model }))).backend).toBe(backend);
  });

  it('was given its chat template where the file says so', async () => {
    const templates = [true, false, null, 'True'].map((override_chat_template) =>
      newRun({ model: { override_chat_template } }),
    );
    const runs = await Promise.all(templates.map((data) => read(data)));
    expect(runs.map((run) => run.chatTemplate)).toEqual([true, false, undefined, undefined]);
  });

  it('may come with keys and tokens; none of them is copied', async () => {
    const model = { api_key: 'secret-1', inference_server_auth: 'secret-2', env_vars: { HF_TOKEN: 'secret-3' } };
    const run = await read(
      newRun({ model, general: { environment: 'secret-4', job_id: 'secret-5', lighteval_sha: 'a1' } }),
    );
    expect(JSON.stringify(run)).not.toContain('secret');
    expect(run).not.toHaveProperty('version');
  });
});

describe('the date', () => {
  it.each([
    [`a/results_${STAMP}.json`, '2026-03-04'],
    ['results_2026-03-04T05-06-07.json', '2026-03-04'],
    ['results_2026-03-04T05:06:07.089.json', '2026-03-04'],
    ['results_example.json', undefined],
    [`results_${STAMP}/example.json`, undefined],
    ['results_2026-13-04T05-06-07.089.json', undefined],
    ['results_2026-02-31T05-06-07.089.json', undefined],
    ['results_12026-03-04T05-06-07.089.json', undefined],
  ])('of %s', async (path, date) => {
    expect((await read(newRun(), [], path)).date).toBe(date);
  });
});

describe('details of the same run', () => {
  const three = [{ acc: 1n }, { acc: 0n }, { acc: 1n }];
  const limited = newRun({ general: { max_samples: 3 } });

  it('tell how many samples there were', async () => {
    expect(await only(newRun(), [details('birds|3', three)])).toMatchObject({ samples: 3 });
    const run = await read(limited, [details('birds|3', three)]);
    expect([run.verdict, run.why]).toEqual(['partial', 'limit 3, 3 samples']);
  });

  it('prove that a limit took nothing away', async () => {
    const run = await read(newRun({ general: { max_samples: 100 } }), [details('birds|3', three)]);
    expect([run.verdict, run.why]).toEqual(['full', '3 samples, below the limit of 100']);
  });

  it('may have a row for each kind of metrics', async () => {
    const rows = [...three.map(({ acc }) => ({ acc, em: null })), { acc: null, em: 1 }, { acc: null, em: 0 }];
    const { measurements } = await read(newRun({ results: { 'birds|3': { acc: 1, em: 2, f1: 3 } } }), [
      details('birds|3', rows),
    ]);
    expect(measurements.map(({ samples }) => samples)).toEqual([3, 2, undefined]);
    const { why } = await read(newRun({ general: { max_samples: 4 } }), [details('birds|3', rows)]);
    expect(why).toBe('3 samples, below the limit of 4');
  });

  it('name metrics over all samples otherwise', async () => {
    const results = { 'birds|3': { bleu: 31.5 } };
    const rows = [{ pair: ['a', 'b'] }, { pair: ['c', 'd'] }];
    expect(await only(newRun({ results }), [details('birds|3', rows)])).toMatchObject({ samples: 2 });
  });

  it.each([
    ['another stamp', detailsPath('wren/wren-2b', '2026-03-04T05-06-07.090'), 'birds|3'],
    ['another model', detailsPath('wren/owl'), 'birds|3'],
    ['a model whose name ends so', detailsPath('red/wren/wren-2b'), 'birds|3'],
    ['another task', detailsPath(), 'trees|3'],
    ['a name without a stamp', 'out/details/wren/wren-2b/x/details.parquet', 'birds|3'],
  ])('are those of the run: not %s', async (_, path, task) => {
    expect(await only(newRun(), [details(task, three, path)])).not.toHaveProperty('samples');
  });

  it.each(['details.zip/wren', 'x', '/data/details'])(
    'may lie elsewhere when the stamp is the same: %s',
    async (folder) => {
      const model = folder === '/data/details' ? '/wren/wren-2b/' : 'wren/wren-2b';
      const path = `${folder}${folder === '/data/details' ? '/wren/wren-2b' : ''}/${STAMP}/details_${STAMP}.parquet`;
      const data = newRun({ general: { model_name: model }, model: { model_name: model } });
      expect(await only(data, [details('birds|3', three, path)])).toMatchObject({ samples: 3 });
    },
  );

  it('are not believed where there are more than the limit, or two that differ', async () => {
    const more = await read(newRun({ general: { max_samples: 2 } }), [details('birds|3', three)]);
    expect(more.why).toBe('limit 2');
    const two = await read(newRun(), [details('birds|3', three), details('birds|3', [{ acc: 1 }])]);
    expect(two.measurements[0]).not.toHaveProperty('samples');
    expect(two.refused[0]?.reason).toContain('different numbers of samples');
    expect(await only(newRun(), [details('birds|3', three), details('birds|3', three)])).toMatchObject({ samples: 3 });
  });

  it('that are damaged are named, and the results are read', async () => {
    const damaged: Table = {
      ...tableOf([], ['doc', 'metric', 'model_response']),
      // biome-ignore lint/correctness/useYield: it breaks before the first row.
      async *rows() {
        throw new UserError('invalid-file', 'x.parquet cannot be read.');
      },
    };
    const run = await read(newRun(), [{ path: detailsPath(), content: damaged }]);
    expect(run.refused).toEqual([{ what: detailsPath(), reason: 'x.parquet cannot be read.' }]);
    expect(run.measurements).toHaveLength(1);
  });

  it('count nothing where the file has counts itself', async () => {
    const data = oldRun({ birds: [40, 40] });
    expect(await only(data, [details('custom|birds|0', three)])).toMatchObject({ samples: 40 });
  });
});

describe('samples', () => {
  it('of 0.11 and newer', async () => {
    const row = {
      doc: { task_name: 'birds|3', id: '17', query: 'Which?', choices: ['a wren', 'an owl'], gold_index: 1n },
      metric: { acc: 1n, f1: 0.5, hit: true, pair: [1, 2], none: null, odd: Number.NaN },
      model_response: { text: ['  owl'], text_post_processed: ['owl'] },
    };
    const common = { task: 'birds|3', id: '17', question: 'Which?', target: 'an owl', answer: 'owl' };
    expect(await samplesOf(tableOf([row]))).toEqual([
      { ...common, metric: 'acc', value: 1 },
      { ...common, metric: 'f1', value: 0.5 },
      { ...common, metric: 'hit', value: 1 },
    ]);
  });

  it('have no answer where there are several, and all targets', async () => {
    const doc = { task_name: 'birds|3', id: '1', choices: ['wren', 'owl', 'tit'], gold_index: [0n, 2n, 9n] };
    const row = { doc, metric: { acc: 1 }, model_response: { text: ['a', 'b'], text_post_processed: null } };
    expect(await samplesOf(tableOf([row]))).toEqual([
      { task: 'birds|3', metric: 'acc', id: '1', value: 1, target: 'wren | tit' },
    ]);
  });

  it('of odd rows are left out', async () => {
    const rows = [null, 5, {}, { task_name: 'a|0' }, { id: '1' }].map((doc) => ({
      doc,
      metric: { acc: 1 },
      model_response: null,
    }));
    expect(await samplesOf(tableOf(rows))).toEqual([]);
  });

  const old = { full_prompt: '', num_asked_few_shots: 0 };
  const expected = [
    { task: 'custom|birds|0', metric: 'em', id: '0', value: 0, question: 'Which?', target: 'owl', answer: 'tit' },
    { task: 'custom|birds|0', metric: 'em', id: '1', value: 1, question: 'What?', target: 'wren', answer: 'wren' },
  ];

  it.each([
    [
      'objects',
      [
        { ...old, example: 'Which?', gold: ['owl'], metrics: { em: 0n }, predictions: ['tit'] },
        { ...old, example: 'What?', gold: ['wren'], metrics: { em: 1 }, predictions: [['wren']] },
      ],
    ],
    [
      'what Python prints of them',
      [
        { ...old, example: 'Which?', gold: "['owl']", metrics: "{'em': 0}", predictions: "['tit']" },
        { ...old, example: 'What?', gold: "['wren']", metrics: "{'em': np.float64(1.0)}", predictions: "[['wren']]" },
      ],
    ],
  ])('of 0.10 and older, as %s', async (_, rows) => {
    expect(await samplesOf(tableOf(rows), detailsPath('w', STAMP, 'custom|birds|0'))).toEqual(expected);
  });

  it('are in no other files', async () => {
    expect(await samplesOf({ kind: 'document', data: newRun() })).toEqual([]);
    expect(await samplesOf(tableOf([{ metric: { acc: 1 } }]))).toEqual([]);
  });
});

describe('hostile files', () => {
  const inherited =
    '{"__proto__": {"acc": 1}, "constructor": {"acc": 1}, "toString|2": {"__proto__": 1, "valueOf": 2}}';

  it('with keys of every object are files like others', async () => {
    const data = newRun({ results: parseJson(inherited) as Data, configs: parseJson('{"__proto__": {}}') as Data });
    const { measurements } = await read(data);
    expect(measurements.map(({ at, value }) => [at, value])).toEqual([
      ['results.__proto__.acc', 1],
      ['results.constructor.acc', 1],
      ['results["toString|2"].__proto__', 1],
      ['results["toString|2"].valueOf', 2],
    ]);
    expect(measurements.every((one) => one.dataset === undefined && one.higherIsBetter === undefined)).toBe(true);
    expect(({} as Data).acc).toBeUndefined();
  });

  const ODD = [null, undefined, 0, Number.NaN, 'x', true, [], [[null]], {}, { a: { b: [] } }, parseJson(inherited)];

  it('may have anything anywhere', async () => {
    for (const odd of ODD) {
      const config = { metrics: [odd], hf_repo: odd, evaluation_splits: odd, effective_num_docs: odd };
      const general = { max_samples: odd, model_name: odd, model_config: odd, model_sha: odd, num_fewshot_seeds: odd };
      const runs = [
        { config_general: general, results: { 'a|0': odd, 'b|0': { acc: odd, c: 1 }, all: odd }, config_tasks: odd },
        newRun({ configs: { 'birds|3': odd } }),
        newRun({ configs: { 'birds|3': config } }),
        newRun({
          configs: { 'birds|3': { metric: [{ metric_name: odd, higher_is_better: odd }, { metric_name: [odd] }] } },
        }),
      ];
      const rows = [{ doc: odd, metric: odd, model_response: odd }];
      for (const data of runs) {
        const run = await read(data, [{ path: detailsPath(), content: tableOf(rows) }]);
        expect(run.measurements.every(({ value }) => Number.isFinite(value))).toBe(true);
        expect(run.measurements.length).toBeGreaterThan(0);
      }
      await samplesOf(tableOf(rows));
      await samplesOf(
        tableOf([{ full_prompt: odd, gold: odd, metrics: odd, num_asked_few_shots: odd, predictions: odd }]),
      );
    }
  });

  it('may be huge', async () => {
    const tasks = Array.from({ length: 20_000 }, (_, at): [string, unknown] => [`a:${at}|0`, { acc: at }]);
    const results = Object.fromEntries([...tasks, ['a:_average|0', { acc: 1 }]]);
    expect((await read(newRun({ results, configs: {} }))).measurements).toHaveLength(20_001);
  });
});

describe.skipIf(!HAS_STORED)('the stored files', () => {
  const SMOL = 'synthetic/v0.13-';
  const INSTRUCT = 'results/HuggingFaceTB/SmolLM2-1.7B-Instruct';
  const instruct = { name: 'HuggingFaceTB/SmolLM2-1.7B-Instruct', revision: 'main' };
  const STEPS = `${SMOL}checkpoints/results/HuggingFaceTB/SmolLM2-135M-intermediate-checkpoints`;
  const steps = (revision: string): Data => ({ name: 'HuggingFaceTB/SmolLM2-135M-intermediate-checkpoints', revision });
  const DUMMY = 'v0.13.0-dummy-model';
  const DUMMY_STAMP = '2026-08-10T17-22-11.385681';
  const arc = {
    task: 'arc:challenge|25',
    metric: 'acc',
    shots: 25,
    higherIsBetter: true,
    dataset: { id: 'allenai/ai2_arc', config: 'ARC-Challenge', split: 'test' },
    at: 'results["arc:challenge|25"].acc',
  };
  const gsm8k = (shots: number): Data => ({
    task: `gsm8k|${shots}`,
    metric: 'extractive_match',
    shots,
    higherIsBetter: true,
    dataset: { id: 'openai/gsm8k', config: 'main', split: 'test' },
    at: `results["gsm8k|${shots}"].extractive_match`,
  });
  const averaged = (what: string): Data => ({
    what,
    reason: 'a mean of standard errors is not the standard error of the mean',
  });

  type Expected = {
    readonly verdict: string;
    readonly why: string;
    readonly model: unknown;
    readonly backend?: string;
    readonly date?: string;
    readonly count: number;
    /** But for `all`, which every file has. */
    readonly refused?: readonly unknown[];
    readonly some: readonly Data[];
  };

  const RESULTS: readonly (readonly [path: string, expected: Expected])[] = [
    [
      `${STEPS}/results_2026-02-04T08-00-00.000001.json`,
      {
        verdict: 'full',
        why: 'no limit of samples',
        model: steps('step-125000'),
        backend: 'vllm',
        date: '2026-02-04',
        count: 2,
        some: [
          { ...arc, value: 0.5196245733788396, stderr: 0.014600132075947018 },
          { ...gsm8k(5), value: 0.4473085670962851, stderr: 0.013695795709089848 },
        ],
      },
    ],
    [
      `${STEPS}/results_2026-02-04T09-00-00.000001.json`,
      {
        verdict: 'full',
        why: 'no limit of samples',
        model: steps('step-250000'),
        backend: 'vllm',
        date: '2026-02-04',
        count: 2,
        some: [
          { ...arc, value: 0.46928327645051193, stderr: 0.014583792546304031 },
          { ...gsm8k(5), value: 0.5125094768764216, stderr: 0.013768173615087934 },
        ],
      },
    ],
    [
      `${SMOL}max-samples-10/${INSTRUCT}/results_2026-02-03T11-00-00.000000.json`,
      {
        verdict: 'partial',
        why: 'limit 10',
        model: instruct,
        backend: 'vllm',
        date: '2026-02-03',
        count: 2,
        some: [
          { ...arc, value: 0.6, stderr: 0.1632993161855452 },
          { ...gsm8k(5), value: 0.4, stderr: 0.1632993161855452 },
        ],
      },
    ],
    [
      `${SMOL}mmlu-57-arc-gsm8k/${INSTRUCT}/results_2026-02-03T10-11-12.131415.json`,
      {
        verdict: 'full',
        why: 'no limit of samples',
        model: instruct,
        backend: 'vllm',
        date: '2026-02-03',
        count: 60,
        refused: [averaged('results["mmlu:_average|5"].em_stderr')],
        some: [
          { ...arc, value: 0.4189419795221843, stderr: 0.014418106953639022 },
          { ...gsm8k(5), value: 0.4048521607278241, stderr: 0.01352081766687044 },
          {
            task: 'mmlu:anatomy|5',
            metric: 'em',
            value: 0.362962962962963,
            stderr: 0.04153948404742399,
            shots: 5,
            higherIsBetter: true,
            dataset: { id: 'lighteval/mmlu', config: 'anatomy', split: 'test' },
            partOf: 'mmlu:_average|5',
            at: 'results["mmlu:anatomy|5"].em',
          },
          {
            task: 'mmlu:_average|5',
            metric: 'em',
            value: 0.445242159477772,
            shots: 5,
            higherIsBetter: true,
            dataset: { id: 'lighteval/mmlu', split: 'test' },
            isGroup: true,
            at: 'results["mmlu:_average|5"].em',
          },
        ],
      },
    ],
    [
      `${SMOL}nan/${INSTRUCT}/results_2026-02-03T12-00-00.000000.json`,
      {
        verdict: 'full',
        why: 'no limit of samples',
        model: instruct,
        backend: 'vllm',
        date: '2026-02-03',
        count: 1,
        refused: [
          {
            what: 'results["gsm8k|5"].extractive_match',
            reason: 'it is NaN, not a finite number',
            of: { task: 'gsm8k|5', metric: 'extractive_match' },
          },
        ],
        some: [{ ...arc, value: 0.4206484641638225, stderr: 0.014426211252508337 }],
      },
    ],
    [
      `${SMOL}two-fewshots/${INSTRUCT}/results_2026-02-03T13-00-00.000000.json`,
      {
        verdict: 'full',
        why: 'no limit of samples',
        model: instruct,
        backend: 'vllm',
        date: '2026-02-03',
        count: 2,
        some: [
          { ...gsm8k(5), value: 0.4473085670962851, stderr: 0.013695795709089848 },
          { ...gsm8k(0), value: 0.31842304776345715, stderr: 0.012832225723075389 },
        ],
      },
    ],
    [
      'synthetic/v0.6-leaderboard-suite/results/HuggingFaceTB/SmolLM2-1.7B/results_2024-11-02T03-04-05.060708.json',
      {
        verdict: 'full',
        why: 'all 28659 samples in 62 tasks',
        model: { name: 'HuggingFaceTB/SmolLM2-1.7B', sha: 'effdc9ed84e03526df3e7b1dff54e3a3f5b3ce4f' },
        date: '2024-11-02',
        count: 66,
        refused: [averaged('results["leaderboard|mmlu:_average|5"].acc_stderr')],
        some: [
          {
            task: 'leaderboard|mmlu:anatomy|5',
            metric: 'acc',
            value: 0.4444444444444444,
            stderr: 0.04292596718256977,
            shots: 5,
            samples: 135,
            available: 135,
            higherIsBetter: true,
            dataset: { id: 'lighteval/mmlu', config: 'anatomy', split: 'test' },
            partOf: 'leaderboard|mmlu:_average|5',
            at: 'results["leaderboard|mmlu:anatomy|5"].acc',
          },
          {
            task: 'leaderboard|mmlu:_average|5',
            metric: 'acc',
            value: 0.4580037196059439,
            shots: 5,
            samples: 14042,
            available: 14042,
            higherIsBetter: true,
            dataset: { id: 'lighteval/mmlu', split: 'test' },
            isGroup: true,
            at: 'results["leaderboard|mmlu:_average|5"].acc',
          },
          {
            task: 'leaderboard|truthfulqa:mc|0',
            metric: 'truthfulqa_mc2',
            value: 0.5287637698898409,
            stderr: 0.01747451384852549,
            shots: 0,
            samples: 817,
            available: 817,
            higherIsBetter: true,
            dataset: { id: 'truthful_qa', config: 'multiple_choice', split: 'validation' },
            at: 'results["leaderboard|truthfulqa:mc|0"].truthfulqa_mc2',
          },
          {
            task: 'leaderboard|hellaswag|10',
            metric: 'acc_norm',
            value: 0.4378609838677554,
            stderr: 0.004951097802776246,
            shots: 10,
            samples: 10042,
            available: 10042,
            higherIsBetter: true,
            dataset: { id: 'hellaswag', config: 'default', split: 'validation' },
            at: 'results["leaderboard|hellaswag|10"].acc_norm',
          },
        ],
      },
    ],
    [
      `${DUMMY}/results/eee-smoke/dummy-model/results_${DUMMY_STAMP}.json`,
      {
        verdict: 'partial',
        why: 'limit 2, 2 samples',
        model: { name: 'eee-smoke/dummy-model' },
        date: '2026-08-10',
        count: 2,
        some: [
          {
            task: 'squad_v2|0',
            metric: 'em',
            value: 0,
            stderr: 0,
            shots: 0,
            samples: 2,
            higherIsBetter: true,
            dataset: { id: 'rajpurkar/squad_v2', config: 'squad_v2', split: 'validation' },
            variant: 'filtered data',
            at: 'results["squad_v2|0"].em',
          },
          {
            task: 'anli:r1|0',
            metric: 'acc',
            value: 0,
            stderr: 0,
            shots: 0,
            samples: 2,
            higherIsBetter: true,
            dataset: { id: 'facebook/anli', config: 'plain_text', split: 'test_r1' },
            at: 'results["anli:r1|0"].acc',
          },
        ],
      },
    ],
    [
      'v0.7-docs-gpt2-limit1/results_example.json',
      {
        verdict: 'partial',
        why: '1 of 1319 samples',
        model: { name: 'gpt2', sha: '607a30d783dfa663caf39e06633721c8d4cfcd7e' },
        count: 2,
        refused: ['results["lighteval|gsm8k|0"].qem_stderr', 'results["lighteval|gsm8k|0"]["maj@8_stderr"]'].map(
          (what) => ({ what, reason: 'one sample alone has no standard error' }),
        ),
        some: [
          ['qem', '.qem'],
          ['maj@8', '["maj@8"]'],
        ].map(([metric, at]) => ({
          task: 'lighteval|gsm8k|0',
          metric,
          value: 0,
          shots: 0,
          samples: 1,
          available: 1319,
          higherIsBetter: true,
          dataset: { id: 'gsm8k', config: 'main', split: 'test' },
          at: `results["lighteval|gsm8k|0"]${at}`,
        })),
      },
    ],
    [
      'v0.8-local-path-aime24/results_2025-04-14T17-36-10.791275.json',
      {
        verdict: 'full',
        why: 'all 30 samples',
        model: { name: '_data0_models_Qwen2.5-0.5B' },
        date: '2025-04-14',
        count: 1,
        some: [
          {
            task: 'custom|aime24|0',
            metric: 'extractive_match',
            value: 0,
            stderr: 0,
            shots: 0,
            samples: 30,
            available: 30,
            higherIsBetter: true,
            dataset: { id: 'HuggingFaceH4/aime_2024', config: 'default', split: 'train' },
            at: 'results["custom|aime24|0"].extractive_match',
          },
        ],
      },
    ],
  ];

  const DETAILS = `${DUMMY}/details/eee-smoke/dummy-model/${DUMMY_STAMP}/details_`;
  const SAMPLES: readonly (readonly [path: string, samples: readonly Data[]])[] = [
    [
      `${DETAILS}anli-r1-0_${DUMMY_STAMP}.parquet`,
      ['776', '507'].map((id) => ({ task: 'anli:r1|0', metric: 'acc', id, value: 0, target: ' False' })),
    ],
    [
      `${DETAILS}squad_v2-0_${DUMMY_STAMP}.parquet`,
      [
        ['5230', ' Colonizing empires'],
        ['3506', ' Economist'],
      ].map(([id, target]) => ({
        task: 'squad_v2|0',
        metric: 'em',
        id,
        value: 0,
        target,
        answer: 'random baseline',
      })),
    ],
  ];

  const fileAt = async (path: string): Promise<{ file: ResultFile; files: readonly ResultFile[] }> => {
    const { files } = await openStored('lighteval');
    const file = files.find((one) => one.path === path);
    if (file === undefined) throw new Error(`${path} is not stored`);
    return { file, files };
  };

  it('are all in these tables', async () => {
    const { files, unreadable } = await openStored('lighteval');
    expect(unreadable).toEqual({});
    expect(files.map(({ path }) => path).sort()).toEqual([...RESULTS, ...SAMPLES].map(([path]) => path).sort());
  });

  it.each(RESULTS)('%s', async (path, expected) => {
    const { file, files } = await fileAt(path);
    expect(lighteval.recognise(file.content)).toBe('results');
    const { measurements, refused, ...run } = await lighteval.read(file, files);
    const { count, some, refused: others = [], ...facts } = expected;
    expect(run).toEqual({ framework: 'lighteval', ...facts });
    expect(refused).toEqual([...others, ALL]);
    expect(measurements).toHaveLength(count);
    const wanted = new Set(some.map(({ at }) => at));
    const found = measurements.filter(({ at }) => wanted.has(at));
    expect(new Map(found.map((one) => [one.at, one]))).toEqual(new Map(some.map((one) => [one.at, one])));
  });

  it.each(SAMPLES)('%s', async (path, expected) => {
    const { file } = await fileAt(path);
    expect(lighteval.recognise(file.content)).toBe('samples');
    const samples = await samplesOf(file.content, path);
    expect(samples.map(({ question: _, ...sample }) => sample)).toEqual(expected);
    expect(samples.every(({ question = '' }) => question.length > 100)).toBe(true);
  });

  it('of mmlu are 57 parts and their mean', async () => {
    for (const [path, group] of [
      [RESULTS[3]?.[0], 'mmlu:_average|5'],
      [RESULTS[6]?.[0], 'leaderboard|mmlu:_average|5'],
    ]) {
      const { file, files } = await fileAt(path ?? '');
      const { measurements } = await lighteval.read(file, files);
      const parts = measurements.filter(({ partOf }) => partOf === group);
      expect(parts).toHaveLength(57);
      const mean = parts.reduce((sum, { value }) => sum + value, 0) / 57;
      expect(measurements.find(({ task }) => task === group)?.value).toBeCloseTo(mean, 12);
    }
  });

  it('of others are left to them', async () => {
    const others = [
      'artificial-analysis',
      'bigcode',
      'helm',
      'inspect-ai',
      'lm-eval',
      'mteb',
      'nemo-evaluator',
      'simple-evals',
    ];
    for (const framework of others) {
      const { files } = await openStored(framework);
      expect(files).not.toEqual([]);
      expect(files.filter(({ content }) => lighteval.recognise(content) !== undefined).map(({ path }) => path)).toEqual(
        [],
      );
    }
  });
});
