import type { Flavor } from '../hardware/flavor.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { EvaluationRequest } from '../request.ts';
import { sizeOfTask } from './task-sizes.ts';

/** How long an evaluation will take, as far as that can be said. */
export type Estimate =
  | {
      readonly seconds: number;
      readonly usd: number;
    }
  /** Tasks of which nobody has counted the samples, or a model of which the size is not known. */
  | { readonly unknown: readonly string[] };

/** Dense 16-bit floating point operations of a card in a second, as the makers state them. */
const TERAFLOPS: readonly (readonly [RegExp, number])[] = [
  [/\bt4\b/i, 65],
  [/\bl4\b/i, 121],
  [/\ba10g?\b/i, 70],
  [/\bl40s\b/i, 362],
  [/\ba100\b/i, 312],
  [/\bh[12]00\b/i, 989],
  [/rtx.?pro.?6000/i, 500],
];

/** Shares of that which are reached: reading prompts, writing with vLLM, and writing with transformers. */
const READING = 0.35;
const WRITING = { vllm: 0.1, other: 0.01 };

/** Seconds for what comes before the first sample. */
const START = { machine: 90, install: 180, engine: 90 };
/** Bytes that arrive in a second, and that are loaded from disk. */
const DOWNLOAD = 200e6;
const LOAD = 1e9;

/**
 * A rough estimate of time and cost: right within a factor of two or so, and no limit. What is never exceeded is the
 * ceiling.
 */
export function estimate(
  facts: ModelFacts,
  { tasks, backend, options }: Pick<EvaluationRequest, 'tasks' | 'backend' | 'options'>,
  flavor: Flavor,
): Estimate {
  const [, teraflops] = TERAFLOPS.find(([card]) => card.test(`${flavor.card ?? ''} ${flavor.name}`)) ?? [];
  const { parameters, weightBytes, activeParameters = parameters } = facts;
  const sizes = tasks.map((task) => ({ task, size: sizeOfTask(task) }));
  const unknown = sizes.flatMap(({ task, size }) => (size === undefined ? [task.name] : []));
  if (unknown.length > 0) return { unknown };
  if (teraflops === undefined || flavor.gpus === 0) return { unknown: [flavor.name] };
  if (parameters === undefined || activeParameters === undefined || weightBytes === undefined)
    return { unknown: [facts.repoId] };
  // With transformers, cards of one copy work one after the other.
  const cards = backend === 'vllm' ? flavor.gpus : (options.dataParallelSize ?? 1);
  const tokensPerSecond = (teraflops * 1e12 * cards) / (2 * activeParameters);
  // Of experts, the tokens of a batch need more than one of them does, and all that they need has to be read.
  const spread = Math.sqrt(activeParameters / parameters);
  const writing = tokensPerSecond * spread * (backend === 'vllm' ? WRITING.vllm : WRITING.other);
  const working = sizes.reduce((seconds, { size }) => {
    if (size === undefined) return seconds;
    const samples = Math.min(size.samples, options.maxSamples ?? size.samples);
    return seconds + samples * (size.prompt / (tokensPerSecond * READING) + size.answer / writing);
  }, 0);
  const starting = START.machine + START.install + START.engine + weightBytes / DOWNLOAD + weightBytes / LOAD;
  const seconds = Math.ceil(starting + working);
  return { seconds, usd: costOf(seconds, flavor) };
}

/** What a machine costs for a time, in US dollars: the Hub bills whole minutes. */
export function costOf(seconds: number, { microUsdPerMinute }: Pick<Flavor, 'microUsdPerMinute'>): number {
  return (Math.ceil(seconds / 60) * microUsdPerMinute) / 1e6;
}
