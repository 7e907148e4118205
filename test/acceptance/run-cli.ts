import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundle, type ChildOptions, type Finished, runChild, scratchDir } from './child.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs the built command line. */
export function runCli(args: readonly string[], options: ChildOptions = {}): Promise<Finished> {
  return runChild(process.execPath, [bundle('cli'), ...args], options);
}

/** Runs the built command line in a folder of its own that holds these files. */
export async function runCliOn(files: Files, args: readonly string[], options: ChildOptions = {}): Promise<Finished> {
  return runCli(args, { cwd: await scratchWith(files), ...options });
}

/** A folder of its own with these files. */
export async function scratchWith(files: Files): Promise<string> {
  const dir = await scratchDir();
  await writeFiles(dir, files);
  return dir;
}

export async function writeFiles(dir: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
}
