import type { Cause, DiagnosisCode, Found, JobFacts } from './causes/cause.ts';
import { GPU_CAUSES } from './causes/gpu.ts';
import { MODEL_CAUSES } from './causes/model.ts';
import { PASSING_CAUSES, RUN_CAUSES } from './causes/run.ts';

/** Why a run failed, and what to do. */
export type Diagnosis = {
  readonly code: DiagnosisCode;
  /** What it quotes of the log is in quotes, with control characters escaped. */
  readonly message: string;
  readonly hint: string;
  /** The line that tells it, as it was: text that anybody may have written. */
  readonly line?: string;
};

const MOST_LINES = 5_000;
/** Causes stand at the beginning of a line; lists of all supported architectures follow. */
const MOST_LINE = 2_000;
/** Exceptions of the Hub's client are told in several lines. */
const LINES_OF_ONE = 12;
const CAUSES = [...GPU_CAUSES, ...MODEL_CAUSES, ...RUN_CAUSES];

/**
 * Tells from the last lines of its log why a job failed; undefined where they do not tell. The first cause in the log counts:
 * what follows it, such as "Engine core initialization failed", comes of it.
 */
export function diagnose(lines: readonly string[], job: JobFacts = {}): Diagnosis | undefined {
  const paid = /^NO_(?:CREDITS|SUBSCRIPTION)$|^RESOURCE_GROUP_LIMIT$/.test(job.cancelReason ?? '');
  if (paid) {
    return {
      code: 'no-credits',
      message: 'The Hub ended the job: the account, or its budget, has no credit left.',
      hint: 'Add credit in the billing settings of the account on the Hub, or let another account pay.',
    };
  }
  const plain = lines
    .slice(-MOST_LINES)
    .map((line) => line.slice(0, MOST_LINE).replace(/\u001b\[[0-9;?]*[A-Za-z]/g, ''));
  return findCause(plain, CAUSES, job) ?? ofJob(job) ?? findCause(plain, PASSING_CAUSES, job) ?? ofWrapper(job);
}

function findCause(lines: readonly string[], causes: readonly Cause[], job: JobFacts): Diagnosis | undefined {
  for (const [at, line] of lines.entries()) {
    const first = matchLine(line, causes);
    if (first === undefined) continue;
    const { code, message, hint } = first.cause;
    // What the next lines of the same exception add, such as the repo that is meant.
    const same = causes.filter((cause) => cause.code === code);
    const more = lines.slice(at + 1, at + LINES_OF_ONE).map((next) => matchLine(next, same)?.found ?? {});
    const found = Object.assign({}, ...more.reverse(), first.found) as Found;
    return { code, message: message(found, job), hint: hint(found, job), line };
  }
  return undefined;
}

function matchLine(
  line: string,
  causes: readonly Cause[],
): { readonly cause: Cause; readonly found: Found } | undefined {
  for (const cause of causes) {
    const match = cause.unless?.test(line) ? null : cause.pattern.exec(line);
    if (match === null) continue;
    const groups = Object.entries(match.groups ?? {}).filter(([, text]) => text !== undefined);
    return { cause, found: Object.fromEntries(groups) };
  }
  return undefined;
}

/** "Job timeout" is what the Hub says of a job that took too long; 137 is 128 and SIGKILL, which the kernel sends. */
function ofJob({ message, exitCode }: JobFacts): Diagnosis | undefined {
  if (/\btimeout\b/i.test(message ?? '')) {
    return {
      code: 'timeout',
      message: 'The job took longer than it was given.',
      hint: 'Raise --timeout, take faster hardware with --hardware, or fewer samples with --max-samples.',
    };
  }
  if (exitCode !== 137) return undefined;
  return {
    code: 'out-of-memory',
    message: 'The program was killed from outside, as happens when the memory of the machine is full.',
    hint: 'Take hardware with more memory with --hardware, or lower --batch-size.',
  };
}

function ofWrapper({ exitCode, phase }: JobFacts): Diagnosis | undefined {
  if (exitCode === 4 && phase === 'install') {
    return {
      code: 'install-failed',
      message: 'What it needs could not be installed.',
      hint: 'The log says which package; other hardware or another version of the framework may have it.',
    };
  }
  if (exitCode !== 3 || phase === 'install') return undefined;
  return {
    code: 'no-results',
    message: 'The framework ended without an error and left no results.',
    hint: 'Its log says why; lm-eval and lighteval only warn when they cannot save.',
  };
}
