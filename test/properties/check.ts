import fc from 'fast-check';

const RUNS = Number(process.env.HF_EVAL_PROPERTY_RUNS ?? 200);
const SEED = Number(process.env.HF_EVAL_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));
console.log(`properties: ${RUNS} cases each, HF_EVAL_PROPERTY_SEED=${SEED}`);

/** For one property, in milliseconds: ten thousand cases take a while. */
export const TIMEOUT = 600_000;

/** Runs a property as often, and from the seed, as the environment says. */
export function check<T extends unknown[]>(property: fc.IProperty<T>): void {
  fc.assert(property, { numRuns: RUNS, seed: SEED });
}
