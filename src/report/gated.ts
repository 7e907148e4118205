import type { Comparison } from './html/report.ts';
import { alignColumns, count, fourDigits, plainText, shortCell } from './plain-text.ts';
import type { Style } from './text.ts';

/** A comparison with a baseline, and what the gate says. */
export type ShownGate = {
  readonly comparison: Comparison;
  /** Scores that the baseline has nothing for. */
  readonly unmatched: readonly string[];
  readonly failed: boolean;
};

/** A comparison, as JSON. */
export function gateJson({ comparison, unmatched, failed }: ShownGate): object {
  const { baseline, baselineDate, alpha, items } = comparison;
  return {
    baseline,
    ...(baselineDate === undefined ? {} : { baseline_date: baselineDate }),
    alpha,
    failed,
    benchmarks: items.map(({ beforeStderr, afterStderr, smallestEffect, ...item }) => ({
      ...item,
      ...(beforeStderr === undefined ? {} : { before_stderr: beforeStderr }),
      ...(afterStderr === undefined ? {} : { after_stderr: afterStderr }),
      ...(smallestEffect === undefined ? {} : { smallest_effect: smallestEffect }),
    })),
    unmatched,
  };
}

/** A comparison for a person at a terminal. */
export function gateLines({ comparison, unmatched }: ShownGate, style: Style): string[] {
  const { baseline, baselineDate, items } = comparison;
  const paint = { better: style.green, same: style.dim, worse: style.red, inconclusive: style.yellow };
  const rows = items.map(({ benchmark, before, after, delta, verdict, p, smallestEffect }) => [
    verdict,
    shortCell(benchmark),
    `${fourDigits(before)} → ${fourDigits(after)}`,
    delta > 0 ? `+${fourDigits(delta)}` : fourDigits(delta),
    p === undefined ? '' : `p ${p.toPrecision(2)}`,
    smallestEffect === undefined ? '' : `could see ${fourDigits(smallestEffect)}`,
  ]);
  const lines = alignColumns(rows).map((line, at) => `  ${paint[items[at]?.verdict ?? 'same'](line)}`);
  const date = baselineDate === undefined ? '' : `, ${plainText(baselineDate.slice(0, 10))}`;
  const missing =
    unmatched.length === 0
      ? []
      : [`  ${style.dim(`the baseline has nothing for ${count(unmatched.length, 'score')}`)}`];
  return [
    `${style.bold('Compared with')} ${plainText(baseline)}${date}`,
    ...lines,
    ...items
      .filter(({ verdict }) => verdict !== 'same')
      .map(({ benchmark, why }) => `  ${style.dim(plainText(`${benchmark}: ${why}`))}`),
    ...missing,
  ];
}
