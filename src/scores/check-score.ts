import type { Benchmark } from './benchmarks.ts';
import { isDay } from './day.ts';
import { type CheckContext, type CheckedScore, type Finding, find, type Lookup, labelOf, lookUpIn } from './finding.ts';
import { shiftDecimals } from './scale.ts';

/** Checks one score by itself. */
export function checkScore(score: CheckedScore, context: CheckContext): Finding[] {
  const registryOf = lookUpIn(context);
  return [
    ...checkValue(score, registryOf),
    ...checkNames(score),
    ...checkDirection(score, registryOf),
    ...checkDate(score, context.today),
    ...checkRevision(score, context),
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

/** Shares with a number in their name: `pass@1`, `top-5`, `rouge2`. */
const SHARE_OF_SOME = /^(?:(?:pass|maj|cons|avg|mean)@\d+|top\d+|rouge(?:\d|l|lsum))$/;
/** Errors that are counted: there cannot be less than none. A loss may be negative, a correlation too. */
const COUNTS_OF_ERRORS = new Set(['wer', 'cer', 'ter', 'eer', 'der', 'mse', 'rmse', 'mae', 'ppl', 'perplexity', 'fid']);

function checkValue(score: CheckedScore, registryOf: Lookup): Finding[] {
  const { value } = score;
  if (typeof value !== 'number') return [];
  if (!Number.isFinite(value))
    return [find(score, 'error', 'not-a-number', `${labelOf(score)} is ${value}, which is no score`)];
  const benchmark = registryOf(score);
  const metric = (score.metric?.type ?? '').toLowerCase().replace(/[^a-z0-9@]/g, '');
  const isShare = SHARES.has(metric) || SHARE_OF_SOME.test(metric);
  const percent = benchmark?.scale === 'percent' || isShare;
  const errors = benchmark?.higherIsBetter === false;
  // A correlation may be below 0, an error rate above 1.
  if (score.unit === 'fraction' && !errors && !COUNTS_OF_ERRORS.has(metric) && (value > 1 || (percent && value < 0))) {
    const message = `${labelOf(score)} is ${value}, but a fraction can only lie between 0 and 1`;
    return [find(score, 'error', 'out-of-range', message)];
  }
  if (percent && !errors && (value > 100 || value < 0)) {
    return [
      find(score, 'error', 'out-of-range', `${labelOf(score)} is ${value}, but it can only lie between 0 and 100`),
    ];
  }
  if (value < 0 && (errors || COUNTS_OF_ERRORS.has(metric))) {
    return [find(score, 'error', 'out-of-range', `${labelOf(score)} is ${value}, but it cannot be below 0`)];
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
  if (benchmark?.scale !== 'percent' || score.unit === 'fraction' || value <= 0 || value > 1) return [];
  const percentage = shiftDecimals(String(value), 2);
  const message = `${labelOf(score)} is ${value}: its leaderboard counts in percent, where it would be ${percentage} if it is a fraction`;
  return [find(score, 'warning', 'scale', message)];
}

function checkNames(score: CheckedScore): Finding[] {
  const names = [
    ['dataset.name', score.dataset.name],
    ['metric.name', score.metric?.name],
  ] as const;
  return names
    .filter(([, name = '']) => /\*\*|(?:^|\s)__\S.*\S__(?:\s|$)|`|\]\(|<\/?[a-z][^>]*>|&[a-z]+;/i.test(name))
    .map(([part, name]) => find(score, 'warning', 'markup-in-name', `the name "${name}" holds Markdown or HTML`, part));
}

/** "WER ↑", "accuracy ↓": the arrow and what is known of the metric are at odds. */
function checkDirection(score: CheckedScore, registryOf: Lookup): Finding[] {
  const name = score.metric?.name ?? '';
  const arrow = /[↑⬆]/.test(name) ? true : /[↓⬇]/.test(name) ? false : undefined;
  const known = LOWER.has(score.metric?.type.toLowerCase() ?? '') ? false : isHigherBetter(registryOf(score));
  if (arrow === undefined || known === undefined || arrow === known) return [];
  const better = known ? 'higher' : 'lower';
  return [
    find(
      score,
      'warning',
      'direction',
      `"${name}" points the other way: for ${labelOf(score)}, ${better} is better`,
      'metric.name',
    ),
  ];
}

/** The registry says it only where lower is better; where no metric is customary, either may be. */
function isHigherBetter(benchmark: Benchmark | undefined): boolean | undefined {
  return benchmark?.higherIsBetter ?? (benchmark?.metric === undefined ? undefined : true);
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
    return [find(score, 'error', 'date', `the date "${date}" is no ISO date such as 2026-01-31`, 'date')];
  }
  return date.slice(0, 10) > today ? [find(score, 'error', 'date', `the date ${date} is in the future`, 'date')] : [];
}

/** A score of an intermediate checkpoint is none of the model that people download. */
function checkRevision(score: CheckedScore, { repo }: CheckContext): Finding[] {
  if (repo === undefined) return [];
  const revision = score.revision ?? revisionIn(score.sourceUrl ?? '', repo.id);
  // A commit may well be one of the branch.
  if (revision === undefined || revision === repo.revision || COMMIT.test(revision) || COMMIT.test(repo.revision))
    return [];
  const message = `${labelOf(score)} is of revision "${revision}" of ${repo.id}, not of "${repo.revision}"`;
  return [find(score, 'warning', 'model-revision', message)];
}

const COMMIT = /^[0-9a-f]{7,40}$/;

/** The branch, tag or pull request of a model repo that an address on the Hub names. */
function revisionIn(url: string, repoId: string): string | undefined {
  const { pathname } = URL.canParse(url) ? new URL(url) : { pathname: '' };
  const start = `/${repoId}/`.toLowerCase();
  const at = pathname.toLowerCase().indexOf(start);
  const found = at === -1 ? null : /^(?:tree|blob|raw|resolve)\/([^/]+)/.exec(pathname.slice(at + start.length));
  return found?.[1]?.replace(/%2f/gi, '/');
}
