// Brings the schema that Every Eval Ever publishes, for the test of the records: node test/exports/eee-schema.ts
//
// The package is MIT-licensed; its schema is read where pip puts it, and no copy is kept with this project.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '0.3.0';
const folder = join(tmpdir(), `hf-eval-every-eval-ever-${VERSION}`);
const file = process.env.HF_EVAL_EEE_SCHEMA ?? join(folder, 'every_eval_ever/schemas/eval.schema.json');

/** The schema of Every Eval Ever's records (JSON Schema, draft 7); undefined where nobody has brought it. */
export function readEeeSchema(): object | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : undefined;
}

/** Downloads the package without what it needs, and unpacks it. */
function bring(): void {
  mkdirSync(folder, { recursive: true });
  // The package is for newer versions of Python than the one that downloads it may be.
  const wanted = ['--python-version', '3.12', '--only-binary', ':all:', '--no-deps', `every-eval-ever==${VERSION}`];
  run(['-m', 'pip', 'download', '--quiet', '--dest', folder, ...wanted]);
  const wheel = join(folder, `every_eval_ever-${VERSION}-py3-none-any.whl`);
  run(['-m', 'zipfile', '-e', wheel, folder]);
  rmSync(wheel);
}

function run(args: readonly string[]): void {
  const { status, stderr } = spawnSync('python3', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`python3 ${args.join(' ')}\n${stderr}`);
}

if (import.meta.main) {
  try {
    bring();
    console.log(`${file}: ${readEeeSchema() === undefined ? 'missing' : 'here'}`);
  } catch (error) {
    console.log(`!!!! SKIPPED: pip cannot bring every-eval-ever here: ${String(error).slice(0, 500)} !!!!`);
  }
}
