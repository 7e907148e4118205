// The properties with many more cases than npm test takes, from a new seed: npm run properties [vitest's options].
// HF_EVAL_PROPERTY_RUNS and HF_EVAL_PROPERTY_SEED say how many cases, and from which seed, such as one that failed.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const runs = process.env.HF_EVAL_PROPERTY_RUNS ?? '10000';
const seed = process.env.HF_EVAL_PROPERTY_SEED ?? String(randomInt(2 ** 31));
console.log(`${runs} cases per property; again with HF_EVAL_PROPERTY_RUNS=${runs} HF_EVAL_PROPERTY_SEED=${seed}`);

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/properties', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, HF_EVAL_PROPERTY_RUNS: runs, HF_EVAL_PROPERTY_SEED: seed },
  stdio: 'inherit',
});
process.exit(status ?? 1);
