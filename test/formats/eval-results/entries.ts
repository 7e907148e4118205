import { type MergedResults, mergeIntoResults } from '../../../src/formats/eval-results/edit.ts';
import type { ResultsFile } from '../../../src/formats/eval-results/read.ts';
import { REGISTRY, type Registry } from '../../../src/scores/benchmarks.ts';
import type { OnConflict } from '../../../src/scores/merge.ts';
import type { Score } from '../../../src/scores/score.ts';
import { score } from '../model-index/merging.ts';

/** The date of scores that state none. */
export const TODAY = '2026-03-01';
export const SOURCE = { name: 'Model README', url: 'https://huggingface.co/aviary/Kestrel' };

/** Kestrel's GSM8K score, 71.30 %, with changes. */
export function gsm8k(changes: Partial<Score> = {}): Score {
  return score({
    dataset: { type: 'openai/gsm8k', name: 'GSM8K', config: 'main', split: 'test' },
    metric: { type: 'exact_match', name: 'exact match' },
    value: 71.3,
    written: '71.30',
    unit: 'percent',
    benchmark: { id: 'GSM8K', taskId: 'gsm8k' },
    source: SOURCE,
    ...changes,
  });
}

/** A score of a registered benchmark, 42.50 %, by its name. */
export function scoreOn(name: string, changes: Partial<Score> = {}): Score {
  const benchmark = REGISTRY.byName(name);
  if (benchmark?.dataset === undefined) throw new Error(`${name} is no benchmark with a dataset`);
  return score({
    dataset: { type: benchmark.dataset.id, name },
    metric: benchmark.metric ?? { type: 'score', name: 'score' },
    value: 42.5,
    written: '42.50',
    unit: 'percent',
    benchmark: { id: name, ...(benchmark.taskId === undefined ? {} : { taskId: benchmark.taskId }) },
    source: SOURCE,
    ...changes,
  });
}

/** GSM8K at 60.0, with further lines. */
export function held(...lines: readonly string[]): string {
  return ['- dataset:', '    id: openai/gsm8k', '    task_id: gsm8k', '  value: 60.0', ...lines, ''].join('\n');
}

/** The same from a source, with a date. */
export const SOURCED = held(
  "  date: '2025-01-31' # checked",
  '  source:',
  '    url: https://a.example/paper',
  '    name: The paper',
);

/** Kestrel's GSM8K score as a new entry. */
export const NEW = `- dataset:
    id: openai/gsm8k
    task_id: gsm8k
  value: 71.30
  date: '${TODAY}'
  source:
    url: ${SOURCE.url}
    name: ${SOURCE.name}
`;

/** Merges scores, one on GSM8K unless others are given, into a folder of these files. */
export function mergeFiles(
  files: Readonly<Record<string, string>>,
  scores: readonly Score[] = [gsm8k()],
  onConflict: OnConflict = 'keep',
  registry: Registry = REGISTRY,
): MergedResults {
  const held: ResultsFile[] = Object.entries(files).map(([path, text]) => ({ path: `.eval_results/${path}`, text }));
  return mergeIntoResults(held, scores, { onConflict, date: TODAY, registry });
}

/** The folder's changed and new files after a merge, by their names. */
export function changedFiles(...given: Parameters<typeof mergeFiles>): Record<string, string> {
  const merged = mergeFiles(...given);
  return Object.fromEntries(merged.files.map(({ path, text }) => [path.replace('.eval_results/', ''), text]));
}

/** What became of each score. */
export function opsOf(merged: MergedResults): string[] {
  return merged.changes.map((change) => change.op);
}
