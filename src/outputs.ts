/** An output of the Action. */
export type Output = { readonly name: string; readonly description: string };

export const OUTPUTS = [
  {
    name: 'status',
    description:
      '`inspected`, `previewed`, `shown`, `valid`, `invalid`, `listed`; of what writes `proposed`, `updated`, `already-proposed`, `pushed`, `up-to-date`, `skipped`, `dry-run`; or `refused` with the reason in `code`.',
  },
  { name: 'code', description: 'Stable reason of a refusal, such as `model-not-found`; empty otherwise.' },
  { name: 'changed', description: '`true` when something was written to the model repo, else `false`.' },
  { name: 'yaml', description: 'The model-index block.' },
  {
    name: 'results',
    description: 'What `--format json` prints for the command of the mode: the extraction, the scores, the findings.',
  },
  { name: 'tables', description: 'The tables as JSON, as `inspect-tables --format json` prints them.' },
  { name: 'pull-request-url', description: 'Address of the pull request that was opened, updated or found.' },
  { name: 'pull-request-number', description: 'Its number.' },
  { name: 'commit', description: 'The commit that was made, 40 hex digits.' },
  { name: 'open-prs', description: 'The open pull requests as JSON, as `get-prs --format json` prints them.' },
  { name: 'count', description: 'How many pull requests are open.' },
] as const satisfies readonly Output[];

export type OutputName = (typeof OUTPUTS)[number]['name'];
