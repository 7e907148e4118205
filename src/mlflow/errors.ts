import { type ErrorCode, UserError } from '../errors.ts';
import { type NetworkError, publicUrl } from '../http/network-error.ts';

/** The code of every refusal and failure of an MLflow server; `details.reason` tells them apart. */
export const MLFLOW_FAILED: ErrorCode = 'mlflow-failed';

/** What an MLflow server did instead of what it was asked for. */
export type Reason =
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'unavailable'
  | 'refused'
  | 'not-mlflow';

/** What was asked of an MLflow server. */
export type Asked = {
  /** As messages call it: "the runs of the experiment nightly". */
  readonly what: string;
  readonly url: URL;
  readonly hasLogin: boolean;
  readonly secrets: readonly string[];
};

/** An answer with an error status. */
export type ErrorAnswer = {
  readonly status: number;
  readonly location?: string;
  /** MLflow's own code, such as `RESOURCE_DOES_NOT_EXIST`. */
  readonly errorCode?: string;
  /** The server's words. */
  readonly said: string;
};

type Verdict = { readonly reason: Reason; readonly message: string; readonly hint: string };

const MAX_SERVER_TEXT = 200;
const CHECK_ADDRESS =
  'Check MLFLOW_TRACKING_URI: it is the address of the server with the path that it lies under, and neither that of a page nor of its API.';
const RUN_AGAIN = 'Run it again later: what was written by then is found and completed, not written a second time.';
const LOGIN = 'MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN';

/** The error for an answer with an error status, by the rules of MLflow's REST API 2.0. */
export function answerError(asked: Asked, answer: ErrorAnswer): UserError {
  const said = cleanServerText(answer.said, asked.secrets);
  const { reason, message, hint } = verdictOf(asked, answer);
  const { status, errorCode } = answer;
  return new UserError(
    MLFLOW_FAILED,
    `${message} [HTTP ${status} from ${publicUrl(asked.url)}${said === '' ? '' : `: "${said}"`}]`,
    {
      hint,
      details: { ...detailsOf(asked, reason), status, ...(errorCode === undefined ? {} : { error_code: errorCode }) },
    },
  );
}

/** The error for a request that got no answer, or not all of it. */
export function networkError(asked: Asked, cause: NetworkError): UserError {
  return new UserError(MLFLOW_FAILED, `The MLflow server could not be reached for ${asked.what}: ${cause.message}`, {
    hint: `Check the network${cause.timedOut ? '' : ' and MLFLOW_TRACKING_URI'}. ${RUN_AGAIN}`,
    details: { ...detailsOf(asked, 'unavailable'), timed_out: cause.timedOut },
    cause,
  });
}

/** The error for an answer that is not what was asked for. */
export function notMlflow(asked: Asked, what: string): UserError {
  return new UserError(MLFLOW_FAILED, `${what}, not ${asked.what} [${publicUrl(asked.url)}]`, {
    hint: `${CHECK_ADDRESS} A proxy or a log-in page may stand before it.`,
    details: detailsOf(asked, 'not-mlflow'),
  });
}

/** MLflow's own code of an error that {@link answerError} made. */
export function errorCodeOf(error: unknown): unknown {
  return error instanceof UserError ? error.details.error_code : undefined;
}

/** Whether what was asked for may have been done all the same. */
export function mayBeDone(error: unknown): boolean {
  return error instanceof UserError && error.code === MLFLOW_FAILED && error.details.reason === 'unavailable';
}

/** Whether nothing goes on any more for a call that {@link mayBeDone}: what is not there then will not come. */
export function isOver(error: unknown): boolean {
  const status = error instanceof UserError ? error.details.status : undefined;
  return status === 500 || status === 502 || status === 503;
}

/**
 * Text of a server, fit for a message: one line without control and invisible characters and without secrets, neither as
 * they are nor as they look in JSON, in an address, or on one line.
 */
export function cleanServerText(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => {
    return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
  });
  const line = oneLine(without(text, forms).slice(0, 10_000));
  const characters = [...without(line, secrets.map(oneLine))];
  if (characters.length <= MAX_SERVER_TEXT) return characters.join('');
  return `${characters.slice(0, MAX_SERVER_TEXT - 1).join('')}…`;
}

function without(text: string, secrets: readonly string[]): string {
  // The longest first: one may be a part of another.
  const known = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return known.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .trim();
}

function verdictOf(asked: Asked, { status, location, errorCode, said }: ErrorAnswer): Verdict {
  const { what, hasLogin, url } = asked;
  if (status === 401) {
    const message = hasLogin ? 'The MLflow server does not accept the login' : 'The MLflow server wants a login';
    const hint = hasLogin ? `Check ${LOGIN}: which it is depends on the server.` : `Set ${LOGIN}.`;
    return { reason: 'unauthorized', message: `${message} for ${what}.`, hint };
  }
  if (status === 403) {
    const hint = /\bhost\b/i.test(said)
      ? 'A server of MLflow 3.5 or newer answers to the names that it knows alone: start it with --allowed-hosts, or use an address that it has.'
      : `The account needs the permission EDIT on the experiment${hasLogin ? '' : `; there is no login: set ${LOGIN}`}.`;
    return { reason: 'forbidden', message: `The MLflow server does not allow ${what}.`, hint };
  }
  if (status === 404) {
    if (errorCode === undefined || errorCode === 'ENDPOINT_NOT_FOUND') {
      const address = publicUrl(url).replace(/\/api\/2\.0\/.*$/s, '');
      return { reason: 'not-mlflow', message: `No MLflow server answers at ${address}.`, hint: CHECK_ADDRESS };
    }
    const hint = 'It may have been deleted meanwhile: run it again.';
    return { reason: 'not-found', message: `The MLflow server does not find what it takes for ${what}.`, hint };
  }
  if (status === 429) {
    return { reason: 'rate-limited', message: `The MLflow server takes no more calls for ${what}.`, hint: RUN_AGAIN };
  }
  if (status === 408 || status >= 500) {
    return { reason: 'unavailable', message: `The MLflow server could not answer for ${what}.`, hint: RUN_AGAIN };
  }
  if (status >= 300 && status < 400) {
    const target =
      location !== undefined && URL.canParse(location, url.href) ? publicUrl(new URL(location, url)) : 'nowhere';
    const message = `The MLflow server's address leads on to ${target}, where no login is sent.`;
    return { reason: 'not-mlflow', message, hint: `Set MLFLOW_TRACKING_URI to where the server is. ${CHECK_ADDRESS}` };
  }
  const hint = 'Its own words tell why. If it goes on refusing, please report this message as a defect of hf-eval.';
  return { reason: 'refused', message: `The MLflow server refuses ${what}.`, hint };
}

function detailsOf({ url }: Asked, reason: Reason): Record<string, unknown> {
  return { reason, url: publicUrl(url) };
}
