import type { Column } from './columns.ts';
import type { Layout } from './layout.ts';
import { nameKey } from './model-name.ts';
import { kindOf } from './vocabulary/kinds.ts';

/**
 * Marks the column that divides the rows into blocks of tasks or languages, in each of which the same models come again:
 * the block then tells a model's scores apart. Blocks of anything else may be models of their own, so they stay as they
 * are.
 */
export function markDivider(layout: Layout, columns: readonly Column[], label: Column | undefined): readonly Column[] {
  if (label === undefined) return columns;
  const divider = columns.find(
    (column) =>
      column.index < label.index &&
      (column.role === 'text' || column.role === 'group') &&
      divides(layout, column.index, label.index),
  );
  return columns.map((column) => (column === divider ? { ...column, role: 'facet', facet: true } : column));
}

function divides(layout: Layout, divider: number, label: number): boolean {
  const blocks: { name: string; labels: string[] }[] = [];
  for (const row of layout.rows) {
    const name = row.cells[divider]?.text ?? '';
    const last = blocks.at(-1);
    const key = nameKey(row.cells[label]?.text ?? '');
    if (last !== undefined && (name === '' || name === last.name)) last.labels.push(key);
    else blocks.push({ name, labels: [key] });
  }
  const names = blocks.map((block) => block.name);
  const all = blocks.flatMap((block) => block.labels);
  return (
    blocks.length > 1 &&
    new Set(names).size === names.length &&
    names.every((name) => ['benchmark', 'language', 'split'].includes(kindOf(name))) &&
    blocks.every((block) => new Set(block.labels).size === block.labels.length) &&
    new Set(all).size < all.length
  );
}
