import { describe, expect, it } from 'vitest';
import type { Content, ResultFile } from '../../src/files/content.ts';
import { readSamples } from '../../src/frameworks/nemo-evaluator/bundle.ts';
import { findUnfinished } from '../../src/frameworks/nemo-evaluator/legacy.ts';
import { nemoEvaluator } from '../../src/frameworks/nemo-evaluator/results.ts';
import type { Run, Sample } from '../../src/frameworks/run.ts';
import { HAS_STORED, openStored } from './stored.ts';

const JOBS = 'synthetic/20260203_101112-a1b2c3d4e5f60718';
const SMOLLM = { name: 'HuggingFaceTB/SmolLM2-1.7B-Instruct', revision: 'main' };
const LLAMA_3B = { name: 'meta/llama-3.2-3b-instruct' };
const LLAMA_8B = { name: 'meta/llama-3.1-8b-instruct' };
const ENDED = '2026-02-03T10:41:12Z';

function file(path: string, data: unknown): ResultFile {
  return { path, content: { kind: 'document', data } };
}

function textFile(path: string, text: string): ResultFile {
  return { path, content: { kind: 'text', text } };
}

async function collect(samples: AsyncIterable<Sample> | undefined): Promise<readonly Sample[]> {
  const all: Sample[] = [];
  for await (const sample of samples ?? []) all.push(sample);
  return all;
}

const RESULTS = 'out/job/artifacts/results.yml';
const target = { api_endpoint: { model_id: 'org/kestrel', api_key: 'sk-secret' } };

/** The metrics of a task that has one. */
function metrics(value: unknown, stats: unknown = {}): unknown {
  return { metrics: { acc: { scores: { acc: { value, stats } } } } };
}

function results(scores: unknown, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const config = { type: 'birds', params: { limit_samples: null, extra: {} } };
  return { command: 'TOKEN=hf_secret run', config, target, results: scores, ...more };
}

function read(data: unknown, ...nearby: readonly ResultFile[]): Promise<Run> {
  return nemoEvaluator.read(file(RESULTS, data), nearby);
}

function metadata(deployment: unknown, path = 'out/job/artifacts/metadata.yaml'): ResultFile {
  const versioning = { nemo_evaluator: '0.2.1' };
  return file(path, { versioning, launcher_resolved_config: { deployment } });
}

const runConfig = file('out/job/artifacts/run_config.yml', {
  command: 'TOKEN=hf_secret run',
  framework_name: 'owl_evals',
  config: { type: 'birds', params: {} },
  target,
});

describe.skipIf(!HAS_STORED)('stored files of NeMo Evaluator', () => {
  const stored = HAS_STORED ? openStored('nemo-evaluator') : undefined;
  const open = async () => (await stored)?.files ?? [];
  const pick = async (path: string) => (await open()).find((one) => one.path === path) as ResultFile;

  it('have their roles', async () => {
    const { files, unreadable } = (await stored) ?? { files: [], unreadable: {} };
    expect(unreadable).toEqual({});
    const job = (name: string) => [
      [`${JOBS}/${name}/artifacts/metadata.yaml`, 'companion'],
      [`${JOBS}/${name}/artifacts/results.yml`, 'results'],
      [`${JOBS}/${name}/artifacts/run_config.yml`, 'companion'],
      [`${JOBS}/${name}/logs/stage.exit`, 'companion'],
    ];
    expect(files.map(({ path, content }) => [path, nemoEvaluator.recognise(content)])).toEqual([
      ['launcher-run/gpqa_diamond/artifacts/results.yml', 'results'],
      ['older-docs-8b-limit10/gpqa_diamond/artifacts/results.yml', 'results'],
      ['older-docs/gpqa_diamond/artifacts/results.yml', 'results'],
      ['processed_results.json', 'results'],
      ['synthetic-v0.4-bundle/gsm8k/eval-20260703T101112Z-gsm8k.json', 'results'],
      ['synthetic-v0.4-bundle/gsm8k/results.jsonl', 'samples'],
      ...job('lm-evaluation-harness.mmlu'),
      ...job('nemo_skills.ns_gpqa'),
      ...job('simple_evals.gpqa_diamond'),
      [`${JOBS}/simple_evals.mgsm-failed/artifacts/.nemo_evaluator_interrupted`, 'companion'],
      [`${JOBS}/simple_evals.mgsm-failed/artifacts/metadata.yaml`, 'companion'],
      [`${JOBS}/simple_evals.mgsm-failed/artifacts/run_config.yml`, 'companion'],
      [`${JOBS}/simple_evals.mgsm-failed/logs/stage.exit`, 'companion'],
    ]);
  });

  it.each([
    [
      'launcher-run/gpqa_diamond/artifacts/results.yml',
      'partial',
      'limit 10',
      LLAMA_3B,
      undefined,
      undefined,
      undefined,
      1,
      0,
    ],
    [
      'older-docs-8b-limit10/gpqa_diamond/artifacts/results.yml',
      'partial',
      'limit 10',
      LLAMA_8B,
      undefined,
      undefined,
      undefined,
      1,
      0,
    ],
    [
      'older-docs/gpqa_diamond/artifacts/results.yml',
      'partial',
      'limit 5',
      LLAMA_8B,
      undefined,
      undefined,
      undefined,
      1,
      0,
    ],
    ['processed_results.json', 'unknown', 'does not tell', LLAMA_3B, undefined, undefined, undefined, 6, 1],
    [
      'synthetic-v0.4-bundle/gsm8k/eval-20260703T101112Z-gsm8k.json',
      'partial',
      'limit 4, 4 samples',
      { name: SMOLLM.name },
      '0.4.0',
      '2026-07-03T10:11:12.000001+00:00',
      undefined,
      3,
      1,
    ],
    [
      `${JOBS}/lm-evaluation-harness.mmlu/artifacts/results.yml`,
      'full',
      'no limit',
      SMOLLM,
      '0.2.8',
      ENDED,
      'vllm',
      62,
      0,
    ],
    [`${JOBS}/nemo_skills.ns_gpqa/artifacts/results.yml`, 'full', 'no limit', SMOLLM, '0.2.8', ENDED, 'vllm', 4, 0],
    [
      `${JOBS}/simple_evals.gpqa_diamond/artifacts/results.yml`,
      'full',
      'no limit',
      SMOLLM,
      '0.2.8',
      ENDED,
      'vllm',
      1,
      0,
    ],
    [
      `${JOBS}/simple_evals.mgsm-failed/artifacts/run_config.yml`,
      'failed',
      'SIGTERM',
      SMOLLM,
      '0.2.8',
      ENDED,
      'vllm',
      0,
      1,
    ],
  ])('%s is %s', async (path, verdict, why, model, version, date, backend, measurements, refusals) => {
    const run = await nemoEvaluator.read(await pick(path), await open());
    expect(run).toMatchObject({ framework: 'nemo-evaluator', verdict, why: expect.stringContaining(why) });
    expect([run.model, run.version, run.date, run.backend, run.chatTemplate]).toEqual([
      model,
      version,
      date,
      backend,
      undefined,
    ]);
    expect([run.measurements.length, run.refused.length]).toEqual([measurements, refusals]);
  });

  it.each([
    [
      'older-docs/gpqa_diamond/artifacts/results.yml',
      {
        task: 'gpqa_diamond',
        metric: 'score.micro',
        value: 0.2,
        stderr: 0.2,
        at: 'results.tasks.gpqa_diamond.metrics.score.scores.micro.value',
      },
    ],
    [
      'processed_results.json',
      {
        task: 'mbpp',
        metric: 'mbpp_pass@10',
        value: 0,
        at: 'benchmarks.mbpp.models["meta/llama-3.2-3b-instruct"][0].scores["mbpp_pass@10"]',
      },
    ],
    [
      'synthetic-v0.4-bundle/gsm8k/eval-20260703T101112Z-gsm8k.json',
      {
        task: 'gsm8k',
        metric: 'pass@1',
        value: 0.5,
        samples: 4,
        isGroup: true,
        at: 'benchmark.scores["pass@1"].value',
      },
    ],
    [
      'synthetic-v0.4-bundle/gsm8k/eval-20260703T101112Z-gsm8k.json',
      {
        task: 'arithmetic',
        metric: 'mean_reward',
        value: 0.5,
        samples: 4,
        partOf: 'gsm8k',
        at: 'benchmark.categories.arithmetic.mean_reward',
      },
    ],
    [
      `${JOBS}/lm-evaluation-harness.mmlu/artifacts/results.yml`,
      {
        task: 'mmlu',
        metric: 'acc',
        value: 0.5928642643498078,
        stderr: 0.0041461807296974,
        samples: 14042,
        isGroup: true,
        at: 'results.groups.mmlu.metrics.acc.scores.acc.value',
      },
    ],
    [
      `${JOBS}/lm-evaluation-harness.mmlu/artifacts/results.yml`,
      {
        task: 'mmlu_stem',
        metric: 'acc',
        value: 0.5038759689922481,
        stderr: 0.0254485652590061,
        samples: 387,
        isGroup: true,
        partOf: 'mmlu',
        at: 'results.groups.mmlu.groups.mmlu_stem.metrics.acc.scores.acc.value',
      },
    ],
    [
      `${JOBS}/lm-evaluation-harness.mmlu/artifacts/results.yml`,
      {
        task: 'mmlu_anatomy',
        metric: 'acc',
        value: 0.45925925925925926,
        stderr: 0.0430497969246424,
        samples: 135,
        at: 'results.tasks.mmlu_anatomy.metrics.acc.scores.acc.value',
      },
    ],
    [
      `${JOBS}/nemo_skills.ns_gpqa/artifacts/results.yml`,
      {
        task: 'gpqa',
        metric: 'pass@1[avg-of-2].symbolic_correct',
        value: 31.818181818181817,
        at: 'results.groups.gpqa.metrics["pass@1[avg-of-2]"].scores.symbolic_correct.value',
      },
    ],
  ])('%s holds a measurement in full', async (path, measurement) => {
    const { measurements } = await nemoEvaluator.read(await pick(path), await open());
    expect(measurements.find(({ at }) => at === measurement.at)).toEqual(measurement);
  });

  it('have one job without results', async () => {
    expect(findUnfinished(await open()).map(({ path }) => path)).toEqual([
      `${JOBS}/simple_evals.mgsm-failed/artifacts/run_config.yml`,
    ]);
  });

  it('have scored samples', async () => {
    expect(await collect(readSamples(await pick('synthetic-v0.4-bundle/gsm8k/results.jsonl'), await open()))).toEqual([
      { task: 'gsm8k', metric: 'reward', id: '0', value: 0, target: '0', answer: '1' },
      { task: 'gsm8k', metric: 'reward', id: '1', value: 1, target: '1', answer: '1' },
      { task: 'gsm8k', metric: 'reward', id: '2', value: 0, target: '2', answer: '3' },
      { task: 'gsm8k', metric: 'reward', id: '3', value: 1, target: '3', answer: '3' },
    ]);
  });
});

describe('the reader of NeMo Evaluator knows', () => {
  const document = (data: unknown): Content => ({ kind: 'document', data });
  const text = (words: string): Content => ({ kind: 'text', text: words });
  it.each([
    ['results', document(results({ tasks: {} })), 'results'],
    ['results of groups', document(results({ groups: null })), 'results'],
    ['no results without a target', document({ results: { tasks: {} } }), undefined],
    ['no results of others', document({ results: { birds: { acc: 1 } }, target }), undefined],
    ['a configuration', runConfig.content, 'companion'],
    ['no configuration of others', document({ config: {}, target: {} }), undefined],
    ['metadata', metadata({}).content, 'companion'],
    ['no versions of others', document({ versioning: { other: '1' } }), undefined],
    ['an exit code', text('2026-01-02T03:04:05Z 143\n'), 'companion'],
    ['an exit code on Lepton', document({ exit_code: 1 }), 'companion'],
    ['a stage', text('2026-01-02T03:04:05Z\n'), 'companion'],
    ['no words', text('running'), undefined],
    ['the mark of an interruption', document({ signal: 'SIGTERM', timestamp: 5 }), 'companion'],
    ['no mark of others', document({ signal: 'SIGTERM', timestamp: 5, more: 1 }), undefined],
    ['an export', document({ export_timestamp: 'x', benchmarks: {} }), 'results'],
    ['a bundle', document({ run_id: 'x', benchmark: { name: 'birds', scores: {} } }), 'results'],
    ['no benchmark of others', document({ benchmark: { name: 'birds', scores: {} } }), undefined],
    ['one sample', document({ problem_idx: 0, reward: 1 }), 'samples'],
    ['no list', document([]), undefined],
    ['no nothing', document(null), undefined],
  ])('%s', (_, content, role) => {
    expect(nemoEvaluator.recognise(content)).toBe(role);
  });
});

describe('results.yml', () => {
  it('repeats tasks as groups, which are taken once', async () => {
    const { measurements, refused } = await read(
      results({ tasks: { birds: metrics(0.5, { count: 8, stderr: 0.1 }) }, groups: { birds: metrics(0.5) } }),
    );
    expect([measurements, refused]).toEqual([
      [
        {
          task: 'birds',
          metric: 'acc',
          value: 0.5,
          samples: 8,
          stderr: 0.1,
          at: 'results.tasks.birds.metrics.acc.scores.acc.value',
        },
      ],
      [],
    ]);
  });

  it('is not believed where task and group differ', async () => {
    const { measurements, refused } = await read(
      results({ tasks: { birds: metrics(0.5), owls: metrics(1) }, groups: { birds: metrics(0.25) } }),
    );
    expect(measurements.map(({ task }) => task)).toEqual(['owls']);
    expect(refused.map(({ what, reason }) => [what.slice(0, 20), reason.includes('0.5, 0.25')])).toEqual([
      ['results.tasks.birds.', true],
      ['results.groups.birds', true],
    ]);
  });

  it('has groups of tasks, and groups in groups', async () => {
    const groups = { birds: { ...Object(metrics(0.5)), groups: { owls: metrics(1) } }, owls: metrics(1) };
    const { measurements } = await read(results({ tasks: { barn: metrics(0) }, groups }));
    expect(measurements.map(({ task, isGroup, partOf }) => [task, isGroup, partOf])).toEqual([
      ['barn', undefined, undefined],
      ['birds', true, undefined],
      ['owls', true, 'birds'],
    ]);
  });

  it('may have groups alone, which are means of nothing', async () => {
    const { measurements } = await read(results({ tasks: {}, groups: { birds: metrics(71.5) } }));
    expect(measurements).toMatchObject([{ task: 'birds', value: 71.5 }]);
    expect(measurements[0]?.isGroup).toBeUndefined();
  });

  it('names a metric by its score, too, unless they are the same', async () => {
    const scores = { micro: { value: 1 }, 'pass@1': { value: 0 } };
    const { measurements } = await read(results({ tasks: { birds: { metrics: { 'pass@1': { scores } } } } }));
    expect(measurements.map(({ metric }) => metric)).toEqual(['pass@1.micro', 'pass@1']);
  });

  it.each([
    [{ limit_samples: null }, undefined, 'full', 'no limit'],
    [{}, 'evals --first_n_things 5', 'full', 'no limit'],
    [{ limit_samples: 20 }, undefined, 'partial', 'limit 20'],
    [{ limit_samples: 'some' }, undefined, 'partial', 'a limit'],
    [{}, 'A=b evals --first_n 10 --more', 'partial', 'limit 10'],
    [{}, 'evals --limit=0.1', 'partial', 'limit 0.1'],
    [{}, 'evals ++max_samples=7', 'partial', 'limit 7'],
    [5, undefined, 'unknown', 'does not tell'],
  ])('with the settings %o and the command %s is judged as %s', async (params, command, verdict, why) => {
    const data = results({ tasks: { birds: metrics(1) } }, { config: { params }, command });
    expect(await read(data)).toMatchObject({ verdict, why: expect.stringContaining(why) });
  });

  it.each([
    [
      'an exit code',
      textFile('out/job/logs/stage.exit', '2026-01-02T03:04:05Z 1'),
      'ended with exit code 1',
      '2026-01-02T03:04:05Z',
    ],
    ['an exit code on Lepton', file('out/job/logs/stage.exit', { exit_code: 9 }), 'ended with exit code 9', undefined],
    [
      'an interruption',
      file('out/job/artifacts/x', { signal: 'SIGINT', timestamp: 1_700_000_000 }),
      'interrupted by SIGINT',
      '2023-11-14T22:13:20.000Z',
    ],
    [
      'an odd interruption',
      file('out/job/artifacts/x', { signal: '; rm', timestamp: 1 }),
      'was interrupted',
      '1970-01-01T00:00:01.000Z',
    ],
    [
      'an error of the server',
      textFile('out/job/artifacts/.nemo_evaluator_server_error', 'boom'),
      'error of its model server',
      undefined,
    ],
  ])('of a job with %s is of one that failed', async (_, mark, why, date) => {
    const run = await read(results({ tasks: { birds: metrics(1) } }), mark);
    expect(run).toMatchObject({ verdict: 'failed', why: expect.stringContaining(why), measurements: [{ value: 1 }] });
    expect(run.why).not.toContain('rm');
    expect(run.date).toBe(date);
    const elsewhere = { ...mark, path: mark.path.replace('job', 'other') };
    expect((await read(results({ tasks: { birds: metrics(1) } }), elsewhere)).verdict).toBe('full');
  });

  it('that is empty is of a run that failed', async () => {
    expect(await read(results({ tasks: {}, groups: null }))).toMatchObject({ verdict: 'failed', measurements: [] });
  });

  it('of a job that ended well has the date of its end', async () => {
    const exit = textFile('out/job/logs/stage.exit', '2026-01-02T03:04:05Z 0\n');
    const run = await read(results({ tasks: { birds: metrics(1) } }), exit);
    expect([run.verdict, run.date]).toEqual(['full', '2026-01-02T03:04:05Z']);
  });

  const sha = 'ab'.repeat(20);
  it.each([
    ['none', undefined, { name: 'org/kestrel' }],
    ['none that it started', { type: 'none' }, { name: 'org/kestrel' }],
    [
      'one of the Hub',
      { hf_model_handle: 'Org/Kestrel-7B', served_model_name: 'org/kestrel' },
      { name: 'Org/Kestrel-7B' },
    ],
    [
      'a branch',
      { hf_model_handle: 'org/k', extra_args: '--tokenizer-revision a --revision=step-5' },
      { name: 'org/k', revision: 'step-5' },
    ],
    [
      'a commit',
      { hf_model_handle: 'org/k', extra_args: `--revision '${sha}' -x` },
      { name: 'org/k', revision: sha, sha },
    ],
    ['another name', { hf_model_handle: 'org/k', served_model_name: 'other' }, { name: 'org/kestrel' }],
    ['a folder', { checkpoint_path: '/models/k', hf_model_handle: null }, { name: '/models/k' }],
    ['something to be given', { checkpoint_path: '???', hf_model_handle: '???' }, { name: 'org/kestrel' }],
    ['oddities', { hf_model_handle: 5, extra_args: {}, served_model_name: [] }, { name: 'org/kestrel' }],
  ])('with a server of %s names its model', async (_, deployment, model) => {
    const data = results({ tasks: { birds: metrics(1) } });
    const nearby =
      deployment === undefined ? [] : [metadata(deployment), metadata({ hf_model_handle: 'x' }, 'else/artifacts/m')];
    expect((await read(data, ...nearby)).model).toEqual(model);
  });

  it('tells shots, version and backend where they are said', async () => {
    const config = { params: { extra: { num_fewshot: 4 } } };
    const more = { config, metadata: { versioning: { nemo_evaluator: '0.1.9' } } };
    expect(await read(results({ tasks: { birds: metrics(1) } }, more), metadata({ type: 'sglang' }))).toMatchObject({
      version: '0.1.9',
      backend: 'sglang',
      measurements: [{ shots: 4 }],
    });
    const run = await read(results({ tasks: { birds: metrics(1) } }), metadata({ type: 'none' }));
    expect([run.version, run.backend, run.measurements[0]?.shots]).toEqual(['0.2.1', undefined, undefined]);
  });

  it('refuses what is no number, and takes the rest', async () => {
    const tasks = {
      nan: metrics(Number.NaN),
      inf: metrics(Infinity),
      text: metrics('0.5'),
      none: metrics(null),
      map: metrics({}),
      list: [],
      five: 5,
      bare: {},
      nothing: { metrics: { acc: 0.5 } },
      birds: metrics(0.5, { count: 1.5, stderr: -1 }),
    };
    const { measurements, refused } = await read(results({ tasks, groups: 'none' }));
    expect(measurements).toEqual([
      { task: 'birds', metric: 'acc', value: 0.5, at: 'results.tasks.birds.metrics.acc.scores.acc.value' },
    ]);
    expect(
      refused.map(({ what }) => what.replace('.metrics.acc.scores.acc.value', '').replace('results.', '')),
    ).toEqual([
      'tasks.nan',
      'tasks.inf',
      'tasks.text',
      'tasks.none',
      'tasks.map',
      'tasks.list',
      'tasks.five',
      'tasks.bare',
      'tasks.nothing.metrics.acc',
      'groups',
    ]);
  });

  it('may have keys that every object has', async () => {
    const tasks: unknown = JSON.parse(
      '{"__proto__": {"metrics": {"constructor": {"scores": {"toString": {"value": 1}}}}}}',
    );
    expect((await read(results({ tasks }))).measurements).toMatchObject([
      { task: '__proto__', metric: 'constructor.toString' },
    ]);
  });

  it('comes to an end when its groups do not', async () => {
    const loop: Record<string, unknown> = { ...Object(metrics(0.5)) };
    loop.groups = { again: loop };
    expect((await read(results({ groups: { birds: loop } }))).refused).toMatchObject([
      { reason: expect.stringContaining('nested') },
    ]);
    const empty: Record<string, unknown> = {};
    empty.groups = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`g${index}`, empty]));
    const { refused } = await read(results({ groups: { birds: empty } }));
    expect(refused.at(-1)).toMatchObject({ what: 'the rest of the file' });
  });

  it('copies no secret', async () => {
    const exit = textFile('out/job/logs/stage.exit', '2026-01-02T03:04:05Z 1');
    const run = await read(
      results({ tasks: { birds: metrics('x') } }),
      runConfig,
      exit,
      metadata({ env_vars: { A: 'hf_secret' } }),
    );
    expect(JSON.stringify(run)).not.toContain('secret');
  });
});

describe('a job without results', () => {
  const exit = textFile('out/job/logs/stage.exit', '2026-01-02T03:04:05Z 143');
  const stage = textFile('out/job/logs/stage.running', '2026-01-02T03:00:00Z');

  it('is a run that failed', async () => {
    const all = [stage, exit, metadata({ type: 'vllm', hf_model_handle: 'org/k' }), runConfig];
    expect(findUnfinished(all)).toEqual([runConfig]);
    expect(await nemoEvaluator.read(runConfig, all)).toEqual({
      framework: 'nemo-evaluator',
      verdict: 'failed',
      why: 'the job ended with exit code 143, and left no results',
      version: '0.2.1',
      model: { name: 'org/k' },
      harness: 'owl_evals',
      backend: 'vllm',
      date: '2026-01-02T03:04:05Z',
      measurements: [],
      refused: [{ what: 'birds', reason: 'It has no results.' }],
    });
  });

  it.each([
    ['its exit code', [stage, exit], exit, 'exit code 143'],
    ['the mark of its start', [stage], stage, 'did not come to its end'],
  ])('is told by %s alone', async (_, all, standIn, why) => {
    expect(findUnfinished(all)).toEqual([standIn]);
    expect(await nemoEvaluator.read(standIn, all)).toMatchObject({
      verdict: 'failed',
      why: expect.stringContaining(why),
      refused: [{ what: 'out/job' }],
    });
  });

  it('is none of those with results, and none of other folders', async () => {
    const bundle = file('out/b/eval.json', { run_id: 'x', benchmark: { name: 'birds', scores: {} } });
    const config = { ...runConfig, path: 'out/b/run_config.yaml' };
    const done = file(RESULTS, results({ tasks: {} }));
    const all = [done, runConfig, exit, bundle, config, file('else/x.json', { any: 1 }), textFile('y', 'words')];
    expect(findUnfinished(all)).toEqual([]);
    await expect(nemoEvaluator.read(runConfig, all)).rejects.toMatchObject({ code: 'invalid-file' });
  });
});

describe('an export', () => {
  const run = (scores: unknown) => ({ harness: 'owl_evals', container: 'x', timestamp: '2026-01-02', scores });
  const exported = (benchmarks: unknown) =>
    file('processed_results.json', { export_timestamp: '2026-01-02', benchmarks });
  const readExport = (benchmarks: unknown, ...nearby: readonly ResultFile[]) =>
    nemoEvaluator.read(exported(benchmarks), nearby);

  it('has flattened names, and neither date nor verdict', async () => {
    expect(await readExport({ birds: { models: { 'org/k': [run({ birds_acc: 0.5 })] } } })).toEqual({
      framework: 'nemo-evaluator',
      verdict: 'unknown',
      why: expect.stringContaining('results.yml'),
      model: { name: 'org/k' },
      measurements: [
        { task: 'birds', metric: 'birds_acc', value: 0.5, at: 'benchmarks.birds.models["org/k"][0].scores.birds_acc' },
      ],
      refused: [],
    });
  });

  it('of several models is refused', async () => {
    const models = { a: [run({ x: 1 })], b: [run({ x: 1 })] };
    const read_ = await readExport({ birds: { models } });
    expect(read_).toMatchObject({ measurements: [], refused: [{ reason: expect.stringContaining('2 models') }] });
    expect(read_.model).toBeUndefined();
    expect(await readExport({})).toMatchObject({ refused: [{ reason: expect.stringContaining('no model') }] });
  });

  it('steps back behind the results themselves', async () => {
    const benchmarks = {
      birds: { models: { 'org/kestrel': [run({ x: 1 })] } },
      owls: { models: { 'org/kestrel': [run({ y: 1 })] } },
    };
    const original = file(RESULTS, results({ tasks: {} }));
    const { measurements, refused } = await readExport(benchmarks, original);
    expect(measurements.map(({ metric }) => metric)).toEqual(['y']);
    expect(refused).toEqual([{ what: 'benchmarks.birds', reason: expect.stringContaining('results.yml') }]);
    const others = file(RESULTS, { ...results({ tasks: {} }), target: { api_endpoint: { model_id: 'other' } } });
    expect((await readExport(benchmarks, others)).measurements).toHaveLength(2);
  });

  it('refuses what it cannot tell, and takes the rest', async () => {
    const { measurements, refused } = await readExport({
      twice: { models: { k: [run({ x: 1 }), run({ x: 0 })] } },
      none: { models: { k: [] } },
      odd: 5,
      bare: { models: { k: [{}] } },
      birds: { models: { k: [run({ nan: Number.NaN, text: '1', x: 1 })] } },
    });
    expect(measurements.map(({ task, metric }) => [task, metric])).toEqual([['birds', 'x']]);
    expect(refused.map(({ what }) => what)).toEqual([
      'benchmarks.twice',
      'benchmarks.none',
      'benchmarks.odd',
      'benchmarks.bare',
      'benchmarks.birds.models.k[0].scores.nan',
      'benchmarks.birds.models.k[0].scores.text',
    ]);
  });
});

describe('a bundle', () => {
  const bundle = (config: unknown, benchmark: Readonly<Record<string, unknown>> = {}, more = {}) => ({
    run_id: 'eval-1',
    sdk_version: '0.4.1',
    timestamp: '2026-01-02T03:04:05+00:00',
    config,
    benchmark: { name: 'birds', samples: 8, repeats: 2, scores: { 'pass@1': { value: 0.5 } }, ...benchmark },
    n_results: 16,
    ...more,
  });
  const readBundle = (data: unknown, ...nearby: readonly ResultFile[]) =>
    nemoEvaluator.read(file('out/birds/eval-1.json', data), nearby);
  const sized = (size: number) => ({ max_problems: 8, shuffle: { ds_full_size: size } });

  it.each([
    ['no limit', { max_problems: null }, {}, {}, 'full', 'no limit of samples was set, 8 samples'],
    ['a limit', { max_problems: 8 }, {}, {}, 'partial', 'limit 8, 8 samples'],
    ['a limit in words', { max_problems: 'x' }, {}, {}, 'partial', 'a limit was set'],
    ['nothing of a limit', {}, {}, {}, 'unknown', 'does not tell'],
    ['a limit as large as the data', sized(8), {}, {}, 'full', '8 of 8 samples'],
    ['more data', sized(20), {}, {}, 'partial', '8 of 20 samples'],
    ['a shard', { max_problems: null, shard: { idx: 0 } }, {}, {}, 'partial', 'shards'],
    ['merged shards', { max_problems: null, shard: { idx: 0 }, n_shards: 2 }, {}, {}, 'full', 'no limit'],
    ['answers that are missing', { max_problems: null }, {}, { n_results: 15 }, 'partial', '15 of 16 answers'],
    ['missing answers to all', sized(8), {}, { n_results: 15 }, 'partial', '15 of 16 answers'],
    ['no sample', { max_problems: null }, { samples: 0, scores: {} }, { n_results: 0 }, 'failed', 'no sample'],
  ])('with %s', async (_, config, benchmark, more, verdict, why) => {
    expect(await readBundle(bundle(config, benchmark, more))).toMatchObject({
      verdict,
      why: expect.stringContaining(why),
    });
  });

  it('is read whole', async () => {
    const scores = {
      mean_reward: { value: 0.5, ci_lower: 0.25, ci_upper: 0.75, stderr: 0.125 },
      old: { value: 71.5, stats: { stderr: 2 } },
      nan: { value: Number.NaN },
      runtime: { elapsed_seconds: 5 },
      failures: 5,
    };
    const categories = { owls: { mean_reward: 1, n: 3 }, gulls: { n: 3 } };
    const config = { ...sized(8), model: 'org/k', base_url: 'http://secret', system_prompt: 'secret' };
    const run = await readBundle(bundle(config, { scores, categories }));
    const counts = { samples: 8, available: 8 };
    expect(run).toEqual({
      framework: 'nemo-evaluator',
      version: '0.4.1',
      verdict: 'full',
      why: '8 of 8 samples',
      model: { name: 'org/k' },
      date: '2026-01-02T03:04:05+00:00',
      measurements: [
        {
          task: 'birds',
          metric: 'mean_reward',
          value: 0.5,
          stderr: 0.125,
          ...counts,
          isGroup: true,
          at: 'benchmark.scores.mean_reward.value',
        },
        {
          task: 'birds',
          metric: 'old',
          value: 71.5,
          stderr: 2,
          ...counts,
          isGroup: true,
          at: 'benchmark.scores.old.value',
        },
        {
          task: 'owls',
          metric: 'mean_reward',
          value: 1,
          samples: 3,
          partOf: 'birds',
          at: 'benchmark.categories.owls.mean_reward',
        },
      ],
      refused: [
        {
          what: 'benchmark.scores.nan.value',
          reason: expect.stringContaining('NaN'),
          of: { task: 'birds', metric: 'nan' },
        },
        { what: 'benchmark.scores.runtime', reason: expect.stringContaining('no score') },
        { what: 'benchmark.scores.failures', reason: expect.stringContaining('no score') },
        {
          what: 'benchmark.categories.gulls.mean_reward',
          reason: 'The file has no value there.',
          of: { task: 'gulls', metric: 'mean_reward' },
        },
      ],
    });
  });

  it('of a container steps back behind its results', async () => {
    const data = bundle({ framework: 'container' }, { samples: 0 });
    const original = file('out/birds/results/results.yml', results({ tasks: {} }));
    expect(await readBundle(data, original)).toMatchObject({
      verdict: 'unknown',
      measurements: [],
      refused: [{ what: 'birds' }],
    });
    const { measurements, verdict } = await readBundle(data);
    expect([verdict, measurements.length, measurements[0]?.samples]).toEqual(['unknown', 1, undefined]);
  });

  it('has samples beside it', async () => {
    const lines = [
      { problem_idx: 3, reward: 0.5, expected_answer: 'owl', model_response: 'gull', prompt: 'Who?' },
      { problem_idx: 3, reward: 1, repeat: 1, extracted_answer: 'owl', expected_answer: 5 },
      { problem_idx: 'a', reward: 0 },
      { problem_idx: 4, reward: Number.NaN },
      { problem_idx: null, reward: 1 },
      null,
    ];
    async function* all(): AsyncIterable<unknown> {
      yield* lines;
    }
    const one: ResultFile = { path: 'out/x/results.jsonl', content: { kind: 'lines', first: lines[0], all } };
    const expected = [
      { task: 'birds', metric: 'reward', id: '3', value: 0.5, question: 'Who?', target: 'owl', answer: 'gull' },
      { task: 'birds', metric: 'reward', id: '3#1', value: 1, answer: 'owl' },
      { task: 'birds', metric: 'reward', id: 'a', value: 0 },
    ];
    expect(nemoEvaluator.recognise(one.content)).toBe('samples');
    expect(await collect(readSamples(one, [one, file('out/x/eval-1.json', bundle({}))]))).toEqual(expected);
    expect(await collect(nemoEvaluator.samples?.(one))).toEqual(expected.map((sample) => ({ ...sample, task: 'x' })));
    expect(await collect(nemoEvaluator.samples?.(file('y/z.jsonl', { problem_idx: 0, reward: 1 })))).toMatchObject([
      { task: 'y' },
    ]);
  });
});
