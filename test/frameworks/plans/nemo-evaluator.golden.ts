import type { Golden } from './short.ts';

const RUN = 'nemo-evaluator-launcher run --config nemo-evaluator.yaml';

/** What is asked for is in the configuration. */
export const NEMO_EVALUATOR: readonly Golden[] = [
  ['nemo-evaluator vllm lm-evaluation-harness.ifeval', RUN],
  ['nemo-evaluator vllm gsm8k|5,hellaswag max-samples=10', RUN],
  [
    'nemo-evaluator vllm gsm8k dtype=bfloat16 tensor-parallel-size=2 data-parallel-size=2 gpu-memory-utilization=0.8 max-model-length=4096 batch-size=16',
    RUN,
  ],
  ['nemo-evaluator vllm simple_evals.mmlu trust-remote-code=true', RUN],
  ['nemo-evaluator vllm gsm8k|0,gsm8k|8', RUN],
  ['nemo-evaluator endpoint ifbench.ifbench,lm-evaluation-harness.mmlu base-url=http://127.0.0.1:8000/v1', RUN],
  [
    'nemo-evaluator vllm gsm8k extra-args="-o +evaluation.nemo_evaluator_config.config.params.request_timeout=120"',
    `${RUN} -o +evaluation.nemo_evaluator_config.config.params.request_timeout=120`,
  ],
];
