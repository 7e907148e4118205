import type { ModelFacts } from '../model-facts.ts';
import type { EvaluationOptions, EvaluationRequest } from '../request.ts';
import type { Flavor } from './flavor.ts';

/** Room beside the weights, where nothing more exact is known: short contexts, activations, the engine itself. */
const MARGIN = 1.25;
/** What the engine and a batch of activations take on each card, in bytes. */
const ENGINE_BYTES = 1.5e9;
/** Tokens of context for which there is to be room: few-shot prompts with their answers. */
const USUAL_CONTEXT = 8192;
/** Share of a card that vLLM takes, where nobody says otherwise. */
const UTILIZATION = 0.9;

/** GPU memory that a model needs. */
export type Need = {
  /** As it will be loaded, in bytes. */
  readonly weightBytes: number;
  /** With the least room to work in. */
  readonly bytes: number;
};

/**
 * GPU memory that an evaluation needs, in bytes; undefined where the size of the weights is not known.
 *
 * @param cards Over how many the model lies: each has an engine.
 */
export function needOf(
  facts: ModelFacts,
  { backend, options }: Pick<EvaluationRequest, 'backend' | 'options'>,
  cards = 1,
): Need | undefined {
  const weightBytes = loadedBytes(facts, backend, options);
  if (weightBytes === undefined) return undefined;
  const context = options.maxModelLength ?? Math.min(facts.maxPositions ?? USUAL_CONTEXT, USUAL_CONTEXT);
  const cache = (cacheBytes(facts, backend, cards) ?? 0) * context;
  const working = weightBytes * 1.02 + cache + ENGINE_BYTES * cards;
  // vLLM leaves the rest of the card alone, and does not start where its share has no room for one whole context.
  const share = backend === 'vllm' ? (options.gpuMemoryUtilization ?? UTILIZATION) : 1;
  return { weightBytes, bytes: Math.max(weightBytes * MARGIN, working / share) };
}

/** Bytes of the cache that one token takes on all cards together: vLLM gives each card whole heads of keys and values. */
function cacheBytes(
  { cacheBytesPerToken, cacheHeads }: ModelFacts,
  backend: EvaluationRequest['backend'],
  cards: number,
): number | undefined {
  if (cacheBytesPerToken === undefined || cacheHeads === undefined || backend !== 'vllm') return cacheBytesPerToken;
  return cacheBytesPerToken * Math.max(1, cards / cacheHeads);
}

/**
 * Weights as they are loaded. 32-bit ones become 16-bit ones with vLLM, and with transformers where a dtype of 16 bits is
 * asked for or named by the model; lighteval's accelerate makes 32-bit ones of all, unless it is told otherwise.
 */
function loadedBytes(
  { weightBytes, float32Bytes = 0, parameters, dtype: own = 'float32', quantization }: ModelFacts,
  backend: EvaluationRequest['backend'],
  { dtype = 'auto' }: EvaluationOptions,
): number | undefined {
  if (weightBytes === undefined || quantization !== undefined) return weightBytes;
  if (dtype === 'float32' || (dtype === 'auto' && backend === 'accelerate'))
    return Math.max(weightBytes, (parameters ?? weightBytes / 2) * 4);
  const isHalved = dtype !== 'auto' || backend === 'vllm' || /float16/.test(own);
  return isHalved ? weightBytes - float32Bytes / 2 : weightBytes;
}

/**
 * The dtype that lighteval's accelerate is to be told: without one, and with `auto`, it loads a model in 32 bits, whatever the
 * model's own is (0.13.0, `models/utils.py`, `_get_dtype`). Undefined where nothing is to be said.
 */
export function ownDtype(
  { dtype, quantization }: ModelFacts,
  { backend, options }: Pick<EvaluationRequest, 'backend' | 'options'>,
): string | undefined {
  if (backend !== 'accelerate' || quantization !== undefined || (options.dtype ?? 'auto') !== 'auto') return undefined;
  return dtype === 'bfloat16' || dtype === 'float16' ? dtype : undefined;
}

/** Whether a context that there is room for may cut off few-shot prompts, and with them what is evaluated. */
export function isTooShort(context: number, { maxPositions = USUAL_CONTEXT }: ModelFacts): boolean {
  return context < Math.min(maxPositions, USUAL_CONTEXT);
}

/** A shorter context than this is of no use. */
const LEAST_CONTEXT = 256;

/**
 * The longest context that vLLM has room for on some cards of a flavor, in steps of powers of two; undefined where the model's
 * own fits, nothing is known, or nothing would help. It does not start at all when its cache has no room for one whole context.
 */
export function longestContext(
  facts: ModelFacts,
  { weightBytes }: Need,
  flavor: Flavor,
  cards: number,
  { gpuMemoryUtilization = UTILIZATION }: EvaluationOptions,
): number | undefined {
  const { maxPositions } = facts;
  const perToken = cacheBytes(facts, 'vllm', cards);
  if (perToken === undefined || maxPositions === undefined) return undefined;
  const memory = (flavor.gpuBytes / flavor.gpus) * cards;
  const room = memory * gpuMemoryUtilization - weightBytes * 1.02 - ENGINE_BYTES * cards;
  const tokens = room / perToken;
  if (tokens >= maxPositions || tokens < LEAST_CONTEXT) return undefined;
  return 2 ** Math.floor(Math.log2(tokens));
}
