import type { Option } from './option.ts';

/** What only `collect` takes. */
export const COLLECT_OPTIONS = [
  {
    name: 'results',
    value: 'WHERE',
    multiple: true,
    description:
      'Result files: a file, a folder, a pattern such as `out/**/*.json`, a zip archive, or `hf://datasets/ORG/NAME`, where lighteval and lm-eval push results: the newest run of each folder.',
    where: ['cli', 'action'],
    commands: ['collect'],
  },
  {
    name: 'job',
    value: 'JOB',
    description:
      'The results of a job that `evaluate` started and left alone, in place of files: its id, `NAMESPACE/ID`, or the address of its page. The end of one that is running is waited for.',
    where: ['cli', 'action'],
    commands: ['collect'],
  },
  {
    name: 'output-dir',
    value: 'PATH',
    description: 'Keep the files of a job, in a folder of its id in this one. Without it, they are read and let go.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'at',
    value: 'STAMP',
    assumed: 'the newest run',
    description: 'The run in a dataset on the Hub that is meant, by the beginning of its stamp: `2026-02-03T10`.',
    where: ['cli', 'action'],
    commands: ['collect'],
  },
  {
    name: 'model-map',
    value: 'NAME=REPO',
    multiple: true,
    description:
      'What a name in result files stands for, where it is a folder or the name of a server: `./ckpt=org/model`, `smollm2=org/model@step-1000`. For files that name no model, the path of the file.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'metrics',
    value: 'WHICH',
    default: 'primary',
    description:
      'Metrics that become scores: `primary`, the one that counts for a benchmark; `all`; or ids as the files have them, with spaces between: `acc_norm,none exact_match,strict-match`.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'allow-partial',
    default: 'false',
    description: 'Take runs on a part of the data, as scores that say so; they never replace those of a full run.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'allow-unknown',
    default: 'false',
    description: 'Take runs of which the files do not tell whether they were on all of the data.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'baseline',
    value: 'WHERE',
    multiple: true,
    description:
      'Compare the scores with these, and fail on a regression: `card`, the model-index of the card; `eval-results`, the leaderboard entries; `git:REF`, both at a git ref; or result files of an earlier run, given as for `results`.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'fail-on',
    value: 'WHAT',
    allowed: ['worse', 'worse-or-inconclusive', 'never'],
    default: 'worse',
    description: 'What of a comparison with a baseline is a failure. Then nothing is written to the model repo.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'tolerance',
    value: 'POINTS',
    assumed: '1 for scores with samples or standard errors, else none',
    description:
      'Points of 100 within which two scores count as the same, in general, and by benchmark: `1 GSM8K=2`. For numbers without a scale, such as perplexity, only one by name counts, in their own unit.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'alpha',
    value: 'SHARE',
    default: '0.05',
    description: 'Probability with which equal runs are called `worse`, over all benchmarks together.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'report',
    value: 'PATH',
    description:
      'Write a report as one HTML page, which needs no network: sortable scores, error bars, comparison, trend.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'export',
    value: 'FORMAT=PATH',
    multiple: true,
    description:
      'Write the scores for other programs: `json`, `csv`, `junit` or `eee` (Every Eval Ever; the path is a folder) with a path: `csv=scores.csv`; or `mlflow`, to the server of `MLFLOW_TRACKING_URI`, with the name of an experiment if need be: `mlflow=evals`.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
  {
    name: 'source-url',
    value: 'URL',
    description: 'Where the result files can be seen: the source that the scores name.',
    where: ['cli', 'action'],
    commands: ['collect', 'evaluate'],
  },
] as const satisfies readonly Option[];
