import type { Golden } from './short.ts';

const REST = '--output_path results --log_samples';
const VLLM = 'lm_eval run --model vllm --model_args pretrained=org/model,revision=SHA,tokenizer_revision=SHA';
const HF = 'lm_eval run --model hf --model_args pretrained=org/model,revision=SHA';
const COMPLETIONS = 'lm_eval run --model local-completions --model_args model=org/model';

export const LM_EVAL: readonly Golden[] = [
  ['lm-eval vllm gsm8k|5', `${VLLM} --tasks gsm8k --batch_size auto --num_fewshot 5 ${REST}`],
  [
    'lm-eval vllm hellaswag|10,arc_challenge|10',
    `${VLLM} --tasks hellaswag,arc_challenge --batch_size auto --num_fewshot 10 ${REST}`,
  ],
  ['lm-eval vllm mmlu', `${VLLM} --tasks mmlu --batch_size auto ${REST}`],
  [
    'lm-eval vllm mmlu dtype=bfloat16 tensor-parallel-size=2 gpu-memory-utilization=0.8 max-model-length=4096',
    `${VLLM},dtype=bfloat16,tensor_parallel_size=2,gpu_memory_utilization=0.8,max_model_len=4096 --tasks mmlu --batch_size auto ${REST}`,
  ],
  ['lm-eval vllm mmlu data-parallel-size=2', `${VLLM},data_parallel_size=2 --tasks mmlu --batch_size auto ${REST}`],
  ['lm-eval vllm ifeval chat-template=true', `${VLLM} --tasks ifeval --batch_size auto --apply_chat_template ${REST}`],
  [
    'lm-eval vllm ifeval system-prompt="-- be brief" trust-remote-code=true',
    `${VLLM},trust_remote_code=True --tasks ifeval --batch_size auto '--system_instruction=-- be brief' ${REST}`,
  ],
  ['lm-eval vllm gsm8k max-samples=10 batch-size=4', `${VLLM} --tasks gsm8k --batch_size 4 --limit 10 ${REST}`],
  [
    'lm-eval vllm gsm8k wandb=evals push-to-hub=org',
    `${VLLM} --tasks gsm8k --batch_size auto --wandb_args project=evals --hf_hub_log_args hub_results_org=org,push_results_to_hub=True,push_samples_to_hub=True,public_repo=False ${REST}`,
  ],
  [
    'lm-eval vllm kestrel_choice custom-tasks=lm-eval',
    `${VLLM} --tasks kestrel_choice --batch_size auto --include_path lm-eval ${REST}`,
  ],
  [
    'lm-eval vllm kestrel_choice|2 custom-tasks=lm-eval/kestrel-choice.yaml',
    `${VLLM} --tasks kestrel_choice --batch_size auto --num_fewshot 2 --include_path lm-eval ${REST}`,
  ],
  [
    'lm-eval vllm gsm8k extra-args="--seed 1 --gen_kwargs temperature=0.6 top_p=0.95 --model_args enforce_eager=True,max_gen_toks=512"',
    `${VLLM} --tasks gsm8k --batch_size auto ${REST} --seed 1 --gen_kwargs temperature=0.6 top_p=0.95 --model_args enforce_eager=True,max_gen_toks=512`,
  ],
  [
    'lm-eval vllm humaneval extra-args="--confirm_run_unsafe_code"',
    `${VLLM} --tasks humaneval --batch_size auto ${REST} --confirm_run_unsafe_code`,
  ],
  ['lm-eval vllm leaderboard', `${VLLM} --tasks leaderboard --batch_size auto ${REST}`],
  [
    'lm-eval hf hellaswag|0 dtype=float16 max-model-length=2048',
    `${HF},dtype=float16,max_length=2048 --tasks hellaswag --batch_size auto --num_fewshot 0 ${REST}`,
  ],
  ['lm-eval hf hellaswag batch-size=auto chat-template=false', `${HF} --tasks hellaswag --batch_size auto ${REST}`],
  [
    'lm-eval hf hellaswag data-parallel-size=2',
    'accelerate launch --multi_gpu --num_processes 2 -m lm_eval run --model hf --model_args pretrained=org/model,revision=SHA --tasks hellaswag --batch_size auto --output_path results --log_samples',
  ],
  [
    'lm-eval local-completions hellaswag base-url=http://127.0.0.1:8000/v1',
    `${COMPLETIONS},base_url=http://127.0.0.1:8000/v1/completions --tasks hellaswag ${REST}`,
  ],
  [
    'lm-eval local-completions gsm8k|5 base-url=https://api.example.org/v1/completions/ max-model-length=4096 batch-size=8 extra-args="--model_args num_concurrent=8"',
    `${COMPLETIONS},base_url=https://api.example.org/v1/completions,max_length=4096 --tasks gsm8k --batch_size 8 --num_fewshot 5 ${REST} --model_args num_concurrent=8`,
  ],
];
