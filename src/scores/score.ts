/** Where a score came from. */
export type Provenance = CardPlace | FilePlace;

/** A cell of a card's table: lines and grid places count as `extract-readme --format json` prints them. */
export type CardPlace = {
  readonly kind: 'card-table';
  readonly table: number;
  /** Line of the card, from 1. */
  readonly line: number;
  /** [row, column] in the table's grid after spans are expanded, from 0. */
  readonly at: readonly [number, number];
};

/** A number in a result file. */
export type FilePlace = {
  readonly kind: 'result-file';
  /** As it was given. */
  readonly file: string;
  /** JSON path. */
  readonly at: string;
  /** What evaluated, with its version where the file states it: `lm-eval 0.4.9`. */
  readonly by: string;
  /** The framework's names of task and metric, as the file has them. */
  readonly task: string;
  readonly metric: string;
};

/** One number for one model on one benchmark with one metric, and where it came from. */
export type Score = {
  /** Hub pipeline tag, such as `text-generation`. */
  readonly task: { readonly type: string; readonly name?: string };
  readonly dataset: {
    readonly type: string;
    readonly name: string;
    readonly config?: string;
    readonly split?: string;
    readonly revision?: string;
    readonly args?: Readonly<Record<string, string | number>>;
  };
  readonly metric: {
    readonly type: string;
    readonly name: string;
    readonly config?: string;
    readonly args?: Readonly<Record<string, string | number>>;
    readonly higherIsBetter?: boolean;
  };
  /** As the source states it; never rescaled. */
  readonly value: number;
  /** The source's own spelling of the number, such as `85.20`. */
  readonly written: string;
  /** Only when the source says so. */
  readonly unit?: 'percent' | 'fraction';
  readonly stderr?: number;
  readonly shots?: number;
  /** How many samples the number is of. */
  readonly samples?: number;
  /** A run on part of the data: never published as a full one. */
  readonly partial?: {
    /** Samples. */
    readonly limit: number;
    /** The score's names say so, and it is wanted as what it is. */
    readonly isNamed?: true;
  };
  readonly model: { readonly name: string; readonly revision?: string };
  /** Registry hit. */
  readonly benchmark?: { readonly id: string; readonly taskId?: string };
  readonly source?: { readonly name: string; readonly url: string };
  /** ISO date of the run or of its publication. */
  readonly date?: string;
  /** How the benchmark was run, where that tells two scores apart: `8-shot, CoT`, `With tools`. */
  readonly notes?: string;
  /** What else is known of the run, which tells no two scores apart: `lm-eval 0.4.9, vllm`. */
  readonly remarks?: string;
  readonly provenance: Provenance;
};
