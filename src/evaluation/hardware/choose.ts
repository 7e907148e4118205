import type { ModelFacts } from '../model-facts.ts';
import type { EvaluationRequest } from '../request.ts';
import { type Flavor, hasBfloat16, usdPerHour } from './flavor.ts';
import { longestContext, type Need, needOf } from './need.ts';

/** Hardware for an evaluation, and what of the request follows from it. */
export type HardwareChoice = {
  readonly flavor: Flavor;
  /** Over how many cards vLLM is to spread the model; absent for one. */
  readonly tensorParallelSize?: number;
  /** A context shorter than the model's own, where there is no room for that. */
  readonly maxModelLength?: number;
  /** In one line: what the model needs, and why it is this one. */
  readonly why: string;
  /** What the user is to know before paying. */
  readonly notes: readonly string[];
};

/** How the hardware is to be chosen: `auto` or `simple` by size, or a flavor by name. */
export type HardwareWish = { readonly kind: 'auto' | 'simple' } | { readonly kind: 'named'; readonly name: string };

type Asked = Pick<EvaluationRequest, 'backend' | 'options'>;

/**
 * Chooses a flavor for a model. `auto` is the cheapest machine that the weights fit on with room to work, by arithmetic
 * and never by the model's name; `simple` is the widely published table by number of parameters.
 *
 * @param needsGpu False for a model behind an API, for which the smallest machine does.
 */
export function chooseHardware(
  facts: ModelFacts,
  asked: Asked & { readonly needsGpu: boolean },
  wish: HardwareWish,
  flavors: readonly Flavor[],
): HardwareChoice | { readonly problem: string } {
  if (wish.kind === 'named') return takeNamed(facts, asked, wish.name, flavors);
  if (!asked.needsGpu) return smallestMachine(flavors);
  if (wish.kind === 'simple') return takeSimple(facts, asked, flavors);
  const need = needOf(facts, asked);
  if (need === undefined) {
    return {
      problem: `the size of ${facts.repoId} is not known: it has no safetensors. Say which hardware with --hardware, such as a10g-large`,
    };
  }
  const fitting = flavors
    .filter((flavor) => flavor.gpus > 0 && flavor.gpuBytes >= need.bytes && canUse(flavor, facts, asked))
    .sort((a, b) => a.microUsdPerMinute - b.microUsdPerMinute || a.gpus - b.gpus);
  const [flavor] = fitting;
  if (flavor === undefined) return { problem: nothingFits(facts, asked, need, flavors) };
  return describeChoice(facts, asked, { flavor, need, reason: 'the cheapest that it fits on' });
}

/** Over how many cards a replica of the model lies on a flavor, by what is asked for and what the backend can do. */
function cardsOf({ gpus }: Flavor, { options }: Asked): number {
  return options.tensorParallelSize ?? gpus / (options.dataParallelSize ?? 1);
}

/** Why a flavor is of no use though its memory is large enough. */
function canUse(flavor: Flavor, facts: ModelFacts, asked: Asked): boolean {
  const { options, backend } = asked;
  const cards = cardsOf(flavor, asked);
  if (!Number.isInteger(cards) || cards * (options.dataParallelSize ?? 1) !== flavor.gpus) return false;
  // The others would place the layers one after the other, and all cards but one would wait and be paid for.
  if (cards > 1 && backend !== 'vllm') return false;
  if (cards > 1 && (facts.heads === undefined || facts.heads % cards !== 0)) return false;
  const dtype = options.dtype === undefined || options.dtype === 'auto' ? facts.dtype : options.dtype;
  // As float16 it would be another model: values beyond 65504 become infinite.
  const isBfloat16 = dtype === 'bfloat16' || (dtype === undefined && facts.quantization === undefined);
  if (!hasBfloat16(flavor) && (isBfloat16 || /fp8/i.test(facts.quantization ?? ''))) return false;
  return true;
}

function nothingFits(facts: ModelFacts, asked: Asked, need: Need, flavors: readonly Flavor[]): string {
  const largest = Math.max(0, ...flavors.map(({ gpuBytes }) => gpuBytes));
  const what = `${facts.repoId} needs about ${gigabytes(need.bytes)} of GPU memory`;
  if (need.bytes > largest)
    return `${what}; the largest machine has ${gigabytes(largest)}. A quantized model is smaller`;
  const reasons = [
    ...(asked.backend === 'vllm' ? [] : [`${asked.backend} uses one card alone, --backend vllm uses several`]),
    ...(facts.heads === undefined ? ['how many attention heads it has is not known'] : []),
    ...(facts.heads === undefined || asked.backend !== 'vllm'
      ? []
      : [`its ${facts.heads} attention heads must be divisible by the number of cards`]),
  ];
  return `${what}, and no machine that has as much can be used: ${reasons.join('; ')}. Say which one with --hardware`;
}

function describeChoice(
  facts: ModelFacts,
  asked: Asked,
  { flavor, need, reason }: { readonly flavor: Flavor; readonly need: Need; readonly reason: string },
  notes: readonly string[] = [],
): HardwareChoice {
  const cards = cardsOf(flavor, asked);
  const spread = cards > 1 && asked.backend === 'vllm' && asked.options.tensorParallelSize === undefined;
  const context =
    asked.backend === 'vllm' && asked.options.maxModelLength === undefined
      ? longestContext(facts, need, flavor, asked.options)
      : undefined;
  const size = facts.parameters === undefined ? '' : `${billions(facts.parameters)} parameters, `;
  const load = `${facts.repoId}: ${size}${gigabytes(need.weightBytes)} of weights`;
  const over = spread ? `, over ${cards} cards` : '';
  return {
    flavor,
    ...(spread ? { tensorParallelSize: cards } : {}),
    ...(context === undefined ? {} : { maxModelLength: context }),
    why: `${load}, needs about ${gigabytes(need.bytes)} → ${describeFlavor(flavor)}, ${reason}${over}`,
    notes: [
      ...notes,
      ...(context === undefined
        ? []
        : [
            `the context is ${context} tokens, not the model's ${facts.maxPositions}: there is no room for more. --max-model-length sets it`,
          ]),
    ],
  };
}

/** `l4x1 (24 GB, $0.80/h)`. */
export function describeFlavor(flavor: Flavor): string {
  const memory = flavor.gpus === 0 ? 'no GPU' : gigabytes(flavor.gpuBytes);
  return `${flavor.name} (${memory}, $${usdPerHour(flavor).toFixed(2)}/h)`;
}

function takeNamed(
  facts: ModelFacts,
  asked: Asked & { readonly needsGpu: boolean },
  name: string,
  flavors: readonly Flavor[],
): HardwareChoice | { readonly problem: string } {
  const flavor = flavors.find((one) => one.name === name);
  if (flavor === undefined) {
    return { problem: `there is no hardware ${name}; there are: ${flavors.map((one) => one.name).join(', ')}` };
  }
  if (!asked.needsGpu) {
    const notes = flavor.gpus === 0 ? [] : ['the model is behind an API: a GPU here is paid for and not used'];
    return { flavor, why: `${describeFlavor(flavor)}, as asked for`, notes };
  }
  const need = needOf(facts, asked);
  const notes = [
    ...(flavor.gpus > 0 ? [] : ['it has no GPU: that may take very long']),
    ...(need !== undefined && flavor.gpus > 0 && need.weightBytes > flavor.gpuBytes
      ? [`the weights alone take ${gigabytes(need.weightBytes)}: they do not fit`]
      : need !== undefined && flavor.gpus > 0 && need.bytes > flavor.gpuBytes
        ? [`it needs about ${gigabytes(need.bytes)} with room to work: it may not fit`]
        : []),
    ...(flavor.gpus > 0 && !canUse(flavor, facts, asked) ? [unfit(flavor, asked)] : []),
  ];
  if (need === undefined || flavor.gpus === 0) return { flavor, why: `${describeFlavor(flavor)}, as asked for`, notes };
  return describeChoice(facts, asked, { flavor, need, reason: 'as asked for' }, notes);
}

function unfit(flavor: Flavor, asked: Asked): string {
  const cards = cardsOf(flavor, asked);
  if (cards * (asked.options.dataParallelSize ?? 1) !== flavor.gpus)
    return `it has ${flavor.gpus} cards, and --tensor-parallel-size and --data-parallel-size use another number of them`;
  if (cards > 1 && asked.backend !== 'vllm')
    return `it has ${flavor.gpus} cards, of which ${asked.backend} uses one at a time`;
  if (cards > 1) return `the attention heads of the model cannot be spread evenly over ${cards} cards`;
  return 'its card has no bfloat16, in which the model is: --dtype float16 may give other scores';
}

/** The published table: below 3, 13 and 34 billion parameters, and beyond. */
const SIMPLE: readonly (readonly [number, string])[] = [
  [3e9, 't4-small'],
  [13e9, 'a10g-small'],
  [34e9, 'a10g-large'],
  [Number.POSITIVE_INFINITY, 'a100-large'],
];

function takeSimple(
  facts: ModelFacts,
  asked: Asked & { readonly needsGpu: boolean },
  flavors: readonly Flavor[],
): HardwareChoice | { readonly problem: string } {
  const { parameters } = facts;
  if (parameters === undefined) {
    return { problem: `the number of parameters of ${facts.repoId} is not known: say which hardware with --hardware` };
  }
  const [, name = ''] = SIMPLE.find(([most]) => parameters < most) ?? [];
  const choice = takeNamed(facts, asked, name, flavors);
  return 'problem' in choice ? choice : { ...choice, why: choice.why.replace('as asked for', 'by the simple table') };
}

function smallestMachine(flavors: readonly Flavor[]): HardwareChoice | { readonly problem: string } {
  const [flavor] = flavors.filter(({ gpus }) => gpus === 0).sort((a, b) => a.microUsdPerMinute - b.microUsdPerMinute);
  if (flavor === undefined) return { problem: 'there is no machine without a GPU: say which one with --hardware' };
  return { flavor, why: `the model is behind an API → ${describeFlavor(flavor)}`, notes: [] };
}

/** `15.2 GB`, with decimal units as the Hub has them. */
export function gigabytes(bytes: number): string {
  const number = bytes / 1e9;
  return `${number < 100 ? Number(number.toFixed(1)) : Math.round(number)} GB`;
}

function billions(parameters: number): string {
  const number = parameters / 1e9;
  return number < 1 ? `${Math.round(parameters / 1e6)} M` : `${Number(number.toFixed(1))} B`;
}
