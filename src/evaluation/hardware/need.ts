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
 * GPU memory that an evaluation needs, in bytes; undefined where the size of the weights is not known. 32-bit weights
 * are loaded as 16-bit ones by vLLM and by transformers where a dtype of 16 bits is asked for or named by the model.
 */
export function needOf(
  facts: ModelFacts,
  { backend, options }: Pick<EvaluationRequest, 'backend' | 'options'>,
): Need | undefined {
  if (facts.weightBytes === undefined) return undefined;
  const { float32Bytes = 0 } = facts;
  const weightBytes = facts.weightBytes - (isHalved(facts, backend, options) ? float32Bytes / 2 : 0);
  const context = options.maxModelLength ?? Math.min(facts.maxPositions ?? USUAL_CONTEXT, USUAL_CONTEXT);
  const cache = (facts.cacheBytesPerToken ?? 0) * context;
  // vLLM leaves the rest of the card alone, whatever it lacks.
  const share = backend === 'vllm' ? (options.gpuMemoryUtilization ?? UTILIZATION) : 1;
  const bytes = Math.max(weightBytes * MARGIN, (weightBytes * 1.02 + cache + ENGINE_BYTES) / share);
  return { weightBytes, bytes };
}

function isHalved(
  { dtype: own = 'float32', quantization }: ModelFacts,
  backend: EvaluationRequest['backend'],
  { dtype = 'auto' }: EvaluationOptions,
): boolean {
  if (quantization !== undefined) return false;
  if (/float16|^half$/.test(dtype)) return true;
  return dtype === 'auto' && (backend === 'vllm' || /float16/.test(own));
}

/**
 * The longest context that vLLM has room for on a flavor, in steps of powers of two; undefined where the model's own fits
 * or nothing is known. It does not start at all when its cache has no room for one whole context.
 */
export function longestContext(
  { cacheBytesPerToken, maxPositions }: ModelFacts,
  { weightBytes }: Need,
  flavor: Flavor,
  { gpuMemoryUtilization = UTILIZATION, dataParallelSize = 1 }: EvaluationOptions,
): number | undefined {
  if (cacheBytesPerToken === undefined || maxPositions === undefined) return undefined;
  const cards = flavor.gpus / dataParallelSize;
  const room = (flavor.gpuBytes / dataParallelSize) * gpuMemoryUtilization - weightBytes * 1.02 - ENGINE_BYTES * cards;
  const tokens = room / cacheBytesPerToken;
  if (tokens >= maxPositions) return undefined;
  return Math.max(2 ** Math.floor(Math.log2(Math.max(tokens, 1))), 1);
}
