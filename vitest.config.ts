import { defineConfig } from 'vitest/config';

// Where .ci/run wants the results for its count.
const report = process.env.HF_EVAL_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Acceptance tests start child processes; two at a time keeps a small machine honest.
    maxWorkers: 2,
    testTimeout: 30_000,
    ...(report ? { reporters: ['default', ['json', { outputFile: report }]] } : {}),
  },
});
