import { composePlan, configText, OUTPUT } from '../../evaluation/compose.ts';
import { checkExtraArgs, type Grammar, hasExtra } from '../../evaluation/extra-args.ts';
import { applyRules, ELSEWHERE, joinParts, type Part, type Rules, type Value } from '../../evaluation/parts.ts';
import type { Backend, EvaluationRequest, Planned } from '../../evaluation/request.ts';
import type { Pins } from '../../evaluation/versions.ts';
import { launchCopies, SERVER, templateOfChatApi } from '../common-rules.ts';
import { planTasks } from './plan-tasks.ts';

/** A backend: what it is called, what names the model, and how options are said to it. */
type Way = {
  readonly command: readonly string[];
  readonly needsGpu: boolean;
  readonly model: (request: EvaluationRequest) => Part;
  readonly rules: Rules;
};

/** Options that are flags of every sub-command (`cli_args.py`); all else is said in the model's arguments. */
const FLAGS = {
  systemPrompt: (text: string) => ({ model: { system_prompt: text } }),
  maxSamples: (count: number) => ({ args: ['--max-samples', String(count)] }),
  customTasks: (path: string) =>
    path.endsWith('.py') ? { args: ['--custom-tasks', path] } : 'lighteval takes tasks from a Python file',
  wandb: (project: string) => ({
    args: ['--wandb'],
    extras: ['lighteval[wandb]'],
    environment: { WANDB_PROJECT: project },
    needed: ['WANDB_API_KEY'],
  }),
  pushToHub: (org: string) => ({ args: ['--push-to-hub', '--results-org', org], needed: ['HF_TOKEN'] }),
  extraArgs: ELSEWHERE,
};

const NO_ADDRESS = 'only the backend endpoint asks a server by its address';
const NO_PROVIDER = 'only the backend inference-providers has one';
const VLLM: Way = {
  command: ['lighteval', 'vllm'],
  needsGpu: true,
  model: (request) => ({ ...atRevision(request), ...SPAWN, ...noteTemplate(request) }),
  rules: {
    ...FLAGS,
    baseUrl: NO_ADDRESS,
    provider: NO_PROVIDER,
    dtype: (dtype) => ({ model: { dtype } }),
    trustRemoteCode: (trust) => ({ model: { trust_remote_code: trust } }),
    tensorParallelSize: (size) => ({ model: { tensor_parallel_size: size } }),
    dataParallelSize: (size) => ({ model: { data_parallel_size: size } }),
    gpuMemoryUtilization: (share) => ({ model: { gpu_memory_utilization: share } }),
    maxModelLength: (length) => ({ model: { max_model_length: length } }),
    batchSize: (size) =>
      size === 'auto' ? { notes: ['vLLM finds the size of batches itself'] } : { model: { max_num_seqs: size } },
    chatTemplate: (use) => ({ model: { override_chat_template: use } }),
  },
};

/** As its documentation starts it with several GPUs (`use-vllm-as-backend`). */
const SPAWN: Part = { environment: { VLLM_WORKER_MULTIPROC_METHOD: 'spawn' } };

/** Whether there is a template, it looks up without trust in the model's code (`uses_chat_template` in `models/utils.py`). */
function noteTemplate({ options }: EvaluationRequest): Part {
  if (options.trustRemoteCode !== true || options.chatTemplate !== undefined) return {};
  return {
    notes: ['lighteval takes a chat template for there where the tokenizer needs code of its own; say chat-template'],
  };
}

const ACCELERATE: Way = {
  command: ['lighteval', 'accelerate'],
  needsGpu: true,
  model: atRevision,
  rules: {
    ...VLLM.rules,
    // Some layers to each card (`init_model_parallel`).
    tensorParallelSize: (size) => (size === 1 ? {} : { model: { model_parallel: true } }),
    dataParallelSize: ELSEWHERE,
    gpuMemoryUtilization: 'it is a setting of vLLM; accelerate takes what it needs',
    maxModelLength: (length) => ({ model: { max_length: length } }),
    batchSize: (size) =>
      size === 'auto' ? { notes: ['lighteval finds the size of batches itself'] } : { model: { batch_size: size } },
  },
};

const PROVIDERS: Way = {
  command: ['lighteval', 'endpoint', 'inference-providers'],
  needsGpu: false,
  model: ({ model }) => ({ model: { model_name: model.repoId }, needed: ['HF_TOKEN'] }),
  rules: {
    ...FLAGS,
    baseUrl: NO_ADDRESS,
    provider: (provider) => ({ model: { provider } }),
    dtype: SERVER,
    trustRemoteCode: (trust) => (trust ? SERVER : {}),
    tensorParallelSize: SERVER,
    dataParallelSize: SERVER,
    gpuMemoryUtilization: SERVER,
    maxModelLength: SERVER,
    batchSize: (size) =>
      size === 'auto' ? 'how many requests run at once is a number here' : { model: { parallel_calls_count: size } },
    chatTemplate: templateOfChatApi,
  },
};

/**
 * An OpenAI-compatible API through LiteLLM. Of the other ways to a server, `inference-endpoint` rents one, and `tgi` is for
 * one program, which speaks this language, too.
 */
const ENDPOINT: Way = {
  command: ['lighteval', 'endpoint', 'litellm'],
  needsGpu: false,
  model: ({ model }) => ({
    // LiteLLM takes the way to ask from what stands before the name.
    model: { model_name: `openai/${model.repoId}`, provider: 'openai' },
    needed: ['OPENAI_API_KEY'],
    wanted: ['HF_TOKEN'],
    notes: [
      'OPENAI_API_KEY may be any text where the server asks for none',
      'lighteval scores a request that fails eight times as an empty answer',
    ],
  }),
  rules: {
    ...PROVIDERS.rules,
    baseUrl: (url) => ({ model: { base_url: url } }),
    provider: NO_PROVIDER,
    maxModelLength: (length) => ({ model: { max_model_length: length } }),
    batchSize: (size) =>
      size === 'auto' ? 'how many requests run at once is a number here' : { model: { concurrent_requests: size } },
  },
};

const WAYS: Readonly<Partial<Record<Backend, Way>>> = {
  vllm: VLLM,
  accelerate: ACCELERATE,
  'inference-providers': PROVIDERS,
  endpoint: ENDPOINT,
};

const GRAMMAR: Grammar = {
  owned: {
    '--output-dir': 'results have to be where they are looked for',
    '--results-path-template': 'results have to be where they are looked for',
    '--max-samples': 'say max-samples',
    '--custom-tasks': 'say custom-tasks',
    '--push-to-hub': 'say push-to-hub',
    '--results-org': 'say push-to-hub',
    '--wandb': 'say wandb',
    '--load-responses-from-details-date-id': 'answers of another run are not those of this model',
  },
  short: {},
  refusesLoose: true,
};

/** The command line of lighteval 0.13 (reference: `main_vllm.py`, `main_accelerate.py`, `main_endpoint.py`, `cli_args.py`). */
export function planLighteval(request: EvaluationRequest, pins: Pins, python: string): Planned {
  const { backend, options } = request;
  const way = WAYS[backend];
  if (way === undefined) return { problems: [`lighteval has no backend ${backend}`] };
  const { extraArgs = [] } = options;
  const { parts, problems } = applyRules(way.rules, options);
  const isMultilingual = backend !== 'vllm' && hasExtra(extraArgs, MULTILINGUAL);
  const tasks = planTasks(request, { takesAny: options.customTasks !== undefined || isMultilingual });
  const multilingual = isMultilingual ? { extras: ['lighteval[multilingual]'] } : {};
  const part = joinParts([way.model(request), ...parts, tasks.part, multilingual]);
  const { first, files } = modelArgument(part.model);
  const args = [first, tasks.text, '--output-dir', OUTPUT, '--save-details', ...part.args];
  const all = [
    ...problems,
    ...tasks.problems,
    ...whyIncomplete(request),
    ...checkExtraArgs(extraArgs, { args, model: part.model }, GRAMMAR),
  ];
  if (all.length > 0) return { problems: all };
  const argv = [...(backend === 'accelerate' ? launchCopies(request) : []), ...way.command, ...args];
  return { plan: composePlan({ request, pins, python, argv, part, files, needsGpu: way.needsGpu }) };
}

/** Tasks in other languages than English are known only with this, which `lighteval vllm` does not take. */
const MULTILINGUAL = '--load-tasks-multilingual';

function atRevision({ model }: EvaluationRequest): Part {
  return { model: { model_name: model.repoId, revision: model.revision ?? '' }, wanted: ['HF_TOKEN'] };
}

function whyIncomplete({ backend, options }: EvaluationRequest): string[] {
  const { dataParallelSize = 1, maxModelLength, baseUrl, provider } = options;
  if (backend === 'endpoint' && baseUrl === undefined)
    return ['base-url: the backend endpoint needs the address of its API'];
  if (backend === 'inference-providers' && provider === undefined) {
    return ['provider: the backend inference-providers of lighteval needs one'];
  }
  // With copies in Ray, it never learns how long prompts may be (`vllm_model.py`, `_create_auto_model`).
  return backend === 'vllm' && dataParallelSize > 1 && maxModelLength === undefined
    ? ['data-parallel-size: lighteval then needs max-model-length, which it cannot find out']
    : [];
}

const CONFIG = 'lighteval-model.yaml';

/**
 * The first argument: `model_name=…,revision=…`. It is split at commas and equals signs, and without quotes, so that a value
 * with others than plain characters goes into a file, which lighteval takes in its place (`abstract_model.py`, `_parse_args`).
 */
function modelArgument(model: Readonly<Record<string, Value>>): {
  readonly first: string;
  readonly files: Readonly<Record<string, string>>;
} {
  const pairs = Object.entries(model).map(([key, value]) => [
    key,
    typeof value === 'boolean' ? pythonBoolean(value) : value,
  ]);
  const text = pairs.map(([key, value]) => `${key}=${value}`).join(',');
  const isPlain = pairs.every(([, value]) => /^[\w./:@+-]+$/.test(String(value))) && !text.endsWith('.yaml');
  if (isPlain) return { first: text, files: {} };
  return { first: CONFIG, files: { [CONFIG]: configText({ model_parameters: model }) } };
}

function pythonBoolean(value: boolean): string {
  return value ? 'True' : 'False';
}
