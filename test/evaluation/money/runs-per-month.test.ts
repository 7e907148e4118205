import { describe, expect, it } from 'vitest';
import { describeRecurrence, recurrenceOf } from '../../../src/evaluation/money/recurrence.ts';
import { isSchedule, plainSchedule, runsPerMonth } from '../../../src/evaluation/money/runs-per-month.ts';

it.each([
  ['@hourly', 744],
  ['@daily', 31],
  // A month may have five Sundays.
  ['@weekly', 5],
  ['@monthly', 1],
  ['@yearly', 1],
  ['@annually', 1],
  ['0 4 * * 1', 5],
  ['0 4 * * 7', 5],
  ['0 4 * * 0,7', 5],
  ['0 4 * * 1-5', 23],
  ['0 4 * * 1,3', 10],
  ['30 2 1,15 * *', 2],
  ['0 0 31 * *', 1],
  ['0 0 */10 * *', 4],
  ['*/15 * * * *', 4 * 744],
  ['0 */6 * * *', 124],
  ['5/20 0 1 * *', 3],
  ['0 0 * 2 *', 29],
  ['0 0 29 2 *', 1],
  // Days that are either, where servers differ.
  ['0 0 1 * 1', 6],
  ['* * * * *', 44_640],
  // Never.
  ['0 0 31 2 *', 0],
  ['60 0 * * *', 0],
  ['0 24 * * *', 0],
  ['*/0 * * * *', 0],
  ['30-10 * * * *', 0],
  ['0 0 * 13 *', 0],
])('%s starts a job %i times in a month at most', (schedule, runs) => {
  expect([runsPerMonth(schedule), isSchedule(schedule)]).toEqual([runs, true]);
});

it.each(['0 0 4 * * 1', '0 0 4 * * 1 2027'])(
  '%s is taken, and not counted: servers read it in several ways',
  (text) => {
    expect([runsPerMonth(text), isSchedule(text)]).toEqual([undefined, true]);
  },
);

it.each([
  '',
  'weekly',
  '@reboot',
  '0 4 * *',
  '0 4 * * MON',
  '0 4 * * 1 2 3 4',
  '0 4 * * ?',
  '1-5/2 * * * *',
  '* * * * *; x',
])('%j is no schedule', (text) => {
  expect([runsPerMonth(text), isSchedule(text)]).toEqual([undefined, false]);
});

it('two ways to write a schedule are one', () => {
  expect(plainSchedule(' 0  0 * * 0')).toBe(plainSchedule('@weekly'));
  expect(plainSchedule('@yearly')).toBe(plainSchedule('@annually'));
  expect(plainSchedule('0 1 * * 0')).not.toBe(plainSchedule('@weekly'));
});

describe('what runs again and again', () => {
  const flavor = { name: 'a10g-small', gpus: 1, gpuBytes: 24e9, microUsdPerMinute: 16_667 };
  const ceiling = { timeoutSeconds: 3600, usd: 1.1 };
  const cost = (when: string) => recurrenceOf(when, ceiling, flavor).month?.usd;

  it('costs what its runs do, and never more than a machine that is always on', () => {
    expect(cost('@weekly')).toBeCloseTo(5.5);
    expect(cost('*/5 * * * *')).toBeCloseTo((44_640 * 16_667) / 1e6);
    expect(cost('0 0 4 * * 1')).toBeUndefined();
  });

  it.each([
    ['@weekly', 'scheduled @weekly, in UTC: at most 5 runs and $5.50 in a month, until somebody ends it'],
    ['@monthly', 'scheduled @monthly, in UTC: at most one run and $1.10 in a month, until somebody ends it'],
    [
      '0 0 4 * * 1',
      'scheduled 0 0 4 * * 1, in UTC: at most $1.10 at each run, and how often it runs cannot be counted, until somebody ends it',
    ],
  ])('says so: %s', (when, text) => {
    expect(describeRecurrence(recurrenceOf(when, ceiling, flavor), ceiling)).toBe(text);
  });
});
