import { suggest } from '../../nearest.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { EvaluationRequest } from '../request.ts';
import { type Flavor, hasBfloat16, usdPerHour } from './flavor.ts';
import { isTooShort, longestContext, type Need, needOf } from './need.ts';
import { fits, roomOf, spreadOver, whyImpossible } from './spread.ts';

/** Hardware for an evaluation, and what of the request follows from it. */
export type HardwareChoice = {
  readonly flavor: Flavor;
  /** Over how many cards a model is to be spread; absent for one, and where the user says it. */
  readonly tensorParallelSize?: number;
  /** How many copies of the model are to run, each on cards of its own; absent for one, and where the user says it. */
  readonly dataParallelSize?: number;
  /** A context shorter than the model's own, where there is no room for that. */
  readonly maxModelLength?: number;
  /** In one line: what the model needs, and why it is this one. */
  readonly why: string;
  /** What the user is to know before paying. */
  readonly notes: readonly string[];
};

/** How the hardware is to be chosen: `auto` or `simple` by size, or a flavor by name. */
export type HardwareWish = { readonly kind: 'auto' | 'simple' } | { readonly kind: 'named'; readonly name: string };

type Asked = Pick<EvaluationRequest, 'framework' | 'backend' | 'options'>;

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
  // Cards that work together first, and then by price.
  const rank = (flavor: Flavor): number =>
    asked.backend === 'vllm' ? 0 : Math.min(spreadOver(flavor, facts, asked).cards - 1, 1);
  const fitting = flavors
    .filter((flavor) => flavor.gpus > 0 && fits(flavor, facts, asked) && canUse(flavor, facts, asked))
    .sort((a, b) => rank(a) - rank(b) || a.microUsdPerMinute - b.microUsdPerMinute || a.gpus - b.gpus);
  const [flavor] = fitting;
  if (flavor === undefined) return { problem: nothingFits(facts, need, flavors) };
  return describeChoice(facts, asked, { flavor, reason: 'the cheapest that it fits on' });
}

/** Why a flavor is of no use though its memory is large enough. */
function canUse(flavor: Flavor, facts: ModelFacts, asked: Asked): boolean {
  const { cards, copies } = spreadOver(flavor, facts, asked);
  if (cards * copies !== flavor.gpus || whyImpossible(flavor, facts, asked) !== undefined) return false;
  if (cards > 1 && asked.backend === 'vllm' && facts.heads === undefined) return false;
  return hasBfloat16(flavor) || !needsBfloat16(facts, asked);
}

function needsBfloat16({ dtype: own, quantization }: ModelFacts, { options }: Asked): boolean {
  const dtype = options.dtype === undefined || options.dtype === 'auto' ? own : options.dtype;
  // As float16 it would be another model: values beyond 65504 become infinite.
  const isBfloat16 = dtype === 'bfloat16' || (dtype === undefined && quantization === undefined);
  return isBfloat16 || /fp[48]/i.test(quantization ?? '');
}

function nothingFits(facts: ModelFacts, need: Need, flavors: readonly Flavor[]): string {
  const largest = Math.max(0, ...flavors.map(({ gpuBytes }) => gpuBytes));
  const what = `${facts.repoId} needs about ${gigabytes(need.bytes)} of GPU memory`;
  if (need.bytes > largest)
    return `${what}; the largest machine has ${gigabytes(largest)}. A quantized model is smaller`;
  const reason =
    facts.heads === undefined
      ? 'how many attention heads it has is not known'
      : `its ${facts.heads} attention heads must be divisible by the number of cards, its heads of keys and values fit them, and all cards be used`;
  return `${what}, and no machine that has as much can be used: ${reason}. Say which one with --hardware`;
}

function describeChoice(
  facts: ModelFacts,
  asked: Asked,
  { flavor, reason }: { readonly flavor: Flavor; readonly reason: string },
  notes: readonly string[] = [],
): HardwareChoice {
  const { options, backend } = asked;
  const { cards, copies } = spreadOver(flavor, facts, asked);
  const need = needOf(facts, asked, cards);
  const context =
    need !== undefined && backend === 'vllm' && options.maxModelLength === undefined
      ? longestContext(facts, need, flavor, cards, options)
      : undefined;
  const size = facts.parameters === undefined ? '' : `${billions(facts.parameters)} parameters, `;
  const load =
    need === undefined
      ? ''
      : `${facts.repoId}: ${size}${gigabytes(need.weightBytes)} of weights, needs about ${gigabytes(need.bytes)} → `;
  const turns = backend === 'vllm' ? '' : ', which work one after the other';
  const over = [
    ...(cards > 1 ? [`, over ${cards} cards${turns}`] : []),
    ...(copies > 1 ? [`, in ${copies} copies`] : []),
  ].join('');
  return {
    flavor,
    ...(cards > 1 && options.tensorParallelSize === undefined ? { tensorParallelSize: cards } : {}),
    ...(copies > 1 && options.dataParallelSize === undefined ? { dataParallelSize: copies } : {}),
    ...(context === undefined ? {} : { maxModelLength: context }),
    why: `${load}${describeFlavor(flavor)}, ${reason}${over}`,
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
  reason = 'as asked for',
): HardwareChoice | { readonly problem: string } {
  const flavor = flavors.find((one) => one.name === name);
  if (flavor === undefined) {
    const names = flavors.map((one) => one.name);
    return { problem: `there is no hardware ${name}${suggest(name, names)}; there are: ${names.join(', ')}` };
  }
  if (!asked.needsGpu) {
    const notes = flavor.gpus === 0 ? [] : ['the model is behind an API: a GPU here is paid for and not used'];
    return { flavor, why: `${describeFlavor(flavor)}, ${reason}`, notes };
  }
  if (flavor.gpus === 0 && asked.backend === 'vllm')
    return { problem: `${name} cannot be used: it has no GPU, and vLLM as it is installed needs one` };
  if (flavor.gpus === 0) {
    const notes = ['it has no GPU: that may take very long'];
    return { flavor, why: `${describeFlavor(flavor)}, ${reason}`, notes };
  }
  const impossible = whyImpossible(flavor, facts, asked);
  if (impossible !== undefined) return { problem: `${name} cannot be used: ${impossible}` };
  const choice = describeChoice(facts, asked, { flavor, reason }, doubtsOf(flavor, facts, asked));
  const { maxModelLength } = choice;
  if (maxModelLength === undefined || !isTooShort(maxModelLength, facts)) return choice;
  return {
    problem: `${name} has room for a context of ${maxModelLength} tokens, to which prompts with examples might be cut without a word: take hardware with more memory, or say --max-model-length ${maxModelLength} where that is enough`,
  };
}

/** What speaks against a flavor that somebody wants all the same. */
function doubtsOf(flavor: Flavor, facts: ModelFacts, asked: Asked): string[] {
  const { cards, copies } = spreadOver(flavor, facts, asked);
  const need = needOf(facts, asked, cards);
  const room = roomOf(flavor, cards);
  const space =
    need === undefined || need.bytes <= room
      ? []
      : need.weightBytes > room
        ? [`the weights alone take ${gigabytes(need.weightBytes)}: they do not fit`]
        : [`it needs about ${gigabytes(need.bytes)} with room to work: it may not fit`];
  const unused =
    cards * copies < flavor.gpus
      ? [`it has ${flavor.gpus} cards, of which ${cards * copies} are used: all of them are paid for`]
      : [];
  const type = hasBfloat16(flavor) || !needsBfloat16(facts, asked) ? [] : [noBfloat16(asked)];
  return [...space, ...unused, ...type];
}

/** vLLM refuses a type that it was told and the card lacks, and puts float16 in place of one that it was not told. */
function noBfloat16({ backend, options: { dtype = 'auto' } }: Asked): string {
  const what = 'its card has no bfloat16, in which the model is';
  if (backend !== 'vllm') return `${what}: --dtype float16 may give other scores`;
  return dtype === 'auto'
    ? `${what}: vLLM takes float16 in its place, which may give other scores`
    : `${what}, and vLLM does not start: --dtype float16 may give other scores`;
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
  return takeNamed(facts, asked, name, flavors, 'by the simple table');
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
