import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../src/command-line.ts';
import { parseConfig, type RawOptions } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import type { EvaluateConfig } from '../src/evaluate-config.ts';
import { readEvaluateConfig } from '../src/evaluate-config.ts';

const BASE: RawOptions = { 'repo-id': 'org/model', framework: 'lm-eval', tasks: 'gsm8k|5' };

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError && error.code === 'usage') return error.details.problems as string[];
    throw error;
  }
  return [];
}

const refused = (raw: RawOptions, door: 'cli' | 'action' = 'cli') =>
  problemsOf(() => parseConfig('evaluate', { ...BASE, ...raw }, {}, { door, readEvaluate: readEvaluateConfig }));

function read(raw: RawOptions, door: 'cli' | 'action' = 'cli'): EvaluateConfig {
  const { evaluate } = parseConfig('evaluate', { ...BASE, ...raw }, {}, { door, readEvaluate: readEvaluateConfig });
  if (evaluate === undefined) throw new Error('nothing to evaluate');
  return evaluate;
}

function typed(...words: string[]): EvaluateConfig | undefined {
  const request = parseCommandLine(['evaluate', ...words], {}, { readEvaluate: readEvaluateConfig });
  return request.kind === 'run' ? request.config.evaluate : undefined;
}

describe('an evaluation by its defaults', () => {
  it('is on the whole data, on the cheapest hardware, waited for, with no secret', () => {
    expect(read({})).toEqual({
      framework: 'lm-eval',
      backend: 'vllm',
      tasks: [{ text: 'gsm8k|5', name: 'gsm8k', shots: 5 }],
      options: {},
      hardware: { kind: 'auto' },
      mustLimitCost: false,
      secrets: [],
      detach: false,
      force: false,
    });
  });

  it('has to have a limit of cost in a workflow', () => {
    expect(read({}, 'action').mustLimitCost).toBe(true);
  });
});

describe('options', () => {
  it.each<[RawOptions, Partial<EvaluateConfig>]>([
    [
      { framework: 'inspect', tasks: 'gsm8k' },
      { framework: 'inspect-ai', backend: 'vllm' },
    ],
    [{ hardware: 'a10g-large' }, { hardware: { kind: 'named', name: 'a10g-large' } }],
    [{ hardware: 'auto', 'hardware-policy': 'simple' }, { hardware: { kind: 'simple' } }],
    [{ timeout: '90m' }, { timeoutSeconds: 5400 }],
    [{ timeout: '1.5h' }, { timeoutSeconds: 5400 }],
    [{ timeout: '600' }, { timeoutSeconds: 600 }],
    [{ 'max-cost-usd': '0.5' }, { maxCostUsd: 0.5 }],
    [{ 'max-cost-usd': '.5' }, { maxCostUsd: 0.5 }],
    [{ namespace: 'harbor-labs' }, { namespace: 'harbor-labs' }],
    [{ wait: 'false' }, { detach: true }],
    [
      { secrets: 'HF_TOKEN, OPENAI_API_KEY\nWANDB_API_KEY' },
      { secrets: ['HF_TOKEN', 'OPENAI_API_KEY', 'WANDB_API_KEY'] },
    ],
    [{ 'model-revision': 'a'.repeat(40) }, { modelRevision: 'a'.repeat(40) }],
    [{ 'model-revision': 'step-1', revision: 'step-1' }, { modelRevision: 'step-1' }],
    [{ 'batch-size': 'auto' }, { options: { batchSize: 'auto' } }],
    [{ 'batch-size': '8' }, { options: { batchSize: 8 } }],
    [{ 'gpu-memory-utilization': '.9' }, { options: { gpuMemoryUtilization: 0.9 } }],
    [{ 'gpu-memory-utilization': '1' }, { options: { gpuMemoryUtilization: 1 } }],
    [{ 'chat-template': 'false' }, { options: { chatTemplate: false } }],
    [{ 'trust-remote-code': 'false' }, { options: {} }],
    [
      { 'extra-args': '--gen_kwargs\ntemperature=0; rm -rf $(x)' },
      { options: { extraArgs: ['--gen_kwargs', 'temperature=0; rm -rf $(x)'] } },
    ],
  ])('%o', (raw, expected) => {
    expect(read(raw)).toMatchObject(expected);
  });
});

describe('nonsense is refused, with the option that it is in', () => {
  it.each<[RawOptions, RegExp]>([
    [{ 'max-samples': '0' }, /^--max-samples must be a whole number above 0/],
    [{ 'max-samples': '1.5' }, /^--max-samples must be a whole number/],
    [{ 'max-samples': '1e3' }, /^--max-samples must be/],
    [{ 'max-samples': '-5' }, /^--max-samples must be/],
    [{ 'max-samples': 'Infinity' }, /^--max-samples must be/],
    [{ 'batch-size': 'fast' }, /^--batch-size must be/],
    [{ 'gpu-memory-utilization': '1.1' }, /^--gpu-memory-utilization must be a number above 0 and at most 1/],
    [{ 'gpu-memory-utilization': '90%' }, /^--gpu-memory-utilization must be/],
    [{ 'max-cost-usd': '0' }, /^--max-cost-usd must be a number above 0/],
    [{ 'max-cost-usd': '$2' }, /^--max-cost-usd must be/],
    [{ 'max-cost-usd': '1000000' }, /at most 100000/],
    [{ timeout: '10s' }, /^--timeout must be between 1m and 7d/],
    [{ timeout: '8d' }, /^--timeout must be/],
    [{ timeout: 'soon' }, /^--timeout must be/],
    [{ timeout: '-2h' }, /^--timeout must be/],
    [{ namespace: '../me' }, /^--namespace must be a user or an organization/],
    [{ namespace: 'a/b' }, /^--namespace must be/],
    [{ dtype: 'bf16' }, /^--dtype: "bf16" is none of auto, float16, bfloat16, float32/],
    [{ wandb: 'a,b' }, /^--wandb: "a,b" is no name of a project/],
    [{ 'custom-tasks': '../tasks' }, /^--custom-tasks: "\.\.\/tasks" is no path below/],
    [{ 'base-url': 'ftp://host' }, /^--base-url: it begins with "ftp:"/],
    [{ 'base-url': 'http://user:key@host/v1' }, /^--base-url: it has a user or a password in it/],
    [{ 'chat-template': 'maybe' }, /^--chat-template must be true or false/],
    [{ 'trust-remote-code': 'yes' }, /^--trust-remote-code must be true or false/],
    [{ 'model-revision': 'a\nb' }, /^--model-revision must be one line/m],
    [{ 'model-revision': 'x'.repeat(251) }, /^--model-revision must be one line/m],
    [{ hardware: 'a10g large' }, /^--hardware must be a flavor/],
    [{ hardware: '\u001b[2J' }, /^--hardware must be a flavor/],
    [{ backend: 'hf', framework: 'lighteval' }, /^--backend: lighteval has no backend hf; it has vllm, accelerate/],
    [{ backend: 'accelerate' }, /^--backend: lm-eval has no backend accelerate; it has vllm, hf, local-completions/],
    [{ backend: 'cuda' }, /^--backend must be one of/],
    [{ framework: 'helm' }, /^--framework must be one of/],
    [{ tasks: 'gsm8k|five' }, /"five" is no number of shots/],
    [{ tasks: ',' }, /no task is given/],
    [{ schedule: 'often' }, /^--schedule must be/],
    [{ secrets: 'my-token' }, /^--secrets must name environment variables/],
  ])('%o', (raw, problem) => {
    expect(refused(raw).join('\n')).toMatch(problem);
  });

  it('all of it at once', () => {
    const raw: RawOptions = {
      'max-samples': '0',
      dtype: 'bf16',
      timeout: 'soon',
      tasks: 'gsm8k|x',
      backend: 'endpoint',
      'custom-tasks': '/etc',
      namespace: '..',
    };
    expect(refused(raw)).toHaveLength(7);
  });

  it('all that is missing, too', () => {
    expect(
      problemsOf(() => parseConfig('evaluate', {}, {}, { door: 'cli', readEvaluate: readEvaluateConfig })),
    ).toEqual([
      expect.stringContaining('--repo-id is needed'),
      expect.stringContaining('--framework is needed'),
      expect.stringContaining('--tasks is needed'),
    ]);
  });

  it('without repeating a secret that stands where its name should', () => {
    const [problem = ''] = refused({ secrets: 'HF_TOKEN=hf_aSecretOfTwentyLetters' });
    expect(problem).toMatch(/^--secrets takes the name of an environment variable alone.*"HF_TOKEN"$/);
    expect(problem).not.toContain('hf_a');
  });
});

describe('what would be paid for and could not be taken then is refused before', () => {
  it.each<[RawOptions, RegExp | undefined]>([
    [{ 'max-samples': '10' }, undefined],
    [
      { 'max-samples': '10', 'create-pr': 'true' },
      /--max-samples evaluates a part.*--create-pr takes.*--allow-partial/,
    ],
    [{ 'max-samples': '10', apply: 'true' }, /--apply takes/],
    [{ 'max-samples': '10', card: 'README.md', write: 'true' }, /--write takes/],
    [{ 'max-samples': '10', 'create-pr': 'true', 'dry-run': 'true' }, /--create-pr takes/],
    [{ 'max-samples': '10', 'create-pr': 'true', 'allow-partial': 'true' }, undefined],
    [{ 'max-samples': '10', 'create-pr': 'true', 'allow-partial': 'false' }, /--allow-partial/],
    [{ 'create-pr': 'true' }, undefined],
    [{ 'model-revision': 'step-1000' }, /--model-revision "step-1000" is another one than "main".*--revision/],
    [{ 'model-revision': 'step-1', revision: 'step-2', 'create-pr': 'true' }, /another one than "step-2"/],
    [{ 'model-revision': 'b'.repeat(40), 'create-pr': 'true' }, undefined],
    [{ 'model-revision': 'main', 'create-pr': 'true' }, undefined],
    [{ 'model-revision': 'step-1', schedule: '@weekly' }, undefined],
    [{ hardware: 'l4x1', 'hardware-policy': 'simple' }, /--hardware-policy chooses/],
    [{ 'hardware-policy': 'simple' }, undefined],
    [{ detach: 'true', report: 'a.html' }, /--report would do nothing with --detach.*collect --job/],
    [{ wait: 'false', baseline: 'card' }, /--baseline would do nothing with --wait false/],
    [{ schedule: '@weekly', export: 'csv=a.csv' }, /--export would do nothing with --schedule/],
    [{ detach: 'true', 'create-pr': 'true' }, undefined],
    [{ detach: 'true', wait: 'true' }, /--detach and --wait true exclude each other/],
    [{ detach: 'true', wait: 'false' }, undefined],
  ])('%o', (raw, problem) => {
    expect(refused(raw).join('\n')).toMatch(problem ?? /^$/);
  });
});

describe('the command lines of the evaluation skill', () => {
  const model = ['--model', 'org/model', '--framework', 'lighteval'];
  it.each<[readonly string[], object]>([
    [['--task', 'leaderboard|mmlu|5', '--limit', '10'], { options: { maxSamples: 10 } }],
    [['--tasks', 'leaderboard|mmlu|5,leaderboard|gsm8k|5', '--max-samples', '10'], { options: { maxSamples: 10 } }],
    [['--tasks', 'gsm8k|5', '--use-chat-template'], { options: { chatTemplate: true } }],
    [['--use-chat-template', '--tasks', 'gsm8k|5'], { options: { chatTemplate: true } }],
    [['--use-chat-template', 'false', '--tasks', 'gsm8k|5'], { options: { chatTemplate: false } }],
    [['--tasks', 'gsm8k|5', '--wait'], { detach: false }],
    [['--tasks', 'gsm8k|5', '--backend', 'accelerate'], { backend: 'accelerate' }],
    [['--tasks', 'gsm8k|5', '--hardware', 'a10g-small'], { hardware: { kind: 'named', name: 'a10g-small' } }],
    [['--tasks', 'gsm8k|5', '--tensor-parallel-size', '2'], { options: { tensorParallelSize: 2 } }],
    [['--tasks', 'gsm8k|5', '--trust-remote-code'], { options: { trustRemoteCode: true } }],
    [['--tasks', 'gsm8k|5', '--extra-args=--cot-prompt', 'x y'], { options: { extraArgs: ['--cot-prompt', 'x y'] } }],
  ])('%j', (words, expected) => {
    expect(typed(...model, ...words)).toMatchObject(expected);
  });

  it('with inspect as the name of the framework, and its own backend', () => {
    const words = ['--model', 'org/model', '--framework', 'inspect', '--task', 'mmlu|5', '--backend', 'hf'];
    expect(typed(...words)).toMatchObject({ framework: 'inspect-ai', backend: 'hf' });
  });

  it('do not take the next option for the value of a switch, nor a switch for a value', () => {
    expect(typed(...model, '--use-chat-template', '--task', 'gsm8k|5')).toMatchObject({
      tasks: [{ name: 'gsm8k' }],
      options: { chatTemplate: true },
    });
    expect(problemsOf(() => typed(...model, '--tasks', 'gsm8k', '--system-prompt', '--use-chat-template'))).toEqual([
      '--system-prompt needs a value: --system-prompt TEXT',
    ]);
  });
});

const ASKED = ['evaluate', '--repo-id', 'org/model', '--framework', 'lm-eval', '--tasks', 'gsm8k'];

function evaluateOf(args: readonly string[]): unknown {
  const request = parseCommandLine(args, {}, { readEvaluate: readEvaluateConfig });
  return request.kind === 'run' ? request.config.evaluate : request;
}

describe('the options of the evaluation skill’s job scripts', () => {
  it.each<[string, readonly string[], object]>([
    ['--model', ['--model', 'org/model', '--framework', 'inspect', '--task', 'gsm8k'], { framework: 'inspect-ai' }],
    ['--limit', [...ASKED.slice(1), '--limit', '20'], { options: { maxSamples: 20 } }],
    ['--max-samples', [...ASKED.slice(1), '--max-samples', '20'], { options: { maxSamples: 20 } }],
    ['--max-model-len', [...ASKED.slice(1), '--max-model-len', '4096'], { options: { maxModelLength: 4096 } }],
    ['--use-chat-template, last', [...ASKED.slice(1), '--use-chat-template'], { options: { chatTemplate: true } }],
    [
      '--use-chat-template, before another',
      [...ASKED.slice(1), '--use-chat-template', '--limit', '5'],
      { options: { chatTemplate: true, maxSamples: 5 } },
    ],
    [
      '--trust-remote-code',
      [...ASKED.slice(1), '--trust-remote-code', '--hardware', 'a10g-small', '--tensor-parallel-size', '1'],
      {
        hardware: { kind: 'named', name: 'a10g-small' },
        options: { trustRemoteCode: true, tensorParallelSize: 1 },
      },
    ],
  ])('are understood: %s', (_, args, config) => {
    expect(evaluateOf(['evaluate', ...args])).toMatchObject({ tasks: [{ name: 'gsm8k' }], ...config });
  });
});

it.each<[readonly string[], boolean | undefined]>([
  [['--chat-template'], true],
  [['--chat-template', 'true'], true],
  [['--chat-template', 'false'], false],
  [['--chat-template=false'], false],
  [[], undefined],
])('a chat template is wanted, or not, or left to the framework: %j', (args, expected) => {
  expect(evaluateOf([...ASKED, ...args])).toMatchObject({
    options: expected === undefined ? {} : { chatTemplate: expected },
  });
  if (expected === undefined) expect(evaluateOf(ASKED)).not.toHaveProperty('options.chatTemplate');
});
