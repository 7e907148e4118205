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
