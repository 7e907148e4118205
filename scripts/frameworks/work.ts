import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, runOnce } from './process.ts';

/** What the frameworks are asked to evaluate. It is a folder, and looks like the id of a repo. */
export const MODEL = 'harbor-labs/Kestrel-Tiny';

/** The folder that frameworks are run in: with the questions, the tasks and what they write. */
export type Work = { readonly folder: string };

const HERE = fileURLToPath(new URL('./', import.meta.url));

/** Questions in `harbor-labs/`, in folders that look like ids of repos, too; and the tasks. */
export function makeWork(): Work {
  const folder = mkdtempSync(join(tmpdir(), 'hf-eval-frameworks-run-'));
  // A copy: Python and inspect-ai write beside what they run.
  for (const name of readdirSync(HERE).filter((name) => !/\.ts$|^pins$/.test(name))) {
    cpSync(join(HERE, name), join(folder, name), { recursive: true });
  }
  const lines = readFileSync(join(HERE, 'questions.jsonl'), 'utf8').trimEnd().split('\n');
  const questions = lines.map((line) => ({ line, ...(JSON.parse(line) as { split: string; subject: string }) }));
  for (const subject of ['quiz', 'rivers', 'stones']) {
    for (const split of ['test', 'train']) {
      // Examples for prompts may be of any subject.
      const chosen = questions.filter(
        (one) => one.split === split && (subject === 'quiz' || split === 'train' || one.subject === subject),
      );
      write(join(folder, 'harbor-labs', subject, `${split}.jsonl`), chosen.map(({ line }) => `${line}\n`).join(''));
    }
  }
  // lighteval would download these.
  for (const name of ['punkt', 'punkt_tab']) mkdirSync(join(folder, 'nltk-data/tokenizers', name), { recursive: true });
  return { folder };
}

/**
 * Runs a Python program in the folder, without a network and with nothing of this process's environment that frameworks
 * look at. What it prints is kept in `logs/NAME.log`.
 */
export async function runPython(
  { folder }: Work,
  { name, python, args }: { readonly name: string; readonly python: string; readonly args: readonly string[] },
): Promise<Ended> {
  const start = performance.now();
  const ended = await runOnce(python, args, { seconds: 600, cwd: folder, env: environmentOf(folder, name) });
  write(join(folder, 'logs', `${name}.log`), ended.output);
  console.log(`ran ${name}, ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return ended;
}

/**
 * As `runPython`, for what has to end well.
 *
 * @throws Error with the end of what it printed.
 */
export async function mustRunPython(work: Work, run: Parameters<typeof runPython>[1]): Promise<string> {
  const { code, output } = await runPython(work, run);
  if (code === 0) return output;
  throw new Error(`${run.name} ended with ${code ?? 'a signal'}: ${output.trimEnd().slice(-2000)}`);
}

/** Makes the tiny model. Each framework has its own: they come with different versions of transformers. */
export async function makeModel(
  work: Work,
  { name, python }: { readonly name: string; readonly python: string },
): Promise<void> {
  await mustRunPython(work, { name, python, args: ['make-model.py', 'questions.jsonl', MODEL] });
}

/** Where nobody listens: what wants to download something fails at once. */
const NOWHERE = 'http://127.0.0.1:9';

function environmentOf(folder: string, name: string): Record<string, string> {
  // A home for each run: answers are kept there, and would be taken for those of the next.
  const home = join(folder, 'home', name);
  mkdirSync(home, { recursive: true });
  const proxies = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].map((key) => [key, NOWHERE]);
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    TMPDIR: tmpdir(),
    LANG: 'C.UTF-8',
    PYTHONUTF8: '1',
    // No progress bars, and lines as long as they are.
    TERM: 'dumb',
    COLUMNS: '200',
    CUDA_VISIBLE_DEVICES: '',
    // Threads of so small a model wait for each other, and on a busy machine for long.
    OMP_NUM_THREADS: '1',
    HF_HOME: join(home, 'huggingface'),
    HF_HUB_OFFLINE: '1',
    HF_DATASETS_OFFLINE: '1',
    TRANSFORMERS_OFFLINE: '1',
    HF_HUB_DISABLE_TELEMETRY: '1',
    NLTK_DATA: join(folder, 'nltk-data'),
    ...Object.fromEntries(proxies),
  };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
