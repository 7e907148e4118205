import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseHardware, type HardwareChoice, type HardwareWish } from '../../../src/evaluation/hardware/choose.ts';
import { type Flavor, hasBfloat16, readFlavors } from '../../../src/evaluation/hardware/flavor.ts';
import stored from '../../../src/evaluation/hardware/flavors.json' with { type: 'json' };
import type { ModelFacts } from '../../../src/evaluation/model-facts.ts';
import type { Backend, EvaluationOptions, Framework } from '../../../src/evaluation/request.ts';
import { modelOf } from '../models.ts';

const FLAVORS: readonly Flavor[] = stored.flavors;

type Asked = {
  framework?: Framework;
  backend?: Backend;
  options?: EvaluationOptions;
  needsGpu?: boolean;
  wish?: HardwareWish;
};

function choose(facts: ModelFacts, asked: Asked = {}): HardwareChoice | { readonly problem: string } {
  const { framework = 'lm-eval', backend = 'vllm', options = {}, needsGpu = true, wish = { kind: 'auto' } } = asked;
  return chooseHardware(facts, { framework, backend, options, needsGpu }, wish, FLAVORS);
}

function nameOf(facts: ModelFacts, asked?: Asked): string {
  const choice = choose(facts, asked);
  return 'problem' in choice ? choice.problem : choice.flavor.name;
}

describe('the cheapest machine for a model', () => {
  const float16 = { config: { torch_dtype: 'float16' } };

  // By arithmetic: twice as many bytes as parameters, and a quarter of room.
  it.each<[number, string]>([
    [0.5e9, 'l4x1'],
    [9e9, 'l4x1'],
    [9.7e9, 'l40sx1'],
    [19e9, 'l40sx1'],
    [32e9, 'a100-large'],
    [38e9, 'rtx-pro-6000'],
    [56e9, 'h200'],
    [76e9, 'rtx-pro-6000x2'],
    [112e9, 'h200x2'],
    [153e9, 'rtx-pro-6000x4'],
    [225e9, 'h200x4'],
    [307e9, 'rtx-pro-6000x8'],
    [450e9, 'h200x8'],
  ])('%d parameters in bfloat16: %s', (parameters, flavor) => {
    expect(nameOf(modelOf(parameters))).toBe(flavor);
  });

  it.each<[string, ModelFacts, Asked, string]>([
    ['float16, of which a T4 is capable', modelOf(6e9, float16), {}, 't4-small'],
    ['float16 by request', modelOf(6e9), { options: { dtype: 'float16' } }, 't4-small'],
    ['32 bits, that vLLM halves', modelOf(8e9, { counts: { F32: 8e9 } }), {}, 'l4x1'],
    [
      '32 bits, that transformers keep',
      modelOf(8e9, { counts: { F32: 8e9 }, config: { torch_dtype: 'float32' } }),
      { backend: 'hf' },
      'l40sx1',
    ],
    [
      'four bits',
      modelOf(32e9, { counts: { I32: 4e9, F16: 0.5e9 }, config: { quantization_config: { quant_method: 'gptq' } } }),
      {},
      'l4x1',
    ],
    ['a model behind an API', modelOf(70e9), { backend: 'inference-providers', needsGpu: false }, 'cpu-basic'],
    ['two cards by request', modelOf(3e9), { options: { tensorParallelSize: 2 } }, 'a10g-largex2'],
    ['two copies by request', modelOf(3e9), { options: { dataParallelSize: 2 } }, 'a10g-largex2'],
    ['as much context as is asked for', modelOf(8e9), { options: { maxModelLength: 65_536 } }, 'l40sx1'],
  ])('%s', (_, facts, asked, flavor) => {
    expect(nameOf(facts, asked)).toBe(flavor);
  });

  it('spreads a model over cards that its heads can be divided by', () => {
    expect(choose(modelOf(70e9))).toMatchObject({ flavor: { name: 'rtx-pro-6000x2' }, tensorParallelSize: 2 });
    const odd = modelOf(70e9, { config: { num_attention_heads: 33 } });
    expect(nameOf(odd)).toMatch(/33 attention heads must be divisible/);
  });

  it('is none for what nothing holds, and for what nobody knows the size of', () => {
    expect(nameOf(modelOf(700e9))).toMatch(/needs about 1750 GB of GPU memory; the largest machine has 1128 GB/);
    const { weightBytes: _, ...unknown } = modelOf(7e9);
    expect(nameOf(unknown)).toMatch(/size of harbor-labs\/Kestrel-7B is not known.*--hardware/);
  });

  it('says in one line what for', () => {
    const choice = choose(modelOf(7.3e9));
    expect(choice).toMatchObject({
      why: 'harbor-labs/Kestrel-7B: 7.3 B parameters, 14.6 GB of weights, needs about 18.8 GB → l4x1 (24 GB, $0.80/h), the cheapest that it fits on',
      notes: [],
    });
  });

  it('shortens a context that there is no room for, and says so', () => {
    const long = modelOf(8e9, { config: { max_position_embeddings: 131_072 } });
    expect(choose(long)).toMatchObject({
      maxModelLength: 16_384,
      notes: [
        "the context is 16384 tokens, not the model's 131072: there is no room for more. --max-model-length sets it",
      ],
    });
    expect(choose(long, { options: { maxModelLength: 8192 } })).not.toHaveProperty('maxModelLength');
  });

  it('counts the cache of cards that hold the same heads of keys and values', () => {
    const few = { num_attention_heads: 64, num_key_value_heads: 2, num_hidden_layers: 64, head_dim: 256 };
    const asked: Asked = { options: { tensorParallelSize: 8 }, wish: { kind: 'named', name: 'l40sx8' } };
    const long = { max_position_embeddings: 1_048_576 };
    // 345.6 GB of 384, without 163.2 of weights and 12 of engines: 1.3 million tokens of 131 kB; four times that is held.
    expect(choose(modelOf(80e9, { config: { ...few, ...long } }), asked)).toMatchObject({ maxModelLength: 262_144 });
    const latent = { kv_lora_rank: 512, qk_rope_head_dim: 64, num_hidden_layers: 61, num_attention_heads: 128 };
    expect(modelOf(80e9, { config: latent }).cacheHeads).toBe(1);
  });

  it('has room for a few-shot prompt in the part of a card that vLLM takes', () => {
    // A Gemma 2 of nine billion, with many wide heads: on 24 GB, two thousand tokens would be all.
    const wide = { num_hidden_layers: 42, head_dim: 256, num_attention_heads: 16, max_position_embeddings: 8192 };
    const choice = choose(modelOf(9.24e9, { config: wide }));
    expect(choice).toMatchObject({ flavor: { name: 'l40sx1' } });
    expect(choice).not.toHaveProperty('maxModelLength');
    expect(nameOf(modelOf(9.24e9, { config: wide }), { backend: 'hf' })).toBe('l4x1');
  });

  it('is never one without bfloat16 for a model in it, and never too small', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.constantFrom<Backend>('vllm', 'hf'), (billions, backend) => {
        const facts = modelOf(billions * 1e9);
        const choice = choose(facts, { backend });
        if ('problem' in choice) return;
        expect(hasBfloat16(choice.flavor)).toBe(true);
        expect(choice.flavor.gpuBytes).toBeGreaterThanOrEqual((facts.weightBytes ?? 0) * 1.25);
        if (backend === 'hf' && billions < 37) expect(choice.flavor.gpus).toBe(1);
      }),
    );
  });
});

describe('the simple table', () => {
  it.each<[number, string]>([
    [0.5e9, 't4-small'],
    [2.9e9, 't4-small'],
    [3e9, 'a10g-small'],
    [12.9e9, 'a10g-small'],
    [13e9, 'a10g-large'],
    [33e9, 'a10g-large'],
    [34e9, 'a100-large'],
    [671e9, 'a100-large'],
  ])('%d parameters: %s', (parameters, flavor) => {
    expect(nameOf(modelOf(parameters), { wish: { kind: 'simple' } })).toBe(flavor);
  });

  it('says where it is wrong', () => {
    expect(choose(modelOf(671e9), { wish: { kind: 'simple' } })).toMatchObject({
      notes: expect.arrayContaining([expect.stringContaining('weights alone take 1342 GB: they do not fit')]),
    });
    expect(choose(modelOf(2e9), { wish: { kind: 'simple' } })).toMatchObject({
      notes: [expect.stringContaining('no bfloat16')],
    });
  });
});

describe('a machine by name', () => {
  it.each<[string, ModelFacts, Asked, RegExp | undefined]>([
    ['l4x1', modelOf(7e9), {}, undefined],
    ['l4x1', modelOf(14e9), {}, /weights alone take 28 GB: they do not fit/],
    ['l4x1', modelOf(11e9), {}, /may not fit/],
    ['t4-small', modelOf(1e9), {}, /no bfloat16.*: vLLM takes float16 in its place/],
    ['t4-small', modelOf(1e9), { options: { dtype: 'bfloat16' } }, /no bfloat16.*vLLM does not start/],
    ['t4-small', modelOf(1e9), { backend: 'hf' }, /no bfloat16, in which the model is: --dtype float16/],
    ['a10g-largex2', modelOf(7e9), { options: { tensorParallelSize: 1 } }, /2 cards, of which 1 are used/],
    ['cpu-upgrade', modelOf(7e9), { backend: 'hf' }, /no GPU: that may take very long/],
    ['l4x1', modelOf(7e9), { needsGpu: false, backend: 'inference-providers' }, /paid for and not used/],
  ])('%s is taken, and what speaks against it said', (name, facts, asked, note) => {
    const choice = choose(facts, { ...asked, wish: { kind: 'named', name } });
    expect(choice).toMatchObject({ flavor: { name } });
    expect('notes' in choice ? choice.notes.join('\n') : '').toMatch(note ?? /^$/);
  });

  it('that does not exist is refused with those that do', () => {
    expect(nameOf(modelOf(7e9), { wish: { kind: 'named', name: 'a10g' } })).toMatch(
      /no hardware a10g.*; there are: cpu-basic, /,
    );
    expect(nameOf(modelOf(7e9), { wish: { kind: 'named', name: 'a10g-larg' } })).toMatch(/did you mean a10g-large\?/);
  });

  it('without a GPU is refused where vLLM is to run', () => {
    expect(nameOf(modelOf(7e9), { wish: { kind: 'named', name: 'cpu-upgrade' } })).toMatch(/no GPU, and vLLM/);
  });
});

describe('a machine on which it would fail for sure is refused', () => {
  it.each<[string, ModelFacts, Asked, RegExp]>([
    ['l4x4', modelOf(7e9, { config: { num_attention_heads: 33 } }), {}, /33 attention heads .* over 4 cards/],
    ['a100x8', modelOf(7e9, { config: { num_attention_heads: 40 } }), { options: { tensorParallelSize: 3 } }, /over 3/],
    [
      'a10g-largex4',
      modelOf(14e9, { config: { num_attention_heads: 40, num_key_value_heads: 10 } }),
      {},
      /the 10 heads of keys and values .* over 4 cards; --tensor-parallel-size takes fewer/,
    ],
    [
      'a10g-small',
      modelOf(9.24e9, {
        config: {
          num_hidden_layers: 42,
          head_dim: 256,
          num_attention_heads: 16,
          num_key_value_heads: 8,
          max_position_embeddings: 8192,
        },
      }),
      {},
      /room for a context of 2048 tokens, .* say --max-model-length 2048/,
    ],
    ['l4x4', modelOf(7e9), { options: { dataParallelSize: 3 } }, /4 cards cannot be shared by 3 copies/],
    ['l4x1', modelOf(7e9), { options: { tensorParallelSize: 2 } }, /it has 1 card, and 2 are asked for/],
    ['l4x4', modelOf(7e9), { options: { tensorParallelSize: 4, dataParallelSize: 2 } }, /4 cards, and 8 are asked/],
  ])('%s', (name, facts, asked, problem) => {
    const choice = choose(facts, { ...asked, wish: { kind: 'named', name } });
    expect('problem' in choice ? choice.problem : choice).toMatch(problem);
  });
});

describe('several cards have something to do, whatever the backend', () => {
  const named = (name: string): Asked => ({ wish: { kind: 'named', name } });
  it.each<[string, ModelFacts, Asked, object, RegExp]>([
    ['vLLM shares every layer', modelOf(7e9), named('l4x4'), { tensorParallelSize: 4 }, /over 4 cards$/],
    [
      'copies where one has room',
      modelOf(7e9),
      { ...named('l4x4'), backend: 'hf' },
      { dataParallelSize: 4 },
      /in 4 copies$/,
    ],
    [
      'layers where none has',
      modelOf(30e9),
      { ...named('l4x4'), backend: 'hf' },
      { tensorParallelSize: 4 },
      /over 4 cards, which work one after the other$/,
    ],
    [
      'layers with inspect-ai, which starts no copies',
      modelOf(7e9),
      { ...named('l4x4'), backend: 'hf', framework: 'inspect-ai' },
      { tensorParallelSize: 4 },
      /one after the other$/,
    ],
    [
      'copies of some cards each',
      modelOf(30e9),
      { ...named('l40sx4'), backend: 'hf', options: { dataParallelSize: 2 } },
      { tensorParallelSize: 2 },
      /over 2 cards.*, in 2 copies$/,
    ],
  ])('%s', (_, facts, asked, spread, why) => {
    const choice = choose(facts, asked);
    expect(choice).toMatchObject(spread);
    expect('why' in choice ? choice.why : choice.problem).toMatch(why);
  });

  it('but one card is taken before several that wait for each other', () => {
    expect(choose(modelOf(30e9), { backend: 'hf' })).toMatchObject({ flavor: { name: 'a100-large' } });
    const large = choose(modelOf(100e9), { backend: 'hf' });
    expect(large).toMatchObject({ flavor: { name: 'h200x2' }, tensorParallelSize: 2 });
  });
});

describe('models of all kinds', () => {
  const only = (quant_method: string) => ({ quantization_config: { quant_method } });
  const quantized = (quant_method: string) => ({ ...only(quant_method), torch_dtype: 'float16' });
  it.each<[string, ModelFacts, Asked, string | RegExp]>([
    ['no parameters', modelOf(0), {}, /size of .* is not known/],
    ['hostile numbers of parameters', modelOf(0, { counts: { BF16: -7e9, toString: 5e9 } }), {}, 'l40sx1'],
    ['a mixture of experts, all of which are loaded', modelOf(46.7e9), {}, 'h200'],
    ['awq on a T4', modelOf(7e9, { counts: { I32: 0.9e9, F16: 0.3e9 }, config: quantized('awq') }), {}, 't4-small'],
    [
      'bitsandbytes',
      modelOf(8e9, { counts: { U8: 4e9, F16: 1e9 }, config: quantized('bitsandbytes') }),
      {},
      't4-small',
    ],
    [
      'fp8, of which a T4 is not capable',
      modelOf(8e9, { counts: { F8_E4M3: 8e9 }, config: quantized('fp8') }),
      {},
      'l4x1',
    ],
    [
      'four bits of a kind that a T4 is not capable of',
      modelOf(8e9, { counts: { U8: 4.2e9 }, config: { torch_dtype: null, ...only('mxfp4') } }),
      {},
      'l4x1',
    ],
    [
      'fp8 that its name does not tell',
      modelOf(8e9, { counts: { F8_E4M3: 8e9 }, config: quantized('compressed-tensors') }),
      {},
      'l4x1',
    ],
    [
      'four bits that are computed with in bfloat16',
      modelOf(8e9, {
        counts: { U8: 4e9 },
        config: {
          torch_dtype: null,
          quantization_config: { quant_method: 'bitsandbytes', load_in_4bit: true, bnb_4bit_compute_dtype: 'bfloat16' },
        },
      }),
      {},
      'l4x1',
    ],
    ['671 billion in fp8', modelOf(671e9, { counts: { F8_E4M3: 671e9 }, config: quantized('fp8') }), {}, 'h200x8'],
    ['671 billion in 16 bits', modelOf(671e9), {}, /needs about 1678 GB.*largest machine has 1128 GB/],
    ['32 bits on the Hub, 16 in the configuration', modelOf(8e9, { counts: { F32: 8e9 } }), { backend: 'hf' }, 'l4x1'],
    ['32 bits by request', modelOf(8e9), { options: { dtype: 'float32' } }, 'l40sx1'],
    ['40 heads', modelOf(70e9, { config: { num_attention_heads: 40 } }), {}, 'rtx-pro-6000x2'],
    [
      'a number of heads that nobody states',
      modelOf(70e9, { config: { num_attention_heads: null } }),
      {},
      /attention heads it has is not known/,
    ],
    ['a context of a million', modelOf(8e9, { config: { max_position_embeddings: 1_048_576 } }), {}, 'l4x1'],
    [
      'a language model within another',
      modelOf(8e9, { config: { text_config: { num_attention_heads: 24 } } }),
      {},
      'l4x1',
    ],
    [
      'lighteval in 32 bits, where no type is known',
      modelOf(7e9, { config: { torch_dtype: null } }),
      { backend: 'accelerate' },
      'l40sx1',
    ],
    ['two copies, each over two cards', modelOf(10e9), { options: { dataParallelSize: 2 } }, 'l4x4'],
    ['a small share of the card', modelOf(8e9), { options: { gpuMemoryUtilization: 0.5 } }, 'l40sx1'],
  ])('%s', (_, facts, asked, expected) => {
    expect(nameOf(facts, asked)).toMatch(expected instanceof RegExp ? expected : new RegExp(`^${expected}$`));
  });

  it('never get a context that there is no room for, nor one of a few tokens', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.constantFrom(4096, 131_072, 1_048_576),
        fc.constantFrom(...FLAVORS.filter(({ gpus }) => gpus > 0).map(({ name }) => name)),
        (tenths, length, name) => {
          const facts = modelOf(tenths * 1e8, { config: { max_position_embeddings: length } });
          const choice = choose(facts, { wish: { kind: 'named', name } });
          if ('problem' in choice || choice.maxModelLength === undefined) return;
          const { flavor, maxModelLength } = choice;
          expect(maxModelLength).toBeGreaterThanOrEqual(256);
          const used = (facts.weightBytes ?? 0) + maxModelLength * (facts.cacheBytesPerToken ?? 0);
          expect(used).toBeLessThan(flavor.gpuBytes * 0.9);
        },
      ),
    );
  });
});

describe('the Hub’s answer', () => {
  const t4 = {
    name: 't4-small',
    prettyName: 'Nvidia T4 - small',
    cpu: '4 vCPU',
    ram: '15 GB',
    ephemeralStorage: '50 GB',
    accelerator: { type: 'gpu', model: 'T4', quantity: '1', vram: '16 GB', manufacturer: 'Nvidia' },
    unitCostMicroUSD: 6667,
    unitCostUSD: 0.006667,
    unitLabel: 'minute',
  };

  it.each<[string, unknown, readonly Flavor[] | undefined]>([
    ['a GPU', [t4], [{ name: 't4-small', gpus: 1, gpuBytes: 16e9, card: 'T4', microUsdPerMinute: 6667 }]],
    ['a CPU', [{ ...t4, accelerator: null }], [{ name: 't4-small', gpus: 0, gpuBytes: 0, microUsdPerMinute: 6667 }]],
    [
      'several cards, the memory of all',
      [{ ...t4, accelerator: { ...t4.accelerator, quantity: '8', vram: '1128 GB' } }],
      [{ name: 't4-small', gpus: 8, gpuBytes: 1128e9, card: 'T4', microUsdPerMinute: 6667 }],
    ],
    ['a price for another time', [{ ...t4, unitLabel: 'hour' }], undefined],
    ['no price', [{ ...t4, unitCostMicroUSD: 0 }], undefined],
    ['an accelerator that is no GPU', [{ ...t4, accelerator: { ...t4.accelerator, type: 'neuron' } }], undefined],
    ['a memory that nobody can read', [{ ...t4, accelerator: { ...t4.accelerator, vram: 'much' } }], undefined],
    ['a price that is less than nothing', [{ ...t4, unitCostMicroUSD: -6667 }], undefined],
    ['a price that is no number', [{ ...t4, unitCostMicroUSD: true }], undefined],
    ['a price in a list', [{ ...t4, unitCostMicroUSD: [6667] }], undefined],
    ['no memory', [{ ...t4, accelerator: { ...t4.accelerator, vram: '0 GB' } }], undefined],
    ['half a card', [{ ...t4, accelerator: { ...t4.accelerator, quantity: '0.5' } }], undefined],
    ['a name with what a terminal obeys', [{ ...t4, name: '\u001b[2Jt4' }], undefined],
    [
      'numbers as numbers, prices as texts, and a card that is new',
      [
        {
          ...t4,
          name: 'b300x2',
          unitCostMicroUSD: '99999.5',
          accelerator: { type: 'gpu', quantity: 2, vram: '0.576 TB' },
        },
      ],
      [{ name: 'b300x2', gpus: 2, gpuBytes: 576e9, microUsdPerMinute: 99_999.5 }],
    ],
    ['no list', { error: 'x' }, undefined],
    ['nothing', [], undefined],
  ])('%s', (_, json, flavors) => {
    expect(readFlavors(json)).toEqual(flavors);
  });
});
