import type { Config } from '../../config.ts';
import type { CommitOutcome } from '../../hub/commits.ts';
import type { MergedFiles } from '../merge-files.ts';
import type { Composition } from './composition.ts';
import type { OpenPullRequest } from './guard.ts';
import type { Target } from './target.ts';
import type { Writer } from './writer.ts';

export type PublishStatus =
  | 'proposed'
  | 'updated'
  | 'already-proposed'
  | 'pushed'
  | 'up-to-date'
  | 'skipped'
  | 'dry-run';

/** What a run that writes to the Hub has come to. */
export type Published<Origin = unknown> = MergedFiles & {
  readonly status: PublishStatus;
  readonly repoId: string;
  /** What the scores were made of. */
  readonly origin: Origin;
  readonly modelName: string;
  readonly warnings: readonly string[];
  readonly digest: string;
  readonly diff: string;
  readonly pullRequest?: { readonly number: number; readonly url: string };
  readonly commit?: { readonly oid: string; readonly url: string };
  readonly planned?: Planned;
  /** What somebody should know beside the status. */
  readonly notes: readonly string[];
  /** Open pull requests of others, where they were the reason to stop or were passed over. */
  readonly rivals: readonly OpenPullRequest[];
};

/** What a run would have written, had it not been told to stop before. */
export type Planned = {
  readonly what: 'pull-request' | 'update' | 'reopen' | 'commit';
  readonly title: string;
  /** The description of the pull request, or the message of the commit. */
  readonly text: string;
  /** Of the commit, against what is there now. */
  readonly diff: string;
  /** Numbers of the pull requests that would be closed, since their scores are in this one. */
  readonly closes: readonly number[];
};

/** What one step towards writing has come to: an end, or another look at what is there now. */
export type Step =
  | {
      readonly kind: 'done';
      readonly status: PublishStatus;
      readonly pullRequest?: Published['pullRequest'];
      readonly commit?: Published['commit'];
      readonly notes?: readonly string[];
      readonly planned?: Planned;
      /** What the proposal holds, where that is not what merging into the branch alone would give. */
      readonly composition?: Composition;
    }
  | {
      readonly kind: 'again';
      readonly after: Exclude<CommitOutcome, { kind: 'landed' }> | { readonly kind: 'changed' | 'reopened' };
    };

/** What a step has at hand. */
export type Situation = Writer & {
  readonly config: Config;
  readonly target: Target;
  readonly merged: MergedFiles;
  /** Date of the scores that state none. */
  readonly date: string;
  /** Tells a person what is going on. */
  readonly say: (line: string) => void;
  /** The steps before that may have written something, nobody knows. */
  readonly doubts: readonly Extract<CommitOutcome, { kind: 'unknown' }>[];
  /** This run has opened a closed proposal again. */
  readonly reopened: boolean;
};
