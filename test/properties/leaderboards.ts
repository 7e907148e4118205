import { makeRegistry, nameKey } from '../../src/scores/benchmarks.ts';
import type { Score } from '../../src/scores/score.ts';

/** A benchmark, and what of its leaderboard decides about entries. One without a task or a scale has no place for any. */
export type Leaderboard = {
  readonly name: string;
  readonly id: string;
  readonly task?: string;
  /** What the least and the best or worst value may be, and whether they are percentages. */
  readonly scale?: { readonly least: number; readonly most: number; readonly percent: boolean };
  /** The metrics that it ranks by; any where it names none. */
  readonly metrics?: readonly string[];
  /** What its files' names begin with. */
  readonly file: string;
};

const ACCURACY = ['accuracy', 'acc', 'exact_match', 'Exact Match'];
const PERCENT = { least: 0, most: 100, percent: true };

/** Leaderboards that every user has, and a user's own. Some have names that differ in letters alone that no path holds. */
const KNOWN: readonly Leaderboard[] = [
  { name: 'GSM8K', id: 'openai/gsm8k', task: 'gsm8k', scale: PERCENT, metrics: ACCURACY, file: 'gsm8k' },
  { name: 'HLE', id: 'cais/hle', task: 'hle', scale: PERCENT, metrics: ACCURACY, file: 'hle' },
  {
    name: 'SWE-bench Verified',
    id: 'SWE-bench/SWE-bench_Verified',
    task: 'swe_bench_%_resolved',
    scale: PERCENT,
    metrics: ACCURACY,
    file: 'swe_bench_verified',
  },
  {
    name: 'Vaani (Hindi WER)',
    id: 'ARTPARK-IISc/Vaani-Benchmark-V1.0',
    task: 'Hindi_WER',
    scale: { least: 0, most: 1000, percent: true },
    metrics: ['wer', 'WER', 'word_error_rate'],
    file: 'vaani_hindi_wer',
  },
  { name: 'MMLU', id: 'cais/mmlu', metrics: ACCURACY, file: 'mmlu' },
];
const OWN: readonly Leaderboard[] = [
  { name: 'HLE With', id: 'aviary/hle-with', task: 'main', scale: PERCENT, file: 'hle_with' },
  { name: 'Kite 中', id: 'aviary/kite', task: 'zhong', scale: { least: 0, most: 10, percent: false }, file: 'kite' },
  { name: 'Kite 文', id: 'aviary/kite', task: 'wen', scale: PERCENT, file: 'kite' },
  {
    name: '隼',
    id: 'aviary/falcon',
    task: 'Falcon: all',
    scale: { least: 2, most: 1000, percent: false },
    file: 'aviary_falcon',
  },
  { name: 'Vague', id: 'aviary/vague', task: 'vague', file: 'vague' },
];
export const LEADERBOARDS: readonly Leaderboard[] = [...KNOWN, ...OWN];
export const METRICS = [...ACCURACY, 'f1', 'wer', 'WER', 'word_error_rate'] as const;

/** The registry with a user's own benchmarks. */
export const REGISTRY = makeRegistry(
  OWN.map(({ name, id, task, scale }) => ({
    name,
    keys: [nameKey(name)],
    dataset: { id },
    ...(task === undefined ? {} : { taskId: task }),
    ...(scale === undefined ? {} : { scale: scale.percent ? 'percent' : `${scale.least}-${scale.most}` }),
  })),
);

/** How a score is written on its leaderboard, undefined when it has no place there: digits are moved, nothing is reckoned. */
export function writtenFor(score: Score): string | undefined {
  const board = LEADERBOARDS.find(({ name }) => name === score.benchmark?.id);
  if (board?.task === undefined || board.scale === undefined) return undefined;
  if (board.metrics?.includes(score.metric.type) === false) return undefined;
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(score.written) ?? [];
  const isFraction = score.unit === 'fraction';
  const { least, most, percent } = board.scale;
  if (!percent && score.unit !== undefined) return undefined;
  // Both sides as whole numbers: a hundred times a fraction is its digits with a point two places further on.
  const one = 10n ** BigInt(decimals.length);
  const number = BigInt(`${sign}${whole}${decimals}`) * (isFraction ? 100n : 1n);
  if (number < BigInt(least) * one || number > BigInt(most) * one) return undefined;
  if (percent && score.unit === undefined && number > 0n && number <= one) return undefined;
  if (!isFraction) return score.written;
  const digits = `${whole}${decimals.padEnd(2, '0')}`;
  const point = whole.length + 2;
  const left = String(BigInt(digits.slice(0, point)));
  return digits.length > point ? `${left}.${digits.slice(point)}` : left;
}

/** Would it have a place, were it not for its scale? */
export function isOffScale(score: Score): boolean {
  const board = LEADERBOARDS.find(({ name }) => name === score.benchmark?.id);
  if (board?.task === undefined || board.metrics?.includes(score.metric.type) === false) return false;
  return writtenFor(score) === undefined;
}

/** The file that a score's entry goes to when none holds its slot; for scores that have a place. */
export function pathFor({ benchmark, notes = '' }: Score): string {
  const board = LEADERBOARDS.find(({ name }) => name === benchmark?.id);
  return `.eval_results/${[board?.file, ...(notes.toLowerCase().match(/[a-z0-9]+/g) ?? [])].join('_')}.yaml`;
}
