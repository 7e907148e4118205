import type { Collection } from '../frameworks/collection.ts';
import { nameOf } from '../gate/pairs.ts';
import type { Trend } from '../report/html/report.ts';
import { isCommit } from '../scores/repo-id.ts';
import type { Score } from '../scores/score.ts';

/**
 * The scores of several revisions of one model, oldest first: those with a step by it, then those without, such as `main`.
 * Absent where there are fewer than two.
 */
export function trendOf(collections: readonly Collection[]): Trend | undefined {
  const byRevision = collections.filter(({ scores }) => scores.length > 0);
  if (byRevision.length < 2) return undefined;
  const sorted = byRevision.toSorted((a, b) => compareRevisions(a.revision, b.revision));
  const names = [...new Set(sorted.flatMap(({ scores }) => scores.map(nameWithMetric)))];
  const find = ({ scores }: Collection, name: string): Score | undefined =>
    scores.find((score) => nameWithMetric(score) === name);
  return {
    revisions: sorted.map(({ revision }) => revision),
    lines: names.map((benchmark) => ({
      benchmark,
      values: sorted.map((one) => find(one, benchmark)?.value),
      stderrs: sorted.map((one) => find(one, benchmark)?.stderr),
    })),
  };
}

function nameWithMetric(score: Score): string {
  return `${nameOf(score)} · ${score.metric.name}`;
}

/** Where a revision stands in a training: by its stage, then by its step. Those without a step come last, by name. */
export function compareRevisions(a: string, b: string): number {
  const [left, right] = [stepIn(a), stepIn(b)];
  const byName = a < b ? -1 : a > b ? 1 : 0;
  if (left === undefined || right === undefined) return left === right ? byName : left === undefined ? 1 : -1;
  return left.stage - right.stage || left.step - right.step || byName;
}

/** `step-125000`, `step1000`, `stage1-step2000-tokens9B`, `v2`; a commit says nothing. */
function stepIn(revision: string): { readonly stage: number; readonly step: number } | undefined {
  if (isCommit(revision)) return undefined;
  const step = /step-?_?(\d{1,15})/i.exec(revision)?.[1] ?? /(\d{1,15})$/.exec(revision)?.[1];
  const stage = /stage-?_?(\d{1,5})/i.exec(revision)?.[1] ?? '0';
  return step === undefined ? undefined : { stage: Number(stage), step: Number(step) };
}
