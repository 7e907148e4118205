import type { Filing } from './file-under.ts';
import { plainName } from './known-tasks.ts';
import type { Measurement, Run, Verdict } from './run.ts';
import { wholeParts, wholeSamples } from './whole.ts';

/** How much of its data a number is of. */
export type Extent = {
  readonly verdict: Verdict;
  readonly why: string;
  /** Of a number of a part, as far as that is counted: `10 of 1319 samples`. */
  readonly part?: string;
};

/**
 * How much of a benchmark a number is of. What a run calls all of its data may still be less than the benchmark has: a group
 * that was put together of fewer parts, data that was cut before the framework saw it.
 *
 * @param parts What the number is a mean of.
 */
export function extentOf(
  one: Measurement,
  run: Pick<Run, 'framework' | 'verdict' | 'why'>,
  { benchmark, known }: Pick<Filing, 'benchmark' | 'known'>,
  parts: readonly Measurement[],
): Extent {
  const counts = describeCounts(one);
  const verdict = one.verdict ?? run.verdict;
  const why = one.verdict === undefined ? run.why : (counts ?? run.why);
  const own = { verdict, why, ...(counts === undefined ? {} : { part: counts }) };
  if (benchmark === undefined || verdict === 'failed' || verdict === 'partial') return own;
  const all = known === undefined ? undefined : wholeParts(plainName(run.framework, one.task));
  if (all !== undefined && one.isGroup) {
    if (parts.length === 0) return { verdict: 'unknown', why: `the file names none of the ${all} parts of it` };
    if (parts.length < all) return partial(`${parts.length} of ${all} parts`);
  }
  const whole = wholeSamples(benchmark.name);
  const samples = one.available ?? one.samples;
  return whole !== undefined && samples !== undefined && samples < whole
    ? partial(`${samples} of ${whole} samples`)
    : own;
}

function partial(part: string): Extent {
  return { verdict: 'partial', why: part, part };
}

function describeCounts({ samples, available }: Measurement): string | undefined {
  if (samples === undefined) return undefined;
  return `${samples}${available === undefined ? '' : ` of ${available}`} ${(available ?? samples) === 1 ? 'sample' : 'samples'}`;
}
