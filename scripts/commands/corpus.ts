import type { Framework } from '../../src/evaluation/request.ts';
import { INSPECT_AI } from '../../test/frameworks/plans/inspect-ai.golden.ts';
import { LIGHTEVAL } from '../../test/frameworks/plans/lighteval.golden.ts';
import { LM_EVAL } from '../../test/frameworks/plans/lm-eval.golden.ts';
import { NEMO_EVALUATOR } from '../../test/frameworks/plans/nemo-evaluator.golden.ts';
import type { Golden } from '../../test/frameworks/plans/short.ts';

/** Tasks and options that a backend has, of which command lines are made: each alone, each with each other, and all. */
type Way = { readonly backend: string; readonly tasks: readonly string[]; readonly options: readonly string[] };

const SIZES = [
  'tensor-parallel-size=2',
  'data-parallel-size=1',
  'gpu-memory-utilization=0.85',
  'max-model-length=4096',
];
const PROMPT = 'system-prompt="-v: be brief, say a=b {c} and \'d\', é 🦅; $HOME `id` | # no"';
const LIGHTEVAL_FLAGS = [
  'max-samples=7',
  PROMPT,
  'wandb=evals',
  'push-to-hub=org',
  'custom-tasks=tasks.py',
  'extra-args="--job-id 3 --public-run"',
];
const CLASSIC = [
  'gsm8k|5',
  'leaderboard|arc:challenge|25|0,winogrande|5',
  'lighteval|mmlu|5,hellaswag',
  'ifeval,aime25|0,math_500',
];

const WAYS: Readonly<Record<Framework, readonly Way[]>> = {
  lighteval: [
    {
      backend: 'vllm',
      tasks: CLASSIC,
      options: [
        ...SIZES,
        ...LIGHTEVAL_FLAGS,
        'dtype=bfloat16',
        'trust-remote-code=true',
        'chat-template=false',
        'batch-size=32',
      ],
    },
    {
      backend: 'accelerate',
      tasks: [...CLASSIC, 'truthfulqa:mc|0,gpqa:diamond|0', 'musr|0,bigbench_hard|3'],
      options: [
        'data-parallel-size=2',
        'max-model-length=2048',
        ...LIGHTEVAL_FLAGS,
        'dtype=auto',
        'trust-remote-code=false',
        'chat-template=true',
        'batch-size=8',
      ],
    },
    {
      backend: 'inference-providers provider=together',
      tasks: ['gsm8k|5', 'mmlu_pro|0,ifeval'],
      options: [...LIGHTEVAL_FLAGS, 'batch-size=4', 'chat-template=true'],
    },
    {
      backend: 'endpoint base-url=http://127.0.0.1:8000/v1',
      tasks: ['gsm8k|5', 'simpleqa|0,drop|3'],
      options: [...LIGHTEVAL_FLAGS, 'batch-size=4', 'max-model-length=8192'],
    },
  ],
  'inspect-ai': [
    {
      backend: 'vllm',
      tasks: [
        'gsm8k|10',
        'arc_easy,arc_challenge,hellaswag',
        'mmlu|5,winogrande|5',
        'gpqa_diamond,aime2025,hf/OpenEvals/aime_24',
      ],
      options: [
        ...SIZES,
        'dtype=float16',
        'trust-remote-code=true',
        'max-samples=7',
        PROMPT,
        'batch-size=64',
        'chat-template=false',
        'extra-args="--epochs 2 --no-fail-on-error --max-tokens=512 -M enforce_eager=true"',
      ],
    },
    {
      backend: 'hf',
      tasks: ['truthfulqa,piqa', 'mmlu_pro|5', 'boolq,squad'],
      options: [
        'dtype=auto',
        'max-samples=7',
        PROMPT,
        'batch-size=16',
        'chat-template=true',
        'extra-args="--seed 42 --temperature 1"',
      ],
    },
    {
      backend: 'inference-providers',
      tasks: ['mmlu_pro', 'humaneval,mbpp', 'drop|3'],
      options: [
        'provider=cerebras',
        'max-samples=7',
        PROMPT,
        'batch-size=8',
        'extra-args="--reasoning-effort low --tags a,b"',
      ],
    },
  ],
  'lm-eval': [
    {
      backend: 'vllm',
      tasks: ['gsm8k|5', 'hellaswag|10,arc_challenge|10', 'mmlu,winogrande', 'leaderboard'],
      options: [
        ...SIZES,
        'dtype=bfloat16',
        'trust-remote-code=true',
        'max-samples=7',
        PROMPT,
        'batch-size=16',
        'chat-template=true',
        'wandb=evals',
        'push-to-hub=org',
        'custom-tasks=lm-eval',
        'extra-args="--seed 1,2,3,4 --gen_kwargs temperature=0.6 --model_args enforce_eager=True"',
      ],
    },
    {
      backend: 'hf',
      tasks: ['mmlu_pro|5', 'truthfulqa_mc2|0,piqa|0', 'ifeval,gpqa_diamond_zeroshot', 'bbh,drop,triviaqa'],
      options: [
        'data-parallel-size=2',
        'max-model-length=2048',
        'dtype=float32',
        'max-samples=7',
        PROMPT,
        'batch-size=auto',
        'chat-template=true',
        'trust-remote-code=true',
        'extra-args="--use_cache cache --device cuda:0"',
      ],
    },
    {
      backend: 'local-completions base-url=http://127.0.0.1:8000/v1',
      tasks: ['lambada_openai,wikitext', 'minerva_math500|4', 'boolq|0,openbookqa|0'],
      options: [
        'max-model-length=4096',
        'max-samples=7',
        PROMPT,
        'batch-size=4',
        'chat-template=true',
        'wandb=evals',
        'push-to-hub=org',
      ],
    },
  ],
  'nemo-evaluator': [
    {
      backend: 'vllm',
      tasks: ['gsm8k|5', 'lm-evaluation-harness.ifeval,simple_evals.mmlu', 'hellaswag,winogrande|3'],
      options: [...SIZES, 'dtype=bfloat16', 'trust-remote-code=true', 'max-samples=7', 'batch-size=8'],
    },
    {
      backend: 'endpoint base-url=https://api.example.org/v1',
      tasks: ['simple_evals.gpqa_diamond', 'lm-evaluation-harness.mmlu|5,simple_evals.mmlu'],
      options: ['max-samples=7', 'batch-size=8'],
    },
  ],
};

const GOLDEN: Readonly<Record<Framework, readonly Golden[]>> = {
  lighteval: LIGHTEVAL,
  'inspect-ai': INSPECT_AI,
  'lm-eval': LM_EVAL,
  'nemo-evaluator': NEMO_EVALUATOR,
};

/** Packages for other languages than English are many, and not installed here: `resolve` has them. */
const LANGUAGES = '--load-tasks-multilingual';

/** Requests in short: those with a known command line, and many combinations. */
export function corpusOf(framework: Framework): string[] {
  const made = WAYS[framework].flatMap(({ backend, tasks, options }) => {
    const pairs = options.flatMap((one, at) => options.slice(at + 1).map((other) => `${one} ${other}`));
    const [name = '', ...fixed] = backend.split(' ');
    return [...tasks.map(() => ''), ...options, ...pairs, options.join(' ')].map((chosen, at) =>
      [framework, name, tasks[at % tasks.length], ...fixed, chosen].join(' ').trim(),
    );
  });
  const golden = GOLDEN[framework].map(([short]) => short).filter((short) => !short.includes(LANGUAGES));
  return [...new Set([...golden, ...made])];
}

/** Commits that are numbers to some readers of command lines: in tens, with an exponent, in eights, in twos. */
export const ODD_COMMITS: readonly string[] = [
  '1234567890123456789012345678901234567890',
  '12345678901234567890123456789012345678e1',
  '0123456701234567012345670123456701234567',
  `0b${'10'.repeat(19)}`,
];

/** Names of tasks that people type; each exists in the framework, or is refused. */
export const NAMES: readonly string[] = (
  'mmlu mmlu_pro mmlu_redux mmlu_redux_2 mmlu_0_shot mmlu_5_shot mmlu_generative mmlu_llama cmmlu mmmlu global_mmlu gsm8k gsm8k_cot ' +
  'gsm_plus gsm8k_platinum math math_500 math500 hendrycks_math minerva_math minerva_math500 mathqa mgsm hellaswag arc arc_easy ' +
  'arc_challenge arc:easy arc:challenge arc_agi_2 winogrande truthfulqa truthfulqa_mc truthfulqa_mc1 truthfulqa_mc2 truthfulqa:mc ' +
  'truthfulqa_gen gpqa gpqa_diamond gpqa:diamond gpqa_main gpqa_diamond_zeroshot gpqa_diamond_cot_zeroshot bbh bbeh ' +
  'bigbench_hard leaderboard leaderboard_bbh leaderboard_mmlu_pro leaderboard_ifeval leaderboard_gpqa leaderboard_musr ifeval ' +
  'ifbench ifbench_test musr aime24 aime25 aime2024 aime2025 aime_24 humaneval humaneval_plus humanevalplus humaneval_instruct ' +
  'mbpp mbpp_plus mbppplus livecodebench lcb:codegeneration piqa siqa social_iqa boolq openbookqa triviaqa nq_open ' +
  'natural_questions drop squad squadv2 squad_v2 commonsenseqa commonsense_qa sciq lambada lambada_openai lambada_standard ' +
  'wikitext agieval hle simpleqa pubmedqa pubmed_qa medqa med_qa medmcqa swe_bench gaia asdiv svamp race logiqa logiqa2 coqa quac ' +
  'belebele xcopa xwinograd tinyMMLU tinyBenchmarks tiny:mmlu eq_bench mt_bench ruler longbench niah hendrycksTest-anatomy ' +
  'anli glue super_glue superglue blimp headqa toxigen ethics bbq stereoset wmdp xstest'
).split(' ');
