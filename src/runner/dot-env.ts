import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads `.env` in the working folder; variables that are set already stay as they are. */
export function withDotEnv(env: Environment): Environment {
  // A folder of that name is a Python environment, as often as not.
  if (statSync('.env', { throwIfNoEntry: false })?.isFile() !== true) return env;
  return { ...parseEnv(readFileSync('.env', 'utf8')), ...env };
}
