import { describe, expect, it } from 'vitest';
import type { Content, ResultFile } from '../../src/files/content.ts';
import { lmEval } from '../../src/frameworks/lm-eval/results.ts';
import type { Measurement, Run, Sample } from '../../src/frameworks/run.ts';
import { HAS_STORED, openStored } from './stored.ts';

type Data = Record<string, unknown>;

/** A run of one task as 0.4.12 writes it, with other top-level values. */
function results(changes: Data = {}): Data {
  return {
    results: { otters: { alias: 'otters', 'acc,none': 0.5, 'acc_stderr,none': 0.05025 } },
    group_subtasks: { otters: [] },
    configs: { otters: { task: 'otters', dataset_path: 'river/otters', test_split: 'test', num_fewshot: 3 } },
    versions: { otters: 1 },
    'n-shot': { otters: 3 },
    higher_is_better: { otters: { acc: true } },
    'n-samples': { otters: { original: 100, effective: 100 } },
    config: { model: 'hf', model_args: 'pretrained=den/holt,dtype=bfloat16', limit: null },
    date: 1_700_000_000.5,
    lm_eval_version: '0.4.12',
    chat_template: null,
    model_source: 'hf',
    model_name: 'den/holt',
    ...changes,
  };
}

function fileOf(data: unknown, path = 'results.json'): ResultFile {
  return { path, content: { kind: 'document', data } };
}

function read(changes: Data = {}): Promise<Run> {
  return lmEval.read(fileOf(results(changes)), []);
}

/** Entries of a results part, each with only these metrics. */
async function measure(entry: Data, changes: Data = {}): Promise<Run> {
  return read({ results: { otters: entry }, ...changes });
}

function roleOf(data: unknown): string | undefined {
  return lmEval.recognise({ kind: 'document', data });
}

function linesOf(lines: readonly unknown[]): Content {
  return {
    kind: 'lines',
    first: lines[0],
    async *all() {
      yield* lines;
    },
  };
}

async function samplesOf(content: Content, path = 'out/den__holt/samples_otters_2026-02-03T04-05-06.789.jsonl') {
  const found: Sample[] = [];
  for await (const sample of lmEval.samples?.({ path, content }) ?? []) found.push(sample);
  return found;
}

/** A line of samples as it is since 0.4.8. */
function line(changes: Data = {}): Data {
  return {
    doc_id: 7,
    doc: { question: 'Do otters hold hands?' },
    target: 'yes',
    arguments: { gen_args_0: { arg_0: 'Q: Do otters hold hands? A:', arg_1: { until: ['\n'] } } },
    resps: [[' Yes.']],
    filtered_resps: ['yes'],
    filter: 'strict-match',
    metrics: ['exact_match'],
    doc_hash: 'aa',
    exact_match: 1.0,
    ...changes,
  };
}

describe('what is recognised', () => {
  it.each([
    ['a run', results(), 'results'],
    [
      'a run of 2021',
      { results: { otters: { acc: 1 } }, versions: { otters: 0 }, config: { model: 'gpt2' } },
      'results',
    ],
    ['what a script got', results({ config: undefined }), 'results'],
    ['a run without any result', results({ results: {} }), 'results'],
    ['a lone sample', line(), 'samples'],
    ['a list of samples', [line()], 'samples'],
    ['a run of lighteval', results({ config_general: {} }), undefined],
    ['results alone', { results: {} }, undefined],
    ['results without versions', results({ versions: undefined }), undefined],
    ['versions that are a list', results({ versions: [] }), undefined],
    ['no model and no settings', results({ config: {}, configs: undefined }), undefined],
    ['a sample without answers', line({ resps: undefined }), undefined],
    ['a sample without id', line({ doc_id: undefined }), undefined],
    ['an empty list', [], undefined],
    ['nothing', null, undefined],
    ['a number', 3, undefined],
  ])('%s', (_, data, role) => {
    expect(roleOf(data)).toBe(role);
  });

  it('is told by the first of several lines', () => {
    expect(lmEval.recognise(linesOf([line()]))).toBe('samples');
    expect(lmEval.recognise(linesOf([{ id: 1 }]))).toBeUndefined();
    expect(lmEval.recognise({ kind: 'text', text: 'results' })).toBeUndefined();
  });
});

describe('a measurement', () => {
  it('has all that the file tells of it', async () => {
    expect(await read()).toEqual({
      framework: 'lm-eval',
      version: '0.4.12',
      verdict: 'full',
      why: '100 of 100 samples',
      model: { name: 'den/holt' },
      backend: 'hf',
      date: '2023-11-14T22:13:20.500Z',
      chatTemplate: false,
      measurements: [
        {
          task: 'otters',
          metric: 'acc,none',
          value: 0.5,
          stderr: 0.05025,
          shots: 3,
          samples: 100,
          available: 100,
          higherIsBetter: true,
          dataset: { id: 'river/otters', split: 'test' },
          at: 'results.otters["acc,none"]',
        },
      ],
      refused: [],
    });
  });

  it('is there for each filter, with the error of its own', async () => {
    const { measurements } = await measure({
      'exact_match,strict-match': 0.2,
      'exact_match_stderr,strict-match': 0.04,
      'exact_match,flexible-extract': 0.75,
      'exact_match_stderr,flexible-extract': 0.0435,
    });
    expect(measurements.map(({ metric, value, stderr }) => [metric, value, stderr])).toEqual([
      ['exact_match,strict-match', 0.2, 0.04],
      ['exact_match,flexible-extract', 0.75, 0.0435],
    ]);
  });

  it('is never made of names, lengths and counts', async () => {
    const { measurements, refused } = await measure({
      name: 'otters',
      alias: 5,
      sample_len: 100,
      samples: 100,
      sample_count: { 'acc,none': 100 },
      ' ': ' ',
      ' ,none': ' ',
      'acc,none': 0.5,
    });
    expect(measurements.map(({ metric }) => metric)).toEqual(['acc,none']);
    expect(refused).toEqual([
      { what: 'results.otters[" ,none"]', reason: 'it is no metric: those have a name and a filter here' },
    ]);
  });

  it.each([
    ['N/A', 'it is "N/A", not a number'],
    ['0.5', 'it is "0.5", not a number'],
    [null, 'it is empty, not a number'],
    [true, 'it is true, not a number'],
    [{ mean: 0.5 }, 'it is a mapping, not a number'],
    [[0.5], 'it is a list, not a number'],
    [Number.NaN, 'it is NaN, not a finite number'],
    [Number.NEGATIVE_INFINITY, 'it is -Infinity, not a finite number'],
  ])('is refused for %j, and takes nothing else with it', async (value, reason) => {
    const run = await measure({ 'f1,none': value, 'f1_stderr,none': 0.1, 'acc,none': 0.5 });
    const of = { task: 'otters', metric: 'f1,none' };
    expect(run.refused).toEqual([{ what: 'results.otters["f1,none"]', reason, of }]);
    expect(run.measurements.map(({ metric }) => metric)).toEqual(['acc,none']);
    expect(run.verdict).toBe('full');
  });

  it.each(['N/A', Number.NaN, -0.1, null])('has no standard error for %j', async (stderr) => {
    const { measurements, refused } = await measure({ 'acc,none': 0.5, 'acc_stderr,none': stderr });
    expect(measurements.map((one) => 'stderr' in one)).toEqual([false]);
    expect(refused).toEqual([]);
  });

  it('is not made of answers without scores, nor of errors without values', async () => {
    const run = await measure({
      'bypass,none': 999,
      'bypass_stderr,none': 'N/A',
      'f1_stderr,none': 0.1,
      'acc,none': 0.5,
    });
    expect(run.refused.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
      'results.otters["bypass,none"]: it stands for answers that were not scored',
      'results.otters["f1_stderr,none"]: it is a standard error without a value',
    ]);
  });

  it('has its filter behind the last comma', async () => {
    const run = await measure(
      { 'f1,macro,none': 0.5, 'f1,macro_stderr,none': 0.1 },
      { higher_is_better: { otters: { 'f1,macro': true } } },
    );
    expect(run.measurements).toMatchObject([{ metric: 'f1,macro,none', stderr: 0.1, higherIsBetter: true }]);
  });

  it('is refused without filter, where others have one', async () => {
    const run = await measure({ 'acc,none': 0.5, seconds: 12 });
    expect(run.refused).toEqual([
      { what: 'results.otters.seconds', reason: 'it is no metric: those have a name and a filter here' },
    ]);
  });

  it('has no filter in files up to 0.3, and the shots of the whole run', async () => {
    const data = {
      results: { 'otters-wild': { acc: 0.25, acc_stderr: 0.01, acc_norm: 0.5 } },
      versions: { 'otters-wild': 0 },
      config: { model: 'hf-causal', model_args: 'pretrained=den/holt', num_fewshot: 5, limit: null },
    };
    const { measurements, verdict } = await lmEval.read(fileOf(data), []);
    expect(verdict).toBe('unknown');
    expect(measurements).toEqual([
      {
        task: 'otters-wild',
        metric: 'acc',
        value: 0.25,
        stderr: 0.01,
        shots: 5,
        at: 'results["otters-wild"].acc',
      },
      { task: 'otters-wild', metric: 'acc_norm', value: 0.5, shots: 5, at: 'results["otters-wild"].acc_norm' },
    ]);
  });

  it.each([
    [{ 'n-shot': { otters: 4 } }, 4],
    [{ 'n-shot': {} }, 3],
    [{ 'n-shot': {}, configs: { otters: {} } }, undefined],
    [{ 'n-shot': { otters: 2.5 }, configs: { otters: {} } }, undefined],
    [{ 'n-shot': { otters: -1 }, configs: { otters: {} } }, undefined],
  ])('has its shots from %j', async (changes, shots) => {
    expect((await read(changes)).measurements[0]?.shots).toBe(shots);
  });

  it.each([
    [{ higher_is_better: { otters: { acc: false } } }, false],
    [{ higher_is_better: { otters: { acc: null } } }, undefined],
    [{ higher_is_better: undefined }, undefined],
    [
      {
        higher_is_better: undefined,
        configs: {
          otters: {
            metric_list: [
              { metric: 'f1', higher_is_better: true },
              { metric: 'acc', higher_is_better: false },
            ],
          },
        },
      },
      false,
    ],
  ])('has its direction from %j', async (changes, direction) => {
    expect((await read(changes)).measurements[0]?.higherIsBetter).toBe(direction);
  });

  it.each([
    [
      { dataset_path: 'a/b', dataset_name: 'c', validation_split: 'dev', dataset_kwargs: { revision: 'v2' } },
      { id: 'a/b', config: 'c', split: 'dev', revision: 'v2' },
    ],
    [
      { dataset_path: 'a/b', dataset_name: null, test_split: 'test', validation_split: 'dev' },
      { id: 'a/b', split: 'test' },
    ],
    [{ dataset_path: 'a/b', dataset_name: '', dataset_kwargs: { revision: 3 } }, { id: 'a/b' }],
    [{ dataset_path: 'json', dataset_kwargs: { data_files: 'x.json' }, test_split: 'train' }, undefined],
    [{ dataset_path: '' }, undefined],
    [{ dataset_path: ['a/b'] }, undefined],
    [{}, undefined],
  ])('has its data from %j', async (settings, dataset) => {
    expect((await read({ configs: { otters: settings } })).measurements[0]?.dataset).toEqual(dataset);
  });
});

describe('the extent of a run', () => {
  const limited = (limit: unknown): Data => ({ config: { model: 'hf', limit } });
  const counts = (effective: unknown, original: unknown = 100): Data => ({
    'n-samples': { otters: { original, effective } },
  });
  it.each([
    ['all samples', {}, 'full', '100 of 100 samples'],
    ['some samples', counts(20), 'partial', '20 of 100 samples'],
    ['some, by a limit', { ...limited(20.0), ...counts(20) }, 'partial', 'limit 20, 20 of 100 samples'],
    ['all below a limit', { ...limited(200), ...counts(24, 24) }, 'full', 'limit 200, 24 of 24 samples'],
    [
      'a limit alone',
      { ...limited(0.1), 'n-samples': undefined },
      'partial',
      'limit 0.1, the file has no counts of samples',
    ],
    ['an odd limit', { ...limited('10'), 'n-samples': {} }, 'partial', 'limit "10", the file has no counts of samples'],
    [
      'no limit alone',
      { 'n-samples': undefined },
      'unknown',
      'unproven: no limit was set, but the file has no counts of samples',
    ],
    [
      'neither',
      { ...limited(undefined), 'n-samples': 'none' },
      'unknown',
      'unproven: no limit is mentioned, but the file has no counts of samples',
    ],
    ['more than all', counts(120), 'unknown', '120 of 100 samples, which cannot be'],
    ['none of none', counts(0, 0), 'unknown', '0 of 0 samples, which cannot be'],
    ['counts that are none', counts('all'), 'unknown', 'unproven'],
    ['counts below zero', counts(-5, -5), 'unknown', 'unproven'],
    ['no tasks', { results: {}, configs: {}, 'n-samples': {} }, 'failed', 'the file has no results'],
    ['a task that is missing', { results: {} }, 'failed', 'no result'],
    ['a task without metrics', { results: { otters: { alias: 'otters' } } }, 'failed', 'no result'],
    ['a task that is a number', { results: { otters: 0.5 } }, 'failed', 'no result'],
  ])('with %s', async (_, changes, verdict, why) => {
    const run = await read(changes);
    expect(run.verdict).toBe(verdict);
    expect(run.why).toContain(why);
  });

  it('is doubted where the standard error is that of a few samples', async () => {
    // 0.4 of 10: √(0.4 · 0.6 / 9)
    const few = { 'acc,none': 0.4, 'acc_stderr,none': 0.16329931618554522 };
    const { verdict, why, measurements } = await measure(few);
    expect(verdict).toBe('unknown');
    expect(why).toBe('100 of 100 samples by its counts, but its standard error is that of 10 at most');
    expect(measurements[0]).not.toHaveProperty('samples');
    const other = { 'bleu_diff,none': 0.4, 'bleu_diff_stderr,none': 0.5 };
    expect((await measure(other)).verdict, 'of a metric on another scale').toBe('full');
    const half = { 'acc,none': 0.4, 'acc_stderr,none': 0.01 };
    expect((await measure(half)).verdict, 'of parts of points').toBe('full');
  });

  it('is the worst of its tasks, and each measurement has its own', async () => {
    const run = await read({
      results: { otters: { 'acc,none': 0.5 }, bears: { 'acc,none': 0.75 }, seals: { 'acc,none': 0.5 } },
      'n-samples': {
        otters: { original: 100, effective: 100 },
        bears: { original: 400, effective: 20 },
        seals: { original: 50, effective: 20 },
      },
    });
    expect(run.verdict).toBe('partial');
    expect(run.why).toBe('20 of 400 samples ("bears" and 1 more)');
    expect(run.measurements.map(({ task, verdict }) => [task, verdict])).toEqual([
      ['otters', 'full'],
      ['bears', undefined],
      ['seals', undefined],
    ]);
  });

  it('is failed rather than partial', async () => {
    const run = await read({ ...counts(20), configs: { otters: {}, bears: {} } });
    expect([run.verdict, run.why]).toEqual(['failed', 'no result ("bears")']);
    expect(run.measurements.map(({ verdict }) => verdict)).toEqual(['partial']);
  });

  it('is the sum of full tasks', async () => {
    const run = await read({
      results: { otters: { 'acc,none': 0.5 }, bears: { 'acc,none': 0.75 } },
      'n-samples': { otters: { original: 100, effective: 100 }, bears: { original: 400, effective: 400 } },
    });
    expect([run.verdict, run.why]).toEqual(['full', '500 of 500 samples of 2 tasks']);
  });

  it('is failed where a task that was asked for is not there; what is there keeps its own', async () => {
    const run = await read({
      configs: { otters: {}, bears: {} },
      'n-samples': { otters: { original: 100, effective: 100 } },
    });
    expect([run.verdict, run.why]).toEqual(['failed', 'no result ("bears")']);
    expect(run.measurements.map(({ verdict }) => verdict)).toEqual(['full']);
    expect(run.refused).toEqual([{ what: 'bears', reason: 'it was asked for, but has no result' }]);
  });
});

describe('a group', () => {
  const leaf = (value: number, more: Data = {}): Data => ({ 'acc,none': value, 'acc_stderr,none': 0.01, ...more });
  const count = (original: number, effective = original): Data => ({ original, effective });
  /** zoo = (cats = lion, lynx), newt; acc by size: (0.5·100 + 0.25·300 + 1·600) / 1000. */
  const zoo = {
    results: {
      lion: leaf(0.5),
      lynx: leaf(0.25),
      newt: leaf(1, { 'f1,none': 0.3, 'f1_stderr,none': 'N/A' }),
      cats: { 'acc,none': 0.3125, 'acc_stderr,none': 0.02, alias: ' - cats' },
      zoo: { 'acc,none': 0.725, 'acc_stderr,none': 0.015, 'f1,none': 0.3, alias: 'zoo' },
    },
    groups: { zoo: {}, cats: {} },
    group_subtasks: { zoo: ['cats', 'newt'], cats: ['lion', 'lynx'], lion: [], lynx: [], newt: [] },
    configs: {
      lion: { dataset_path: 'wild/life', dataset_name: 'lion', test_split: 'test' },
      lynx: { dataset_path: 'wild/life', dataset_name: 'lynx', test_split: 'test' },
      newt: { dataset_path: 'wild/life', dataset_name: 'newt', test_split: 'test' },
    },
    'n-shot': { lion: 5, lynx: 5, newt: 5, zoo: 0 },
    'n-samples': { lion: count(100), lynx: count(300), newt: count(600) },
    higher_is_better: { lion: { acc: true }, lynx: { acc: true }, newt: { acc: true, f1: true } },
  };
  const find = ({ measurements }: Run, task: string, metric = 'acc,none'): Measurement | undefined =>
    measurements.find((one) => one.task === task && one.metric === metric);

  it('has the facts that its tasks have in common, and is part of the next', async () => {
    const run = await read(zoo);
    expect(run.verdict).toBe('full');
    expect(run.why).toBe('1000 of 1000 samples of 3 tasks');
    expect(find(run, 'zoo')).toEqual({
      task: 'zoo',
      metric: 'acc,none',
      value: 0.725,
      stderr: 0.015,
      shots: 5,
      samples: 1000,
      available: 1000,
      higherIsBetter: true,
      dataset: { id: 'wild/life', split: 'test' },
      isGroup: true,
      at: 'results.zoo["acc,none"]',
    });
    expect(find(run, 'cats')).toMatchObject({ samples: 400, partOf: 'zoo', isGroup: true });
    expect(run.measurements.map(({ task, partOf }) => `${task} of ${partOf}`)).toEqual([
      'lion of cats',
      'lynx of cats',
      'newt of zoo',
      'newt of zoo',
      'cats of zoo',
      'zoo of undefined',
      'zoo of undefined',
    ]);
    expect(run.measurements.filter(({ isGroup }) => isGroup).length).toBe(3);
  });

  it('counts only tasks that have the metric', async () => {
    expect(find(await read(zoo), 'zoo', 'f1,none')).toMatchObject({ samples: 600, dataset: { config: 'newt' } });
  });

  it('has the counts that the file states for it', async () => {
    const entry = { ...zoo.results.zoo, sample_len: 1000, sample_count: { 'acc,none': 990 } };
    const run = await read({ ...zoo, results: { ...zoo.results, zoo: entry } });
    expect(find(run, 'zoo')?.samples).toBe(990);
    expect(run.refused).toEqual([]);
  });

  it('has no shots where those of its tasks differ, whatever the file says', async () => {
    const run = await read({ ...zoo, 'n-shot': { lion: 5, lynx: 5, newt: 0, zoo: 5 } });
    expect(find(run, 'zoo')).not.toHaveProperty('shots');
    expect(find(run, 'cats')?.shots).toBe(5);
  });

  it('has no standard error where it is not the mean by size: it is pooled as for that', async () => {
    const results = { ...zoo.results, zoo: { 'acc,none': 0.583, 'acc_stderr,none': 0.015 } };
    const run = await read({ ...zoo, results });
    expect(find(run, 'zoo')).toMatchObject({ value: 0.583, samples: 1000 });
    expect(find(run, 'zoo')).not.toHaveProperty('stderr');
    expect(find(run, 'cats')?.stderr).toBe(0.02);
  });

  it('is partial when one of its tasks is', async () => {
    const run = await read({ ...zoo, 'n-samples': { ...zoo['n-samples'], newt: count(600, 50) } });
    expect(run.verdict).toBe('partial');
    expect(find(run, 'zoo')).toMatchObject({ samples: 450, available: 1000 });
    expect(find(run, 'zoo')).not.toHaveProperty('verdict');
    expect(find(run, 'cats')?.verdict).toBe('full');
  });

  it('is failed when one of its tasks is missing', async () => {
    const { newt: _, ...others } = zoo.results;
    const run = await read({ ...zoo, results: others });
    expect([run.verdict, run.why]).toEqual(['failed', 'no result ("newt")']);
    expect(find(run, 'zoo')).not.toHaveProperty('verdict');
    expect(find(run, 'cats')?.verdict).toBe('full');
  });

  it('has no count where one of its tasks has none', async () => {
    const run = await read({ ...zoo, 'n-samples': { lion: count(100), lynx: count(300) } });
    expect(find(run, 'zoo')).toEqual({
      task: 'zoo',
      metric: 'acc,none',
      value: 0.725,
      shots: 5,
      higherIsBetter: true,
      dataset: { id: 'wild/life', split: 'test' },
      isGroup: true,
      at: 'results.zoo["acc,none"]',
    });
  });

  it('without a number is neither a measurement nor what others are part of', async () => {
    const run = await read({ ...zoo, results: { ...zoo.results, cats: { alias: ' - cats', ' ': ' ' } } });
    expect(run.measurements.map(({ task, partOf }) => [task, partOf])).toContainEqual(['lion', 'zoo']);
    expect(run.measurements.some(({ task }) => task === 'cats')).toBe(false);
    expect(run.refused).toEqual([]);
  });

  it('that lists the tasks of its groups as well is not the nearest', async () => {
    const run = await read({ ...zoo, group_subtasks: { zoo: ['lion', 'lynx', 'newt'], cats: ['lion', 'lynx'] } });
    expect(find(run, 'lion')?.partOf).toBe('cats');
    expect(find(run, 'newt')?.partOf).toBe('zoo');
    expect(find(run, 'zoo')?.samples).toBe(1000);
  });

  it('of 0.4.0 has tasks that name it, and no facts', async () => {
    const run = await read({
      results: { lion: leaf(0.5), lynx: leaf(0.25) },
      groups: { cats: { 'acc,none': 0.3125, 'acc_stderr,none': 0.02 } },
      group_subtasks: undefined,
      configs: { lion: { group: 'cats' }, lynx: { group: ['wild', 'cats'] } },
      'n-shot': { lion: 5, lynx: 5, cats: 5 },
      'n-samples': undefined,
    });
    expect(run.measurements.map(({ partOf }) => partOf)).toEqual(['cats', 'cats', undefined]);
    expect(find(run, 'cats')).toEqual({
      task: 'cats',
      metric: 'acc,none',
      value: 0.3125,
      isGroup: true,
      at: 'groups.cats["acc,none"]',
    });
  });

  it('has the direction that the file states for it', async () => {
    const run = await read({ ...zoo, higher_is_better: { ...zoo.higher_is_better, zoo: { acc: false } } });
    expect(find(run, 'zoo')?.higherIsBetter).toBe(false);
    expect(find(run, 'cats')?.higherIsBetter).toBe(true);
  });

  it('of none but itself is a task', async () => {
    const run = await read({ group_subtasks: { otters: ['otters'] } });
    expect(run.measurements).toMatchObject([{ samples: 100, stderr: 0.05025 }]);
    expect(run.measurements[0]).not.toHaveProperty('isGroup');
  });

  it('without results is not missing: many have no number', async () => {
    const { cats: _, ...others } = zoo.results;
    const run = await read({ ...zoo, results: others, groups: {}, configs: { ...zoo.configs, cats: {} } });
    expect([run.verdict, run.refused]).toEqual(['full', []]);
  });

  it('of more than there can be counts as one without named tasks', async () => {
    const names = Array.from({ length: 4000 }, (_, at) => `t${at}`);
    const metrics = Object.fromEntries(names.map((name) => [`${name},none`, 1]));
    const results = { ...Object.fromEntries(names.map((name) => [name, { 't0,none': 1 }])), all: metrics };
    const shots = Object.fromEntries(names.map((name) => [name, 2]));
    const run = await read({ results, group_subtasks: { all: names }, 'n-shot': shots, 'n-samples': {} });
    expect(find(run, 'all', 't0,none')).toMatchObject({ value: 1, isGroup: true });
    expect(find(run, 'all', 't0,none')).not.toHaveProperty('shots');
  });

  it('within itself does no harm', async () => {
    const run = await read({ ...zoo, group_subtasks: { zoo: ['cats', 'zoo', 'newt'], cats: ['zoo', 'lion', 'lynx'] } });
    expect(run.measurements.length).toBe(7);
    expect(find(run, 'zoo')).toMatchObject({ samples: 1000, partOf: 'cats' });
    const { cats: _, ...results } = zoo.results;
    const other = await read({ ...zoo, results, groups: {}, group_subtasks: { zoo: ['cats'], cats: ['zoo', 'lion'] } });
    expect(find(other, 'zoo')).not.toHaveProperty('partOf');
    expect(find(other, 'lion')?.partOf).toBe('zoo');
  });
});

describe('the model', () => {
  const model = async (config: Data, changes: Data = {}) =>
    (await read({ config, model_name: null, ...changes })).model;
  const sha = '0123456789abcdef0123456789abcdef01234567';
  it('is none where two repos are named for it', async () => {
    const config = { model: 'vllm', model_args: 'pretrained=den/holt' };
    expect(await model(config, { model_name: 'den/other' })).toBeUndefined();
    expect(await model(config, { model_name: 'Den/Holt' })).toEqual({ name: 'den/holt' });
  });

  it.each([
    ['text', { model_args: 'pretrained=den/holt,revision=step1' }, { name: 'den/holt', revision: 'step1' }],
    [
      'an object',
      { model_args: { pretrained: 'den/holt', revision: 'step2' } },
      { name: 'den/holt', revision: 'step2' },
    ],
    ['quotes', { model_args: 'pretrained="den/holt"' }, { name: 'den/holt' }],
    ['a number', { model_args: { pretrained: 'den/holt', revision: 1000 } }, { name: 'den/holt', revision: '1000' }],
    ['a name of a server', { model_args: { model: 'holt', base_url: 'http://127.0.0.1/v1' } }, { name: 'holt' }],
    ['a folder', { model_args: 'pretrained=/models/holt' }, { name: '/models/holt' }],
    ['nothing', { model_args: '' }, undefined],
    ['a list', { model_args: ['pretrained=den/holt'] }, undefined],
    ['names that are none', { model_args: { pretrained: null, model: { a: 1 }, path: ' ' } }, undefined],
  ])('comes from arguments: %s', async (_, config, expected) => {
    expect(await model({ model: 'vllm', ...config })).toEqual(expected);
  });

  it.each([
    ['a commit', { model_revision: 'main', model_sha: sha }, { name: 'den/holt', revision: 'main', sha }],
    ['an empty commit', { model_revision: 'main', model_sha: '' }, { name: 'den/holt', revision: 'main' }],
    ['half a commit', { model_sha: sha.slice(0, 12) }, { name: 'den/holt' }],
    ['nothing', { model_revision: null, model_sha: null }, { name: 'den/holt' }],
  ])('may have %s', async (_, config, expected) => {
    expect(await model({ model: 'hf', model_args: 'pretrained=den/holt', ...config })).toEqual(expected);
  });

  it('is the adapter, never its base', async () => {
    const config = {
      model: 'hf',
      model_args: 'pretrained=den/holt,peft=den/holt-lora,revision=v2',
      model_revision: 'v2',
      model_sha: 'f'.repeat(40),
      peft_sha: sha,
    };
    expect(await model(config)).toEqual({ name: 'den/holt-lora', revision: 'v2', sha });
    const lora = { model: 'vllm', model_args: { pretrained: 'den/holt', lora_local_path: '/lora', revision: 'v2' } };
    expect(await model(lora, { model_name: 'den/holt' })).toEqual({ name: '/lora' });
    expect(await model({ model: 'hf', model_args: 'peft=None,pretrained=den/holt' })).toEqual({ name: 'den/holt' });
  });

  it('has no revision from a server: that is the one of the tokenizer', async () => {
    const args = { model: 'den/holt', tokenizer: 'den/holt', revision: 'v2' };
    expect(await model({ model: 'local-completions', model_args: args })).toEqual({ name: 'den/holt' });
  });

  it('has the folder of its weights in the revision', async () => {
    const args = 'pretrained=den/holt,subfolder=step9';
    expect(await model({ model: 'vllm', model_args: args })).toEqual({ name: 'den/holt', revision: 'main/step9' });
    const config = { model: 'hf', model_args: args, model_revision: 'v2/step9' };
    expect(await model(config)).toEqual({ name: 'den/holt', revision: 'v2/step9' });
  });

  it('without arguments is what the file calls it, unless that was made up', async () => {
    expect(await model({ model: 'hf' }, { model_name: 'den/holt' })).toEqual({ name: 'den/holt' });
    expect(await model({ model: 'HFLM' }, { model_name: 'k3x9qw1z' })).toBeUndefined();
    expect(await model({ model: 'hf' }, { model_name: '' })).toBeUndefined();
    const run = await read({ config: { model: 'den/holt', model_args: null, model_sha: sha }, model_name: 'k3x9qw1z' });
    expect(run.model).toEqual({ name: 'den/holt', sha });
    expect(run).not.toHaveProperty('backend');
  });

  it('gives away no keys', async () => {
    const args = { model: 'holt', api_key: 'hf_secret', auth_token: 'hf_secret', base_url: 'http://u:hf_secret@host' };
    const run = await read({ config: { model: 'local-completions', model_args: args }, pretty_env_info: 'hf_secret' });
    expect(JSON.stringify(run)).not.toContain('hf_secret');
  });
});

describe('the run', () => {
  it.each([
    ['a template', { chat_template: '{% for m in messages %}' }, true],
    ['no template', {}, false],
    ['an empty template', { chat_template: '' }, undefined],
    ['no mention', { chat_template: undefined }, undefined],
    ['settings that were not kept', { model_source: null }, undefined],
    ['a chat server', { config: { model: 'local-chat-completions' } }, undefined],
  ])('tells of chat templates by %s', async (_, changes, expected) => {
    expect((await read(changes)).chatTemplate).toBe(expected);
  });

  it.each([undefined, null, 'yesterday', 0, -5, Number.NaN, 1_700_000_000_000_000, { a: 1 }])(
    'has no date for %j',
    async (date) => {
      expect(await read({ date })).not.toHaveProperty('date');
    },
  );

  it('has no version of the folder it was started in', async () => {
    const run = await read({ lm_eval_version: undefined, git_hash: 'abc1234' });
    expect(run).not.toHaveProperty('version');
    expect(JSON.stringify(run)).not.toContain('abc1234');
  });
});

describe('odd data', () => {
  const parts = [
    'results',
    'groups',
    'group_subtasks',
    'configs',
    'versions',
    'n-shot',
    'higher_is_better',
    'n-samples',
  ];
  const odd = [
    null,
    3,
    'text',
    [],
    [null],
    { otters: null },
    { otters: [[]] },
    { otters: 'x' },
    { otters: { acc: {} } },
  ];
  it.each([...parts, 'config', 'date', 'chat_template', 'model_name', 'samples'])(
    'in %s never throws',
    async (part) => {
      for (const value of odd) {
        const run = await read({ [part]: value });
        expect(run.measurements.every(({ value }) => Number.isFinite(value))).toBe(true);
        await samplesOf(fileOf(results({ [part]: value })).content);
      }
    },
  );

  it.each([null, 5, 'text', [], {}])('that is %j gives a run without measurements', async (data) => {
    expect(await lmEval.read(fileOf(data), [])).toMatchObject({ verdict: 'failed', measurements: [] });
  });

  it('with names of prototypes is read as any other', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const all = (value: string): string => names.map((name) => `"${name}": ${value}`).join(',');
    const text = `{"results": {${all('{"constructor,none": 0.5, "toString,none": "x", "__proto__": 1}')}},
      "versions": {}, "configs": {${all('{}')}}, "n-shot": {}, "config": {"model": "hf", "model_args": {"__proto__": "x"}, "limit": null},
      "n-samples": {"otters": {"__proto__": 1}}, "group_subtasks": {"__proto__": ["constructor", "__proto__"]}}`;
    const run = await lmEval.read(fileOf(JSON.parse(text)), []);
    expect(run.measurements.map(({ task, metric, higherIsBetter }) => [task, metric, higherIsBetter])).toEqual(
      names.map((name) => [name, 'constructor,none', undefined]),
    );
    expect(run.measurements[1]).toMatchObject({ partOf: '__proto__' });
    expect(run.refused.map(({ what }) => what)).toContain('results.__proto__["toString,none"]');
    expect(run).not.toHaveProperty('model');
  });

  it('in masses is read in no time', async () => {
    const chain = Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [`g${at}`, [`g${at + 1}`]]));
    const entries = Object.fromEntries(Object.keys(chain).map((name) => [name, { 'acc,none': 0.5 }]));
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`m${at},none`, 1]));
    const list = Array.from({ length: 50_000 }, () => ({ metric: 'x' }));
    const deep = await read({ results: entries, group_subtasks: chain });
    expect(deep.measurements.length).toBe(30_000);
    expect(deep.measurements[0]).toMatchObject({ isGroup: true });
    // Without bounds, this takes minutes.
    const full = await read({
      results: { otters: wide, bears: wide },
      group_subtasks: { bears: ['otters'] },
      configs: { otters: { metric_list: list } },
    });
    expect(full.measurements.length).toBe(100_000);
  });
});

describe('samples', () => {
  it('have a score for each document, filter and metric', async () => {
    const lines = [
      line(),
      line({ filter: 'flexible-extract', metrics: ['exact_match', 'is_short'], exact_match: 0, is_short: true }),
    ];
    const facts = { question: 'Do otters hold hands?', target: 'yes', answer: 'yes', print: 'aa' };
    const common = { task: 'otters', id: '7', ...facts };
    expect(await samplesOf(linesOf(lines))).toEqual([
      { ...common, metric: 'exact_match,strict-match', value: 1 },
      { ...common, metric: 'exact_match,flexible-extract', value: 0 },
      { ...common, metric: 'is_short,flexible-extract', value: 1 },
    ]);
  });

  it.each(['1', 'True', null, [1, 0], { a: 1 }, Number.NaN, undefined])('have no score of %j', async (exact_match) => {
    expect(await samplesOf(linesOf([line({ exact_match })]))).toEqual([]);
  });

  it.each([
    ['a text', 5],
    ['no mapping', null],
    ['nobody', line({ doc_id: null })],
    ['a list for an id', line({ doc_id: [1] })],
    ['no answers', line({ filtered_resps: 'x' })],
  ])('of %s are passed over', async (_, odd) => {
    expect((await samplesOf(linesOf([line(), odd, line({ doc_id: 8 })]))).map(({ id }) => id)).toEqual(['7', '8']);
  });

  it('take no other value for a metric that they list', async () => {
    const metrics = ['__proto__', 'constructor', 'doc_id', 3, 'exact_match', 'exact_match'];
    expect((await samplesOf(linesOf([line({ metrics })]))).map(({ metric }) => metric)).toEqual([
      'exact_match,strict-match',
    ]);
  });

  it('of old files have the metrics that are there, without a filter', async () => {
    const {
      filter: _,
      metrics: __,
      doc_hash: ___,
      ...old
    } = line({ acc: false, arguments: [['Q: hands?', {}]], doc: {} });
    const second = { ...old, exact_match: 0 };
    const found = await samplesOf(
      { kind: 'document', data: [old, { ...old, doc_id: 8 }, second] },
      'den__holt_otters.jsonl',
    );
    expect(found.map(({ task, metric, id, value }) => [task, metric, id, value])).toEqual([
      ['den__holt_otters', 'exact_match', '7', 1],
      ['den__holt_otters', 'acc', '7', 0],
      ['den__holt_otters', 'exact_match', '8', 1],
      ['den__holt_otters', 'acc', '8', 0],
    ]);
    expect(found[0]?.question).toBe('Q: hands?');
  });

  it('of a lone line are read', async () => {
    expect(await samplesOf({ kind: 'document', data: line() })).toMatchObject([{ task: 'otters', id: '7' }]);
  });

  it('within results have the names of their tasks', async () => {
    const data = results({ samples: { bears: [line()], seals: [line(), null], mice: 3 } });
    expect((await samplesOf(fileOf(data).content)).map(({ task }) => task)).toEqual(['bears', 'seals']);
    expect(await samplesOf(fileOf(results()).content)).toEqual([]);
  });

  it.each([
    [
      'choices',
      [
        ['-1.5', 'False'],
        ['-2.5', 'True'],
      ],
      undefined,
    ],
    ['a likelihood', [['-1.5', 'False']], undefined],
    ['one of several tries', [['yes', 'no']], undefined],
    ['two requests', ['yes', 'no'], undefined],
    ['a list of one', [['yes']], 'yes'],
    ['nothing', [''], undefined],
    ['no text', [4], undefined],
  ])('have an answer from %s', async (_, filtered_resps, answer) => {
    expect((await samplesOf(linesOf([line({ filtered_resps })])))[0]?.answer).toBe(answer);
  });

  it.each([
    [{ doc: { problem: 'P' } }, 'P'],
    [{ doc: { text: 'T' } }, 'Q: Do otters hold hands? A:'],
    [{ doc: null, arguments: { gen_args_0: { arg_0: [{ role: 'user' }] } } }, undefined],
    [{ doc: 'text', arguments: 'text' }, undefined],
  ])('have a question from %j', async (changes, question) => {
    expect((await samplesOf(linesOf([line(changes)])))[0]?.question).toBe(question);
  });

  it('are read one by one', async () => {
    let given = 0;
    const content: Content = {
      kind: 'lines',
      first: line(),
      async *all() {
        for (;;) {
          given += 1;
          yield line({ doc_id: given });
        }
      },
    };
    for await (const { id } of lmEval.samples?.({ path: 'x.jsonl', content }) ?? []) if (id === '3') break;
    expect(given).toBe(3);
  });
});

describe.skipIf(!HAS_STORED)('stored files', async () => {
  const { files, unreadable } = HAS_STORED ? await openStored('lm-eval') : { files: [], unreadable: {} };
  const of = (path: string): ResultFile => {
    const file = files.find((one) => one.path === path);
    if (file === undefined) throw new Error(`${path} is not there`);
    return file;
  };
  const smollm = 'HuggingFaceTB/SmolLM2-135M-intermediate-checkpoints';
  const synthetic = {
    role: 'results',
    version: '0.4.12',
    date: '2026-02-04T08:00:00.250Z',
    chatTemplate: false,
    measurements: 4,
    refused: 0,
  };
  const sum = { verdict: 'full', why: '11214 of 11214 samples of 2 tasks' };
  const pythia = (revision: string) => ({
    role: 'results',
    verdict: 'unknown',
    why: 'unproven: no limit was set, but the file has no counts of samples',
    model: { name: 'EleutherAI/pythia-v1.1-160m', revision },
    backend: 'hf-causal',
    measurements: 172,
    refused: 0,
  });
  const neo = { role: 'results', version: '0.4.8', backend: 'hf', chatTemplate: false, measurements: 12, refused: 0 };
  const EXPECTED: Readonly<Record<string, Data>> = {
    'checkpoints-pythia-160m/160m_step1.json': pythia('step1'),
    'checkpoints-pythia-160m/160m_step113000.json': pythia('step113000'),
    'checkpoints-pythia-160m/160m_step123000.json': pythia('step123000'),
    'checkpoints-pythia-160m/160m_step23000.json': pythia('step23000'),
    'glue-group-winogrande-piqa-mamba2-1.3b.json': {
      role: 'results',
      verdict: 'full',
      why: '91059 of 91059 samples of 16 tasks',
      model: { name: 'state-spaces/mamba2-1.3b', revision: 'main', sha: 'c5b59d00ec85d313adea86a08cad2a43c962dd3b' },
      backend: 'mamba_ssm',
      date: '2025-03-03T18:59:01.433Z',
      chatTemplate: false,
      measurements: 27,
      refused: 0,
    },
    'gsm8k-two-filters-chat-template-llama-3-8b-instruct.json': {
      role: 'results',
      verdict: 'full',
      why: '1319 of 1319 samples',
      model: { name: 'meta-llama/Meta-Llama-3-8B-Instruct' },
      backend: 'vllm',
      date: '2024-08-25T21:55:00.312Z',
      chatTemplate: false,
      measurements: 2,
      refused: 0,
    },
    'legacy-2023-limit100-pythia-6.9b.json': {
      role: 'results',
      verdict: 'partial',
      why: 'limit 100, the file has no counts of samples',
      backend: 'llm-tools',
      measurements: 2,
      refused: 0,
    },
    'limit20-truthfulqa-gen-gptneo125m.json': {
      ...neo,
      verdict: 'partial',
      why: 'limit 20, 20 of 817 samples',
      model: { name: 'EleutherAI/gpt-neo-125M', revision: 'main', sha: '21def0189f5705e2521767faed922f1f15e7d7db' },
      date: '2025-05-31T12:30:28.591Z',
    },
    'limit200-api-model-gpt-4o-mini.json': {
      role: 'results',
      version: '0.4.8',
      verdict: 'full',
      why: 'limit 200, 24 of 24 samples',
      model: { name: 'gpt-4o-mini' },
      backend: 'openai-chat-completions',
      date: '2025-06-30T23:39:56.890Z',
      measurements: 0,
      refused: 1,
    },
    'mmlu-57-arc-hellaswag-winogrande-llama-3.2-1b.json': {
      role: 'results',
      verdict: 'full',
      why: '105101 of 105101 samples of 73 tasks',
      model: { name: 'meta-llama/Llama-3.2-1B', revision: 'main', sha: '4e20de362430cd3b72f300e6b0f18e50e7166e08' },
      backend: 'hf',
      date: '2025-03-02T23:53:33.343Z',
      chatTemplate: false,
      measurements: 86,
      refused: 0,
    },
    'multi-task-winogrande-gpt2.json': {
      ...neo,
      verdict: 'full',
      why: '7637 of 7637 samples of 9 tasks',
      model: { name: 'gpt2', revision: 'main' },
      date: '2025-05-30T15:39:12.178Z',
    },
    'nolimit-truthfulqa-gen-empty-model-sha.json': {
      ...neo,
      verdict: 'full',
      why: '817 of 817 samples',
      model: { name: 'EleutherAI/gpt-neo-125M', revision: 'main' },
      date: '2025-05-31T11:43:20.791Z',
    },
    'results_2026-01-21T03-44-18.458309.json': {
      role: 'results',
      version: '0.4.9.2',
      verdict: 'full',
      why: '10000 of 10000 samples of 2 tasks',
      model: {
        name: 'RylanSchaeffer/mem_Qwen3-93M_minerva_math_rep_0_sbst_1.0000_epch_1_ot_1',
        revision: 'main',
        sha: '82047f5e5d5245c1b3a4cd75ad98aa441d6487cd',
      },
      backend: 'hf',
      date: '2026-01-21T02:59:43.859Z',
      chatTemplate: false,
      measurements: 2,
      refused: 0,
    },
    'samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl': { role: 'samples' },
    [`synthetic/hf-revision-step-125000/${smollm.replace('/', '__')}/results_2026-02-04T08-00-00.000001.json`]: {
      ...synthetic,
      ...sum,
      backend: 'hf',
      model: { name: smollm, revision: 'step-125000', sha: '0123456789abcdef0123456789abcdef01234567' },
    },
    [`synthetic/limit-10/${smollm.replace('/', '__')}/results_2026-02-04T11-00-00.000001.json`]: {
      ...synthetic,
      verdict: 'partial',
      why: 'limit 10, 10 of 10042 samples ("hellaswag" and 1 more)',
      backend: 'hf',
      model: { name: smollm, revision: 'main', sha: '89abcdef0123456789abcdef0123456789abcdef' },
    },
    'synthetic/local-completions/smollm2/results_2026-02-04T10-00-00.000001.json': {
      ...synthetic,
      ...sum,
      backend: 'local-completions',
      model: { name: 'smollm2' },
    },
    [`synthetic/vllm-revision-step-250000/${smollm.replace('/', '__')}/results_2026-02-04T09-00-00.000001.json`]: {
      ...synthetic,
      ...sum,
      backend: 'vllm',
      model: { name: smollm, revision: 'step-250000' },
    },
    'v0.4.10dev-gemma-2b-single-task.json': {
      role: 'results',
      version: '0.4.10.dev0',
      verdict: 'full',
      why: '185 of 185 samples',
      model: { name: 'google/gemma-2b' },
      backend: 'vllm',
      date: '2026-01-16T15:05:18.576Z',
      chatTemplate: false,
      measurements: 1,
      refused: 0,
    },
    'v0.4.13dev-group-chat-template-qwen3-8b/results_2026-07-08T18-15-33.115417.json': {
      role: 'results',
      version: '0.4.13.dev0',
      verdict: 'partial',
      why: 'limit 20, 20 of 13812 samples ("negotiationtom_belief" and 2 more)',
      model: { name: 'Qwen/Qwen3-8B', revision: 'main', sha: 'b968826d9c46dd6066d109eabc6255188de91218' },
      backend: 'hf',
      date: '2026-07-08T18:13:21.866Z',
      chatTemplate: true,
      measurements: 9,
      refused: 0,
    },
    'v0.4.9.2-perplexity-task.json': {
      role: 'results',
      version: '0.4.9.2',
      verdict: 'full',
      why: '2849 of 2849 samples',
      model: { name: 'Qwen/Qwen3-8B' },
      backend: 'vllm',
      date: '2025-12-17T21:43:21.689Z',
      chatTemplate: false,
      measurements: 3,
      refused: 0,
    },
  };

  it('are all in this table', () => {
    expect(unreadable).toEqual({});
    expect(files.map(({ path }) => path)).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))('%s', async (path, expected) => {
    const file = of(path);
    const role = lmEval.recognise(file.content);
    if (role === 'samples') {
      expect({ role }).toEqual(expected);
      return;
    }
    const { framework, measurements, refused, ...facts } = await lmEval.read(file, files);
    expect({ role, ...facts, measurements: measurements.length, refused: refused.length }).toEqual(expected);
    expect(framework).toBe('lm-eval');
  });

  const mmlu = 'mmlu-57-arc-hellaswag-winogrande-llama-3.2-1b.json';
  const glue = 'glue-group-winogrande-piqa-mamba2-1.3b.json';
  const zero = { shots: 0, higherIsBetter: true };
  it.each<readonly [string, Measurement]>([
    [
      mmlu,
      {
        task: 'mmlu',
        metric: 'acc,none',
        value: 0.3673978065802592,
        stderr: 0.004005861705365989,
        samples: 14042,
        available: 14042,
        ...zero,
        dataset: { id: 'hails/mmlu_no_train', split: 'test' },
        isGroup: true,
        at: 'results.mmlu["acc,none"]',
      },
    ],
    [
      mmlu,
      {
        task: 'mmlu_stem',
        metric: 'acc,none',
        value: 0.31810973675864257,
        stderr: 0.008184854902107247,
        samples: 3153,
        available: 3153,
        ...zero,
        dataset: { id: 'hails/mmlu_no_train', split: 'test' },
        partOf: 'mmlu',
        isGroup: true,
        at: 'results.mmlu_stem["acc,none"]',
      },
    ],
    [
      mmlu,
      {
        task: 'mmlu_anatomy',
        metric: 'acc,none',
        value: 0.48148148148148145,
        stderr: 0.043163785995113245,
        samples: 135,
        available: 135,
        ...zero,
        dataset: { id: 'hails/mmlu_no_train', config: 'anatomy', split: 'test' },
        partOf: 'mmlu_stem',
        at: 'results.mmlu_anatomy["acc,none"]',
      },
    ],
    [
      mmlu,
      {
        task: 'lambada_openai',
        metric: 'perplexity,none',
        value: 5.7489928228340075,
        stderr: 0.14002331823052386,
        shots: 0,
        samples: 5153,
        available: 5153,
        higherIsBetter: false,
        dataset: { id: 'EleutherAI/lambada_openai', config: 'default', split: 'test' },
        at: 'results.lambada_openai["perplexity,none"]',
      },
    ],
    [
      glue,
      {
        task: 'glue',
        metric: 'f1,none',
        value: 0.25167669351931043,
        stderr: 0.0034826185432152053,
        samples: 40838,
        available: 40838,
        ...zero,
        dataset: { id: 'glue', split: 'validation' },
        isGroup: true,
        at: 'results.glue["f1,none"]',
      },
    ],
    [
      glue,
      {
        task: 'glue',
        metric: 'acc,none',
        value: 0.46056157694140065,
        stderr: 0.001904176332194983,
        samples: 67168,
        available: 67168,
        ...zero,
        dataset: { id: 'glue' },
        isGroup: true,
        at: 'results.glue["acc,none"]',
      },
    ],
    [
      glue,
      {
        task: 'cola',
        metric: 'mcc,none',
        value: 0.009933694683152168,
        stderr: 0.03106018504011123,
        samples: 1043,
        available: 1043,
        ...zero,
        dataset: { id: 'glue', config: 'cola', split: 'validation' },
        partOf: 'glue',
        at: 'results.cola["mcc,none"]',
      },
    ],
    [
      'v0.4.13dev-group-chat-template-qwen3-8b/results_2026-07-08T18-15-33.115417.json',
      {
        task: 'negotiationtom',
        metric: 'acc,none',
        value: 0.525,
        stderr: 0.08009040943964843,
        samples: 40,
        available: 27624,
        ...zero,
        isGroup: true,
        at: 'results.negotiationtom["acc,none"]',
      },
    ],
    [
      'v0.4.13dev-group-chat-template-qwen3-8b/results_2026-07-08T18-15-33.115417.json',
      {
        task: 'negotiationtom_intention',
        metric: 'macro_f1,none',
        value: 0.24025974025974023,
        samples: 20,
        available: 4618,
        ...zero,
        partOf: 'negotiationtom',
        at: 'results.negotiationtom_intention["macro_f1,none"]',
      },
    ],
    [
      'gsm8k-two-filters-chat-template-llama-3-8b-instruct.json',
      {
        task: 'gsm8k_cot_llama',
        metric: 'exact_match,flexible-extract',
        value: 0.7778620166793025,
        stderr: 0.011449986902435323,
        shots: 5,
        samples: 1319,
        available: 1319,
        higherIsBetter: true,
        dataset: { id: 'gsm8k', config: 'main', split: 'test' },
        at: 'results.gsm8k_cot_llama["exact_match,flexible-extract"]',
      },
    ],
    [
      'legacy-2023-limit100-pythia-6.9b.json',
      {
        task: 'massive-en',
        metric: 'f1,none',
        value: 0.5822034066151713,
        shots: 0,
        dataset: { id: 'AmazonScience/massive', config: 'en-US', split: 'test' },
        at: 'results["massive-en"]["f1,none"]',
      },
    ],
    [
      'checkpoints-pythia-160m/160m_step123000.json',
      {
        task: 'lambada_openai',
        metric: 'ppl',
        value: 37.80438715980361,
        stderr: 1.4031816662615517,
        shots: 0,
        at: 'results.lambada_openai.ppl',
      },
    ],
    [
      'v0.4.9.2-perplexity-task.json',
      {
        task: 'nl2foam_perplexity_formatted',
        metric: 'bits_per_byte,none',
        value: 0.3810355856465213,
        shots: 0,
        samples: 2849,
        available: 2849,
        higherIsBetter: false,
        dataset: { id: 'p-1-ai/nl2foam-mt-fields-ift', split: 'validation' },
        at: 'results.nl2foam_perplexity_formatted["bits_per_byte,none"]',
      },
    ],
    [
      'v0.4.10dev-gemma-2b-single-task.json',
      {
        task: 'masakhaner_luo_prompt_1',
        metric: 'f1,flexible-extract',
        value: 0.0656270305392884,
        shots: 5,
        samples: 185,
        available: 185,
        higherIsBetter: true,
        dataset: { id: 'masakhane/masakhaner-x', config: 'luo', split: 'test' },
        at: 'results.masakhaner_luo_prompt_1["f1,flexible-extract"]',
      },
    ],
  ])('%s holds %j', async (path, expected) => {
    const { measurements } = await lmEval.read(of(path), files);
    expect(measurements.filter(({ at }) => at === expected.at)).toEqual([expected]);
  });

  it('hold 57 subjects of mmlu in 4 groups', async () => {
    const { measurements } = await lmEval.read(of(mmlu), files);
    const sizes = new Map<string, number>();
    for (const { partOf } of measurements) if (partOf !== undefined) sizes.set(partOf, (sizes.get(partOf) ?? 0) + 1);
    expect(Object.fromEntries(sizes)).toEqual({
      mmlu: 4,
      mmlu_stem: 19,
      mmlu_humanities: 13,
      mmlu_other: 13,
      mmlu_social_sciences: 12,
    });
  });

  it('are refused where they hold no number', async () => {
    const { refused } = await lmEval.read(of('limit200-api-model-gpt-4o-mini.json'), files);
    expect(refused).toEqual([
      {
        what: 'results.polymer_tg_prediction["mae,none"]',
        reason: 'it is Infinity, not a finite number',
        of: { task: 'polymer_tg_prediction', metric: 'mae,none' },
      },
    ]);
  });

  it('hold samples', async () => {
    const path = 'samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl';
    const samples = await samplesOf(of(path).content, path);
    expect(samples.map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(samples[3]).toMatchObject({
      task: 'math_perturbed_full',
      metric: 'exact_match,none',
      value: 0,
      question: 'Evaluate $i^6+i^{-26}+i^{46}$.',
      target: '-3',
    });
    expect(samples[3]?.answer).toMatch(/^ 1\.1\.1\./);
  });

  it.each([
    'artificial-analysis',
    'bigcode',
    'helm',
    'inspect-ai',
    'lighteval',
    'mteb',
    'nemo-evaluator',
    'simple-evals',
  ])('of %s are left to others', async (framework) => {
    const others = await openStored(framework);
    expect(others.files.filter(({ content }) => lmEval.recognise(content) !== undefined)).toEqual([]);
    expect(others.files.length).toBeGreaterThan(0);
  });
});
