/** Where a score of a card came from: lines and grid places count as `extract-readme --format json` prints them. */
export type Provenance = {
  readonly kind: 'card-table';
  readonly table: number;
  /** Line of the card, from 1. */
  readonly line: number;
  /** [row, column] in the table's grid after spans are expanded, from 0. */
  readonly at: readonly [number, number];
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
  /** A run on part of the data: never published as a full one. */
  readonly partial?: { readonly limit: number };
  readonly model: { readonly name: string; readonly revision?: string };
  /** Registry hit. */
  readonly benchmark?: { readonly id: string; readonly taskId?: string };
  readonly source?: { readonly name: string; readonly url: string };
  /** ISO date of the run or of its publication. */
  readonly date?: string;
  /** How the benchmark was run, where that tells two scores apart: `8-shot, CoT`, `With tools`. */
  readonly notes?: string;
  readonly provenance: Provenance;
};
