// Whatever befalls a run that pays for a job, and whenever: no job takes more than its ceiling, and none is left after the
// next start: npm run money. Exit code 1 when an end is not the one that it has to be; --only tries one case again, --all
// those as well that are much like others.
import { parseArgs } from 'node:util';
import { runMoney } from '../test/money/run-money.ts';

const start = performance.now();
const { only, all = false } = parseArgs({ options: { only: { type: 'string' }, all: { type: 'boolean' } } }).values;
const asked = { all, ...(only === undefined ? {} : { only }) };
const { cells, processes, wrong } = await runMoney(asked, ({ number, name, wrong: found }) =>
  console.log(`WRONG  ${name}: ${found.join('; ')}\n       again: npm run money -- --only ${number}`),
);
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(
  `${cells} cases of money, ${processes} of them with processes and signals, in ${seconds} s: ${wrong.length} wrong ends`,
);
if (wrong.length > 0 || cells === 0) process.exitCode = 1;
