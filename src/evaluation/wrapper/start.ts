import type { About } from '../home/sidecar.ts';
import type { CommandPlan } from '../request.ts';
import wrapper from './wrapper.json' with { type: 'json' };

/** How the wrapper script is started: a program with arguments, which no shell sees, and what it reads from its environment. */
export type WrapperStart = {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** What one evaluation gives to the wrapper, which is the same for all. */
export type WrapperParameters = {
  readonly plan: Pick<CommandPlan, 'python' | 'requirements' | 'resolvedUntil' | 'argv' | 'environment' | 'output'>;
  /** What the sidecar repeats: it brings home what nobody else remembers then. */
  readonly about: About;
  /** Of this run alone, 32 hex digits that nothing in it can guess: lines of the log that bear it are the wrapper's. */
  readonly nonce: string;
  /** Own files, such as tasks, by their path in the folder that the program is started in; their bytes as base64. */
  readonly files?: Readonly<Record<string, string>>;
  /** The folder that is mounted for results; without it, they come home through the log. */
  readonly out?: string;
};

/** Linux takes no longer text for one variable: MAX_ARG_STRLEN, 32 pages, the end of the text counted. */
const MOST_VARIABLE_BYTES = 131_072;

/** What starts the wrapper for one evaluation; or the reason why it cannot be. */
export function startWrapper({
  plan,
  about,
  nonce,
  files = {},
  out,
}: WrapperParameters): WrapperStart | { readonly problem: string } {
  const { python, requirements, resolvedUntil, argv, environment, output } = plan;
  const text = JSON.stringify({ python, requirements, resolvedUntil, argv, environment, output, files, about });
  const bytes = new TextEncoder().encode(`HF_EVAL_PLAN=${text}\0`).length;
  if (bytes > MOST_VARIABLE_BYTES) {
    return {
      problem: `What is to be run takes ${bytes.toLocaleString('en-US')} bytes, own task files counted a third larger; a container takes ${MOST_VARIABLE_BYTES.toLocaleString('en-US')}.`,
    };
  }
  return {
    command: ['python3', '-c', wrapper.text],
    environment: { HF_EVAL_PLAN: text, HF_EVAL_RUN: nonce, ...(out === undefined ? {} : { HF_EVAL_OUT: out }) },
  };
}
