import { composePlan, OUTPUT } from '../../evaluation/compose.ts';
import { checkExtraArgs, type Grammar, hasExtra, setsModelArg } from '../../evaluation/extra-args.ts';
import { applyRules, ELSEWHERE, joinParts, type Part, type Rules, type Value } from '../../evaluation/parts.ts';
import type { Backend, EvaluationRequest, Planned } from '../../evaluation/request.ts';
import type { Pins } from '../../evaluation/versions.ts';
import { SERVER, templateOfChatApi } from '../common-rules.ts';
import { planTasks } from './plan-tasks.ts';

type Way = {
  /** What stands before the name of the model. */
  readonly prefix: string;
  readonly needsGpu: boolean;
  readonly rules: Rules;
};

const NO_ADDRESS = 'the backends of inspect-ai start what they need, or ask inference providers';
/** Requests that are under way at once; with hf, they make up a batch (`hf.py`, `max_connections`). */
const connections = (count: number): Part => ({ args: ['--max-connections', String(count)] });

const COMMON = {
  baseUrl: NO_ADDRESS,
  // A text that begins with a dash is still this option's.
  systemPrompt: (text: string) => ({ args: [`--system-message=${text}`] }),
  // Its `--max-samples` is another thing: how many run at once.
  maxSamples: (count: number) => ({ args: ['--limit', String(count)] }),
  customTasks: (path: string) => (path.endsWith('.py') ? {} : 'inspect-ai takes tasks from a Python file'),
  wandb: 'inspect-ai has nothing of the kind',
  pushToHub: 'inspect-ai pushes nothing to datasets',
  extraArgs: ELSEWHERE,
};

/** Arguments of the model go to `vllm serve` as they are, with dashes (`vllm.py`, `local_server.py`). */
const VLLM: Way = {
  prefix: 'vllm/',
  needsGpu: true,
  rules: {
    ...COMMON,
    provider: 'only the backend inference-providers has one',
    dtype: (dtype) => ({ model: { dtype } }),
    trustRemoteCode: (trust) => ({ model: { trust_remote_code: trust } }),
    tensorParallelSize: (size) => ({ model: { tensor_parallel_size: size } }),
    dataParallelSize: (size) => ({ model: { data_parallel_size: size } }),
    gpuMemoryUtilization: (share) => ({ model: { gpu_memory_utilization: share } }),
    maxModelLength: (length) => ({ model: { max_model_len: length } }),
    batchSize: (size) => (size === 'auto' ? { notes: ['vLLM finds the size of batches itself'] } : connections(size)),
    chatTemplate: (use) => ({ model: { use_chat_template: use } }),
  },
};

/** Other arguments of the model go to `from_pretrained` (`hf.py`). */
const HF: Way = {
  prefix: 'hf/',
  needsGpu: true,
  rules: {
    ...VLLM.rules,
    trustRemoteCode: (trust) =>
      trust
        ? 'inspect-ai loads the tokenizer of its hf backend from the main branch, with code that nobody has pinned; vllm takes it from the commit'
        : { model: { trust_remote_code: false } },
    // Some layers to each card: it is the `device_map` of `from_pretrained`, and the first card without it.
    tensorParallelSize: (size) => (size === 1 ? {} : { model: { device: 'auto' } }),
    dataParallelSize: (size) => (size === 1 ? {} : 'its hf backend runs one copy; vllm runs several'),
    gpuMemoryUtilization: 'it is a setting of vLLM; transformers takes what it needs',
    maxModelLength: 'its hf backend has no such setting; vllm has',
    batchSize: (size) =>
      size === 'auto' ? 'its hf backend has batches of a fixed size, 32 without one' : connections(size),
  },
};

const PROVIDERS: Way = {
  prefix: 'hf-inference-providers/',
  needsGpu: false,
  rules: {
    ...COMMON,
    provider: ELSEWHERE,
    dtype: SERVER,
    trustRemoteCode: (trust) => (trust ? SERVER : {}),
    tensorParallelSize: SERVER,
    dataParallelSize: SERVER,
    gpuMemoryUtilization: SERVER,
    maxModelLength: SERVER,
    batchSize: (size) => (size === 'auto' ? 'how many requests run at once is a number here' : connections(size)),
    chatTemplate: templateOfChatApi,
  },
};

const WAYS: Readonly<Partial<Record<Backend, Way>>> = { vllm: VLLM, hf: HF, 'inference-providers': PROVIDERS };

const MODEL = 'the model is that of the request';
const GRAMMAR: Grammar = {
  owned: {
    '--model': MODEL,
    '--model-spec': MODEL,
    '--model-config': MODEL,
    '--model-base-url': MODEL,
    '--run-config': 'it may set anything anew',
    '--task-config': 'say what it has as -T arguments',
    '--log-dir': 'logs have to be where they are looked for',
    '--log-format': 'logs have to be where they are looked for',
    '--limit': 'say max-samples',
    '--system-message': 'say system-prompt',
    '--max-connections': 'say batch-size',
    '--detach': 'it would end before the evaluation does',
  },
  short: { M: '-M', T: '-T', S: '-S', F: '--scan-filter' },
  refusesLoose: true,
  modelOption: '-M',
  taskOption: '-T',
};

/** The command line of inspect-ai 0.3.285 (`_cli/eval.py`; reference: harnesses § 4.1). */
export function planInspect(request: EvaluationRequest, pins: Pins, python: string): Planned {
  const { backend, model, options } = request;
  const way = WAYS[backend];
  if (way === undefined) return { problems: [`inspect-ai has no backend ${backend}`] };
  const { extraArgs = [], provider } = options;
  const { parts, problems } = applyRules(way.rules, options);
  const tasks = planTasks(request);
  const part = joinParts([modelPart(request), ...parts, tasks.part]);
  const name = `${way.prefix}${model.repoId}${provider === undefined ? '' : `:${provider}`}`;
  const args = [
    ...['--model', name, ...modelArgs(part.model)],
    ...(hasExtra(extraArgs, '--temperature') ? [] : ['--temperature', '0']),
    ...part.args,
    ...['--log-dir', OUTPUT, '--log-format', 'eval', '--no-log-images', '--display', 'plain'],
  ];
  const all = [...problems, ...tasks.problems, ...checkExtraArgs(extraArgs, { args, model: part.model }, GRAMMAR)];
  if (all.length > 0) return { problems: all };
  const argv = ['inspect', 'eval', ...tasks.specs, ...args];
  const { needsGpu } = way;
  return { plan: composePlan({ request, pins, python, argv, part, needsGpu, needsDocker: tasks.needsDocker }) };
}

function modelPart({ backend, model, options }: EvaluationRequest): Part {
  if (backend === 'inference-providers') return { needed: ['HF_TOKEN'] };
  const wanted = ['HF_TOKEN'];
  const { revision = '' } = model;
  if (backend === 'vllm') return { model: { revision }, wanted };
  // It samples otherwise, whatever the temperature is.
  const sampling = setsModelArg(options.extraArgs ?? [], 'do_sample') ? {} : { do_sample: false };
  const notes = [
    'inspect-ai loads the tokenizer of its hf backend from the main branch, whatever the commit of the model',
  ];
  return { model: { revision, ...sampling }, wanted, notes };
}

/** Values are read as YAML: a commit that is a number to it needs quotes. */
function modelArgs(model: Readonly<Record<string, Value>>): string[] {
  return Object.entries(model).flatMap(([key, value]) => {
    const isNumber = typeof value === 'string' && /^(?:\d+|0b[01]+)$/.test(value);
    return ['-M', `${key}=${isNumber ? `'${value}'` : value}`];
  });
}
