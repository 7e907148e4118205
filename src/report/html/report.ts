/** What a report shows: plain data, put together by a flow. Numbers are as their sources state them, never rescaled. */
export type Report = {
  /** Model or repo id. */
  readonly title: string;
  /** Branch, tag or commit that the scores are of. */
  readonly revision: string;
  /** ISO date or time. */
  readonly made: string;
  /** Of hf-eval. */
  readonly version: string;
  readonly rows: readonly ReportRow[];
  readonly groups: readonly ReportGroup[];
  readonly files: readonly ReportFile[];
  readonly comparison?: Comparison;
  readonly trend?: Trend;
};

/** One score. */
export type ReportRow = {
  readonly benchmark: string;
  readonly metric: string;
  readonly value: number;
  /** The source's own spelling of the value. */
  readonly written: string;
  /** Only where the source says so. */
  readonly unit?: 'percent' | 'fraction';
  /** On the scale of the value. */
  readonly stderr?: number;
  readonly shots?: number;
  readonly samples?: number;
  /** What measured, with its version. */
  readonly by: string;
  readonly file: string;
  /** ISO date or time. */
  readonly date?: string;
  /** Of a run on part of the data. */
  readonly partial?: boolean;
};

/** A mean over parts, such as MMLU over its subjects. */
export type ReportGroup = {
  readonly name: string;
  readonly metric: string;
  readonly value: number;
  readonly parts: readonly Part[];
};

/** A part of a group. */
export type Part = {
  readonly name: string;
  readonly value: number;
  readonly stderr?: number;
  readonly samples?: number;
};

/** A file that was given, what it is, and what of it was not taken. */
export type ReportFile = {
  readonly path: string;
  readonly framework?: string;
  readonly version?: string;
  readonly verdict?: string;
  readonly why?: string;
  readonly model?: string;
  readonly revision?: string;
  readonly refused: readonly { readonly what: string; readonly reason: string }[];
};

/** The scores beside those of a baseline. */
export type Comparison = {
  readonly baseline: string;
  /** ISO date or time. */
  readonly baselineDate?: string;
  /** Share of false alarms that the tests allow, over all benchmarks together. */
  readonly alpha: number;
  readonly items: readonly ComparisonItem[];
  /** What was not compared, on either side, with the reason. */
  readonly unmatched: readonly { readonly name: string; readonly reason: string; readonly isGap: boolean }[];
  /** Whether any verdict is one of a test, to which the share of false alarms applies. */
  readonly isTested: boolean;
};

/** One benchmark before and after. */
export type ComparisonItem = {
  readonly benchmark: string;
  readonly before: number;
  readonly beforeStderr?: number;
  readonly after: number;
  readonly afterStderr?: number;
  readonly delta: number;
  /** What a whole scale is: 1 for fractions, 100 for percent; absent for numbers without one. */
  readonly scale?: number;
  readonly verdict: Verdict;
  readonly p?: number;
  /** The smallest change that so many samples can show. */
  readonly smallestEffect?: number;
  readonly why: string;
  readonly flips?: Flips;
};

/** Direction-aware: of a metric where lower is better, a fall is `better`. */
export type Verdict = 'better' | 'same' | 'worse' | 'inconclusive';

/** Samples that were right before and are wrong now. */
export type Flips = { readonly total: number; readonly shown: readonly Flip[] };

/** One such sample. */
export type Flip = {
  readonly id: string;
  readonly question?: string;
  readonly target?: string;
  readonly before?: string;
  readonly now?: string;
};

/** Scores over revisions of one model, oldest first. */
export type Trend = {
  readonly revisions: readonly string[];
  readonly lines: readonly {
    readonly benchmark: string;
    /** One for each revision; absent where there is none. */
    readonly values: readonly (number | undefined)[];
    readonly stderrs?: readonly (number | undefined)[];
  }[];
};
