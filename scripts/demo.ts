// The main job on a sample card, as a person would see it: npm run demo. Nothing is written but the job summary.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const card = 'examples/model-card/README.md';
const repoId = 'harbor-labs/Kestrel-7B-Instruct';

run('1. The tables of the card', ['inspect-tables', '--card', card, '--repo-id', repoId]);
run('2. The scores of one of them, and the YAML that they become', [
  'extract-readme',
  '--card',
  card,
  '--repo-id',
  repoId,
  '--table',
  '2',
]);

const summary = join(mkdtempSync(join(tmpdir(), 'hf-eval-demo-')), 'summary.md');
writeFileSync(summary, '');
start(join(root, 'dist/main/index.js'), [], 'ignore', {
  INPUT_MODE: 'preview',
  INPUT_CARD: card,
  'INPUT_REPO-ID': repoId,
  INPUT_TABLE: '2',
  GITHUB_STEP_SUMMARY: summary,
});
console.log(`\n3. The same as a GitHub job summary: ${summary}`);

function run(title: string, args: readonly string[]): void {
  console.log(`\n${title}\n$ hf-eval ${args.join(' ')}\n`);
  start(join(root, 'dist/cli/index.js'), args, 'inherit', {});
}

function start(
  bundle: string,
  args: readonly string[],
  stdout: 'inherit' | 'ignore',
  env: Readonly<Record<string, string>>,
): void {
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run npm run build`);
  const { status } = spawnSync(process.execPath, [bundle, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}
