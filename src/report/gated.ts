import { amountOf, differenceOf, probabilityOf } from '../gate/wording.ts';
import type { Comparison } from './html/report.ts';
import { alignColumns, count, fourDigits, plainText, shortCell } from './plain-text.ts';
import type { Style } from './text.ts';

/** A comparison with a baseline, and what the gate says. */
export type ShownGate = {
  readonly comparison: Comparison;
  readonly failed: boolean;
};

/** A comparison, as JSON. */
export function gateJson({ comparison, failed }: ShownGate): object {
  const { baseline, baselineDate, alpha, items, unmatched } = comparison;
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
    unmatched: unmatched.map(({ name, reason, isGap }) => ({ benchmark: name, reason, gap: isGap })),
  };
}

const MOST_UNMATCHED = 20;

/** A comparison for a person at a terminal. */
export function gateLines({ comparison }: ShownGate, style: Style): string[] {
  const { baseline, baselineDate, items, unmatched } = comparison;
  const paint = { better: style.green, same: style.dim, worse: style.red, inconclusive: style.yellow };
  const rows = items.map(({ benchmark, before, after, delta, scale, verdict, p, smallestEffect }) => [
    verdict,
    shortCell(benchmark),
    `${fourDigits(before)} → ${fourDigits(after)}`,
    differenceOf(delta, scale),
    p === undefined ? '' : probabilityOf(p),
    smallestEffect === undefined ? '' : `detectable from ${amountOf(smallestEffect, scale)}`,
  ]);
  const lines = alignColumns(rows).map((line, at) => `  ${paint[items[at]?.verdict ?? 'same'](line)}`);
  const date = baselineDate === undefined ? '' : `, ${plainText(baselineDate.slice(0, 10))}`;
  const missing = unmatched.slice(0, MOST_UNMATCHED).map(({ name, reason, isGap }) => {
    const line = `not compared: ${shortCell(name)}: ${plainText(reason)}`;
    return `  ${isGap ? style.yellow(line) : style.dim(line)}`;
  });
  const rest = unmatched.length - missing.length;
  if (rest > 0) missing.push(`  ${style.dim(`… and ${rest} more`)}`);
  return [
    `${style.bold('Compared with')} ${plainText(baseline)}${date}`,
    ...lines,
    ...items
      .filter(({ verdict }) => verdict !== 'same')
      .map(({ benchmark, why }) => `  ${style.dim(plainText(`${benchmark}: ${why}`))}`),
    ...items.flatMap(({ benchmark, flips }) => {
      if (flips === undefined || flips.total === 0) return [];
      const what = `${count(flips.total, 'sample')} of ${benchmark} right before, wrong now`;
      return [`  ${style.dim(plainText(`${what}: --report FILE lists them with both answers`))}`];
    }),
    ...missing,
  ];
}
