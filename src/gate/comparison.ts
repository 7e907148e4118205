/**
 * One benchmark's number in one of two runs. Value, standard error and outcomes are on one scale; outcomes may be
 * fractions where the rest is in percent.
 */
export type Measured = {
  readonly value: number;
  /** Standard error of the value. 0 counts as unknown: a run of any size would give another number when done again. */
  readonly stderr?: number;
  /** How many samples the value is of. */
  readonly samples?: number;
  /** Nobody states that number of samples: it is the other run's. */
  readonly isAssumed?: true;
  /** Half a unit of the last digit that the value was written with. */
  readonly rounding?: number;
  /** Score of each sample by its id; several (epochs, repeats) of one id are already averaged. */
  readonly outcomes?: ReadonlyMap<string, number>;
  /**
   * What tells a sample's content from that of others, where the file has it: ids are often mere numbers. Two of them can
   * be compared when they begin with the same sign.
   */
  readonly prints?: ReadonlyMap<string, string>;
};

/** One benchmark in both runs, on one scale. */
export type Pair = {
  readonly benchmark: string;
  /** Absent where nobody says so: then no change is better or worse. */
  readonly higherIsBetter?: boolean;
  /** What a whole scale is: 1 for fractions, 100 for percent; absent for numbers without one, such as perplexity. */
  readonly scale?: number;
  readonly baseline: Measured;
  readonly candidate: Measured;
  /** Where two frameworks measured, these: each does so in its own way, so that a difference says nothing of the model. */
  readonly frameworks?: readonly [string | undefined, string | undefined];
  /** What people have to know of the comparison. */
  readonly caveats?: readonly string[];
};

export type GateVerdict = 'better' | 'same' | 'worse' | 'inconclusive';

/** Which verdicts fail the gate. */
export type FailOn = 'worse' | 'worse-or-inconclusive' | 'never';

/** How the candidate's number compares with the baseline's. */
export type Comparison = {
  readonly benchmark: string;
  readonly verdict: GateVerdict;
  /** Candidate - baseline, as the numbers are. */
  readonly delta: number;
  /** `none`: nothing to test with and no tolerance. */
  readonly test: 'mcnemar' | 'paired-bootstrap' | 'standard-errors' | 'tolerance' | 'none';
  /** One-sided p-values, corrected by Holm's method over the benchmarks that have one. */
  readonly pWorse?: number;
  readonly pBetter?: number;
  /** Two-sided confidence interval of delta at the level 1 - 2 alpha, for this benchmark alone; as the numbers are. */
  readonly interval?: readonly [number, number];
  /**
   * Smallest change that the test finds with 80 % probability, at the strictest step of Holm's method, so in whichever
   * benchmark it is. On the numbers' scale; absent where not even a whole scale would be found.
   */
  readonly smallestEffect?: number;
  /** As the interval has it: with the allowance for small numbers of samples. On the numbers' scale. */
  readonly standardErrorOfDelta?: number;
  /** On the numbers' scale: what "same" was judged by. */
  readonly tolerance?: number;
  /** Where samples were compared one by one: how many, and how many of them got worse and better. */
  readonly paired?: { readonly samples: number; readonly lost: number; readonly won: number };
  /** One sentence for people: what was compared how, and why this verdict. */
  readonly why: string;
};

export type GateOptions = {
  /** Probability of at least one "worse" between equal runs, and the same of "better". Above 0, below 0.5; default 0.05. */
  readonly alpha?: number;
  /**
   * Points within which two scores count as the same, in general or by benchmark name: hundredths of the scale. Of
   * numbers without a scale only one by name counts, in their own unit.
   */
  readonly tolerance?: { readonly general?: number; readonly byBenchmark?: ReadonlyMap<string, number> };
};
