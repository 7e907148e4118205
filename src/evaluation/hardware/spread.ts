import type { ModelFacts } from '../model-facts.ts';
import type { EvaluationRequest } from '../request.ts';
import type { Flavor } from './flavor.ts';
import { needOf } from './need.ts';

type Asked = Pick<EvaluationRequest, 'framework' | 'backend' | 'options'>;

/** How a model is laid over the cards of a machine: copies of it, each over some cards. */
export type Spread = { readonly cards: number; readonly copies: number };

/**
 * By what is asked for, and else so that all cards have something to do. vLLM has each card do a part of every layer.
 * Transformers can only give each card some of the layers, so that one waits for the other: where a card has room for the
 * whole model, each of them gets a copy, which lighteval and lm-eval know to start, and inspect-ai does not.
 */
export function spreadOver(flavor: Flavor, facts: ModelFacts, asked: Asked): Spread {
  const { options, backend, framework } = asked;
  const { tensorParallelSize, dataParallelSize } = options;
  const all = Math.max(flavor.gpus, 1);
  const isSaid = tensorParallelSize !== undefined || dataParallelSize !== undefined;
  if (backend === 'vllm' || isSaid) {
    const copies = dataParallelSize ?? 1;
    return { cards: tensorParallelSize ?? all / copies, copies };
  }
  const need = needOf(facts, asked);
  const takesCopies = framework !== 'inspect-ai' && need !== undefined && need.bytes <= roomOf(flavor, 1);
  return takesCopies ? { cards: 1, copies: all } : { cards: all, copies: 1 };
}

/** Memory of some of a machine's cards, in bytes. */
export function roomOf({ gpuBytes, gpus }: Flavor, cards: number): number {
  return gpus === 0 ? 0 : (gpuBytes / gpus) * cards;
}

/** Has each copy of the model room to work? */
export function fits(flavor: Flavor, facts: ModelFacts, asked: Asked): boolean {
  const { cards } = spreadOver(flavor, facts, asked);
  const need = needOf(facts, asked, cards);
  return need !== undefined && need.bytes <= roomOf(flavor, cards);
}

/** Why it would fail for sure, and be paid for. */
export function whyImpossible(flavor: Flavor, facts: ModelFacts, asked: Asked): string | undefined {
  const { cards, copies } = spreadOver(flavor, facts, asked);
  const { gpus } = flavor;
  if (!Number.isInteger(cards)) return `${gpus} cards cannot be shared by ${copies} copies`;
  if (cards * copies > gpus)
    return `it has ${gpus} ${gpus === 1 ? 'card' : 'cards'}, and ${cards * copies} are asked for with --tensor-parallel-size and --data-parallel-size`;
  if (asked.backend === 'vllm' && facts.heads !== undefined && facts.heads % cards !== 0)
    return `the ${facts.heads} attention heads of the model cannot be spread evenly over ${cards} cards; --tensor-parallel-size takes fewer`;
  const { cacheHeads = cards } = facts;
  // Each card has whole heads of keys and values, or several cards the same one.
  if (asked.backend === 'vllm' && Math.max(cacheHeads, cards) % Math.min(cacheHeads, cards) !== 0)
    return `the ${cacheHeads} heads of keys and values of the model cannot be spread evenly over ${cards} cards; --tensor-parallel-size takes fewer`;
  return undefined;
}
