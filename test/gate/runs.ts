import type { Measured, Pair } from '../../src/gate/compare.ts';

/** Random numbers from 0 to 1 that are the same in every run of a test: mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A run of which every sample's score is known. */
export function runOf(outcomes: readonly number[]): Measured {
  return { value: meanOf(outcomes), outcomes: new Map(outcomes.map((outcome, at) => [`sample ${at}`, outcome])) };
}

/** A run of which the mean and its standard error are known. */
export function summaryOf(outcomes: readonly number[]): Measured {
  const value = meanOf(outcomes);
  const squares = outcomes.reduce((sum, outcome) => sum + (outcome - value) ** 2, 0);
  const samples = outcomes.length;
  return { value, stderr: Math.sqrt(squares / (samples - 1) / samples), samples };
}

function meanOf(outcomes: readonly number[]): number {
  return outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
}

/** A benchmark whose scores are fractions, higher ones better, if nothing else is said. */
export function pair(baseline: Measured, candidate: Measured, changes: Partial<Pair> = {}): Pair {
  return { benchmark: 'Aviary-QA', higherIsBetter: true, scale: 1, baseline, candidate, ...changes };
}

/** A benchmark of right and wrong answers, by how many samples were right or wrong before and now. */
export function rightAndWrong(
  counts: { readonly lost: number; readonly won: number; readonly right: number; readonly wrong: number },
  changes: Partial<Pair> = {},
): Pair {
  const { lost, won, right, wrong } = counts;
  const outcomes = (groups: readonly (readonly [number, number])[]): number[] =>
    groups.flatMap(([count, outcome]) => new Array<number>(count).fill(outcome));
  return pair(
    runOf(
      outcomes([
        [lost, 1],
        [won, 0],
        [right, 1],
        [wrong, 0],
      ]),
    ),
    runOf(
      outcomes([
        [lost, 0],
        [won, 1],
        [right, 1],
        [wrong, 0],
      ]),
    ),
    changes,
  );
}

/** A pair without a scale, as perplexities are: lower is better. */
export function withoutScale(baseline: Measured, candidate: Measured): Pair {
  return { benchmark: 'Aviary-LM', higherIsBetter: false, baseline, candidate };
}
