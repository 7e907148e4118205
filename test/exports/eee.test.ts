import { createHash } from 'node:crypto';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { recordPath, uuidOf } from '../../src/exports/eee/path.ts';
import { type EeeOptions, type EeeRecord, exportEee } from '../../src/exports/eee.ts';
import { collectScores } from '../../src/frameworks/collect.ts';
import { readFiles } from '../../src/frameworks/read-all.ts';
import { makeRegistry } from '../../src/scores/benchmarks.ts';
import type { Score } from '../../src/scores/score.ts';
import { HAS_STORED, openStored } from '../frameworks/stored.ts';
import { CARD_SCORE, makeCollection, makeScore } from './collection.ts';
import { readEeeSchema } from './eee-schema.ts';

const OPTIONS: EeeOptions = {
  retrieved: 1_790_000_000.9,
  by: 'hf-eval 0.1.0',
  digest: (text) => createHash('sha256').update(text).digest('hex'),
};

const schema = readEeeSchema();
if (schema === undefined) {
  console.warn("SKIPPED: Every Eval Ever's schema is not here; node test/exports/eee-schema.ts brings it");
}
const isValid = schema && new Ajv({ strict: false, allErrors: true }).compile(schema);

/** The records of scores, each of which is one by the schema, where that is here. */
function recordsOf(...args: Parameters<typeof makeCollection>): EeeRecord[] {
  return exportEee(makeCollection(...args), OPTIONS).map(({ record }) => checked(record));
}

function checked(record: EeeRecord): EeeRecord {
  if (isValid?.(record) === false) throw new Error(JSON.stringify(isValid.errors, null, 1));
  return record;
}

function resultOf(changes: Partial<Score>): EeeRecord['evaluation_results'][number] | undefined {
  return recordsOf([makeScore(changes)])[0]?.evaluation_results[0];
}

it('says all that is known of a result', () => {
  expect(exportEee(makeCollection(), OPTIONS)).toEqual([
    {
      path: expect.stringMatching(
        /^data\/gsm8k\/harbor-labs\/Kestrel-7B\/[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}\.json$/,
      ),
      record: {
        schema_version: '0.3.0',
        evaluation_id: 'gsm8k/harbor-labs/Kestrel-7B/1772600767',
        evaluation_timestamp: '1772600767',
        retrieved_timestamp: '1790000000',
        source_metadata: {
          source_name: 'lm-evaluation-harness',
          source_type: 'evaluation_run',
          source_organization_name: 'unknown',
          evaluator_relationship: 'other',
          additional_details: { converted_by: 'hf-eval 0.1.0' },
        },
        eval_library: { name: 'lm_eval', version: '0.4.9' },
        model_info: {
          name: 'harbor-labs/Kestrel-7B',
          id: 'harbor-labs/Kestrel-7B',
          developer: 'harbor-labs',
          inference_engine: { name: 'vllm' },
          additional_details: {
            deployment_type: 'self_deployed',
            model_availability: 'unknown',
            revision: 'main',
            sha: '0123456789abcdef0123456789abcdef01234567',
          },
        },
        evaluation_results: [
          {
            evaluation_result_id: 'exact_match:strict-match',
            evaluation_name: 'gsm8k/strict-match',
            source_data: {
              dataset_name: 'gsm8k',
              source_type: 'hf_dataset',
              hf_repo: 'openai/gsm8k',
              hf_split: 'test',
              samples_number: 1319,
              additional_details: { hf_config: 'main' },
            },
            evaluation_timestamp: '1772600767',
            metric_config: {
              evaluation_description: 'exact match (exact_match,strict-match)',
              metric_id: 'exact-match',
              metric_name: 'exact_match',
              metric_kind: 'accuracy',
              metric_unit: 'proportion',
              lower_is_better: false,
              score_type: 'continuous',
              min_score: 0,
              max_score: 1,
            },
            score_details: {
              score: 0.7126,
              details: { notes: '5-shot' },
              uncertainty: { standard_error: { value: 0.0125 }, num_samples: 1319 },
            },
            generation_config: { additional_details: { num_fewshot: '5', apply_chat_template: 'true' } },
          },
        ],
      },
    },
  ]);
});

it('comes out as the same files again', () => {
  const again = { ...OPTIONS, retrieved: 1_800_000_000 };
  const paths = (options: EeeOptions): string[] => exportEee(makeCollection(), options).map(({ path }) => path);
  expect(paths(again)).toEqual(paths(OPTIONS));
});

it('tells who evaluated', () => {
  const by = (name: string): string | undefined =>
    exportEee(makeCollection(), { ...OPTIONS, organization: { name, url: 'https://harbor.example' } })[0]?.record
      .source_metadata.evaluator_relationship;
  expect(by('Harbor-Labs')).toBe('first_party');
  expect(by('Somebody')).toBe('other');
});

describe('records', () => {
  const task = (name: string, changes: Partial<Score> = {}): Score =>
    makeScore({
      ...changes,
      provenance: {
        kind: 'result-file',
        file: 'out/results_2026-03-04.json',
        at: `results.${name}["acc,none"]`,
        by: 'lm-eval 0.4.9',
        task: name,
        metric: 'acc,none',
      },
    });

  it('are one for each benchmark', () => {
    const records = recordsOf([task('arc_easy'), task('gsm8k'), makeScore()]);
    expect(records.map((record) => record.evaluation_results.length)).toEqual([1, 2]);
    expect(records[1]?.evaluation_results.map((result) => result.evaluation_result_id)).toEqual([
      'acc',
      'exact_match:strict-match',
    ]);
  });

  it('are apart for each revision, which their ids tell', () => {
    const records = recordsOf([task('arc'), task('arc', { model: { name: 'Kestrel-7B', revision: 'step-100' } })]);
    expect(records.map((record) => record.evaluation_id)).toEqual([
      'arc/harbor-labs/Kestrel-7B/1772600767',
      'arc/harbor-labs/Kestrel-7B@step-100/1772600767',
    ]);
  });

  it('without a date have an id that the scores make', () => {
    const undated = (value: number): string | undefined =>
      recordsOf(
        [task('arc', { value })].map(({ date: _, ...score }) => score),
        {
          files: [],
        },
      )[0]?.evaluation_id;
    expect(undated(0.5)).toMatch(/^arc\/harbor-labs\/Kestrel-7B\/undated-[\da-f]{12}$/);
    expect(undated(0.5)).toBe(undated(0.5));
    expect(undated(0.5)).not.toBe(undated(0.6));
  });

  it('have no id twice: two setups of one metric have none', () => {
    const [record] = recordsOf([makeScore(), makeScore({ shots: 8, notes: '8-shot' })]);
    expect(record?.evaluation_results.map((result) => result.evaluation_result_id)).toEqual([undefined, undefined]);
  });

  it.each([
    ['2026-03-04', '1772582400'],
    ['2026-03-04T05:06:07', '1772600767'],
    ['2026-03-04T05:06:07+02:00', '1772593567'],
    ['sometime', undefined],
  ])('of %s have the time in UTC, whatever the zone here', (date, seconds) => {
    expect(recordsOf([makeScore()], { run: { date } })[0]?.evaluation_timestamp).toBe(seconds);
  });

  it('of a card are documentation', () => {
    const [record] = recordsOf([CARD_SCORE], { files: [] });
    expect(record).toMatchObject({
      source_metadata: { source_type: 'documentation', source_name: 'Model card of harbor-labs/Kestrel-7B' },
      eval_library: { name: 'unknown', version: 'unknown' },
    });
  });

  it('without a repo are of the model that the file names', () => {
    const { repoId: _, ...collection } = makeCollection();
    expect(exportEee(collection, OPTIONS)[0]?.record.model_info.id).toBe('harbor-labs/Kestrel-7B');
    const other = { ...collection, modelName: 'Mapped' };
    expect(exportEee(other, OPTIONS)[0]?.record.model_info.id).toBe('Mapped');
  });
});

it.skipIf(isValid === undefined)('is checked by a schema that tells records from others', () => {
  const [record] = recordsOf();
  if (record === undefined) throw new Error('no record');
  expect(() => checked({ ...record, retrieved_timestamp: 5 } as never)).toThrow('/retrieved_timestamp');
  const results = record.evaluation_results.map((result) => ({
    ...result,
    metric_config: { score_type: 'continuous' },
  }));
  expect(() => checked({ ...record, evaluation_results: results } as never)).toThrow('min_score');
});

it('has the library in ids that two libraries would share', () => {
  const other = { ...makeScore().provenance, file: 'other.json', by: 'lighteval 0.13' } as Score['provenance'];
  const collection = makeCollection([makeScore(), makeScore({ provenance: other })]);
  const [file] = collection.files;
  const run = { ...file?.run, framework: 'lighteval', version: '0.13' } as never;
  const files = [...collection.files, { path: 'other.json', run, refused: [] }];
  const records = exportEee({ ...collection, files }, OPTIONS).map(({ record }) => checked(record).evaluation_id);
  expect(records).toEqual([
    'gsm8k/harbor-labs/Kestrel-7B/1772600767/lm_eval',
    'gsm8k/harbor-labs/Kestrel-7B/1772600767/lighteval',
  ]);
});

describe('metrics', () => {
  it('in percent are put on their own scale, and what was reported is kept', () => {
    const { metric_config, score_details } =
      resultOf({ unit: 'percent', value: 7, written: '7.00', stderr: 0.3 }) ?? {};
    expect(metric_config).toMatchObject({ metric_unit: 'proportion', min_score: 0, max_score: 1 });
    expect(score_details).toMatchObject({
      score: 0.07,
      uncertainty: { standard_error: { value: 0.003 } },
      details: { reported_score: '7.00', reported_unit: 'percent' },
    });
  });

  it('of which nobody tells the scale have no bounds', () => {
    const { unit: _, ...score } = makeScore({ value: 0.9 });
    const config = recordsOf([score])[0]?.evaluation_results[0]?.metric_config;
    expect(config).not.toHaveProperty('score_type');
    expect(config?.additional_details).toEqual({ bounds_status: 'unknown' });
  });

  it('never have bounds that the score is outside of', () => {
    expect(resultOf({ value: 1.2 })?.metric_config).not.toHaveProperty('max_score');
  });

  it('without an upper bound say so', () => {
    const metric = { type: 'perplexity', name: 'word perplexity', higherIsBetter: false };
    const { unit: _, ...score } = makeScore({ metric, value: 12.5 });
    const place = { ...score.provenance, metric: 'word_perplexity,none' } as Score['provenance'];
    expect(recordsOf([{ ...score, provenance: place }])[0]?.evaluation_results[0]?.metric_config).toMatchObject({
      metric_id: 'lm-evaluation-harness.word_perplexity',
      metric_kind: 'perplexity',
      lower_is_better: true,
      min_score: 1,
      max_score: 'Infinity',
    });
  });

  it('that nobody knows are named after the framework, and have neither bounds nor a direction', () => {
    const provenance = { ...makeScore().provenance, metric: 'zest,none' } as Score['provenance'];
    expect(resultOf({ metric: { type: 'zest', name: 'zest' }, provenance })?.metric_config).toEqual({
      evaluation_description: 'zest',
      metric_id: 'lm-evaluation-harness.zest',
      metric_name: 'zest',
      metric_unit: 'proportion',
      lower_is_better: false,
      additional_details: { metric_id_status: 'unregistered', bounds_status: 'unknown', polarity: 'unknown' },
    });
  });

  it('of a part of the data say so', () => {
    expect(resultOf({ partial: { limit: 10 } })?.score_details.details).toMatchObject({
      partial_run: 'true',
      sample_limit: '10',
    });
  });
});

describe('data', () => {
  it.each([
    ['gsm8k', { source_type: 'other', additional_details: { dataset: 'gsm8k' } }],
    ['benchmark', { source_type: 'other' }],
  ])('%s is none of the Hub', (type, data) => {
    expect(resultOf({ dataset: { type, name: 'x' } })?.source_data).toEqual({ dataset_name: 'gsm8k', ...data });
  });
});

describe('places', () => {
  it.each([
    [{ collection: 'a|b:c/d', modelId: 'o/m' }, 'data/a_b_c_d/o/m/u.json'],
    [{ collection: '..', modelId: '../../etc' }, 'data/_/_/.._etc/u.json'],
    [{ collection: 'data', modelId: 'con/nul.x' }, 'data/_data/_con/_nul.x/u.json'],
    [{ collection: 'a\0b', modelId: 'flat' }, 'data/a_b/unknown/flat/u.json'],
  ])('of %j are portable', (place, path) => {
    expect(recordPath(place, 'u')).toBe(path);
  });

  it('have names of the form of a UUID', () => {
    expect(uuidOf('f'.repeat(64))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
    expect(() => uuidOf('abc')).toThrow(TypeError);
  });
});

describe.skipIf(!HAS_STORED || schema === undefined)('stored result files', () => {
  it.each(['lm-eval', 'lighteval', 'inspect-ai', 'helm', 'mteb', 'nemo-evaluator', 'simple-evals', 'bigcode'])(
    'of %s become records by the schema, each with a place of its own',
    async (framework) => {
      const { files } = await openStored(framework);
      const repoId = 'harbor-labs/Kestrel-7B';
      const read = await readFiles(files);
      // A file that names a repo is of another one only where its name is said to be.
      const names = read.flatMap(({ path, run }) => [path, run?.model?.name ?? path]);
      const collection = collectScores(read, {
        target: { repoId, revision: 'main', models: new Map(names.map((name) => [name, { repoId }])) },
        registry: makeRegistry(),
        taskType: 'text-generation',
        given: {},
        metrics: 'all',
        allowPartial: true,
        allowUnknown: true,
      });
      expect(collection.scores).not.toEqual([]);
      const records = exportEee(collection, OPTIONS);
      for (const { record } of records) checked(record);
      expect(new Set(records.map(({ path }) => path)).size).toBe(records.length);
      expect(new Set(records.map(({ record }) => record.evaluation_id)).size).toBe(records.length);
      expect(records.flatMap(({ record }) => record.evaluation_results)).toHaveLength(collection.scores.length);
    },
  );
});
