import { describe, expect, it } from 'vitest';
import { planCommand } from '../../../src/frameworks/plan.ts';
import { INSPECT_AI } from './inspect-ai.golden.ts';
import { LIGHTEVAL } from './lighteval.golden.ts';
import { LM_EVAL } from './lm-eval.golden.ts';
import { NEMO_EVALUATOR } from './nemo-evaluator.golden.ts';
import { planOf, requestOf, SHA, shown } from './short.ts';

describe.each([
  ['lighteval', LIGHTEVAL],
  ['inspect-ai', INSPECT_AI],
  ['lm-eval', LM_EVAL],
  ['nemo-evaluator', NEMO_EVALUATOR],
])('%s', (_, rows) => {
  it.each(rows)('%s', (request, argv) => {
    expect(shown(planOf(request).argv)).toBe(argv);
  });
});

describe('what is installed', () => {
  it.each([
    ['lighteval vllm gsm8k|5', 'lighteval[vllm]==0.13.0 transformers==4.57.3 vllm==0.10.1.1', '2025-11-30'],
    [
      'lighteval accelerate ifeval|0 wandb=evals',
      'lighteval[wandb,extended_tasks]==0.13.0 transformers==4.57.3 torch==2.9.1 accelerate==1.12.0',
      '2025-11-30',
    ],
    [
      'lighteval endpoint gsm8k base-url=http://h/v1',
      'lighteval[litellm]==0.13.0 transformers==4.57.3 torch==2.9.1 litellm==1.80.7',
      '2025-11-30',
    ],
    [
      'inspect-ai vllm math',
      'inspect-ai==0.3.285 inspect-evals[math]==0.26.0 vllm==0.19.1 transformers==5.5.4 openai==3.54.0',
      '2026-11-20',
    ],
    ['inspect-ai inference-providers gsm8k', 'inspect-ai==0.3.285 inspect-evals==0.26.0 openai==3.54.0', '2026-11-20'],
    [
      'lm-eval vllm gsm8k data-parallel-size=2',
      'lm-eval[vllm,ifeval,math]==0.4.13 vllm==0.19.1 transformers==5.5.4 ray==2.60.0',
      '2026-11-20',
    ],
    [
      'lm-eval hf gsm8k',
      'lm-eval[hf,ifeval,math]==0.4.13 torch==2.10.0 transformers==5.23.0 accelerate==1.15.0',
      '2026-11-20',
    ],
    ['nemo-evaluator vllm gsm8k', 'nemo-evaluator-launcher==0.2.6 nemo-evaluator==0.2.8', '2026-11-20'],
  ])('%s', (request, requirements, day) => {
    const plan = planOf(request);
    expect(plan.requirements.join(' ')).toBe(requirements);
    expect(plan.resolvedUntil).toBe(day);
    expect(plan.python).toBe('3.12');
    const pinned = requirements.split(' ').map((one) => one.replace(/\[.*\]/, '').split('=='));
    expect(plan.versions).toEqual(Object.fromEntries(pinned));
  });
});

describe('what is there when it runs', () => {
  it.each([
    ['lighteval vllm gsm8k|5', [], ['HF_TOKEN'], { VLLM_WORKER_MULTIPROC_METHOD: 'spawn' }],
    ['lighteval accelerate gsm8k|5', [], ['HF_TOKEN'], {}],
    ['lighteval accelerate gsm8k|5 wandb=evals', ['WANDB_API_KEY'], ['HF_TOKEN'], { WANDB_PROJECT: 'evals' }],
    ['lighteval accelerate gsm8k|5 push-to-hub=org', ['HF_TOKEN'], [], {}],
    ['lighteval inference-providers gsm8k provider=together', ['HF_TOKEN'], [], {}],
    ['lighteval endpoint gsm8k base-url=http://h/v1', ['OPENAI_API_KEY'], ['HF_TOKEN'], {}],
    ['inspect-ai hf gsm8k', [], ['HF_TOKEN'], {}],
    ['inspect-ai inference-providers gsm8k', ['HF_TOKEN'], [], {}],
    ['lm-eval vllm gsm8k wandb=evals', ['WANDB_API_KEY'], ['HF_TOKEN'], {}],
    ['lm-eval vllm humaneval extra-args="--confirm_run_unsafe_code"', [], ['HF_TOKEN'], { HF_ALLOW_CODE_EVAL: '1' }],
    ['lm-eval local-completions gsm8k base-url=http://h/v1', [], ['OPENAI_API_KEY', 'HF_TOKEN'], {}],
    ['nemo-evaluator vllm gsm8k', ['HF_TOKEN'], [], { NEMO_EVALUATOR_TELEMETRY_LEVEL: '0' }],
  ])('%s', (request, needed, wanted, environment) => {
    expect(planOf(request)).toMatchObject({ secrets: { needed, wanted }, environment });
  });

  it.each([
    ['lighteval vllm gsm8k|5', { needsGpu: true, needsDocker: false, detaches: false }],
    ['lighteval endpoint gsm8k base-url=http://h/v1', { needsGpu: false, needsDocker: false, detaches: false }],
    ['inspect-ai vllm humaneval', { needsGpu: true, needsDocker: true, detaches: false }],
    ['inspect-ai inference-providers gsm8k', { needsGpu: false, needsDocker: false, detaches: false }],
    ['lm-eval local-completions gsm8k base-url=http://h/v1', { needsGpu: false, needsDocker: false, detaches: false }],
    ['nemo-evaluator vllm gsm8k', { needsGpu: true, needsDocker: true, detaches: true }],
    ['nemo-evaluator endpoint simple_evals.mmlu base-url=http://h/v1', { needsGpu: false, needsDocker: true }],
  ])('%s: %o', (request, expected) => {
    expect(planOf(request)).toMatchObject({ ...expected, output: 'results' });
  });
});

describe('what the user is told', () => {
  it.each([
    ['lighteval vllm leaderboard|mmlu|5', 'scores do not compare'],
    ['lighteval vllm leaderboard|hellaswag|10', 'scores do not compare'],
    ['lighteval vllm leaderboard|arc:challenge|25', 'since 0.13 there are no suites, and arc:challenge|25 is run'],
    ['lighteval vllm custom|gsm8k|5|1', 'the last field asks for fewer shots'],
    ['lighteval vllm gsm8k', 'lighteval takes none'],
    ['lighteval vllm gsm8k|5 trust-remote-code=true', 'say chat-template'],
    ['lighteval endpoint gsm8k base-url=http://h/v1', 'as an empty answer'],
    ['nemo-evaluator vllm hellaswag', 'load the tokenizer of the main branch'],
    ['inspect-ai vllm mmlu|5', 'mmlu_5_shot is run, the same benchmark'],
    ['inspect-ai hf gsm8k', 'tokenizer of its hf backend from the main branch'],
    ['inspect-ai vllm humaneval', 'needs Docker'],
    ['lm-eval vllm gsm8k', 'each task has its own, often 0'],
    ['lm-eval vllm gsm8k chat-template=false', 'no chat template unless'],
  ])('%s: %s', (request, note) => {
    expect(planOf(request).notes.join('\n')).toContain(note);
  });

  it('nothing where there is nothing to tell', () => {
    expect(planOf('lighteval vllm gsm8k|5,mmlu|5').notes).toEqual([]);
    expect(planOf('nemo-evaluator vllm lm-evaluation-harness.ifeval').notes).toEqual([]);
  });
});

describe('a commit that would be read as a number', () => {
  const argvOf = (request: string, sha: string): string => {
    const asked = requestOf(request);
    const result = planCommand({ ...asked, model: { ...asked.model, revision: sha } });
    return 'plan' in result ? result.plan.argv.join(' ') : result.problems.join();
  };
  const tens = '1'.repeat(40);
  const exponent = `${'1'.repeat(38)}e1`;

  it.each([
    ['lm-eval hf gsm8k', tens, `{"pretrained":"org/model","revision":"${tens}"}`],
    ['lm-eval hf gsm8k', exponent, `{"pretrained":"org/model","revision":"${exponent}"}`],
    ['inspect-ai vllm gsm8k', tens, `-M revision='${tens}'`],
    ['inspect-ai vllm gsm8k', exponent, `-M revision=${exponent}`],
    ['lighteval vllm gsm8k', tens, `,revision=${tens} `],
  ])('%s %s', (request, sha, expected) => {
    expect(argvOf(request, sha)).toContain(expected);
  });
});

it('names that are words of Python are texts', () => {
  expect(planOf('lm-eval hf gsm8k wandb=NaN').argv).toContain('{"project":"NaN"}');
  expect(planOf('lm-eval hf gsm8k push-to-hub=True').argv.join(' ')).toContain(
    '{"hub_results_org":"True","push_results_to_hub":true',
  );
});

it('lighteval takes what does not fit on its command line from a file', () => {
  const { files } = planOf('lighteval vllm gsm8k|5 dtype=float16 system-prompt="Be brief, and a=b."');
  expect(JSON.parse(files['lighteval-model.yaml'] ?? '')).toEqual({
    model_parameters: { model_name: 'org/model', revision: SHA, dtype: 'float16', system_prompt: 'Be brief, and a=b.' },
  });
});

describe('the configuration of NeMo Evaluator', () => {
  const configOf = (request: string) => JSON.parse(planOf(request).files['nemo-evaluator.yaml'] ?? '');

  it('starts vLLM at the commit, without trust in the code of the model', () => {
    const { defaults, deployment, evaluation } = configOf('nemo-evaluator vllm gsm8k|5 max-samples=10 dtype=bfloat16');
    expect(defaults).toEqual([{ execution: 'local' }, { deployment: 'vllm' }, '_self_']);
    expect(deployment).toMatchObject({
      image: 'vllm/vllm-openai:v0.19.1',
      hf_model_handle: 'org/model',
      served_model_name: 'org/model',
      tensor_parallel_size: 1,
      extra_args: `--revision ${SHA} --dtype bfloat16`,
    });
    expect(deployment.base_command).not.toContain('trust');
    expect(evaluation.nemo_evaluator_config.config.params).toEqual({ limit_samples: 10 });
    expect(evaluation.tasks).toMatchObject([
      {
        name: 'lm-evaluation-harness.gsm8k',
        nemo_evaluator_config: { config: { params: { extra: { num_fewshot: 5 } } } },
      },
    ]);
  });

  it('has the tokenizer where likelihoods are compared', () => {
    const { evaluation } = configOf('nemo-evaluator vllm gsm8k,hellaswag');
    expect(evaluation.tasks).toEqual([
      { name: 'lm-evaluation-harness.gsm8k', nemo_evaluator_config: {} },
      {
        name: 'lm-evaluation-harness.hellaswag',
        nemo_evaluator_config: {
          config: { params: { extra: { tokenizer: 'org/model', tokenizer_backend: 'huggingface' } } },
        },
      },
    ]);
  });

  it('trusts it when asked to', () => {
    const { deployment } = configOf('nemo-evaluator vllm gsm8k trust-remote-code=true');
    expect(deployment.extra_args).toContain('--trust-remote-code');
  });

  it('asks a server at the address for the kind of task', () => {
    const { target, deployment, evaluation } = configOf(
      'nemo-evaluator endpoint simple_evals.mmlu,lm-evaluation-harness.mmlu base-url=http://h/v1/',
    );
    expect(deployment).toBeUndefined();
    expect(target.api_endpoint).toMatchObject({ model_id: 'org/model', api_key_name: 'OPENAI_API_KEY' });
    const urls = evaluation.tasks.map(
      (task: { nemo_evaluator_config: { target: { api_endpoint: { url: string } } } }) =>
        new URL(task.nemo_evaluator_config.target.api_endpoint.url).pathname,
    );
    expect(urls).toEqual(['/v1/chat/completions', '/v1/completions']);
  });
});
