import { isDeepStrictEqual } from 'node:util';
import type { EvaluationOptions, EvaluationRequest, Framework } from '../../src/evaluation/request.ts';

/** What a framework's own parser made of a command line; which fields there are is told by `read-*.py`. */
export type Said = Readonly<Record<string, unknown>>;

/** A field that it has to have understood, by a path: `model.revision`. */
type Expected = readonly (readonly [path: string, value: unknown])[];

/** What a command line was misunderstood in; undefined when everything that was asked for has arrived. */
export function misunderstood(request: EvaluationRequest, said: Said): string | undefined {
  const missing = request.framework === 'lighteval' ? missingIn(said, request.tasks) : [];
  const wrong = EXPECT[request.framework](request).filter(
    ([path, value]) => !isDeepStrictEqual(valueAt(said, path), value),
  );
  if (wrong.length === 0 && missing.length === 0) return undefined;
  return wrong
    .map(([path, value]) => `${path} is ${JSON.stringify(valueAt(said, path))}, not ${JSON.stringify(value)}`)
    .join('; ');
}

const EXPECT: Readonly<Record<Framework, (request: EvaluationRequest) => Expected>> = {
  lighteval({ backend, model, options }) {
    const isServed = backend === 'endpoint' || backend === 'inference-providers';
    const length = backend === 'accelerate' ? 'model.max_length' : 'model.max_model_length';
    const batch = {
      vllm: 'model.max_num_seqs',
      accelerate: 'model.batch_size',
      endpoint: 'model.concurrent_requests',
    }[backend as string];
    return [
      ['model.model_name', backend === 'endpoint' ? `openai/${model.repoId}` : model.repoId],
      ...(isServed ? [] : ([['model.revision', model.revision]] as const)),
      ['output', 'results'],
      ['details', true],
      ['limit', options.maxSamples ?? null],
      ['model.system_prompt', options.systemPrompt ?? null],
      ['push', options.pushToHub ?? null],
      ['wandb', options.wandb !== undefined],
      ...when(options, {
        dtype: 'model.dtype',
        baseUrl: 'model.base_url',
        provider: 'model.provider',
        maxModelLength: length,
        gpuMemoryUtilization: 'model.gpu_memory_utilization',
        tensorParallelSize: 'model.tensor_parallel_size',
      }),
      ...(isServed
        ? []
        : when(options, { trustRemoteCode: 'model.trust_remote_code', chatTemplate: 'model.override_chat_template' })),
      ...(typeof options.batchSize === 'number' && batch !== undefined ? ([[batch, options.batchSize]] as const) : []),
    ];
  },
  'inspect-ai'({ backend, model, options }) {
    const prefix = { vllm: 'vllm', hf: 'hf', 'inference-providers': 'hf-inference-providers' }[backend as string];
    const suffix = options.provider === undefined ? '' : `:${options.provider}`;
    return [
      ['name', `${prefix}/${model.repoId}${suffix}`],
      ...(backend === 'inference-providers' ? [] : ([['model.revision', model.revision]] as const)),
      ['output', 'results'],
      ['format', 'eval'],
      ['limit', options.maxSamples === undefined ? null : String(options.maxSamples)],
      ['system', options.systemPrompt ?? null],
      ...when(options, {
        dtype: 'model.dtype',
        tensorParallelSize: backend === 'vllm' ? 'model.tensor_parallel_size' : undefined,
        gpuMemoryUtilization: 'model.gpu_memory_utilization',
        maxModelLength: 'model.max_model_len',
        trustRemoteCode: 'model.trust_remote_code',
        chatTemplate: backend === 'inference-providers' ? undefined : 'model.use_chat_template',
      }),
      ...(typeof options.batchSize === 'number' ? ([['connections', options.batchSize]] as const) : []),
    ];
  },
  'lm-eval'({ backend, model, tasks, options }) {
    const name = backend === 'local-completions' ? 'model.model' : 'model.pretrained';
    const length = backend === 'vllm' ? 'model.max_model_len' : 'model.max_length';
    return [
      ['backend', backend],
      [name, model.repoId],
      ...(model.revision === undefined ? [] : ([['model.revision', model.revision]] as const)),
      ...(backend === 'vllm' ? ([['model.tokenizer_revision', model.revision]] as const) : []),
      ['output', 'results'],
      ['samples', true],
      ['limit', options.maxSamples ?? null],
      ['shots', tasks[0]?.shots ?? null],
      ['system', options.systemPrompt ?? null],
      ['template', options.chatTemplate ?? false],
      ['push.hub_results_org', options.pushToHub],
      ['wandb.project', options.wandb],
      ...when(options, {
        dtype: 'model.dtype',
        gpuMemoryUtilization: 'model.gpu_memory_utilization',
        maxModelLength: length,
        trustRemoteCode: 'model.trust_remote_code',
      }),
      ...(options.batchSize === undefined ? [] : ([['batch', String(options.batchSize)]] as const)),
    ];
  },
  'nemo-evaluator'({ backend, model, tasks, options }) {
    const isServing = backend === 'vllm';
    const deployment = 'config.metadata.launcher_resolved_config.deployment';
    return [
      ['jobs', tasks.length],
      ['config.target.api_endpoint.model_id', model.repoId],
      ['config.config.params.limit_samples', options.maxSamples],
      ['config.config.params.parallelism', options.batchSize],
      [`${deployment}.type`, isServing ? 'vllm' : 'none'],
      ['server.length', isServing ? tasks.length : 0],
      ...(isServing ? serverWords(model.revision, options) : []),
    ];
  },
};

/** Words that the command of a server has to have, or not. */
function serverWords(sha: string | undefined, options: EvaluationOptions): Expected {
  const has = (word: string, isThere = true) => [`server.0 ${word}`, isThere] as const;
  return [
    has(`--revision ${sha}`),
    has('--trust-remote-code', options.trustRemoteCode === true),
    has(`--tensor-parallel-size=${options.tensorParallelSize ?? 1}`),
    has(`--data-parallel-size=${options.dataParallelSize ?? 1}`),
    has(`--gpu-memory-utilization ${options.gpuMemoryUtilization ?? 0.9}`),
    has(`--max-model-len ${options.maxModelLength}`, options.maxModelLength !== undefined),
    has(`--dtype ${options.dtype}`, options.dtype !== undefined),
  ];
}

/** Options that are said under these names, where they are asked for. */
function when(
  options: EvaluationOptions,
  names: { readonly [K in keyof EvaluationOptions]?: string | undefined },
): Expected {
  return Object.entries(names).flatMap(([key, path]) => {
    const value = options[key as keyof EvaluationOptions];
    return value === undefined || path === undefined ? [] : [[path, value] as const];
  });
}

/** Each task, or what it stands for, with its number of shots: among `[["mmlu:anatomy", 5]]` is `mmlu` with 5. */
function missingIn(said: Said, tasks: EvaluationRequest['tasks']): string[] {
  const found = said.tasks as readonly (readonly [name: string, shots: number])[];
  const asked = tasks.map(({ name, shots = 0 }) => [name.split('@')[0] ?? '', shots] as const);
  return asked
    .filter(([name, shots]) => !found.some(([one, count]) => count === shots && `${one}:`.startsWith(`${name}:`)))
    .map(([name, shots]) => `${name}|${shots} is not among the tasks`);
}

/** `server.0 --revision` asks whether that text is in there. */
function valueAt(said: Said, path: string): unknown {
  const [keys = '', ...words] = path.split(' ');
  const value = keys.split('.').reduce<unknown>((data, key) => (data as Said | undefined)?.[key], said);
  if (words.length === 0) return value;
  return typeof value === 'string' && value.includes(words.join(' '));
}
