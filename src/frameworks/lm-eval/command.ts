import { composePlan, OUTPUT } from '../../evaluation/compose.ts';
import { checkExtraArgs, type Grammar, hasExtra } from '../../evaluation/extra-args.ts';
import { applyRules, ELSEWHERE, joinParts, type Part, type Rules, type Value } from '../../evaluation/parts.ts';
import type { Backend, EvaluationRequest, Planned } from '../../evaluation/request.ts';
import type { Pins } from '../../evaluation/versions.ts';
import { launchCopies, SERVER } from '../common-rules.ts';
import { planTasks } from './plan-tasks.ts';

type Way = {
  readonly needsGpu: boolean;
  readonly model: (request: EvaluationRequest) => Part;
  readonly rules: Rules;
};

const NO_ADDRESS = 'only the backend local-completions asks a server by its address';
const NO_PROVIDER = 'lm-eval does not know inference providers';

/** Results and answers, which may be those of gated data. */
const PUSHED = { push_results_to_hub: true, push_samples_to_hub: true, public_repo: false };

const COMMON = {
  provider: NO_PROVIDER,
  // Not `--trust_remote_code`, which trusts the code of datasets, too.
  trustRemoteCode: (trust: boolean) => ({ model: { trust_remote_code: trust } }),
  chatTemplate: (use: boolean) =>
    use ? { args: ['--apply_chat_template'] } : { notes: ['lm-eval applies no chat template unless it is asked to'] },
  // A text that begins with a dash is still this option's.
  systemPrompt: (text: string) => ({ args: [`--system_instruction=${text}`] }),
  maxSamples: (count: number) => ({ args: ['--limit', String(count)] }),
  customTasks: ELSEWHERE,
  wandb: (project: string) => ({
    args: ['--wandb_args', pairsOf({ project })],
    extras: ['lm-eval[wandb]'],
    needed: ['WANDB_API_KEY'],
  }),
  pushToHub: (org: string) => ({
    args: ['--hf_hub_log_args', pairsOf({ hub_results_org: org, ...PUSHED })],
    needed: ['HF_TOKEN'],
  }),
  extraArgs: ELSEWHERE,
};

const batch = (size: number | 'auto'): Part => ({ args: ['--batch_size', String(size)] });

const VLLM: Way = {
  needsGpu: true,
  // Its own tokenizer is loaded apart from the engine's, at a revision of its own (`vllm_causallms.py`).
  model: ({ model, options }) => ({
    model: { pretrained: model.repoId, revision: model.revision ?? '', tokenizer_revision: model.revision ?? '' },
    wanted: ['HF_TOKEN'],
    // Without it, prompts go to vLLM one by one.
    ...(options.batchSize === undefined ? batch('auto') : {}),
  }),
  rules: {
    ...COMMON,
    baseUrl: NO_ADDRESS,
    dtype: (dtype) => ({ model: { dtype } }),
    tensorParallelSize: (size) => ({ model: { tensor_parallel_size: size } }),
    dataParallelSize: (size) => ({ model: { data_parallel_size: size }, ...(size > 1 ? { packages: ['ray'] } : {}) }),
    gpuMemoryUtilization: (share) => ({ model: { gpu_memory_utilization: share } }),
    maxModelLength: (length) => ({ model: { max_model_len: length } }),
    batchSize: batch,
  },
};

const HF: Way = {
  needsGpu: true,
  model: ({ model, options }) => ({
    model: { pretrained: model.repoId, revision: model.revision ?? '' },
    wanted: ['HF_TOKEN'],
    ...(options.batchSize === undefined ? batch('auto') : {}),
  }),
  rules: {
    ...VLLM.rules,
    // Some layers to each card (`huggingface.py`, `_get_accelerate_args`).
    tensorParallelSize: (size) => (size === 1 ? {} : { model: { parallelize: true } }),
    dataParallelSize: ELSEWHERE,
    gpuMemoryUtilization: 'it is a setting of vLLM; transformers takes what it needs',
    maxModelLength: (length) => ({ model: { max_length: length } }),
  },
};

/** A server with OpenAI's completions, which have likelihoods; chat has none (`openai_completions.py`, `api_models.py`). */
const COMPLETIONS: Way = {
  needsGpu: false,
  model: ({ model }) => ({
    // The revision is that of the tokenizer.
    model: { model: model.repoId, ...(model.revision === undefined ? {} : { revision: model.revision }) },
    wanted: ['OPENAI_API_KEY', 'HF_TOKEN'],
  }),
  rules: {
    ...COMMON,
    baseUrl: completionsUrl,
    dtype: SERVER,
    tensorParallelSize: SERVER,
    dataParallelSize: SERVER,
    gpuMemoryUtilization: SERVER,
    maxModelLength: (length) => ({ model: { max_length: length } }),
    batchSize: (size) =>
      size === 'auto' ? 'lm-eval cannot find out how many prompts a server takes at once' : batch(size),
  },
};

const WAYS: Readonly<Partial<Record<Backend, Way>>> = { vllm: VLLM, hf: HF, 'local-completions': COMPLETIONS };

const GRAMMAR: Grammar = {
  owned: {
    '--model': 'the model is that of the request',
    '--tasks': 'say tasks',
    '--num_fewshot': 'say shots with the task, as gsm8k|5',
    '--include_path': 'say custom-tasks',
    '--output_path': 'results have to be where they are looked for',
    '--limit': 'say max-samples',
    '--batch_size': 'say batch-size',
    '--apply_chat_template': 'say chat-template',
    '--system_instruction': 'say system-prompt',
    '--config': 'it may set anything anew',
    '--trust_remote_code': 'say trust-remote-code',
    '--wandb_args': 'say wandb',
    '--hf_hub_log_args': 'say push-to-hub',
  },
  short: {
    M: '--model',
    a: '--model_args',
    t: '--tasks',
    f: '--num_fewshot',
    o: '--output_path',
    L: '--limit',
    b: '--batch_size',
    C: '--config',
    s: '--log_samples',
  },
  flags: 'swx',
  takesBeginnings: true,
  modelOption: '--model_args',
};

/** The command line of lm-eval 0.4.13 (`_cli/run.py`; reference: harnesses § 3.1). */
export function planLmEval(request: EvaluationRequest, pins: Pins, python: string): Planned {
  const { backend, options } = request;
  const way = WAYS[backend];
  if (way === undefined) return { problems: [`lm-eval has no backend ${backend}`] };
  const { extraArgs = [], baseUrl } = options;
  const { parts, problems } = applyRules(way.rules, options);
  const tasks = planTasks(request, { mayRunCode: hasExtra(extraArgs, '--confirm_run_unsafe_code') });
  const part = joinParts([way.model(request), ...parts, tasks.part]);
  const args = [
    ...['--model', backend, '--model_args', pairsOf(part.model), '--tasks', tasks.text],
    ...part.args,
    ...['--output_path', OUTPUT, '--log_samples'],
  ];
  // The one option of the plan's that may be said again, for other arguments of the model.
  const fixed = args.filter((arg) => arg !== '--model_args');
  const all = [
    ...problems,
    ...tasks.problems,
    ...(backend === 'local-completions' && baseUrl === undefined
      ? ['base-url: the backend local-completions needs the address of its API']
      : []),
    ...checkExtraArgs(extraArgs, { args: fixed, model: part.model }, GRAMMAR),
  ];
  if (all.length > 0) return { problems: all };
  const argv = [...(backend === 'hf' ? launchCopies(request) : []), 'lm_eval', 'run', ...args];
  return { plan: composePlan({ request, pins, python, argv, part, needsGpu: way.needsGpu }) };
}

/** What it is given is the address of the completions themselves. */
function completionsUrl(url: string): Part | string {
  const base = url.replace(/\/+$/, '');
  if (base.endsWith('/chat/completions'))
    return 'a chat API has no likelihoods; give the address of /v1 or of /v1/completions';
  return { model: { base_url: base.endsWith('/completions') ? base : `${base}/completions` } };
}

/**
 * `pretrained=…,revision=…`. Values are read as Python's, so that a commit such as 123e4 would be a number. With such a one,
 * and with other characters than plain ones, all of it is JSON, which is taken as it is (`_cli/utils.py`, `MergeDictAction`).
 */
function pairsOf(values: Readonly<Record<string, Value>>): string {
  const entries = Object.entries(values);
  const isPlain = entries.every(([, value]) => typeof value !== 'string' || (PLAIN.test(value) && !TYPED.test(value)));
  if (!isPlain) return JSON.stringify(values);
  return entries
    .map(([key, value]) => `${key}=${typeof value === 'boolean' ? (value ? 'True' : 'False') : value}`)
    .join(',');
}

const PLAIN = /^[\w./:@+-]+$/;
/** What Python takes for something else than a text. */
const TYPED = /^[+-]?(?:[\d_.]+(?:e[+-]?[\d_]+)?|0b[01_]+|inf|infinity|nan|true|false|none)$/i;
