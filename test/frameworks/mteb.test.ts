import { describe, expect, it } from 'vitest';
import type { ResultFile } from '../../src/files/content.ts';
import { mteb } from '../../src/frameworks/mteb/results.ts';
import { HAS_STORED, openStored } from './stored.ts';

const SHA = 'ab'.repeat(20);
const E5 = 'intfloat__multilingual-e5-small';
const FIRST = 'e4ce9877abf3edfe10b0d82785e83bdcb973e22e';
const JAPANESE = 'c007d7ef6fd86656326059b28395a7a03a7c5846';
const MANY = 'fd1525a9fd15316a2d503bf26ab031a61d056e98';
const e5 = (sha: string) => ({ name: 'intfloat/multilingual-e5-small', revision: sha, sha });

function file(path: string, data: unknown): ResultFile {
  return { path, content: { kind: 'document', data } };
}

const read = (data: unknown, path = 'out/Birds.json', nearby: readonly ResultFile[] = []) =>
  mteb.read(file(path, data), nearby);

function results(entry: unknown, more: Readonly<Record<string, unknown>> = {}): unknown {
  return { task_name: 'Birds', mteb_version: '2.0.0', evaluation_time: 5, scores: { test: [entry] }, ...more };
}

const meta = { name: 'org/kestrel', revision: SHA, n_parameters: 5, embed_dim: 8, similarity_fn_name: 'cosine' };

describe.skipIf(!HAS_STORED)('stored files of MTEB', () => {
  const stored = HAS_STORED ? openStored('mteb') : undefined;
  const open = async () => (await stored)?.files ?? [];

  it.each([
    [
      'Alibaba-NLP__gme-Qwen2-VL-2B-Instruct/external/AFQMC.json',
      undefined,
      { name: 'Alibaba-NLP/gme-Qwen2-VL-2B-Instruct' },
      0,
      1,
    ],
    [
      'Alibaba-NLP__gte-Qwen1.5-7B-instruct/no_revision_available/AFQMC.json',
      '1.2.0',
      { name: 'Alibaba-NLP/gte-Qwen1.5-7B-instruct' },
      6,
      0,
    ],
    [`${E5}/${JAPANESE}/JapaneseSentimentClassification.json`, '2.2.0', e5(JAPANESE), 10, 0],
    [`${E5}/${FIRST}/AFQMC.json`, '1.12.75', e5(FIRST), 9, 9],
    [`${E5}/${FIRST}/ARCChallenge.json`, '1.12.75', e5(FIRST), 141, 0],
    [`${E5}/${FIRST}/AfriSentiLangClassification.json`, '1.12.75', e5(FIRST), 4, 0],
    [`${E5}/${FIRST}/AlloProfClusteringP2P.v2.json`, '1.12.75', e5(FIRST), 2, 0],
    [`${E5}/${MANY}/MassiveIntentClassification.json`, '1.18.0', e5(MANY), 408, 0],
    [`${E5}/${MANY}/STS17.json`, '1.36.26', e5(MANY), 36, 0],
    [`${E5}/${MANY}/STS22.json`, '1.18.0', e5(MANY), 162, 0],
  ])('%s', async (path, version, model, measurements, refusals) => {
    const files = await open();
    const one = files.find((each) => each.path === path) as ResultFile;
    expect(mteb.recognise(one.content)).toBe('results');
    const run = await mteb.read(one, files);
    expect(run).toMatchObject({ framework: 'mteb', verdict: 'unknown', model });
    expect(run.version).toBe(version);
    expect([run.date, run.backend, run.chatTemplate]).toEqual([undefined, undefined, undefined]);
    expect([run.measurements.length, run.refused.length]).toEqual([measurements, refusals]);
    expect(run.why).toContain(refusals === 1 ? 'copied from a model card' : 'which splits and subsets');
  });

  it('are those above and the description of a model', async () => {
    const files = await open();
    expect(files).toHaveLength(11);
    expect(files.filter(({ content }) => mteb.recognise(content) !== 'results').map(({ path }) => path)).toEqual([
      `${E5}/${JAPANESE}/model_meta.json`,
    ]);
    const described = files.find(({ path }) => path.endsWith('model_meta.json')) as ResultFile;
    expect(mteb.recognise(described.content)).toBe('companion');
  });

  it.each([
    [
      'Alibaba-NLP__gte-Qwen1.5-7B-instruct/no_revision_available/AFQMC.json',
      { metric: 'manhattan.spearman', value: 0.5841191684360008, at: 'validation.manhattan.spearman' },
      { id: 'AFQMC', split: 'validation', revision: 'b44c3b011063adb25877c13823db83bb193913c4' },
    ],
    [
      `${E5}/${FIRST}/AFQMC.json`,
      { metric: 'main_score', value: 0.2521283374872345, at: 'scores.validation[0].main_score' },
      { id: 'AFQMC', config: 'default', split: 'validation', revision: 'b44c3b011063adb25877c13823db83bb193913c4' },
    ],
    [
      `${E5}/${FIRST}/ARCChallenge.json`,
      { metric: 'nauc_map_at_1000_std', value: -0.10341942094115723, at: 'scores.test[0].nauc_map_at_1000_std' },
      { id: 'ARCChallenge', config: 'default', split: 'test', revision: 'c481e0da3dcbbad8bce7721dea9085b74320a0a3' },
    ],
    [
      `${E5}/${FIRST}/AlloProfClusteringP2P.v2.json`,
      { metric: 'v_measure', value: 0.6177519226608479, at: 'scores.test[0].v_measure' },
      {
        id: 'AlloProfClusteringP2P.v2',
        config: 'default',
        split: 'test',
        revision: '392ba3f5bcc8c51f578786c1fc3dae648662cb9b',
      },
    ],
    [
      `${E5}/${MANY}/STS22.json`,
      { metric: 'main_score', value: 0.619899, at: 'scores.test[1].main_score' },
      { id: 'STS22', config: 'de-fr', split: 'test', revision: 'de9d86b3b84231dc21f76c7b7af1f28e2f57f6e3' },
    ],
  ])('%s holds a measurement in full', async (path, facts, dataset) => {
    const files = await open();
    const { measurements } = await mteb.read(files.find((each) => each.path === path) as ResultFile, files);
    expect(measurements.find(({ at }) => at === facts.at)).toEqual({ task: dataset.id, ...facts, dataset });
  });

  it('has a reason for each NaN', async () => {
    const files = await open();
    const { refused } = await mteb.read(
      files.find(({ path }) => path === `${E5}/${FIRST}/AFQMC.json`) as ResultFile,
      [],
    );
    expect(refused).toContainEqual({
      what: 'scores.test[0].main_score',
      reason: expect.stringContaining('NaN'),
      of: { task: 'AFQMC', metric: 'main_score' },
    });
    expect(refused.every(({ what }) => what.startsWith('scores.test[0].'))).toBe(true);
  });
});

describe('the reader of MTEB', () => {
  const entry = { hf_subset: 'owls', languages: ['eng-Latn'], main_score: 0.5 };

  it.each([
    ['results', results(entry), 'results'],
    ['results without a version', { task_name: 'Birds', scores: { test: [entry] } }, 'results'],
    ['results without a split', { task_name: 'Birds', mteb_version: '2.0.0', scores: {} }, 'results'],
    ['results from before 1.11', { mteb_dataset_name: 'Birds' }, 'results'],
    ['the description of a model', meta, 'companion'],
    ['no model that has a name alone', { name: 'org/kestrel', revision: SHA }, undefined],
    ['no task of others', { task_name: 'Birds', scores: { test: [{ acc: 0.5 }] } }, undefined],
    ['no list', [results(entry)], undefined],
    ['no nothing', null, undefined],
  ])('knows %s', (_, data, role) => {
    expect(mteb.recognise({ kind: 'document', data })).toBe(role);
  });

  it('tells splits and subsets apart, and repeats no repetitions', async () => {
    const one = {
      ...entry,
      v_measure: 0.5,
      v_measure_std: 0.1,
      v_measures: { a: [1] },
      scores_per_experiment: [{ f1: 1 }],
    };
    const scores = { test: [one, { hf_subset: 'gulls', f1: 0.25, f1_stderr: 0.1, ap_std: 0.75 }], dev: [{ f1: 1 }] };
    const { measurements, refused } = await read(results(entry, { scores, dataset_revision: 'v5' }));
    expect(refused).toEqual([]);
    const owls = { id: 'Birds', config: 'owls', split: 'test', revision: 'v5' };
    const gulls = { ...owls, config: 'gulls' };
    expect(measurements).toEqual([
      { task: 'Birds', metric: 'main_score', value: 0.5, dataset: owls, at: 'scores.test[0].main_score' },
      { task: 'Birds', metric: 'v_measure', value: 0.5, dataset: owls, at: 'scores.test[0].v_measure' },
      { task: 'Birds', metric: 'f1', value: 0.25, dataset: gulls, at: 'scores.test[1].f1' },
      { task: 'Birds', metric: 'ap_std', value: 0.75, dataset: gulls, at: 'scores.test[1].ap_std' },
      {
        task: 'Birds',
        metric: 'f1',
        value: 1,
        dataset: { id: 'Birds', split: 'dev', revision: 'v5' },
        at: 'scores.dev[0].f1',
      },
    ]);
  });

  it('reads splits, subsets and similarities as they were before 1.11', async () => {
    const old = {
      mteb_dataset_name: 'Birds',
      mteb_version: '1.0.0',
      test: { map_at_1: 0.5, evaluation_time: 3, max: { ap: 0.25 }, 'de-fr': { cos_sim: { pearson: 0.75 }, f1: 1 } },
      loose: 5,
    };
    const { measurements, refused, version } = await read(old);
    expect(version).toBe('1.0.0');
    expect(measurements.map(({ metric, value, dataset, at }) => [metric, value, dataset, at])).toEqual([
      ['map_at_1', 0.5, { id: 'Birds', split: 'test' }, 'test.map_at_1'],
      ['max.ap', 0.25, { id: 'Birds', split: 'test' }, 'test.max.ap'],
      ['cos_sim.pearson', 0.75, { id: 'Birds', split: 'test', config: 'de-fr' }, 'test["de-fr"].cos_sim.pearson'],
      ['f1', 1, { id: 'Birds', split: 'test', config: 'de-fr' }, 'test["de-fr"].f1'],
    ]);
    expect(refused).toEqual([{ what: 'loose', reason: 'It belongs to no split.' }]);
  });

  it.each([
    ['the folder', results(entry), 'org__kestrel/external/Birds.json'],
    [
      'no version and no time',
      results(entry, { mteb_version: null, evaluation_time: null }),
      'org__kestrel/v1/Birds.json',
    ],
  ])('takes nothing that was copied from a card, told by %s', async (_, data, path) => {
    expect(await read(data, path)).toMatchObject({
      verdict: 'unknown',
      measurements: [],
      refused: [{ what: 'Birds', reason: expect.stringContaining('model card') }],
    });
  });

  it.each([
    ['external/org__kestrel/v1/Birds.json', {}],
    ['Birds.json', { mteb_version: null }],
    ['Birds.json', { evaluation_time: null }],
  ])('takes a run for one: %s %o', async (path, more) => {
    expect((await read(results(entry, more), path)).measurements).toHaveLength(1);
  });

  it.each([
    [`results/org__kestrel/${SHA}/Birds.json`, { name: 'org/kestrel', revision: SHA, sha: SHA }],
    ['org__kestrel/v1/Birds.json', { name: 'org/kestrel', revision: 'v1' }],
    ['org__kestrel__base/no_revision_available/Birds.json', { name: 'org/kestrel__base' }],
    ['org__kestrel/Birds.json', undefined],
    ['a/b/Birds.json', undefined],
    ['Birds.json', undefined],
    ['__/v1/Birds.json', undefined],
  ])('finds the model of %s', async (path, model) => {
    expect((await read(results(entry), path)).model).toEqual(model);
  });

  it('believes the description of the model beside it first', async () => {
    const nearby = [file('x__y/v1/model_meta.json', meta), file('x__y/v2/model_meta.json', { ...meta, name: 'other' })];
    expect((await read(results(entry), 'x__y/v1/Birds.json', nearby)).model).toEqual({
      name: 'org/kestrel',
      revision: SHA,
      sha: SHA,
    });
    expect((await read(results(entry), 'x__y/v3/Birds.json', nearby)).model).toEqual({ name: 'x/y', revision: 'v3' });
  });

  it.each([
    [1_700_000_000.5, '2023-11-14T22:13:20.500Z'],
    ['2026-01-02T03:04:05+00:00', '2026-01-02T03:04:05+00:00'],
    ['2026-01-02T03:04:05.678', '2026-01-02'],
    [null, undefined],
    [1e300, undefined],
    ['soon', undefined],
  ])('dates %s', async (date, shown) => {
    expect((await read(results(entry, { date }))).date).toBe(shown);
  });

  it('refuses what is no number, and takes the rest', async () => {
    const odd = { a: Number.NaN, b: Infinity, c: '0.5', d: null, e: { f: 1 }, g: [1], h: true };
    const { measurements, refused } = await read(results({ ...entry, ...odd }, {}));
    expect(measurements.map(({ metric }) => metric)).toEqual(['main_score']);
    expect(refused.map(({ what }) => what.replace('scores.test[0].', '')).join('')).toBe('abcdegh');
  });

  it.each([
    ['a split that is no list', { dev: { f1: 1 } }, 'scores.dev'],
    ['a subset that is no mapping', { dev: [5] }, 'scores.dev[0]'],
    ['keys that every object has', JSON.parse('{"__proto__": [{"__proto__": "x"}]}'), 'scores.__proto__[0].__proto__'],
  ])('refuses %s', async (_, scores, what) => {
    const { measurements, refused } = await read(results(entry, { scores: { ...scores, test: [entry] } }));
    expect(measurements).toHaveLength(1);
    if (Object.hasOwn(scores, '__proto__')) {
      expect((await read(results(entry, { scores }))).refused).toMatchObject([{ what }]);
    } else expect(refused).toMatchObject([{ what }]);
  });

  it('takes a repeated number once, and none that is there with two values', async () => {
    const same = await read(results(entry, { scores: { test: [entry, entry] } }));
    expect([same.measurements.length, same.refused.length]).toEqual([1, 0]);
    const { measurements, refused } = await read(
      results(entry, { scores: { test: [entry, { ...entry, main_score: 1 }] } }),
    );
    expect(measurements).toEqual([]);
    expect(refused.map(({ what, reason }) => [what, reason.includes('0.5, 1')])).toEqual([
      ['scores.test[0].main_score', true],
      ['scores.test[1].main_score', true],
    ]);
  });

  it('comes to an end with a small document of many places', async () => {
    const list = Array.from({ length: 2000 }, () => ({}));
    const scores = Object.fromEntries(Array.from({ length: 2000 }, (__, index) => [`s${index}`, list]));
    const { refused } = await read(results(entry, { scores }));
    expect(refused.at(-1)).toMatchObject({ what: 'the rest of the file' });
  });
});
