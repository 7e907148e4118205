import { quoted } from '../../data.ts';
import { type Cause, cause } from './cause.ts';

const TASKS = 'Check --tasks: names differ between frameworks, and between versions of one.';
const task: Cause['message'] = ({ what }) =>
  what === undefined ? 'The framework has none of the tasks.' : `The framework has no task ${quoted(what)}.`;

/** What is wrong with the tasks, the machine or the account: causes whose lines mean a failure wherever they stand. */
export const RUN_CAUSES: readonly Cause[] = [
  // lm-eval, config/evaluate_config.py, process_tasks, and __main__.py before 0.4.10.
  cause('task-not-found', /Tasks (?:were )?not found: (?<what>[^\s,]{1,200}?)(?:[.,](?:\s|$)|\s|$)/, task, TASKS),
  // lm-eval, tasks/manager.py, since 0.4.10.
  cause('task-not-found', /Spec '(?<what>[^']{1,200})' is not a registered task\/group\/tag name/, task, TASKS),
  // lighteval, tasks/registry.py; "tasks" up to 0.10.
  cause('task-not-found', /Cannot find tasks? (?<what>\S{1,200}) in task list or in custom task registry/, task, TASKS),
  cause(
    'task-not-found',
    /Cannot get task info from (?<what>\S{1,200})\. correct format is/,
    ({ what }) => `The framework cannot read the task ${quoted(what ?? '')}.`,
    'Write tasks of lighteval as task|shots.',
  ),
  // inspect-ai, _eval/eval.py, _eval/task/hf.py, _util/registry.py.
  cause('task-not-found', /Error: No inspect tasks were found at the specified paths/, task, TASKS),
  cause('task-not-found', /No tasks matching '(?<what>[^']{1,200})' were found/, task, TASKS),
  cause('task-not-found', /LookupError: (?<what>[\w./@-]{1,200}) was not found in the registry/, task, TASKS),
  // nemo-evaluator, core/input.py; nemo-evaluator-launcher, common/mapping.py.
  cause('task-not-found', /Unknown evaluation (?<what>[\w.-]{1,200})\. Evaluations available/, task, TASKS),
  cause('task-not-found', /Task '(?<what>[^']{1,200})' not found\. Use <harness>\.<task> format/, task, TASKS),
  // lm-eval, evaluator.py.
  cause(
    'unsafe-code',
    /Attempted to run task: (?<what>\S{1,200}) which is marked as unsafe/,
    ({ what }) => `The task ${quoted(what ?? '')} runs code that the model writes.`,
    'Where it may, add --confirm_run_unsafe_code to the extra arguments of lm-eval, and HF_ALLOW_CODE_EVAL=1.',
  ),
  // The Hub's answer to a job without credit, and of its router to calls beyond the included ones; huggingface_hub prints both.
  cause(
    'no-credits',
    /402 Client Error|402 Payment Required|exceeded your monthly included credits|Pre-paid credit balance is insufficient/,
    () => 'The account has no credit left.',
    'Add credit in the billing settings of the account on the Hub, or let another account pay.',
  ),
  // Python's OSError ENOSPC; Rust's, in uv, safetensors and hf-xet.
  cause(
    'disk-full',
    /No space left on device|Disk quota exceeded/,
    () => 'The disk where it ran is full.',
    'Take hardware with a larger disk with --hardware.',
  ),
  // torch, c10/core/impl/alloc_cpu.cpp; Python's ENOMEM.
  cause(
    'out-of-memory',
    /DefaultCPUAllocator: (?:can't|not enough memory)|\[Errno 12\] Cannot allocate memory/,
    () => 'The memory of the machine, not that of the GPU, was not enough.',
    'Take hardware with more memory with --hardware, or lower --batch-size.',
  ),
  // uv, its resolver; "hint: `x` was filtered by `exclude-newer`" follows where a version is too new for its day.
  cause(
    'install-failed',
    /No solution found when resolving|was filtered by `exclude-newer`|No interpreter found for Python|Failed to build `(?<what>[^`]{1,100})/,
    ({ what }) =>
      `What it needs could not be installed${what === undefined ? '' : `: ${quoted(what)} cannot be built`}.`,
    'The log says which package; other hardware or another version of the framework may have it.',
  ),
];

/** What may have passed before the run went on: these count where nothing else tells of a failure. */
export const PASSING_CAUSES: readonly Cause[] = [
  // huggingface_hub, utils/_http.py; httpx and requests have the first form. "HTTP Error 429 thrown while requesting" is
  // what it says before it tries again.
  cause(
    'rate-limited',
    /429 Client Error|429 Too Many Requests(?:: you have reached| for url)/,
    () => 'The Hub answered that it was asked too often.',
    'Run it again later; a token given with --secrets HF_TOKEN may ask more often than nobody.',
  ),
  // transformers, utils/hub.py; huggingface_hub, file_download.py and utils/_http.py; datasets, load.py.
  cause(
    'unreachable',
    /We couldn't connect to '|An error happened while trying to locate the file on the Hub|offline mode is enabled|outgoing traffic has been disabled|Couldn't reach (?:the Hugging Face Hub|'[^']{1,200}' on the Hub)/,
    () => 'The Hub could not be reached from where it ran.',
    'Run it again; on a runner of your own, check its network, its proxy and HF_ENDPOINT.',
  ),
  // Python's socket module; urllib3; httpx; uv.
  cause(
    'unreachable',
    /Temporary failure in name resolution|Max retries exceeded with url|ConnectError: |ConnectionError: |APIConnectionError|error: Failed to fetch: `/,
    () => 'A server could not be reached from where it ran.',
    'Run it again; check the address of --base-url, the network and the proxy where it runs.',
  ),
];
