import { UserError } from '../errors.ts';
import { callMlflow } from './call.ts';
import { errorCodeOf } from './errors.ts';
import type { Run } from './runs.ts';
import type { Server } from './server.ts';

/** A file that is kept with a run. */
export type Artifact = {
  /** A plain file name: `scores.json`. */
  readonly name: string;
  readonly text: string;
};

const PROXY = 'api/2.0/mlflow-artifacts/artifacts';
const TYPES: Readonly<Record<string, string>> = { json: 'application/json', html: 'text/html', csv: 'text/csv' };

/**
 * Uploads files through the server, where it takes them: those of the same names are replaced. Other stores of artifacts
 * want logins of their own.
 *
 * @returns Why they could not be uploaded, for people; undefined where they were.
 */
export async function uploadArtifacts(
  server: Server,
  run: Run,
  artifacts: readonly Artifact[],
): Promise<string | undefined> {
  if (artifacts.length === 0) return undefined;
  const folder = proxiedFolder(server, run.artifactUri);
  if (folder === undefined) return `${cannot(run)} through this address: ${describeStore(run.artifactUri)}`;
  for (const { name, text } of artifacts) {
    if (!/^\w[\w.-]*$/.test(name)) throw new TypeError(`Not a plain file name: ${JSON.stringify(name)}`);
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain';
    try {
      await callMlflow(server, {
        what: `the file ${name} of the run ${run.id}`,
        method: 'PUT',
        path: `${PROXY}/${folder}${name}`,
        body: { type: `${type}; charset=utf-8`, text },
      });
    } catch (error) {
      if (!isSwitchedOff(error)) throw error;
      return `${cannot(run)}: the server runs without --serve-artifacts.`;
    }
  }
  return undefined;
}

function cannot({ id }: Run): string {
  return `The files of the run ${id} could not be uploaded`;
}

/**
 * The folder below the server's own store that `mlflow-artifacts:/1/<run>/artifacts` names, encoded and with a final slash;
 * undefined for another store, another server's included: the login is not for that one.
 */
function proxiedFolder({ base }: Server, uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const { protocol, host, pathname, href } = new URL(uri);
  const own = `${base}/${PROXY}/`;
  const isOwn = protocol === 'mlflow-artifacts:' && (host === '' || host === new URL(base).host);
  const path = isOwn ? pathname : href.startsWith(own) ? href.slice(own.length) : undefined;
  const parts = path?.split('/').filter((part) => part !== '');
  return parts?.map((part) => `${part}/`).join('');
}

function describeStore(uri: string): string {
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(uri)?.[1];
  const where = scheme === undefined ? 'a folder of the server' : `a store of its own (${scheme}:)`;
  return `the experiment keeps them in ${where}. New experiments of a server with --serve-artifacts and --artifacts-destination take them.`;
}

/** What `mlflow server --no-serve-artifacts` answers: 503 in plain words. */
function isSwitchedOff(error: unknown): boolean {
  const isPlain = error instanceof UserError && errorCodeOf(error) === undefined && error.details.status === 503;
  return isPlain && error.message.includes('serve-artifacts');
}
