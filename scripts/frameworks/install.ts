import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOnce } from './process.ts';

/** A Python that makes virtual environments, with pip. */
export type Python = { readonly program: string; readonly version: string };

/** A virtual environment that is ready. */
export type Environment = {
  readonly python: string;
  /** Where its packages lie. */
  readonly packages: string;
};

/** inspect-ai asks for 3.11. */
const MINIMUM = 11;
const CANDIDATES = ['python3', 'python3.12', 'python3.13', 'python3.11'];
const PINS = fileURLToPath(new URL('./pins/', import.meta.url));

/** The first Python that is new enough and has pip. */
export async function findPython(): Promise<Python | undefined> {
  const script = 'import sys, venv, pip; print("%d.%d" % sys.version_info[:2])';
  for (const program of CANDIDATES) {
    const { code, output } = await runOnce(program, ['-c', script], { seconds: 30 });
    const version = output.trim();
    if (code === 0 && /^3\.\d+$/.test(version) && Number(version.slice(2)) >= MINIMUM) return { program, version };
  }
  return undefined;
}

/**
 * An environment with a package in the versions of `pins/NAME.txt`, made where there is none yet.
 *
 * @param install As pip takes it; several are separated by spaces.
 * @param linked Another environment, the packages of which are seen from this one: torch is large, and once is enough.
 * @throws Error when pip cannot bring them.
 */
export async function makeEnvironment(
  python: Python,
  { name, install, linked }: { readonly name: string; readonly install: string; readonly linked?: Environment },
): Promise<Environment> {
  const pins = join(PINS, `${name}.txt`);
  const facts = [python.version, process.arch, install, linked?.packages, readFileSync(pins, 'utf8')];
  const key = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `${name}-${key}`);
  const environment = {
    python: join(folder, 'bin/python'),
    packages: join(folder, `lib/python${python.version}/site-packages`),
  };
  const mark = join(folder, 'complete');
  if (existsSync(mark)) return environment;
  const start = performance.now();
  console.log(`installing ${install} …`);
  rmSync(folder, { recursive: true, force: true });
  const pip = await makeFolder(python, folder);
  if (linked !== undefined) writeFileSync(join(environment.packages, 'linked.pth'), `${linked.packages}\n`);
  const options = ['--quiet', '--disable-pip-version-check', '--no-cache-dir', '--retries', '2'];
  await mustRun(pip, ['install', ...options, '--constraint', pins, ...install.split(' ')]);
  writeFileSync(mark, '');
  console.log(`installed ${install}, ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return environment;
}

/** Makes an environment without packages; answers with how to call pip for it. */
async function makeFolder(python: Python, folder: string): Promise<readonly string[]> {
  const inside = join(folder, 'bin/python');
  const { code } = await runOnce(python.program, ['-m', 'venv', folder], { seconds: 120 });
  if (code === 0) return [inside, '-m', 'pip'];
  // Some systems have pip but not what puts it into an environment: there the one outside does it.
  rmSync(folder, { recursive: true, force: true });
  await mustRun([python.program], ['-m', 'venv', '--without-pip', folder]);
  return [python.program, '-m', 'pip', '--python', inside];
}

/** The version of a package, by its own metadata. */
export async function versionOf(environment: Environment, name: string): Promise<string> {
  const script = `from importlib.metadata import version; print(version(${JSON.stringify(name)}))`;
  const { code, output } = await runOnce(environment.python, ['-c', script], { seconds: 60 });
  if (code !== 0) throw new Error(`${name} does not tell its version: ${reasonIn(output)}`);
  return output.trim();
}

/** lighteval imports all of its own tasks, and one of them downloads this file when it is missing; none here reads it. */
export function prepareLighteval({ packages }: Environment): void {
  writeFileSync(join(packages, 'lighteval/tasks/tasks/tinyBenchmarks.pkl'), '');
}

/** Outlives the run. Programs are run from it, so that nobody else may have made it. */
function cacheFolder(): string {
  const user = process.getuid?.();
  const folder = join(tmpdir(), `hf-eval-frameworks-${user ?? 'all'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined && statSync(folder).uid !== user) throw new Error(`${folder} is somebody else's`);
  return folder;
}

async function mustRun([program = '', ...first]: readonly string[], args: readonly string[]): Promise<void> {
  const { code, output } = await runOnce(program, [...first, ...args], { seconds: 1500 });
  if (code !== 0) throw new Error(reasonIn(output));
}

/** The reason in what pip printed. That it reached nothing is a warning to it; the error is a riddle then. */
function reasonIn(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const error = lines.find((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? 'no reason given';
  const isCut = lines.some((line) => line.includes('connection broken'));
  return `${isCut ? 'the package index did not answer; ' : ''}${error.slice(0, 300)}`;
}
