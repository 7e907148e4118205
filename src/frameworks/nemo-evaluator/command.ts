import { composePlan, configText, OUTPUT } from '../../evaluation/compose.ts';
import { checkExtraArgs, type Grammar } from '../../evaluation/extra-args.ts';
import { applyRules, ELSEWHERE, joinParts, type Rules } from '../../evaluation/parts.ts';
import type { Backend, EvaluationOptions, EvaluationRequest, Planned } from '../../evaluation/request.ts';
import type { Pins } from '../../evaluation/versions.ts';
import { SERVER } from '../common-rules.ts';
import { type NemoTask, planTasks } from './plan-tasks.ts';

const IN_CONFIG = ELSEWHERE;

/** What the launcher's configuration has a place for is put there, below; all else is refused. */
const COMMON = {
  provider: 'NeMo Evaluator does not know inference providers',
  systemPrompt: 'its tasks have prompts of their own',
  chatTemplate: 'whether prompts go through a chat API is a matter of the task',
  batchSize: (size: number | 'auto') => (size === 'auto' ? 'how many requests run at once is a number here' : {}),
  maxSamples: IN_CONFIG,
  customTasks: 'its tasks are in containers',
  wandb: 'its launcher exports results afterwards: nemo-evaluator-launcher export',
  pushToHub: 'its launcher publishes results afterwards: nemo-evaluator-launcher publish',
  extraArgs: ELSEWHERE,
};

const RULES: Readonly<Partial<Record<Backend, Rules>>> = {
  vllm: {
    ...COMMON,
    baseUrl: 'only the backend endpoint asks a server by its address',
    dtype: IN_CONFIG,
    trustRemoteCode: IN_CONFIG,
    tensorParallelSize: IN_CONFIG,
    dataParallelSize: IN_CONFIG,
    gpuMemoryUtilization: IN_CONFIG,
    maxModelLength: IN_CONFIG,
  },
  endpoint: {
    ...COMMON,
    baseUrl: IN_CONFIG,
    dtype: SERVER,
    trustRemoteCode: (trust) => (trust ? SERVER : {}),
    tensorParallelSize: SERVER,
    dataParallelSize: SERVER,
    gpuMemoryUtilization: SERVER,
    maxModelLength: SERVER,
  },
};

const GRAMMAR: Grammar = {
  owned: {
    '--config': 'the configuration is that of the request',
    '--config-mode': 'the configuration is that of the request',
    '--config_mode': 'the configuration is that of the request',
    '--tasks': 'say tasks',
    '--dry-run': 'it would evaluate nothing',
    '--dry_run': 'it would evaluate nothing',
  },
  short: { t: '--tasks', n: '--dry-run', o: '--override' },
  takesBeginnings: true,
  refusesLoose: true,
};
/** What `-o key=value` may not touch: which model, which tasks, how much of them, and where results go. */
const OWNED_KEYS =
  /^(?:-o|--\w+=)?[+~]*(?:hydra\.|defaults|execution\.(?:type|output_dir)|(?:deployment|target|evaluation)(?:@|=|$)|(?:deployment|target)\.|evaluation\.tasks(?:=|$|\.\d+(?:=|$|\.name))|[^=]*\b(?:limit_samples|model_id|target)\b)/;

const CONFIG = 'nemo-evaluator.yaml';
const API_KEY = 'OPENAI_API_KEY';

/** The command line of NeMo Evaluator's launcher 0.2.6, and its configuration (`cli/run.py`; reference: harnesses § 5). */
export function planNemoEvaluator(
  request: EvaluationRequest,
  pins: Pins,
  { python, image }: { readonly python: string; readonly image: string },
): Planned {
  const { backend, options } = request;
  const rules = RULES[backend];
  if (rules === undefined) return { problems: [`nemo-evaluator has no backend ${backend}`] };
  const { extraArgs = [], baseUrl } = options;
  const { parts, problems } = applyRules(rules, options);
  const tasks = planTasks(request);
  const args = ['run', '--config', CONFIG];
  const all = [
    ...problems,
    ...tasks.problems,
    ...(backend === 'endpoint' && baseUrl === undefined
      ? ['base-url: the backend endpoint needs the address of its API']
      : []),
    ...checkExtraArgs(extraArgs, { args, model: {} }, GRAMMAR),
    ...extraArgs
      .filter((arg) => OWNED_KEYS.test(arg))
      .map((arg) => `extra-args: ${JSON.stringify(arg)} is set by the plan`),
  ];
  if (all.length > 0) return { problems: all };
  const part = joinParts([
    ...parts,
    tasks.part,
    {
      // It counts runs for its maker otherwise.
      environment: { NEMO_EVALUATOR_TELEMETRY_LEVEL: '0' },
      // Its configuration names what it takes, and then it has to be there.
      needed: backend === 'endpoint' ? ['HF_TOKEN', API_KEY] : ['HF_TOKEN'],
    },
  ]);
  const files = { [CONFIG]: configText(configOf(request, tasks.tasks, image)) };
  const argv = ['nemo-evaluator-launcher', ...args];
  const needsGpu = backend === 'vllm';
  return {
    plan: composePlan({ request, pins, python, argv, part, files, needsGpu, needsDocker: true, detaches: true }),
  };
}

function configOf({ backend, model, options }: EvaluationRequest, tasks: readonly NemoTask[], image: string): object {
  const { maxSamples, batchSize } = options;
  const params = {
    ...(maxSamples === undefined ? {} : { limit_samples: maxSamples }),
    ...(batchSize === undefined || batchSize === 'auto' ? {} : { parallelism: batchSize }),
  };
  return {
    defaults: [{ execution: 'local' }, { deployment: backend === 'vllm' ? 'vllm' : 'none' }, '_self_'],
    execution: { output_dir: OUTPUT },
    env_vars: { HF_TOKEN: 'host:HF_TOKEN' },
    ...(backend === 'vllm'
      ? { deployment: deploymentOf(model, options, image) }
      : { target: { api_endpoint: { model_id: model.repoId, url: options.baseUrl, api_key_name: API_KEY } } }),
    evaluation: {
      nemo_evaluator_config: { config: { params } },
      tasks: tasks.map((task) => ({ name: task.name, nemo_evaluator_config: taskConfig(task, model.repoId, options) })),
    },
  };
}

/**
 * What its vLLM is started with. The launcher's own command always trusts the code of a model, and has eight GPUs: it is
 * written anew here, and ends in a shell, so that nothing but numbers, plain names and a plain revision goes into it.
 */
function deploymentOf(model: EvaluationRequest['model'], options: EvaluationOptions, image: string): object {
  const { dtype, maxModelLength, trustRemoteCode, gpuMemoryUtilization } = options;
  const extra = [
    `--revision ${model.revision}`,
    ...(dtype === undefined ? [] : [`--dtype ${dtype}`]),
    ...(maxModelLength === undefined ? [] : [`--max-model-len ${maxModelLength}`]),
    ...(trustRemoteCode === true ? ['--trust-remote-code'] : []),
  ];
  return {
    image,
    hf_model_handle: model.repoId,
    checkpoint_path: null,
    served_model_name: model.repoId,
    tensor_parallel_size: options.tensorParallelSize ?? 1,
    data_parallel_size: options.dataParallelSize ?? 1,
    // vLLM's own.
    gpu_memory_utilization: gpuMemoryUtilization ?? 0.9,
    extra_args: extra.join(' '),
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the launcher's own.
    base_command: [
      'vllm serve ${deployment.hf_model_handle}',
      '--tensor-parallel-size=${deployment.tensor_parallel_size}',
      '--data-parallel-size=${deployment.data_parallel_size}',
      '--port ${deployment.port}',
      '--served-model-name ${deployment.served_model_name}',
      '--gpu-memory-utilization ${deployment.gpu_memory_utilization}',
      '${deployment.extra_args}',
    ].join(' '),
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above.
  };
}

function taskConfig({ needsTokenizer, type, shots }: NemoTask, repoId: string, { baseUrl }: EvaluationOptions): object {
  const extra = {
    ...(needsTokenizer ? { tokenizer: repoId, tokenizer_backend: 'huggingface' } : {}),
    ...(shots === undefined ? {} : { num_fewshot: shots }),
  };
  return {
    ...(Object.keys(extra).length === 0 ? {} : { config: { params: { extra } } }),
    ...(baseUrl === undefined
      ? {}
      : { target: { api_endpoint: { url: `${baseUrl.replace(/\/+$/, '')}/${PATHS[type]}` } } }),
  };
}

const PATHS: Readonly<Record<NemoTask['type'], string>> = { chat: 'chat/completions', completions: 'completions' };
