import type { Benchmark, Registry } from './benchmarks.ts';
import { shiftDecimals } from './scale.ts';
import { sameMetric, saysMore } from './slot.ts';

/** A place in a file, line and column from 1. */
export type Spot = { readonly file: string; readonly line: number; readonly column: number };

/** Something that is wrong (error) or looks wrong (warning) with what a model repo holds. */
export type Finding = Spot & {
  readonly severity: 'error' | 'warning';
  /** Stable, for scripts: `out-of-range`, `duplicate`. */
  readonly code: string;
  readonly message: string;
};

/** A score that a file of the model repo holds, as far as checks look at it. */
export type CheckedScore = Spot & {
  readonly format: 'model-index' | 'eval-results';
  readonly slot: string;
  readonly value: unknown;
  readonly dataset: { readonly type: string; readonly name?: string; readonly config?: string };
  /** Absent in eval-results, where the leaderboard has the metric. */
  readonly metric?: { readonly type: string; readonly name?: string };
  readonly taskId?: string;
  /** How it was run, where that is said: `5-shot`. */
  readonly notes?: string;
  /** The model that the file says it is of. */
  readonly model?: string;
  readonly date?: string;
};

/**
 * Checks the scores of a model repo against the registry and against each other.
 *
 * @param options.today ISO date; a later date of a score is in the future.
 */
export function checkScores(
  scores: readonly CheckedScore[],
  { registry, today }: { readonly registry: Registry; readonly today: string },
): Finding[] {
  const registryOf: Lookup = (score) => lookUp(registry, score);
  return [
    ...scores.flatMap((score) => [
      ...checkValue(score, registryOf),
      ...checkNames(score),
      ...checkDirection(score, registryOf),
      ...checkDate(score, today),
    ]),
    ...checkDuplicates(scores),
    ...checkAgreement(scores, registryOf),
  ];
}

/** Metrics that are shares: no value can lie above 100. */
const SHARES = new Set([
  'accuracy',
  'acc',
  'accnorm',
  'exactmatch',
  'em',
  'f1',
  'precision',
  'recall',
  'bleu',
  'map',
  'ndcg',
  'auc',
  'rocauc',
]);

function checkValue(score: CheckedScore, registryOf: Lookup): Finding[] {
  const { value } = score;
  if (typeof value !== 'number') return [];
  if (!Number.isFinite(value))
    return [find(score, 'error', 'not-a-number', `${labelOf(score)} is ${value}, which is no score`)];
  const benchmark = registryOf(score);
  const isShare = score.metric !== undefined && SHARES.has(score.metric.type.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const percent = benchmark?.scale === 'percent' || isShare;
  const errors = benchmark?.higherIsBetter === false;
  if (percent && !errors && (value > 100 || value < 0)) {
    return [
      find(score, 'error', 'out-of-range', `${labelOf(score)} is ${value}, but it can only lie between 0 and 100`),
    ];
  }
  const [low, high] = benchmark?.scale?.split('-').map(Number) ?? [];
  if (low !== undefined && high !== undefined && (value < low || value > high)) {
    return [
      find(
        score,
        'error',
        'out-of-range',
        `${labelOf(score)} is ${value}, but it can only lie between ${low} and ${high}`,
      ),
    ];
  }
  if (benchmark?.scale !== 'percent' || value <= 0 || value > 1) return [];
  const percentage = shiftDecimals(String(value), 2);
  const message = `${labelOf(score)} is ${value}: its leaderboard counts in percent, so this would be ${percentage} as a fraction`;
  return [find(score, 'warning', 'scale', message)];
}

function checkNames(score: CheckedScore): Finding[] {
  const names = [score.dataset.name, score.metric?.name].filter((name) => name !== undefined);
  return names
    .filter((name) => /\*\*|(?:^|\s)__\S.*\S__(?:\s|$)|`|\]\(|<\/?[a-z][^>]*>|&[a-z]+;/i.test(name))
    .map((name) => find(score, 'warning', 'markup-in-name', `the name "${name}" holds Markdown or HTML`));
}

/** "WER ↑", "accuracy ↓": the arrow and what is known of the metric are at odds. */
function checkDirection(score: CheckedScore, registryOf: Lookup): Finding[] {
  const name = score.metric?.name ?? '';
  const arrow = /[↑⬆]/.test(name) ? true : /[↓⬇]/.test(name) ? false : undefined;
  const known = LOWER.has(score.metric?.type.toLowerCase() ?? '') ? false : registryOf(score)?.higherIsBetter;
  if (arrow === undefined || known === undefined || arrow === known) return [];
  const better = known ? 'higher' : 'lower';
  return [
    find(score, 'warning', 'direction', `"${name}" points the other way: for ${labelOf(score)}, ${better} is better`),
  ];
}

const LOWER = new Set([
  'wer',
  'cer',
  'ter',
  'ppl',
  'perplexity',
  'loss',
  'mse',
  'rmse',
  'mae',
  'eer',
  'der',
  'fid',
  'bpb',
]);

function checkDate(score: CheckedScore, today: string): Finding[] {
  const { date } = score;
  if (date === undefined) return [];
  if (
    !/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(date) ||
    !isDay(date.slice(0, 10)) ||
    Number.isNaN(Date.parse(date))
  ) {
    return [find(score, 'error', 'date', `the date "${date}" is no ISO date such as 2026-01-31`)];
  }
  return date.slice(0, 10) > today ? [find(score, 'error', 'date', `the date ${date} is in the future`)] : [];
}

/** Is it a day of the calendar? JavaScript takes 30 February for the 2nd of March. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function checkDuplicates(scores: readonly CheckedScore[]): Finding[] {
  const groups = Map.groupBy(scores, (score) => `${score.format} ${score.model ?? ''} ${score.slot}`);
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map((other) => {
      const differs = String(first?.value) !== String(other.value);
      const where = `${first?.file}, line ${first?.line}`;
      if (first?.dataset.name !== other.dataset.name) {
        const message = `${labelOf(other)} differs from ${where} by a display name alone: readers may take them for one score. Give them a config, a split or args`;
        return find(other, 'warning', 'same-slot', message);
      }
      return differs
        ? find(
            other,
            'error',
            'duplicate',
            `${labelOf(other)} is ${String(other.value)} here and ${String(first?.value)} in ${where}`,
          )
        : find(other, 'warning', 'duplicate', `${labelOf(other)} stands in ${where} as well`);
    }),
  );
}

/** A leaderboard entry and a model-index entry of the same benchmark, metric and setup say the same, on either scale. */
function checkAgreement(scores: readonly CheckedScore[], registryOf: Lookup): Finding[] {
  const indexed = scores.filter((score) => score.format === 'model-index');
  return scores
    .filter((score) => score.format === 'eval-results')
    .flatMap((entry) => {
      const benchmark = registryOf(entry);
      const twin = indexed.find(
        (score) =>
          benchmark !== undefined &&
          registryOf(score) === benchmark &&
          sameMetric(score.metric?.type ?? '', benchmark.metric?.type ?? '') &&
          setupOf(score.notes, saysMore(score.metric?.name ?? '', score.metric?.type ?? '')) === setupOf(entry.notes),
      );
      if (twin === undefined || typeof twin.value !== 'number' || typeof entry.value !== 'number') return [];
      const agrees = [twin.value, Number(shiftDecimals(String(twin.value), 2))].some((value) => value === entry.value);
      const message = `${labelOf(entry)} is ${entry.value} here, but ${twin.value} in ${twin.file}, line ${twin.line}`;
      return agrees ? [] : [find(entry, 'warning', 'disagreement', message)];
    });
}

/** `8-shot, CoT` and `CoT, 8-shot` are one setup. */
function setupOf(...notes: readonly (string | undefined)[]): string {
  return notes
    .join(' ')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}

type Lookup = (score: CheckedScore) => Benchmark | undefined;

/** The benchmark of a score, when the score is of the metric that is known for it. */
function lookUp(registry: Registry, { dataset, metric, taskId }: CheckedScore): Benchmark | undefined {
  const found = registry.byDataset(dataset.type, {
    ...(dataset.config === undefined ? {} : { config: dataset.config }),
    ...(taskId === undefined ? {} : { taskId }),
  });
  const isOther = metric !== undefined && found?.metric !== undefined && !sameMetric(metric.type, found.metric.type);
  return isOther ? undefined : found;
}

function labelOf({ dataset, metric, taskId }: CheckedScore): string {
  return [dataset.name ?? dataset.type, metric?.name ?? metric?.type ?? taskId].filter(Boolean).join(' ');
}

function find(
  { file, line, column }: CheckedScore,
  severity: Finding['severity'],
  code: string,
  message: string,
): Finding {
  return { file, line, column, severity, code, message };
}
