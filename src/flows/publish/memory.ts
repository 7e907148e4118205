import { gunzipSync, gzipSync } from 'node:zlib';
import { type Part, partOf } from '../../data.ts';
import type { Score } from '../../scores/score.ts';

/** Scores in few characters, for a proposal to remember. */
export function packScores(scores: readonly Score[]): string {
  return gzipSync(JSON.stringify(scores), { level: 9 }).toString('base64url');
}

/** No proposal remembers more. */
const MOST_BYTES = 20_000_000;

/** The scores that were packed; undefined for what is none of them: anybody may have changed a description. */
export function unpackScores(packed: string): Score[] | undefined {
  try {
    const bytes = gunzipSync(Buffer.from(packed, 'base64url'), { maxOutputLength: MOST_BYTES });
    const data: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(data) && data.length <= MOST_SCORES && data.every(isScore) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** No table has more. */
const MOST_SCORES = 20_000;

function isScore(data: unknown): data is Score {
  const { task, dataset, metric, value, written, model, provenance, source, benchmark, partial, unit } = partOf(data);
  const { notes, remarks, date } = partOf(data);
  const texts = [
    partOf(task).type,
    partOf(dataset).type,
    partOf(dataset).name,
    partOf(metric).type,
    partOf(metric).name,
    partOf(model).name,
    ...(source === undefined ? [] : [partOf(source).url, partOf(source).name]),
    ...(benchmark === undefined ? [] : [partOf(benchmark).id]),
    ...[notes, remarks, date, partOf(benchmark).taskId, partOf(task).name].filter((text) => text !== undefined),
  ];
  return (
    texts.every((text) => typeof text === 'string' && text.length <= MOST_TEXT) &&
    typeof value === 'number' &&
    typeof written === 'string' &&
    /^-?\d*\.?\d+(?:[eE][-+]?\d+)?$/.test(written) &&
    Number(written) === value &&
    (partial === undefined || Number.isFinite(partOf(partial).limit)) &&
    (unit === undefined || unit === 'percent' || unit === 'fraction') &&
    isPlace(partOf(provenance))
  );
}

function isPlace({ kind, line, file, at, by, task, metric }: Part): boolean {
  if (kind === 'card-table') {
    return Number.isSafeInteger(line) && Array.isArray(at) && at.length === 2 && at.every(Number.isSafeInteger);
  }
  const texts = [file, at, by, task, metric];
  return kind === 'result-file' && texts.every((text) => typeof text === 'string' && text.length <= MOST_TEXT);
}

const MOST_TEXT = 2_000;
