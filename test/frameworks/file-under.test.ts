import { describe, expect, it } from 'vitest';
import { fileUnder } from '../../src/frameworks/file-under.ts';
import type { Framework, Measurement } from '../../src/frameworks/run.ts';
import { makeRegistry, nameKey, REGISTRY } from '../../src/scores/benchmarks.ts';

type Data = NonNullable<Measurement['dataset']>;

function file(framework: Framework, task: string, dataset?: Data, more: { shots?: number; harness?: string } = {}) {
  const { shots, harness } = more;
  const measured: Measurement = {
    task,
    metric: 'acc',
    value: 0.5,
    at: 'x',
    ...(dataset === undefined ? {} : { dataset }),
    ...(shots === undefined ? {} : { shots }),
  };
  const run = harness === undefined ? { framework } : { framework, harness };
  return fileUnder(measured, run, { registry: REGISTRY, given: {} });
}

describe('a task is filed under its benchmark', () => {
  it.each<[Framework, string, Data | undefined, string, string]>([
    ['lm-eval', 'gsm8k', { id: 'openai/gsm8k', config: 'main', split: 'test' }, 'GSM8K', 'openai/gsm8k'],
    ['lm-eval', 'gsm8k', undefined, 'GSM8K', 'openai/gsm8k'],
    ['lm-eval', 'gsm8k', { id: 'gsm8k', config: 'main' }, 'GSM8K', 'openai/gsm8k'],
    ['lm-eval', 'hellaswag', { id: 'hellaswag', split: 'validation' }, 'HellaSwag', 'Rowan/hellaswag'],
    ['lm-eval', 'mmlu', { id: 'hails/mmlu_no_train', split: 'test' }, 'MMLU', 'cais/mmlu'],
    ['lm-eval', 'mmlu', { id: 'cais/mmlu', config: 'all', split: 'test' }, 'MMLU', 'cais/mmlu'],
    ['lighteval', 'mmlu:_average|5', { id: 'lighteval/mmlu', split: 'test' }, 'MMLU', 'cais/mmlu'],
    ['lm-eval', 'boolq', { id: 'aps/super_glue', config: 'boolq', split: 'validation' }, 'BoolQ', 'google/boolq'],
    ['lm-eval', 'boolq', { id: 'super_glue', config: 'boolq' }, 'BoolQ', 'google/boolq'],
    ['lighteval', 'gsm8k|5', { id: 'openai/gsm8k', config: 'main' }, 'GSM8K', 'openai/gsm8k'],
    ['lighteval', 'lighteval|gsm8k|5', undefined, 'GSM8K', 'openai/gsm8k'],
    ['inspect-ai', 'inspect_evals/gsm8k', undefined, 'GSM8K', 'openai/gsm8k'],
    ['inspect-ai', 'gsm8k@2.py', undefined, 'GSM8K', 'openai/gsm8k'],
    ['simple-evals', 'gpqa', undefined, 'GPQA Diamond', 'Idavidrein/gpqa'],
    ['bigcode', 'humaneval', undefined, 'HumanEval', 'openai/openai_humaneval'],
    [
      'lm-eval',
      'wikitext',
      { id: 'EleutherAI/wikitext_document_level', config: 'wikitext-2-raw-v1' },
      'WikiText-2 (perplexity)',
      'EleutherAI/wikitext_document_level',
    ],
  ])('%s %s on %o', (framework, task, dataset, name, id) => {
    expect(file(framework, task, dataset)).toMatchObject({ benchmark: { name }, dataset: { type: id, name } });
  });

  it('with its own config and split, and the shots', () => {
    expect(file('lm-eval', 'gsm8k', { id: 'gsm8k' }, { shots: 8 }).dataset).toEqual({
      type: 'openai/gsm8k',
      name: 'GSM8K',
      config: 'main',
      split: 'test',
      args: { num_few_shot: 8 },
    });
  });

  it('with the revision of its own data, never with that of a copy', () => {
    const revision = 'abc';
    expect(file('lm-eval', 'gsm8k', { id: 'openai/gsm8k', revision }).dataset.revision).toBe(revision);
    expect(file('lm-eval', 'mmlu', { id: 'hails/mmlu_no_train', revision }).dataset).not.toHaveProperty('revision');
  });

  it("by the harness's names where NeMo Evaluator started it", () => {
    const under = (harness?: string) =>
      file('nemo-evaluator', 'gpqa_diamond', undefined, harness === undefined ? {} : { harness });
    expect(under('simple_evals').known?.primary).toEqual(['score.micro', 'score']);
    expect(under('nemo_skills')).toMatchObject({ benchmark: { name: 'GPQA Diamond' } });
    expect(under('nemo_skills')).not.toHaveProperty('known');
  });

  it("by the user's own benchmarks", () => {
    const own = { name: 'Birdsong', keys: [nameKey('Birdsong')], dataset: { id: 'org/birdsong' } };
    const measured: Measurement = { task: 'birdsong', metric: 'acc', value: 0.5, at: 'x' };
    const found = fileUnder(measured, { framework: 'lm-eval' }, { registry: makeRegistry([own]), given: {} });
    expect(found).toMatchObject({ benchmark: { name: 'Birdsong' }, dataset: { type: 'org/birdsong' } });
  });
});

describe('a task is not a benchmark', () => {
  it.each<[string, string, Data, object]>([
    [
      'on another split',
      'gsm8k',
      { id: 'openai/gsm8k', config: 'main', split: 'train' },
      { type: 'openai/gsm8k', split: 'train' },
    ],
    [
      'on another config',
      'gsm8k',
      { id: 'openai/gsm8k', config: 'socratic' },
      { type: 'openai/gsm8k', config: 'socratic' },
    ],
    ['on other data', 'gsm8k', { id: 'org/my_gsm8k' }, { type: 'org/my_gsm8k', name: 'gsm8k' }],
    ['on a subject of it', 'mmlu', { id: 'cais/mmlu', config: 'anatomy' }, { config: 'anatomy' }],
    [
      'on a subject of a copy',
      'mmlu',
      { id: 'hails/mmlu_no_train', config: 'anatomy' },
      { type: 'hails/mmlu_no_train' },
    ],
    [
      'on another part of what holds a copy',
      'boolq',
      { id: 'aps/super_glue', config: 'wsc.fixed' },
      { config: 'wsc.fixed' },
    ],
    ['on all of what holds a copy', 'boolq', { id: 'aps/super_glue' }, { type: 'aps/super_glue' }],
  ])('%s', (_, task, data, dataset) => {
    const found = file('lm-eval', task, data);
    expect(found).not.toHaveProperty('benchmark');
    expect(found.dataset).toMatchObject(dataset);
  });

  it('of its own on the data of one, but a variant', () => {
    const found = file('lm-eval', 'my_gsm8k', { id: 'openai/gsm8k', config: 'main', split: 'test' });
    expect(found).toMatchObject({ variant: 'my_gsm8k', dataset: { type: 'openai/gsm8k', name: 'GSM8K' } });
    expect(found).not.toHaveProperty('benchmark');
  });

  it('of a name that is that of an object', () => {
    expect(file('lm-eval', 'constructor')).toEqual({ dataset: { type: 'benchmark', name: 'constructor' } });
  });

  it('that nobody knows, on data that nobody knows', () => {
    expect(file('lm-eval', 'birds', { id: 'org/birds', config: 'en', split: 'test', revision: 'v1' })).toEqual({
      dataset: { type: 'org/birds', name: 'birds', config: 'en', split: 'test', revision: 'v1' },
      variant: 'birds',
    });
  });

  it.each<Framework>(['mteb', 'helm'])('for the name of its data, which %s makes up', (framework) => {
    expect(file(framework, 'Birds', { id: 'gsm8k', split: 'test' }).dataset.type).toBe('benchmark');
  });
});

describe('a variant says so', () => {
  it.each<[Framework, string, string | undefined]>([
    ['lm-eval', 'gsm8k', undefined],
    ['lm-eval', 'gsm8k_cot', 'CoT'],
    ['lm-eval', 'gsm8k_cot_llama', 'CoT, Llama prompt'],
    ['lm-eval', 'mmlu_generative', 'generative'],
    ['lighteval', 'lighteval|gsm8k|5', undefined],
    ['lighteval', 'gsm8k|5', undefined],
    ['lighteval', 'leaderboard|gsm8k|5', 'leaderboard suite'],
    ['lighteval', 'custom|gsm8k|5', 'custom suite'],
  ])('%s %s: %s', (framework, task, variant) => {
    expect(file(framework, task)).toMatchObject({ benchmark: { name: /mmlu/.test(task) ? 'MMLU' : 'GSM8K' } });
    expect(file(framework, task).variant).toBe(variant);
  });
});

it('inspect-evals takes the sanitized part of MBPP', () => {
  const found = file('inspect-ai', 'inspect_evals/mbpp', { id: 'google-research-datasets/mbpp' });
  expect([found.benchmark?.name, found.variant]).toEqual(['MBPP', 'sanitized']);
});

describe('--dataset-name and --dataset-type', () => {
  it.each<[object, object]>([
    [{ name: 'House tests' }, { type: 'benchmark', name: 'House tests' }],
    [{ type: 'org/tests' }, { type: 'org/tests', name: 'Benchmarks' }],
    [
      { name: 'House tests', type: 'org/tests' },
      { type: 'org/tests', name: 'House tests' },
    ],
  ])('take all scores, told apart by their tasks: %o', (given, dataset) => {
    const measured: Measurement = { task: 'gsm8k', metric: 'acc', value: 0.5, at: 'x', shots: 5 };
    expect(fileUnder(measured, { framework: 'lm-eval' }, { registry: REGISTRY, given })).toEqual({
      dataset: { ...dataset, args: { num_few_shot: 5 } },
      variant: 'gsm8k',
    });
  });
});
