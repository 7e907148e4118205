/** A model's answer to one sample, scored. */
export type Answered = {
  readonly id: string;
  readonly value: number;
  readonly question?: string;
  readonly target?: string;
  readonly answer?: string;
};

/** A sample whose score got worse, with both answers. Texts are as the files have them: to be shortened and escaped. */
export type Flip = {
  readonly id: string;
  readonly question?: string;
  readonly target?: string;
  /** The answer of each run. */
  readonly before?: string;
  readonly now?: string;
  /** The score in each run. */
  readonly from: number;
  readonly to: number;
};

/**
 * Samples of both runs that were right before and are wrong now, or whose score got worse, in the order of `before`: the
 * first `most`, and how many there are in all.
 */
export function findFlips(
  before: ReadonlyMap<string, Answered>,
  now: ReadonlyMap<string, Answered>,
  { most, higherIsBetter }: { readonly most: number; readonly higherIsBetter: boolean },
): { flips: readonly Flip[]; total: number } {
  const flips: Flip[] = [];
  let total = 0;
  for (const [id, from] of before) {
    const to = now.get(id);
    if (to === undefined || !(higherIsBetter ? to.value < from.value : to.value > from.value)) continue;
    total += 1;
    if (flips.length < most) flips.push(toFlip(id, from, to));
  }
  return { flips, total };
}

function toFlip(id: string, from: Answered, to: Answered): Flip {
  const question = to.question ?? from.question;
  const target = to.target ?? from.target;
  return {
    id,
    ...(question === undefined ? {} : { question }),
    ...(target === undefined ? {} : { target }),
    ...(from.answer === undefined ? {} : { before: from.answer }),
    ...(to.answer === undefined ? {} : { now: to.answer }),
    from: from.value,
    to: to.value,
  };
}
