import { expect, it } from 'vitest';
import { summarizeMerge, summarizePublished } from '../../src/report/changes-summary.ts';
import { heldText, offeredText } from '../../src/report/written.ts';
import type { FileChange } from '../../src/scores/merge.ts';
import type { Score } from '../../src/scores/score.ts';

const SCORE: Score = {
  task: { type: 'text-generation' },
  dataset: { type: 'org/data', name: 'GPQA Diamond' },
  metric: { type: 'accuracy', name: 'Accuracy' },
  value: 31.3,
  written: '31.30',
  model: { name: 'Kestrel-7B' },
  provenance: { kind: 'card-table', line: 12, table: 1, at: [1, 1] },
};
const HELD = { slot: 'x', value: 30.1, written: '30.10', locked: false, file: 'README.md', line: 4 };
const CHANGES: readonly FileChange[] = [
  { op: 'replace', file: 'README.md', held: HELD, offered: { score: SCORE, slot: 'x', value: 31.3 } },
];
const MERGE = { modelName: 'Kestrel-7B', warnings: [], files: [], changes: CHANGES, diff: '' };

it.each<[FileChange['offered'], string]>([
  [{ score: SCORE, slot: '', value: 31.3 }, '31.30'],
  [{ score: { ...SCORE, value: 0.313, written: '0.3130' }, slot: '', value: 31.3, written: '31.30' }, '31.30'],
  [{ score: { ...SCORE, value: 0.313, written: '0.3130' }, slot: '', value: 31.3 }, '31.3'],
])('an offered value is shown as its file gets it: %#', (offered, text) => {
  expect(offeredText(offered)).toBe(text);
});

it('a held value is shown as its file has it', () => {
  expect(heldText(HELD)).toBe('30.10');
  expect(heldText({ value: 'n/a' })).toBe('n/a');
});

it('a job summary tells numbers as written, and what is not done as to be done', () => {
  const preview = summarizeMerge({ ...MERGE, written: false, isDryRun: false, isLocal: false }, '');
  expect(preview).toContain('| to replace | GPQA Diamond · Accuracy | 31.30 | 30.10 (line 4) | README.md |');
  const published = { ...MERGE, repoId: 'org/Kestrel-7B', digest: '', notes: [], rivals: [] };
  expect(summarizePublished({ ...published, status: 'pushed' }, '')).toContain('| replaced | GPQA');
  expect(summarizePublished({ ...published, status: 'dry-run' }, '')).toContain('| to replace | GPQA');
});
