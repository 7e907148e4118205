import type { Backend, Framework } from '../request.ts';

/** Why an evaluation failed. Stable: scripts may branch on them. */
export type DiagnosisCode =
  // the GPU
  | 'out-of-gpu-memory'
  | 'no-cache-memory'
  | 'context-too-long'
  | 'gpu-in-use'
  | 'no-gpu'
  | 'too-few-gpus'
  | 'no-bfloat16'
  | 'heads-not-divisible'
  // the model
  | 'max-model-length-too-long'
  | 'unsupported-architecture'
  | 'no-chat-template'
  | 'needs-remote-code'
  // the Hub
  | 'gated'
  | 'repo-not-found'
  | 'revision-not-found'
  | 'bad-token'
  | 'rate-limited'
  | 'unreachable'
  | 'no-credits'
  // the tasks
  | 'task-not-found'
  | 'dataset-needs-code'
  | 'unsafe-code'
  // the machine
  | 'disk-full'
  | 'out-of-memory'
  | 'timeout'
  // the wrapper
  | 'install-failed'
  | 'no-results';

/** What else is known of a job that failed. */
export type JobFacts = {
  readonly framework?: Framework;
  readonly backend?: Backend;
  readonly exitCode?: number;
  /** Where the wrapper was: codes of its own are those of no program in `install`. */
  readonly phase?: string;
  /** Of the job's status on the Hub. */
  readonly message?: string;
  readonly cancelReason?: string;
};

/** Named groups of a pattern: text of the log, which anybody may have written. */
export type Found = Readonly<Record<string, string | undefined>>;

/** What a line of a log says when one thing is the matter. */
export type Cause = {
  readonly code: DiagnosisCode;
  /** Of one line. Its groups are made of characters that cannot spread over much. */
  readonly pattern: RegExp;
  /** Lines that read the same and are no failure. */
  readonly unless?: RegExp;
  readonly message: (found: Found, job: JobFacts) => string;
  readonly hint: (found: Found, job: JobFacts) => string;
};

/** A cause whose hint is always the same. */
export function cause(
  code: DiagnosisCode,
  pattern: RegExp,
  message: Cause['message'],
  hint: string | Cause['hint'],
): Cause {
  return { code, pattern, message, hint: typeof hint === 'string' ? () => hint : hint };
}
