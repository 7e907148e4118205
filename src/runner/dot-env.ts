import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `.env` in the working folder; variables that are set already stay as they are.
 *
 * The file may have come with a repo that someone else wrote, so a server that it alone names is not given a token that
 * it does not hold itself.
 */
export function withDotEnv(env: Environment): Environment {
  // A folder of that name is a Python environment, as often as not.
  if (statSync('.env', { throwIfNoEntry: false })?.isFile() !== true) return env;
  const file: Environment = parseEnv(readFileSync('.env', 'utf8'));
  const trusted = file.HF_ENDPOINT === undefined || env.HF_ENDPOINT !== undefined;
  return { ...file, ...env, ...(trusted ? {} : { HF_TOKEN: file.HF_TOKEN }) };
}
