import type { CollectedFile, ScoredGroup } from '../frameworks/collection.ts';
import type { Measurement } from '../frameworks/run.ts';
import type { Score } from '../scores/score.ts';
import type { ShownCollection } from './collected.ts';
import { gateJson } from './gated.ts';
import { withShortFlips } from './short-flips.ts';

const MOST_TEXT = 2000;

/**
 * A collection as `collect --format json` prints it: every file, and the scores that they gave.
 *
 * @param outcome What became of the scores in a model repo. Its files are those that change: `changed_files` here.
 * @param mostText Characters of a question or an answer that are shown.
 */
export function collectionJson(
  { collection, findings, yaml, gated, trend }: ShownCollection,
  { files: changedFiles, ...outcome }: Readonly<Record<string, unknown>> = {},
  mostText = MOST_TEXT,
): object {
  const { repoId, revision, modelName, files, scores, groups } = collection;
  return {
    ...(repoId === undefined ? {} : { repo_id: repoId }),
    revision,
    model: modelName,
    files: files.map((file) => fileJson(file, scores)),
    results: scores.map((score) => scoreJson(score, groups)),
    findings: [...findings.values()].flat().map(({ severity, code, message }) => ({ severity, code, message })),
    ...(gated === undefined ? {} : { comparison: gateJson(withShortFlips(gated, mostText)) }),
    ...(trend === undefined ? {} : { trend }),
    yaml,
    ...outcome,
    ...(changedFiles === undefined ? {} : { changed_files: changedFiles }),
  };
}

/** A file of a collection, as JSON. */
export function fileJson(
  { path, framework, role, run, reason, refused }: CollectedFile,
  scores: readonly Score[],
): object {
  const taken = new Set(scores.flatMap(({ provenance: from }) => (isIn(from, path) ? [from.at] : [])));
  return {
    path,
    ...(framework === undefined ? {} : { framework }),
    ...(role === undefined ? {} : { role }),
    ...(run?.version === undefined ? {} : { version: run.version }),
    ...(run === undefined ? {} : { verdict: run.verdict, why: run.why }),
    ...(run?.model === undefined ? {} : { model: run.model.name }),
    ...(run?.model?.revision === undefined ? {} : { revision: run.model.revision }),
    ...(run?.model?.sha === undefined ? {} : { sha: run.model.sha }),
    ...(run?.date === undefined ? {} : { date: run.date }),
    ...(reason === undefined ? {} : { reason }),
    scores: (run?.measurements ?? []).map((one) => ({ ...measurementJson(one), taken: taken.has(one.at) })),
    refused: refused.map(({ what, reason: why }) => ({ what, reason: why })),
  };
}

function isIn(from: Score['provenance'], path: string): from is Extract<Score['provenance'], { kind: 'result-file' }> {
  return from.kind === 'result-file' && from.file === path;
}

function measurementJson({ task, metric, value, stderr, shots, samples, at, partOf, verdict }: Measurement): object {
  return {
    benchmark: task,
    metric,
    value,
    ...(stderr === undefined ? {} : { stderr }),
    ...(shots === undefined ? {} : { shots }),
    ...(samples === undefined ? {} : { samples }),
    ...(partOf === undefined ? {} : { part_of: partOf }),
    ...(verdict === undefined ? {} : { verdict }),
    at,
  };
}

function scoreJson(score: Score, groups: readonly ScoredGroup[]): object {
  const { dataset, metric, value, unit, stderr, shots, samples, date, notes, partial, provenance, benchmark } = score;
  const parts = groups.find((group) => group.score === score)?.parts;
  return {
    benchmark: benchmark?.id ?? dataset.name,
    dataset: { ...dataset },
    metric: metric.type,
    metric_name: metric.name,
    ...(metric.higherIsBetter === undefined ? {} : { higher_is_better: metric.higherIsBetter }),
    value,
    ...(unit === undefined ? {} : { unit }),
    ...(stderr === undefined ? {} : { stderr }),
    ...(shots === undefined ? {} : { shots }),
    ...(samples === undefined ? {} : { samples }),
    ...(date === undefined ? {} : { date }),
    ...(notes === undefined ? {} : { notes }),
    ...(partial === undefined ? {} : { partial: true }),
    ...(provenance.kind === 'result-file' ? { by: provenance.by, file: provenance.file, at: provenance.at } : {}),
    ...(parts === undefined ? {} : { parts: parts.map(measurementJson) }),
  };
}
