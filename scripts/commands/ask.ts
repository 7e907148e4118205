import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandPlan } from '../../src/evaluation/request.ts';
import { runOnce } from '../frameworks/process.ts';
import type { Asked } from './frameworks.ts';
import type { Said } from './said.ts';

/** What a framework made of a command line, or why it refused it. */
export type Answer = { readonly said: Said } | { readonly refused: string };

export type Command = Pick<CommandPlan, 'argv' | 'files'>;

const OWN_TASKS = fileURLToPath(new URL('../frameworks/', import.meta.url));

/** Hands command lines to a framework's own parser: each in a folder with the files that its plan has, and tasks of our own. */
export async function ask(asked: Asked, commands: readonly Command[]): Promise<readonly Answer[]> {
  const work = mkdtempSync(join(tmpdir(), `hf-eval-commands-${asked.name}-`));
  const shared = join(work, 'shared');
  layFiles(shared, {});
  const questions = commands.map(({ argv, files }, at) => {
    if (Object.keys(files).length === 0) return { argv, folder: shared };
    const folder = join(work, String(at));
    layFiles(folder, files);
    return { argv, folder };
  });
  const path = join(work, 'commands.json');
  writeFileSync(path, JSON.stringify(questions));
  const answers = (await run(asked, { folder: work, args: [path] })) as readonly Answer[];
  // What went wrong stays to be looked at.
  rmSync(work, { recursive: true, force: true });
  if (answers.length !== commands.length)
    throw new Error(`${asked.name}: ${answers.length} answers to ${commands.length}`);
  return answers;
}

/** What a framework says of its tasks. */
export async function askForTasks(asked: Asked): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), `hf-eval-commands-${asked.name}-`));
  const told = await run(asked, { folder, args: [] });
  rmSync(folder, { recursive: true, force: true });
  return told;
}

function layFiles(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  cpSync(join(OWN_TASKS, 'lighteval-tasks.py'), join(folder, 'tasks.py'));
  cpSync(join(OWN_TASKS, 'inspect-tasks.py'), join(folder, 'inspect-tasks.py'));
  cpSync(join(OWN_TASKS, 'lm-eval'), join(folder, 'lm-eval'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

async function run(
  { name, environment, script }: Asked,
  { folder, args }: { readonly folder: string; readonly args: readonly string[] },
): Promise<unknown> {
  const out = join(folder, 'answers.json');
  // What it prints besides goes its own way: some frameworks talk while they are imported.
  const command = [script, ...args, out];
  const { code, signal, output } = await runOnce(environment.python, command, {
    seconds: 1500,
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      TMPDIR: tmpdir(),
      LANG: 'C.UTF-8',
      PYTHONUTF8: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      CUDA_VISIBLE_DEVICES: '',
      HF_HUB_OFFLINE: '1',
      HF_DATASETS_OFFLINE: '1',
      NLTK_DATA: nltkData(folder),
    },
  });
  const isThere = readdirSync(folder).includes('answers.json');
  if (code !== 0 || !isThere) throw new Error(`${name} ended with ${code ?? signal}: ${output.slice(-1500)}`);
  return JSON.parse(readFileSync(out, 'utf8'));
}

/** lighteval would download these. */
function nltkData(folder: string): string {
  for (const name of ['punkt', 'punkt_tab']) mkdirSync(join(folder, 'nltk-data/tokenizers', name), { recursive: true });
  return join(folder, 'nltk-data');
}
