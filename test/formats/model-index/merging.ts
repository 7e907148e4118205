import { expect } from 'vitest';
import { splitCard } from '../../../src/card/split-card.ts';
import { UserError } from '../../../src/errors.ts';
import { type MergedCard, mergeIntoCard } from '../../../src/formats/model-index/edit.ts';
import type { OnConflict } from '../../../src/scores/merge.ts';
import type { Score } from '../../../src/scores/score.ts';

type Options = {
  readonly modelName?: string;
  readonly alsoCalled?: readonly string[];
  readonly onConflict?: OnConflict;
};

/** A score of Kestrel's on MMLU, with changes. */
export function score(changes: Partial<Score> = {}): Score {
  return {
    task: { type: 'text-generation' },
    dataset: { type: 'cais/mmlu', name: 'MMLU' },
    metric: { type: 'acc', name: 'accuracy' },
    value: 85.2,
    written: '85.20',
    model: { name: 'Kestrel' },
    provenance: { kind: 'card-table', table: 1, line: 1, at: [1, 1] },
    ...changes,
  };
}

/** A card with this front matter. */
export function card(yaml: string): string {
  return `---\n${yaml}${yaml === '' || yaml.endsWith('\n') ? '' : '\n'}---\n\n# Kestrel\n`;
}

/** A front matter with one result, whose metrics are given as YAML at four spaces. */
export function withMetrics(...metrics: readonly string[]): string {
  return [
    'model-index:',
    '- name: Kestrel',
    '  results:',
    '  - task:',
    '      type: text-generation',
    '    dataset:',
    '      name: MMLU',
    '      type: cais/mmlu',
    '    metrics:',
    ...metrics.map((line) => `    ${line}`),
    '',
  ].join('\n');
}

/** Merges scores, one of Kestrel's unless others are given, into a card's text. */
export function merge(text: string, scores: readonly Score[] = [score()], options: Options = {}): MergedCard {
  return mergeIntoCard({ text, name: 'README.md' }, scores, { modelName: 'Kestrel', onConflict: 'keep', ...options });
}

/** The front matter after a merge into a card with this one. */
export function mergeYaml(yaml: string, scores?: readonly Score[], options?: Options): string {
  return `${splitCard(merge(card(yaml), scores, options).text).frontMatter?.yaml}\n`;
}

/** What became of each score that was merged into a card with this front matter. */
export function opsOf(yaml: string, scores?: readonly Score[], options?: Options): string[] {
  return merge(card(yaml), scores, options).changes.map(({ op }) => op);
}

/** What a call is refused with. */
export function refusal(call: () => unknown): UserError {
  try {
    call();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/**
 * Expects that a merge adds exactly the lines that begin with `+`, whatever the line breaks are, with and without a byte
 * order mark and a body, and that another merge changes nothing.
 */
export function expectAdded(diff: string, scores?: readonly Score[], options?: Options): void {
  const lines = diff.replace(/^\n|\n[ ]*$/g, '').split('\n');
  const before = lines.filter((line) => !line.startsWith('+'));
  const after = lines.map((line) => line.replace(/^\+/, ''));
  const bodies = ['', '\n', '\n\n# Kestrel\n\n---\n\nlicense: mit'];
  for (const eol of ['\n', '\r\n']) {
    for (const mark of ['', '\uFEFF']) {
      for (const body of bodies) {
        const cardOf = (yaml: readonly string[]): string =>
          `${mark}${['---', ...yaml, `---${body}`].join('\n')}`.replaceAll('\n', eol);
        const { text } = merge(cardOf(before), scores, options);
        expect(text).toBe(cardOf(after));
        expect(merge(text, scores, options).text).toBe(text);
      }
    }
  }
}
