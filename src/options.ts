import { COLLECT_OPTIONS } from './collect-options.ts';
import type { CommandName } from './commands.ts';
import { EVALUATE_OPTIONS } from './evaluate-options.ts';
import type { Door, Option } from './option.ts';

/** Commands that read a card. */
const WITH_CARD = ['inspect-tables', 'extract-readme', 'collect', 'evaluate', 'show', 'validate'] as const;
const MERGED_CARD =
  'The card that the scores are compared with and merged into, with `.eval_results/` beside it: this file instead of the card on the Hub.';
const TEXT_OR_JSON = {
  allowed: ['text', 'json'],
  description: 'What to print: `text` for people, `json` for programs.',
} as const;

export const OPTIONS = [
  {
    name: 'mode',
    value: 'MODE',
    allowed: ['inspect', 'preview', 'pull-request', 'push', 'show', 'validate', 'pull-requests'],
    default: 'preview',
    description:
      'What to do: `inspect` lists the tables of the card, `preview` shows scores, of a table or of result files as `source` says, and what they become, `pull-request` proposes that on the Hub, `push` commits it there, `show` lists the scores that the model repo holds, `validate` checks them, `pull-requests` lists what is open.',
    where: ['action'],
  },
  {
    name: 'source',
    value: 'SOURCE',
    allowed: ['readme', 'results', 'evaluation'],
    default: 'readme',
    description:
      'Where the scores come from: `readme`, the tables of the model card; `results`, the files that an evaluation framework wrote; `evaluation`, a run of such a framework on Hub Jobs, which costs money.',
    where: ['action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'repo-id',
    value: 'ORG/NAME',
    description:
      'Model repo on the Hub. In a table the model of its name is looked for; of result files those of this model count.',
    where: ['cli', 'action'],
    per: {
      // As the job scripts of the evaluation skill call it.
      evaluate: { description: 'Model repo on the Hub that is evaluated, and gets the scores.', aliases: ['model'] },
      'inspect-tables': { description: 'Model repo on the Hub. Columns of its name are marked.' },
      'extract-readme': {
        description: 'Model repo on the Hub. Its name is the model that is looked for in the table.',
      },
      collect: {
        description:
          'Model repo on the Hub. Files of other models are passed over. Without it the scores are shown, and merged into nothing.',
      },
      show: { description: 'Model repo on the Hub, whose scores are listed.' },
      validate: { description: 'Model repo on the Hub, whose scores are checked.' },
      'get-prs': { description: 'Model repo on the Hub, whose pull requests are listed.' },
    },
  },
  {
    name: 'card',
    value: 'PATH',
    description:
      'Read this file instead of the card on the Hub; unless something is to be written there, no network is used.',
    where: ['cli', 'action'],
    commands: WITH_CARD,
    per: {
      collect: { description: MERGED_CARD },
      evaluate: { description: MERGED_CARD },
    },
  },
  {
    name: 'revision',
    value: 'REV',
    default: 'main',
    description: 'Branch, tag or commit of the model repo.',
    where: ['cli', 'action'],
    commands: WITH_CARD,
    per: {
      collect: {
        description: 'Branch, tag or commit of the model repo. Runs of another revision of the model do not count.',
      },
      evaluate: { description: 'Branch of the model repo that the scores go to, and that is evaluated.' },
    },
  },
  ...EVALUATE_OPTIONS,
  ...COLLECT_OPTIONS,
  {
    name: 'table',
    value: 'N',
    assumed: 'the only evaluation table',
    description: 'Number of the table, as `inspect-tables` prints it, from 1.',
    where: ['cli', 'action'],
    commands: ['extract-readme'],
  },
  {
    name: 'model-column-index',
    value: 'N',
    description: 'Column of the model, as `inspect-tables` prints it, from 0. Goes before `model-name`.',
    where: ['cli', 'action'],
    commands: ['extract-readme'],
  },
  {
    name: 'model-name',
    aliases: ['model-name-override'],
    value: 'NAME',
    assumed: 'the name in `repo-id`',
    description:
      'Model to look for in the table, in full: `7B` is not `7B-Instruct`. Spaces, hyphens and case do not matter.',
    where: ['cli', 'action'],
    commands: ['extract-readme'],
  },
  {
    name: 'task-type',
    value: 'TAG',
    assumed: 'the card’s own pipeline tag, or `text-generation`',
    description: 'Hub pipeline tag that the scores are filed under.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'dataset-name',
    value: 'NAME',
    assumed: 'the benchmark’s own dataset, or `Benchmarks`',
    description: 'File all scores under a dataset of this name.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'dataset-type',
    value: 'ID',
    assumed: 'the benchmark’s own dataset, or `benchmark`',
    description: 'File all scores under a dataset with this id.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'unit',
    value: 'UNIT',
    allowed: ['percent', 'fraction'],
    assumed: 'what the table or the file says',
    description:
      'What numbers are of which the table or the file does not say it: 0.9 may be 0.9 % or 90 %. Leaderboards count in percent, so without it such scores are left out there.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'benchmarks',
    value: 'PATH',
    description:
      'A YAML or JSON file with benchmarks of your own, which go before the known ones: a list of `name`, `aliases`, `dataset`, `task_id`, `metric`, `scale`.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate', 'validate'],
  },
  {
    name: 'refresh-benchmarks',
    default: 'false',
    description:
      'Ask the Hub which tasks the datasets of the benchmarks have, in place of what is known of them. This uses the network, with a local card as well.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate', 'validate'],
  },
  {
    name: 'force-table',
    default: 'false',
    description: 'Extract the table chosen by `table` even if it does not look like an evaluation.',
    where: ['cli', 'action'],
    commands: ['extract-readme'],
  },
  {
    name: 'output-format',
    value: 'FORMAT',
    allowed: ['model-index', 'eval-results', 'both'],
    default: 'model-index',
    description:
      'What the scores become: `model-index` in the card, `eval-results` for the leaderboards that know the benchmark (files in `.eval_results/`), or `both`.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'on-conflict',
    value: 'WHAT',
    allowed: ['keep', 'replace', 'fail'],
    default: 'keep',
    description: 'When the model repo has another value for a score: `keep` that, `replace` it, or `fail`.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'diff',
    default: 'false',
    description: 'Show what would change in the card and in `.eval_results/`, as a unified diff.',
    where: ['cli'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'write',
    default: 'false',
    description: 'Write the changes to the local card (`card`) and to `.eval_results/` beside it.',
    where: ['cli'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'create-pr',
    default: 'false',
    description: 'Propose the changes in a pull request on the Hub: one, which later runs update.',
    where: ['cli'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'apply',
    default: 'false',
    description: 'Commit the changes to the model repo on the Hub.',
    where: ['cli'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'on-open-pr',
    value: 'WHAT',
    allowed: ['fail', 'skip', 'proceed'],
    default: 'fail',
    description:
      'When somebody else has an open pull request about the same files: `fail`, `skip` (end without an error), or `proceed` all the same.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'reopen',
    default: 'false',
    description:
      'Open a proposal again that somebody closed without merging it; propose anew where it conflicts with the branch.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
  },
  {
    name: 'dry-run',
    default: 'false',
    description:
      'Do everything but the writing to the card, to `.eval_results/` and to the Hub, and show what would be written. Of an evaluation, only plan: start nothing, and show what would be run, where, and for how much.',
    where: ['cli', 'action'],
    commands: ['extract-readme', 'collect', 'evaluate'],
    per: {
      evaluate: {
        description:
          'Only plan: start and write nothing, and show what would be run, on which hardware, for how long and for how much.',
      },
    },
  },
  {
    name: 'format',
    value: 'FORMAT',
    allowed: ['text', 'json', 'yaml'],
    default: 'text',
    description: 'What to print: `text` for people, `json` for programs, `yaml` for the model-index block alone.',
    where: ['cli'],
    per: { 'inspect-tables': TEXT_OR_JSON, show: TEXT_OR_JSON, validate: TEXT_OR_JSON, 'get-prs': TEXT_OR_JSON },
  },
  {
    name: 'hf-token',
    value: 'TOKEN',
    assumed: 'the environment variable `HF_TOKEN`',
    description: 'Hugging Face token, needed for writing, and for private and gated repos.',
    where: ['action'],
  },
] as const satisfies readonly Option[];

export type OptionName = (typeof OPTIONS)[number]['name'];

/** The options that a command takes at one door, as they are with it; of no command in particular, those of all. */
export function optionsOf(command: CommandName | undefined, where: Door): readonly Option[] {
  const options = (OPTIONS as readonly Option[]).filter((option) => option.where.includes(where));
  if (command === undefined) return options;
  return options
    .filter(({ commands }) => commands === undefined || commands.includes(command))
    .map((option) => ({ ...option, ...option.per?.[command] }));
}
