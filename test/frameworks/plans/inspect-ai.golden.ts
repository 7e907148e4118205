import type { Golden } from './short.ts';

const REST = '--log-dir results --log-format eval --no-log-images --display plain';
const VLLM = '--model vllm/org/model -M revision=SHA';
const HF = '--model hf/org/model -M revision=SHA -M do_sample=false';

export const INSPECT_AI: readonly Golden[] = [
  ['inspect-ai vllm arc_challenge', `inspect eval inspect_evals/arc_challenge ${VLLM} --temperature 0 ${REST}`],
  [
    'inspect-ai vllm inspect_evals/gsm8k|5',
    `inspect eval inspect_evals/gsm8k ${VLLM} --temperature 0 -T fewshot=5 ${REST}`,
  ],
  ['inspect-ai vllm mmlu|5', `inspect eval inspect_evals/mmlu_5_shot ${VLLM} --temperature 0 ${REST}`],
  [
    'inspect-ai vllm mmlu|0,arc_easy',
    `inspect eval inspect_evals/mmlu_0_shot inspect_evals/arc_easy ${VLLM} --temperature 0 ${REST}`,
  ],
  [
    'inspect-ai vllm gsm8k dtype=bfloat16 tensor-parallel-size=2 gpu-memory-utilization=0.8 max-model-length=4096',
    `inspect eval inspect_evals/gsm8k ${VLLM} -M dtype=bfloat16 -M tensor_parallel_size=2 -M gpu_memory_utilization=0.8 -M max_model_len=4096 --temperature 0 ${REST}`,
  ],
  [
    'inspect-ai vllm gsm8k max-samples=10',
    `inspect eval inspect_evals/gsm8k ${VLLM} --temperature 0 --limit 10 ${REST}`,
  ],
  [
    'inspect-ai vllm gsm8k batch-size=16',
    `inspect eval inspect_evals/gsm8k ${VLLM} --temperature 0 --max-connections 16 ${REST}`,
  ],
  [
    'inspect-ai vllm gsm8k data-parallel-size=2 trust-remote-code=true',
    `inspect eval inspect_evals/gsm8k ${VLLM} -M trust_remote_code=true -M data_parallel_size=2 --temperature 0 ${REST}`,
  ],
  [
    'inspect-ai vllm gsm8k chat-template=false',
    `inspect eval inspect_evals/gsm8k ${VLLM} -M use_chat_template=false --temperature 0 ${REST}`,
  ],
  [
    'inspect-ai vllm gsm8k system-prompt="--help, please"',
    `inspect eval inspect_evals/gsm8k ${VLLM} --temperature 0 '--system-message=--help, please' ${REST}`,
  ],
  [
    'inspect-ai vllm gsm8k extra-args="--temperature 0.6 --epochs 4 -M enforce_eager=true"',
    `inspect eval inspect_evals/gsm8k ${VLLM} ${REST} --temperature 0.6 --epochs 4 -M enforce_eager=true`,
  ],
  ['inspect-ai vllm hf/OpenEvals/aime_24', `inspect eval hf/OpenEvals/aime_24 ${VLLM} --temperature 0 ${REST}`],
  [
    'inspect-ai vllm hf/OpenEvals/aime_24/aime24@v1',
    `inspect eval hf/OpenEvals/aime_24/aime24@v1 ${VLLM} --temperature 0 ${REST}`,
  ],
  [
    'inspect-ai vllm kestrel_count custom-tasks=inspect-tasks.py',
    `inspect eval inspect-tasks.py@kestrel_count ${VLLM} --temperature 0 ${REST}`,
  ],
  [
    'inspect-ai vllm inspect-tasks.py@kestrel_count,boolq custom-tasks=inspect-tasks.py',
    `inspect eval inspect-tasks.py@kestrel_count inspect_evals/boolq ${VLLM} --temperature 0 ${REST}`,
  ],
  ['inspect-ai vllm humaneval', `inspect eval inspect_evals/humaneval ${VLLM} --temperature 0 ${REST}`],
  ['inspect-ai vllm math|4', `inspect eval inspect_evals/math ${VLLM} --temperature 0 -T fewshot=4 ${REST}`],
  [
    'inspect-ai hf arc_challenge dtype=float16 chat-template=true',
    `inspect eval inspect_evals/arc_challenge ${HF} -M dtype=float16 -M use_chat_template=true --temperature 0 ${REST}`,
  ],
  [
    'inspect-ai hf boolq batch-size=8 tensor-parallel-size=1',
    `inspect eval inspect_evals/boolq ${HF} --temperature 0 --max-connections 8 ${REST}`,
  ],
  [
    'inspect-ai hf boolq extra-args="-M do_sample=true --temperature=0.7"',
    `inspect eval inspect_evals/boolq --model hf/org/model -M revision=SHA ${REST} -M do_sample=true --temperature=0.7`,
  ],
  [
    'inspect-ai hf simpleqa extra-args="--model-role grader=openai/gpt-4o"',
    `inspect eval inspect_evals/simpleqa ${HF} --temperature 0 ${REST} --model-role grader=openai/gpt-4o`,
  ],
  [
    'inspect-ai inference-providers aime2024 provider=cerebras',
    `inspect eval inspect_evals/aime2024 --model hf-inference-providers/org/model:cerebras --temperature 0 ${REST}`,
  ],
  [
    'inspect-ai inference-providers gpqa_diamond max-samples=20',
    `inspect eval inspect_evals/gpqa_diamond --model hf-inference-providers/org/model --temperature 0 --limit 20 ${REST}`,
  ],
];
