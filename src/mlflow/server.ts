import { UserError } from '../errors.ts';
import type { Fetch } from '../http/retrying-fetch.ts';

/** How to reach an MLflow server, as the user says it. */
export type MlflowAddress = {
  readonly fetch: Fetch;
  /** `MLFLOW_TRACKING_URI`: http(s), with the path that the server lies under, if any. */
  readonly trackingUri: string;
  /** `MLFLOW_TRACKING_TOKEN`. */
  readonly token?: string;
  /** `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`; they count before a token, as in MLflow's own client. */
  readonly username?: string;
  readonly password?: string;
  readonly userAgent: string;
  readonly signal?: AbortSignal;
  /** That a call may take, with all waits of a `fetch` that tries again. Default 400. */
  readonly timeoutSeconds?: number;
};

/** An MLflow server, and who asks it. */
export type Server = {
  readonly fetch: Fetch;
  /** Without a final slash. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What no message may repeat. */
  readonly secrets: readonly string[];
  readonly signal?: AbortSignal;
  readonly timeoutSeconds: number;
};

const TIMEOUT_SECONDS = 400;

/**
 * The server that an address names.
 *
 * @throws UserError `usage` for an address that is no http(s) one or has credentials in it, and for half of a login. What
 *   may be a secret is not repeated.
 */
export function serverAt(address: MlflowAddress): Server {
  const { fetch, trackingUri, userAgent, signal, timeoutSeconds = TIMEOUT_SECONDS } = address;
  const url = checkAddress(trackingUri.trim());
  const login = loginOf(address);
  return {
    fetch,
    base: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    headers: { 'User-Agent': userAgent, ...(login === undefined ? {} : { Authorization: login.header }) },
    secrets: login?.secrets ?? [],
    ...(signal === undefined ? {} : { signal }),
    timeoutSeconds,
  };
}

/** What people set who mean a store, not a server. Anything else before a colon may be a part of a login. */
const KNOWN_STORES = ['file', 'sqlite', 'postgresql', 'mysql', 'mssql', 's3', 'gs', 'hdfs', 'dbfs', 'uc'];

function checkAddress(uri: string): URL {
  const scheme = /^([a-z][a-z\d+.-]*):(?!\d)/i.exec(uri)?.[1]?.toLowerCase();
  if (uri === 'databricks' || scheme?.startsWith('databricks') === true) {
    throw new UserError('usage', 'Databricks takes other logins than an MLflow server, which hf-eval does not know.', {
      hint: "Set MLFLOW_TRACKING_URI to the http(s) address of an MLflow server, or log what --export json writes with MLflow's own client.",
    });
  }
  const isHttp = scheme === 'http' || scheme === 'https';
  if (!isHttp || !URL.canParse(uri)) {
    // A database's address has its password in it, so no more than the scheme is told.
    const store = KNOWN_STORES.find((one) => scheme?.split('+')[0] === one);
    const kind = store === undefined ? '' : `: it begins with ${store}:`;
    throw new UserError('usage', `MLFLOW_TRACKING_URI is not the http(s) address of an MLflow server${kind}.`, {
      hint: 'Folders and databases are for MLflow itself: start mlflow server --backend-store-uri on them, and set MLFLOW_TRACKING_URI to its address, such as http://127.0.0.1:5000.',
    });
  }
  const url = new URL(uri);
  if (url.username !== '' || url.password !== '') {
    throw new UserError('usage', `MLFLOW_TRACKING_URI has a login in it, which logs would repeat (${url.host}).`, {
      hint: 'Take it out, and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.',
    });
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UserError(
      'usage',
      `MLFLOW_TRACKING_URI is an address with more than a path (${url.origin}${url.pathname}).`,
      {
        hint: 'Leave out what begins with ? or #: an address in the browser is that of a page.',
      },
    );
  }
  return url;
}

type Login = { readonly header: string; readonly secrets: readonly string[] };

function loginOf({ token = '', username = '', password = '' }: MlflowAddress): Login | undefined {
  if ((username === '') !== (password === '')) {
    throw new UserError('usage', 'Of MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD only one is set.', {
      hint: 'Set both, or neither.',
    });
  }
  if (username !== '') {
    // RFC 7617: the colon ends the name.
    if (username.includes(':')) {
      throw new UserError('usage', 'MLFLOW_TRACKING_USERNAME has a colon in it, which no such login can have.', {
        hint: 'Set it to the name alone, and MLFLOW_TRACKING_PASSWORD to the password.',
      });
    }
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    return { header: `Basic ${basic}`, secrets: [password, basic] };
  }
  if (token === '') return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return { header: `Bearer ${token}`, secrets: [token] };
  throw new UserError('usage', 'MLFLOW_TRACKING_TOKEN has a character that no token has, such as a line end.', {
    hint: 'Set it again, without quotes, spaces and line ends.',
  });
}
