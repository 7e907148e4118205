import type { Comparison, Verdict } from '../html/report.ts';

/** Verdicts, what needs a reader first, each with a sign for those who cannot tell its colour. */
export const VERDICTS: readonly { readonly verdict: Verdict; readonly sign: string }[] = [
  { verdict: 'worse', sign: '✗' },
  { verdict: 'inconclusive', sign: '?' },
  { verdict: 'better', sign: '✓' },
  { verdict: 'same', sign: '=' },
];

/** The sign of a verdict. */
export function signOf(verdict: Verdict): string {
  return VERDICTS.find((one) => one.verdict === verdict)?.sign ?? '?';
}

/** Where a verdict stands among those of {@link VERDICTS}. */
export function rankOf(verdict: Verdict): number {
  return VERDICTS.findIndex((one) => one.verdict === verdict);
}

/** How many benchmarks have each verdict, of those that any has. */
export function countVerdicts({
  items,
}: Comparison): readonly { readonly verdict: Verdict; readonly sign: string; readonly count: number }[] {
  return VERDICTS.map((one) => ({
    ...one,
    count: items.filter(({ verdict }) => verdict === one.verdict).length,
  })).filter(({ count }) => count > 0);
}
