import { describe, expect, it } from 'vitest';
import { parseConfig, type RawOptions } from '../src/config.ts';
import { readEvaluateConfig } from '../src/evaluate-config.ts';
import { collectConfig } from '../src/evaluating.ts';
import type { Evaluated } from '../src/flows/evaluate/evaluate.ts';
import { MODEL, requestOf } from './frameworks/plans/short.ts';

type Done = Extract<Evaluated, { status: 'evaluated' }>;

/** What is collected after such an evaluation. */
function collected(short: string, raw: RawOptions = {}) {
  const base: RawOptions = { 'repo-id': MODEL, framework: 'lighteval', tasks: 'gsm8k' };
  const config = parseConfig('evaluate', { ...base, ...raw }, {}, { door: 'cli', readEvaluate: readEvaluateConfig });
  const done = {
    status: 'evaluated',
    prepared: { request: requestOf(short) },
    home: { folder: '/somewhere/results', name: 'org/1' },
    job: { id: '1', namespace: 'org', url: 'https://huggingface.co/jobs/org/1' },
  } as unknown as Done;
  return collectConfig(config, done).collect;
}

describe('what is collected after an evaluation', () => {
  it('is what came home, and the job is where it can be looked at', () => {
    expect(collected('lighteval vllm gsm8k')).toMatchObject({
      results: ['/somewhere/results'],
      brought: { folder: '/somewhere/results', name: 'org/1', url: 'https://huggingface.co/jobs/org/1' },
      allowPartial: false,
    });
  });

  it('is of a part where a part was asked for', () => {
    expect(collected('lighteval vllm gsm8k max-samples=10')?.allowPartial).toBe(true);
    expect(collected('lighteval vllm gsm8k', { 'allow-partial': 'true' })?.allowPartial).toBe(true);
  });

  it('is of the model, by the name that the framework has for it', () => {
    const short = 'lighteval endpoint gsm8k base-url=http://127.0.0.1:8000/v1';
    expect([...(collected(short)?.models ?? [])]).toEqual([[`openai/${MODEL}`, { repoId: MODEL }]]);
    expect([...(collected('lighteval vllm gsm8k')?.models ?? [])]).toEqual([]);
  });

  it('is what the user says that a name stands for, before that', () => {
    const short = 'lighteval endpoint gsm8k base-url=http://127.0.0.1:8000/v1';
    const raw = { 'model-map': `openai/${MODEL}=org/other\nserved=${MODEL}` };
    expect([...(collected(short, raw)?.models ?? [])]).toEqual([
      [`openai/${MODEL}`, { repoId: 'org/other' }],
      ['served', { repoId: MODEL }],
    ]);
  });
});
