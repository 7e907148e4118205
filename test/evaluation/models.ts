import { type ModelFacts, readModelFacts } from '../../src/evaluation/model-facts.ts';

/** A Llama-like model of so many parameters, in 16 bits if nothing else is said. */
export function modelOf(
  parameters: number,
  { counts = { BF16: parameters }, config = {} }: { counts?: Record<string, number>; config?: object } = {},
): ModelFacts {
  const info = {
    id: 'harbor-labs/Kestrel-7B',
    sha: 'a'.repeat(40),
    gated: false,
    private: false,
    safetensors: { parameters: counts, total: parameters },
  };
  return readModelFacts('harbor-labs/Kestrel-7B', info, {
    torch_dtype: 'bfloat16',
    num_attention_heads: 32,
    num_key_value_heads: 8,
    num_hidden_layers: 32,
    hidden_size: 4096,
    max_position_embeddings: 4096,
    ...config,
  });
}
