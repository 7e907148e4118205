import { quoted } from '../../data.ts';
import { type Cause, cause, type JobFacts } from './cause.ts';

const BIGGER = 'take a bigger GPU with --hardware, or several with --tensor-parallel-size';

/** What does not fit the GPUs that were rented. */
export const GPU_CAUSES: readonly Cause[] = [
  // torch, c10/cuda/CUDACachingAllocator.cpp: "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity …";
  // `torch.cuda.OutOfMemoryError` and `RuntimeError` in older ones. vLLM, v1/worker/gpu_model_runner.py: "CUDA out of
  // memory occurred when warming up sampler with 256 dummy requests". Of the CUDA runtime itself: "CUDA error: out of memory".
  cause(
    'out-of-gpu-memory',
    /(?:OutOfMemoryError|AcceleratorError|RuntimeError): (?:CUDA|HIP) (?:error: )?out of memory(?:\. Tried to allocate (?<size>[\d.]{1,10} [KMGT]?i?B))?/,
    ({ size }) => `The GPU has not enough memory${size === undefined ? '' : `: ${size} more were asked for`}.`,
    (_, job) =>
      usesVllm(job)
        ? `Lower --gpu-memory-utilization or --max-model-length, or ${BIGGER}.`
        : 'Lower --batch-size, or take a bigger GPU with --hardware.',
  ),
  // vLLM, v1/core/kv_cache_utils.py, _check_enough_kv_cache_memory; worker/worker.py before.
  cause(
    'no-cache-memory',
    /No available memory for the cache blocks/,
    () => 'The model fills the GPU: no memory is left for what vLLM keeps of its texts.',
    `Raise --gpu-memory-utilization, lower --max-model-length, or ${BIGGER}.`,
  ),
  // vLLM, v1/core/kv_cache_utils.py; "models's", "model's" and "model" are theirs, by version.
  cause(
    'context-too-long',
    /To serve at least one request with the models?(?:'s)? max seq len \((?<length>\d{1,10})\).{0,200}?KV cache is needed(?:.{0,120}estimated maximum model length is (?<most>\d{1,10}))?/,
    ({ length }) => `The GPU has no room for one text of ${length} tokens, the longest that is allowed.`,
    ({ most }) =>
      `Set --max-model-length${most === undefined ? ' lower' : ` ${most}`}, raise --gpu-memory-utilization, or ${BIGGER}.`,
  ),
  // vLLM before v1, worker/worker.py, raise_if_cache_size_invalid.
  cause(
    'context-too-long',
    /max seq len \((?<length>\d{1,10})\) is larger than the maximum number of tokens that can be stored in KV cache \((?<most>\d{1,10})\)/,
    ({ length }) => `The GPU has no room for one text of ${length} tokens, the longest that is allowed.`,
    ({ most }) => `Set --max-model-length ${most}, raise --gpu-memory-utilization, or ${BIGGER}.`,
  ),
  // vLLM, v1/worker/utils.py, request_memory.
  cause(
    'gpu-in-use',
    /Free memory on device.{0,80}on startup is less than desired GPU memory utilization \((?<share>[\d.]{1,8})/,
    ({ share }) => `Less of the GPU is free than the share of ${share} that vLLM is to take.`,
    'Lower --gpu-memory-utilization, or end what else runs on the GPU.',
  ),
  // torch, c10/cuda/CUDAFunctions.cpp and torch/cuda/__init__.py; vLLM, config/device.py.
  cause(
    'no-gpu',
    /Found no NVIDIA driver on your system|No CUDA GPUs are available|Torch not compiled with CUDA enabled|Failed to infer device type/,
    () => 'There is no GPU where it ran.',
    'Take hardware with a GPU with --hardware; on a runner of your own, its driver must be there.',
  ),
  // torch, torch/csrc/cuda and c10/cuda/CUDAFunctions.cpp.
  cause(
    'no-gpu',
    /The NVIDIA driver on your system is too old \(found version (?<version>\d{1,8})\)/,
    ({ version }) => `The driver of the GPU is too old (${version}) for the torch that was installed.`,
    'Take other hardware with --hardware, or bring the driver of your own runner up to date.',
  ),
  // vLLM, config/parallel.py; v1/worker/gpu_worker.py; executor/ray_utils.py.
  cause(
    'too-few-gpus',
    /World size \((?<size>\d{1,6})\) is larger than the number of available GPUs \((?<there>\d{1,6})\)/,
    ({ size, there }) => `${size} GPUs were asked for, and ${there} ${there === '1' ? 'is' : 'are'} there.`,
    'Give --tensor-parallel-size the number of GPUs that --hardware has.',
  ),
  cause(
    'too-few-gpus',
    /world_size \((?<size>\d{1,6})\) (?:is less than than max local gpu count|must be less than or equal to the number of visible devices) \((?<there>\d{1,6})\)/,
    ({ size, there }) => `${size} GPUs were asked for, and ${there} ${there === '1' ? 'is' : 'are'} there.`,
    'Give --tensor-parallel-size the number of GPUs that --hardware has.',
  ),
  // vLLM, platforms/cuda.py, check_if_supports_dtype.
  cause(
    'no-bfloat16',
    /Bfloat16 is only supported on GPUs with compute capability(?:.{0,40}Your (?<gpu>[\w .()-]{1,80}?) GPU )?/,
    ({ gpu }) => `The GPU${gpu === undefined ? '' : ` ${quoted(gpu)}`} cannot compute with bfloat16.`,
    'Set --dtype float16, or take a newer GPU with --hardware.',
  ),
  // vLLM, config/model.py, verify_with_parallel_config.
  cause(
    'heads-not-divisible',
    /number of attention heads \((?<heads>\d{1,6})\) must be divisible by tensor parallel size \((?<size>\d{1,6})\)/,
    ({ heads, size }) => `The model has ${heads} attention heads, which ${size} GPUs cannot share evenly.`,
    ({ heads }) => `Set --tensor-parallel-size to a number that divides ${heads}.`,
  ),
];

function usesVllm({ backend, framework }: JobFacts): boolean {
  return backend === 'vllm' || (backend === undefined && framework !== 'lm-eval');
}
