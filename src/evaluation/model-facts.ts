import { partOf, textsIn } from '../data.ts';

/** What is known of a model before it is loaded; anything may be missing. */
export type ModelFacts = {
  readonly repoId: string;
  /** Commit of the revision. */
  readonly sha?: string;
  readonly parameters?: number;
  /** Of these, what one token goes through, where a model has experts of which it takes a few. */
  readonly activeParameters?: number;
  /** Of the weights as they are stored, in bytes. */
  readonly weightBytes?: number;
  /** Of these, bytes of 32-bit numbers, which most backends load as 16-bit ones. */
  readonly float32Bytes?: number;
  /** That the configuration names: `bfloat16`. */
  readonly dtype?: string;
  /** `awq`, `gptq`, `fp8`, `bitsandbytes`; `compressed-tensors fp8` for one whose name does not tell. */
  readonly quantization?: string;
  readonly heads?: number;
  /** Heads of keys and values: of more cards than that, several hold the same ones. */
  readonly cacheHeads?: number;
  /** Bytes that one token of context takes in the KV cache, with 16-bit numbers. */
  readonly cacheBytesPerToken?: number;
  /** Tokens of context that the model was made for. */
  readonly maxPositions?: number;
  readonly isGated: boolean;
  readonly isPrivate: boolean;
  /** It reads with one part and writes with another, as T5 does. */
  readonly isEncoderDecoder?: true;
  /** Its repo has code of its own, which has to be trusted to load it. */
  readonly hasOwnCode: boolean;
  /** The repo holds no model that frameworks load: an adapter of another one, or files for llama.cpp alone. */
  readonly onlyHolds?: 'an adapter' | 'GGUF files';
};

/** Bytes of a number, by the names that safetensors has for them; more than one number lies in a byte of packed weights. */
const BYTES: Readonly<Record<string, number>> = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  BF16: 2,
  F16: 2,
  I16: 2,
  U16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E8M0: 1,
  I8: 1,
  U8: 1,
  BOOL: 1,
  F6_E2M3: 0.75,
  F6_E3M2: 0.75,
  F4: 0.5,
};
const UNKNOWN_BYTES = 4;

/**
 * Facts of a model from the Hub's answer about it and its `config.json`, both as they came.
 *
 * @param files Sizes of its files by path, where they are known: for models without safetensors.
 */
export function readModelFacts(
  repoId: string,
  info: unknown,
  config: unknown,
  files: ReadonlyMap<string, number> = new Map(),
): ModelFacts {
  const { sha, gated, private: isPrivate, safetensors } = partOf(info);
  const { parameters, total } = partOf(safetensors);
  const counts = Object.entries(partOf(parameters)).flatMap(([type, count]) =>
    typeof count === 'number' && count >= 0 ? [{ bytes: count * bytesOf(type), type, count }] : [],
  );
  const stored = counts.reduce((sum, { bytes }) => sum + bytes, 0) || weightsIn(files);
  const float32 = counts.find(({ type }) => type === 'F32')?.bytes;
  const whole = partOf(config);
  // Models of several modalities keep the language model's configuration apart.
  const text = { ...whole, ...partOf(TEXT_CONFIGS.map((key) => whole[key]).find(isPart)) };
  const quantized = partOf(whole.quantization_config);
  const dtype = [text.dtype, text.torch_dtype, quantized.bnb_4bit_compute_dtype].find(
    (value) => typeof value === 'string',
  );
  const { quant_method: method } = quantized;
  const isTold = counts.every(({ type }) => !type.startsWith('F8_'));
  const packed = packedIn(quantized);
  const counted = counts.reduce((sum, { type, count }) => sum + count * (packed[type] ?? 1), 0);
  const told = typeof total === 'number' && total > 0 ? total : counted;
  // The Hub's total may count the numbers that weights are packed into.
  const all = Object.keys(packed).length > 0 ? Math.max(told, counted) : told;
  const active = activeOf(text, all);
  const heads = count(text.num_attention_heads) ?? count(text.n_head);
  const cacheHeads = cacheHeadsOf(text, heads);
  const cacheBytesPerToken = cacheOf(text, heads, cacheHeads);
  const maxPositions = count(text.max_position_embeddings) ?? count(text.n_positions);
  return {
    repoId,
    ...(typeof sha === 'string' && /^[0-9a-f]{40}$/.test(sha) ? { sha } : {}),
    ...(all > 0 ? { parameters: all } : {}),
    ...(active === undefined ? {} : { activeParameters: active }),
    ...(stored > 0 ? { weightBytes: stored } : {}),
    ...(float32 === undefined ? {} : { float32Bytes: float32 }),
    ...(typeof dtype === 'string' ? { dtype: dtype.replace(/^torch\./, '') } : {}),
    ...(typeof method === 'string' ? { quantization: isTold ? method : `${method} fp8` } : {}),
    ...(heads === undefined ? {} : { heads }),
    ...(cacheHeads === undefined ? {} : { cacheHeads }),
    ...(cacheBytesPerToken === undefined ? {} : { cacheBytesPerToken }),
    ...(maxPositions === undefined ? {} : { maxPositions }),
    ...(whole.is_encoder_decoder === true ? { isEncoderDecoder: true } : {}),
    isGated: gated !== undefined && gated !== false,
    isPrivate: isPrivate === true,
    ...onlyHolds(info, config !== undefined),
    hasOwnCode: Object.keys(partOf(whole.auto_map)).length > 0 || textsIn(whole.custom_pipelines).length > 0,
  };
}

/** By the names of its files, where the Hub tells them. */
function onlyHolds(info: unknown, hasConfig: boolean): Pick<ModelFacts, 'onlyHolds'> {
  const { siblings } = partOf(info);
  const names = (Array.isArray(siblings) ? (siblings as readonly unknown[]) : []).flatMap((item) => {
    const { rfilename } = partOf(item);
    return typeof rfilename === 'string' ? [rfilename] : [];
  });
  const weights = names.filter((name) => /\.safetensors$|^pytorch_model.*\.bin$/.test(name));
  const hasWeights = weights.length > 0;
  // Some are saved together with the configuration of what they were made for.
  const hasOwn = hasConfig && weights.some((name) => !/(?:^|\/)adapter_model[^/]*$/.test(name));
  if (names.includes('adapter_config.json') && !hasOwn) return { onlyHolds: 'an adapter' };
  return !hasWeights && names.some((name) => name.endsWith('.gguf')) ? { onlyHolds: 'GGUF files' } : {};
}

const TEXT_CONFIGS = ['text_config', 'llm_config', 'language_config'];

function isPart(value: unknown): boolean {
  return Object.keys(partOf(value)).length > 0;
}

function bytesOf(type: string): number {
  return Object.hasOwn(BYTES, type) ? (BYTES[type] ?? UNKNOWN_BYTES) : UNKNOWN_BYTES;
}

/** Weights of PyTorch's own format, of repos that have no other; one repo may hold both. */
function weightsIn(files: ReadonlyMap<string, number>): number {
  const sum = (name: RegExp): number =>
    [...files].reduce((bytes, [path, size]) => (name.test(path) ? bytes + size : bytes), 0);
  return sum(/^[^/]*\.safetensors$/) || sum(/^pytorch_model[^/]*\.bin$/);
}

/**
 * How many weights lie in a number of a type: eight of four bits in one of 32 (GPTQ, AWQ, compressed-tensors), two in a byte
 * (bitsandbytes, MXFP4, NVFP4).
 */
function packedIn(quantization: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  const { bits: told, load_in_4bit: isFour, quant_method: method, config_groups: groups } = quantization;
  if (isFour === true || method === 'mxfp4') return { U8: 2 };
  const ofGroups = Object.values(partOf(groups)).map((group) => partOf(partOf(group).weights).num_bits);
  const bits = [told, ...ofGroups].find((value) => typeof value === 'number');
  if (typeof bits !== 'number' || ![2, 3, 4, 8].includes(bits)) return {};
  return { I32: 32 / bits, ...(method === 'compressed-tensors' && bits === 4 ? { U8: 2 } : {}) };
}

/** Without the experts that a token is not sent to; each has three matrices (names of Mixtral, Qwen and DeepSeek). */
function activeOf(config: Readonly<Record<string, unknown>>, all: number): number | undefined {
  const experts = count(config.num_experts) ?? count(config.n_routed_experts) ?? count(config.num_local_experts);
  const taken = count(config.num_experts_per_tok);
  const layers = count(config.num_hidden_layers);
  if (experts === undefined || taken === undefined || layers === undefined) return undefined;
  const hidden = count(config.hidden_size) ?? 0;
  const inner = count(config.moe_intermediate_size) ?? count(config.intermediate_size) ?? 0;
  const dense = count(config.first_k_dense_replace) ?? 0;
  const idle = (layers - dense) * (experts - taken) * 3 * hidden * inner;
  return idle > 0 && idle < all ? all - idle : undefined;
}

/** The compressed form of multi-head latent attention belongs to all heads: it counts as one. */
function cacheHeadsOf(config: Readonly<Record<string, unknown>>, heads: number | undefined): number | undefined {
  if (count(config.kv_lora_rank) !== undefined) return 1;
  const told = count(config.num_key_value_heads) ?? count(config.num_kv_heads);
  return told ?? (config.multi_query === true ? 1 : heads);
}

/** Keys and values of all layers, with 16 bits each. Multi-head latent attention keeps a compressed form instead. */
function cacheOf(
  config: Readonly<Record<string, unknown>>,
  heads: number | undefined,
  groups: number | undefined,
): number | undefined {
  const layers = count(config.num_hidden_layers) ?? count(config.n_layer);
  if (layers === undefined) return undefined;
  const latent = count(config.kv_lora_rank);
  if (latent !== undefined) return layers * (latent + (count(config.qk_rope_head_dim) ?? 0)) * 2;
  const hidden = count(config.hidden_size) ?? count(config.n_embd);
  const size = count(config.head_dim) ?? (hidden !== undefined && heads !== undefined ? hidden / heads : undefined);
  return size === undefined || groups === undefined ? undefined : 2 * layers * groups * size * 2;
}

/** A number of things in a file that anybody may have written. */
function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value < 1e12 ? value : undefined;
}
