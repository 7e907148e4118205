import { describe, expect, it } from 'vitest';
import { companionOf } from '../../src/frameworks/beside.ts';
import { nemoEvaluator } from '../../src/frameworks/nemo-evaluator/results.ts';
import {
  type Changes,
  collectOf,
  filesOf,
  lighteval,
  linesOf,
  lmEval,
  MODEL,
  nemoScore,
  refusalsOf,
} from './results-fixtures.ts';

type Json = Readonly<Record<string, unknown>>;

const OTHER = 'org/Heron-13B';

describe('what lies beside results belongs to them', () => {
  it.each<[string, string, readonly string[], readonly string[], string | undefined]>([
    ['where both are alone', 'r/results.yml', ['r/metadata.yaml'], ['r/results.yml'], 'r/metadata.yaml'],
    ['where there is none', 'r/results.yml', [], ['r/results.yml'], undefined],
    [
      'where their names begin alike',
      'r/a-results.yml',
      ['r/a-meta.yaml', 'r/b-meta.yaml'],
      ['r/a-results.yml', 'r/b-results.yml'],
      'r/a-meta.yaml',
    ],
    [
      'where one begins as the other goes on',
      'r/run-1-results.yml',
      ['r/run-1-meta.yaml', 'r/run-10-meta.yaml'],
      ['r/run-1-results.yml', 'r/run-10-results.yml'],
      'r/run-1-meta.yaml',
    ],
    [
      'where the only one is of others',
      'r/run-1-results.yml',
      ['r/run-10-meta.yaml'],
      ['r/run-1-results.yml', 'r/run-10-results.yml'],
      undefined,
    ],
    [
      'where all others have theirs',
      'r/results.yml',
      ['r/a-meta.yaml', 'r/meta.yaml'],
      ['r/a-results.yml', 'r/results.yml'],
      'r/meta.yaml',
    ],
    ['where it is asked for itself', 'r/b-meta.yaml', ['r/a-meta.yaml', 'r/b-meta.yaml'], [], 'r/b-meta.yaml'],
    ['not where one has two of them', 'r/results.yml', ['r/x.yaml', 'r/y.yaml'], ['r/results.yml'], 'unclear'],
    ['not where two have one', 'r/gpqa.yml', ['r/metadata.yaml'], ['r/gpqa.yml', 'r/mmlu.yml'], 'unclear'],
    ['not by single letters', 'r/mmlu.yml', ['r/metadata.yaml'], ['r/mmlu.yml', 'r/gpqa.yml'], 'unclear'],
    [
      'not by what all share',
      'r/job-1.yml',
      ['r/job-a.yaml', 'r/job-b.yaml'],
      ['r/job-1.yml', 'r/job-2.yml'],
      'unclear',
    ],
  ])('%s', (_, path, candidates, rivals, found) => {
    const named = (paths: readonly string[]) => paths.map((one) => ({ path: one }));
    const result = companionOf(path, named(candidates), named(rivals));
    expect(typeof result === 'object' ? result.path : result).toBe(found);
  });
});

describe('jobs of NeMo Evaluator in one folder', () => {
  const results = (value: number, model = 'srv'): Json => ({
    config: { params: {} },
    target: { api_endpoint: { model_id: model } },
    results: { tasks: { gpqa_diamond: nemoScore('score', { micro: value }) }, groups: {} },
  });
  const config = (framework: string): Json => ({ framework_name: framework, config: {}, target: {} });
  const metadata = (model: string): Json => ({
    versioning: { nemo_evaluator: '0.2.8' },
    launcher_resolved_config: { deployment: { type: 'vllm', hf_model_handle: model, served_model_name: 'srv' } },
  });
  const flat = {
    'r/a-results.yml': results(0.3),
    'r/a-metadata.yaml': metadata(MODEL),
    'r/a-run_config.yml': config('simple_evals'),
    'r/a-stage.exit': '2026-03-04T10:20:00Z 0\n',
    'r/b-results.yml': results(0.7),
    'r/b-metadata.yaml': metadata(OTHER),
    'r/b-run_config.yml': config('nemo_skills'),
    'r/b-stage.exit': '2026-03-05T10:20:00Z 1\n',
  };

  it('are each their own, by their names', async () => {
    const collection = await collectOf(flat);
    expect(linesOf(collection)).toEqual(['GPQA Diamond accuracy 0.3 fraction']);
    expect(collection.scores.map(({ date }) => date)).toEqual(['2026-03-04']);
    expect(collection.files.find(({ path }) => path === 'r/b-results.yml')?.reason).toContain('The run failed');
  });

  const unnamed = Object.fromEntries(
    Object.entries(flat).map(([path, one], at) => [`r/${at}.${path.split('.')[1]}`, one]),
  );

  it('are of no model, no harness and no date where nothing tells whose is whose', async () => {
    const collection = await collectOf(unnamed, { allowUnknown: true });
    expect(collection.scores).toEqual([]);
    expect(refusalsOf(collection)).toEqual(
      expect.arrayContaining([expect.stringContaining('the file names no model')]),
    );
    const [file] = filesOf(unnamed);
    if (file === undefined) throw new Error('there is a file');
    const run = await nemoEvaluator.read(file, filesOf(unnamed));
    expect(run).not.toHaveProperty('model');
    expect(run).not.toHaveProperty('harness');
    expect(run).not.toHaveProperty('date');
    expect(run).toMatchObject({
      verdict: 'unknown',
      why: expect.stringContaining('one of the jobs in the folder failed'),
    });
    expect(run.refused.map(({ what }) => what)).toEqual(['stage.exit', 'run_config.yml', 'metadata.yaml']);
  });

  it('are what the user says of their files', async () => {
    const changes: Changes = { allowUnknown: true, models: new Map([['r/0.yml', { repoId: MODEL }]]), metrics: 'all' };
    expect((await collectOf(unnamed, changes)).scores.map(({ value }) => value)).toEqual([0.3]);
  });

  it('do not take the model of another one’s server from what they were called', async () => {
    const files = { 'r/1.yml': results(0.3, MODEL), 'r/2.yml': results(0.7, MODEL), 'r/3.yaml': metadata(OTHER) };
    expect(linesOf(await collectOf(files))).toEqual([]);
  });
});

describe('runs of HELM in one folder', () => {
  const stats = (value: number): unknown => [
    { name: { name: 'exact_match', split: 'test' }, count: 1, sum: value, mean: value },
    { name: { name: 'num_instances', split: 'test' }, count: 1, sum: 9, mean: 9 },
  ];
  const spec = (task: string, model: string): Json => ({
    name: `${task}:kind=owls,model=x`,
    scenario_spec: { class_name: 'x', args: {} },
    adapter_spec: { model, max_eval_instances: 1000 },
    groups: [],
  });

  it('are each their own, by their names', async () => {
    const { scores } = await collectOf({
      'r/a-stats.json': stats(0.3),
      'r/a-run_spec.json': spec('birds', MODEL),
      'r/b-stats.json': stats(0.7),
      'r/b-run_spec.json': spec('boats', OTHER),
    });
    expect(scores.map(({ value, dataset }) => [value, dataset.name])).toEqual([[0.3, 'birds:kind=owls']]);
  });

  it.each<[string, Json]>([
    ['two specifications', { 'r/1.json': spec('birds', MODEL), 'r/2.json': spec('boats', OTHER) }],
    ['one specification', { 'r/1.json': spec('birds', MODEL) }],
    ['none', {}],
  ])('are nobody’s with %s and two statistics, whatever the folder is called', async (_, specs) => {
    const collection = await collectOf(
      { 'r/x.json': stats(0.3), 'r/y.json': stats(0.7), ...specs },
      { allowUnknown: true },
    );
    expect(collection.scores).toEqual([]);
    const run = collection.files.find(({ path }) => path === 'r/x.json')?.run;
    expect([run?.model, run?.measurements]).toEqual([undefined, []]);
  });
});

describe('results of MTEB in one folder', () => {
  const results = {
    task_name: 'Birds',
    mteb_version: '2.0.0',
    evaluation_time: 5,
    scores: { test: [{ hf_subset: 'default', main_score: 0.5 }] },
  };
  const meta = (name: string): Json => ({
    ...{ name, revision: 'main', n_parameters: 1, embed_dim: 1, similarity_fn_name: 'cosine' },
  });

  it.each<[string, Json, number]>([
    ['of the one that is described', { 'r/model_meta.json': meta(MODEL), 'r/Birds.json': results }, 1],
    [
      'of one that is described twice',
      { 'r/model_meta.json': meta(MODEL), 'r/model_meta (1).json': meta(MODEL), 'r/Birds.json': results },
      1,
    ],
    [
      'of the one whose name begins alike',
      { 'r/a-model_meta.json': meta(MODEL), 'r/b-model_meta.json': meta(OTHER), 'r/a-Birds.json': results },
      1,
    ],
    ['not of one of two', { 'r/1.json': meta(MODEL), 'r/2.json': meta(OTHER), 'r/Birds.json': results }, 0],
    [
      'not of one of two, whatever the folder is called',
      {
        [`${MODEL.replace('/', '__')}/main/1.json`]: meta(MODEL),
        [`${MODEL.replace('/', '__')}/main/2.json`]: meta(OTHER),
        [`${MODEL.replace('/', '__')}/main/Birds.json`]: results,
      },
      0,
    ],
    ['not of another one', { 'r/a-model_meta.json': meta(MODEL), 'r/b-Birds.json': results }, 0],
  ])('are %s', async (_, files, count) => {
    const collection = await collectOf(files, { allowUnknown: true });
    expect(collection.scores).toHaveLength(count);
    if (count === 0) expect(refusalsOf(collection).join()).toContain('nothing tells which are of one run');
  });
});

it('files of other frameworks lie beside nothing', async () => {
  const files = {
    'r/a.json': lmEval(),
    'r/results_2026-03-04T10-00-00.000001.json': lighteval(),
    'r/metadata.yaml': {},
  };
  expect((await collectOf(files)).scores).toHaveLength(2);
});

describe('the categories of a bundle of NeMo Evaluator', () => {
  const bundle = (scores: Json, categories: Json): Json => ({
    'r/eval.json': {
      run_id: 'x',
      sdk_version: '0.4.1',
      timestamp: '2026-03-04T10:00:00+00:00',
      config: { model: MODEL, max_problems: null },
      benchmark: { name: 'gsm8k', samples: 1319, repeats: 1, scores, categories },
      n_results: 1319,
    },
  });
  const categories = { MATH: { mean_reward: 0.5, n: 10 }, GPQA: { mean_reward: 0.3, n: 4 } };

  it.each<Changes['metrics'] & string>(['primary', 'all'])(
    'are parts of the benchmark, never scores: --metrics %s',
    async (metrics) => {
      const collection = await collectOf(bundle({ 'pass@1': { value: 0.4 } }, categories), { metrics });
      expect(linesOf(collection)).toEqual([expect.stringMatching(/^GSM8K pass@1 0.4/)]);
      expect(collection.groups.map(({ parts }) => parts.map(({ task, value }) => [task, value]))).toEqual([
        [
          ['MATH', 0.5],
          ['GPQA', 0.3],
        ],
      ]);
    },
  );

  it('are nothing without it', async () => {
    const collection = await collectOf(bundle({ 'pass@1': { value: Number.NaN } }, categories), { metrics: 'all' });
    expect(linesOf(collection)).toEqual([]);
    expect(refusalsOf(collection).filter((text) => text.includes('a part of a benchmark'))).toHaveLength(2);
  });
});
