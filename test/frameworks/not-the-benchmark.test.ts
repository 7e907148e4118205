import { describe, expect, it } from 'vitest';
import type { Collection } from '../../src/frameworks/collection.ts';
import { slotOf } from '../../src/scores/slot.ts';
import {
  collectOf,
  GSM8K,
  inspectLog,
  type LmEvalRun,
  lighteval,
  linesOf,
  lmEval,
  MODEL,
  nemoScore,
  refusalsOf,
  type Task,
} from './results-fixtures.ts';

type Json = Readonly<Record<string, unknown>>;

const LIGHTEVAL = 'results_2026-03-04T10-00-00.000001.json';

/** A log of MMLU by inspect-evals. */
function mmlu(spec: Json = {}, samples = 14_042, completed?: string): Json {
  return inspectLog({
    task: 'inspect_evals/mmlu_0_shot',
    total: samples,
    dataset: { name: 'cais/mmlu', location: 'cais/mmlu', samples },
    scores: [{ name: 'choice', scorer: 'choice', metrics: { accuracy: { name: 'accuracy', value: 0.61 } } }],
    spec,
    ...(completed === undefined ? {} : { completed }),
  });
}

const names = ({ scores }: Collection): string[] => scores.map(({ metric }) => metric.name);
const benchmarks = ({ scores }: Collection): unknown[] => scores.map(({ benchmark }) => benchmark?.id);

describe('the arguments of a task of inspect-ai', () => {
  it.each<[string, Json]>([
    ['none', {}],
    ['what it does by itself', { task_args: { language: 'EN_US', subjects: [], cot: false }, task_args_passed: {} }],
    [
      'the same in logs that do not tell what was passed',
      { task_args: { language: 'EN_US', subjects: [], cot: false } },
    ],
    ['what it does by itself, passed', { task_args_passed: { language: 'EN_US', cot: false, subjects: [] } }],
    ['orders, seeds and places', { task_args_passed: { shuffle: true, fewshot_seed: 7, sandbox: 'docker' } }],
    ['defaults that nobody passed', { task_args: { subjects: 'odd default' }, task_args_passed: {} }],
  ])('leave it as it is: %s', async (_, spec) => {
    const collection = await collectOf({ 'a.json': mmlu(spec) });
    expect([linesOf(collection), names(collection)]).toEqual([
      ['MMLU accuracy 0.61 fraction'],
      ['accuracy (choice/accuracy)'],
    ]);
  });

  it.each<[Json, string]>([
    [{ subjects: 'anatomy' }, 'subjects=anatomy'],
    [{ subjects: ['anatomy', 'virology'] }, 'subjects=anatomy+virology'],
    [{ language: 'AR_XY', cot: true }, 'cot=true language=AR_XY'],
    [{ level: 3 }, 'level=3'],
    [{ filter: { by: 'x, (y)' } }, 'filter={"by":"x_y_"}'],
  ])('make another one of it: %o', async (passed, variant) => {
    for (const spec of [{ task_args_passed: passed }, { task_args: passed }]) {
      const collection = await collectOf({ 'a.json': mmlu(spec) });
      expect(names(collection)).toEqual([`accuracy (choice/accuracy) (mmlu_0_shot, ${variant})`]);
      expect(benchmarks(collection)).toEqual([undefined]);
    }
  });

  it.each<[string, string, Json]>([
    ['inspect_evals/gpqa_diamond', 'cot=false', { cot: false }],
    ['inspect_evals/hellaswag', 'split=train', { split: 'train' }],
    ['inspect_evals/winogrande', 'dataset_name=winogrande_xs', { dataset_name: 'winogrande_xs' }],
    ['inspect_evals/hle', 'include_multi_modal=false', { include_multi_modal: false }],
  ])('are not those that %s has by itself: %s', async (task, variant, passed) => {
    const { scores } = await collectOf(
      { 'a.json': inspectLog({ task, dataset: {}, spec: { task_args_passed: passed } }) },
      { allowUnknown: true },
    );
    expect(scores.map(({ metric }) => metric.name)).toEqual([expect.stringContaining(`, ${variant})`)]);
  });

  it('of great length are told by their beginning, and still apart', async () => {
    const of = async (end: string) =>
      (await collectOf({ 'a.json': mmlu({ task_args_passed: { prompt: `${'x '.repeat(500)}${end}` } }) })).scores;
    const [one, other] = [await of('a'), await of('b')];
    expect(one[0]?.metric.name.length).toBeLessThan(150);
    expect(one.map(slotOf)).not.toEqual(other.map(slotOf));
  });

  it('never let a newer run on a part displace the whole one', async () => {
    const files = {
      'full.json': mmlu({ task_args_passed: {} }),
      'part.json': mmlu({ task_args_passed: { subjects: 'anatomy' } }, 135, '2026-03-09T10:00:00+00:00'),
    };
    const { scores } = await collectOf(files);
    expect(scores.map(({ benchmark, date }) => [benchmark?.id, date])).toEqual([
      ['MMLU', '2026-03-04'],
      [undefined, '2026-03-09'],
    ]);
    expect(new Set(scores.map(slotOf)).size).toBe(2);
  });

  it('that stand in the name of the data alone count as well', async () => {
    const dataset = { name: 'cais/mmlu-anatomy', location: 'cais/mmlu', samples: 14_042 };
    const collection = await collectOf({ 'a.json': mmlu({ dataset }) });
    expect(benchmarks(collection)).toEqual([undefined]);
  });
});

describe('fewer samples than a benchmark has', () => {
  it.each<[string, Json, string]>([
    ['inspect-ai', { 'a.json': mmlu({}, 135) }, '135 of 13937 samples'],
    ['inspect-ai, 105 doubles left out', { 'a.json': mmlu({}, 13_937) }, ''],
    ['lm-eval', { 'a.json': lmEval({ tasks: { gsm8k: { ...GSM8K, samples: 100, of: 100 } } }) }, '100 of 1319 samples'],
    [
      'lighteval',
      {
        [LIGHTEVAL]: lighteval(undefined, {
          config: { 'gsm8k|5': { hf_repo: 'openai/gsm8k', original_num_docs: 7, effective_num_docs: 7 } },
        }),
      },
      '7 of 1319 samples',
    ],
  ])('are a part of it: %s', async (_, files, part) => {
    const collection = await collectOf(files);
    if (part === '') {
      expect(benchmarks(collection)).toEqual(['MMLU']);
      return;
    }
    expect(linesOf(collection)).toEqual([]);
    expect(refusalsOf(collection).join()).toContain(`on a part of the data (${part}); --allow-partial`);
    const taken = await collectOf(files, { allowPartial: true });
    expect([benchmarks(taken), names(taken)]).toEqual([[undefined], [expect.stringContaining(`(partial: ${part})`)]]);
  });
});

describe('a mean over fewer parts than a benchmark has', () => {
  const part = (dataset: string, config: string): Task => ({
    metrics: { 'acc,none': 0.5, 'acc_norm,none': 0.5, 'exact_match,none': 0.5, 'exact_match,get-answer': 0.5 },
    samples: 5000,
    shots: 5,
    dataset,
    config,
  });
  const group = (name: string, parts: number, dataset: string): LmEvalRun => {
    const members = Array.from({ length: parts }, (_, at) => `${name}_${at}`);
    const tasks = Object.fromEntries(members.map((member) => [member, part(dataset, member)]));
    const metrics = part(dataset, name).metrics;
    return { tasks: { [name]: { metrics }, ...tasks }, groups: { [name]: members } };
  };

  it.each<[string, number, string]>([
    ['mmlu', 57, 'hails/mmlu_no_train'],
    ['leaderboard_musr', 3, 'TAUR-Lab/MuSR'],
    ['hendrycks_math', 7, 'EleutherAI/hendrycks_math'],
    ['minerva_math', 7, 'EleutherAI/hendrycks_math'],
    ['bbh', 27, 'SaylorTwift/bbh'],
    ['leaderboard_bbh', 24, 'SaylorTwift/bbh'],
  ])('is no %s, which has %d', async (name, whole, dataset) => {
    const less = await collectOf({ 'a.json': lmEval(group(name, whole - 1, dataset)) });
    expect(linesOf(less)).toEqual([]);
    expect(refusalsOf(less).join()).toContain(`(${whole - 1} of ${whole} parts); --allow-partial`);
    const all = await collectOf({ 'a.json': lmEval(group(name, whole, dataset)) });
    expect(benchmarks(all)).toEqual([expect.any(String)]);
  });

  const subjects = (count: number, suite = ''): Json => {
    const keys = Array.from({ length: count }, (_, at) => `${suite}mmlu:subject_${at}|5`);
    const results = Object.fromEntries([...keys, `${suite}mmlu:_average|5`].map((key) => [key, { acc: 0.5 }]));
    const config = Object.fromEntries(
      keys.map((key) => [key, { hf_repo: 'lighteval/mmlu', evaluation_splits: ['test'] }]),
    );
    return { [LIGHTEVAL]: lighteval(results, { config }) };
  };

  it.each<[string, Json, string]>([
    ['lighteval of two subjects', subjects(2), '2 of 57 parts'],
    ['lighteval of two subjects, with a suite', subjects(2, 'leaderboard|'), '2 of 57 parts'],
    ['lighteval of none that it names', subjects(0), 'the file names none of the 57 parts of it'],
    ['lighteval of all', subjects(57), ''],
  ])('is none of %s', async (_, files, reason) => {
    const collection = await collectOf(files);
    expect(benchmarks(collection)).toEqual(reason === '' ? ['MMLU'] : []);
    expect(refusalsOf(collection).join()).toContain(reason);
  });

  it('is none of NeMo Evaluator', async () => {
    const job = (count: number): Json => ({
      'j/artifacts/results.yml': {
        config: { params: {} },
        target: { api_endpoint: { model_id: MODEL } },
        results: {
          tasks: Object.fromEntries(
            Array.from({ length: count }, (_, at) => [`mmlu_${at}`, nemoScore('acc', { acc: 0.5 })]),
          ),
          groups: { mmlu: nemoScore('acc', { acc: 0.5 }) },
        },
      },
      'j/artifacts/run_config.yml': { framework_name: 'lm-evaluation-harness', config: {}, target: {} },
    });
    expect(benchmarks(await collectOf(job(57)))).toEqual(['MMLU']);
    const less = await collectOf(job(2));
    expect([benchmarks(less), refusalsOf(less).join()]).toEqual([[], expect.stringContaining('(2 of 57 parts)')]);
  });

  it('is taken as that where it is allowed, and on no leaderboard', async () => {
    const { scores } = await collectOf(subjects(2), { allowPartial: true });
    expect(scores.map(({ metric, benchmark }) => [metric.name, benchmark])).toEqual([
      ['accuracy (acc) (partial: 2 of 57 parts)', undefined],
    ]);
    const other = await collectOf(subjects(3), { allowPartial: true });
    expect(other.scores.map(slotOf)).toEqual(scores.map(slotOf));
  });
});

describe("data of the user's own", () => {
  const task = (dataset: string, kwargs?: Json): Json => ({
    'a.json': lmEval({ tasks: { gsm8k: { ...GSM8K, dataset, ...(kwargs === undefined ? {} : { kwargs }) } } }),
  });
  const log = (location: string, name = 'data', given = 'inspect_evals/gsm8k'): Json => ({
    'a.json': inspectLog({ task: given, dataset: { name, location, samples: 1319 } }),
  });
  const config = (hf_repo: string): Json => ({
    [LIGHTEVAL]: lighteval(undefined, { config: { 'gsm8k|5': { hf_repo, evaluation_splits: ['test'] } } }),
  });

  it.each<[string, Json]>([
    ['lm-eval, a loader', task('json', { data_files: { test: '/home/me/german.jsonl' } })],
    ['lm-eval, a folder', task('/data/gsm8k')],
    ['lm-eval, a folder beside', task('./gsm8k')],
    ['lm-eval, a script', task('scripts/gsm8k.py')],
    ['inspect-ai, a file', log('/home/me/german.csv')],
    ['inspect-ai, a folder of two', log('openai/gsm8k', 'gsm8k')],
    ['inspect-ai, an address, for a task that is not of the package', log('https://example.org/x.csv', 'x', 'gsm8k')],
    ['lighteval, a loader', config('json')],
    ['lighteval, a folder', config('/data/gsm8k')],
  ])('is no benchmark, whatever the task is called: %s', async (_, files) => {
    const { scores } = await collectOf(files);
    expect(scores.map(({ benchmark, dataset }) => [benchmark, dataset.type, dataset.name])).toEqual([
      [undefined, 'benchmark', 'gsm8k (own data)'],
    ]);
  });

  it('is told where all scores are filed under one name', async () => {
    expect(names(await collectOf(task('json'), { given: { name: 'House tests' } }))).toEqual([]);
    const collection = await collectOf(task('json'), {
      given: { name: 'House tests' },
      metrics: ['exact_match,strict-match'],
    });
    expect(names(collection)).toEqual(['exact match (exact_match,strict-match) (gsm8k, own data)']);
  });

  it.each([
    ['a copy that inspect-evals keeps', '/root/.cache/inspect_evals/gpqa/gpqa_diamond.csv', 'gpqa_diamond'],
    ['a copy on another system', 'C:\\Users\\me\\AppData\\Local\\inspect_evals\\gpqa_diamond.csv', 'gpqa_diamond'],
    [
      'the address that inspect-evals takes it from',
      'https://openaipublic.blob.core.windows.net/simple-evals/gpqa_diamond.csv',
      'x',
    ],
  ])('is not %s', async (_, location, name) => {
    const files = log(location, name, 'inspect_evals/gpqa_diamond');
    expect(benchmarks(await collectOf(files))).toEqual(['GPQA Diamond']);
  });

  it('is not a group either, where one part is on it', async () => {
    const of = (dataset: string): Task => ({ metrics: { 'acc,none': 0.5 }, samples: 5000, dataset });
    const tasks = {
      wmdp: { metrics: { 'acc,none': 0.5 } },
      wmdp_bio: of('cais/wmdp'),
      wmdp_chem: of('cais/wmdp'),
      wmdp_cyber: of('json'),
    };
    const { scores } = await collectOf({
      'a.json': lmEval({ tasks, groups: { wmdp: ['wmdp_bio', 'wmdp_chem', 'wmdp_cyber'] } }),
    });
    expect(scores.map(({ benchmark, dataset }) => [benchmark, dataset.name])).toEqual([[undefined, 'wmdp (own data)']]);
  });

  it('is another task where files of the benchmark were chosen, or its data filtered', async () => {
    const chosen = await collectOf(task('openai/gsm8k', { data_files: 'half.parquet' }));
    expect([benchmarks(chosen), names(chosen)]).toEqual([
      [undefined],
      [expect.stringContaining('(gsm8k, chosen files)')],
    ]);
    const filtered = await collectOf({
      [LIGHTEVAL]: lighteval(undefined, {
        config: { 'gsm8k|5': { hf_repo: 'openai/gsm8k', hf_filter: '<function>' } },
      }),
    });
    expect([benchmarks(filtered), names(filtered)]).toEqual([
      [undefined],
      [expect.stringContaining('(gsm8k, filtered data)')],
    ]);
  });

  it('is another one where lighteval ran on two splits together', async () => {
    const two = { hf_repo: 'openai/gsm8k', hf_subset: 'main', evaluation_splits: ['train', 'test'] };
    const { scores } = await collectOf({ [LIGHTEVAL]: lighteval(undefined, { config: { 'gsm8k|5': two } }) });
    expect(scores.map(({ benchmark, dataset, metric }) => [benchmark, dataset.split, metric.name])).toEqual([
      [undefined, 'train+test', 'accuracy (extractive_match) (gsm8k)'],
    ]);
  });
});
