import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig, type RawOptions } from '../../src/config.ts';
import { collect } from '../../src/flows/collect.ts';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';
import { refusalOf } from './publish/publishing.ts';

let hub: LocalHub;

/** What lm-eval writes of a run on all of the data. */
function results(value: number, model = 'org/Kestrel-7B'): string {
  const task = { original: 1319, effective: 1319 };
  return JSON.stringify({
    results: { gsm8k: { alias: 'gsm8k', 'exact_match,strict-match': value } },
    configs: { gsm8k: { task: 'gsm8k', dataset_path: 'openai/gsm8k', dataset_name: 'main', test_split: 'test' } },
    versions: { gsm8k: 3 },
    'n-shot': { gsm8k: 5 },
    'n-samples': { gsm8k: task },
    config: { model: 'vllm', model_args: `pretrained=${model},revision=main`, limit: null },
    date: 1770000000,
    model_name: model,
    lm_eval_version: '0.4.9',
  });
}

beforeEach(async () => {
  hub = await startLocalHub();
  await hub.addDataset({
    id: 'org/lm-eval-results',
    files: {
      'README.md': '# Results\n',
      'org__Kestrel-7B/results_2026-01-02T03-04-05.678901.json': results(0.5),
      'org__Kestrel-7B/results_2026-02-03T04-05-06.789012.json': results(0.625),
      'org__Kestrel-7B/samples_gsm8k_2026-02-03T04-05-06.789012.jsonl': '{"doc_id": 0}\n',
      'org__Heron/results_2026-03-04T05-06-07.890123.json': results(0.75, 'org/Heron'),
    },
  });
});

afterEach(() => hub.close());

function run(raw: RawOptions) {
  const config = parseConfig(
    'collect',
    { results: 'hf://datasets/org/lm-eval-results', ...raw },
    { HF_ENDPOINT: hub.url },
  );
  return collect(config, { fetch, userAgent: 'hf-eval/test', say: () => {}, today: '2026-04-01' });
}

const valuesOf = async (raw: RawOptions) => (await run(raw)).scores.map(({ value }) => value);

describe('results in a dataset on the Hub', () => {
  it('are those of the newest run of each folder', async () => {
    const { scores, collection } = await run({ 'repo-id': 'org/Kestrel-7B' });
    expect(scores.map(({ value, source }) => [value, source?.url])).toEqual([
      [0.625, `${hub.url}/datasets/org/lm-eval-results/tree/main`],
    ]);
    expect(collection.files.map(({ path, reason }) => [path.split('/').slice(-2).join('/'), reason])).toEqual([
      ['org__Heron/results_2026-03-04T05-06-07.890123.json', 'it is of another model: org/Heron.'],
      ['org__Kestrel-7B/results_2026-02-03T04-05-06.789012.json', undefined],
    ]);
  });

  it.each(['2026-01', '2026-01-02T03:04', '2026-01-02T03-04-05.678901'])(
    'are those of another run with --at %s',
    async (at) => {
      expect(await valuesOf({ 'repo-id': 'org/Kestrel-7B', at })).toEqual([0.5]);
    },
  );

  it('may be named by their folder or file', async () => {
    const place = 'hf://datasets/org/lm-eval-results';
    expect(await valuesOf({ results: `${place}/org__Heron` })).toEqual([0.75]);
    expect(
      await valuesOf({ results: `${place}@main/org__Kestrel-7B/results_2026-01-02T03-04-05.678901.json` }),
    ).toEqual([0.5]);
  });

  it('may lie in a folder whose name ends as that of a file does', async () => {
    await hub.addDataset({
      id: 'org/points',
      files: {
        'org__Kestrel.instruct/results_2026-02-03T04-05-06.789012.json': results(0.25),
        'org__Kestrel.instruct/deep/results_2026-02-03T04-05-06.789012.json': results(0.25),
        'other.json': results(0.75),
      },
    });
    const place = 'hf://datasets/org/points';
    expect(await valuesOf({ results: `${place}/org__Kestrel.instruct` })).toEqual([0.25, 0.25]);
    expect(await valuesOf({ results: `${place}/other.json` })).toEqual([0.75]);
    expect((await refusalOf(run({ results: `${place}/lost.json` }))).code).toBe('no-results');
  });

  it('are taken before samples, and those that are too large take nothing from them', async () => {
    const stamp = '2026-02-03T04-05-06.789012';
    await hub.addDataset({
      id: 'org/large',
      files: {
        [`${stamp}/details_gsm8k_${stamp}.parquet`]: 'PAR1',
        [`results_${stamp}.json`]: results(0.625),
      },
    });
    hub.fault({
      method: 'GET',
      path: /\/tree\//,
      times: 9,
      edit: (list) =>
        (list as { path: string; size: number }[]).map((one) =>
          one.path.endsWith('.parquet') ? { ...one, size: 600_000_000 } : one,
        ),
    });
    const { scores, collection } = await run({
      results: 'hf://datasets/org/large',
      baseline: 'hf://datasets/org/large',
    });
    expect(scores.map(({ value }) => value)).toEqual([0.625]);
    expect(collection.files.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('too large to be taken from the Hub'),
      undefined,
    ]);
  });

  it('are not there under another stamp, and the error lists those that are', async () => {
    const error = await refusalOf(run({ 'repo-id': 'org/Kestrel-7B', at: '2025' }));
    expect([error.code, error.hint]).toEqual(['no-results', expect.stringMatching(/2026-03-04T05-06-07\.890123/)]);
  });

  it.each([
    ['hf://models/org/x', 'usage'],
    ['hf://datasets/org', 'usage'],
    ['hf://datasets/org/lm-eval-results/../x', 'usage'],
    ['hf://datasets/org/nothing', 'repo-not-found'],
  ])('cannot be had from %s', async (place, code) => {
    expect((await refusalOf(run({ results: place }))).code).toBe(code);
  });
});
