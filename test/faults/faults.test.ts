import { expect, it } from 'vitest';
import { runInterleavings, runMatrix } from './run-matrix.ts';

// All of it is `npm run faults`; here is a part, so that a change that breaks it is seen at once.
it('whatever fails, the command run again comes to the one end', { timeout: 120_000 }, async () => {
  const { wrong, cells } = await runMatrix(29);
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(30);
});

it('two runs at once come to the one end', { timeout: 60_000 }, async () => {
  expect((await runInterleavings([1, 2, 3, 4, 5])).wrong).toEqual([]);
});
