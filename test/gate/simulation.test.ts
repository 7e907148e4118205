import { describe, expect, it } from 'vitest';
import { compareAll, type Measured, type Pair } from '../../src/gate/compare.ts';
import { pair, randomNumbers, rightAndWrong, runOf, summaryOf, withoutScale } from './runs.ts';

const ALPHA = 0.05;
const RUNS = 2000;
const FALLS = 1000;

type Chance = () => number;

/** How probably each question is answered: half of them almost always in one way, as models do. */
function questions(count: number, chance: Chance): readonly number[] {
  return Array.from({ length: count }, () => (chance() < 0.5 ? Number(chance() < 0.7) * 0.96 + 0.02 : chance()));
}

/** A run: each question is answered anew, `epochs` times. */
function answer(asked: readonly number[], chance: Chance, epochs = 1): readonly number[] {
  return asked.map((probability) => {
    let right = 0;
    for (let epoch = 0; epoch < epochs; epoch += 1) right += Number(chance() < probability);
    return right / epochs;
  });
}

/** A bell-shaped number: a sum of twelve, less its mean. */
function bell(chance: Chance): number {
  let sum = -6;
  for (let part = 0; part < 12; part += 1) sum += chance();
  return sum;
}

/** A value with a standard error and nothing else, as a model card may have it. */
function stated(mean: number, stderr: number, chance: Chance): Measured {
  return { value: mean + stderr * bell(chance), stderr };
}

/** Pairs of equal runs. */
const EQUAL: Readonly<Record<string, (chance: Chance) => Pair>> = {
  'right and wrong': (chance) => {
    const asked = questions(150, chance);
    return pair(runOf(answer(asked, chance)), runOf(answer(asked, chance)));
  },
  'right and wrong, hardly ever changing': (chance) => {
    const asked = questions(100, chance).map((probability) => (probability > 0.1 ? 1 : probability));
    return pair(runOf(answer(asked, chance)), runOf(answer(asked, chance)));
  },
  'means of four epochs': (chance) => {
    const asked = questions(32, chance);
    return pair(runOf(answer(asked, chance, 4)), runOf(answer(asked, chance, 4)));
  },
  'five samples': (chance) => {
    const scores = () => Array.from({ length: 5 }, chance);
    return pair(runOf(scores()), runOf(scores()));
  },
  'losses with a long tail': (chance) => {
    const hard = Array.from({ length: 24 }, () => bell(chance));
    const losses = () => hard.map((one) => Math.exp(one + 1.5 * bell(chance)));
    return withoutScale(runOf(losses()), runOf(losses()));
  },
  'standard errors, same questions': (chance) => {
    const asked = questions(150, chance);
    return pair(summaryOf(answer(asked, chance)), summaryOf(answer(asked, chance)));
  },
  'standard errors, other questions': (chance) => {
    const [few, many] = [40, 400].map((count) => summaryOf(answer(questions(count, chance), chance)));
    return pair(few ?? { value: 0 }, many ?? { value: 0 });
  },
  'numbers of samples': (chance) => {
    const [first, second] = [30, 60].map((samples) => {
      const { value } = summaryOf(answer(new Array<number>(samples).fill(0.9), chance));
      return { value, samples };
    });
    return pair(first ?? { value: 0 }, second ?? { value: 0 });
  },
  'standard errors alone': (chance) => pair(stated(0.7, 0.012, chance), stated(0.7, 0.013, chance)),
};

/** The share of comparisons, each of all benchmarks that `make` gives, in which some benchmark is worse. */
function shareOfWorse(runs: number, make: () => readonly Pair[]): number {
  let count = 0;
  for (let run = 0; run < runs; run += 1) {
    count += Number(compareAll(make(), { alpha: ALPHA }).some(({ verdict }) => verdict === 'worse'));
  }
  return count / runs;
}

/** Shares of so many simulated runs are off by less, in 997 of 1,000 cases. */
function slackOf(share: number, runs: number): number {
  return 3 * Math.sqrt((share * (1 - share)) / runs);
}

describe('equal runs', () => {
  const kinds = Object.entries(EQUAL);

  it('are called worse no more often than stated, of whatever kinds and however many', async ({ annotate }) => {
    const chance = randomNumbers(1);
    const pick = (below: number): number => Math.floor(chance() * below);
    const share = shareOfWorse(RUNS, () => {
      const makers = Array.from({ length: 1 + pick(5) }, () => kinds[pick(kinds.length)]?.[1] ?? []).flat();
      return makers.map((make) => make(chance));
    });
    await annotate(`worse in ${share} of ${RUNS}`);
    expect(share).toBeLessThanOrEqual(ALPHA);
  });

  it.for(kinds.flatMap(([kind, make]) => [1, 5].map((count) => ({ kind, make, count }))))(
    'are so with $count of one kind: $kind',
    async ({ make, count }, { annotate }) => {
      const runs = count === 1 ? RUNS / 2 : RUNS / 8;
      const chance = randomNumbers(count);
      const share = shareOfWorse(runs, () => Array.from({ length: count }, () => make(chance)));
      await annotate(`worse in ${share} of ${runs}`);
      expect(share).toBeLessThanOrEqual(ALPHA + slackOf(ALPHA, runs));
    },
  );
});

describe('a fall', () => {
  /** A single score of 0.7 over 1,000 samples: its standard error, √(0.7 · 0.3 / 1000). */
  const STDERR = 0.01449;

  /** Two runs on 1,000 samples, of which `agreement` have the same outcome; the second is lower by `fall` on average. */
  function fallen(fall: number, agreement: number, chance: Chance): Pair {
    const counts = { lost: 0, won: 0, right: 0, wrong: 0 };
    const lost = (1 - agreement + fall) / 2;
    for (let sample = 0; sample < 1000; sample += 1) {
      const drawn = chance();
      if (drawn < lost) counts.lost += 1;
      else if (drawn < 1 - agreement) counts.won += 1;
      else if (drawn < 0.7 + (1 - agreement - lost)) counts.right += 1;
      else counts.wrong += 1;
    }
    return rightAndWrong(counts);
  }

  // The power of the exact test, added up over all numbers of changed samples with scipy's binom. It is above 95 % from an
  // agreement of 83.5 % on, alone, and of 89 % on where four other benchmarks are tested.
  it.for([
    { agreement: 0.8, others: 0, power: 0.916 },
    { agreement: 0.85, others: 0, power: 0.969 },
    { agreement: 0.95, others: 0, power: 1 },
    { agreement: 0.9, others: 4, power: 0.979 },
  ])(
    'of 3 standard errors of the score is found in runs that agree in $agreement, with $others others',
    async ({ agreement, others, power }, { annotate }) => {
      const chance = randomNumbers(7);
      const steady = Array.from({ length: others }, () => fallen(0, agreement, chance));
      const share = shareOfWorse(FALLS, () => [fallen(3 * STDERR, agreement, chance), ...steady]);
      await annotate(`found in ${share} of ${FALLS}`);
      expect(Math.abs(share - power)).toBeLessThanOrEqual(slackOf(power, FALLS));
      expect(share).toBeGreaterThanOrEqual(agreement < 0.835 ? 0.9 : 0.95);
    },
  );

  it('of as much is found in means of four epochs', async ({ annotate }) => {
    const chance = randomNumbers(9);
    const share = shareOfWorse(FALLS / 4, () => {
      const asked = questions(300, chance);
      const before = answer(asked, chance, 4);
      const fall = 3 * (summaryOf(before).stderr ?? 0);
      // Each right answer goes wrong with the same probability.
      const kept = 1 - fall / summaryOf(asked).value;
      return [
        pair(
          runOf(before),
          runOf(
            answer(
              asked.map((probability) => probability * kept),
              chance,
              4,
            ),
          ),
        ),
      ];
    });
    await annotate(`found in ${share} of ${FALLS / 4}`);
    expect(share).toBeGreaterThanOrEqual(0.95);
  });

  // Without samples in common 3 standard errors of the difference are needed for 91 %, Φ(3 - 1.645); 3 of a single score
  // are 2.12 of the difference, which are found in Φ(3 / √2 - 1.645) = 68 %. No test on these data does better.
  it.for([
    { of: 'the difference', errors: 3, theory: 0.912 },
    { of: 'a single score', errors: 3 / Math.SQRT2, theory: 0.683 },
  ])(
    'of 3 standard errors of $of is found by them alone as often as theory says',
    async ({ errors, theory }, { annotate }) => {
      const chance = randomNumbers(10);
      const fall = errors * Math.SQRT2 * STDERR;
      const share = shareOfWorse(FALLS, () => [pair(stated(0.7, STDERR, chance), stated(0.7 - fall, STDERR, chance))]);
      await annotate(`found in ${share} of ${FALLS}`);
      expect(Math.abs(share - theory)).toBeLessThan(slackOf(theory, FALLS));
    },
  );

  it('of the smallest effect is found in about 80 %', async ({ annotate }) => {
    const chance = randomNumbers(11);
    const errors = pair({ value: 0.7, stderr: STDERR }, { value: 0.7, stderr: STDERR });
    const samples = rightAndWrong({ lost: 75, won: 75, right: 600, wrong: 250 });
    const [first, second] = [errors, samples].map((one) => compareAll([one])[0]?.smallestEffect ?? 0);
    const found = [
      shareOfWorse(FALLS, () => [pair(stated(0.7, STDERR, chance), stated(0.7 - (first ?? 0), STDERR, chance))]),
      shareOfWorse(FALLS, () => [fallen(second ?? 0, 0.85, chance)]),
    ];
    await annotate(`found in ${found.join(' and ')} of ${FALLS}`);
    for (const share of found) expect(Math.abs(share - 0.8)).toBeLessThan(slackOf(0.8, FALLS));
  });
});
