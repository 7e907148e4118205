/** Stable reasons for a refusal. Scripts may branch on them; they do not change within a major version. */
export type ErrorCode =
  // what was asked for
  | 'usage'
  // the card and its tables
  | 'no-card'
  | 'invalid-card'
  | 'card-too-large'
  | 'table-too-large'
  | 'no-tables'
  | 'several-tables'
  | 'table-out-of-range'
  | 'not-an-evaluation'
  | 'column-out-of-range'
  | 'column-without-scores'
  | 'model-not-found'
  | 'model-ambiguous'
  | 'model-name-required'
  | 'no-scores'
  // files of results
  | 'invalid-file'
  | 'too-large'
  | 'no-results'
  | 'other-model'
  // the model repo's files
  | 'conflict'
  // the Hub
  | 'repo-not-found'
  | 'revision-not-found'
  | 'gated'
  | 'unauthorized'
  | 'forbidden'
  | 'rate-limited'
  | 'hub-unavailable'
  | 'unexpected-answer'
  // writing to the Hub
  | 'open-pull-request'
  | 'guard-failed'
  | 'closed-before'
  | 'proposal-edited'
  | 'proposal-full'
  // evaluations
  | 'unsupported-evaluation'
  | 'no-hardware'
  | 'cost-limit'
  | 'payment-required'
  | 'job-failed'
  | 'job-canceled'
  | 'job-unknown'
  // other servers
  | 'mlflow-failed'
  // the gate
  | 'regression'
  // this program
  | 'cannot-write'
  | 'unsupported-node'
  | 'internal';

/**
 * A problem that the user can do something about: what happened, to what, and what to do next.
 * Anything else that is thrown is a defect of this program.
 */
export class UserError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** Plain data that belongs in the `--format json` error document, such as the candidates to choose from. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

/** Exit code for an error: 2 when the command itself was wrong, 1 for every other refusal. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof UserError && error.code === 'usage' ? 2 : 1;
}

/** The refusal of a card beyond the bound, in bytes. */
export function cardTooLarge(name: string, maxBytes: number): UserError {
  return new UserError('card-too-large', `${name} has more than ${maxBytes.toLocaleString('en-US')} bytes.`, {
    hint: 'No page shows a card of that size: move images, logs and raw data into files of their own.',
    details: { max_bytes: maxBytes },
  });
}
