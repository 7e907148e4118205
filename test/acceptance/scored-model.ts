import { cardWith, entry, index } from './model-repo.ts';
import type { Files } from './run-cli.ts';

/** A model with scores in its card and on two leaderboards. */
export const FILES: Files = {
  'README.md': cardWith(
    `license: mit\n${index('MMLU', 'cais/mmlu', '85.20', { more: '      config: all\n      split: test\n' })}`,
  ),
  '.eval_results/gsm8k.yaml': `# ours\n${entry('openai/gsm8k', 'gsm8k', '71.30', "date: '2026-01-31'", 'notes: 8-shot', 'source: {url: https://a.example, name: A}')}`,
  '.eval_results/hle.yaml': entry('cais/hle', 'hle', '20.9', 'verifyToken: proof'),
  '.eval_results/README.txt': 'none of these',
};
/** What `show --format json` prints of them. */
export const DOCUMENT = {
  model_index: [
    {
      model: 'Sparrow-3B',
      task: { type: 'text-generation' },
      dataset: { name: 'MMLU', type: 'cais/mmlu', config: 'all', split: 'test' },
      metric: { type: 'accuracy' },
      value: 85.2,
      verified: false,
      line: 15,
    },
  ],
  eval_results: [
    {
      file: '.eval_results/gsm8k.yaml',
      line: 5,
      verified: false,
      dataset: { id: 'openai/gsm8k', task_id: 'gsm8k' },
      value: 71.3,
      date: '2026-01-31',
      notes: '8-shot',
      source: { url: 'https://a.example', name: 'A' },
    },
    { file: '.eval_results/hle.yaml', line: 4, verified: true, value: 20.9 },
  ],
};
