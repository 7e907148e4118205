import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';

type Environment = Readonly<Record<string, string | undefined>>;

/** Servers, by the variables that have their address and what is shown to them. */
const SERVERS = [
  { address: 'HF_ENDPOINT', login: ['HF_TOKEN'] },
  {
    address: 'MLFLOW_TRACKING_URI',
    login: ['MLFLOW_TRACKING_TOKEN', 'MLFLOW_TRACKING_USERNAME', 'MLFLOW_TRACKING_PASSWORD'],
  },
];

/**
 * Reads `.env` in the working folder; variables that are set already stay as they are.
 *
 * The file may have come with a repo that someone else wrote, so a server that it alone names is not given a token that
 * it does not hold itself.
 */
export function withDotEnv(env: Environment): Environment {
  const file = readDotEnv();
  const secrets = SERVERS.filter(({ address }) => file[address] !== undefined && env[address] === undefined)
    .flatMap(({ login }) => login)
    .map((name) => [name, file[name]]);
  return { ...file, ...env, ...Object.fromEntries(secrets) };
}

/** The variables that a job of the Hub may get as secrets: of a Hub that `.env` alone names, those of that file. */
export function secretsWithDotEnv(env: Environment): Environment {
  const file = readDotEnv();
  return file.HF_ENDPOINT !== undefined && env.HF_ENDPOINT === undefined ? file : { ...file, ...env };
}

function readDotEnv(): Environment {
  // A folder of that name is a Python environment, as often as not.
  if (statSync('.env', { throwIfNoEntry: false })?.isFile() !== true) return {};
  return parseEnv(readFileSync('.env', 'utf8'));
}
