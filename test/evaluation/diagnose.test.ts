import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobFacts } from '../../src/evaluation/causes/cause.ts';
import { diagnose } from '../../src/evaluation/diagnose.ts';

const VLLM: JobFacts = { framework: 'lighteval', backend: 'vllm', exitCode: 1 };
const HUB = 'https://huggingface.co';

/** What programs print, word for word, and what it means: code, then what message and hint must have. */
const LINES: readonly (readonly [text: string, code: string, message: string, hint: string])[] = [
  [
    'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 14.58 GiB of which 1.06 GiB is free. Including non-PyTorch memory, this process has 13.51 GiB memory in use.',
    'out-of-gpu-memory',
    'The GPU has not enough memory: 2.00 GiB more were asked for.',
    '--gpu-memory-utilization',
  ],
  [
    'RuntimeError: CUDA out of memory. Tried to allocate 376.00 MiB (GPU 0; 3.95 GiB total capacity; 1.72 GiB already allocated; 354.88 MiB free; 2.46 GiB reserved in total by PyTorch)',
    'out-of-gpu-memory',
    '376.00 MiB',
    '--hardware',
  ],
  [
    '(EngineCore pid=253) ERROR 07-11 06:23:05 [core.py:390] RuntimeError: CUDA out of memory occurred when warming up sampler with 256 dummy requests. Please try lowering `max_num_seqs` or `gpu_memory_utilization` when initializing the engine.',
    'out-of-gpu-memory',
    'The GPU has not enough memory.',
    '--gpu-memory-utilization',
  ],
  ['torch.AcceleratorError: CUDA error: out of memory', 'out-of-gpu-memory', 'memory', '--max-model-length'],
  [
    'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine. See https://docs.vllm.ai/en/latest/configuration/conserving_memory/ for more details.',
    'no-cache-memory',
    'fills the GPU',
    'Raise --gpu-memory-utilization',
  ],
  [
    "ERROR 07-11 06:23:05 [core.py:390] ValueError: To serve at least one request with the models's max seq len (118000), (6.30 GiB KV cache is needed, which is larger than the available KV cache memory (6.11 GiB). Based on the available memory, the estimated maximum model length is 114432. Try increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing the engine.",
    'context-too-long',
    '118000 tokens',
    'Set --max-model-length 114432,',
  ],
  [
    'ValueError: To serve at least one request with the model max seq len (250000), 3.19 GiB KV cache is needed, which is larger than the available KV cache memory (0.01 GiB).',
    'context-too-long',
    '250000 tokens',
    'Set --max-model-length lower,',
  ],
  [
    "ValueError: The model's max seq len (131072) is larger than the maximum number of tokens that can be stored in KV cache (24480). Try increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing the engine.",
    'context-too-long',
    '131072 tokens',
    'Set --max-model-length 24480,',
  ],
  [
    'ValueError: Free memory on device cuda:0 (12.18/23.56 GiB) on startup is less than desired GPU memory utilization (0.92, 21.67 GiB). Decrease GPU memory utilization or reduce GPU memory used by other processes.',
    'gpu-in-use',
    '0.92',
    'Lower --gpu-memory-utilization',
  ],
  [
    'RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver from http://www.nvidia.com/Download/index.aspx',
    'no-gpu',
    'no GPU',
    '--hardware',
  ],
  ['RuntimeError: Failed to infer device type, please set the environment variable', 'no-gpu', 'no GPU', '--hardware'],
  [
    'RuntimeError: The NVIDIA driver on your system is too old (found version 12020). Please update your GPU driver',
    'no-gpu',
    '(12020)',
    '--hardware',
  ],
  [
    '  Value error, World size (2) is larger than the number of available GPUs (1) in this node. If this is intentional and you are using:',
    'too-few-gpus',
    '2 GPUs were asked for, and 1 is there.',
    '--tensor-parallel-size',
  ],
  [
    'AssertionError: local_world_size (16) must be less than or equal to the number of visible devices (8).',
    'too-few-gpus',
    '16 GPUs were asked for, and 8 are there.',
    '--hardware',
  ],
  [
    'RuntimeError: please ensure that world_size (2) is less than than max local gpu count (1)',
    'too-few-gpus',
    '2 GPUs',
    '--tensor-parallel-size',
  ],
  [
    'ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0. Your Tesla T4 GPU has compute capability 7.5. You can use float16 instead by explicitly setting the`dtype` flag in CLI, for example: --dtype=half.',
    'no-bfloat16',
    'The GPU "Tesla T4" cannot',
    '--dtype float16',
  ],
  [
    'ValueError: Total number of attention heads (32) must be divisible by tensor parallel size (3).',
    'heads-not-divisible',
    '32 attention heads, which 3 GPUs',
    'divides 32',
  ],
  [
    "  Value error, User-specified max_model_len (65536) is greater than the derived max_model_len (max_position_embeddings=32768.0 or model_max_length=None in model's config.json). To allow overriding this maximum, set the env var VLLM_ALLOW_LONG_MAX_MODEL_LEN=1.",
    'max-model-length-too-long',
    '65536 is more than the 32768',
    'Set --max-model-length to 32768 at most',
  ],
  [
    'ValueError: User-specified max_model_len (25000) is greater than the derived max_model_len (None=4096 in',
    'max-model-length-too-long',
    'more than the 4096',
    '--max-model-length to 4096',
  ],
  [
    "ValueError: Model architectures ['KestrelForCausalLM'] are not supported for now. Supported architectures: dict_keys(['OPTForCausalLM'])",
    'unsupported-architecture',
    '"KestrelForCausalLM"',
    '--backend',
  ],
  [
    'ValueError: CLIPModel has no vLLM implementation and the Transformers implementation is not compatible with vLLM.',
    'unsupported-architecture',
    '"CLIPModel"',
    '--backend',
  ],
  [
    'ValueError: The checkpoint you are trying to load has model type `kestrel` but Transformers does not recognize this architecture. This could be because of an issue with the checkpoint, or because your version of Transformers is out of date.',
    'unsupported-architecture',
    '"kestrel"',
    'newer',
  ],
  [
    'ValueError: Cannot use chat template functions because tokenizer.chat_template is not set and no template argument was passed! For information about writing templates and setting the tokenizer.chat_template attribute, please see the documentation',
    'no-chat-template',
    'no chat template',
    '--chat-template false',
  ],
  [
    "openai.BadRequestError: Error code: 400 - {'object': 'error', 'message': 'As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat template if the tokenizer does not define one. None'}",
    'no-chat-template',
    'no chat template',
    '--chat-template false',
  ],
  [
    'ValueError: The repository harbor-labs/Kestrel-7B contains custom code which must be executed to correctly load the model. You can inspect the repository content at https://hf.co/harbor-labs/Kestrel-7B .',
    'needs-remote-code',
    '"harbor-labs/Kestrel-7B"',
    '--trust-remote-code with a commit as --model-revision',
  ],
  [
    'ValueError: The repository harbor-labs/Kestrel-7B references custom code contained in harbor-labs/code which must be executed to correctly load the model.',
    'needs-remote-code',
    '"harbor-labs/Kestrel-7B"',
    '--trust-remote-code',
  ],
  [
    'ValueError: Loading harbor-labs/Kestrel-7B requires you to execute the configuration file in that repo on your local machine.',
    'needs-remote-code',
    'code of its own',
    '--trust-remote-code',
  ],
  [
    'RuntimeError: Failed to load the model config. If the model is a custom model not yet available in the HuggingFace transformers library, consider setting `trust_remote_code=True` in LLM or using the `--trust-remote-code` flag in the CLI.',
    'needs-remote-code',
    'code of its own',
    '--trust-remote-code',
  ],
  [
    'ValueError: The repository for hails/mmlu_no_train contains custom code which must be executed to correctly load the dataset. You can inspect the repository content at https://hf.co/datasets/hails/mmlu_no_train.',
    'dataset-needs-code',
    '"hails/mmlu_no_train"',
    '--trust-remote-code',
  ],
  [
    'RuntimeError: Dataset scripts are no longer supported, but found mmlu_no_train.py',
    'dataset-needs-code',
    '"mmlu_no_train.py"',
    'choose a task',
  ],
  [
    `Cannot access gated repo for url ${HUB}/api/models/harbor-labs/Kestrel-7B.`,
    'gated',
    '"harbor-labs/Kestrel-7B" is gated',
    '--secrets HF_TOKEN',
  ],
  [
    `Cannot access gated repo for url ${HUB}/datasets/Idavidrein/gpqa/resolve/main/README.md.`,
    'gated',
    '"datasets/Idavidrein/gpqa"',
    'Accept the conditions',
  ],
  ['OSError: You are trying to access a gated repo.', 'gated', 'A repo is gated', '--secrets HF_TOKEN'],
  [
    "datasets.exceptions.DatasetNotFoundError: Dataset 'Idavidrein/gpqa' is a gated dataset on the Hub. You must be authenticated to access it.",
    'gated',
    '"Idavidrein/gpqa"',
    '--secrets HF_TOKEN',
  ],
  [
    `Repository Not Found for url: ${HUB}/api/models/harbor-labs/Kestrel.`,
    'repo-not-found',
    '"harbor-labs/Kestrel"',
    'private',
  ],
  [
    "OSError: harbor-labs/Kestrel is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'",
    'repo-not-found',
    '"harbor-labs/Kestrel" does not exist, or is private',
    '--secrets HF_TOKEN',
  ],
  [
    "datasets.exceptions.DatasetNotFoundError: Dataset 'a/b' doesn't exist on the Hub or cannot be accessed.",
    'repo-not-found',
    '"a/b"',
    'Check its name',
  ],
  [
    `Revision Not Found for url: ${HUB}/api/models/a/b/revision/x.`,
    'revision-not-found',
    'revision',
    '--model-revision',
  ],
  [
    'OSError: step-9 is not a valid git identifier (branch name, tag name or commit id) that exists for this model name.',
    'revision-not-found',
    'revision',
    '--model-revision',
  ],
  ['Invalid credentials in Authorization header', 'bad-token', 'does not know the token', '--secrets HF_TOKEN'],
  ['ValueError: Tasks not found: mmlu_x, gsm9k', 'task-not-found', '"mmlu_x"', '--tasks'],
  [
    'ValueError: Tasks not found: mmlu_x. Try `lm-eval --tasks {list_groups,list_subtasks,list_tags,list}` to list out all available names',
    'task-not-found',
    '"mmlu_x"',
    '--tasks',
  ],
  ['2026-03-04:05:06:07 ERROR    [__main__:419] Tasks were not found: mmlu_x', 'task-not-found', '"mmlu_x"', '--tasks'],
  [
    `KeyError: "Spec 'mmlu_x' is not a registered task/group/tag name or valid YAML path"`,
    'task-not-found',
    '"mmlu_x"',
    '--tasks',
  ],
  [
    'ValueError: Cannot find task gsm9k in task list or in custom task registry',
    'task-not-found',
    '"gsm9k"',
    '--tasks',
  ],
  [
    'ValueError: Cannot find tasks leaderboard|gsm9k in task list or in custom task registry)',
    'task-not-found',
    '"leaderboard|gsm9k"',
    '--tasks',
  ],
  [
    'ValueError: Cannot get task info from a|b|c|d. correct format is task|few_shot',
    'task-not-found',
    '"a|b|c|d"',
    'task|shots',
  ],
  ['Error: No inspect tasks were found at the specified paths.', 'task-not-found', 'none of the tasks', '--tasks'],
  ["No tasks matching 'aime_99' were found.", 'task-not-found', '"aime_99"', '--tasks'],
  [
    'LookupError: inspect_evals/mmlu was not found in the registry',
    'task-not-found',
    '"inspect_evals/mmlu"',
    '--tasks',
  ],
  [
    'nemo_evaluator.core.utils.MisconfigurationError: Unknown evaluation gsm9k. Evaluations available: gsm8k, mmlu',
    'task-not-found',
    '"gsm9k"',
    '--tasks',
  ],
  [
    "ValueError: Task 'x.gsm9k' not found. Use <harness>.<task> format or provide an explicit container.",
    'task-not-found',
    '"x.gsm9k"',
    '--tasks',
  ],
  [
    'ValueError: Attempted to run task: humaneval which is marked as unsafe. Set confirm_run_unsafe_code=True to run this task.',
    'unsafe-code',
    '"humaneval"',
    '--confirm_run_unsafe_code',
  ],
  [
    'huggingface_hub.errors.HfHubHTTPError: 402 Client Error: Payment Required for url: https://router.huggingface.co/v1/chat/completions (Request ID: Root=1-67)',
    'no-credits',
    'no credit left',
    'billing',
  ],
  [
    'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.',
    'no-credits',
    'no credit left',
    'billing',
  ],
  ['OSError: [Errno 28] No space left on device', 'disk-full', 'disk', '--hardware'],
  ['error: Failed to download: No space left on device (os error 28)', 'disk-full', 'disk', '--hardware'],
  [
    "RuntimeError: [enforce fail at alloc_cpu.cpp:121] data. DefaultCPUAllocator: can't allocate memory: you tried to allocate 1048576 bytes. Error code 12 (Cannot allocate memory)",
    'out-of-memory',
    'memory of the machine',
    '--hardware',
  ],
  ['  × No solution found when resolving dependencies:', 'install-failed', 'could not be installed', 'which package'],
  [
    'hint: `pillow` was filtered by `exclude-newer` to only include packages uploaded before 2026-07-21T03:58:37Z.',
    'install-failed',
    'could not be installed',
    'which package',
  ],
  ['  × Failed to build `flash-attn==2.9.9`', 'install-failed', '"flash-attn==2.9.9" cannot be built', 'which package'],
  [
    'huggingface_hub.errors.HfHubHTTPError: 429 Client Error: Too Many Requests for url: https://huggingface.co/api/models/a/b',
    'rate-limited',
    'too often',
    'HF_TOKEN',
  ],
  ["429 Too Many Requests: you have reached your 'api' rate limit.", 'rate-limited', 'too often', 'later'],
  [
    "OSError: We couldn't connect to 'https://huggingface.co' to load the files, and couldn't find them in the cached files.",
    'unreachable',
    'The Hub could not be reached',
    'HF_ENDPOINT',
  ],
  [
    "ConnectionError: Couldn't reach 'openai/gsm8k' on the Hub (LocalEntryNotFoundError)",
    'unreachable',
    'The Hub could not be reached',
    'network',
  ],
  [
    'huggingface_hub.errors.OfflineModeIsEnabled: Cannot reach https://huggingface.co/api/models/a/b: offline mode is enabled. To disable it, please unset the `HF_HUB_OFFLINE` environment variable.',
    'unreachable',
    'The Hub could not be reached',
    'network',
  ],
  ['openai.APIConnectionError: Connection error.', 'unreachable', 'A server', '--base-url'],
  ['error: Failed to fetch: `https://index.example/simple/lm-eval/`', 'unreachable', 'A server', 'network'],
];

describe('what a line of the log tells', () => {
  it.each(LINES)('%.100s', (text, code, message, hint) => {
    const found = diagnose(['Loading…', text, 'Traceback (most recent call last):'], VLLM);
    expect(found).toMatchObject({ code, line: text });
    expect(found?.message).toContain(message);
    expect(found?.hint).toContain(hint);
  });

  it.each([
    'INFO: loaded',
    "'HTTP Error 429 thrown while requesting GET https://huggingface.co/api/models/a/b'",
    'FutureWarning: The repository for hellaswag contains custom code which must be executed to correctly load the dataset.',
    'INFO 01-01 [core.py:1] GPU KV cache size: 10,944 tokens',
    'Setting `trust_remote_code=True` is dangerous',
  ])('nothing: %s', (line) => {
    expect(diagnose([line], VLLM)).toBeUndefined();
  });

  it('in colours as without', () => {
    const line = '\u001b[31mValueError:\u001b[0m No \u001b[1mavailable memory for the cache blocks\u001b[0m.';
    expect(diagnose([line])?.code).toBe('no-cache-memory');
  });

  it('of memory depends on what runs the model', () => {
    const lines = ['torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.'];
    expect(diagnose(lines, { backend: 'hf' })?.hint).toBe('Lower --batch-size, or take a bigger GPU with --hardware.');
    expect(diagnose(lines, { framework: 'lm-eval' })?.hint).toContain('--batch-size');
  });
});

describe('of several things', () => {
  const oom = 'ValueError: No available memory for the cache blocks.';
  const symptom = 'RuntimeError: Engine core initialization failed. See root cause above.';

  it('the first cause counts, not what came of it', () => {
    const template =
      'ValueError: Cannot use chat template functions because tokenizer.chat_template is not set and no template argument was passed!';
    expect(diagnose([oom, symptom, template])?.code).toBe('no-cache-memory');
    expect(diagnose([template, oom])?.code).toBe('no-chat-template');
  });

  it('what may have passed counts last', () => {
    const limited = '429 Client Error: Too Many Requests for url: https://huggingface.co/api/models/a/b';
    expect(diagnose([limited, oom])?.code).toBe('no-cache-memory');
    expect(diagnose([limited, symptom])?.code).toBe('rate-limited');
    expect(diagnose([limited], { message: 'Job timeout' })?.code).toBe('timeout');
  });

  it('lines of one exception belong together', () => {
    const lines = [
      'huggingface_hub.errors.GatedRepoError: 401 Client Error. (Request ID: Root=1-66)',
      '',
      `Cannot access gated repo for url ${HUB}/harbor-labs/Kestrel-7B/resolve/main/config.json.`,
      'Access to model harbor-labs/Kestrel-7B is restricted. You must have access to it and be authenticated to access it. Please log in.',
    ];
    expect(diagnose(lines)).toEqual({
      code: 'gated',
      message: '"harbor-labs/Kestrel-7B" is gated, and access to it was not given.',
      hint: 'No token that it knows was given. Accept the conditions on its page on the Hub with the account of the token that is given with --secrets HF_TOKEN.',
      line: lines[0],
    });
    const [first = '', ...rest] = lines;
    const forbidden = diagnose([first.replace('401', '403'), ...rest]);
    expect(forbidden?.hint).toMatch(/^Accept the conditions/);
  });
});

describe('what is known of the job', () => {
  it.each<[JobFacts, string | undefined]>([
    [{ cancelReason: 'NO_CREDITS' }, 'no-credits'],
    [{ cancelReason: 'NO_SUBSCRIPTION' }, 'no-credits'],
    [{ cancelReason: 'RESOURCE_GROUP_LIMIT' }, 'no-credits'],
    [{ cancelReason: 'SOMETHING' }, undefined],
    [{ message: 'Job timeout', exitCode: 137 }, 'timeout'],
    [{ message: 'null' }, undefined],
    [{ exitCode: 137 }, 'out-of-memory'],
    [{ exitCode: 4, phase: 'install' }, 'install-failed'],
    [{ exitCode: 4, phase: 'run' }, undefined],
    [{ exitCode: 3, phase: 'run' }, 'no-results'],
    [{ exitCode: 1 }, undefined],
    [{}, undefined],
  ])('%o', (job, code) => {
    expect(diagnose([], job)?.code).toBe(code);
  });

  it('counts after what its log tells, but for the money', () => {
    const lines = ['ValueError: No available memory for the cache blocks.'];
    expect(diagnose(lines, { message: 'Job timeout' })?.code).toBe('no-cache-memory');
    expect(diagnose(lines, { exitCode: 137 })?.code).toBe('no-cache-memory');
    expect(diagnose(lines, { cancelReason: 'NO_CREDITS' })?.code).toBe('no-credits');
  });
});

describe('a log that wishes us ill', () => {
  it('gets into messages in quotes alone', () => {
    const found = diagnose(["No tasks matching '\u001b[2Ja\u0007::error::\u202e<img src=x>' were found."]);
    expect(found?.message).toBe('The framework has no task "a\\u0007::error::\u202e<img src=x>".');
    expect(diagnose([`No tasks matching '${'x'.repeat(200)}' were found.`])?.message.length).toBeLessThan(130);
  });

  it('is read in no time', () => {
    const parts = [
      'The repository for ',
      'a/b ',
      'contains custom code ',
      'max seq len (1) ',
      ' KV cache is needed',
      "'",
      'Your ',
      '(',
    ];
    const evil = [...parts.map((part) => part.repeat(100_000)), parts.join('').repeat(10_000), 'x'.repeat(5_000_000)];
    const start = performance.now();
    diagnose([...evil, ...Array.from({ length: 20_000 }, (_, at) => `${parts[at % parts.length]}`.repeat(60))]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('of any text gives a code with a message and a hint, or nothing', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(...LINES.map(([line]) => line)));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (lines) => {
        const found = diagnose(lines, VLLM);
        if (found === undefined) return;
        expect(found.message).toMatch(/^\S.*\.$/);
        expect(found.hint).toMatch(/^[A-Z].*\.$/);
        expect(`${found.message}${found.hint}`).not.toMatch(/undefined|[\x00-\x1f]/);
      }),
    );
  });
});
