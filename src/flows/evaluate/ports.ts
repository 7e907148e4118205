import type { Owner } from '../../evaluation/job/owner.ts';
import type { Job } from '../../hub/jobs.ts';
import type { WriterPorts } from '../publish/writer.ts';

/** What an evaluation needs of its surroundings. */
export type EvaluationPorts = WriterPorts & {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (seconds: number, signal?: AbortSignal) => Promise<void>;
  /** 32 hex digits that nobody has had before. */
  readonly newRun: () => string;
  /** Aborted when somebody wants this run to end: what is running is ended then, too. */
  readonly signal: AbortSignal;
  readonly owner: Owner;
  /** Whether a process of this machine is there, of that start. */
  readonly isRunning: (pid: number, started: number) => boolean;
  /** Secrets by their names, of which a job gets those that it needs. */
  readonly secretOf: (name: string) => string | undefined;
  /** A text in which none of the secrets that this run has had in hand can be read: a job may print what it was given. */
  readonly withoutSecrets: (text: string) => string;
  /**
   * Takes down what must not be lost: before the job is asked for, and again when it is there. Nothing at all when there is
   * nothing more that this run would have to end.
   */
  readonly remember: (
    about: { readonly namespace: string; readonly run: string; readonly job?: Job } | undefined,
  ) => void;
  readonly show: Shown;
};

/** Where a person sees what is going on. */
export type Shown = {
  /** One thing that happened. */
  readonly say: (line: string) => void;
  /** A line of the job's log, harmless and on one line. */
  readonly log: (line: string) => void;
  /** What holds right now, in place of what held before. */
  readonly progress: (line: string) => void;
};
