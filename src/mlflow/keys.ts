import { createHash } from 'node:crypto';
import type { Score } from '../scores/score.ts';
import { slotOf } from '../scores/slot.ts';

/** What a standard error is called, beside its metric. */
export const STDERR = '_stderr';

/** Of MLflow (`MAX_ENTITY_KEY_LENGTH`). */
const MAX_KEY = 250;

/**
 * Keys of metrics, `gsm8k/exact_match_strict-match`, for scores that all differ: as the framework names task and metric,
 * and where two would have one key, with the shots or a digest. Letters' case does not tell keys apart, as it does not in
 * every database. Nor does a key end up as another's standard error.
 */
export function metricKeys(scores: readonly Score[]): string[] {
  const levels = [plainKey, keyWithShots, keyWithDigest];
  const level = scores.map(() => 0);
  const keyAt = (score: Score, index: number): string => (levels[level[index] ?? 0] ?? keyWithDigest)(score);
  for (let round = 1; round < levels.length; round += 1) {
    const names = scores.map((score, index) => namesOf(score, keyAt(score, index)));
    const counts = Map.groupBy(names.flat(), (name) => name);
    for (const [index, own] of names.entries()) {
      if (own.some((name) => (counts.get(name)?.length ?? 0) > 1)) level[index] = round;
    }
  }
  return scores.map(keyAt);
}

function namesOf({ stderr }: Score, key: string): string[] {
  return [key, ...(stderr === undefined ? [] : [`${key}${STDERR}`])].map((name) => name.toLowerCase());
}

function plainKey(score: Score): string {
  return toKey(labelOf(score));
}

function keyWithShots(score: Score): string {
  return toKey(score.shots === undefined ? labelOf(score) : `${labelOf(score)}_${score.shots}-shot`);
}

function keyWithDigest(score: Score): string {
  return shortened(toKey(labelOf(score)), identityOf(score));
}

/** All that tells one measured number from others, in one text. Where its file lies does not. */
export function identityOf(score: Score): string {
  const { provenance: from, value, unit, stderr, shots, samples, partial, date, notes } = score;
  const names = from.kind === 'result-file' ? [from.by, from.task, from.metric] : [];
  return JSON.stringify([slotOf(score), names, value, unit, stderr, shots, samples, partial?.limit, date, notes]);
}

/** lm-eval writes `acc,none` where no filter was applied. */
function labelOf({ provenance, dataset, metric }: Score): string {
  if (provenance.kind !== 'result-file') return `${dataset.name}/${metric.name}`;
  return `${provenance.task}/${provenance.metric.replace(/,none$/, '')}`;
}

/**
 * A key that every MLflow server takes: letters, digits, `_`, `-`, `.`, space, and `/` between parts of a normal path. The
 * colon, which most take, is refused by servers on Windows, and letters beyond ASCII by some.
 */
export function toKey(label: string): string {
  const parts = label.split('/').map((part) => {
    const clean = part.replace(/[^\w.\- ]+/g, '_').trim();
    return /^\.*$/.test(clean) ? '_' : clean;
  });
  const key = parts.join('/');
  return key.length > MAX_KEY - STDERR.length ? shortened(key, label) : key;
}

/** The key with a digest, cut where it would be too long. */
function shortened(key: string, identity: string): string {
  const end = `-${createHash('sha256').update(identity).digest('hex').slice(0, 8)}`;
  return `${key.slice(0, MAX_KEY - STDERR.length - end.length).replace(/[/ ]+$/, '')}${end}`;
}
