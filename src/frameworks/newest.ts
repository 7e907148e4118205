import type { Score } from '../scores/score.ts';
import { slotOf } from '../scores/slot.ts';
import { plainName } from './known-tasks.ts';
import type { Run } from './run.ts';

/** A score of a run, and how sure it is to be what it stands for. */
export type Candidate = {
  readonly score: Score;
  /** Whether it is known to be of all the data, or of a part that is named. */
  readonly isProven: boolean;
  /** Whether the run was of the revision that is meant, not of a commit or a branch that may be another one. */
  readonly isOfRevision: boolean;
};

/**
 * Of several runs of the same task, those that another one goes before, with the reason. One that is known to be of all data
 * goes before one of which nobody knows it, and one of the revision that is meant before one of a commit that may be any;
 * where one is surer in this and the other in that, nothing says which counts. Of equals the newest counts. Where dates do
 * not tell either, all stay: two values for one slot are a conflict, which merging shows.
 */
export function findPassedOver(candidates: readonly Candidate[]): ReadonlyMap<Score, string> {
  const reasons = new Map<Score, string>();
  for (const same of Map.groupBy(candidates, keyOf).values()) {
    const equals = Map.groupBy(same, ({ isProven, isOfRevision }) => `${isProven} ${isOfRevision}`);
    for (const some of equals.values()) addOlder(reasons, some);
    for (const one of same) {
      const surer = same.find((other) => isSurer(other, one) && !reasons.has(other.score));
      if (surer !== undefined) reasons.set(one.score, whySurer(surer, one));
    }
  }
  return reasons;
}

/** What a run measured, where: two frameworks measure each in their own way, and so do two tasks. */
function keyOf({ score }: Candidate): string {
  const { provenance, notes = '' } = score;
  if (provenance.kind !== 'result-file') return slotOf(score);
  const framework = provenance.by.split(' ')[0] as Run['framework'];
  return JSON.stringify([slotOf(score), framework, plainName(framework, provenance.task), notes]);
}

function isSurer(a: Candidate, b: Candidate): boolean {
  const isAtLeast = Number(a.isProven) >= Number(b.isProven) && Number(a.isOfRevision) >= Number(b.isOfRevision);
  return isAtLeast && (a.isProven !== b.isProven || a.isOfRevision !== b.isOfRevision);
}

function whySurer({ score, isProven, isOfRevision }: Candidate, other: Candidate): string {
  const what = [
    isProven && !other.isProven ? 'on all of the data' : undefined,
    isOfRevision && !other.isOfRevision ? 'of the revision that is meant' : undefined,
  ].filter((part) => part !== undefined);
  return `A run that is known to be ${what.join(' and ')} counts: ${placeOf(score)}.`;
}

function addOlder(reasons: Map<Score, string>, some: readonly Candidate[]): void {
  const dates = some.map(({ score: { date = '' } }) => date);
  if (dates.includes('')) return;
  const newest = dates.reduce((a, b) => (a > b ? a : b), '');
  const winner = some.find(({ score }) => score.date === newest)?.score;
  for (const { score } of some) {
    if (score.date !== newest && winner !== undefined) reasons.set(score, `A newer run counts: ${placeOf(winner)}.`);
  }
}

/** The file of a score and the place in it, as messages call them. */
export function placeOf({ provenance }: Score): string {
  return provenance.kind === 'result-file' ? `${provenance.file}, ${provenance.at}` : '';
}
