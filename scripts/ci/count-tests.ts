/** Prints how many tests of a vitest JSON report passed, failed and were skipped: three numbers on one line. */
import { readFileSync } from 'node:fs';

type Report = {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

const [file = ''] = process.argv.slice(2);
const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
const tests = testResults.flatMap((result) => result.assertionResults);
const passed = tests.filter((test) => test.status === 'passed').length;
const failed = tests.filter((test) => test.status === 'failed').length;
// A file that fails outside of its tests, such as at an import, has no failed test to show for it.
const failedFiles = testResults.filter(
  (result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
).length;
console.log(passed, failed + failedFiles, tests.length - passed - failed);
