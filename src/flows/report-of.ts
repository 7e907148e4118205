import type { Collection } from '../frameworks/collection.ts';
import { nameOf } from '../gate/pairs.ts';
import type { Report, ReportRow, Trend } from '../report/html/report.ts';
import type { Score } from '../scores/score.ts';
import type { Gated } from './gate.ts';

/** What the report of a collection shows. */
export function reportOf(
  collection: Collection,
  {
    gated,
    trend,
    made,
    version,
  }: { readonly gated?: Gated; readonly trend?: Trend; readonly made: string; readonly version: string },
): Report {
  const { repoId, modelName, revision, files, scores, groups } = collection;
  return {
    title: repoId ?? modelName,
    revision,
    made,
    version,
    rows: scores.map(rowOf),
    groups: groups.map(({ score, parts }) => ({
      name: nameOf(score),
      metric: score.metric.name,
      value: score.value,
      parts: parts.map(({ task, value, stderr, samples }) => ({
        name: task,
        value,
        ...(stderr === undefined ? {} : { stderr }),
        ...(samples === undefined ? {} : { samples }),
      })),
    })),
    files: files.map(({ path, framework, run, reason, refused }) => ({
      path,
      ...(framework === undefined ? {} : { framework }),
      ...(run?.version === undefined ? {} : { version: run.version }),
      ...(run === undefined ? {} : { verdict: run.verdict, why: run.why }),
      ...(run?.model === undefined ? {} : { model: run.model.name }),
      ...(run?.model?.revision === undefined ? {} : { revision: run.model.revision }),
      refused: [...(reason === undefined ? [] : [{ what: 'all of it', reason }]), ...refused],
    })),
    ...(gated === undefined ? {} : { comparison: gated.comparison }),
    ...(trend === undefined ? {} : { trend }),
  };
}

function rowOf(score: Score): ReportRow {
  const { metric, value, written, unit, stderr, shots, samples, date, partial, provenance: from } = score;
  return {
    benchmark: nameOf(score),
    metric: metric.name,
    value,
    written,
    ...(unit === undefined ? {} : { unit }),
    ...(stderr === undefined ? {} : { stderr }),
    ...(shots === undefined ? {} : { shots }),
    ...(samples === undefined ? {} : { samples }),
    by: from.kind === 'result-file' ? from.by : '',
    file: from.kind === 'result-file' ? from.file : '',
    ...(date === undefined ? {} : { date }),
    ...(partial === undefined ? {} : { partial: true }),
  };
}

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

function compareRevisions(a: string, b: string): number {
  const [left, right] = [stepIn(a), stepIn(b)];
  if (left === undefined || right === undefined) {
    return left === right ? (a < b ? -1 : 1) : left === undefined ? 1 : -1;
  }
  return left - right || (a < b ? -1 : 1);
}

/** `step-125000`, `step1000`, `stage1-step2000-tokens9B`. */
function stepIn(revision: string): number | undefined {
  const step = /step-?_?(\d{1,15})/i.exec(revision)?.[1] ?? /(\d{1,15})$/.exec(revision)?.[1];
  return step === undefined || /^[0-9a-f]{40}$/.test(revision) ? undefined : Number(step);
}
