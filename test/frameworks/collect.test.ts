import { describe, expect, it } from 'vitest';
import { claimedBy } from '../../src/frameworks/collect.ts';
import { readFiles } from '../../src/frameworks/read-all.ts';
import { slotOf } from '../../src/scores/slot.ts';
import {
  type Changes,
  collectOf,
  filesOf,
  GSM8K,
  inspectLog,
  type LmEvalRun,
  lighteval,
  linesOf,
  lmEval,
  MODEL,
  nemoJob,
  nemoScore,
  refusalsOf,
  SHA,
  type Task,
} from './results-fixtures.ts';

const BOOLQ: Task = {
  metrics: { 'acc,none': 0.81, 'acc_stderr,none': 0.007 },
  samples: 3270,
  shots: 0,
  dataset: 'aps/super_glue',
  config: 'boolq',
  split: 'validation',
};
const TEN: LmEvalRun = { tasks: { gsm8k: { ...GSM8K, samples: 10, of: 1319 } }, limit: 10 };
const TAKEN = 'GSM8K exact_match 0.52 fraction';
const LOG = 'results_2026-03-04T10-00-00.000001.json';

describe('by default only runs on all of the data become scores', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'partial by its counts',
      { 'a.json': lmEval(TEN) },
      'on a part of the data (limit 10, 10 of 1319 samples); --allow-partial',
    ],
    ['partial by its limit', { 'a.json': lmEval({ limit: 10, uncounted: true }) }, 'on a part of the data (limit 10'],
    [
      'unproven',
      { 'a.json': lmEval({ uncounted: true }) },
      'Nothing proves that the run was on all data (unproven: no limit',
    ],
    [
      'partial, of lighteval',
      { [LOG]: lighteval(undefined, { general: { max_samples: 10 } }) },
      '(limit 10); --allow-partial',
    ],
    [
      'unknown, of lighteval',
      { [LOG]: lighteval(undefined, { general: { max_samples: undefined } }) },
      '--allow-unknown',
    ],
    ['partial, of inspect', { 'a.json': inspectLog({ limit: 10 }) }, '--allow-partial'],
    [
      'unknown, of inspect',
      { 'a.json': inspectLog({ dataset: { name: 'openai/gsm8k', location: 'openai/gsm8k' } }) },
      '--allow-unknown',
    ],
    ['cancelled', { 'a.json': inspectLog({ status: 'cancelled' }) }, 'The run failed:'],
    ['ended by an error', { 'a.json': inspectLog({ status: 'error' }) }, 'The run failed:'],
    [
      'partial, of NeMo',
      nemoJob('j', { params: { limit_samples: 10 }, groups: { gsm8k: nemoScore('acc', { acc: 50 }) } }),
      '(limit 10); --allow-partial',
    ],
    ['failed, of NeMo', nemoJob('j', { exit: 1, groups: { gsm8k: nemoScore('acc', { acc: 50 }) } }), 'The run failed:'],
  ])('not of one that is %s', async (_, files, reason) => {
    const collection = await collectOf(files);
    expect(linesOf(collection)).toEqual([]);
    expect(refusalsOf(collection).filter((text) => text.includes(reason))).toHaveLength(1);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['lm-eval', { 'a.json': lmEval() }, TAKEN],
    ['lm-eval with a limit above its size', { 'a.json': lmEval({ limit: 5000 }) }, TAKEN],
    ['lighteval', { [LOG]: lighteval() }, 'GSM8K accuracy 0.44 fraction'],
    ['inspect-ai', { 'a.json': inspectLog() }, 'GSM8K accuracy 0.61 fraction'],
    [
      'NeMo Evaluator',
      nemoJob('j', { groups: { gsm8k: nemoScore('acc', { acc: 61.5 }) } }),
      'GSM8K accuracy 61.5 percent',
    ],
  ])('of %s', async (_, files, line) => {
    expect(linesOf(await collectOf(files))).toEqual([line]);
  });

  it('task by task, where only one was on a part', async () => {
    const collection = await collectOf({ 'a.json': lmEval({ tasks: { ...TEN.tasks, boolq: BOOLQ } }) });
    expect(linesOf(collection)).toEqual(['BoolQ accuracy 0.81 fraction']);
    expect(refusalsOf(collection).join()).toContain('results.gsm8k["exact_match,strict-match"]: The run was on a part');
  });

  it('and of a run that failed nothing, whatever is allowed', async () => {
    const files = { 'a.json': inspectLog({ status: 'error' }) };
    const collection = await collectOf(files, { allowPartial: true, allowUnknown: true, metrics: 'all' });
    expect([linesOf(collection), collection.files.map(({ reason }) => reason)]).toEqual([
      [],
      [expect.stringMatching(/^The run failed: .+\.$/)],
    ]);
  });
});

describe('--allow-partial', () => {
  it('takes a run as what it is: named, in a place of its own, on no leaderboard', async () => {
    const { scores } = await collectOf({ 'a.json': lmEval(TEN), 'b.json': lmEval() }, { allowPartial: true });
    const [partial, full] = scores;
    if (partial === undefined || full === undefined) throw new Error('two scores are expected');
    expect(partial.metric.name).toBe('exact match (exact_match,strict-match) (partial: 10 of 1319 samples)');
    expect(partial).toMatchObject({ partial: { limit: 10, isNamed: true }, dataset: full.dataset });
    expect(partial).not.toHaveProperty('benchmark');
    expect(full).toMatchObject({ benchmark: { id: 'GSM8K', taskId: 'gsm8k' } });
    expect(slotOf(partial)).not.toBe(slotOf(full));
  });

  it('puts runs on parts of any size in one place', async () => {
    const of = async (samples: number) => {
      const run = lmEval({ tasks: { gsm8k: { ...GSM8K, samples, of: 1319 } } });
      return (await collectOf({ 'a.json': run }, { allowPartial: true })).scores.map(slotOf);
    };
    expect(await of(10)).toEqual(await of(1318));
  });

  it('takes no run of which nothing is known', async () => {
    expect(linesOf(await collectOf({ 'a.json': lmEval({ uncounted: true }) }, { allowPartial: true }))).toEqual([]);
  });
});

describe('--allow-unknown', () => {
  it('takes a run with the remark that its samples are not counted', async () => {
    const { scores } = await collectOf({ 'a.json': lmEval({ uncounted: true }) }, { allowUnknown: true });
    expect(scores).toMatchObject([{ value: 0.52, remarks: expect.stringContaining('sample count not stated') }]);
    expect(scores[0]).not.toHaveProperty('partial');
  });

  it('takes no run on a part', async () => {
    expect(linesOf(await collectOf({ 'a.json': lmEval(TEN) }, { allowUnknown: true }))).toEqual([]);
  });

  it('leaves no such remark on a full one', async () => {
    const { scores } = await collectOf({ 'a.json': lmEval() }, { allowUnknown: true });
    expect(scores.map(({ remarks }) => remarks)).toEqual(['lm-eval 0.4.9, backend hf, no chat template']);
  });
});

describe('whose scores they are', () => {
  it.each<[string, LmEvalRun, Changes, string]>([
    ['another model', { model: 'org/Heron-13B' }, {}, 'it is of another model: org/Heron-13B.'],
    ['a folder', { model: './ckpt' }, {}, '--model-map ./ckpt='],
    ['no model', { model: null }, {}, `--model-map a.json=${MODEL}`],
    ['a step', { revision: 'step-5' }, {}, '--revision step-5'],
    ['main, where a step is meant', { revision: 'main' }, { revision: 'step-5' }, '--revision main'],
  ])('is told of a file of %s, with nothing of it taken', async (_, run, changes, reason) => {
    const collection = await collectOf({ 'a.json': lmEval(run) }, changes);
    expect(collection.scores).toEqual([]);
    expect(collection.files[0]?.reason).toContain(reason);
  });

  it.each<[string, LmEvalRun, Changes]>([
    ['a folder', { model: './ckpt' }, { models: new Map([['./ckpt', { repoId: MODEL }]]) }],
    ['a file', { model: null }, { models: new Map([['a.json', { repoId: MODEL }]]) }],
    ['a step', { revision: 'step-5' }, { revision: 'step-5' }],
  ])('is said by the user of %s', async (_, run, changes) => {
    expect(linesOf(await collectOf({ 'a.json': lmEval(run) }, changes))).toEqual([TAKEN]);
  });

  it('stands in what is remarked of the run', async () => {
    const of = async (run: LmEvalRun, changes: Changes = {}) =>
      (await collectOf({ 'a.json': lmEval(run) }, changes)).scores.map(({ remarks, model }) => [
        remarks,
        model.revision,
      ]);
    expect(await of({ revision: 'main', sha: SHA, backend: 'vllm' })).toEqual([
      ['lm-eval 0.4.9, backend vllm, no chat template, rev c0ffeec', 'main'],
    ]);
    expect(await of({ revision: 'step-5' }, { revision: 'step-5' })).toEqual([
      [expect.stringContaining('rev step-5'), 'step-5'],
    ]);
  });

  it('is what all files agree on, where no repo is given', async () => {
    const repo = async (...runs: readonly LmEvalRun[]) =>
      claimedBy(await readFiles(filesOf(Object.fromEntries(runs.map((run, at) => [`${at}.json`, lmEval(run)])))), {
        models: new Map(),
      });
    expect([
      await repo({}, {}),
      await repo({}, { model: './ckpt' }),
      await repo({}, { model: 'org/Heron-13B' }),
      await repo({ model: 'kestrel' }),
    ]).toEqual([MODEL, MODEL, undefined, undefined]);
  });
});

describe('one metric of a benchmark', () => {
  const TWO: Task = { ...GSM8K, metrics: { 'acc,none': 0.3, 'acc_norm,none': 0.4 }, dataset: 'org/birds' };

  it('is taken, and the others are named', async () => {
    expect(refusalsOf(await collectOf({ 'a.json': lmEval() }))).toEqual([
      'gsm8k: 1 metric: exact_match,flexible-extract: exact_match,strict-match counts; --metrics all takes the others.',
    ]);
  });

  it('of an unknown task with several is not guessed', async () => {
    const collection = await collectOf({ 'a.json': lmEval({ tasks: { birds: TWO } }) });
    expect(collection.scores).toEqual([]);
    expect(refusalsOf(collection)).toEqual([
      'birds: 2 metrics: acc,none, acc_norm,none: None is known to be the one that counts: choose with --metrics, by these names or all.',
    ]);
  });

  it.each<[string, Changes['metrics'], string[]]>([
    ['by its name', ['acc_norm,none'], ['(birds) acc_norm 0.4 fraction']],
    ['by its name without the filter', ['acc'], ['(birds) accuracy 0.3 fraction']],
    ['or all', 'all', ['(birds) accuracy 0.3 fraction', '(birds) acc_norm 0.4 fraction']],
  ])('is chosen %s', async (_, metrics, lines) => {
    const changes: Changes = metrics === undefined ? {} : { metrics };
    expect(linesOf(await collectOf({ 'a.json': lmEval({ tasks: { birds: TWO } }) }, changes))).toEqual(lines);
  });

  it('is in other places than the others of the same data', async () => {
    const { scores } = await collectOf({ 'a.json': lmEval() }, { metrics: 'all' });
    expect(scores.map(({ metric }) => metric.name)).toEqual([
      'exact match (exact_match,strict-match)',
      'exact match (exact_match,flexible-extract)',
    ]);
    expect(new Set(scores.map(slotOf)).size).toBe(2);
  });

  it('never is the mean that lighteval writes over all tasks', async () => {
    const results = { 'gsm8k|5': { extractive_match: 0.4 }, all: { extractive_match: 0.4 } };
    const collection = await collectOf({ [LOG]: lighteval(results) }, { metrics: 'all', allowUnknown: true });
    expect(linesOf(collection)).toEqual(['GSM8K accuracy 0.4 fraction']);
    expect(refusalsOf(collection)).toEqual(['results.all: a mean over unrelated tasks is the score of none']);
  });

  it.each(['NaN', 'Infinity'])('is never made of %s', async (value) => {
    const metrics = { 'exact_match,strict-match': Number(value), 'exact_match,flexible-extract': 0.5 };
    const collection = await collectOf({ 'a.json': lmEval({ tasks: { gsm8k: { ...GSM8K, metrics } } }) });
    expect(linesOf(collection)).toEqual([]);
    expect(refusalsOf(collection)).toEqual([
      `results.gsm8k["exact_match,strict-match"]: it is ${value}, not a finite number`,
      'gsm8k: 1 metric: exact_match,flexible-extract: exact_match,strict-match is the one that counts, and the file has no number of it: --metrics takes others by these names.',
    ]);
  });
});

describe('a task of its own', () => {
  it('on the data of a benchmark is a variant, on no leaderboard', async () => {
    const metrics = { 'exact_match,none': 0.3 };
    const { scores } = await collectOf({
      'a.json': lmEval({ tasks: { our_gsm: { ...GSM8K, metrics }, gsm8k: GSM8K } }),
    });
    expect(scores.map(({ metric, notes, benchmark }) => [metric.name, notes, benchmark?.id])).toEqual([
      ['exact match (exact_match,none) (our_gsm)', '5-shot, our_gsm', undefined],
      ['exact match (exact_match,strict-match)', '5-shot', 'GSM8K'],
    ]);
    expect(new Set(scores.map(slotOf)).size).toBe(2);
  });

  it('with the name of a benchmark, on another split of it, is none', async () => {
    const tasks = { gsm8k: { ...GSM8K, split: 'train', metrics: { 'exact_match,none': 0.9 } } };
    const { scores } = await collectOf({ 'a.json': lmEval({ tasks }) });
    expect(scores).toMatchObject([{ dataset: { type: 'openai/gsm8k', split: 'train' } }]);
    expect(scores[0]).not.toHaveProperty('benchmark');
  });
});

describe('groups', () => {
  const part = (value: number, config: string, dataset = 'cais/mmlu'): Task => ({
    metrics: { 'acc,none': value },
    samples: 250,
    shots: 5,
    dataset,
    config,
  });
  const subjects = Array.from({ length: 57 }, (_, at) => `mmlu_subject_${at}`);
  const mmlu = {
    mmlu: { metrics: { 'acc,none': 0.5, 'acc_stderr,none': 0.02 } },
    ...Object.fromEntries(subjects.map((name, at) => [name, part(at / 100, name)])),
  };
  const MMLU: LmEvalRun = { tasks: mmlu, groups: { mmlu: subjects } };

  it('are one score with their parts', async () => {
    const collection = await collectOf({ 'a.json': lmEval(MMLU) });
    expect(linesOf(collection)).toEqual(['MMLU accuracy 0.5 fraction']);
    expect(collection.scores).toMatchObject([
      { samples: 14_250, shots: 5, dataset: { type: 'cais/mmlu', config: 'all' } },
    ]);
    expect(collection.groups.map(({ parts }) => parts.map(({ task }) => task))).toEqual([subjects]);
  });

  it('are the score of none where they are means over benchmarks', async () => {
    const tasks = { suite: { metrics: { 'acc,none': 0.7 } }, boolq: BOOLQ, gsm8k: GSM8K };
    const collection = await collectOf({ 'a.json': lmEval({ tasks, groups: { suite: ['boolq', 'gsm8k'] } }) });
    expect(linesOf(collection)).toEqual(['BoolQ accuracy 0.81 fraction', TAKEN]);
    expect(refusalsOf(collection)).toContain('suite: A mean over several benchmarks is the score of none.');
  });

  it('of which a part is missing are no scores', async () => {
    const run = lmEval({ ...MMLU, groups: { mmlu: [...subjects, 'mmlu_lost'] } });
    const collection = await collectOf({ 'a.json': run }, { allowPartial: true, allowUnknown: true });
    expect([linesOf(collection), collection.groups]).toEqual([[], []]);
  });

  it('of which a part is partial are so themselves', async () => {
    const tasks = { ...mmlu, mmlu_subject_7: { ...part(0.4, 'virology'), samples: 10, of: 250 } };
    const files = { 'a.json': lmEval({ ...MMLU, tasks }) };
    expect(linesOf(await collectOf(files))).toEqual([]);
    expect((await collectOf(files, { allowPartial: true })).scores.map(({ metric }) => metric.name)).toEqual([
      'accuracy (acc,none) (partial: 14010 of 14250 samples)',
    ]);
  });
});

describe('of several runs of the same thing', () => {
  const run = (date: string, value: number, more: LmEvalRun = {}) =>
    lmEval({ date, tasks: { gsm8k: { ...GSM8K, metrics: { 'exact_match,strict-match': value } } }, ...more });

  it('the newest counts, and the others name it', async () => {
    const files = {
      'a.json': run('2026-03-02', 0.2),
      'b.json': run('2026-03-03', 0.3),
      'c.json': run('2026-03-01', 0.1),
    };
    const collection = await collectOf(files);
    expect(linesOf(collection)).toEqual(['GSM8K exact_match 0.3 fraction']);
    const place = 'results.gsm8k["exact_match,strict-match"]';
    expect(collection.files.map(({ refused }) => refused)).toEqual([
      [{ what: `a.json, ${place}`, reason: `A newer run counts: b.json, ${place}.` }],
      [],
      [{ what: `c.json, ${place}`, reason: `A newer run counts: b.json, ${place}.` }],
    ]);
  });

  it('both stay where they are of one day, for merging to tell of', async () => {
    const files = { 'a.json': run('2026-03-02', 0.2), 'b.json': run('2026-03-02', 0.3) };
    expect((await collectOf(files)).scores.map(({ value }) => value)).toEqual([0.2, 0.3]);
  });

  it('both stay where one has no date', async () => {
    const { date: _, ...undated } = run('2026-03-02', 0.2);
    expect((await collectOf({ 'a.json': undated, 'b.json': run('2026-03-03', 0.3) })).scores).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['another number of shots', lmEval({ date: '2026-03-09', tasks: { gsm8k: { ...GSM8K, shots: 8 } } })],
    ['another benchmark', lmEval({ date: '2026-03-09', tasks: { boolq: BOOLQ } })],
    ['a part of the data', lmEval({ ...TEN, date: '2026-03-09' })],
  ])('a newer one with %s is not of the same thing', async (_, newer) => {
    const { scores } = await collectOf({ 'a.json': lmEval(), 'b.json': newer }, { allowPartial: true });
    expect(scores.map(({ provenance }) => (provenance.kind === 'result-file' ? provenance.file : ''))).toEqual([
      'a.json',
      'b.json',
    ]);
  });

  it('a newer one of another framework measures in its own way, so both stay', async () => {
    const metrics = { 'acc_norm,none': 0.7 };
    const hellaswag = { metrics, samples: 10042, shots: 0, dataset: 'Rowan/hellaswag', split: 'validation' };
    const newer = 'results_2026-03-09T10-00-00.000001.json';
    const files = {
      'a.json': lmEval({ tasks: { hellaswag } }),
      [newer]: lighteval({ 'hellaswag|0': { acc_norm: 0.6 } }),
    };
    const { scores } = await collectOf(files);
    expect(scores.map(({ value, date }) => [value, date])).toEqual([
      [0.7, '2026-03-04'],
      [0.6, '2026-03-09'],
    ]);
    expect(new Set(scores.map(slotOf)).size).toBe(1);
  });
});

describe('of several runs of the same thing, of which not all are as sure', () => {
  const run = (date: string, value: number, more: LmEvalRun = {}) =>
    lmEval({ date, tasks: { gsm8k: { ...GSM8K, metrics: { 'exact_match,strict-match': value } } }, ...more });
  const place = 'results.gsm8k["exact_match,strict-match"]';
  const valuesOf = async (files: Readonly<Record<string, unknown>>, changes: Changes = {}) => {
    const collection = await collectOf(files, { allowUnknown: true, ...changes });
    return [collection.scores.map(({ value }) => value), refusalsOf(collection)];
  };

  it.each<[string, LmEvalRun, LmEvalRun, string]>([
    ['known to be on all data', {}, { uncounted: true }, 'on all of the data'],
    ['of the branch', { revision: 'main' }, { revision: SHA }, 'of the revision that is meant'],
    [
      'both',
      { revision: 'main' },
      { revision: SHA, uncounted: true },
      'on all of the data and of the revision that is meant',
    ],
  ])('an older one that is %s counts', async (_, older, newer, why) => {
    const files = { 'a.json': run('2026-03-02', 0.2, older), 'b.json': run('2026-03-09', 0.9, newer) };
    expect(await valuesOf(files)).toEqual([
      [0.2],
      [`b.json, ${place}: A run that is known to be ${why} counts: a.json, ${place}.`],
    ]);
  });

  it('both stay where one is surer in this and the other in that', async () => {
    const files = {
      'a.json': run('2026-03-02', 0.2, { revision: SHA }),
      'b.json': run('2026-03-09', 0.9, { revision: 'main', uncounted: true }),
    };
    expect(await valuesOf(files)).toEqual([[0.2, 0.9], []]);
  });

  it('the newest of the surest counts', async () => {
    const files = {
      'a.json': run('2026-03-02', 0.2),
      'b.json': run('2026-03-03', 0.3),
      'c.json': run('2026-03-09', 0.9, { uncounted: true }),
    };
    expect(await valuesOf(files)).toEqual([
      [0.3],
      [
        `a.json, ${place}: A newer run counts: b.json, ${place}.`,
        `c.json, ${place}: A run that is known to be on all of the data counts: b.json, ${place}.`,
      ],
    ]);
  });

  it('any revision is as good as another where none is meant', async () => {
    const files = {
      'a.json': run('2026-03-02', 0.2, { revision: 'main' }),
      'b.json': run('2026-03-09', 0.9, { revision: SHA }),
    };
    expect((await valuesOf(files, { revision: undefined }))[0]).toEqual([0.9]);
  });
});

describe('tasks on one set of data', () => {
  const CROWS = { dataset: 'jannalu/crows_pairs_multilingual', config: 'english', split: 'test', samples: 91 };
  const crows = (metric: number): Task => ({ ...CROWS, metrics: { 'pct_stereotype,none': metric }, shots: 0 });
  const IFEVAL: Task = {
    metrics: { 'prompt_level_strict_acc,none': 0.4 },
    samples: 541,
    shots: 0,
    dataset: 'google/IFEval',
  };
  const subject = (dataset: string, config?: string): Task => ({
    metrics: { 'acc,none': 0.5 },
    samples: 100,
    shots: 5,
    dataset,
    ...(config === undefined ? {} : { config }),
  });

  it.each<[string, LmEvalRun['tasks']]>([
    ['that nobody knows', { crows_pairs_english_age: crows(0.6), crows_pairs_english_gender: crows(0.3) }],
    ['with equal values', { crows_pairs_english_age: crows(0.5), crows_pairs_english_gender: crows(0.5) }],
    ['of a benchmark', { our_gsm: { ...GSM8K, metrics: { acc: 0.3 } }, gsm8k: GSM8K }],
    ['of a copy of it', { mmlu_stem: subject('hails/mmlu_no_train'), mmlu_other: subject('hails/mmlu_no_train') }],
    ['of one config', { mmlu_a: subject('cais/mmlu', 'a'), mmlu_a_cot: subject('cais/mmlu', 'a') }],
    ['with the name of their metric', { acc: subject('org/birds'), accuracy: subject('org/birds') }],
  ])('have places of their own: %s', async (_, tasks = {}) => {
    const { scores } = await collectOf({ 'a.json': lmEval({ tasks }) });
    expect(scores).toHaveLength(2);
    expect(new Set(scores.map(slotOf)).size).toBe(2);
  });

  it('never displace each other', async () => {
    const files = {
      'a.json': lmEval({ date: '2026-03-02', tasks: { crows_pairs_english_age: crows(0.6) } }),
      'b.json': lmEval({ date: '2026-03-09', tasks: { crows_pairs_english_gender: crows(0.3) } }),
      'c.json': lmEval({ date: '2026-03-02', tasks: { ifeval: IFEVAL } }),
      'd.json': lmEval({ date: '2026-03-09', tasks: { leaderboard_ifeval: IFEVAL } }),
    };
    expect((await collectOf(files)).scores.map(({ value }) => value)).toEqual([0.6, 0.3, 0.4, 0.4]);
  });

  it('of a copy are variants of the benchmark', async () => {
    const { scores } = await collectOf({ 'a.json': lmEval({ tasks: { mmlu_stem: subject('hails/mmlu_no_train') } }) });
    expect(scores).toMatchObject([{ dataset: { type: 'cais/mmlu', name: 'MMLU' }, notes: '5-shot, mmlu_stem' }]);
    expect(scores[0]).not.toHaveProperty('benchmark');
  });

  it('are no variants of the benchmark where they are means over some of its configs', async () => {
    const parts = { mmlu_a: subject('cais/mmlu', 'a'), mmlu_b: subject('cais/mmlu', 'b') };
    const tasks = { mmlu_stem: { metrics: { 'acc,none': 0.5 } }, ...parts };
    const { scores } = await collectOf({ 'a.json': lmEval({ tasks, groups: { mmlu_stem: Object.keys(parts) } }) });
    expect(scores.map(({ dataset, benchmark }) => [dataset.name, dataset.config, benchmark])).toEqual([
      ['mmlu_stem', undefined, undefined],
    ]);
  });

  it('are the same task whatever package or suite of its own stands before them', async () => {
    const of = (date: string, task: string, value: number) => ({
      [`results_${date}T10-00-00.000001.json`]: lighteval({ [task]: { extractive_match: value } }),
    });
    const { scores } = await collectOf({
      ...of('2026-03-02', 'lighteval|gsm8k|5', 0.2),
      ...of('2026-03-09', 'gsm8k|5', 0.9),
    });
    expect(scores.map(({ value }) => value)).toEqual([0.9]);
  });
});

describe('what stands behind a score', () => {
  it('is the place of the number, copied as it is', async () => {
    const { scores } = await collectOf({ 'out/a.json': lmEval() }, { sourceUrl: 'https://ci.example/run/1' });
    expect(scores).toMatchObject([
      {
        value: 0.52,
        written: '0.52',
        stderr: 0.0137,
        shots: 5,
        samples: 1319,
        date: '2026-03-04',
        notes: '5-shot',
        source: { name: 'lm-eval 0.4.9', url: 'https://ci.example/run/1' },
        provenance: {
          file: 'out/a.json',
          at: 'results.gsm8k["exact_match,strict-match"]',
          by: 'lm-eval 0.4.9',
          task: 'gsm8k',
          metric: 'exact_match,strict-match',
        },
      },
    ]);
  });

  it('is no address where none is given', async () => {
    expect((await collectOf({ 'a.json': lmEval() })).scores[0]).not.toHaveProperty('source');
  });

  it.each<[Changes['unit'], unknown[]]>([
    [undefined, [undefined, 'fraction']],
    ['percent', ['percent', 'fraction']],
  ])('is the unit that --unit %s says where the metric does not', async (unit, units) => {
    const tasks = { birds: { ...GSM8K, metrics: { 'kindness,none': 50 } }, gsm8k: GSM8K };
    const changes: Changes = unit === undefined ? {} : { unit };
    expect((await collectOf({ 'a.json': lmEval({ tasks }) }, changes)).scores.map((score) => score.unit)).toEqual(
      units,
    );
  });

  it('is no unit for a perplexity, whatever is said', async () => {
    const tasks = {
      wikitext: {
        ...GSM8K,
        dataset: 'EleutherAI/wikitext_document_level',
        config: 'wikitext-2-raw-v1',
        metrics: { 'word_perplexity,none': 11.4 },
      },
    };
    const { scores } = await collectOf({ 'a.json': lmEval({ tasks }) }, { unit: 'percent' });
    expect(scores).toMatchObject([{ value: 11.4, metric: { type: 'perplexity', higherIsBetter: false } }]);
    expect(scores[0]).not.toHaveProperty('unit');
  });
});

it('what is no result of anything is listed as that', async () => {
  const { files } = await collectOf({ 'notes.json': { hello: 1 }, 'a.json': lmEval(), 'run.log': 'started\n' });
  expect(files.map(({ path, framework, role }) => [path, framework, role])).toEqual([
    ['notes.json', undefined, undefined],
    ['a.json', 'lm-eval', 'results'],
    ['run.log', undefined, undefined],
  ]);
});
