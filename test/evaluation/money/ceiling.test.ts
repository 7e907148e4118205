import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flavor } from '../../../src/evaluation/hardware/flavor.ts';
import { ceilingOf } from '../../../src/evaluation/money/ceiling.ts';
import { costOf, type Estimate, estimate } from '../../../src/evaluation/money/estimate.ts';
import { duration, usd } from '../../../src/evaluation/money/words.ts';
import type { Backend } from '../../../src/evaluation/request.ts';
import { modelOf } from '../models.ts';

/** A dollar an hour is 16,667 millionths a minute. */
const DOLLAR: Flavor = { name: 'a10g-small', gpus: 1, gpuBytes: 24e9, card: 'A10G', microUsdPerMinute: 16_666.67 };
const hours = (count: number): Estimate => ({ seconds: count * 3600, usd: count });

describe('the ceiling of a job', () => {
  it.each<[string, { timeoutSeconds?: number; maxCostUsd?: number }, Estimate, number, number]>([
    ['is two hours', {}, hours(0.1), 7200, 2.083],
    ['is two hours, however long it may take: nobody said what may be spent', {}, hours(20), 7200, 2.083],
    ['is the time that is given', { timeoutSeconds: 600 }, hours(1), 600, 0.25],
    ['is twice of what is expected, where there is money for it', { maxCostUsd: 20 }, hours(4), 28_800, 8.083],
    ['is what the money pays for', { maxCostUsd: 1 }, hours(4), 54 * 60, 0.983],
    [
      'is the time that is given, where the money is enough',
      { timeoutSeconds: 3600, maxCostUsd: 5 },
      hours(4),
      3600,
      1.083,
    ],
  ])('%s', (_, asked, expected, seconds, dollars) => {
    const found = ceilingOf(DOLLAR, asked, expected);
    if ('problem' in found) throw new Error(found.problem);
    expect(found.ceiling.timeoutSeconds).toBe(seconds);
    expect(found.ceiling.usd).toBeCloseTo(dollars, 2);
  });

  it.each<[string, { timeoutSeconds?: number; maxCostUsd?: number }, RegExp]>([
    [
      'a time that costs more',
      { timeoutSeconds: 7200, maxCostUsd: 1 },
      /2 h on a10g-small can cost \$2\.09, more than the \$1\.00/,
    ],
    ['too little money', { maxCostUsd: 0.1 }, /\$0\.10 pays for 0 minutes on a10g-small.*\$0\.26 is the least/],
  ])('refuses %s', (_, asked, problem) => {
    const found = ceilingOf(DOLLAR, asked, hours(1));
    expect('problem' in found ? found.problem : '').toMatch(problem);
  });

  it('says when it will not be enough', () => {
    expect(ceilingOf(DOLLAR, {}, hours(3))).toMatchObject({
      notes: ['it may take about 3 h, and is ended after 2 h: --timeout sets it'],
    });
  });

  it('never exceeds the money, starting included', () => {
    const price = fc.integer({ min: 100, max: 1_000_000 });
    const money = fc.double({ min: 0.01, max: 500, noNaN: true });
    const time = fc.option(fc.integer({ min: 1, max: 600_000 }), { nil: undefined });
    fc.assert(
      fc.property(
        price,
        money,
        time,
        fc.double({ min: 0, max: 50, noNaN: true }),
        (micro, maxCostUsd, timeout, expected) => {
          const flavor = { ...DOLLAR, microUsdPerMinute: micro };
          const asked = { maxCostUsd, ...(timeout === undefined ? {} : { timeoutSeconds: timeout }) };
          const found = ceilingOf(flavor, asked, hours(expected));
          if ('problem' in found) return;
          expect(found.ceiling.usd).toBeLessThanOrEqual(maxCostUsd + 1e-9);
          expect(costOf(found.ceiling.timeoutSeconds + 300, flavor)).toBeLessThanOrEqual(found.ceiling.usd + 1e-9);
          if (timeout !== undefined) expect(found.ceiling.timeoutSeconds).toBe(timeout);
        },
      ),
    );
  });
});

describe('an estimate', () => {
  const task = (name: string) => ({ text: name, name });
  const of = (names: readonly string[], parameters: number, backend: Backend = 'vllm', maxSamples?: number): Estimate =>
    estimate(
      modelOf(parameters),
      { tasks: names.map(task), backend, options: maxSamples === undefined ? {} : { maxSamples } },
      DOLLAR,
    );

  it.each<[string, readonly string[], number, Backend, number | undefined, number, number]>([
    ['a few samples: the start alone', ['gsm8k'], 1e9, 'vllm', 10, 5, 10],
    ['GSM8K of a 7B with vLLM', ['gsm8k'], 7e9, 'vllm', undefined, 15, 45],
    ['GSM8K of a 7B with transformers', ['gsm8k'], 7e9, 'hf', undefined, 80, 240],
    ['MMLU of a 7B', ['mmlu'], 7e9, 'vllm', undefined, 180, 600],
    ['names of frameworks', ['inspect_evals/gsm8k'], 7e9, 'vllm', undefined, 15, 45],
  ])('is of the right size: %s', (_, names, parameters, backend, maxSamples, least, most) => {
    const found = of(names, parameters, backend, maxSamples);
    if ('unknown' in found) throw new Error(found.unknown.join());
    expect(found.seconds / 60).toBeGreaterThan(least);
    expect(found.seconds / 60).toBeLessThan(most);
    expect(found.usd).toBeCloseTo(costOf(found.seconds, DOLLAR), 9);
  });

  it('goes by the experts that a token is sent to, and not as fast as a model of that size alone', () => {
    const seconds = (facts: ReturnType<typeof modelOf>): number => {
      const found = estimate(facts, { tasks: [task('ifeval')], backend: 'vllm', options: {} }, DOLLAR);
      return 'unknown' in found ? Number.NaN : found.seconds;
    };
    const experts = { num_local_experts: 8, num_experts_per_tok: 2, intermediate_size: 14_336 };
    const sparse = seconds(modelOf(46.7e9, { config: experts }));
    expect(sparse).toBeLessThan(seconds(modelOf(46.7e9)) * 0.7);
    expect(sparse).toBeGreaterThan(seconds(modelOf(12.9e9)) * 1.4);
  });

  it('goes by the number of examples: without any, MMLU reads a sixth', () => {
    const working = (shots?: number): number => {
      const tasks = [{ ...task('mmlu'), ...(shots === undefined ? {} : { shots }) }];
      const of7 = { tasks, backend: 'vllm' as const, options: {} };
      const [all, one] = [
        estimate(modelOf(7e9), of7, DOLLAR),
        estimate(modelOf(7e9), { ...of7, options: { maxSamples: 1 } }, DOLLAR),
      ];
      if ('unknown' in all || 'unknown' in one) throw new Error('it is known');
      return all.seconds - one.seconds;
    };
    expect(working(5)).toBe(working());
    expect(working() / working(0)).toBeCloseTo(6, 1);
  });

  it('is none where nobody knows', () => {
    expect(of(['my_task', 'gsm8k'], 7e9)).toEqual({ unknown: ['my_task'] });
    const { parameters: _, ...unknown } = modelOf(7e9);
    expect(estimate(unknown, { tasks: [task('gsm8k')], backend: 'vllm', options: {} }, DOLLAR)).toEqual({
      unknown: ['harbor-labs/Kestrel-7B'],
    });
  });
});

it('whole minutes are billed', () => {
  expect([1, 60, 61].map((seconds) => costOf(seconds, DOLLAR).toFixed(4))).toEqual(['0.0167', '0.0167', '0.0333']);
});

it('amounts and times are told as people do', () => {
  expect([0, 0.004, 0.1, 12.345].map(usd)).toEqual(['$0.00', '$0.004', '$0.10', '$12.35']);
  expect([0, 45, 90, 3599, 3600, 5400, 7200, 9000].map(duration)).toEqual([
    '0 s',
    '45 s',
    '2 min',
    '1 h',
    '1 h',
    '90 min',
    '2 h',
    '2 h 30 min',
  ]);
});
