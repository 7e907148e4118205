import { expect, it } from 'vitest';
import { runInterleavings, runMatrix } from './run-matrix.ts';

// A part of what `npm run faults` tries, spread over all requests and faults: the step shares no factor with their number.
it('whatever goes wrong with a request, a later run comes to the same end', { timeout: 60_000 }, async () => {
  const { cells, wrong } = await runMatrix(37);
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(40);
});

it('two runs at once, in whatever order, leave one proposal', async () => {
  const { wrong } = await runInterleavings([101, 102, 103, 104]);
  expect(wrong).toEqual([]);
});
