import type { Score } from '../scores/score.ts';

/**
 * A table of a card, told by what stays when the card is edited around it: the heading above it with its header row, and the
 * labels of its rows.
 */
export type TableKey = { readonly head: string; readonly labels: string };

/** What a source that a proposal remembers is to a run. */
export type Place =
  /** The run's own source: its scores come anew. */
  | { readonly kind: 'own' }
  /** It is no more: its scores go with it. */
  | { readonly kind: 'gone' }
  /** Another one. */
  | {
      readonly kind: 'other';
      /** Number of the table, where it is one of the card that was read. */
      readonly table?: number;
      /** Whether it still has a score, where that can be told. */
      readonly states?: (score: Score) => boolean;
    };

/** Which table a remembered one is now, and what of it stayed: both, the heading with the header row, the row labels. */
export type FoundTable =
  | { readonly kind: 'found'; readonly index: number; readonly same: 'all' | 'head' | 'labels' }
  | { readonly kind: 'unclear'; readonly indices: readonly number[] }
  | { readonly kind: 'gone' };

/**
 * Finds the tables of a card again that a proposal remembers. The same head and labels are the same table. Where one of the
 * two has changed, it is the one table that has the other, if nobody else is: rows and columns come and go, and headings are
 * reworded. Where that leaves several, it is not known which one is meant.
 *
 * @param remembered Tables that were proposed, in any order.
 * @param tables Those of the card, in order.
 */
export function findTables(remembered: readonly TableKey[], tables: readonly TableKey[]): readonly FoundTable[] {
  const isSame = (a: TableKey, b: TableKey): boolean => a.head === b.head && a.labels === b.labels;
  const indicesOf = (isIt: (table: TableKey) => boolean): number[] =>
    tables.flatMap((table, at) => (isIt(table) ? [at] : []));
  const exact = remembered.map((key) => indicesOf((table) => isSame(key, table)));
  const taken = new Set(exact.flatMap((found) => (found.length === 1 ? found : [])));
  return remembered.map((key, index): FoundTable => {
    const all = exact[index] ?? [];
    if (all.length > 1) return { kind: 'unclear', indices: all };
    if (all[0] !== undefined) return { kind: 'found', index: all[0], same: 'all' };
    for (const same of ['head', 'labels'] as const) {
      const left = indicesOf((table) => table[same] === key[same]).filter((at) => !taken.has(at));
      const rivals = remembered.filter((one, at) => one[same] === key[same] && exact[at]?.length === 0);
      if (left[0] !== undefined && left.length === 1 && rivals.length === 1)
        return { kind: 'found', index: left[0], same };
      if (left.length > 0) return { kind: 'unclear', indices: left };
    }
    return { kind: 'gone' };
  });
}
