import type { Flavor } from '../hardware/flavor.ts';
import { costOf, type Estimate } from './estimate.ts';
import { duration, usd, usdAtMost } from './words.ts';

/** What a job may take at most: the server ends it then, whatever becomes of this program. */
export type Ceiling = {
  readonly timeoutSeconds: number;
  /** The most that it can cost, in US dollars. */
  readonly usd: number;
};

/** Minutes that a machine may be starting, which is billed too and does not count for the server's timeout. */
const START_MINUTES = 5;
const DEFAULT_SECONDS = 2 * 3600;
/** Less is not enough to install a framework and to load a model. */
const LEAST_SECONDS = 10 * 60;
const LONGEST_SECONDS = 7 * 24 * 3600;

/**
 * The ceiling of a job: by the time that was asked for, or by the money, or two hours. Both together must agree, since
 * neither is to be exceeded.
 */
export function ceilingOf(
  flavor: Flavor,
  { timeoutSeconds, maxCostUsd }: { readonly timeoutSeconds?: number; readonly maxCostUsd?: number },
  expected: Estimate,
): { readonly ceiling: Ceiling; readonly notes: readonly string[] } | { readonly problem: string } {
  const wanted = timeoutSeconds ?? (maxCostUsd === undefined ? DEFAULT_SECONDS : defaultTimeout(expected));
  const minutesPaid =
    maxCostUsd === undefined
      ? Number.POSITIVE_INFINITY
      : Math.floor((maxCostUsd * 1e6) / flavor.microUsdPerMinute + 1e-9) - START_MINUTES;
  const seconds = Math.min(wanted, minutesPaid * 60);
  const price = costWithStart(wanted, flavor);
  if (timeoutSeconds !== undefined && seconds < timeoutSeconds) {
    return {
      problem: `${duration(timeoutSeconds)} on ${flavor.name} can cost ${usdAtMost(price)}, more than the ${usd(maxCostUsd ?? 0)} of --max-cost-usd`,
    };
  }
  if (seconds < LEAST_SECONDS && timeoutSeconds === undefined) {
    return {
      problem: `${usd(maxCostUsd ?? 0)} pays for ${Math.max(0, minutesPaid)} minutes on ${flavor.name}, in which nothing can be evaluated: ${usdAtMost(costWithStart(LEAST_SECONDS, flavor))} is the least`,
    };
  }
  const ceiling = { timeoutSeconds: seconds, usd: costWithStart(seconds, flavor) };
  const notes =
    'seconds' in expected && expected.seconds > seconds
      ? [`it may take about ${duration(expected.seconds)}, and is ended after ${duration(seconds)}: --timeout sets it`]
      : [];
  return { ceiling, notes };
}

/** Where the money has a limit: twice what is expected, since an estimate is rough and results come at the end. */
function defaultTimeout(expected: Estimate): number {
  if ('unknown' in expected) return DEFAULT_SECONDS;
  return Math.min(Math.max(DEFAULT_SECONDS, Math.ceil((expected.seconds * 2) / 600) * 600), LONGEST_SECONDS);
}

function costWithStart(seconds: number, flavor: Flavor): number {
  return costOf(seconds + START_MINUTES * 60, flavor);
}
