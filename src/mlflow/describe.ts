import { createHash } from 'node:crypto';
import type { Score } from '../scores/score.ts';
import { identityOf, metricKeys, STDERR } from './keys.ts';

/** What is logged as one run: the scores of one revision of a model. */
export type RunDescription = {
  /** What people see: `org/model@main`. */
  readonly name: string;
  readonly repo: string;
  readonly revision: string;
  /** The same for the same scores, whatever file they are read from. */
  readonly digest: string;
  readonly metrics: readonly LoggedMetric[];
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
};

export type LoggedMetric = {
  readonly key: string;
  readonly value: number;
  /** When it was measured: milliseconds since 1970; absent where nobody knows. */
  readonly timestamp?: number;
};

/** Keys of the tags by which a run is found again. */
export const TAGS = {
  repo: 'hf_eval.repo',
  revision: 'hf_eval.revision',
  digest: 'hf_eval.digest',
  version: 'hf_eval.version',
  framework: 'hf_eval.framework',
} as const;

/** What older servers take, too: newer ones have 6000 and 8000. */
const MAX_PARAM = 500;
const MAX_TAG = 5000;

/** Describes the run that the scores of one revision become. */
export function describeRun(
  { repo, revision }: { readonly repo: string; readonly revision: string },
  scores: readonly Score[],
  version: string,
): RunDescription {
  const digest = digestOf(repo, revision, scores);
  const frameworks = new Set(scores.flatMap((score) => byOf(score) ?? []));
  const tags = {
    [TAGS.repo]: repo,
    [TAGS.revision]: revision,
    [TAGS.digest]: digest,
    [TAGS.version]: version,
    ...(frameworks.size === 0 ? {} : { [TAGS.framework]: [...frameworks].sort().join(', ') }),
    'mlflow.source.name': 'hf-eval',
  };
  return {
    name: `${repo}@${revision}`,
    repo,
    revision,
    digest,
    metrics: describeMetrics(scores),
    params: describeParams(scores),
    tags: mapTexts(tags, (text) => text.slice(0, MAX_TAG)),
  };
}

function describeMetrics(given: readonly Score[]): LoggedMetric[] {
  // Where files overlap, one number is given twice.
  const scores = [...new Map(given.map((score) => [identityOf(score), score])).values()];
  const keys = metricKeys(scores);
  return scores.flatMap((score, index) => {
    const key = keys[index] ?? '';
    const ms = Date.parse(score.date ?? '');
    const common = Number.isNaN(ms) || ms < 0 ? {} : { timestamp: ms };
    const { value, stderr } = score;
    return [
      { key, value, ...common },
      ...(stderr === undefined ? [] : [{ key: `${key}${STDERR}`, value: stderr, ...common }]),
    ];
  });
}

/** What all scores have in common: MLflow compares runs by it. */
function describeParams(scores: readonly Score[]): Record<string, string> {
  const facts: readonly (readonly [string, (score: Score) => string | number | undefined])[] = [
    ['shots', ({ shots }) => shots],
    ['samples', ({ samples }) => samples],
    ['sample_limit', ({ partial }) => partial?.limit],
    ['split', ({ dataset }) => dataset.split],
    ['unit', ({ unit }) => unit],
    ['setup', ({ remarks }) => remarks],
  ];
  const common = facts.flatMap(([name, read]) => {
    const values = new Set(scores.map(read));
    const [value] = values;
    return values.size === 1 && value !== undefined && value !== '' ? [[name, String(value)] as const] : [];
  });
  return mapTexts(Object.fromEntries(common), (text) => text.slice(0, MAX_PARAM));
}

function digestOf(repo: string, revision: string, scores: readonly Score[]): string {
  const lines = new Set(scores.map(identityOf));
  const text = JSON.stringify([repo, revision, [...lines].sort()]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function byOf({ provenance }: Score): string | undefined {
  return provenance.kind === 'result-file' ? provenance.by : undefined;
}

function mapTexts(texts: Readonly<Record<string, string>>, map: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, map(text)]));
}
