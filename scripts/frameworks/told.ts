import type { Framework, Measurement, Run, Verdict } from '../../src/frameworks/run.ts';

/** Runs that a framework wrote into one folder, and what is known of them without any reader of ours. */
export type Kept = { readonly name: string; readonly folder: string; readonly runs: readonly Told[] };

/** What a framework itself says of a run, in its files or by its own Python. */
export type Told = {
  readonly name: string;
  readonly framework: Framework;
  /** The file of results, in the folder. */
  readonly file: string;
  /** By the way it was started. */
  readonly verdict: Verdict;
  /** Of the package that ran; absent where the framework does not write it into its files. */
  readonly version?: string;
  readonly model: Pick<Run, 'model' | 'backend' | 'chatTemplate'>;
  readonly numbers: readonly ToldNumber[];
  /** Of all answers that were scored. */
  readonly samples: readonly ToldSamples[];
};

/** A number, with all that is known of it: what is absent must not be read either. */
export type ToldNumber = Omit<Measurement, 'at' | 'verdict'> & {
  /** The metric of the samples that the number is the mean of. */
  readonly meanOf?: string;
};

/** The scored samples of a task, summed up. */
export type ToldSamples = {
  /** The file that has them, in the folder. */
  readonly file: string;
  readonly task: string;
  readonly metric: string;
  readonly count: number;
  readonly sum: number;
};
