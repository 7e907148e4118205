import type { MarkedSource } from '../../report/marker.ts';
import type { FileChange } from '../../scores/merge.ts';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';
import type { Offer } from '../offer.ts';
import { shortHash } from '../short-hash.ts';
import type { Place } from '../sources.ts';
import type { OwnProposal } from './guard.ts';
import { unpackScores } from './memory.ts';

/** The sources of a proposal: this run's, and those that proposals remember. */
export type Recalled = {
  /** In the order in which they count: of two that differ, the first one does. */
  readonly sources: readonly MarkedSource[];
  /** What was remembered of the run's own source. */
  readonly before?: MarkedSource;
  /** Sources that were in the proposals and are no more. */
  readonly gone: readonly MarkedSource[];
  /** Whether a source can still state a value, as far as this run can tell. */
  readonly states: (source: MarkedSource, score: Score) => boolean;
};

/**
 * Puts a run's source among those that proposals remember: in place of what was remembered of it, or last. So the order
 * stays, whichever of them is run; of runs of a framework the newest goes first.
 *
 * @param runAfter Makes the run's source, knowing what was remembered of it.
 * @param proposals The oldest first: it is the one that is kept up to date, but what the younger remember is newer.
 */
export function recall<Run extends MarkedSource>(
  runAfter: (before: MarkedSource | undefined) => Run,
  proposals: readonly OwnProposal[],
  offer: Pick<Offer, 'placeOf'>,
): Recalled & { readonly run: Run } {
  const remembered = new Map<string, MarkedSource>();
  for (const one of proposals.flatMap(({ marker }) => marker.sources)) remembered.set(one.source, one);
  const places = offer.placeOf([...remembered.keys()]);
  const gone: MarkedSource[] = [];
  const sources: MarkedSource[] = [];
  const others = new Map<MarkedSource, Place>();
  const isOwn = ({ source }: MarkedSource): boolean => places.get(source)?.kind === 'own';
  const before = [...remembered.values()].findLast(isOwn);
  const run = runAfter(before);
  for (const one of remembered.values()) {
    const place = places.get(one.source);
    if (place?.kind === 'gone') gone.push(one);
    else if (place?.kind !== 'own') {
      const now = renumber(one, place);
      sources.push(now);
      if (place !== undefined) others.set(now, place);
    } else if (!sources.includes(run)) sources.push(run);
  }
  if (before === undefined) sources.push(run);
  const states: Recalled['states'] = (source, score) => {
    const place = others.get(source);
    return place?.kind !== 'other' || place.states === undefined || place.states(score);
  };
  return { run, sources: newestFirst(sources, run), gone, states, ...(before === undefined ? {} : { before }) };
}

/** A table that stands elsewhere in its card now has another number. */
function renumber(one: MarkedSource, place: Place | undefined): MarkedSource {
  if (place?.kind !== 'other' || place.table === undefined) return one;
  return {
    ...one,
    label: one.label.replace(/^table \d+ /, `table ${place.table} `),
    command: one.command.replace(/ --table \d+(?= |$)/, ` --table ${place.table}`),
  };
}

/** Runs of a framework among themselves: the newest first, of the same day this one. */
function newestFirst(sources: readonly MarkedSource[], run: MarkedSource): readonly MarkedSource[] {
  const runs = sources.filter(isRun).map((one) => ({ one, date: newestDate(one), isThis: one === run ? 1 : 0 }));
  runs.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : b.isThis - a.isThis));
  return sources.map((one) => (isRun(one) ? (runs.shift()?.one ?? one) : one));
}

/** Are these scores of an evaluation, of which a newer one takes the place? */
export function isRun({ source }: Pick<MarkedSource, 'source'>): boolean {
  return source.startsWith('results ');
}

function newestDate({ scores, date }: MarkedSource): string {
  const dates = (scores === undefined ? [] : (unpackScores(scores) ?? [])).map((score) => score.date ?? date);
  return dates.reduce((a, b) => (a > b ? a : b), '');
}

/** Scores with the sources that the same ones were proposed with: a Hub may be reached by several addresses. */
export function withKnownSources(scores: readonly Score[], digest: string, before: MarkedSource | undefined): Score[] {
  const old = before?.digest !== digest || before.scores === undefined ? undefined : unpackScores(before.scores);
  const bySlot = new Map(old?.map((score) => [slotOf(score), score.source]));
  return scores.map((score) => {
    const source = bySlot.get(slotOf(score));
    return source === undefined || source.url === score.source?.url ? score : { ...score, source };
  });
}

/** Fingerprints of the values that scores take the place of. */
export function replacedBy(changes: readonly FileChange[]): string[] {
  return changes.flatMap((change) => (change.op === 'replace' ? [fingerprintOf(change)] : [])).sort();
}

/** A fingerprint of a value in its place. */
export function fingerprintOf({ file, offered, held }: Extract<FileChange, { op: 'replace' }>): string {
  return shortHash([file, offered.slot, held.value], 12);
}

/** A fingerprint of files, by their paths. */
export function fingerprintOfFiles(files: ReadonlyMap<string, string>): string {
  return shortHash(
    [...files].sort(([a], [b]) => (a < b ? -1 : 1)),
    12,
  );
}
