/** What evaluates a model. Ids are those of the Hub's `evaluation_framework`, where it has one. */
export type Framework =
  | 'lighteval'
  | 'lm-eval'
  | 'inspect-ai'
  | 'nemo-evaluator'
  | 'mteb'
  | 'helm'
  | 'bigcode'
  | 'simple-evals';

/**
 * How much of its data a run was on: `full`; `partial`, a part of it; `failed`, it did not come to its end; `unknown`, the
 * file does not tell.
 */
export type Verdict = 'full' | 'partial' | 'failed' | 'unknown';

/** One evaluation run as a result file states it: copied, not judged, but for the verdict. */
export type Run = {
  readonly framework: Framework;
  /** The framework's version, where the file states it. */
  readonly version?: string;
  readonly verdict: Verdict;
  /** Why the verdict is what it is, for people: "10 of 1319 samples". */
  readonly why: string;
  /** Absent where the file names none. */
  readonly model?: ClaimedModel;
  /** What evaluated, where the framework only starts other programs: `lm-evaluation-harness`. */
  readonly harness?: string;
  /** What ran the model, in the framework's words: `vllm`, `hf`. */
  readonly backend?: string;
  /** When it ran: ISO date, or time with its zone where the file has one. */
  readonly date?: string;
  /** Whether prompts went through the model's chat template, where the file tells. */
  readonly chatTemplate?: boolean;
  readonly measurements: readonly Measurement[];
  /** What could not be taken, each with the reason. */
  readonly refused: readonly Refusal[];
  /** What lies beside the file says that it is of another model: then it is taken for none. */
  readonly contradicted?: string;
};

/** The model that a file names, in its own words: it may be a Hub id, a folder, or a name that a server was given. */
export type ClaimedModel = {
  readonly name: string;
  /** As it was asked for: branch, tag or commit. */
  readonly revision?: string;
  /** The commit that was used, 40 hex digits. */
  readonly sha?: string;
  /** What the run was asked for, by what lies beside the file: a branch or tag, and the commit that it was at then. */
  readonly asked?: { readonly revision: string; readonly sha?: string };
};

/** One number of a run. */
export type Measurement = {
  /** The framework's name of the task, as the file has it. */
  readonly task: string;
  /** The framework's id of the metric, as the file has it: `acc_norm,none`. */
  readonly metric: string;
  /** Finite; as the file has it, never rescaled. */
  readonly value: number;
  /** Standard error, on the scale of the value. */
  readonly stderr?: number;
  readonly shots?: number;
  /** How many samples the number is of. */
  readonly samples?: number;
  /** How many the whole data has, where the file tells. */
  readonly available?: number;
  /** Where it is another one than the run's. */
  readonly verdict?: Verdict;
  readonly higherIsBetter?: boolean;
  /** The data, as the file names it. */
  readonly dataset?: {
    readonly id: string;
    readonly config?: string;
    readonly split?: string;
    readonly revision?: string;
  };
  /** The data is not the Hub's but the user's own: files, a folder, an address. */
  readonly isOwnData?: true;
  /** How the task was asked or its data cut, where that is not what goes by its name: `subjects=anatomy`. */
  readonly variant?: string;
  /** The task of the group that this one is a part of: `mmlu` of `mmlu_anatomy`. */
  readonly partOf?: string;
  /** A mean over its parts. */
  readonly isGroup?: true;
  /** Where in the file the number stands: `results.gsm8k["exact_match,strict-match"]`. */
  readonly at: string;
};

/** Something of a file that does not become a score. */
export type Refusal = {
  readonly what: string;
  readonly reason: string;
  /** The metric of a task that it would have been the number of. */
  readonly of?: Pick<Measurement, 'task' | 'metric'>;
};

/** The answer of a model to one sample, scored. */
export type Sample = {
  readonly task: string;
  readonly metric: string;
  /** The same in every run on the same data. */
  readonly id: string;
  readonly value: number;
  readonly question?: string;
  readonly target?: string;
  readonly answer?: string;
  /** Tells its content from that of others: a hash that the file has of it. */
  readonly print?: string;
};
