import type { Score } from '../../src/scores/score.ts';
import { VERSION } from '../../src/version.ts';

/** Files beyond ASCII. */
export const ARTIFACTS = [
  { name: 'scores.json', text: `${JSON.stringify({ scores: [0.7126], note: 'Größe ± 漢字' })}\n` },
  { name: 'report.html', text: '<!doctype html><title>ü</title>\n' },
];

/** A score of lm-eval. */
export function scoreOf(task: string, metric: string, value: number, changes: Partial<Score> = {}): Score {
  return {
    task: { type: 'text-generation' },
    dataset: { type: 'benchmark', name: task },
    metric: { type: metric, name: metric },
    value,
    written: String(value),
    unit: 'fraction',
    stderr: 0.0125,
    shots: 5,
    model: { name: 'Kestrel-7B' },
    provenance: { kind: 'result-file', file: 'results.json', at: `results.${task}`, by: 'lm-eval 0.4.9', task, metric },
    ...changes,
  };
}

/** Names that MLflow does not take as they are, and two that come out alike but for the case. */
export const SCORES: readonly Score[] = [
  scoreOf('gsm8k', 'exact_match,strict-match', 0.7126, { date: '2026-03-04' }),
  scoreOf('lighteval|arc:challenge|5', 'acc', 1 / 3),
  scoreOf('mmlu/anatomy', 'acc,none', 1e-7),
  scoreOf('größe', '../acc%', -0.5),
];
/** What becomes of them. */
export const METRICS = {
  'gsm8k/exact_match_strict-match': 0.7126,
  'gsm8k/exact_match_strict-match_stderr': 0.0125,
  'lighteval_arc_challenge_5/acc': 1 / 3,
  'lighteval_arc_challenge_5/acc_stderr': 0.0125,
  'mmlu/anatomy/acc': 1e-7,
  'mmlu/anatomy/acc_stderr': 0.0125,
  'gr_e/_/acc_': -0.5,
  'gr_e/_/acc__stderr': 0.0125,
};
/** But for the digest. */
export const TAGS = {
  'hf_eval.repo': 'harbor-labs/Kestrel-7B',
  'hf_eval.revision': 'main',
  'hf_eval.version': VERSION,
  'hf_eval.framework': 'lm-eval 0.4.9',
  'mlflow.source.name': 'hf-eval',
  'mlflow.runName': 'harbor-labs/Kestrel-7B@main',
};
