// What clients that others wrote make of this project: npm run contract.
//
// 1. The built command line writes into sample cards, which huggingface_hub (Python) and PyYAML read.
// 2. huggingface_hub works with the local Hub of the tests, unchanged, and so does @huggingface/hub (JavaScript).
// 3. What hf-eval wrote goes through @huggingface/hub and comes out the same; its model-index has the client's type.
//
// A client that cannot be installed here is skipped, and it says so. Exit code 1 when something is not as promised.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startContractHub } from '../test/contract/contract-hub.ts';
import { cardDataOf } from '../test/local-hub/card-rules.ts';

/** The client in JavaScript; that in Python is pinned in `scripts/ci/tools.sh`. */
const JS_CLIENT = '2.17.5';
const REPO_ID = 'harbor-labs/Kestrel-7B-Instruct';

const root = fileURLToPath(new URL('../', import.meta.url));
const cli = join(root, 'dist/cli/index.js');
if (!existsSync(cli)) throw new Error('dist/ is missing: run npm run build');

const work = mkdtempSync(join(tmpdir(), 'hf-eval-contract-'));
const reports = [join(work, 'cards.json'), join(work, 'hub.json'), join(work, 'js.json')] as const;
const hf = findTool('hf');
const uv = findTool('uv');
const python = hf === undefined ? undefined : pythonOf(hf);
const folder = findJsClient();
/** What this script itself finds, as tests of a vitest report. */
const own: { readonly fullName: string; readonly status: 'passed' | 'failed' | 'skipped' }[] = [];
if (python === undefined) tellSkipped('Python and pip cannot bring huggingface_hub');
if (uv === undefined) tellSkipped('Python and pip cannot bring uv');
if (folder === undefined) tellSkipped('npm cannot bring @huggingface/hub');

const world = await startContractHub({ hf, uv });
const about = JSON.stringify(world.about);
const codes: number[] = [];
try {
  if (python !== undefined) {
    const script = (name: string) => ['-B', join(root, 'test/contract', name)];
    codes.push(await run(python.program, [...script('contract.py'), reports[0], process.execPath, cli], python.env));
    codes.push(await run(python.program, [...script('hub.py'), reports[1], about], python.env));
  }
  if (folder !== undefined) {
    const written = writeModel();
    const script = join(root, 'test/contract/hub-client.ts');
    codes.push(await run(process.execPath, [script, reports[2], about, folder, written], {}));
    codes.push(await checkType(folder, written));
  }
} finally {
  await world.close();
}
writeReport();
rmSync(work, { recursive: true });
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;

function tellSkipped(why: string): void {
  console.log(`!!!! SKIPPED: ${why} here, so nothing was checked with it !!!!`);
  own.push({ fullName: why, status: 'skipped' });
}

/** A program that `scripts/ci/tools.sh` pins, installed where that is necessary. */
function findTool(name: string): string | undefined {
  const script = `skip() { :; }; . scripts/ci/tools.sh; need ${name} >&2 && printf %s "$tool"`;
  const { status, stdout } = spawnSync('bash', ['-c', script], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return status === 0 ? stdout : undefined;
}

/** The Python that a program of its packages is of. */
function pythonOf(tool: string): { readonly program: string; readonly env: Record<string, string> } {
  const place = tool.replace(/\/bin\/\w+$/, '');
  const own = join(place, 'bin/python');
  // Where Python makes no virtual environment, the packages lie in the folder itself.
  return { program: existsSync(own) ? own : 'python3', env: { PYTHONPATH: place, PYTHONUTF8: '1' } };
}

/** The folder of the client in JavaScript, beside the other tools. It is no dependency of the project. */
function findJsClient(): string | undefined {
  const cache = process.env.XDG_CACHE_HOME || join(homedir() || '/tmp', '.cache');
  const place = join(cache, 'hf-eval-ci', `huggingface-hub-js-${JS_CLIENT}`);
  const done = join(place, 'package.json');
  if (existsSync(done)) return place;
  mkdirSync(place, { recursive: true });
  const args = ['install', '--prefix', place, '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  const install = spawnSync('npm', [...args, `@huggingface/hub@${JS_CLIENT}`], {
    stdio: ['ignore', 2, 2],
    timeout: 300_000,
  });
  if (install.status === 0 && existsSync(done)) return place;
  rmSync(place, { recursive: true });
  return undefined;
}

/** A model folder with a card that hf-eval wrote both formats for. */
function writeModel(): string {
  const model = join(work, 'model');
  mkdirSync(model);
  copyFileSync(join(root, 'examples/model-card/README.md'), join(model, 'README.md'));
  const args = [
    'extract-readme',
    '--card',
    'README.md',
    '--repo-id',
    REPO_ID,
    '--table',
    '2',
    '--output-format',
    'both',
  ];
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args, '--write'], { cwd: model, encoding: 'utf8' });
  if (status !== 0) throw new Error(`hf-eval could not write: ${stderr}`);
  return model;
}

/**
 * Whether the model-index is of the client's own type, by the compiler. `args` is left out: the type has texts there, and
 * the leaderboards that invented it write numbers of shots.
 */
async function checkType(place: string, written: string): Promise<number> {
  const index = cardDataOf(readFileSync(join(written, 'README.md'), 'utf8'))['model-index'];
  const types = join(place, 'node_modules/@huggingface/hub/dist/src/types/api/api-model.d.ts');
  const file = join(work, 'model-index.ts');
  const lines = [
    `import type { ApiModelIndex } from ${JSON.stringify(types)};`,
    'type Known<T> = T extends (infer Item)[] ? Known<Item>[] : T extends object ? Parts<T> : T;',
    "type Parts<T> = { [Key in keyof T]: Key extends 'args' ? unknown : Known<T[Key]> };",
    `export const index = ${JSON.stringify(index, undefined, 2)} satisfies Known<ApiModelIndex>[];`,
  ];
  writeFileSync(file, lines.join('\n'));
  const options = '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --target es2024'.split(' ');
  const code = await run(join(root, 'node_modules/.bin/tsc'), [...options, file], {});
  const name = "the model-index has the client's type";
  console.log(`${code === 0 ? 'good   ' : 'BROKEN '} ${name}`);
  own.push({ fullName: `@huggingface/hub: ${name}`, status: code === 0 ? 'passed' : 'failed' });
  return code;
}

/** Runs a program to its end while the Hub answers it. */
function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** All results in one file, where `.ci/run` wants one. */
function writeReport(): void {
  const target = process.env.HF_EVAL_TEST_REPORT ?? '';
  if (target === '') return;
  const parts = reports.filter((report) => existsSync(report));
  const read = (report: string) => (JSON.parse(readFileSync(report, 'utf8')) as { testResults: unknown[] }).testResults;
  const status = own.some((test) => test.status === 'failed') ? 'failed' : 'passed';
  const testResults = [...parts.flatMap(read), { name: 'types', status, assertionResults: own }];
  writeFileSync(target, JSON.stringify({ testResults }));
}
