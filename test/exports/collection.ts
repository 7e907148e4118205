import type { Collection } from '../../src/frameworks/collection.ts';
import type { Measurement, Run } from '../../src/frameworks/run.ts';
import type { Score } from '../../src/scores/score.ts';

/** A number of a file as `collect` makes it, changed where a test says so. */
export function makeScore(changes: Partial<Score> & { readonly at?: string } = {}): Score {
  const { at = 'results.gsm8k["exact_match,strict-match"]', ...rest } = changes;
  return {
    task: { type: 'text-generation' },
    dataset: { type: 'openai/gsm8k', name: 'GSM8K', config: 'main', split: 'test', args: { num_few_shot: 5 } },
    metric: { type: 'exact_match', name: 'exact match (exact_match,strict-match)', higherIsBetter: true },
    value: 0.7126,
    written: '0.7126',
    unit: 'fraction',
    stderr: 0.0125,
    shots: 5,
    samples: 1319,
    model: { name: 'Kestrel-7B' },
    date: '2026-03-04',
    notes: '5-shot',
    provenance: {
      kind: 'result-file',
      file: 'out/results_2026-03-04.json',
      at,
      by: 'lm-eval 0.4.9',
      task: 'gsm8k',
      metric: 'exact_match,strict-match',
    },
    ...rest,
  };
}

/** What `collect` hands on of the given scores, all of one run of lm-eval. */
export function makeCollection(
  scores: readonly Score[] = [makeScore()],
  changes: Partial<Collection> & { readonly run?: Partial<Run> } = {},
): Collection {
  const { run, ...rest } = changes;
  return {
    repoId: 'harbor-labs/Kestrel-7B',
    modelName: 'Kestrel-7B',
    revision: 'main',
    files: [
      {
        path: 'out/results_2026-03-04.json',
        framework: 'lm-eval',
        role: 'results',
        run: makeRun(scores, run),
        refused: [],
      },
    ],
    scores,
    groups: [],
    ...rest,
  };
}

function makeRun(scores: readonly Score[], changes: Partial<Run> = {}): Run {
  return {
    framework: 'lm-eval',
    version: '0.4.9',
    verdict: 'full',
    why: 'all 1319 samples',
    model: { name: 'harbor-labs/Kestrel-7B', revision: 'main', sha: '0123456789abcdef0123456789abcdef01234567' },
    backend: 'vllm',
    date: '2026-03-04T05:06:07.500Z',
    chatTemplate: true,
    measurements: scores.flatMap(({ provenance, value, samples }): Measurement[] =>
      provenance.kind === 'result-file'
        ? [
            {
              task: provenance.task,
              metric: provenance.metric,
              value,
              at: provenance.at,
              ...(samples === undefined ? {} : { samples, available: samples }),
            },
          ]
        : [],
    ),
    refused: [],
    ...changes,
  };
}

/** A score of a card's table: it has no file. */
export const CARD_SCORE: Score = {
  task: { type: 'text-generation' },
  dataset: { type: 'cais/mmlu', name: 'MMLU' },
  metric: { type: 'accuracy', name: 'Accuracy' },
  value: 85.2,
  written: '85.20',
  unit: 'percent',
  model: { name: 'Kestrel-7B' },
  provenance: { kind: 'card-table', table: 1, line: 44, at: [3, 1] },
};
