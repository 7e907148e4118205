import type { Golden } from './short.ts';

const REST = '--output-dir results --save-details';

export const LIGHTEVAL: readonly Golden[] = [
  ['lighteval vllm gsm8k|5', `lighteval vllm model_name=org/model,revision=SHA gsm8k|5 ${REST}`],
  [
    'lighteval vllm gsm8k|5,arc:challenge|25 dtype=bfloat16 tensor-parallel-size=2 gpu-memory-utilization=0.8 max-model-length=4096',
    `lighteval vllm model_name=org/model,revision=SHA,dtype=bfloat16,tensor_parallel_size=2,gpu_memory_utilization=0.8,max_model_length=4096 gsm8k|5,arc:challenge|25 ${REST}`,
  ],
  [
    'lighteval vllm leaderboard|arc:challenge|25|0',
    `lighteval vllm model_name=org/model,revision=SHA arc:challenge|25 ${REST}`,
  ],
  ['lighteval vllm leaderboard|mmlu|5', `lighteval vllm model_name=org/model,revision=SHA mmlu|5 ${REST}`],
  [
    'lighteval vllm gsm8k|0,gsm8k|8,lighteval|gsm8k|8',
    `lighteval vllm model_name=org/model,revision=SHA gsm8k|0,gsm8k|8 ${REST}`,
  ],
  ['lighteval vllm hellaswag', `lighteval vllm model_name=org/model,revision=SHA hellaswag|0 ${REST}`],
  [
    'lighteval vllm gsm8k|5 max-samples=10',
    `lighteval vllm model_name=org/model,revision=SHA gsm8k|5 ${REST} --max-samples 10`,
  ],
  [
    'lighteval vllm gsm8k|5 batch-size=64',
    `lighteval vllm model_name=org/model,revision=SHA,max_num_seqs=64 gsm8k|5 ${REST}`,
  ],
  ['lighteval vllm gsm8k|5 batch-size=auto', `lighteval vllm model_name=org/model,revision=SHA gsm8k|5 ${REST}`],
  [
    'lighteval vllm gsm8k|5 chat-template=false trust-remote-code=true',
    `lighteval vllm model_name=org/model,revision=SHA,trust_remote_code=True,override_chat_template=False gsm8k|5 ${REST}`,
  ],
  [
    'lighteval vllm gsm8k|5 data-parallel-size=2 max-model-length=2048',
    `lighteval vllm model_name=org/model,revision=SHA,data_parallel_size=2,max_model_length=2048 gsm8k|5 ${REST}`,
  ],
  // Spaces and commas do not fit into that argument.
  ['lighteval vllm gsm8k|5 system-prompt="Be brief, and a=b."', `lighteval vllm lighteval-model.yaml gsm8k|5 ${REST}`],
  [
    'lighteval vllm gsm8k|5 wandb=evals push-to-hub=org',
    `lighteval vllm model_name=org/model,revision=SHA gsm8k|5 ${REST} --wandb --push-to-hub --results-org org`,
  ],
  [
    'lighteval vllm kestrel_choice|2 custom-tasks=tasks.py',
    `lighteval vllm model_name=org/model,revision=SHA kestrel_choice|2 ${REST} --custom-tasks tasks.py`,
  ],
  [
    'lighteval vllm gpqa:diamond@k=1|0 extra-args="--num-fewshot-seeds 3 --no-remove-reasoning-tags"',
    `lighteval vllm model_name=org/model,revision=SHA gpqa:diamond@k=1|0 ${REST} --num-fewshot-seeds 3 --no-remove-reasoning-tags`,
  ],
  [
    'lighteval accelerate winogrande|5 dtype=float16 batch-size=8 max-model-length=2048',
    `lighteval accelerate model_name=org/model,revision=SHA,dtype=float16,max_length=2048,batch_size=8 winogrande|5 ${REST}`,
  ],
  [
    'lighteval accelerate gsm8k|5 data-parallel-size=4',
    `accelerate launch --multi_gpu --num_processes 4 -m lighteval accelerate model_name=org/model,revision=SHA gsm8k|5 ${REST}`,
  ],
  ['lighteval accelerate ifeval|0', `lighteval accelerate model_name=org/model,revision=SHA ifeval|0 ${REST}`],
  [
    'lighteval accelerate belebele_deu_Latn_mcf|5 extra-args="--load-tasks-multilingual"',
    `lighteval accelerate model_name=org/model,revision=SHA belebele_deu_Latn_mcf|5 ${REST} --load-tasks-multilingual`,
  ],
  [
    'lighteval inference-providers gsm8k|5 provider=together batch-size=4 chat-template=true',
    `lighteval endpoint inference-providers model_name=org/model,provider=together,parallel_calls_count=4 gsm8k|5 ${REST}`,
  ],
  [
    'lighteval endpoint gsm8k|5 base-url=http://127.0.0.1:8000/v1 max-model-length=8192 batch-size=16',
    `lighteval endpoint litellm model_name=openai/org/model,provider=openai,base_url=http://127.0.0.1:8000/v1,max_model_length=8192,concurrent_requests=16 gsm8k|5 ${REST}`,
  ],
];
