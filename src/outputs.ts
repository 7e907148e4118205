import { partOf } from './data.ts';
import type { UserError } from './errors.ts';
import { printableJson } from './report/plain-text.ts';

/** An output of the Action. */
export type Output = { readonly name: string; readonly description: string };

export const OUTPUTS = [
  {
    name: 'status',
    description:
      '`inspected`, `previewed`, `collected`, `shown`, `valid`, `invalid`, `listed`; of evaluations `planned`, `detached`, `running`, `scheduled`; of what writes `proposed`, `updated`, `already-proposed`, `pushed`, `up-to-date`, `skipped`, `dry-run`; or `refused` with the reason in `code`.',
  },
  {
    name: 'code',
    description:
      'Stable reason of a refusal, such as `model-not-found`; `mlflow-failed` beside another status where all else was done; empty otherwise.',
  },
  { name: 'changed', description: '`true` when something was written to the model repo, else `false`.' },
  { name: 'yaml', description: 'The model-index block.' },
  {
    name: 'results',
    description:
      'What `--format json` prints for the command of the mode: the extraction, the scores, the findings. What is too long for an output is counted in `left_out`.',
  },
  { name: 'tables', description: 'The tables as JSON, as `inspect-tables --format json` prints them.' },
  {
    name: 'pull-request-url',
    description: 'Address of the pull request that was opened, updated or found, or for which nothing was written.',
  },
  { name: 'pull-request-number', description: 'Its number.' },
  { name: 'commit', description: 'The commit that was made, 40 hex digits.' },
  {
    name: 'open-prs',
    description:
      'The open pull requests as JSON, as `get-prs --format json` prints them; of a refusal with `open-pull-request` those that are in the way.',
  },
  { name: 'count', description: 'How many these are.' },
  {
    name: 'job-id',
    description: 'The job on the Hub, as `NAMESPACE/ID`: what `job` takes in a later step or workflow.',
  },
  { name: 'job-url', description: 'Address of its page.' },
  { name: 'cost-usd', description: 'What the job has cost, in US dollars; `0` for one that an earlier run paid for.' },
] as const satisfies readonly Output[];

export type OutputName = (typeof OUTPUTS)[number]['name'];

/** The outputs of a refusal. One for the sake of pull requests names them, so that a later step can link them. */
export function outputsOfRefusal({ code, details }: UserError): Readonly<Partial<Record<OutputName, string>>> {
  const { repo_id, pull_requests, pull_request, cost_usd } = details;
  const { number, url } = partOf(pull_request);
  const isOne = typeof number === 'number' && typeof url === 'string';
  return {
    status: 'refused',
    code,
    changed: 'false',
    ...(Array.isArray(pull_requests)
      ? { 'open-prs': printableJson({ repo_id, pull_requests }, 0), count: String(pull_requests.length) }
      : {}),
    ...(typeof cost_usd === 'number' ? { 'cost-usd': String(cost_usd) } : {}),
    ...(isOne ? { 'pull-request-number': String(number), 'pull-request-url': url } : {}),
  };
}
