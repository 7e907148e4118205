import type { Backend, Framework } from './request.ts';

/** Packages that are known to go together. */
export type Pins = {
  /** Exact versions, the framework's first. */
  readonly packages: Readonly<Record<string, string>>;
  /** Optional parts of packages, always asked for: `lighteval[vllm]`. */
  readonly extras: readonly string[];
  /** Packages that some options ask for. */
  readonly optional: Readonly<Record<string, string>>;
  /** Nothing beside them is newer than this day. */
  readonly resolvedUntil: string;
};

export type Versions = {
  /** Python, of all of them. */
  readonly python: string;
  readonly pins: Readonly<Record<Framework, Readonly<Partial<Record<Backend, Pins>>>>>;
  /** The image in which NeMo Evaluator serves a model. */
  readonly vllmImage: string;
};

/** When all of this was looked at last. `npm run commands` looks again. */
export const CHECKED = '2026-11-22';

/**
 * The container of a Hub job: Python 3.12 on Debian with uv and a C compiler, which Triton asks for while vLLM runs. Since
 * 2026, uv's images are made on trixie only; they lie in both registries, and this is Docker's name (`build-docker.yml` and
 * `docs/guides/integration/docker.md` of uv 0.12.5).
 */
export const IMAGE = 'astral/uv:0.12.5-python3.12-trixie';

/** The day that the newest of these packages were taken from. */
const NOW = '2026-11-20';

/**
 * lighteval 0.13.0 finds vLLM only where it is what its metadata say, `vllm>=0.10.0,<0.10.2` (`utils/imports.py`), and calls
 * it in ways that later ones have dropped: `swap_space`, `max_seq_len_to_capture`, `generate(prompt_token_ids=…)`. vLLM 0.10
 * and lighteval both take any newer transformers, and work with 4 only, as does `proxies` of its inference providers, which
 * huggingface_hub 1.0 dropped. So everything is of the week of its release. Checked: all of it imported on Python 3.12, each
 * engine argument of `vllm_model.py` against EngineArgs, 15 architectures loaded; a tiny model evaluated with accelerate.
 */
const LIGHTEVAL = { lighteval: '0.13.0', transformers: '4.57.3' };
const LIGHTEVAL_DAY = '2025-11-30';

/**
 * lm-eval 0.4.13 asks for `vllm>=0.18`. From 0.20 on, vLLM and torch 2.11 are built for CUDA 13, which drivers before 580
 * refuse, those of the Hub's GPUs in spring 2026 among them (12.9); 0.19.1 is the last for CUDA 12, and runs with both.
 * transformers 5.5.4 is of its month; what vLLM 0.19.1 does not know itself, it runs through that. Checked as above, with
 * inspect-ai beside it: imports, EngineArgs, and `vllm serve` parses what inspect-ai passes. vLLM 0.32.0 (torch 2.13, CUDA 13)
 * passed the same; 0.33.0 cannot be installed, for it asks for a certifi that is not out.
 */
const VLLM = { vllm: '0.19.1', transformers: '5.5.4' };
/** The last torch for CUDA 12.8. Checked: a tiny model evaluated with lm-eval, and one loaded by inspect-ai. */
const TORCH = { torch: '2.10.0', transformers: '5.23.0', accelerate: '1.15.0' };
const LM_EVAL = { 'lm-eval': '0.4.13' };
/** inspect-ai asks for openai 3.4 where it speaks to servers. */
const INSPECT = { 'inspect-ai': '0.3.285', 'inspect-evals': '0.26.0' };
const OPENAI = { openai: '3.54.0' };
/** The line before the rewrite. It brings no vLLM: that is in the image. */
const NEMO = { 'nemo-evaluator-launcher': '0.2.6', 'nemo-evaluator': '0.2.8' };
/** What some of lm-eval's widest used tasks need: IFEval, and mathematics. */
const LM_EVAL_TASKS = ['lm-eval[ifeval]', 'lm-eval[math]'];

function pin(packages: Pins['packages'], rest: Partial<Omit<Pins, 'packages'>> = {}): Pins {
  return { packages, extras: [], optional: {}, resolvedUntil: NOW, ...rest };
}

/** What is installed for each way to evaluate. All of them resolve for Linux on x86-64; one with a GPU has CUDA 12.8. */
export const VERSIONS: Versions = {
  python: '3.12',
  pins: {
    lighteval: {
      vllm: pin({ ...LIGHTEVAL, vllm: '0.10.1.1' }, { extras: ['lighteval[vllm]'], resolvedUntil: LIGHTEVAL_DAY }),
      accelerate: pin({ ...LIGHTEVAL, torch: '2.9.1', accelerate: '1.12.0' }, { resolvedUntil: LIGHTEVAL_DAY }),
      'inference-providers': pin({ ...LIGHTEVAL, torch: '2.9.1' }, { resolvedUntil: LIGHTEVAL_DAY }),
      endpoint: pin(
        { ...LIGHTEVAL, torch: '2.9.1', litellm: '1.80.7' },
        { extras: ['lighteval[litellm]'], resolvedUntil: LIGHTEVAL_DAY },
      ),
    },
    'inspect-ai': {
      vllm: pin({ ...INSPECT, ...VLLM, ...OPENAI }),
      hf: pin({ ...INSPECT, ...TORCH }),
      'inference-providers': pin({ ...INSPECT, ...OPENAI }),
    },
    'lm-eval': {
      vllm: pin({ ...LM_EVAL, ...VLLM }, { extras: ['lm-eval[vllm]', ...LM_EVAL_TASKS], optional: { ray: '2.60.0' } }),
      hf: pin({ ...LM_EVAL, ...TORCH }, { extras: ['lm-eval[hf]', ...LM_EVAL_TASKS] }),
      'local-completions': pin({ ...LM_EVAL, transformers: '5.23.0' }, { extras: ['lm-eval[api]', ...LM_EVAL_TASKS] }),
    },
    'nemo-evaluator': { vllm: pin(NEMO), endpoint: pin(NEMO) },
  },
  vllmImage: 'vllm/vllm-openai:v0.19.1',
};

/** The backends that a framework has here. */
export function backendsOf(framework: Framework, { pins }: Versions = VERSIONS): Backend[] {
  return Object.keys(pins[framework]) as Backend[];
}
