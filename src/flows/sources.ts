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
      /** Where it is a table of the card that was read: its number, and whether a cell of it has a value. */
      readonly table?: { readonly number: number; states(value: number): boolean };
    };

/**
 * Finds the tables of a card again that a proposal remembers. The same head and labels are the same table. Where labels have
 * changed it is the one of that head, if there is one only and nobody else's: rows come and go. Where that leaves several, it
 * is not known which one is meant, and nothing is concluded.
 *
 * @param remembered Tables that were proposed, in any order.
 * @param tables Those of the card, in order.
 * @returns For each remembered one the index of its table; undefined for one that is gone; `unclear`.
 */
export function findTables(
  remembered: readonly TableKey[],
  tables: readonly TableKey[],
): readonly (number | undefined | 'unclear')[] {
  const isSame = (a: TableKey, b: TableKey): boolean => a.head === b.head && a.labels === b.labels;
  const exact = remembered.map((key) => tables.flatMap((table, at) => (isSame(key, table) ? [at] : [])));
  const taken = new Set(exact.flatMap((found) => (found.length === 1 ? found : [])));
  return remembered.map((key, index) => {
    const [only, ...twins] = exact[index] ?? [];
    if (only !== undefined) return twins.length === 0 ? only : 'unclear';
    const left = tables.flatMap((table, at) => (table.head === key.head && !taken.has(at) ? [at] : []));
    const rivals = remembered.filter((one, at) => one.head === key.head && exact[at]?.length === 0);
    if (left.length === 0) return undefined;
    return left.length === 1 && rivals.length === 1 ? left[0] : 'unclear';
  });
}
