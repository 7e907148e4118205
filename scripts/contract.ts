// Lets the built command line write into sample cards and reads them with Python's huggingface_hub, which others wrote:
// npm run contract. Where that cannot be installed there is nothing to do. Exit code 1 when a promise is broken.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const cli = join(root, 'dist/cli/index.js');
if (!existsSync(cli)) throw new Error('dist/ is missing: run npm run build');

const folder = findClient();
if (folder === undefined) {
  console.log('!!!! SKIPPED: Python and pip cannot bring huggingface_hub here, so nothing was checked !!!!');
} else {
  const own = join(folder, 'bin/python');
  const report = process.env.HF_EVAL_TEST_REPORT ?? '';
  const args = ['-B', join(root, 'test/contract/contract.py'), report, process.execPath, cli];
  const { status, error } = spawnSync(existsSync(own) ? own : 'python3', args, {
    // Where Python makes no virtual environment, the packages lie in the folder itself.
    env: { ...process.env, PYTHONPATH: folder, PYTHONUTF8: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
}

/** The folder of the pinned client, which is installed where that is necessary. */
function findClient(): string | undefined {
  const script = 'skip() { :; }; . scripts/ci/tools.sh; need hf >&2 && printf %s "$tool"';
  const { status, stdout } = spawnSync('bash', ['-c', script], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return status === 0 ? stdout.replace(/\/bin\/hf$/, '') : undefined;
}
