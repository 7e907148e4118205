/** A card with one plain table: `Sparrow 3B` is in column 1, and each kind of cell occurs. */
export const CARD = `---
license: mit
pipeline_tag: text-generation
---

# Sparrow 3B

A made-up bird.

## Evaluation

| Benchmark | Sparrow 3B | Finch 7B |
|---|---:|---:|
| MMLU (5-shot) | 85.20 | 80.1 |
| GSM8K | **71.3%** | 60.0% |
| HellaSwag | 79.4 ± 0.3 | 75.0 |
| GPQA | - | 30.1 |
| DROP | 86.4/85.1 | 82.0 |
`;

export const REPO = 'aviary/Sparrow-3B';

/** Line of the header of {@link CARD}'s table; its rows follow after one more. */
export const TABLE_LINE = CARD.split('\n').findIndex((line) => line.startsWith('| Benchmark')) + 1;

/** A GFM table. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/** A card of sections, each a heading and what stands under it. */
export function card(sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections)
    .map(([heading, text]) => `## ${heading}\n\n${text.trimEnd()}\n`)
    .join('\n');
}

/** Rows that no one takes for anything but scores of two models. */
export const PLAIN_ROWS = [
  ['MMLU', '61.5', '58.1'],
  ['GSM8K', '44.0', '41.7'],
  ['HellaSwag', '79.3', '75.0'],
] as const;

export const PLAIN_TABLE = table(['Benchmark', 'Sparrow 3B', 'Finch 7B'], PLAIN_ROWS);
export const SETTINGS_TABLE = table(
  ['Hyperparameter', 'Value'],
  [
    ['Layers', 32],
    ['Hidden size', 4096],
    ['Learning rate', '3e-4'],
  ],
);
/** Numbers of two models that are no scores. */
export const OTHER_TABLE = table(
  ['Colour', 'Sparrow 3B', 'Finch 7B'],
  [
    ['red', 32, 12],
    ['green', 40, 50],
  ],
);
