import type { Score } from './score.ts';

/** A score that a file holds already. */
export type HeldScore = {
  readonly slot: string;
  /** As the file has it: a number mostly, but text and lists occur. */
  readonly value: unknown;
  /** A number as the file spells it: `31.30`. */
  readonly written?: string;
  /** Signed or verified by the Hub: never changed. */
  readonly locked: boolean;
  readonly file: string;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly source?: string;
};

/** A score that is offered to a file, with the slot that it takes there and the value as it would be written. */
export type OfferedScore = { readonly score: Score; readonly slot: string; readonly value: number };

/** What becomes of an offered score. */
export type Change<Held extends HeldScore = HeldScore, Offered extends OfferedScore = OfferedScore> =
  | { readonly op: 'add'; readonly offered: Offered }
  | {
      readonly op: 'replace';
      readonly offered: Offered;
      readonly held: Held;
      /** What else goes with the old value, for people. */
      readonly reason?: string;
    }
  | { readonly op: 'keep'; readonly offered: Offered; readonly held: Held }
  | {
      readonly op: 'conflict';
      readonly offered: Offered;
      readonly held?: Held;
      /** Why the offered value is not taken, for people. */
      readonly reason: string;
    }
  | { readonly op: 'skip'; readonly offered: Offered; readonly reason: string };

/** A change in one of a model repo's files. */
export type FileChange = Change & {
  /** Path in the model repo. */
  readonly file: string;
  readonly offered: OfferedScore & {
    /** As the file gets it, where that is not as the source has it. */
    readonly written?: string;
    /** To the scale of the file, for people, where there was one. */
    readonly conversion?: string;
  };
};

/** A score that has no place on a leaderboard, and why; it is for the `model-index` alone. */
export type LeftOut = { readonly score: Score; readonly reason: string };

export type OnConflict = 'keep' | 'replace' | 'fail';

/**
 * Decides what becomes of each offered score: the same slot and value is kept, another value is a conflict, or replaces
 * the one that is held. Merging twice is merging once; the order of the offered scores decides nothing but the order of
 * what is added.
 */
export function mergeScores<Held extends HeldScore, Offered extends OfferedScore>(
  held: readonly Held[],
  offered: readonly Offered[],
  onConflict: OnConflict,
): Change<Held, Offered>[] {
  const heldBySlot = Map.groupBy(held, (one) => one.slot);
  const values = new Map<string, Set<number>>();
  for (const { slot, value, score } of offered) {
    if (isOffered(score)) values.set(slot, (values.get(slot) ?? new Set()).add(value));
  }
  // Of sources that agree the same one is named, whichever comes first.
  const chosen = new Map<string, Offered>();
  for (const one of offered) {
    const before = chosen.get(one.slot);
    if (isOffered(one.score) && (before === undefined || urlOf(one) < urlOf(before))) chosen.set(one.slot, one);
  }
  return offered.flatMap((one): Change<Held, Offered>[] => {
    const { partial } = one.score;
    if (partial !== undefined && !isOffered(one.score)) {
      return [{ op: 'skip', offered: one, reason: `a run on ${partial.limit} samples is no full one` }];
    }
    const rivals = values.get(one.slot)?.size ?? 0;
    if (rivals > 1) return [{ op: 'conflict', offered: one, reason: `the sources give ${rivals} values for it` }];
    if (chosen.get(one.slot) !== one) return [];
    return [settle(heldBySlot.get(one.slot) ?? [], one, onConflict)];
  });
}

/** A run on a part of the data is offered as what it is only: its names say so, and its slot is its own. */
function isOffered({ partial }: Score): boolean {
  return partial === undefined || partial.isNamed === true;
}

/** No address comes behind all addresses. */
function urlOf({ score }: OfferedScore): string {
  return score.source?.url ?? '\uFFFF';
}

function settle<Held extends HeldScore, Offered extends OfferedScore>(
  held: readonly Held[],
  offered: Offered,
  onConflict: OnConflict,
): Change<Held, Offered> {
  const [first] = held;
  if (first === undefined) return { op: 'add', offered };
  const same = held.find((one) => isValue(one.value, offered.value));
  if (same !== undefined) return { op: 'keep', offered, held: same };
  const locked = held.find((one) => one.locked);
  if (locked !== undefined) return { op: 'conflict', offered, held: locked, reason: 'the Hub verified what is there' };
  if (held.length > 1) {
    return { op: 'conflict', offered, held: first, reason: `the file has ${held.length} values for it` };
  }
  if (onConflict === 'replace') return { op: 'replace', offered, held: first };
  return { op: 'conflict', offered, held: first, reason: 'the file has another value' };
}

/** Is what a file holds this number, written as a number or as text? */
function isValue(held: unknown, value: number): boolean {
  if (typeof held === 'number') return held === value;
  return typeof held === 'string' && held.trim() !== '' && Number(held) === value;
}
