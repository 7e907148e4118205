import { type ModelFacts, readModelFacts } from '../src/evaluation/model-facts.ts';

/** A model as people speak of it, and what the Hub and its `config.json` say of one of that kind. */
type Shape = {
  readonly label: string;
  /** Numbers in its weights, by type. */
  readonly counts: Readonly<Record<string, number>>;
  readonly config: Readonly<Record<string, unknown>>;
};

const of = (layers: number, hidden: number, heads: number, groups: number, context: number): Shape['config'] => ({
  torch_dtype: 'bfloat16',
  num_hidden_layers: layers,
  hidden_size: hidden,
  num_attention_heads: heads,
  num_key_value_heads: groups,
  max_position_embeddings: context,
});
const SEVENTY = of(80, 8192, 64, 8, 131_072);

/** Shapes of well-known open models; a size alone says neither what a context takes nor over how many cards it can be spread. */
const SHAPES: readonly Shape[] = [
  { label: '0.5B (Qwen2.5)', counts: { BF16: 494e6 }, config: of(24, 896, 14, 2, 32_768) },
  { label: '1.5B (Qwen2.5)', counts: { BF16: 1.54e9 }, config: of(28, 1536, 12, 2, 32_768) },
  { label: '3B (Llama 3.2)', counts: { BF16: 3.21e9 }, config: of(28, 3072, 24, 8, 131_072) },
  { label: '8B (Llama 3.1)', counts: { BF16: 8.03e9 }, config: of(32, 4096, 32, 8, 131_072) },
  { label: '14B (Qwen2.5)', counts: { BF16: 14.77e9 }, config: of(48, 5120, 40, 8, 32_768) },
  { label: '32B (Qwen2.5)', counts: { BF16: 32.76e9 }, config: of(64, 5120, 40, 8, 32_768) },
  { label: '70B (Llama 3.1)', counts: { BF16: 70.55e9 }, config: SEVENTY },
  {
    label: '70B in fp8',
    counts: { F8_E4M3: 68.45e9, BF16: 2.1e9 },
    config: { ...SEVENTY, quantization_config: { quant_method: 'compressed-tensors' } },
  },
  {
    label: '70B in 4 bits (AWQ)',
    counts: { I32: 8.56e9, F16: 2.64e9 },
    config: { ...SEVENTY, torch_dtype: 'float16', quantization_config: { quant_method: 'awq', bits: 4 } },
  },
  { label: '123B (Mistral Large)', counts: { BF16: 122.6e9 }, config: of(88, 12_288, 96, 8, 131_072) },
  {
    label: '235B, experts (Qwen3)',
    counts: { BF16: 235.1e9 },
    config: {
      ...of(94, 4096, 64, 4, 40_960),
      head_dim: 128,
      num_experts: 128,
      num_experts_per_tok: 8,
      moe_intermediate_size: 1536,
    },
  },
  { label: '405B (Llama 3.1)', counts: { BF16: 405.85e9 }, config: of(126, 16_384, 128, 8, 131_072) },
  { label: '671B, experts (DeepSeek V3), in bf16', counts: { BF16: 671e9 }, config: deepSeek({}) },
  {
    label: '671B, experts (DeepSeek V3), in fp8',
    counts: { F8_E4M3: 668e9, BF16: 3e9 },
    config: deepSeek({ quantization_config: { quant_method: 'fp8' } }),
  },
];

function deepSeek(more: Shape['config']): Shape['config'] {
  return {
    ...of(61, 7168, 128, 128, 163_840),
    kv_lora_rank: 512,
    qk_rope_head_dim: 64,
    n_routed_experts: 256,
    num_experts_per_tok: 8,
    first_k_dense_replace: 3,
    moe_intermediate_size: 2048,
    ...more,
  };
}

/** Models of many sizes, as a run would know them. */
export const MODELS: readonly { readonly label: string; readonly facts: ModelFacts }[] = SHAPES.map(
  ({ label, counts, config }) => ({
    label,
    facts: readModelFacts(`harbor-labs/${label.split(/[ ,]/)[0]}`, { safetensors: { parameters: counts } }, config),
  }),
);
