import fc from 'fast-check';

/**
 * Choices that are read off a tape of bytes, so that generators are plain code: fast, and smaller with a smaller tape. At
 * the end of the tape everything is the first choice.
 */
export type Tape = {
  /** A number from 0 up to, but not including, a bound of at most 256. */
  readonly below: (bound: number) => number;
  /** A number below any bound. */
  readonly offset: (bound: number) => number;
  readonly pick: <T>(options: readonly T[]) => T;
  readonly chance: (percent: number) => boolean;
};

/** A tape from its start. */
export function readTape(bytes: Uint8Array): Tape {
  let at = 0;
  const next = (): number => bytes[at++] ?? 0;
  const below = (bound: number): number => next() % bound;
  return {
    below,
    offset: (bound) => (next() * 256 + next()) % bound,
    pick: <T>(options: readonly T[]): T => options[below(options.length)] as T,
    // The high numbers are the rare things, so that a smaller tape has fewer.
    chance: (percent) => next() >= 256 - percent * 2.56,
  };
}

/** The bytes of a tape. */
export function anyBytes(length: number): fc.Arbitrary<Uint8Array> {
  return fc.noBias(fc.uint8Array({ minLength: length, maxLength: length }));
}

/** A tape of so many bytes. */
export function anyTape(length: number): fc.Arbitrary<Tape> {
  return anyBytes(length).map(readTape);
}
