/** Rebuilds dist/ in place and fails, naming the files, when that changes anything that git knows or should know. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

function run(command: string, args: readonly string[]): string {
  const child = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status === 0) return child.stdout;
  process.stderr.write(child.stdout ?? '');
  throw new Error(`${command} ${args.join(' ')}: ${child.error?.message ?? `exit code ${child.status}`}`);
}

process.stdout.write(run(process.execPath, [join('scripts', 'build.ts')]));
const changed = run('git', ['status', '--porcelain', '--untracked-files=all', '--', 'dist']);
if (changed === '') {
  console.log('dist is what the sources give.');
} else {
  console.error(`dist is not what the sources give:\n${changed}Run \`npm run build\` and commit dist.`);
  process.exitCode = 1;
}
