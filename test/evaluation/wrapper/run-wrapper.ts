import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished } from 'vitest';
import { type Collected, collectBlocks, type Tools } from '../../../src/evaluation/home/blocks.ts';
import { type Mark, readMark } from '../../../src/evaluation/home/marks.ts';
import type { About } from '../../../src/evaluation/home/sidecar.ts';
import { startWrapper, type WrapperParameters } from '../../../src/evaluation/wrapper/start.ts';

export const NONCE = '0123456789abcdef'.repeat(2);

export const TOOLS: Tools = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  gunzip: (bytes, most) => gunzipSync(bytes, { maxOutputLength: most }),
};

export const ABOUT: About = {
  model: 'harbor-labs/Kestrel-7B',
  revision: 'main',
  sha: 'c0ffee0'.repeat(6).slice(0, 40),
  framework: 'lm-eval',
  backend: 'vllm',
  tasks: ['gsm8k|5'],
  limit: 10,
  chatTemplate: false,
};

/** The program itself: what picks one of several versions puts the programs of that one, which may have a uv, first. */
const { stdout: PYTHON, status } = spawnSync(
  'python3',
  ['-c', 'import sys; print(sys.executable, end=""); sys.exit(sys.version_info < (3, 10))'],
  { encoding: 'utf8' },
);
/** Whether there is a Python that the wrapper runs on. */
export const HAS_PYTHON = status === 0;
if (!HAS_PYTHON) console.warn('The wrapper is not tested: there is no python3, 3.10 or newer.');

export type Ran = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly marks: readonly Mark[];
  readonly lines: readonly string[];
  /** What the stand-in of uv was asked. */
  readonly asked: readonly { readonly asked: readonly string[]; readonly secrets: readonly string[] }[];
  /** What came home through the log. */
  readonly collected: Collected;
  /** What it left in the folder for temporary files. */
  readonly leftovers: readonly string[];
};

export type RunOptions = {
  /** What the stand-in of a framework is to do. */
  readonly framework?: readonly string[];
  readonly plan?: Partial<WrapperParameters['plan']>;
  readonly files?: Readonly<Record<string, string>>;
  readonly out?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Sent once a line of the output is `ready`. */
  readonly signal?: NodeJS.Signals;
  /** Without the stand-in: whatever uv or pip there is. */
  readonly isReal?: true;
};

/** A folder that goes with the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wrapper-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the wrapper as a container does, with stand-ins for uv and for the framework. */
export async function runWrapper(options: RunOptions = {}): Promise<Ran> {
  const { framework = ['results'], plan = {}, files = {}, out, env = {}, signal, isReal } = options;
  const folder = makeFolder();
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'tmp'));
  copyFileSync(join(import.meta.dirname, 'fake-uv.py'), join(folder, 'bin/uv'));
  chmodSync(join(folder, 'bin/uv'), 0o755);
  const program = readFileSync(join(import.meta.dirname, 'fake-framework.py')).toString('base64');
  const start = startWrapper({
    plan: {
      python: '3.12',
      requirements: ['lm-eval==0.4.13', 'vllm==0.33.0'],
      resolvedUntil: '2026-10-31',
      argv: ['python', 'own/framework.py', ...framework],
      environment: { PLANNED: 'yes' },
      output: 'out',
      ...plan,
    },
    about: ABOUT,
    nonce: NONCE,
    files: { 'own/framework.py': program, ...files },
    ...(out === undefined ? {} : { out }),
  });
  if ('problem' in start) throw new Error(start.problem);
  const [command = '', ...args] = start.command;
  expect(command).toBe('python3');
  const log = join(folder, 'uv.log');
  const path = `${isReal ? '' : `${join(folder, 'bin')}:${dirname(PYTHON)}:`}${process.env.PATH}`;
  const inherited = isReal ? process.env : { HOME: tmpdir() };
  const child = spawn(isReal ? command : PYTHON, args, {
    cwd: folder,
    env: { ...inherited, PATH: path, TMPDIR: join(folder, 'tmp'), FAKE_UV_LOG: log, ...start.environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 110_000);
  const chunks: Buffer[] = [];
  let isSent = false;
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    // Of programs that wait, which print little: a line may come in pieces.
    if (signal === undefined || isSent || !Buffer.concat(chunks).includes('ready\n')) return;
    isSent = child.kill(signal);
  });
  const [stderr, code] = await Promise.all([
    child.stderr.toArray() as Promise<Buffer[]>,
    new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  clearTimeout(timer);
  const stdout = Buffer.concat(chunks).toString();
  const lines = stdout.split('\n');
  const marks = lines.flatMap((line) => readMark(line, NONCE) ?? []);
  const collector = collectBlocks(NONCE, TOOLS);
  for (const mark of marks) collector.add(mark);
  const asked = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return {
    code,
    stdout,
    stderr: Buffer.concat(stderr).toString(),
    lines,
    marks,
    asked: asked.map((line) => JSON.parse(line) as Ran['asked'][number]),
    collected: collector.finish(),
    leftovers: readdirSync(join(folder, 'tmp')),
  };
}

/** All files below a folder, by their path in it. */
export function filesIn(folder: string): Map<string, Uint8Array> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length + 1), new Uint8Array(readFileSync(path))];
      }),
  );
}

/** Without uv: the folders of PATH that have it are left out. */
export function pathWithoutUv(): string {
  const folders = (process.env.PATH ?? '').split(':');
  return [...folders.filter((folder) => !existsSync(join(folder, 'uv'))), dirname(process.execPath)].join(':');
}
