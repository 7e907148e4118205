import type { Flavor } from '../hardware/flavor.ts';
import type { Ceiling } from './ceiling.ts';
import { costOf } from './estimate.ts';
import { runsPerMonth } from './runs-per-month.ts';
import { usdAtMost } from './words.ts';

/** What is run again and again, until somebody ends it. */
export type Recurrence = {
  /** As the Hub takes it. */
  readonly when: string;
  /** What a month has at most; absent where that cannot be counted. */
  readonly month?: { readonly runs: number; readonly usd: number };
};

const MONTH_SECONDS = 31 * 86_400;

/** How often something runs, and what that costs. One run at a time: no month costs more than a machine that is always on. */
export function recurrenceOf(when: string, ceiling: Ceiling, flavor: Flavor): Recurrence {
  const runs = runsPerMonth(when);
  if (runs === undefined) return { when };
  return { when, month: { runs, usd: Math.min(runs * ceiling.usd, costOf(MONTH_SECONDS, flavor)) } };
}

/** That in words. */
export function describeRecurrence({ when, month }: Recurrence, ceiling: Ceiling): string {
  const often =
    month === undefined
      ? `at most ${usdAtMost(ceiling.usd)} at each run, and how often it runs cannot be counted`
      : `at most ${month.runs === 1 ? 'one run' : `${month.runs} runs`} and ${usdAtMost(month.usd)} in a month`;
  return `scheduled ${when}, in UTC: ${often}, until somebody ends it`;
}
