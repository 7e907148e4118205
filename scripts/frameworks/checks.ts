import { isDeepStrictEqual } from 'node:util';

/** Counts what is checked, and prints a line for each. */
export type Checks = {
  readonly total: () => { readonly all: number; readonly wrong: number };
  /** What is wrong with it, or nothing. */
  readonly tell: (what: string, problem?: string) => void;
  /** Whether something is as it was told. */
  readonly equal: (what: string, actual: unknown, expected: unknown) => void;
};

export function makeChecks(): Checks {
  let all = 0;
  let wrong = 0;
  const tell = (what: string, problem?: string): void => {
    all += 1;
    if (problem !== undefined) wrong += 1;
    console.log(problem === undefined ? `✓ ${what}` : `✗ ${what}: ${problem}`);
  };
  return {
    total: () => ({ all, wrong }),
    tell,
    equal(what, actual, expected) {
      const isEqual = isDeepStrictEqual(actual, expected);
      tell(what, isEqual ? undefined : `${JSON.stringify(actual)} was read, and it is ${JSON.stringify(expected)}`);
    },
  };
}
