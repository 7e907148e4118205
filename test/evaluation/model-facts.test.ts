import { describe, expect, it } from 'vitest';
import { readModelFacts } from '../../src/evaluation/model-facts.ts';
import { modelOf } from './models.ts';

const REPO = 'harbor-labs/Kestrel-7B';

describe('the size of a model', () => {
  it.each<[string, Record<string, number>, number, number]>([
    ['in 16 bits', { BF16: 7e9 }, 7e9, 14e9],
    ['in 32 bits', { F32: 1e9 }, 1e9, 4e9],
    ['in 8 bits, with a few of 32', { F8_E4M3: 8e9, F32: 1e6 }, 8.001e9, 8.004e9],
    ['with four-bit numbers packed into 32 bits', { I32: 1e9, F16: 0.5e9 }, 8.5e9, 5e9],
    ['in a type that nobody knows, as the largest', { F99: 1e9 }, 1e9, 4e9],
  ])('is that of its weights %s', (_, counts, total, bytes) => {
    const { parameters, weightBytes } = modelOf(total, { counts });
    expect([parameters, weightBytes]).toEqual([total, bytes]);
  });

  it('is that of the files where there are no safetensors, of one kind', () => {
    const files = new Map([
      ['pytorch_model-00001-of-00002.bin', 5e9],
      ['pytorch_model-00002-of-00002.bin', 3e9],
      ['tokenizer.json', 1e6],
      ['onnx/model.onnx', 9e9],
    ]);
    expect(readModelFacts(REPO, {}, {}, files).weightBytes).toBe(8e9);
    expect(readModelFacts(REPO, {}, {}, new Map([...files, ['model.safetensors', 7e9]])).weightBytes).toBe(7e9);
    expect(readModelFacts(REPO, {}, {}).weightBytes).toBeUndefined();
  });
});

describe('the number of parameters', () => {
  const packed = (config: object) => ({ quantization_config: config });

  // As model pages show it: of a 70B in four bits 11.3 billion, for eight weights count as one number.
  it.each<[string, Record<string, number>, number, object, number]>([
    ['AWQ', { I32: 8.5e9, F16: 2.5e9 }, 11e9, packed({ quant_method: 'awq', bits: 4 }), 70.5e9],
    ['GPTQ with 8 bits', { I32: 2e9, F16: 1e9 }, 3e9, packed({ quant_method: 'gptq', bits: 8 }), 9e9],
    ['bitsandbytes', { U8: 3e9, BF16: 1e9 }, 4e9, packed({ quant_method: 'bitsandbytes', load_in_4bit: true }), 7e9],
    [
      'compressed-tensors',
      { I32: 8.5e9, BF16: 2.5e9 },
      11e9,
      packed({ quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 4 } } } }),
      70.5e9,
    ],
    ['MXFP4', { U8: 10e9, BF16: 1e9 }, 11e9, packed({ quant_method: 'mxfp4' }), 21e9],
    ['a total that counts weights', { I32: 1e9, F16: 0.5e9 }, 8.6e9, packed({ quant_method: 'awq', bits: 4 }), 8.6e9],
    ['numbers that are not packed', { F8_E4M3: 8e9 }, 8e9, packed({ quant_method: 'fp8' }), 8e9],
    ['bits that are nonsense', { I32: 1e9 }, 1e9, packed({ quant_method: 'gptq', bits: 0 }), 1e9],
  ])('is that of the weights, however they are packed: %s', (_, counts, total, config, parameters) => {
    expect(modelOf(total, { counts, config }).parameters).toBe(parameters);
  });

  // What their makers state: Mixtral 8x7B 13 of 47 billion, Qwen3-235B-A22B 22, DeepSeek-V3 37 of 671.
  it.each<[number, object, number]>([
    [46.7e9, { num_local_experts: 8, num_experts_per_tok: 2, hidden_size: 4096, intermediate_size: 14_336 }, 12.9e9],
    [
      235.1e9,
      {
        num_experts: 128,
        num_experts_per_tok: 8,
        num_hidden_layers: 94,
        intermediate_size: 12_288,
        moe_intermediate_size: 1536,
      },
      22.2e9,
    ],
    [
      671e9,
      {
        n_routed_experts: 256,
        num_experts_per_tok: 8,
        num_hidden_layers: 61,
        first_k_dense_replace: 3,
        hidden_size: 7168,
        moe_intermediate_size: 2048,
      },
      37.5e9,
    ],
  ])('of %d says which a token goes through, where there are experts', (all, config, active) => {
    expect((modelOf(all, { config }).activeParameters ?? 0) / active).toBeCloseTo(1, 1);
  });

  it.each<[string, object]>([
    ['without experts', {}],
    ['with all experts at once', { num_experts: 8, num_experts_per_tok: 8 }],
    ['with more experts than weights', { num_experts: 1000, num_experts_per_tok: 1, intermediate_size: 100_000 }],
  ])('says nothing of it %s', (_, config) => {
    expect(modelOf(7e9, { config })).not.toHaveProperty('activeParameters');
  });
});

describe('the cache of a model', () => {
  it.each<[string, object, number | undefined]>([
    ['of grouped heads', {}, 2 * 32 * 8 * 128 * 2],
    ['of heads of their own size', { head_dim: 64 }, 2 * 32 * 8 * 64 * 2],
    ['of heads that are not grouped', { num_key_value_heads: undefined }, 2 * 32 * 32 * 128 * 2],
    ['of latent attention', { kv_lora_rank: 512, qk_rope_head_dim: 64 }, 32 * (512 + 64) * 2],
    [
      'of a language model within another',
      { num_hidden_layers: undefined, text_config: { num_hidden_layers: 4 } },
      2 * 4 * 8 * 128 * 2,
    ],
    ['that nobody states', { num_hidden_layers: undefined }, undefined],
    ['that is nonsense', { num_hidden_layers: -3 }, undefined],
    ['that is a text', { num_hidden_layers: '32' }, undefined],
  ])('%s', (_, config, bytes) => {
    expect(modelOf(7e9, { config }).cacheBytesPerToken).toBe(bytes);
  });
});

it.each<[unknown, object]>([
  [{ gated: 'manual' }, { isGated: true, isPrivate: false }],
  [
    { gated: 'auto', private: true },
    { isGated: true, isPrivate: true },
  ],
  [{ gated: false }, { isGated: false }],
  [null, { isGated: false, isPrivate: false, hasOwnCode: false }],
  [{ sha: 'main' }, {}],
])('what the Hub says is read: %j', (info, facts) => {
  expect(readModelFacts(REPO, info, undefined)).toMatchObject(facts);
  expect(readModelFacts(REPO, info, undefined)).not.toHaveProperty('sha');
});

it('code of its own is seen', () => {
  expect(modelOf(1e9, { config: { auto_map: { AutoModel: 'modeling.K' } } }).hasOwnCode).toBe(true);
  expect(modelOf(1e9).hasOwnCode).toBe(false);
});

describe('a repo that holds no model is known by its files', () => {
  const siblings = (...names: string[]) => ({ siblings: names.map((rfilename) => ({ rfilename })) });
  it.each<[object, object | undefined, string | undefined]>([
    [siblings('adapter_config.json', 'adapter_model.safetensors'), undefined, 'an adapter'],
    [siblings('adapter_config.json', 'config.json', 'model.safetensors'), { model_type: 'llama' }, undefined],
    [siblings('model-Q4_K_M.gguf', 'README.md'), undefined, 'GGUF files'],
    [siblings('model-Q4_K_M.gguf', 'config.json'), {}, 'GGUF files'],
    [siblings('model.gguf', 'model.safetensors'), {}, undefined],
    [siblings('model.gguf', 'pytorch_model.bin'), {}, undefined],
    [{ siblings: [null, 'x', { rfilename: 5 }] }, undefined, undefined],
    [{ siblings: 'adapter_config.json' }, undefined, undefined],
    [{}, undefined, undefined],
  ])('%j', (info, config, expected) => {
    expect(readModelFacts(REPO, info, config).onlyHolds).toBe(expected);
  });
});

it('what is in the way of its size does not hide the files of it', () => {
  const files = new Map([['model.safetensors', 7e9]]);
  expect(readModelFacts(REPO, { safetensors: { parameters: { BF16: 0 } } }, {}, files).weightBytes).toBe(7e9);
  expect(readModelFacts(REPO, { safetensors: { parameters: { toString: 1e9 } } }, {}).weightBytes).toBe(4e9);
  expect(readModelFacts(REPO, null, 'x').weightBytes).toBeUndefined();
});
