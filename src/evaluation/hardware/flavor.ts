import { partOf } from '../../data.ts';

/** A kind of machine that Hub Jobs rents out. */
export type Flavor = {
  readonly name: string;
  /** Cards; none on a machine that has a CPU alone. */
  readonly gpus: number;
  /** Memory of all cards together, in bytes. */
  readonly gpuBytes: number;
  /** The card's model, as the Hub calls it. */
  readonly card?: string;
  /** Millionths of a US dollar for a minute: what the Hub counts in. */
  readonly microUsdPerMinute: number;
};

/**
 * Flavors as `GET /api/jobs/hardware` tells them; machines that vLLM and transformers have no use for are left out.
 *
 * @returns undefined for an answer of another shape.
 */
export function readFlavors(json: unknown): readonly Flavor[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const flavors = json.flatMap((item): readonly Flavor[] => {
    const { name, accelerator, unitCostMicroUSD, unitLabel } = partOf(item);
    const microUsdPerMinute = numberOf(unitCostMicroUSD);
    if (typeof name !== 'string' || !/^[\w.-]{1,100}$/.test(name)) return [];
    // A price for another unit would be off by as much.
    if (unitLabel !== 'minute' || !(microUsdPerMinute > 0)) return [];
    if (accelerator === null || accelerator === undefined) return [{ name, gpus: 0, gpuBytes: 0, microUsdPerMinute }];
    const { type, model, quantity, vram } = partOf(accelerator);
    const gpus = numberOf(quantity);
    const gpuBytes = readBytes(vram);
    if (type !== 'gpu' || !Number.isInteger(gpus) || gpus < 1 || gpuBytes === undefined) return [];
    return [{ name, gpus, gpuBytes, ...(typeof model === 'string' ? { card: model } : {}), microUsdPerMinute }];
  });
  return flavors.length === 0 ? undefined : flavors;
}

/** A number, or one as a text: the Hub has both. */
function numberOf(value: unknown): number {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/** `24 GB`, in bytes. */
function readBytes(text: unknown): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(GB|GiB|TB)$/.exec(typeof text === 'string' ? text : '') ?? [];
  return Number(number) > 0 ? Number(number) * (unit === 'TB' ? 1e12 : 1e9) : undefined;
}

/** Cards before Ampere have no bfloat16: T4 and V100 of those that were ever to be had. */
export function hasBfloat16({ name, card = '' }: Flavor): boolean {
  return !/\b(?:t4|v100)\b/i.test(`${card} ${name.replaceAll('-', ' ')}`);
}

/** US dollars for an hour, in cents as the Hub states them: a price for a minute is cut to millionths. */
export function usdPerHour({ microUsdPerMinute }: Flavor): number {
  return Math.round((microUsdPerMinute * 60) / 1e4) / 100;
}
