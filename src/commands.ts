export type CommandName =
  | 'inspect-tables'
  | 'extract-readme'
  | 'collect'
  | 'evaluate'
  | 'show'
  | 'validate'
  | 'get-prs';

/** What the Action can be asked to do. */
export type Mode = 'inspect' | 'preview' | 'pull-request' | 'push' | 'show' | 'validate' | 'pull-requests';

/** A command of the command line, which is one or several modes of the Action. */
export type Command = {
  readonly name: CommandName;
  readonly modes: readonly Mode[];
  /** The `source` of the Action that makes one of these modes this command; `readme` without it. */
  readonly source?: string;
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly string[];
};

export const COMMANDS: readonly Command[] = [
  {
    name: 'inspect-tables',
    modes: ['inspect'],
    summary: 'list the tables of a model card, and what each one is',
    description:
      'Lists every table of a card with its number, whether it is an evaluation and why, its columns with their index, a sample, and the command that extracts it.',
    examples: [
      'hf-eval inspect-tables --repo-id allenai/OLMo-2-1124-7B',
      'hf-eval inspect-tables --card README.md --format json',
    ],
  },
  {
    name: 'extract-readme',
    modes: ['preview', 'pull-request', 'push'],
    summary: "turn a table's scores for one model into model-index YAML",
    description:
      'Extracts the scores of one model from one table of a card and prints them as model-index YAML. Nothing is written unless --write, --create-pr or --apply say so. The model is the repo itself unless another is named; names must agree in full.',
    examples: [
      'hf-eval extract-readme --repo-id org/model',
      'hf-eval extract-readme --card README.md --repo-id org/model --table 2',
      'hf-eval extract-readme --repo-id org/model --table 1 --model-column-index 4',
      'hf-eval extract-readme --repo-id org/model --model-name "OLMo 3 32B" --format yaml > scores.yaml',
      'hf-eval extract-readme --card README.md --repo-id org/model --output-format both --diff',
      'hf-eval extract-readme --repo-id org/model --table 1 --create-pr',
    ],
  },
  {
    name: 'collect',
    modes: ['preview', 'pull-request', 'push'],
    source: 'results',
    summary: 'turn the result files of evaluation frameworks into scores',
    description:
      'Reads what lighteval, lm-eval, inspect-ai, NeMo Evaluator, MTEB, HELM, bigcode-evaluation-harness and simple-evals wrote, and makes scores of the runs of one model that were on all of the data: one metric for each benchmark. Every file is listed, with what was not taken and why. Nothing is written unless --write, --create-pr or --apply say so.',
    examples: [
      'hf-eval collect --results results/',
      'hf-eval collect --repo-id org/model --results "out/**/results_*.json"',
      'hf-eval collect --repo-id org/model --results logs/ --model-map smollm2=org/model',
      'hf-eval collect --repo-id org/model --results results/ --output-format both --create-pr',
    ],
  },
  {
    name: 'evaluate',
    modes: ['preview', 'pull-request', 'push'],
    source: 'evaluation',
    summary: 'evaluate a model on rented hardware, and take the scores home',
    description:
      'Runs lighteval, inspect-ai or lm-eval on Hub Jobs: chooses the hardware by the size of the model, shows what it costs before it starts, follows the job, brings the results home and goes on with them as collect does. No job runs without a ceiling, and none outlives the run that started it, unless it is detached.',
    examples: [
      'hf-eval evaluate --repo-id org/model --framework lm-eval --tasks "gsm8k|5" --dry-run',
      'hf-eval evaluate --repo-id org/model --framework lighteval --tasks "gsm8k|5" --max-cost-usd 2',
      'hf-eval evaluate --model org/model --framework inspect --task inspect_evals/gsm8k --max-cost-usd 2 --create-pr',
    ],
  },
  {
    name: 'show',
    modes: ['show'],
    summary: 'list the scores that a model repo holds',
    description:
      'Lists the scores that a model repo holds: those in the card’s model-index and those in the files of .eval_results/, each with its line.',
    examples: ['hf-eval show --repo-id org/model', 'hf-eval show --card README.md --format json'],
  },
  {
    name: 'validate',
    modes: ['validate'],
    summary: 'check the scores that a model repo holds',
    description:
      'Checks the scores that a model repo holds: what the Hub or its clients would refuse or misread, values out of range or on the wrong scale, duplicates, and scores that disagree. Exits with 1 when there are errors.',
    examples: ['hf-eval validate --repo-id org/model', 'hf-eval validate --card README.md --format json'],
  },
  {
    name: 'get-prs',
    modes: ['pull-requests'],
    summary: 'list the open pull requests of a model repo',
    description:
      'Lists the open pull requests of a model repo on the Hub: who made them, whether they touch the files that hold results, and, with a token, whether they are this program’s own.',
    examples: ['hf-eval get-prs --repo-id org/model', 'hf-eval get-prs --repo-id org/model --format json'],
  },
];
