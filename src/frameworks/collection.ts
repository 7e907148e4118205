import type { Score } from '../scores/score.ts';
import type { Measurement, Refusal, Run } from './run.ts';

/** A file that was given, what it is, and what of it became scores. */
export type CollectedFile = {
  /** As messages call it. */
  readonly path: string;
  /** What it says; absent for what is no results: samples, what is read along with results, and what nobody knows. */
  readonly run?: Run;
  /** Whose it is and what, where that is known. */
  readonly framework?: Run['framework'];
  readonly role?: 'results' | 'samples' | 'companion';
  /** Why nothing of it was taken, where that is so. */
  readonly reason?: string;
  /** What did not become a score, each with the reason. */
  readonly refused: readonly Refusal[];
};

/** A mean over parts that became a score, such as MMLU, with its parts. */
export type ScoredGroup = {
  readonly score: Score;
  /** Of the same metric, in the order of the file. */
  readonly parts: readonly Measurement[];
};

/** What result files say of one model. */
export type Collection = {
  readonly repoId?: string;
  readonly modelName: string;
  /** Branch, tag or commit of the model that the scores are of. */
  readonly revision: string;
  readonly files: readonly CollectedFile[];
  readonly scores: readonly Score[];
  readonly groups: readonly ScoredGroup[];
};
