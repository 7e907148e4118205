import { describe, expect, it } from 'vitest';
import { type MergedFiles, mergeIntoFiles } from '../../src/flows/merge-files.ts';
import { renderMerge } from '../../src/report/changes.ts';
import { renderCollection } from '../../src/report/collected.ts';
import { fenced } from '../../src/report/markdown.ts';
import { plainStyle } from '../../src/report/text.ts';
import { REGISTRY } from '../../src/scores/benchmarks.ts';
import type { Score } from '../../src/scores/score.ts';
import { makeCollection } from '../exports/collection.ts';
import { card, score } from '../formats/model-index/merging.ts';

/** More than a function may be given at once. */
const MANY = 130_000;
const SCORES: readonly Score[] = Array.from({ length: MANY }, (_, at) =>
  score({ metric: { type: 'acc', name: `task ${at}` }, dataset: { type: 'org/data', name: 'Data' } }),
);

function merge(scores: readonly Score[], text = card('license: mit')): MergedFiles {
  return mergeIntoFiles({ card: { path: 'README.md', name: 'README.md', text }, results: [] }, scores, {
    outputFormat: 'both',
    onConflict: 'keep',
    modelName: 'Kestrel',
    date: '2026-03-09',
    registry: REGISTRY,
  });
}

describe('as many scores as a file may hold', () => {
  it('are merged as metrics of one result, and shown', { timeout: 60_000 }, () => {
    const merged = merge(SCORES);
    expect(merged.changes).toHaveLength(MANY);
    const shown = {
      ...merged,
      modelName: 'Kestrel',
      warnings: [],
      diff: '+\n'.repeat(MANY),
      written: false,
      isDryRun: false,
      isLocal: true,
    };
    const view = { scores: [], diff: true };
    expect(renderMerge(shown, view, plainStyle).split('\n').length).toBeGreaterThan(3 * MANY);
  });

  it('are merged into a result that is there', { timeout: 60_000 }, () => {
    const some = merge(SCORES.slice(0, 2)).files[0]?.after;
    expect(merge(SCORES, some).changes.filter(({ op }) => op === 'add')).toHaveLength(MANY - 2);
  });

  it('are shown with what was found of them', () => {
    const found = { severity: 'warning', code: 'x', message: 'y', file: '', line: 1, column: 1 } as const;
    const findings = new Map(SCORES.map((one) => [one, [found]]));
    const text = renderCollection({ collection: makeCollection(SCORES), findings, yaml: '' }, plainStyle);
    expect(text.split('\n').length).toBeGreaterThan(2 * MANY);
    expect(fenced('`` '.repeat(MANY), 'yaml')).toMatch(/^```yaml\n/);
  });
});
